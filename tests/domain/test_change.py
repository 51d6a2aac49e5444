from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.change import Change, RecordChange, next_redo, next_undo, refuse_if_moved_on, reverted
from planner.domain.errors import NothingToUndo, UndoRefused

Tables = dict[tuple[str, str], dict[str, Any]]
START = datetime(2026, 11, 21, tzinfo=UTC)


class Ledger:
    """A plan of documents with its history, oldest first; it does what a store does with them."""

    def __init__(self) -> None:
        self.now: Tables = {}
        self.history: list[Change] = []

    def do(self, puts: Mapping[str, int], drops: Sequence[str]) -> None:
        after: Tables = {("milestones", key): {"id": key, "order": value} for key, value in puts.items()}
        records = [
            RecordChange(table=table, id=key, before=self.now.get((table, key)), after=document)
            for (table, key), document in after.items()
        ]
        for key in drops:
            place = ("milestones", key)
            if place in self.now and place not in after:
                records.append(RecordChange(table="milestones", id=key, before=self.now[place], after=None))
        self._write("do", None, records)

    def undo(self) -> Change:
        target = next_undo(reversed(self.history))
        back = reverted(target)
        refuse_if_moved_on(target, back, self.now)
        self._write("undo", target.of or target.id, back)
        return target

    def redo(self) -> Change:
        target = next_redo(reversed(self.history))
        back = reverted(target)
        refuse_if_moved_on(target, back, self.now)
        self._write("redo", target.of, back)
        return target

    def _write(self, kind: Literal["do", "undo", "redo"], of: str | None, records: Sequence[RecordChange]) -> None:
        number = len(self.history) + 1
        for record in records:
            self.now.pop((record.table, record.id), None)
            if record.after is not None:
                self.now[record.table, record.id] = dict(record.after)
        self.history.append(
            Change(
                id=f"c{number}",
                parent=self.history[-1].id if self.history else None,
                generation=number,
                name=f"Change {number}",
                time=START + timedelta(minutes=number),
                writer="test",
                kind=kind,
                of=of,
                records=tuple(records),
            )
        )


keys = st.sampled_from("abc")
acts = st.one_of(
    st.tuples(st.just("do"), st.dictionaries(keys, st.integers(0, 3), min_size=1), st.lists(keys, unique=True)),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


@given(st.lists(acts, max_size=40))
def test_any_sequence_of_changes_undos_and_redos_is_a_walk_along_one_line_of_plans(
    walk: list[tuple[Any, ...]],
) -> None:
    ledger = Ledger()
    line: list[Tables] = [{}]
    at = 0
    for act in walk:
        if act[0] == "do":
            ledger.do(act[1], act[2])
            del line[at + 1 :]
            line.append(dict(ledger.now))
            at += 1
        elif act[0] == "undo":
            if at == 0:
                with pytest.raises(NothingToUndo):
                    ledger.undo()
                continue
            ledger.undo()
            at -= 1
        else:
            if at == len(line) - 1:
                with pytest.raises(NothingToUndo):
                    ledger.redo()
                continue
            ledger.redo()
            at += 1
        assert ledger.now == line[at]


@given(st.lists(acts, min_size=1, max_size=30))
def test_undo_and_redo_never_name_anything_but_what_a_person_did(walk: list[tuple[Any, ...]]) -> None:
    ledger = Ledger()
    for act in walk:
        try:
            ledger.do(*act[1:]) if act[0] == "do" else getattr(ledger, act[0])()
        except NothingToUndo:
            continue
    done = {change.id for change in ledger.history if change.kind == "do"}
    assert all(change.of in done for change in ledger.history if change.kind != "do")


def test_undo_reads_no_further_back_than_it_must() -> None:
    ledger = Ledger()
    for number in range(50):
        ledger.do({"a": number}, ())
    read = 0

    def counted() -> Any:
        nonlocal read
        for change in reversed(ledger.history):
            read += 1
            yield change

    assert next_undo(counted()).id == "c50"
    assert read == 1


def test_a_reverted_change_has_its_records_last_first_with_before_and_after_exchanged() -> None:
    ledger = Ledger()
    ledger.do({"a": 1, "b": 2}, ())
    back = reverted(ledger.history[0])
    assert [(record.id, record.before is not None, record.after) for record in back] == [
        ("b", True, None),
        ("a", True, None),
    ]


def test_an_undo_is_refused_when_a_record_was_changed_since_and_names_it() -> None:
    ledger = Ledger()
    ledger.do({"a": 1}, ())
    ledger.now["milestones", "a"] = {"id": "a", "title": "Mock exam"}
    with pytest.raises(UndoRefused, match="“Change 1” cannot be taken back: “Mock exam” was changed since") as caught:
        ledger.undo()
    assert caught.value.hint
    assert caught.value.exit_code == 1


def test_an_undo_is_refused_when_a_record_is_gone() -> None:
    ledger = Ledger()
    ledger.do({"a": 1}, ())
    del ledger.now["milestones", "a"]
    with pytest.raises(UndoRefused, match="“a” was changed since"):
        ledger.undo()


def test_a_redo_is_refused_when_a_record_came_back_some_other_way() -> None:
    ledger = Ledger()
    ledger.do({"a": 1}, ())
    ledger.undo()
    ledger.now["milestones", "a"] = {"id": "a", "title": "Mock exam"}
    with pytest.raises(UndoRefused, match="cannot be made again"):
        ledger.redo()


def test_the_redo_after_an_undo_makes_the_same_change_again_and_names_it() -> None:
    ledger = Ledger()
    ledger.do({"a": 1}, ())
    ledger.do({"a": 2}, ())
    ledger.undo()
    ledger.redo()
    assert [(change.kind, change.of) for change in ledger.history[2:]] == [("undo", "c2"), ("redo", "c2")]
    assert ledger.now["milestones", "a"]["order"] == 2
