"""Hours against hours: where effort lies, what there is, and what could move."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.capacity import Load
from planner.domain.plan import Away, Goal, Repeat
from planner.domain.suggesting import check
from tests.domain.making import NOW
from tests.domain.planning import MONDAY, day, plan, step


def planned(made: object, weeks: int = 4) -> list[int]:
    return [week.planned for week in check(made, MONDAY, weeks).weeks]  # type: ignore[arg-type]


def test_effort_lies_on_the_days_a_step_occupies() -> None:
    assert planned(plan(step("a", 6, 6))) == [360, 0, 0, 0]  # six hours at six a week: a week, to its Sunday
    assert planned(plan(step("a", 9, 6))) == [360 * 4 // 7, 360 - 360 * 4 // 7, 0, 0]


def test_a_step_does_not_begin_before_what_it_follows_is_due() -> None:
    assert planned(plan(step("a", 6, 0), step("b", 9, 6, after=("a",)))) == [0, 360, 0, 0]


def test_what_is_late_lies_on_the_days_from_today_on() -> None:
    assert planned(plan(step("a", -30, 6))) == [360, 0, 0, 0]


def test_a_goal_has_its_own_pace() -> None:
    own = Goal(id="own", title="Own", created=NOW, hours_per_week="12")
    made = plan(step("a", 9, 6, goal="own"), goals=(own,))
    assert planned(made) == [0, 360, 0, 0] or planned(made)[1] > planned(plan(step("a", 9, 6)))[1]


def test_days_away_are_taken_out_and_nothing_lies_on_them() -> None:
    away = (Away(first=day(7), last=day(10), title="Winter"),)
    weeks = check(plan(step("a", 13, 6), away=away), MONDAY, 3).weeks
    assert [week.available for week in weeks] == [360, 360 * 3 // 7, 360]
    assert [week.planned for week in weeks] == [0, 360, 0]


def test_a_series_lies_there_with_every_occurrence() -> None:
    made = step("a", 2, 1, repeat=Repeat(every="P1W", first=day(2)), scheduled=day(2))
    assert planned(plan(made)) == [60, 60, 60, 60]
    resting = replace(made, repeat=Repeat(every="P1W", first=day(2), paused_on=day(0)))
    assert check(plan(resting), MONDAY, 4).left_out == {"paused": 1}


def test_what_is_left_out_is_counted() -> None:
    paused = Goal(id="p", title="P", created=NOW, status="paused")
    made = plan(step("a", 3, 2, goal="p"), step("b", None, 2), step("c", 3, 2, expected=True), goals=(paused,))
    found = check(made, MONDAY, 4)
    assert found.left_out == {"paused": 1, "undated": 1, "expected": 1}
    assert "Nothing that is open has a date" in found.problem


def test_an_overloaded_week_is_named_with_what_could_move() -> None:
    found = check(plan(step("a", 6, 6), step("b", 4, 5), target=60), MONDAY, 6)
    (week,) = found.overloaded
    assert (week.monday, week.planned, week.available) == (MONDAY, 660, 360)
    assert week.suggestion is not None
    assert (week.suggestion.title, week.suggestion.to) == ("Step a", day(6) + timedelta(days=week.suggestion.days))
    moved = plan(replace(step("a", 6, 6), due=week.suggestion.to), step("b", 4, 5), target=60)
    assert not check(moved, MONDAY, 6).overloaded


def test_fixed_dates_and_what_a_follower_or_the_target_holds_are_not_offered_to_move() -> None:
    fixed = check(plan(step("a", 6, 6, fixed=True), step("b", 4, 5, fixed=True)), MONDAY, 6)
    assert fixed.overloaded[0].suggestion is None
    held = check(plan(step("a", 6, 6), step("b", 4, 5), target=6), MONDAY, 6)
    assert held.overloaded[0].suggestion is None


def test_neither_hours_nor_suggestions_depend_on_how_many_weeks_are_shown() -> None:
    weekly = step("w", 8, 2, repeat=Repeat(every="P1W", first=day(8)), scheduled=day(8))
    steps = (step("a", 6, 6), step("b", 4, 5), step("c", 13, 2, fixed=True), weekly)
    away = (Away(first=day(21), last=day(24)),)
    made = plan(*steps, target=60, away=away, hours_per_week="8")
    long = check(made, MONDAY, 8).weeks
    assert any(each.suggestion for each in long)
    for weeks in range(1, 8):
        assert check(made, MONDAY, weeks).weeks == long[:weeks]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (plan(), "no milestones yet"),
        (plan(step("a", 3, 2, status="done")), "Everything is done"),
        (plan(step("a", 3)), "how long it takes"),
    ],
)
def test_a_plan_that_asks_for_nothing_says_why(made: object, said: str) -> None:
    found = check(made, MONDAY, 4)  # type: ignore[arg-type]
    assert said in found.problem
    assert not found.overloaded


STEP = st.tuples(st.integers(-10, 40), st.integers(0, 900), st.booleans())


@given(st.lists(STEP, max_size=8), st.integers(0, 20), st.integers(0, 10))
def test_no_minute_is_lost_or_made(steps: list[tuple[int, int, bool]], first: int, length: int) -> None:
    made = [step(str(n), due, minutes / 60, fixed=fixed) for n, (due, minutes, fixed) in enumerate(steps)]
    away = (Away(first=day(first), last=day(first + length)),)
    load = Load(plan(*made, away=away), MONDAY, day(200))
    assert sum(load.planned.values()) == sum(each.effort or 0 for each in made)
