"""The one move that would help a week."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.capacity import Suggestion
from planner.domain.plan import Away, Plan, Repeat
from planner.domain.suggesting import FURTHEST, check
from tests.domain.planning import MONDAY, day, plan, step


def suggested(made: Plan, at: int = 0) -> Suggestion | None:
    return check(made, MONDAY, 8).weeks[at].suggestion


def test_the_move_of_the_fewest_days_is_suggested_and_the_week_fits_then() -> None:
    made = plan(step("a", 6, 6), step("b", 4, 5))
    move = suggested(made)
    assert move is not None
    assert (move.milestone, move.days, move.to) == ("a", 6, day(12))
    for days, fits in ((6, True), (5, False)):
        moved = replace(made, milestones={**made.milestones, "a": step("a", 6 + days, 6)})
        assert (not check(moved, MONDAY, 8).overloaded) == fits


@pytest.mark.parametrize(
    "stays",
    [{"fixed": True}, {"repeat": Repeat(every="P4W", first=day(6)), "scheduled": day(6)}],
    ids=["fixed", "series"],
)
def test_what_cannot_move_is_not_suggested(stays: dict[str, object]) -> None:
    assert suggested(plan(step("a", 6, 9, **stays))) is None


def test_no_move_passes_the_target_or_what_follows_and_stays() -> None:
    assert suggested(plan(step("a", 6, 6), step("b", 4, 5), target=8)) is None
    assert suggested(plan(step("a", 6, 6), step("b", 4, 5, fixed=True), step("c", 8, fixed=True, after=("a",)))) is None


def test_no_move_makes_another_week_too_full() -> None:
    crowd = [step(f"x{at}", 6 + 7 * at, 6, fixed=True) for at in range(1, 6)]
    assert suggested(plan(step("a", 6, 6), step("b", 4, 5), *crowd)) is None


def test_no_move_goes_further_than_four_weeks() -> None:
    for until, found in ((20, True), (50, False)):
        away = (Away(first=day(7), last=day(until)),)
        move = suggested(plan(step("a", 6, 6), step("b", 4, 5), away=away))
        assert (move is not None) == found
        assert move is None or 7 < move.days <= FURTHEST


@pytest.mark.parametrize("weeks", [1, 2, 3, 4, 9])
def test_a_week_is_the_same_however_many_are_asked_for(weeks: int) -> None:
    practise = step("w", 7, 6, repeat=Repeat(every="P1W", first=day(7)), scheduled=day(7))
    made = plan(practise, step("e", 10, 3))
    assert check(made, MONDAY, weeks).weeks == check(made, MONDAY, 12).weeks[:weeks]
