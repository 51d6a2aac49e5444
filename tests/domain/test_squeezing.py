from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.domain.build import Way
from planner.domain.durations import LAST_DAY, parse_moment
from planner.domain.moving import Move, move_goal
from planner.domain.plan import Goal, Milestone
from planner.domain.repeat import projected, remaining
from planner.domain.squeezing import compressed
from planner.domain.template import StepRepeat
from tests.domain.making import (
    NOW,
    TODAY,
    choice,
    credential,
    date_question,
    days_of,
    drafted,
    merged,
    step,
    template,
    with_key,
)

WEEKLY = StepRepeat(every="P1W", count=8)
STUDY = template(
    step("read", "start"),
    step("study", "target-P9W", repeat=WEEKLY, effort="PT2H"),
    step("note", "study+P1D", effort="PT1H"),
    step("end", "target", after=("study",)),
)
TARGET = TODAY + timedelta(days=35)


def test_what_there_is_no_time_for_is_said_in_a_sentence() -> None:
    assert drafted(STUDY, start=TODAY).remarks == ()
    squeezed = drafted(STUDY, target=TARGET, past="compress")
    count = squeezed.lines[1].count
    assert 0 < count < 8
    said = f"There is less time than usual, {(8 - count) * 3} h less work: “Step study” {count} times instead of 8."
    assert squeezed.remarks == (said,)


def test_of_many_series_that_come_less_often_two_are_named() -> None:
    made = template(*(step(key, "start", repeat=StepRepeat(every="P1W")) for key in "abc"), step("end", "target"))
    (said,) = drafted(made, start=TODAY, target=TARGET).remarks
    expected = "“Step a” 6 times instead of 11, “Step b” 6 times instead of 11, and 1 more."
    assert said == f"There is less time than usual: {expected}"


def test_what_was_squeezed_out_comes_back_when_the_target_moves_on_after_all() -> None:
    squeezed = drafted(STUDY, target=TARGET, past="compress")
    members = list(squeezed.milestones)
    later = move_goal(squeezed.goal, STUDY, members, target=TARGET + timedelta(weeks=16), today=TODAY, now=NOW)
    assert later.fits
    study = with_key(merged(members, tuple(each.after for each in later.moved)), "study")
    assert study.due == members[1].due
    assert study.repeat is not None
    assert study.repeat.count == 8
    assert study.repeat.until is not None
    assert study.repeat.until > TODAY + timedelta(weeks=12)


def test_a_series_that_follows_what_moves_with_the_target_moves_with_it_too() -> None:
    made = template(
        step("read", "target-P9W"),
        step("study", "target-P8W", repeat=WEEKLY, after=("read",)),
        step("end", "target"),
    )
    squeezed = drafted(made, target=TARGET, past="compress")
    assert [each.moment.partition("-")[0] for each in squeezed.milestones if each.moment] == ["target"] * 3


class TestTheEarliestThatIsOffered:
    def test_it_keeps_the_order_of_what_is_only_expected(self) -> None:
        made = template(
            step("ask", "start+P4W"),
            step("talk", "first", after=("ask",)),
            step("half", "target-P6W", after=("talk",)),
            questions=(date_question("first", expect="ask+P3W"),),
        )
        taken = drafted(made, start=TODAY - timedelta(weeks=8), past="earliest")
        assert taken.shortest == 13 * 7
        assert days_of(taken)["half"] == days_of(taken)["talk"]
        assert (taken.remarks, taken.problems, taken.past) == ((), (), ())

    def test_it_keeps_the_order_of_what_waits_for_a_choice(self) -> None:
        made = template(
            step("round", "start+P4W"),
            step("more", "start+P6W", after=("round",), if_=("yes",)),
            step("last", "target-P1W", after=("more",)),
            questions=(choice("seen", "yes", "no"),),
        )
        assert drafted(made, start=TODAY).shortest == 7 * 7
        assert drafted(made, start=TODAY, answers={"seen": "yes"}).shortest == 7 * 7
        assert drafted(made, start=TODAY, answers={"seen": "no"}).shortest == 4 * 7


class TestOnlyWhatHelpsIsOffered:
    late = template(step("a", "start"), step("b", "target", after=("a",)))

    def test_all_three_where_all_three_help(self) -> None:
        assert drafted(self.late, target=TARGET).ways == ("earliest", "compress", "late")
        assert drafted(self.late, target=TODAY - timedelta(days=1)).ways == ("earliest", "late")

    @pytest.mark.parametrize("way", ["earliest", "compress", "late"])
    def test_they_stay_open_when_one_is_taken(self, way: str) -> None:
        taken = drafted(self.late, target=TARGET, past=way)
        assert taken.ways == ("earliest", "compress", "late")
        assert taken.past == (("a",) if way == "late" else ())

    def test_nothing_where_nothing_lies_in_the_past(self) -> None:
        assert drafted(self.late, start=TODAY).ways == ()
        assert drafted(self.late, start=TODAY, past="compress") == drafted(self.late, start=TODAY)

    def test_late_alone_where_no_other_date_of_the_plan_helps(self) -> None:
        made = template(
            step("exam", "target"),
            step("look", "cycle_start+P1M"),
            step("renew", "cycle_end"),
            credentials=(credential(),),
            plan_from="target",
        )
        earned = (TODAY - timedelta(days=400)).isoformat()
        for way in ("ask", "earliest", "compress"):
            asked = drafted(made, target=TARGET, answers={"earned": earned}, past=way)
            assert (asked.past, asked.ways) == (("look",), ("late",))


@pytest.mark.parametrize("when", ["start-P3W", "target-P30W", "start-P2D"])
def test_a_step_that_is_meant_to_come_before_the_start_has_a_moment_too(when: str) -> None:
    made = template(step("before", when), step("read", "start"), step("end", "target"))
    found = compressed(made, TODAY - timedelta(days=30), TARGET, TODAY)
    for spelled in found.values():
        assert parse_moment(spelled.when).anchor in {"start", "target"}
    assert drafted(made, start=TODAY - timedelta(days=30), target=TARGET, past="late").lines


def test_a_series_without_a_number_goes_on_to_the_target_however_short_the_plan_becomes() -> None:
    made = template(
        step("first", "target-P20W"),
        step("study", "target-P10W", repeat=StepRepeat(every="P1W")),
        step("end", "target"),
        duration="P20W",
    )
    squeezed = drafted(made, target=TODAY + timedelta(weeks=10), past="compress")
    study = squeezed.lines[1]
    assert study.milestone.due == TODAY + timedelta(weeks=5)
    assert study.count == 6
    assert study.milestone.repeat is not None
    assert study.milestone.repeat.until == squeezed.goal.target


def moved(goal: Goal, there: list[Milestone], target: date, way: Way = "compress") -> tuple[Move, list[Milestone]]:
    move = move_goal(goal, STUDY, there, target=target, today=TODAY, now=NOW, way=way)
    return move, merged(there, tuple(each.after for each in move.moved))


def test_a_move_that_compresses_ends_series_with_the_target_and_says_what_it_leaves_out() -> None:
    made = drafted(STUDY, start=TODAY)
    there = list(made.milestones)
    move, after = moved(made.goal, there, TARGET)
    assert move.fits
    study = with_key(after, "study")
    last = [study.due, *projected(study, TODAY, LAST_DAY)][-1]
    assert last is not None
    assert last <= TARGET
    left = remaining(study) or 0
    assert 0 < left < 8
    said = f"There is less time than before, {(8 - left) * 3} h less work: “Step study” {left} times instead of 8."
    assert move.notes == (said,)
    _, back = moved(move.goal, after, TARGET + timedelta(weeks=16), "ask")
    assert remaining(with_key(back, "study")) == 8


def test_a_series_that_is_under_way_keeps_its_days_and_only_ends_sooner() -> None:
    made = drafted(STUDY, start=TODAY)
    there = list(made.milestones)
    study = with_key(there, "study")
    assert study.due is not None
    third = replace(study, n=3, due=study.due + timedelta(weeks=2), scheduled=study.due + timedelta(weeks=2))
    there = merged(there, (third,))
    move, after = moved(made.goal, there, (made.goal.target or TODAY) - timedelta(weeks=4))
    now = with_key(after, "study")
    assert (now.due, now.n) == (third.due, 3)
    assert now.repeat is not None
    assert now.repeat.first == study.due
    assert 0 < (remaining(now) or 0) < 6
    assert move.notes[-1].startswith("There is less time than before")


def test_what_is_late_comes_first_in_a_plan_that_is_compressed() -> None:
    made = drafted(STUDY, start=TODAY)
    there, later = list(made.milestones), TODAY + timedelta(weeks=2)
    assert made.goal.target is not None
    target = made.goal.target - timedelta(weeks=6)
    move = move_goal(made.goal, STUDY, there, target=target, today=later, now=NOW, way="compress")
    after = merged(there, tuple(each.after for each in move.moved))
    assert with_key(there, "study").due < later  # type: ignore[operator]  # it has a day
    assert with_key(after, "study").due == later
    assert move.fits
