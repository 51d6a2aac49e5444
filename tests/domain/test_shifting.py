"""Moving one milestone: what goes with it, what it would break, and that nothing else is touched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain import shifting
from planner.domain.dependencies import comes_late
from planner.domain.living import anchors_of, dated_by_hand, keyed
from planner.domain.plan import Goal, Milestone, Plan, Repeat
from planner.domain.shifting import Shift, shift
from planner.domain.template import Template
from tests.domain.making import NOW, TODAY, goal, milestone, plan

START = date(2027, 1, 4)
GOAL = goal(1, title="Earn the certificate", start=START, target=START + timedelta(days=200))


def day(number: int) -> date:
    return START + timedelta(days=number)


def step(number: int, on: int | None, moment: str | None = None, *after: int, **fields: Any) -> Milestone:
    """Step `number` with the key `s<number>`, so many days after the start."""
    given: dict[str, Any] = {"goal": GOAL.id, "key": f"s{number}", "title": f"Step {number}", "order": number, **fields}
    ids = tuple(f"{each:032x}" for each in after)
    return milestone(number, due=None if on is None else day(on), moment=moment, after=ids, **given)


def moved(given: Plan, number: int, to: date, *, template: Template | None = None, today: date = TODAY) -> Shift:
    one = given.milestones[f"{number:032x}"]
    owner = given.goals.get(one.goal or "")
    members = [each for each in given.milestones.values() if each.goal == one.goal]
    anchors = anchors_of(owner, template, keyed(members)) if owner else None
    return shift(given, dated_by_hand(one, anchors, to), template_of=lambda _: template, today=today, now=NOW)


def done(given: Plan, change: Shift, *, alone: bool = False) -> Plan:
    others = change.kept if alone else tuple(each.after for each in change.moved)
    new = {each.id: each for each in (change.milestone.after, *others)}
    return replace(given, milestones={**given.milestones, **new})


def by_days(change: Shift) -> dict[str, int | None]:
    return {each.after.title: each.days for each in change.moved}


# -- by example


def test_what_counts_from_it_goes_with_it_directly_or_through_others() -> None:
    given = plan(
        GOAL, step(1, 10, "start+P10D"), step(2, 17, "s1+P7D"), step(3, 18, "s2+P1D"), step(4, 20, "start+P20D")
    )
    change = moved(given, 1, day(15))
    assert by_days(change) == {"Step 2": 5, "Step 3": 5}
    assert (change.pushed, change.problems, change.past, change.broken) == ((), (), (), ())
    assert change.milestone.days == 5
    assert change.milestone.after.moment == "start+P15D"


def test_what_follows_is_pushed_only_where_it_would_come_before_and_keeps_its_room() -> None:
    given = plan(
        GOAL,
        step(1, 10, "start+P10D"),
        step(2, 12, "start+P12D", 1, effort=360),
        step(3, 40, "start+P40D", 2, effort=360),
    )
    change = moved(given, 1, day(30))
    assert by_days(change) == {"Step 2": 20}, "two days it had, seven it would take"
    assert change.pushed == (step(2, 0).id,)
    assert change.moved[0].after.moment == "start+P32D"
    near = moved(given, 1, day(12))
    assert (near.moved, near.is_plain) == ((), True), "on the same day it does not come before"
    wide = moved(given, 1, day(39))
    assert by_days(wide) == {"Step 2": 29, "Step 3": 8}, "at six hours a week six hours take a week"


def test_a_goals_own_pace_says_how_much_room_a_step_takes() -> None:
    slow = replace(GOAL, hours_per_week="3")
    given = plan(slow, step(1, 10, "start+P10D"), step(2, 40, "start+P40D", 1, effort=360))
    assert by_days(moved(given, 1, day(41))) == {"Step 2": 15}


def test_a_chain_of_pushes_and_offsets_goes_along() -> None:
    given = plan(
        GOAL,
        step(1, 10, "start+P10D"),
        step(2, 11, "start+P11D", 1),
        step(3, 14, "s2+P3D"),
        step(4, 14, "start+P14D", 3),
        step(5, 12, "s4-P2D"),
    )
    assert by_days(moved(given, 1, day(20))) == {"Step 2": 10, "Step 3": 10, "Step 4": 10, "Step 5": 10}


def test_what_counts_back_from_a_pushed_one_it_comes_before_goes_along() -> None:
    given = plan(
        GOAL,
        step(1, 10, "start+P10D"),
        step(2, 40, "start+P40D", 1, 3),
        step(3, 33, "s2-P7D"),
        step(4, 41, "s2+P1D", 2),
    )
    assert by_days(moved(given, 1, day(50))) == {"Step 2": 11, "Step 3": 11, "Step 4": 11}


def test_what_follows_what_counts_from_it_moves_earlier_with_it() -> None:
    given = plan(GOAL, step(1, 10, None), step(2, 10, "s1", 3), step(3, 10, "s2"))
    assert by_days(moved(given, 1, day(4))) == {"Step 2": -6, "Step 3": -6}
    assert by_days(moved(given, 1, day(14))) == {"Step 2": 4, "Step 3": 4}


def test_moved_earlier_nothing_passes_what_it_follows() -> None:
    given = plan(GOAL, step(1, 30, "start+P30D"), step(2, 37, "s1+P7D", 3), step(3, 33, "start+P33D"))
    change = moved(given, 1, day(20))
    assert by_days(change) == {"Step 2": -3}, "one day is the least that a step takes"
    assert change.problems == ()
    assert change.moved[0].after.moment == "s1+P14D"


def test_it_may_come_before_what_it_follows_and_that_is_said() -> None:
    given = plan(GOAL, step(1, 30, "start+P30D"), step(2, 37, "start+P37D", 1))
    change = moved(given, 2, day(20))
    assert change.problems == ("“Step 2” (2027-01-24) would come before “Step 1” (2027-02-03), which it follows.",)
    assert change.alone == change.problems
    assert not change.is_plain


def test_a_fixed_date_in_the_way_stays_and_is_named() -> None:
    given = plan(
        GOAL,
        step(1, 30, "start+P30D"),
        step(2, 35, "s1+P5D", fixed=True),
        step(3, 37, "start+P37D", 1, fixed=True),
        step(4, 38, "start+P38D", 3),
    )
    change = moved(given, 1, day(60))
    assert change.moved == ()
    assert change.broken == (step(3, 0).id,)
    assert change.problems == (
        "“Step 3” (2027-02-10) would come before “Step 1” (2027-03-05), which it follows. “Step 3” is fixed.",
    )


def test_a_fixed_one_moves_when_it_is_the_one_and_stays_fixed() -> None:
    given = plan(GOAL, step(1, 30, "target", fixed=True), step(2, 23, "s1-P7D"))
    change = moved(given, 1, day(40))
    assert change.milestone.after.fixed
    assert change.milestone.after.due == day(40)
    assert by_days(change) == {"Step 2": 10}


def test_what_would_pass_the_target_is_said_of_each_that_did_not() -> None:
    given = plan(GOAL, step(1, 190, "start+P190D"), step(2, 199, "s1+P9D"), step(3, 205, "s1+P15D"))
    change = moved(given, 1, day(195))
    assert change.beyond == (step(2, 0).id,)
    assert change.problems == (
        "“Step 2” (2027-07-27) would come after the target of “Earn the certificate”, 2027-07-23.",
    )
    assert change.alone == ()


def test_what_falls_into_the_past_is_named() -> None:
    given = plan(GOAL, step(1, 30, "start+P30D"), step(2, 35, "s1+P5D"), step(3, 50, "s1+P20D"))
    change = moved(given, 1, day(5), today=day(11))
    assert change.past == (step(1, 0).id, step(2, 0).id)


def test_a_day_that_was_left_behind_keeps_its_distance() -> None:
    given = plan(GOAL, step(1, 10, "start+P10D"), step(2, 30, "s1+P7D"))
    change = moved(given, 1, day(12))
    assert by_days(change) == {"Step 2": 2}, "its offset says the 19th day, it stands on the 30th"
    assert change.moved[0].after.moment == "s1+P20D"


def test_moved_alone_what_counts_from_it_stands_and_still_moves_with_it_later() -> None:
    given = plan(GOAL, step(1, 10, "start+P10D"), step(2, 17, "s1+P7D"), step(3, 18, "s2+P1D"))
    change = moved(given, 1, day(15))
    assert [(each.id, each.due, each.moment) for each in change.kept] == [(step(2, 0).id, day(17), "s1+P2D")]
    after = done(given, change, alone=True)
    assert by_days(moved(after, 1, day(16))) == {"Step 2": 1, "Step 3": 1}


def test_a_series_moves_its_open_occurrence_and_what_counts_from_it() -> None:
    weekly = Repeat(every="P1W", first=day(10), count=5)
    given = plan(
        GOAL,
        step(1, 5, "start+P5D"),
        step(2, 10, "start+P10D", 1, repeat=weekly, scheduled=day(10)),
        step(3, 11, "s2+P1D"),
    )
    change = moved(given, 1, day(12))
    series = change.moved[0].after
    assert (series.due, series.scheduled, series.repeat) == (day(13), day(10), weekly)
    assert by_days(change) == {"Step 2": 3, "Step 3": 3}
    itself = moved(given, 2, day(12))
    assert itself.milestone.after.scheduled == day(10)
    assert by_days(itself) == {"Step 3": 2}


def test_what_waited_for_its_day_is_dated_with_it() -> None:
    given = plan(GOAL, step(1, None, None), step(2, None, "s1+P7D"))
    change = moved(given, 1, day(15))
    assert [(each.before.due, each.after.due, each.days) for each in change.moved] == [(None, day(22), None)]


def test_the_same_day_changes_nothing() -> None:
    given = plan(GOAL, step(1, 10, "start+P10D"), step(2, 17, "s1+P7D"))
    assert moved(given, 1, day(10)).is_plain


def test_of_the_step_that_is_the_target_it_is_said_that_the_rest_goes_with_the_goal() -> None:
    exam = step(1, 200, "target", fixed=True)
    given = plan(GOAL, exam, step(2, 150, "target-P50D"), step(3, 180, "target-P20D", fixed=True), step(4, 9, "start"))
    change = moved(given, 1, day(190))
    assert change.note == (
        "“Step 1” is the target of “Earn the certificate”. "
        "One step counts back from it and goes along when the goal is moved instead."
    )
    assert not change.is_plain
    assert moved(given, 1, day(200)).note == "", "it stays where it is"
    assert moved(given, 2, day(190)).note == ""
    assert moved(plan(GOAL, exam, step(2, 150, "start")), 1, day(190)).note == "", "nothing counts from it"
    elsewhere = plan(GOAL, step(1, 190, "target", fixed=True), step(2, 150, "target-P50D"))
    assert moved(elsewhere, 1, day(180)).note == "", "it is the target no more"


def test_what_is_closed_or_in_a_goal_that_is_over_stays() -> None:
    over = goal(2, status="dropped")
    given = plan(
        GOAL,
        over,
        step(1, 10, "start+P10D"),
        step(2, 17, "s1+P7D", status="done", done_on=day(9)),
        step(3, 17, "s1+P7D", status="skipped"),
        step(4, 17, "start+P17D", 1, goal=over.id),
    )
    change = moved(given, 1, day(30))
    assert (change.moved, change.problems) == ((), ())


def test_a_dependency_may_lead_into_another_goal_and_into_the_inbox() -> None:
    other = goal(2, start=START)
    given = plan(
        GOAL,
        other,
        step(1, 10, "start+P10D"),
        step(2, 11, "start+P11D", 1, goal=other.id, key="x"),
        step(3, 13, "x+P2D", goal=other.id),
        step(4, 14, None, 3, goal=None, key=None),
    )
    assert by_days(moved(given, 1, day(20))) == {"Step 2": 10, "Step 3": 10, "Step 4": 10}


def test_two_that_wait_for_each_other_end_in_a_sentence_not_in_a_loop() -> None:
    given = plan(
        GOAL,
        step(1, 5, "start+P5D"),
        step(2, 10, "start+P10D", 1, 3),
        step(3, 10, "start+P10D", 2),
        step(4, 10, "s3", 2),
    )
    change = moved(given, 1, day(20))
    assert {each.after.title for each in change.moved} == {"Step 2", "Step 3", "Step 4"}


# -- for all plans


KINDS: tuple[dict[str, Any], ...] = ({}, {}, {}, {"fixed": True}, {"effort": 600}, {"status": "doing"}, {"done": True})


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A goal of steps that stand where their offsets put them, some of them done or fixed."""
    count = draw(st.integers(2, 9))
    ranks = draw(st.permutations(range(count)))  # dependencies lead both ways along the offsets, in no circle
    steps: list[Milestone] = []
    for number in range(1, count + 1):
        source = draw(st.integers(-2, len(steps) - 1))
        on = draw(st.integers(-120, 20) if source == -2 else st.integers(-20, 60))
        base = steps[source].due if source >= 0 else GOAL.target if source == -2 else START
        name = f"s{source + 1}" if source >= 0 else "target" if source == -2 else "start"
        moment = f"{name}{'+' if on >= 0 else '-'}P{abs(on)}D" if draw(st.booleans()) else None
        due = (base or START) + timedelta(days=on)
        before = [other + 1 for other in range(count) if ranks[other] < ranks[number - 1]]
        after = [each for each in before if draw(st.integers(0, 2)) == 0][:3]
        fields = dict(KINDS[draw(st.integers(0, len(KINDS) - 1))])
        if fields.pop("done", False):
            fields |= {"status": "done", "done_on": due}
        steps.append(step(number, (due - START).days, moment, *after, **fields))
    order = draw(st.permutations(range(count)))
    return plan(GOAL, *(steps[each] for each in order))


def open_numbers(given: Plan) -> list[int]:
    return [each.order for each in given.milestones.values() if each.is_open]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Plan, int, int]:
    """A plan, the number of an open step in it (0: there is none), and by how many days it moves."""
    given = draw(plans())
    numbers = open_numbers(given)
    number = numbers[draw(st.integers(0, len(numbers) - 1))] if numbers else 0
    return given, number, draw(st.integers(1, 60)) * (1 if draw(st.booleans()) else -1)


def late_pairs(given: Plan) -> set[tuple[str, str]]:
    known = given.milestones
    return {(first, each.id) for each in known.values() for first in each.after if comes_late(known[first], each)}


def order_is_kept(given: Plan, one: Milestone, due: date) -> None:
    """Every dependency that held holds, unless a fixed date or the moved one itself is in the way: then it is named."""
    change = moved(given, one.order, due)
    after = done(given, change)
    newly = late_pairs(after) - late_pairs(given)
    assert len([problem for problem in change.problems if "which it follows" in problem]) == len(newly)
    for first, second in newly:
        assert second == one.id or after.milestones[second].fixed
        assert {each for each in (first, second) if after.milestones[each].fixed} <= set(change.broken)


def the_rest_stays(given: Plan, one: Milestone, due: date) -> None:
    """Done, skipped and fixed dates never move, and what moves does so once."""
    change = moved(given, one.order, due)
    assert all(each.before.is_open and not each.before.fixed for each in change.moved)
    assert all(each.before.due != each.after.due for each in change.moved)
    assert len({each.after.id for each in change.moved} - {one.id}) == len(change.moved)


def held(given: Plan) -> bool:
    """Whether something does not stand where its offset puts it: what it follows held it there."""
    members = keyed(given.milestones.values())
    for at, each in members.items():
        place = anchors_of(GOAL, None, members, fresh={at}).place(*at)
        if each.is_open and not each.fixed and each.moment is not None and place.day != each.due:
            return True
    return False


def there_and_back(given: Plan, one: Milestone, due: date) -> None:
    """Every date is what it was, unless something had to make room or was held where it is."""
    there = moved(given, one.order, due)
    after = done(given, there)
    back = moved(after, one.order, one.due or START)
    if there.pushed or late_pairs(given) or held(after):
        return
    assert not back.pushed
    restored = done(after, back)
    assert {at: each.due for at, each in restored.milestones.items()} == {
        at: each.due for at, each in given.milestones.items()
    }


def alone_nothing_else_moves(given: Plan, one: Milestone, due: date) -> None:
    """Not even with the next move."""
    change = moved(given, one.order, due)
    after = done(given, change, alone=True)
    stayed = {each.id: each.due for each in given.milestones.values() if each.id != one.id}
    assert {each.id: each.due for each in after.milestones.values() if each.id != one.id} == stayed
    members = keyed(after.milestones.values())
    for each in change.kept:
        at = (each.key or "", each.cycle)
        assert anchors_of(GOAL, None, members, fresh={at}).place(*at).day == each.due


RULES = (order_is_kept, the_rest_stays, there_and_back, alone_nothing_else_moves)


def check(case: tuple[Plan, int, int]) -> None:
    given, number, days = case
    if number:
        one = given.milestones[f"{number:032x}"]
        for rule in RULES:
            rule(given, one, (one.due or START) + timedelta(days=days))


@settings(max_examples=30)
@given(cases())
def test_order_rest_way_back_and_moving_alone_hold_for_all_plans(case: tuple[Plan, int, int]) -> None:
    check(case)


@pytest.mark.thorough
@settings(max_examples=1000, deadline=None)
@given(cases())
def test_they_hold_for_many_plans(case: tuple[Plan, int, int]) -> None:
    check(case)


@pytest.mark.parametrize("count", [50, 200])
def test_what_is_reached_is_gone_through_twice_at_most(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Pushes and offsets by turns, in the worst order."""
    looked: list[str] = []
    worked_out = shifting._Flow._worked_out

    def counted(self: Any, each: str, *, push: bool) -> Milestone:
        looked.append(each)
        return worked_out(self, each, push=push)

    monkeypatch.setattr(shifting._Flow, "_worked_out", counted)
    steps = [step(1, 1, "start+P1D")]
    for number in range(2, count + 1):
        follows = number % 2 == 0
        moment = f"start+P{number}D" if follows else f"s{number - 1}+P1D"
        steps.append(step(number, number, moment, *([number - 1] if follows else [])))
    change = moved(plan(replace(GOAL, target=None), *reversed(steps)), 1, day(11))
    assert len(change.moved) == count - 1
    assert len(looked) <= 2 * count, "once for what counts from something, once for what is pushed"


def test_a_goal_without_dates_and_one_step_is_moved_like_any_other() -> None:
    bare: Goal = goal(1)
    given = plan(bare, step(1, 3, None, goal=bare.id))
    change = moved(given, 1, day(9))
    assert (change.moved, change.problems, change.is_plain) == ((), (), True)
