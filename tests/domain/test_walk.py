from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.change import Change, RecordChange, next_redo, next_undo
from planner.domain.errors import NothingToUndo
from planner.domain.walk import acts, said, touched

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def change(number: int, kind: str = "do", of: str | None = None, **fields: object) -> Change:
    return Change(
        id=f"{number:04x}", parent=None, generation=number, name=f"Act {number}", time=NOW, writer="t",
        kind=kind, of=of, **fields,  # type: ignore[arg-type]  # the test's short way to say it
    )  # fmt: skip


def history(words: str) -> list[Change]:
    """`d` does, `u` undoes, `r` does again, as far as the rules allow; newest first."""
    newest_first: list[Change] = []
    for word in words:
        number = len(newest_first) + 1
        try:
            if word == "d":
                newest_first.insert(0, change(number))
            elif word == "u":
                target = next_undo(newest_first)
                newest_first.insert(0, change(number, "undo", target.of or target.id))
            else:
                newest_first.insert(0, change(number, "redo", next_redo(newest_first).of))
        except NothingToUndo:
            continue
    return newest_first


def states(words: str) -> str:
    return "".join(act.state[0] for act in reversed(acts(history(words))))


def test_what_stands_what_is_undone_and_what_is_gone() -> None:
    assert states("ddd") == "sss"
    assert states("ddduu") == "suu"
    assert states("ddduur") == "ssu"
    assert states("ddduud") == "sggs"
    assert states("") == ""


@given(st.text("dur", max_size=30))
def test_the_newest_that_stands_is_what_undo_takes_back_and_the_oldest_undone_what_redo_makes_again(words: str) -> None:
    newest_first = history(words)
    found = acts(newest_first)
    stands = [act.change.id for act in found if act.state == "stands"]
    undone = [act.change.id for act in found if act.state == "undone"]
    if stands:
        target = next_undo(newest_first)
        assert (target.of or target.id) == stands[0]
    if undone:
        assert next_redo(newest_first).of == undone[-1]


def test_what_a_change_touched_in_words() -> None:
    records = (
        RecordChange(table="milestones", id="a", before=None, after={"title": "New"}),
        RecordChange(
            table="milestones", id="b", before={"title": "Old", "due": "2027-01-01", "order": 1},
            after={"title": "Old", "due": "2027-01-02", "tags": ["x", "y"], "order": 2},
        ),
        RecordChange(table="profile", id="profile", before={}, after=None),
    )  # fmt: skip
    made, changed, removed = touched(change(1, records=records))
    assert (made.title, made.how, made.differences) == ("New", "made", ())
    assert [(each.field, said(each.before), said(each.after)) for each in changed.differences] == [
        ("due", "2027-01-01", "2027-01-02"),
        ("tags", "none", "x, y"),
    ]
    assert (removed.title, removed.how) == ("Your profile", "removed")


def test_what_the_file_leaves_out_is_told_all_the_same() -> None:
    begun = RecordChange(table="milestones", id="a", before={"title": "A"}, after={"title": "A", "status": "doing"})
    (one,) = touched(change(1, records=(begun,)))[0].differences
    assert (one.field, one.before, one.after) == ("status", "todo", "doing")


def test_values_in_a_few_words() -> None:
    values: tuple[object, ...] = (None, "", [], True, False, [{}], [{}, {}], {"a": 1}, 3)
    assert [said(each) for each in values] == [
        "none", "none", "none", "yes", "no", "1 line", "2 lines", "a 1", "3",
    ]  # fmt: skip
