"""Moving many milestones at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.errors import WrongUsage
from planner.domain.living import anchors_of, keyed
from planner.domain.plan import Plan, Repeat
from planner.domain.shifting_many import By, ManyShift, read_by, shift_many
from tests.domain.making import NOW, TODAY, plan
from tests.domain.test_shifting import GOAL, day, late_pairs, moved, open_numbers, plans, step


def moved_together(known: Plan, by: int, *numbers: int, today: date = TODAY) -> ManyShift:
    days = {}
    for number in numbers:
        due = known.milestones[f"{number:032x}"].due
        assert due is not None
        days[f"{number:032x}"] = due + timedelta(days=by)
    return shift_many(known, days, template_of=lambda _: None, today=today, now=NOW)


def done(known: Plan, change: ManyShift) -> Plan:
    new = {each.after.id: each.after for each in (*change.marked, *change.moved)}
    return replace(known, milestones={**known.milestones, **new})


def by_days(change: ManyShift) -> dict[str, int | None]:
    return {each.after.title: each.days for each in (*change.marked, *change.moved)}


def test_those_that_count_from_each_other_move_once() -> None:
    known = plan(
        GOAL, step(1, 10, "start+P10D"), step(2, 17, "s1+P7D"), step(3, 18, "s2+P1D"), step(4, 20, "start+P20D")
    )
    change = moved_together(known, 5, 1, 2)
    assert by_days(change) == {"Step 1": 5, "Step 2": 5, "Step 3": 5}
    moments = {each.after.title: each.after.moment for each in (*change.marked, *change.moved)}
    assert moments == {"Step 1": "start+P15D", "Step 2": "s1+P7D", "Step 3": "s2+P1D"}, "offsets say where they stand"


def test_they_do_not_push_each_other_and_push_what_follows() -> None:
    known = plan(
        GOAL,
        step(1, 10, "start+P10D"),
        step(2, 12, "start+P12D", 1),
        step(3, 13, "start+P13D", 2),
        step(4, 80, "start+P80D", 3),
    )
    change = moved_together(known, 20, 1, 2)
    assert by_days(change) == {"Step 1": 20, "Step 2": 20, "Step 3": 20}
    assert change.pushed == (step(3, 0).id,)
    assert change.problems == ()
    assert change.alone == ("“Step 3” (2027-01-17) would come before “Step 2” (2027-02-05), which it follows.",)


def test_what_breaks_and_what_falls_into_the_past_is_said() -> None:
    known = plan(GOAL, step(1, 10, "start+P10D"), step(2, 12, None, 1, fixed=True), step(3, 20, "start+P20D"))
    change = moved_together(known, 5, 1, 3)
    assert change.broken == (step(2, 0).id,)
    assert len(change.problems) == 1
    past = moved_together(known, -5, 1, 3, today=day(16))
    assert past.past == (step(1, 0).id, step(3, 0).id)


def test_all_to_one_day_and_a_fixed_one_moves_when_it_is_marked() -> None:
    known = plan(GOAL, step(1, 10, "start+P10D"), step(2, 30, None, fixed=True), step(3, 15, None))
    days = {step(number, 0).id: day(15) for number in (1, 2, 3)}
    change = shift_many(known, days, template_of=lambda _: None, today=TODAY, now=NOW)
    assert by_days(change) == {"Step 1": 5, "Step 2": -15}, "the third is there already"


def test_a_series_moves_its_open_occurrence() -> None:
    series = step(1, 10, None, repeat=Repeat(every="P1W", first=day(10)))
    change = moved_together(plan(GOAL, series), 3, 1)
    (one,) = change.marked
    assert (one.after.due, one.after.repeat) == (day(13), series.repeat)


def test_nothing_to_move_is_no_move() -> None:
    assert shift_many(plan(GOAL), {}, template_of=lambda _: None, today=TODAY, now=NOW) == ManyShift(marked=())


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("+5", By(days=5)),
        ("-3", By(days=-3)),
        ("5", By(days=5)),
        ("2w", By(days=14)),
        ("- 1 week", By(days=-7)),
        ("3 days", By(days=3)),
        ("2026-12-01", By(day=date(2026, 12, 1))),
        ("tomorrow", By(day=TODAY + timedelta(days=1))),
    ],
)
def test_by_how_much(text: str, by: By) -> None:
    assert read_by(text, TODAY) == by


@pytest.mark.parametrize("text", ["", "soon", "+", "99999w", "99999999w", "tomorrow 18:00", "3/4"])
def test_what_is_neither_days_nor_a_date_is_refused(text: str) -> None:
    with pytest.raises(WrongUsage):
        read_by(text, TODAY)


@pytest.mark.parametrize("text", ["99999w", "999999d", "-99999999"])
def test_too_many_days_are_told_from_what_is_no_number(text: str) -> None:
    with pytest.raises(WrongUsage, match="more than a hundred years"):
        read_by(text, TODAY)


CASES = plans().flatmap(
    lambda known: st.tuples(
        st.just(known),
        st.sets(st.sampled_from(open_numbers(known) or [0]), min_size=1),
        st.integers(-40, 60).filter(bool),
    )
)


@settings(max_examples=50)
@given(CASES)
def test_all_stand_where_they_were_put_offsets_say_so_and_nothing_breaks_unsaid(
    case: tuple[Plan, set[int], int],
) -> None:
    known, numbers, by = case
    if numbers == {0}:
        return
    change = moved_together(known, by, *numbers)
    assert {each.after.order: each.days for each in change.marked} == dict.fromkeys(numbers, by)
    assert all(each.before.is_open and not each.before.fixed for each in change.moved)
    assert not {each.after.order for each in change.moved} & numbers
    after = done(known, change)
    newly = late_pairs(after) - late_pairs(known)
    assert len(newly) <= len(change.problems)
    for first, then in newly:
        pair = known.milestones[first], known.milestones[then]
        assert any(each.order in numbers or each.fixed or not each.is_open for each in pair)
    anchors = anchors_of(GOAL, None, keyed(after.milestones.values()))
    for each in change.marked:
        if each.after.moment is not None and not each.after.fixed:
            assert anchors.moment(each.after.moment, each.after.cycle).day == each.after.due


@settings(max_examples=30)
@given(CASES)
def test_one_moves_as_it_does_by_itself(case: tuple[Plan, set[int], int]) -> None:
    known, numbers, by = case
    number = min(numbers)
    if number == 0:
        return
    due = known.milestones[f"{number:032x}"].due
    assert due is not None
    one, many = moved(known, number, due + timedelta(days=by)), moved_together(known, by, number)
    assert {each.after.id: each.after.due for each in many.moved} == {
        each.after.id: each.after.due for each in one.moved
    }
    assert (many.past, many.problems, many.broken) == (one.past, one.problems, one.broken)
