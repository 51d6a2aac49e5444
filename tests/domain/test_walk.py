from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.change import Change, RecordChange, next_redo, next_undo
from planner.domain.errors import NothingToUndo
from planner.domain.walk import Difference, acts, concerns, said, titles, touched
from planner.domain.walk_words import FIELDS, facts, told

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


def test_of_what_was_made_or_removed_the_main_things_are_told() -> None:
    document = {"title": "Mock exam", "goal": "g", "due": "2027-01-01", "effort": 90, "tags": ["x"], "notes": "long"}
    for how, before, after in (("made", None, document), ("removed", document, None)):
        (one,) = touched(change(1, records=(RecordChange(table="milestones", id="a", before=before, after=after),)))
        assert one.how == how
        assert facts(one, {"g": "Earn the PMP"}) == ("goal “Earn the PMP” · date 2027-01-01 · effort 1½ h · tags x")


@pytest.mark.parametrize(
    ("field", "before", "after", "words"),
    [
        ("effort", 60, 90, ("effort", "1 h", "1½ h")),
        ("goal", "g", None, ("goal", "“Earn the PMP”", "none")),
        ("after", ["m"], ["m", "unknown-id"], ("follows", "“Mock”", "“Mock”, unknown-")),
        ("snoozed_until", None, "2026-11-25T09:00:00", ("snoozed until", "none", "2026-11-25 09:00")),
        ("at", "18:00:00", None, ("time", "18:00", "none")),
        ("moment", "target-P4W", "target+P23D", ("counted from", "4 weeks before target", "23 days after target")),
        ("moment", "start", "start+P1M1D", ("counted from", "start", "1 month and 1 day after start")),
        ("leads", ["P7D", "PT2H", "PT0M", "@exam"], [],
         ("reminders", "7 d before, 2 h before, at its time, @exam", "none")),
        ("repeat", {"every": "P1W"}, {"every": "P2W", "until": "2027-01-01"},
         ("repeats", "every week", "every 2 weeks, until 2027-01-01")),
        ("checklist", [{"title": "a"}], [{"title": "a", "done": True}],
         ("checklist", "0 of 1 ticked", "1 of 1 ticked")),
        ("occurrences", [{}], [{}, {}], ("done before", "1 time", "2 times")),
        ("fixed", False, True, ("fixed date", "no", "yes")),
        ("answers", {"a": "1", "b": "2"}, {"a": "1", "b": "3"}, ("answers", "b 2", "b 3")),
        ("notes", "Short.", "Short. " + "word " * 20, ("notes", "Short.", "the same, and: " + "word " * 11 + "word…")),
        ("notes", "a" * 80, "b" * 80, ("notes", "a" * 59 + "…", "b" * 59 + "…")),
        ("moment", "not a moment!", None, ("counted from", "not a moment!", "none")),
        ("repeat", {"nonsense": 1}, None, ("repeats", "nonsense 1", "none")),
        ("effort", "much", None, ("effort", "much", "none")),
    ],
)  # fmt: skip
def test_a_field_is_told_in_words(field: str, before: object, after: object, words: tuple[str, str, str]) -> None:
    found = told(Difference(field=field, before=before, after=after), {"g": "Earn the PMP", "m": "Mock"})
    assert (found.name, found.before, found.after) == words


def test_what_concerns_a_goal() -> None:
    def of(table: str, record: str, before: dict[str, object] | None, after: dict[str, object] | None) -> bool:
        return concerns(change(1, records=(RecordChange(table=table, id=record, before=before, after=after),)), "g")

    assert of("goals", "g", None, {"title": "x"})
    assert of("milestones", "m", {"goal": "g"}, {"goal": "h"})
    assert of("milestones", "m", {"goal": "g"}, None)
    assert not of("milestones", "m", {"goal": "h"}, None)
    assert not of("goals", "h", None, {"title": "x"})
    assert not of("profile", "g", {}, {})


def test_titles_are_the_last_that_are_known() -> None:
    newest_first = [
        change(2, records=(RecordChange(table="milestones", id="m", before={"title": "New"}, after=None),)),
        change(1, records=(
            RecordChange(table="milestones", id="m", before=None, after={"title": "Old"}),
            RecordChange(table="goals", id="g", before=None, after={"title": "Goal"}),
        )),
    ]  # fmt: skip
    assert titles(newest_first) == {"m": "New", "g": "Goal"}


@given(st.sampled_from([*FIELDS, "notes", "effort", "leads"]), st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=90),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=6,
))  # fmt: skip
def test_whatever_a_file_holds_is_told(field: str, value: object) -> None:
    found = told(Difference(field=field, before=None, after=value), {})
    assert found.before == "none"
    assert isinstance(found.after, str)
