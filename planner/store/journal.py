"""What every store does alike: an Edit becomes a Change, a Change becomes a new plan, and back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from planner.domain.change import Change, RecordChange, next_redo, next_undo, refuse_if_moved_on, reverted
from planner.domain.plan import TABLES, Edit, Plan, Profile, Record
from planner.domain.values import replace
from planner.store import records
from planner.store.records import Piece, Pieces

if TYPE_CHECKING:
    from planner.ports import Clock, Ids


class State(msgspec.Struct, frozen=True):
    """One generation of the plan, as records and as encoded documents."""

    plan: Plan
    pieces: Pieces


class Step(msgspec.Struct, frozen=True):
    """What a Change makes of one record: its document and the record, or None where it goes."""

    table: str
    id: str
    piece: Piece | None
    record: Record | None


class Journal(ABC):
    """The transactions of a store; where the plan and the history lie is left to those who derive from it."""

    def __init__(self, clock: Clock, ids: Ids, writer: str) -> None:
        self._clock = clock
        self._ids = ids
        self._writer = writer

    @abstractmethod
    def load(self) -> Plan:
        """The plan as it is now."""

    @abstractmethod
    def _writing(self) -> AbstractContextManager[State]:
        """Hold the lock; gives the plan as it is now."""

    @abstractmethod
    def _settle(self, state: State) -> str | None:
        """Drop Changes beyond the plan; gives the id of the newest one left."""

    @abstractmethod
    def _newest_first(self, generation: int) -> Iterator[Change]:
        """The Changes up to this generation."""

    @abstractmethod
    def _keep(self, change: Change, now: State) -> None:
        """Save the Change, then the plan after it."""

    def commit(self, act: Callable[[Plan], Edit]) -> Change | None:
        """Run `act` on the plan under the lock and save its Edit as one Change; None if it changed nothing."""
        with self._writing() as state:
            edit = act(state.plan)
            steps = _steps(state, edit)
            return self._make(state, steps, edit.name) if steps else None

    def undo(self) -> Change:
        """Revert the newest Change that is not undone. Raises NothingToUndo, UndoRefused."""
        with self._writing() as state:
            target = next_undo(self._newest_first(state.plan.generation))
            return self._make(state, _back(state, target), target.name, "undo", target.of or target.id)

    def redo(self) -> Change:
        """Make the last undone Change again. Raises NothingToUndo, UndoRefused."""
        with self._writing() as state:
            target = next_redo(self._newest_first(state.plan.generation))
            return self._make(state, _back(state, target), target.name, "redo", target.of)

    def history(self, limit: int = 0) -> Sequence[Change]:
        """The Changes, newest first; 0 = all. Raises Unreadable."""
        changes = self._newest_first(self.load().generation)
        return tuple(islice(changes, limit) if limit else changes)

    @records.uncollected()
    def _make(
        self,
        state: State,
        steps: Sequence[Step],
        name: str,
        kind: Literal["do", "undo", "redo"] = "do",
        of: str | None = None,
    ) -> Change:
        change = Change(
            id=self._ids.new(),
            parent=self._settle(state),
            generation=state.plan.generation + 1,
            name=name,
            time=self._clock.now(),
            writer=self._writer,
            kind=kind,
            of=of,
            records=tuple(_changed(state, step) for step in steps),
        )
        self._keep(change, _after(state, steps))
        return change


@records.uncollected()
def exchanged(state: State, wanted: Pieces) -> list[Step]:
    """The steps from the plan as it is to the tables `wanted`. Raises Unreadable."""
    steps: list[Step] = []
    for table in records.KINDS:
        there, then = state.pieces[table], wanted[table]
        steps += [Step(table, key, None, None) for key in there if key not in then]
        steps += [
            Step(table, key, piece, records.read(table, piece))
            for key, piece in then.items()
            if there.get(key) != piece
        ]
    return steps


@records.uncollected()
def replayed(pieces: Pieces, changes: Iterable[Change]) -> dict[str, dict[str, Piece]]:
    """The tables after these Changes, oldest first."""
    tables = {table: dict(pieces[table]) for table in records.KINDS}
    for change in changes:
        for each in change.records:
            if each.after is None:
                tables[each.table].pop(each.id, None)
            else:
                tables[each.table][each.id] = records.encode(each.after)
    return {table: dict(sorted(members.items())) for table, members in tables.items()}


@records.uncollected()
def _steps(state: State, edit: Edit) -> list[Step]:
    """What an Edit changes: one step a record, none for a record that stays as it is. Raises SaveFailed."""
    found: dict[tuple[str, str], Step] = {}
    for record in edit.put:
        table = TABLES[type(record)]
        piece, again = records.checked(table, record)
        found[table, record.id] = Step(table, record.id, piece, again)
    for table, key in edit.drop:
        found[table, key] = Step(table, key, None, None)
    return [step for step in found.values() if state.pieces[step.table].get(step.id) != step.piece]


@records.uncollected()
def _back(state: State, change: Change) -> list[Step]:
    """What takes `change` back. Raises UndoRefused where a record is no longer as it left it, Unreadable."""
    back = reverted(change)
    now = {(each.table, each.id): _document(state, each.table, each.id) for each in back}
    refuse_if_moved_on(change, back, now)
    steps: list[Step] = []
    for each in back:
        piece = None if each.after is None else records.encode(each.after)
        steps.append(Step(each.table, each.id, piece, None if piece is None else records.read(each.table, piece)))
    return steps


def _changed(state: State, step: Step) -> RecordChange:
    after = None if step.piece is None else records.decode(step.piece)
    return RecordChange(table=step.table, id=step.id, before=_document(state, step.table, step.id), after=after)


def _document(state: State, table: str, key: str) -> dict[str, Any] | None:
    piece = state.pieces[table].get(key)
    return None if piece is None else records.decode(piece)


def _after(state: State, steps: Sequence[Step]) -> State:
    from planner.store.tables import applied  # only writers pay for TinyDB

    pieces = applied(state.pieces, [(step.table, step.id, step.piece) for step in steps])
    plan = state.plan
    made: dict[str, Any] = {"generation": plan.generation + 1}
    for table in dict.fromkeys(step.table for step in steps):
        members = {step.id: step.record for step in steps if step.table == table}
        if table == "profile":
            made["profile"] = members.get(plan.profile.id) or Profile()
            continue
        there: dict[str, Record | None] = getattr(plan, table).copy()
        there.update(members)
        if len(there) != len(getattr(plan, table)) or None in members.values():
            # In the order of the file, so that a plan made here and one read from the disk are alike in every way.
            there = {key: there[key] for key in pieces[table]}
        made[table] = MappingProxyType(there)
    return State(replace(plan, **made), pieces)
