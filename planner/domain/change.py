"""Changes: named, undoable transactions of the person, and which of them undo and redo take back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from planner.domain.errors import NothingToUndo, UndoRefused

Document: TypeAlias = Mapping[str, Any]
"""A record as it stands in the file: JSON values only, fields at their default left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """One record before and after; None before = created, None after = deleted."""

    table: str
    id: str
    before: Document | None
    after: Document | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of the history. `of` is the id of the Change that an undo or a redo is about."""

    id: str
    parent: str | None
    generation: int
    name: str
    time: datetime
    writer: str
    kind: Literal["do", "undo", "redo"] = "do"
    of: str | None = None
    records: tuple[RecordChange, ...] = ()


def next_undo(history: Sequence[Change]) -> Change:
    """The newest Change that is not undone, whoever made it. `history` is oldest first. Raises NothingToUndo."""
    done = _standing(history)
    if not done:
        raise NothingToUndo("There is nothing to undo.")
    return done[-1]


def next_redo(history: Sequence[Change]) -> Change:
    """The Change that was undone last, unless a new one came since. Raises NothingToUndo."""
    undone: list[Change] = []
    by_id = {change.id: change for change in history}
    for change in history:
        if change.kind == "do":
            undone.clear()
        elif change.kind == "undo":
            undone.append(by_id[change.of or ""])
        elif undone:
            undone.pop()
    if not undone:
        raise NothingToUndo("There is nothing to redo.")
    return undone[-1]


def _standing(history: Sequence[Change]) -> list[Change]:
    by_id = {change.id: change for change in history}
    done: list[Change] = []
    for change in history:
        if change.kind == "undo":
            done = [each for each in done if each.id != change.of]
        elif change.kind == "redo":
            done.append(by_id[change.of or ""])
        else:
            done.append(change)
    return done


def reverted(change: Change) -> tuple[RecordChange, ...]:
    """The records of `change` with before and after exchanged, last first."""
    return tuple(RecordChange(table=r.table, id=r.id, before=r.after, after=r.before) for r in reversed(change.records))


def refuse_if_moved_on(
    name: str, records: Sequence[RecordChange], now: Mapping[tuple[str, str], Document | None]
) -> None:
    """Raise UndoRefused unless every record still is what `before` says; `now` is by (table, id)."""
    for record in records:
        if now.get((record.table, record.id)) != record.before:
            what = (record.before or record.after or {}).get("title") or record.id[:8]
            raise UndoRefused(
                f"“{name}” cannot be taken back: “{what}” was changed since.",
                "Change it by hand, or undo what came after first.",
            )
