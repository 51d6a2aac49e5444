from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.pace import (
    FURTHEST,
    WINDOW,
    Rate,
    assumed,
    day_after,
    days_between,
    days_that_count,
    is_enough,
    measured,
)

TODAY = date(2028, 3, 20).toordinal()
"""Three weeks after a leap day."""

few = settings(max_examples=20, deadline=None)
away = st.lists(st.tuples(st.integers(-30, 90), st.integers(0, 20)), max_size=4).map(
    lambda spans: sorted((TODAY + first, TODAY + first + length) for first, length in spans)
)


def weeks_of(*hours: float) -> list[tuple[int, int]]:
    """Something done in the middle of each of the last weeks, the newest last; in minutes."""
    return [(TODAY - 3 - 7 * (len(hours) - 1 - n), round(each * 60)) for n, each in enumerate(hours)]


def test_the_window_is_eight_weeks_with_today_and_with_a_leap_day_in_it() -> None:
    days = days_that_count(0, TODAY, [])
    assert len(days) == WINDOW == 56
    assert (date.fromordinal(days[0]), days[-1]) == (date(2028, 1, 25), TODAY)


def test_days_before_it_began_and_days_out_do_not_count() -> None:
    assert len(days_that_count(TODAY - 9, TODAY, [])) == 10
    assert len(days_that_count(0, TODAY, [(TODAY - 20, TODAY - 7), (TODAY - 10, TODAY - 4), (TODAY, TODAY + 9)])) == 38
    assert days_that_count(TODAY + 1, TODAY, []) == []


def test_the_pace_is_what_was_done_over_the_days_that_count_and_its_range_two_runs_of_four_weeks() -> None:
    pace = measured(weeks_of(1, 1, 1, 1, 3, 3, 3, 3), days_that_count(0, TODAY, []), "minutes")
    assert pace.usual == Rate(16 * 60, 56)
    assert pace.usual.per_week == 120
    assert (pace.least, pace.best) == (Rate(4 * 60, 28), Rate(12 * 60, 28))
    assert pace.done == 8


def test_what_was_done_on_days_that_do_not_count_does_not_count() -> None:
    days = days_that_count(0, TODAY, [(TODAY - 27, TODAY)])
    assert measured(weeks_of(1, 1, 1, 1, 9, 9, 9, 9), days, "minutes").usual == Rate(4 * 60, 28)


def test_nothing_at_all_is_a_pace_of_nothing() -> None:
    pace = measured([], [], "steps")
    assert pace.usual.days_for(1) is None
    assert pace.usual.days_for(0) == 0
    assert not is_enough(pace)


def test_four_steps_in_three_weeks_or_one_in_four_tell_a_pace() -> None:
    def enough(steps: int, days: int) -> bool:
        done = [(TODAY - n, 60) for n in range(steps)]
        return is_enough(measured(done, days_that_count(TODAY - days + 1, TODAY, []), "minutes"))

    assert enough(4, 21)
    assert not enough(3, 21)
    assert not enough(9, 20)
    assert enough(1, 28)
    assert not enough(0, 56)


def test_an_assumed_pace_may_be_half_or_half_as_much_again() -> None:
    pace = assumed(Rate(360, 7))
    assert [each.per_week for each in (pace.least, pace.usual, pace.best)] == [180, 360, 540]


def test_days_away_put_off_what_they_fall_into() -> None:
    assert day_after(TODAY, 5, []) == TODAY + 5
    assert day_after(TODAY, 5, [(TODAY + 3, TODAY + 9)]) == TODAY + 12
    assert day_after(TODAY, 2, [(TODAY + 3, TODAY + 9)]) == TODAY + 2
    assert day_after(TODAY, 1, [(TODAY - 3, TODAY + 9)]) == TODAY + 10
    assert day_after(TODAY, 0, [(TODAY - 3, TODAY + 9)]) == TODAY


def test_what_takes_more_than_ten_years_never_comes() -> None:
    assert day_after(TODAY, FURTHEST, []) == TODAY + FURTHEST
    assert day_after(TODAY, FURTHEST + 1, []) is None
    assert day_after(TODAY, FURTHEST, [(TODAY + 5, TODAY + 5)]) is None
    assert day_after(TODAY, None, []) is None
    assert date.fromordinal(TODAY + FURTHEST) - date.fromordinal(TODAY) < timedelta(days=3660)


@few
@given(away, st.integers(0, 120))
def test_walking_over_days_away_and_counting_them_agree(spans: list[tuple[int, int]], days: int) -> None:
    reached = day_after(TODAY, days, spans)
    assert reached is not None
    free = [day for day in range(TODAY + 1, reached + 1) if not any(first <= day <= last for first, last in spans)]
    assert len(free) == days == days_between(TODAY, reached, spans)
    assert not days or free[-1] == reached


done = st.lists(st.tuples(st.integers(0, 70).map(lambda ago: TODAY - ago), st.integers(0, 600)), max_size=25)


@few
@given(done, st.integers(1, 56), away)
def test_the_poorest_run_is_not_better_than_the_best(
    records: list[tuple[int, int]], age: int, out: list[tuple[int, int]]
) -> None:
    pace = measured(records, days_that_count(TODAY - age, TODAY, out), "minutes")
    assert pace.least.days == pace.best.days
    assert 0 <= pace.least.amount <= pace.best.amount <= pace.usual.amount


@few
@given(done, st.integers(0, 24), st.integers(1, 600))
def test_who_did_more_is_faster_in_every_run(records: list[tuple[int, int]], which: int, more: int) -> None:
    days = days_that_count(0, TODAY, [])
    faster = [(day, amount + more * (n == which)) for n, (day, amount) in enumerate(records)]
    before, after = measured(records, days, "minutes"), measured(faster, days, "minutes")
    for name in ("least", "usual", "best"):
        assert getattr(after, name).amount >= getattr(before, name).amount
        assert getattr(after, name).days == getattr(before, name).days
