"""From an Edit to what becomes of each record, and from that to the next plan; and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Any

from planner.domain.change import Change, RecordChange, refuse_if_moved_on, reverted
from planner.domain.plan import TABLES, Edit, Profile, Record
from planner.domain.values import replace
from planner.store import records
from planner.store.journal import State, Step
from planner.store.reading import KINDS, uncollected
from planner.store.records import Piece, Pieces
from planner.store.tables import applied


@uncollected()
def exchanged(state: State, wanted: Pieces) -> list[Step]:
    """The steps from the plan as it is to the tables `wanted`. Raises Unreadable."""
    steps: list[Step] = []
    for table in KINDS:
        there, then = state.pieces[table], wanted[table]
        steps += [Step(table, key, None, None) for key in there if key not in then]
        steps += [
            Step(table, key, piece, records.read(table, piece))
            for key, piece in then.items()
            if there.get(key) != piece
        ]
    return steps


@uncollected()
def replayed(pieces: Pieces, changes: Iterable[Change]) -> dict[str, dict[str, Piece]]:
    """The tables after these Changes, oldest first."""
    tables = {table: dict(pieces[table]) for table in KINDS}
    for change in changes:
        for each in change.records:
            if each.after is None:
                tables[each.table].pop(each.id, None)
            else:
                tables[each.table][each.id] = records.encode(each.after)
    return {table: dict(sorted(members.items())) for table, members in tables.items()}


@uncollected()
def steps_of(state: State, edit: Edit) -> list[Step]:
    """What an Edit changes: one step a record, none for a record that stays as it is. Raises SaveFailed."""
    found: dict[tuple[str, str], Step] = {}
    for record in edit.put:
        table = TABLES[type(record)]
        piece, again = records.checked(table, record)
        found[table, record.id] = Step(table, record.id, piece, again)
    for table, key in edit.drop:
        found[table, key] = Step(table, key, None, None)
    return [step for step in found.values() if state.pieces[step.table].get(step.id) != step.piece]


@uncollected()
def steps_back(state: State, change: Change) -> list[Step]:
    """What takes `change` back. Raises UndoRefused where a record is no longer as it left it, Unreadable."""
    back = reverted(change)
    now = {(each.table, each.id): _document(state, each.table, each.id) for each in back}
    refuse_if_moved_on(change, back, now)
    steps: list[Step] = []
    for each in back:
        piece = None if each.after is None else records.encode(each.after)
        steps.append(Step(each.table, each.id, piece, None if piece is None else records.read(each.table, piece)))
    return steps


def changed(state: State, step: Step) -> RecordChange:
    """What the history says of a step from `state`."""
    after = None if step.piece is None else records.decode(step.piece)
    return RecordChange(table=step.table, id=step.id, before=_document(state, step.table, step.id), after=after)


def _document(state: State, table: str, key: str) -> dict[str, Any] | None:
    piece = state.pieces[table].get(key)
    return None if piece is None else records.decode(piece)


def after(state: State, steps: Sequence[Step]) -> State:
    """The plan after the steps, one generation on."""
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
