from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.living import (
    anchors_of,
    answered,
    dated_by_hand,
    followers,
    is_cycle_over,
    keyed,
    next_cycle,
    redated,
    shifted,
    waits_for,
)
from planner.domain.plan import Goal, Milestone
from planner.domain.repeat import close
from planner.domain.template import StepRepeat, Template
from tests.domain.making import NOW, choice, counting_ids, credential, date_question, drafted, milestone, step, template

START = date(2027, 1, 4)


def built(made: Template, **request: Any) -> tuple[Goal, list[Milestone]]:
    result = drafted(made, **{"start": START, **request})
    assert result.problems == ()
    return result.goal, list(result.milestones)


def merged(old: list[Milestone], new: tuple[Milestone, ...]) -> list[Milestone]:
    by_id = {each.id: each for each in (*old, *new)}
    return list(by_id.values())


def day_of(milestones: list[Milestone], key: str, cycle: int | None = None) -> date | None:
    return next(each.due for each in milestones if each.key == key and cycle in {None, each.cycle})


def with_key(milestones: list[Milestone], key: str) -> Milestone:
    return next(each for each in milestones if each.key == key)


BASIC = template(
    step("a", "start+P1W"), step("b", "a+P1W"), step("exam", "target", fixed=True), step("c", "target-P2W")
)


def test_a_move_recomputes_soft_open_dates_and_leaves_done_skipped_and_fixed_ones() -> None:
    goal, milestones = built(BASIC)
    done = close(with_key(milestones, "a"), "done", at=NOW, on=START + timedelta(days=7))
    fixed = replace(with_key(milestones, "c"), fixed=True)
    milestones = merged(milestones, (done, fixed))
    later = replace(goal, start=START + timedelta(days=30), target=(goal.target or START) + timedelta(days=30))
    moved = redated(later, BASIC, milestones, {"start", "target"}, now=NOW)
    assert {each.key for each in moved} == {"exam"}
    assert day_of(merged(milestones, moved), "b") == START + timedelta(days=14)


def test_a_fixed_date_moves_only_when_the_person_changes_its_own_anchor() -> None:
    goal, milestones = built(BASIC)
    later = replace(goal, target=(goal.target or START) + timedelta(days=7))
    by_person = redated(later, BASIC, milestones, {"target"}, now=NOW)
    assert {each.key for each in by_person} == {"exam", "c"}
    by_itself = redated(later, BASIC, milestones, {"target"}, now=NOW, by_person=frozenset({"a"}))
    assert {each.key for each in by_itself} == {"c"}


def test_a_hand_edited_date_still_moves_with_the_goal_and_a_loose_one_does_not() -> None:
    goal, milestones = built(BASIC)
    anchors = anchors_of(goal, BASIC, keyed(milestones))
    edited = dated_by_hand(with_key(milestones, "a"), goal, anchors, START + timedelta(days=10))
    assert edited.moment == "start+P10D"
    loose = replace(with_key(milestones, "c"), fixed=True, moment=None)
    milestones = merged(milestones, (edited, loose))
    later = replace(goal, start=START + timedelta(days=5), target=START + timedelta(days=100))
    after = merged(milestones, redated(later, BASIC, milestones, {"start", "target"}, now=NOW))
    assert day_of(after, "a") == START + timedelta(days=15)
    assert day_of(after, "c") == loose.due


def test_what_counts_from_a_milestone_done_on_another_day_moves_only_when_asked() -> None:
    goal, milestones = built(BASIC)
    done = close(with_key(milestones, "a"), "done", at=NOW, on=START + timedelta(days=12))
    milestones = merged(milestones, (done,))
    assert day_of(milestones, "b") == START + timedelta(days=14)
    assert [each.key for each in followers(done, milestones)] == ["b"]
    moved = redated(goal, BASIC, milestones, {"a"}, now=NOW, by_person=frozenset())
    assert day_of(merged(milestones, moved), "b") == START + timedelta(days=19)


def test_an_answered_date_dates_what_waited_for_it_and_taking_it_back_undates_it() -> None:
    made = template(step("a", "start"), step("b", "known+P1W"), questions=(date_question("known"),))
    goal, milestones = built(made)
    waiting = with_key(milestones, "b")
    assert waits_for(waiting, goal, made, keyed(milestones)) == "Day of known"
    told = replace(goal, answers={"known": "2027-02-01"})
    put, gone = answered(told, made, milestones, ["known"], now=NOW, new_id=counting_ids(100))
    assert not gone
    assert day_of(merged(milestones, put), "b") == date(2027, 2, 8)
    back, _ = answered(goal, made, merged(milestones, put), ["known"], now=NOW, new_id=counting_ids(100))
    assert day_of(merged(merged(milestones, put), back), "b") is None


def test_an_expected_day_gives_way_to_the_answer() -> None:
    made = template(step("b", "known+P1W"), questions=(date_question("known", expect="start+P2W"),))
    goal, milestones = built(made)
    assert milestones[0].expected
    told = replace(goal, answers={"known": "2027-02-01"})
    put, _ = answered(told, made, milestones, ["known"], now=NOW, new_id=counting_ids(100))
    assert (put[0].due, put[0].expected) == (date(2027, 2, 8), False)


CHOICE = template(
    step("exam", "target", asks=("result",)),
    step("again", "exam+P1W", if_=("failed",)),
    step("file", "exam+P1W", if_=("passed",)),
    questions=(choice("result", "passed", "failed"),),
)


def test_a_choice_dates_its_steps_and_takes_the_others_away_and_back_again() -> None:
    goal, milestones = built(CHOICE)
    passed = replace(goal, answers={"result": "passed"})
    put, gone = answered(passed, CHOICE, milestones, ["result"], now=NOW, new_id=counting_ids(100))
    assert [each.key for each in gone] == ["again"]
    after = [each for each in merged(milestones, put) if each not in gone]
    assert day_of(after, "file") == (goal.target or START) + timedelta(days=7)
    failed = replace(goal, answers={"result": "failed"})
    put, gone = answered(failed, CHOICE, after, ["result"], now=NOW, new_id=counting_ids(200))
    assert [each.key for each in gone] == ["file"]
    assert day_of(list(put), "again") == (goal.target or START) + timedelta(days=7)


def test_what_somebody_worked_on_stays_when_its_option_is_not_chosen() -> None:
    goal, milestones = built(CHOICE)
    begun = replace(with_key(milestones, "again"), status="doing")
    passed = replace(goal, answers={"result": "passed"})
    _, gone = answered(passed, CHOICE, merged(milestones, (begun,)), ["result"], now=NOW, new_id=counting_ids(100))
    assert gone == ()


def test_a_closed_cycle_is_followed_by_the_next_with_its_own_steps() -> None:
    made = template(
        step("claim", "cycle_end-P1Y"), step("renew", "cycle_end+P1W"), plan_from="earned", duration=None,
        credentials=(credential(),),
    )  # fmt: skip
    goal, milestones = built(made, start=None, answers={"earned": "2026-01-10"})
    assert not is_cycle_over(goal, milestones)
    closed = [close(each, "done", at=NOW, on=START) for each in milestones]
    assert is_cycle_over(goal, closed)
    rolled, added = next_cycle(goal, made, closed, now=NOW, new_id=counting_ids(100))
    assert rolled.cycle == 2
    assert {(each.key, each.cycle, each.due) for each in added} == {
        ("claim", 2, date(2031, 1, 9)),
        ("renew", 2, date(2032, 1, 16)),
    }


def test_a_moved_series_keeps_its_number_and_its_done_occurrences() -> None:
    made = template(step("s", "start", repeat=StepRepeat(every="P1W", count=5)), step("end", "target"))
    goal, milestones = built(made)
    second = close(with_key(milestones, "s"), "done", at=NOW, on=START)
    later = replace(goal, start=START + timedelta(days=3))
    moved = redated(later, made, merged(milestones, (second,)), {"start"}, now=NOW)
    series = with_key(list(moved), "s")
    assert (series.n, series.due) == (2, START + timedelta(days=10))
    assert len(series.occurrences) == 1


def test_a_date_without_an_anchor_stands_by_itself() -> None:
    assert dated_by_hand(milestone(), None, None, START).due == START
    moved = dated_by_hand(milestone(due=START, moment="start"), None, None, None)
    assert (moved.due, moved.moment) == (None, None)


@given(st.integers(-400, 400), st.integers(-400, 400))
def test_moving_a_goal_there_and_back_restores_every_date(by: int, stretch: int) -> None:
    made = template(
        step("a", "start+P1M"), step("b", "a+P1W"), step("c", "target-P6M", latest="target"), step("d", "b-P3D"),
        step("s", "start+P1W", repeat=StepRepeat(every="P2W")),
    )  # fmt: skip
    start, target = date(2027, 5, 31), date(2029, 5, 31)
    result = drafted(made, start=start, target=target)
    goal, milestones = result.goal, list(result.milestones)
    away = replace(goal, start=start + timedelta(days=by), target=target + timedelta(days=by + stretch))
    there = merged(milestones, redated(away, made, milestones, {"start", "target"}, now=NOW))
    back = merged(there, redated(goal, made, there, {"start", "target"}, now=NOW))
    assert [(each.key, each.due) for each in back] == [(each.key, each.due) for each in milestones]


@given(st.integers(1, 500))
def test_resuming_later_moves_soft_dates_by_the_days_of_the_pause(days: int) -> None:
    goal, milestones = built(BASIC)
    moved = merged(milestones, shifted(milestones, days, anchors_of(goal, BASIC, keyed(milestones)), now=NOW))
    for before, after in zip(milestones, moved, strict=True):
        gone = timedelta(0) if before.fixed else timedelta(days=days)
        assert after.due is not None
        assert before.due is not None
        assert after.due - before.due == gone
    still = redated(goal, BASIC, moved, {"start", "target", "a"}, now=NOW, by_person=frozenset({""}))
    assert still == ()
