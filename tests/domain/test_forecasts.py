"""All goals of a plan together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.forecast import Forecast
from planner.domain.forecast_words import range_short, sentence
from planner.domain.forecasts import Forecasts
from planner.domain.plan import Goal, Milestone, Plan, Profile
from tests.domain.making import goal, milestone

TODAY = date(2026, 11, 22)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def fresh(number: int, hours: float, due: int | None, **fields: Any) -> tuple[Goal, Milestone]:
    """A goal of which nothing is done yet, with one step on its target."""
    on = None if due is None else days(due)
    mine = replace(goal(number, target=on, order=number), **fields)
    return mine, milestone(number, goal=mine.id, due=on, effort=round(hours * 60))


def all_of(*made: tuple[Goal, Milestone], more: tuple[Milestone, ...] = (), hours: str = "6") -> list[Forecast]:
    plan = Plan(
        goals={mine.id: mine for mine, _ in made},
        milestones={each.id: each for each in (*(step for _, step in made), *more)},
        profile=Profile(hours_per_week=hours),
    )
    together = Forecasts(plan, TODAY, lambda _: days(-60))
    found = [together.of(mine, ()) for mine, _ in made]
    return [each for each in found if each is not None]


def test_goals_that_do_not_fit_together_are_at_risk_though_each_would_fit_alone() -> None:
    made = fresh(1, 100, 179), fresh(2, 100, 180), fresh(3, 100, 182)
    assert [each.health for one in made for each in all_of(one)] == ["on_track"] * 3
    found = all_of(*made)
    assert found[1].health == found[2].health == "at_risk"
    assert sum(each.pace.usual.per_week for each in found if each.pace) <= 360
    assert "its share of your hours" in sentence(found[1])


def test_the_range_of_a_share_is_half_and_half_as_much_again() -> None:
    found = all_of(fresh(1, 24, 56), fresh(2, 24, 56))[0]
    assert (found.expected_from, found.expected, found.expected_to) == (days(38), days(56), days(112))
    assert range_short(found) == "30 Dec – 14 Mar"
    assert sentence(found) == (
        "on track: 24 h left, too little done to tell your pace: taken as 3 h a week, its share of your hours; "
        "expected between 30 Dec and 14 Mar, target 17 Jan"
    )


def test_hours_of_a_goals_own_are_respected_and_taken_from_the_others() -> None:
    own, other = all_of(fresh(1, 24, 180, hours_per_week="4"), fresh(2, 24, 180))
    assert own.pace is not None
    assert other.pace is not None
    assert (own.pace.usual.per_week, other.pace.usual.per_week) == (240, 120)
    assert not own.shared
    assert other.shared


def test_what_is_done_on_a_goal_is_not_there_for_a_new_one() -> None:
    old = fresh(1, 36, 180)
    done = tuple(
        milestone(50 + n, goal=old[0].id, status="done", effort=360, done_on=days(-7 * n - 1), due=days(-7 * n - 1))
        for n in range(8)
    )
    new = all_of(old, fresh(2, 24, 50), more=done)[1]
    assert new.begins is not None
    assert new.begins > days(40)
    assert new.health == "at_risk"
    assert f"from {new.begins.day} " in sentence(new)


def test_a_goal_that_never_gets_an_hour_says_so() -> None:
    new = all_of(fresh(1, 9000, 180, hours_per_week="6"), fresh(2, 24, 50))[1]
    assert sentence(new) == (
        "at risk: 24 h left, too little done to tell your pace: taken as none of your hours, which your other goals "
        "take; not reached at this pace, target 11 Jan"
    )


def test_a_paused_goal_takes_nothing() -> None:
    rests = replace(fresh(2, 100, 50)[0], status="paused"), fresh(2, 100, 50)[1]
    (found,) = all_of(fresh(1, 24, 56), rests)
    assert not found.shared
    assert found.pace is not None
    assert found.pace.usual.per_week == 360


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 150), st.none() | st.integers(-5, 300), st.sampled_from((None, None, "1", "2.5"))),
        min_size=1,
        max_size=6,
    )
)
def test_assumed_paces_never_add_up_to_more_than_the_hours_and_no_day_after_the_target_is_on_track(
    asking: list[tuple[int, int | None, str | None]],
) -> None:
    made = [fresh(n, hours, due, hours_per_week=own) for n, (hours, due, own) in enumerate(asking, start=1)]
    found = all_of(*made)
    own = sum(float(each) for *_, each in asking if each is not None) * 60
    now = sum(each.pace.usual.per_week for each in found if each.pace and (len(found) == 1 or each.begins is None))
    assert now <= max(360, own) + 0.01
    for each in found:
        if each.deadline is not None and each.expected is not None and each.expected > each.deadline:
            assert each.health in {"at_risk", "late"}
        if each.expected is not None:
            assert each.expected_from is not None
            assert TODAY < each.expected_from <= each.expected <= (each.expected_to or date.max)
