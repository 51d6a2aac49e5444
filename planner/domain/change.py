"""Changes: named, undoable transactions of the person, and which of them undo and redo take back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, TypeAlias

from planner.domain.errors import NothingToUndo, UndoRefused
from planner.domain.values import dataclass

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
    """One line of the history.

    `parent` is the id of the Change before it. An undo or a redo carries the name of the Change it is about, and that
    one's id as `of`. `generation` is the plan's after it, `time` is in UTC, `writer` says which process made it.
    """

    id: str
    parent: str | None
    generation: int
    name: str
    time: datetime
    writer: str
    kind: Literal["do", "undo", "redo"] = "do"
    of: str | None = None
    records: tuple[RecordChange, ...] = ()


def next_undo(newest_first: Iterable[Change]) -> Change:
    """The Change that stands and is newest, whoever made it: a `do`, or the `redo` that made it again.

    Reads no further back than it must. Raises NothingToUndo.
    """
    # A `do` and a `redo` put a Change on the stack, an `undo` takes one off; from the end backwards each `undo`
    # hides one, and the first that is not hidden is on top.
    hidden = 0
    for change in newest_first:
        if change.kind == "undo":
            hidden += 1
        elif hidden:
            hidden -= 1
        else:
            return change
    raise NothingToUndo("There is nothing to undo.")


def next_redo(newest_first: Iterable[Change]) -> Change:
    """The newest `undo` that was not redone, unless a new Change came since. Raises NothingToUndo."""
    redone = 0
    for change in newest_first:
        if change.kind == "do":
            break
        if change.kind == "redo":
            redone += 1
        elif redone:
            redone -= 1
        else:
            return change
    raise NothingToUndo("There is nothing to redo.")


def reverted(change: Change) -> tuple[RecordChange, ...]:
    """The records of `change` with before and after exchanged, last first."""
    return tuple(RecordChange(table=r.table, id=r.id, before=r.after, after=r.before) for r in reversed(change.records))


def refuse_if_moved_on(
    change: Change, records: Sequence[RecordChange], now: Mapping[tuple[str, str], Document | None]
) -> None:
    """Raise UndoRefused unless every record still is what `before` says; `now` is by (table, id).

    `records` are those that revert `change`: a Change that is taken back, or an undo whose Change is made again.
    """
    for record in records:
        there = now.get((record.table, record.id))
        if there != record.before:
            what = (there or record.before or record.after or {}).get("title") or record.id[:8]
            how = "made again" if change.kind == "undo" else "taken back"
            raise UndoRefused(
                f"“{change.name}” cannot be {how}: “{what}” was changed since.",
                "Change it by hand, or undo what came after first.",
            )
