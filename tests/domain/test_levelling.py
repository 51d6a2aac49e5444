"""Levelling: the fewest days later that take every overload out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.capacity import Load
from planner.domain.dependencies import comes_late
from planner.domain.levelling import Levelled, level, still_level
from planner.domain.levelling_words import remaining
from planner.domain.plan import Away, Milestone, Plan, Repeat
from tests.domain.planning import MONDAY, day, plan, step


def applied(made: Plan, found: Levelled) -> Plan:
    moved = {each.milestone: replace(made.milestones[each.milestone], due=each.to) for each in found.shifts}
    return replace(made, milestones={**made.milestones, **moved})


def too_much(made: Plan) -> list[int]:
    load = Load(made, MONDAY, day(700))
    return [load.excess(week) for week in load.weeks()]


def orderly(made: Plan) -> bool:
    everything = made.milestones
    return not any(comes_late(everything[a], each) for each in everything.values() for a in each.after)


def brute_force(made: Plan, last: date) -> int | None:
    """The fewest days of all plans in which every soft step stands on any day up to `last`, and what follows another
    now still does."""
    follows = {(a, each.id) for each in made.milestones.values() for a in each.after}
    follows = {(a, b) for a, b in follows if not comes_late(made.milestones[a], made.milestones[b])}
    soft = [each for each in made.milestones.values() if not each.fixed]
    dues = [each.due or last for each in soft]
    costs = [[0, *range(max(1, (MONDAY - due).days), (last - due).days + 1)] for due in dues]
    best: int | None = None
    for days in product(*costs):
        if best is not None and sum(days) >= best:
            continue
        moved = {
            each.id: replace(each, due=due + timedelta(days=by)) for each, due, by in zip(soft, dues, days, strict=True)
        }
        tried = replace(made, milestones={**made.milestones, **moved})
        kept = not any(comes_late(tried.milestones[a], tried.milestones[b]) for a, b in follows)
        if kept and not any(too_much(tried)):
            best = sum(days)
    return best


def test_the_fewest_days_that_take_the_overload_out() -> None:
    made = plan(step("a", 6, 6), step("b", 4, 5), target=60)
    found = level(made, MONDAY)
    assert found.best
    assert [(each.title, each.days) for each in found.shifts] == [("Step a", found.days)]
    assert found.before[0] > 0
    assert not any(too_much(applied(made, found)))


def test_what_follows_goes_along_and_no_target_is_passed() -> None:
    made = plan(step("a", 6, 6), step("b", 6, 5, after=("a",)), step("c", 7, 0, after=("b",)), target=30)
    found = level(made, MONDAY)
    after = applied(made, found)
    assert orderly(after)
    assert all((each.due or MONDAY) <= day(30) for each in after.milestones.values())
    assert not any(too_much(after))


def test_where_no_plan_exists_it_is_said_which_dates_cannot_hold_and_the_earliest_that_can() -> None:
    found = level(plan(step("a", 6, 6), step("b", 4, 5), target=6), MONDAY)
    assert not found.shifts
    assert "There is no plan" in found.problem
    (target,) = found.cannot_hold
    assert (target.kind, target.due, target.earliest, target.sure) == ("target", day(6), day(9), True)
    steps = (step("a", 6, 6), step("b", 4, 5))
    assert level(plan(*steps, target=8), MONDAY).problem
    assert not level(plan(*steps, target=9), MONDAY).full


def test_where_only_trying_all_shows_that_there_is_no_plan_dates_are_named_too() -> None:
    steps = (step("a", 15, 1), step("b", 11, 2), step("c", 12, 2.25, fixed=True), step("d", 12, 2.25, after=("b",)))
    found = level(plan(*steps, target=15, hours_per_week="3"), MONDAY)
    assert "There is no plan" in found.problem
    assert found.cannot_hold
    held = {each.kind: each.earliest for each in found.cannot_hold}
    (fixed,) = (at for at in range(13, 40) if held["milestone"] == day(at))
    for at, fits in ((fixed, True), (fixed - 1, False)):
        moved = [step("c", at, 2.25, fixed=True) if each.id == "c" else each for each in steps]
        assert (not level(plan(*moved, target=15, hours_per_week="3"), MONDAY).full) == fits


def test_fixed_dates_that_are_too_much_by_themselves_are_named() -> None:
    found = level(plan(step("a", 6, 6, fixed=True), step("b", 4, 5, fixed=True)), MONDAY)
    assert [each.monday for each in found.full] == [MONDAY]
    (conflict,) = found.conflicts
    assert not conflict.together
    assert {each.title: each.earliest for each in conflict.held} == {"Step a": day(12), "Step b": day(12)}
    for at, fits in ((12, True), (11, False)):
        assert (not level(plan(step("a", at, 6, fixed=True), step("b", 4, 5, fixed=True)), MONDAY).full) == fits


def test_a_series_that_is_too_much_alone_is_told_and_the_rest_is_levelled() -> None:
    weekly = step("w", 4, 0.5, repeat=Repeat(every="P1W", first=day(4)), scheduled=day(4))
    away = (Away(first=day(28), last=day(41)),)
    found = level(plan(weekly, step("a", 11, 7), step("b", 11, 7), hours_per_week="10", away=away), MONDAY)
    assert found.days == 6
    assert found.after == (60, 30)
    assert [(each.monday, each.stays[0].title, each.away) for each in found.full] == [
        (day(28), "Step w", 7),
        (day(35), "Step w", 7),
    ]
    assert not found.conflicts
    said = list(remaining(found))
    assert any("“Step w” 30 m, and you are away all week" in each for each in said)
    assert "a pause of “Step w”" in said[-1]


def test_seven_steps_of_several_weeks_are_levelled_by_the_fewest_days() -> None:
    dues = [(12, 8, ()), (12, 4, ("0",)), (9, 3, ()), (6, 3, ()), (3, 3, ()), (17, 8, ()), (17, 1, ("5",))]
    made = plan(*(step(str(at), due, hours, after=after) for at, (due, hours, after) in enumerate(dues)))
    found = level(made, MONDAY)
    assert (found.days, found.best) == (41, True)
    assert not any(too_much(applied(made, found)))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (plan(), "no milestones yet"),
        (plan(step("a", 3, 2, status="done")), "Everything is done"),
        (plan(step("a", 6, 6)), "No week holds too much"),
    ],
)
def test_what_needs_no_move_says_so(made: Plan, said: str) -> None:
    assert said in level(made, MONDAY).problem


def test_a_circle_and_a_single_step_that_is_late_are_levelled_like_any() -> None:
    circle = plan(step("a", 6, 6, after=("b",)), step("b", 6, 5, after=("a",)), step("c", 5, 3))
    assert orderly(applied(circle, level(circle, MONDAY)))
    late = plan(step("a", -3, 5), step("b", 3, 5))
    assert not any(too_much(applied(late, level(late, MONDAY))))


def test_a_plan_that_goes_on_for_many_years_is_levelled_for_the_next_five() -> None:
    near = (step("a", 6, 6), step("b", 4, 5))
    far = 365 * 7
    crowd = tuple(step(f"far {each}", far, 5) for each in range(3))
    found = level(plan(*near, *crowd), MONDAY)
    assert {each.milestone for each in found.shifts} <= {"a", "b"}
    assert found.shifts
    assert found.after == (0, 0)


def test_what_takes_longer_than_a_year_is_moved_as_far_as_its_hours_ask() -> None:
    made = plan(step("a", 13, 400))
    found = level(made, MONDAY)
    assert not found.full
    (shift,) = found.shifts
    assert shift.to.year == 2028
    assert level(plan(step("a", (shift.to - MONDAY).days - 1, 400)), MONDAY).shifts


def test_what_falls_into_long_days_away_goes_beyond_them() -> None:
    away = (Away(first=day(40), last=day(403)), Away(first=day(404), last=day(769)))
    found = level(plan(step("a", 126, 2), away=away), MONDAY)
    assert (found.full, found.best) == ((), True)
    assert [each.to for each in found.shifts] == [day(770)]


def test_where_moves_could_go_on_for_ever_it_is_said_how_far_was_looked() -> None:
    weekly = step("w", 6, 6, repeat=Repeat(every="P1W", first=day(6)), scheduled=day(6))
    found = level(plan(weekly, step("a", 6, 4)), MONDAY)
    assert found.until is not None
    assert found.problem.endswith("as far as was looked ahead.")
    assert any(f"finds no room by {found.until.isoformat()}" in each for each in remaining(found))
    assert level(plan(weekly, step("a", 6, 4), target=60), MONDAY).until is None


def test_moves_that_were_found_still_level_the_plan_only_as_long_as_it_is_so() -> None:
    steps = (step("a", 6, 6), step("b", 4, 5))
    made = plan(*steps)
    found = level(made, MONDAY)
    assert still_level(made, MONDAY, found)
    assert still_level(plan(*steps, step("far", 90, 6)), MONDAY, found)
    assert not still_level(plan(*steps, step("c", 13, 6)), MONDAY, found)
    assert not still_level(plan(*steps, target=8), MONDAY, found)


@st.composite
def plans(draw: st.DrawFn, most: int = 7, days: int = 2) -> tuple[Plan, int]:
    """Steps that end near a target, so that all plans can be tried."""
    count = draw(st.integers(1, most))
    target = 7 + draw(st.integers(0, 4))
    steps: list[Milestone] = []
    for number in range(count):
        after = (str(draw(st.integers(0, number - 1))),) if number and draw(st.booleans()) else ()
        fixed = draw(st.integers(0, 5)) == 0
        due = draw(st.integers(target - days, target))
        if after and due < (steps[int(after[0])].due or MONDAY).toordinal() - MONDAY.toordinal():
            after = ()
        steps.append(step(str(number), due, draw(st.integers(0, 10)) / 4, fixed=fixed, after=after))
    return plan(*steps, target=target, hours_per_week=draw(st.sampled_from(["3", "4", "6"]))), target


@settings(max_examples=25, deadline=None)
@given(plans())
def test_no_plan_moves_fewer_days(made: tuple[Plan, int]) -> None:
    whole, target = made
    found = level(whole, MONDAY)
    wanted = brute_force(whole, day(target))
    assert bool(found.full) == (wanted is None)
    assert wanted is None or (found.best, found.days) == (True, wanted)


@st.composite
def untidy_plans(draw: st.DrawFn) -> tuple[Plan, int]:
    """A few steps, some of them late, some fixed, some before what they follow, with days away, and room between them
    and the target."""
    count = draw(st.integers(1, 3))
    target = draw(st.integers(8, 11))
    dues = [
        draw(st.one_of(st.integers(target - 6, target), st.integers(-4, -1), st.just(target - 6))) for _ in range(count)
    ]
    steps: list[Milestone] = []
    for number, due in enumerate(dues):
        others = [each for each in range(count) if each != number]
        after = draw(st.sets(st.sampled_from(others), max_size=2)) if others else set[int]()
        # Not in a circle, which stays.
        after = {each for each in after if each < number or dues[each] > due}
        fixed = draw(st.integers(0, 6)) == 0
        hours = draw(st.integers(2, 10)) / 4
        steps.append(step(str(number), due, hours, after=tuple(map(str, sorted(after))), fixed=fixed))
    away = (Away(first=day(draw(st.integers(0, 11))), last=day(13)),) if draw(st.integers(0, 3)) == 0 else ()
    return plan(*steps, target=target, hours_per_week=draw(st.sampled_from(["2", "3", "4"])), away=away), target


@pytest.mark.thorough
@settings(max_examples=60, deadline=None)
@given(untidy_plans())
def test_no_plan_moves_fewer_days_where_some_is_late_fixed_or_away(made: tuple[Plan, int]) -> None:
    whole, target = made
    found, wanted = level(whole, MONDAY), brute_force(whole, day(target))
    assert bool(found.full) == (wanted is None) == any(too_much(applied(whole, found)))
    assert wanted is None or (found.best, found.days) == (True, wanted)


@pytest.mark.thorough
@settings(max_examples=15, deadline=None)
@given(plans(most=14, days=9), st.booleans())
def test_levelling_keeps_what_must_hold_and_never_makes_it_worse(made: tuple[Plan, int], search: bool) -> None:
    whole, target = made
    found = level(whole, MONDAY, search=search)
    after = applied(whole, found)
    before_all, after_all = too_much(whole), too_much(after)
    assert sum(after_all) <= sum(before_all)
    assert max(after_all) <= max(before_all)
    assert bool(found.full) == any(after_all)
    assert orderly(after)
    for each in found.shifts:
        assert each.due < each.to <= day(target)
        assert not whole.milestones[each.milestone].fixed
    turned = replace(whole, milestones=dict(reversed(list(whole.milestones.items()))))
    assert level(turned, MONDAY, search=search) == found


def with_other_ids(made: Plan) -> Plan:
    """The same plan, its ids in the opposite order."""
    other = {each: f"{99 - int(each)}" for each in made.milestones}
    milestones = [
        replace(each, id=other[each.id], after=tuple(other[one] for one in each.after))
        for each in made.milestones.values()
    ]
    return replace(made, milestones={each.id: each for each in milestones})


@settings(max_examples=10, deadline=None)
@given(plans(most=6), st.booleans())
def test_the_same_plan_gives_the_same_moves_whatever_its_ids(made: tuple[Plan, int], search: bool) -> None:
    found = level(made[0], MONDAY, search=search)
    other = level(with_other_ids(made[0]), MONDAY, search=search)
    assert [(each.title, each.to) for each in other.shifts] == [(each.title, each.to) for each in found.shifts]
    assert [[each.title for each in one.held] for one in other.conflicts] == [
        [each.title for each in one.held] for one in found.conflicts
    ]
