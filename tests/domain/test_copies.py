from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.copies import beginning, copy_goal
from planner.domain.living import redated
from planner.domain.plan import Goal, Milestone, Repeat
from planner.domain.repeat import close, remaining
from planner.domain.template import StepRepeat
from tests.domain.making import NOW, START, built, counting_ids, merged, milestone, step, template, with_key
from tests.domain.making import goal as goal_of_ones_own

MADE = template(
    step("a", "start", checklist=("one",)),
    step("s", "start+P1W", after=("a",), repeat=StepRepeat(every="P1W", count=3)),
    step("then", "s+P1D"),
    step("end", "target", fixed=True, after=("then",)),
)


def copied(goal: Goal, milestones: list[Milestone]) -> tuple[Goal, list[Milestone]]:
    copy, members = copy_goal(goal, milestones, title="Again", order=5, now=NOW, new_id=counting_ids(10_000))
    return copy, list(members)


@given(st.sets(st.sampled_from(["a", "s", "then", "end"])))
def test_a_copy_is_open_stands_on_the_same_days_and_points_only_at_itself(closed: set[str]) -> None:
    goal, milestones = built(MADE)
    for key in closed:
        one = with_key(milestones, key)
        source = with_key(milestones, "s") if key == "then" else None
        milestones = merged(milestones, (close(one, "done", at=NOW, on=one.due or NOW.date(), source=source),))
    copy, members = copied(goal, milestones)
    assert (copy.title, copy.status, copy.order, copy.template) == ("Again", "active", 5, goal.template)
    assert [each.key for each in members] == [each.key for each in milestones]
    assert {each.goal for each in members} == {copy.id}
    ids = {each.id for each in members}
    assert ids.isdisjoint({each.id for each in milestones} | {goal.id})
    for old, new in zip(milestones, members, strict=True):
        assert (new.status, new.n, new.occurrences, new.done_on) == ("todo", 1, (), None)
        assert new.due == old.due
        assert set(new.after) <= ids
        assert len(new.after) == len(old.after)
        assert new.repeat is None or new.repeat.each is None or new.repeat.each in ids


def test_a_copy_moves_with_its_own_dates() -> None:
    goal, milestones = built(MADE)
    copy, members = copied(goal, milestones)
    assert copy.target is not None
    later = replace(copy, target=copy.target + timedelta(days=9))
    moved = redated(later, MADE, members, {"target"}, now=NOW)
    assert [each.key for each in moved] == ["end"]


LATER = date(2028, 3, 1)


def begun_again(goal: Goal, milestones: list[Milestone], on: date, today: date) -> tuple[Goal, list[Milestone]]:
    copy, members = copy_goal(goal, milestones, title="Again", order=5, now=NOW, new_id=counting_ids(10_000), anew=True)
    copy, members = beginning(copy, MADE, members, on, today=today, now=NOW)
    return copy, list(members)


def test_a_copy_that_begins_anew_has_everything_as_far_from_its_start_as_it_was() -> None:
    goal, milestones = built(MADE)
    usual = {each.key: each.due for each in milestones}
    one = with_key(milestones, "s")
    milestones = merged(milestones, (close(one, "done", at=NOW, on=one.due or NOW.date()),))
    assert goal.start is not None
    assert goal.target is not None
    by = LATER - goal.start
    copy, members = begun_again(goal, milestones, LATER, LATER)
    assert (copy.start, copy.target) == (LATER, goal.target + by)
    assert {each.key: each.due for each in members} == {key: day + by for key, day in usual.items() if day}
    series, end = with_key(members, "s"), with_key(members, "end")
    assert (series.n, remaining(series)) == (1, 3)
    assert end.fixed
    later = replace(copy, start=LATER + timedelta(days=7), target=copy.target)
    moved = {each.key: each.due for each in redated(later, MADE, members, {"start"}, now=NOW)}
    assert moved["s"] == (series.due or LATER) + timedelta(days=7)


def test_a_fixed_day_that_lies_ahead_stays_and_one_that_is_over_goes_along() -> None:
    goal, milestones = built(MADE)
    end = with_key(milestones, "end")
    assert end.due is not None
    for today, stays in ((end.due, True), (end.due + timedelta(days=1), False)):
        _, members = begun_again(goal, milestones, LATER, today)
        assert (with_key(members, "end").due == end.due) == stays


def test_a_series_with_a_last_day_of_its_own_ends_as_much_later() -> None:
    rhythm = Repeat(every="P1W", first=START, until=START + timedelta(weeks=5))
    series = milestone(1, goal=goal_of_ones_own().id, due=START, scheduled=START, repeat=rhythm)
    _, (copy,) = begun_again(goal_of_ones_own(), [series], LATER, LATER)
    assert (copy.due, remaining(copy)) == (LATER, 6)
