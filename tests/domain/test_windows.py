"""What lies outside its window is named, wherever its day or the window comes from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.domain.moving import move_goal
from planner.domain.plan import Goal, Milestone
from planner.domain.windows import newly_outside, outside_windows
from tests.domain.making import NOW, TODAY, built, date_question, drafted, step, template, with_key

APPROVED = TODAY + timedelta(days=10)
EXAM = template(
    step("apply", "start+P1W", latest="start+P2W"),
    step("exam", "target", fixed=True, latest="approved+P1Y"),
    questions=(date_question("approved"),),
)
"""The exam has to be sat within a year of the day of approval."""


def planned(**given: date) -> tuple[Goal, list[Milestone]]:
    return built(EXAM, answers={"approved": APPROVED.isoformat()}, **given)


def said(goal: Goal, milestones: list[Milestone]) -> list[str]:
    return list(outside_windows(goal, EXAM, milestones).values())


@pytest.mark.parametrize(("days", "outside"), [(365, False), (366, True)])
def test_a_fixed_day_after_the_last_of_its_window_is_named(days: int, outside: bool) -> None:
    target = APPROVED + timedelta(days=days)
    made = drafted(EXAM, start=TODAY, target=target, answers={"approved": APPROVED.isoformat()})
    last = APPROVED.replace(year=APPROVED.year + 1)
    sentence = f"“Step exam” ({target}) would come after {last}, 1 year after Day of approved."
    assert (sentence in made.remarks) == outside
    assert not made.problems


def test_what_was_put_outside_by_hand_is_named_and_what_is_done_or_only_expected_is_not() -> None:
    goal, milestones = planned(start=TODAY, target=TODAY + timedelta(days=200))
    assert said(goal, milestones) == []
    apply = with_key(milestones, "apply")
    for due, window in (
        (TODAY + timedelta(days=20), {"latest": apply.latest}),
        (TODAY, {"earliest": "start+P3D", "latest": None}),
    ):
        moved = replace(apply, due=due, **window)  # type: ignore[arg-type]  # fields of one record, by name
        rest = [each for each in milestones if each.id != apply.id]
        assert said(goal, [moved, *rest])
        assert not said(goal, [replace(moved, status="done", done_on=TODAY), *rest])
        assert not said(goal, [replace(moved, expected=True), *rest])


def test_a_window_whose_end_is_not_known_holds_nothing() -> None:
    goal, milestones = built(EXAM, start=TODAY, target=TODAY + timedelta(days=900))
    assert said(goal, milestones) == []
    assert outside_windows(goal, None, milestones) == {}


def test_a_move_names_what_it_takes_out_of_its_window_once() -> None:
    goal, milestones = planned(start=TODAY, target=TODAY + timedelta(days=200))
    move = move_goal(goal, EXAM, milestones, target=TODAY + timedelta(days=500), today=TODAY, now=NOW)
    assert any("would come after" in note for note in move.notes)
    assert move.fits  # it is said, and stands in nothing's way
    there = [each.after for each in move.moved]
    was = outside_windows(move.goal, EXAM, there)
    assert was
    assert newly_outside(was, move.goal, EXAM, there) == []
