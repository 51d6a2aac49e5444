"""The history as a person walks through it: which acts stand, which were taken back, and what each one changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from planner.domain.change import Change, Document, RecordChange
from planner.domain.plan import TABLES

State = Literal["stands", "undone", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something a person did. It `stands`, or is `undone` and can be done again, or is `gone`: undone, and then
    something new was done."""

    change: Change
    state: State


def acts(newest_first: Iterable[Change]) -> list[Act]:
    """What was done, the newest first, with what became of it. Needs the whole history to be right."""
    stands: list[Change] = []
    undone: list[Change] = []
    states: dict[str, State] = {}
    done = []
    for change in reversed(list(newest_first)):
        if change.kind == "do":
            states.update(dict.fromkeys((each.id for each in undone), "gone"))
            undone.clear()
            stands.append(change)
            done.append(change)
            states[change.id] = "stands"
        elif change.kind == "undo" and stands:
            undone.append(stands.pop())
            states[undone[-1].id] = "undone"
        elif change.kind == "redo" and undone:
            stands.append(undone.pop())
            states[stands[-1].id] = "stands"
    return [Act(change=change, state=states[change.id]) for change in reversed(done)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field of one record: its value before and after as the file holds it; None where there was none."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """One record that a Change made, changed or removed. `title` is what it is called.

    Of one that was made or removed, `differences` are what is to be known of it.
    """

    table: str
    id: str
    title: str
    how: Literal["made", "changed", "removed"]
    differences: tuple[Difference, ...]


_KNOWN = frozenset({"goal", "due", "at", "start", "target", "effort", "fixed", "tags", "repeat"})
"""Fields of a record that was made or removed that are worth a word."""
_SILENT = frozenset({"id", "created", "dated_at", "order", "closed_at"})
"""Fields that say nothing to a person."""


def touched(change: Change) -> tuple[Touched, ...]:
    """What a Change did, record by record; fields in the order of the record."""
    return tuple(_touched(record) for record in change.records)


def _touched(record: RecordChange) -> Touched:
    before, after = record.before or {}, record.after or {}
    how: Literal["made", "changed", "removed"] = (
        "made" if record.before is None else "removed" if record.after is None else "changed"
    )
    return Touched(
        table=record.table,
        id=record.id,
        title=_title(record.table, after or before),
        how=how,
        differences=tuple(
            each for each in _differences(record.table, before, after) if how == "changed" or each.field in _KNOWN
        ),
    )


def concerns(change: Change, goal: str) -> bool:
    """Whether a Change touched this goal, or a milestone that was or is one of its."""
    return any(
        (record.table == "goals" and record.id == goal)
        or (
            record.table == "milestones"
            and any((side or {}).get("goal") == goal for side in (record.before, record.after))
        )
        for record in change.records
    )


def titles(changes: Iterable[Change]) -> Mapping[str, str]:
    """The titles of all goals and milestones that a history, newest first, tells of, by id: the last they had."""
    found: dict[str, str] = {}
    for change in changes:
        for record in change.records:
            document = record.after or record.before or {}
            if record.table in {"goals", "milestones"} and record.id not in found and document.get("title"):
                found[record.id] = str(document["title"])
    return found


def _title(table: str, document: Document) -> str:
    if table == "profile":
        return "Your profile"
    if table == "templates" and document.get("template"):
        return f"template {document['template']}"
    return str(document.get("title") or "")


def _differences(table: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[Difference]:
    defaults = _DEFAULTS.get(table, {})
    return [
        Difference(field=name, before=before.get(name, defaults.get(name)), after=after.get(name, defaults.get(name)))
        for name in dict.fromkeys((*before, *after))
        if name not in _SILENT and before.get(name) != after.get(name)
    ]


_DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    table: {
        each.name: each.default for each in fields(kind) if isinstance(each.default, str | bool | int) and each.default
    }
    for kind, table in TABLES.items()
}
"""What a field that the file leaves out stands for, where that is something."""


def said(value: Any) -> str:
    """A value of a record in a few words: `2027-03-01`, `3 lines`, `none`."""
    if value is None or value in ("", [], {}):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return (
            ", ".join(str(each) for each in value)
            if all(isinstance(each, str) for each in value)
            else (f"{len(value)} lines" if len(value) != 1 else "1 line")
        )
    if isinstance(value, dict):
        return ", ".join(f"{key} {inner}" for key, inner in value.items())
    return str(value)
