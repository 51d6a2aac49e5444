"""Moving a goal: what goes with it, what is asked first, and that nothing is lost on the way there and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.build import Way
from planner.domain.living import anchors_of, dated_by_hand, keyed
from planner.domain.moving import Move, move_goal, staying, very_day
from planner.domain.plan import Goal, Milestone
from planner.domain.template import StepRepeat
from tests.domain.making import NOW, START, TODAY, built, date_question, merged, step, template, with_key

PLAN = template(
    step("rules", "start"),
    step("study", "start+P1W", after=("rules",), repeat=StepRepeat(every="P1W", count=4)),
    step("notes", "study+P1D"),
    step("apply", "target-P5W", after=("rules",)),
    step("paid", "known+P3D"),
    step("mock", "target-P2W", after=("apply",)),
    step("exam", "target", fixed=True, after=("mock",)),
    step("thanks", "exam+P1W"),
    duration="P20W",
    questions=(date_question("known"),),
)
DAYS = st.integers(-400, 400)


def moved_by(
    days: int, *, today: date = TODAY, way: str = "ask", **fields: object
) -> tuple[Goal, list[Milestone], Move]:
    goal, milestones = built(PLAN, answers={"known": "2027-02-01"})
    goal = replace(goal, **fields)  # type: ignore[arg-type]  # the test's own words for fields of a goal
    target = (goal.target or START) + timedelta(days=days)
    found = move_goal(goal, PLAN, milestones, target=target, today=today, now=NOW, way=way)  # type: ignore[arg-type]
    return goal, milestones, found


def after(milestones: list[Milestone], move: Move) -> list[Milestone]:
    return merged(milestones, tuple(each.after for each in move.moved))


def test_what_counts_from_the_target_goes_with_it_and_nothing_else() -> None:
    _, milestones, move = moved_by(10)
    assert {each.after.key: each.days for each in move.moved} == {"apply": 10, "mock": 10, "exam": 10, "thanks": 10}
    assert move.fits
    assert (move.past, move.problems, move.earliest, move.can_compress) == ((), (), None, False)
    assert len(after(milestones, move)) == len(milestones)


@given(DAYS)
def test_there_and_back_every_date_is_what_it_was(days: int) -> None:
    goal, milestones, move = moved_by(days)
    there = after(milestones, move)
    back = move_goal(move.goal, PLAN, there, target=goal.target, today=TODAY, now=NOW)
    assert back.goal == goal
    assert [(each.due, each.moment) for each in after(there, back)] == [(each.due, each.moment) for each in milestones]


@given(DAYS, st.sampled_from(["rules", "apply", "mock"]))
def test_done_skipped_and_fixed_dates_stay(days: int, key: str) -> None:
    goal, milestones = built(PLAN)
    done = replace(with_key(milestones, key), status="done", done_on=START, closed_at=NOW)
    slot = replace(with_key(milestones, "thanks"), fixed=True)
    milestones = merged(milestones, (done, slot))
    target = (goal.target or START) + timedelta(days=days)
    move = move_goal(goal, PLAN, milestones, target=target, today=TODAY, now=NOW)
    assert {done.id, slot.id}.isdisjoint(each.after.id for each in move.moved)


@given(DAYS)
def test_nothing_falls_into_the_past_or_out_of_order_unsaid(days: int) -> None:
    _, milestones, move = moved_by(days, today=START + timedelta(weeks=8))
    there = after(milestones, move)
    today = START + timedelta(weeks=8)
    newly = {each.after.id for each in move.moved if each.after.due and each.after.due < today and (each.days or 0) < 0}
    assert newly == set(move.past)
    out_of_order = [
        (first, each)
        for each in there
        for first in there
        if first.id in each.after and first.repeat is None and first.due and each.due and first.due > each.due
    ]
    assert bool(out_of_order) == any("would come before" in problem for problem in move.problems)


@given(st.integers(-300, -60))
def test_the_earliest_date_fits_and_the_day_before_does_not(days: int) -> None:
    goal, milestones, move = moved_by(days)
    if move.fits:
        return
    assert move.earliest is not None
    fitting = move_goal(goal, PLAN, milestones, target=move.earliest, today=TODAY, now=NOW)
    assert fitting.fits
    before = move_goal(goal, PLAN, milestones, target=move.earliest - timedelta(days=1), today=TODAY, now=NOW)
    assert not before.fits
    chosen = moved_by(days, way="earliest")[2]
    assert chosen.goal.target == move.earliest
    assert chosen.fits


@given(st.integers(-120, -60))
def test_compressing_keeps_the_order_and_ends_on_the_target(days: int) -> None:
    goal, milestones, asked = moved_by(days)
    assert asked.can_compress == (asked.goal.target is not None and not asked.fits)
    move = moved_by(days, way="compress")[2]
    there = after(milestones, move)
    order = [each.id for each in sorted(milestones, key=lambda m: (m.due or date.max, m.order)) if each.key != "paid"]
    days_now = [with_id(there, each).due or date.max for each in order if with_id(there, each).repeat is None]
    assert days_now == sorted(days_now)
    assert with_key(there, "exam").due == move.goal.target
    assert all(each.due is None or each.due >= TODAY for each in there)
    assert goal.target != move.goal.target


def with_id(milestones: list[Milestone], milestone_id: str) -> Milestone:
    return next(each for each in milestones if each.id == milestone_id)


def test_a_start_after_the_target_is_said() -> None:
    goal, milestones = built(PLAN)
    assert goal.target is not None
    late = goal.target + timedelta(days=1)
    move = move_goal(goal, PLAN, milestones, start=late, today=TODAY, now=NOW)
    assert move.problems[0].startswith(f"The start ({late.isoformat()}) would come after the target")
    assert not move.fits


def test_a_fixed_date_that_would_be_broken_is_named() -> None:
    goal, milestones = built(PLAN)
    slot = replace(with_key(milestones, "mock"), fixed=True, moment=None)
    milestones = merged(milestones, (slot,))
    assert goal.target is not None
    move = move_goal(goal, PLAN, milestones, target=goal.target + timedelta(weeks=6), today=TODAY, now=NOW)
    assert move.broken == (slot.id,)
    assert move.problems[0].endswith("“Step mock” is fixed.")


def test_the_fixed_step_that_is_the_target_moves_with_it_and_is_told() -> None:
    _, milestones, move = moved_by(10)
    assert move.notes == ("“Step exam” is the target itself, fixed: make sure that the slot is changed as well.",)
    assert move.broken == ()
    assert moved_by(0)[2].notes == ()
    exam = with_key(milestones, "exam")
    slot = replace(with_key(milestones, "mock"), kind="pay", title="Book it", status="done", done_on=START)
    booked = merged(milestones, (slot,))
    goal, _ = built(PLAN, answers={"known": "2027-02-01"})
    target = (goal.target or START) + timedelta(days=10)
    (note,) = move_goal(goal, PLAN, booked, target=target, today=TODAY, now=NOW).notes
    assert note == (
        "“Step exam” is the target itself, fixed, and “Book it” is done: the slot that is booked, "
        f"{exam.due}, has to be changed as well."
    )
    only_a_mock = merged(milestones, (replace(slot, kind="practice"),))
    (note,) = move_goal(goal, PLAN, only_a_mock, target=target, today=TODAY, now=NOW).notes
    assert "booked" not in note


@given(DAYS, st.integers(-60, 60).filter(bool), st.sampled_from(["ask", "compress", "earliest", "late"]))
def test_a_fixed_step_that_was_put_on_another_day_is_the_target_no_more(days: int, off: int, way: Way) -> None:
    goal, milestones = built(PLAN)
    assert goal.target is not None
    exam = with_key(milestones, "exam")
    anchors = anchors_of(goal, PLAN, keyed(milestones))
    slot = dated_by_hand(exam, anchors, goal.target + timedelta(days=off))
    thanks = replace(with_key(milestones, "thanks"), due=goal.target + timedelta(days=off + 7))
    booked = merged(milestones, (slot, thanks))
    target = goal.target + timedelta(days=days)
    move = move_goal(goal, PLAN, booked, target=target, today=TODAY, now=NOW, way=way)
    assert exam.id not in {each.after.id for each in move.moved}
    assert not any("Step exam” is the target" in note for note in move.notes)
    if way == "ask" and days != off:  # where both come to the same day it is the target again
        back = move_goal(move.goal, PLAN, after(booked, move), target=goal.target, today=TODAY, now=NOW)
        assert [each.due for each in after(after(booked, move), back)] == [each.due for each in booked]


def test_a_fixed_step_is_the_target_again_when_both_have_the_same_day() -> None:
    goal, milestones = built(PLAN)
    assert goal.target is not None
    anchors = anchors_of(goal, PLAN, keyed(milestones))
    slot = dated_by_hand(with_key(milestones, "exam"), anchors, goal.target + timedelta(days=9))
    there = move_goal(goal, PLAN, merged(milestones, (slot,)), target=slot.due, today=TODAY, now=NOW)
    assert slot.due == there.goal.target
    standing = after(merged(milestones, (slot,)), there)
    on = move_goal(there.goal, PLAN, standing, target=goal.target + timedelta(days=20), today=TODAY, now=NOW)
    assert {each.after.key: each.days for each in on.moved}["exam"] == 11


LEFT = template(
    step("open", "start"),
    step("talk", "start+P4W", after=("open",)),
    step("thanks", "talk+P1W"),
    step("again", "thanks+P1W"),
    step("bound", "talk+P2W", latest="target-P1W"),
    step("end", "target"),
    duration="P20W",
)


@given(DAYS, st.integers(-25, 25).filter(bool), st.sampled_from(["start", "target"]))
def test_what_was_left_behind_by_a_step_done_on_another_day_stays_there_and_comes_back(
    days: int, late: int, which: str
) -> None:
    goal, milestones = built(LEFT)
    talk = with_key(milestones, "talk")
    assert talk.due is not None
    done = replace(talk, status="done", done_on=talk.due + timedelta(days=late), closed_at=NOW)
    milestones = merged(milestones, (done,))
    old = getattr(goal, which)
    there = move_goal(goal, LEFT, milestones, today=TODAY, now=NOW, **{which: old + timedelta(days=days)})
    moved = {each.after.key for each in there.moved}
    assert moved.isdisjoint({"talk", "thanks", "again"}), "offered when the talk is done, never by itself"
    back = move_goal(there.goal, LEFT, after(milestones, there), today=TODAY, now=NOW, **{which: old})
    final = after(after(milestones, there), back)
    assert [each.due for each in final if each.key != "bound"] == [
        each.due for each in milestones if each.key != "bound"
    ]


def test_a_step_that_stands_apart_from_an_open_one_keeps_its_distance_when_the_goal_moves() -> None:
    goal, milestones = built(LEFT)
    thanks = with_key(milestones, "thanks")
    assert goal.start is not None
    assert thanks.due is not None
    apart = replace(thanks, due=thanks.due + timedelta(days=10))
    start = goal.start + timedelta(days=5)
    move = move_goal(goal, LEFT, merged(milestones, (apart,)), start=start, today=TODAY, now=NOW)
    assert {each.after.key: each.days for each in move.moved}["thanks"] == 5


def test_a_fixed_date_that_would_lie_after_the_target_is_broken() -> None:
    goal, milestones = built(PLAN)
    assert goal.target is not None
    slot = replace(with_key(milestones, "exam"), due=goal.target - timedelta(days=2), moment=None)
    talk = replace(with_key(milestones, "mock"), due=goal.target - timedelta(days=3), fixed=True, moment=None)
    milestones = merged(milestones, (slot, talk))
    fits = move_goal(goal, PLAN, milestones, target=goal.target - timedelta(days=2), today=TODAY, now=NOW)
    assert (fits.problems, fits.broken) == ((), ())
    target = goal.target - timedelta(days=7)
    move = move_goal(goal, PLAN, milestones, target=target, today=TODAY, now=NOW)
    assert move.broken == (talk.id, slot.id)
    assert f"“Step exam” ({slot.due}) would come after the target, {target}. It is fixed." in move.problems
    assert not move.fits
    assert move.earliest == slot.due
    again = move_goal(
        replace(goal, target=target), PLAN, milestones, target=target - timedelta(days=1), today=TODAY, now=NOW
    )
    assert again.broken == (), "they lay after the target before"


def test_soft_steps_that_would_lie_after_the_target_are_counted_and_a_fixed_one_before_the_start_is_named() -> None:
    goal, milestones = built(PLAN)
    assert goal.target is not None
    assert goal.start is not None
    first = goal.start + timedelta(days=1)
    move = move_goal(goal, PLAN, milestones, target=first, today=TODAY - timedelta(weeks=30), now=NOW)
    assert any(each.endswith(f" would come after the target, {first}.") for each in move.problems)
    early = replace(with_key(milestones, "rules"), due=goal.start + timedelta(days=2), fixed=True, moment=None)
    later = goal.start + timedelta(days=9)
    moved = move_goal(goal, PLAN, merged(milestones, (early,)), start=later, today=TODAY, now=NOW)
    assert moved.broken == (early.id,)
    assert f"“Step rules” ({early.due}) would come before the start, {later}. It is fixed." in moved.problems


def test_kept_dates_are_marked_as_a_late_start() -> None:
    move = moved_by(-150, way="late")[2]
    assert move.past
    assert move.goal.late_start


@given(DAYS)
def test_moved_alone_every_milestone_keeps_its_day_and_moves_with_the_next_one(days: int) -> None:
    goal, milestones, move = moved_by(days)
    stay = merged(milestones, staying(move, PLAN, milestones))
    assert [each.due for each in stay] == [each.due for each in milestones]
    assert move.goal.target is not None
    target = move.goal.target + timedelta(days=7)
    again = move_goal(move.goal, PLAN, stay, target=target, today=TODAY, now=NOW)
    was = {each.id: each for each in milestones}
    fixed = {"exam", "thanks"} if not days else set()  # a fixed day that is no longer the target is cut loose
    assert {each.after.key for each in again.moved} == {"apply", "mock", *fixed}
    assert all(each.after.due == (was[each.after.id].due or START) + timedelta(days=7) for each in again.moved)
    assert goal.start == again.goal.start


def test_a_goal_made_by_hand_moves_alone() -> None:
    goal = Goal(id="a" * 32, title="By hand", created=NOW, start=START, target=START + timedelta(days=30))
    own = Milestone(id="b" * 32, title="One", created=NOW, dated_at=NOW, goal=goal.id, due=START)
    move = move_goal(goal, None, [own], target=START + timedelta(days=60), today=TODAY, now=NOW)
    assert move.moved == ()
    assert move.goal.target == START + timedelta(days=60)


def test_a_goal_without_a_target_takes_one() -> None:
    goal = Goal(id="a" * 32, title="By hand", created=NOW)
    move = move_goal(goal, None, [], target=START, today=TODAY, now=NOW)
    assert (move.goal.target, move.fits) == (START, True)


@pytest.mark.parametrize("way", ["earliest", "compress"])
def test_a_way_out_that_is_not_needed_changes_nothing(way: str) -> None:
    assert moved_by(10, way=way)[2].moved == moved_by(10)[2].moved


def test_a_fixed_step_that_is_the_start_is_told_as_such() -> None:
    made = template(step("first", "start", fixed=True), step("end", "target"), duration="P8W")
    goal, milestones = built(made)
    assert goal.start is not None
    move = move_goal(goal, made, milestones, start=goal.start + timedelta(days=3), today=TODAY, now=NOW)
    assert move.notes == ("“Step first” is the start itself, fixed: make sure that the slot is changed as well.",)
    assert [very_day(each) for each in milestones] == ["the start itself", ""]


def test_what_stays_behind_the_target_when_the_goal_moves_alone_is_named() -> None:
    _, milestones, move = moved_by(-10)
    exam = with_key(milestones, "exam")
    assert move.alone[0] == f"“Step exam” ({exam.due}) would come after the target, {move.goal.target}. It is fixed."
    assert move.alone[0] not in move.problems
    assert moved_by(10)[2].alone == ()
