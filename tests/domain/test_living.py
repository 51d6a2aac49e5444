from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.living import (
    anchors_of,
    dated_by_hand,
    followers,
    keyed,
    redated,
    shifted,
    waiting_anchors,
    waits_for,
)
from planner.domain.repeat import close
from planner.domain.template import StepRepeat
from tests.domain.making import (
    NOW,
    START,
    built,
    credential,
    date_question,
    day_of,
    drafted,
    merged,
    milestone,
    step,
    template,
    with_key,
)

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
    edited = dated_by_hand(with_key(milestones, "a"), anchors, START + timedelta(days=10))
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
    assert dated_by_hand(milestone(), None, START).due == START
    moved = dated_by_hand(milestone(due=START, moment="start"), None, None)
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
    moved = merged(milestones, shifted(goal, BASIC, milestones, days, now=NOW))
    for before, after in zip(milestones, moved, strict=True):
        gone = timedelta(0) if before.fixed else timedelta(days=days)
        assert after.due is not None
        assert before.due is not None
        assert after.due - before.due == gone
    still = redated(goal, BASIC, moved, {"start", "target", "a"}, now=NOW, by_person=frozenset())
    assert still == ()


def test_without_its_template_a_goal_keeps_the_days_that_count_from_its_questions() -> None:
    made = template(
        step("a", "start"), step("b", "a+P1W"), step("c", "known", latest="a+P9W"), questions=(date_question("known"),)
    )
    goal, milestones = built(made, answers={"known": "2027-02-01"})
    later = replace(goal, start=START + timedelta(days=7))
    moved = redated(later, None, milestones, {"start", "known"}, now=NOW)
    assert {each.key: each.due for each in moved} == {
        "a": START + timedelta(days=7),
        "b": START + timedelta(days=14),
    }


def test_a_day_chosen_beyond_its_window_is_not_taken_back_by_the_next_move() -> None:
    made = template(step("a", "start+P1W", latest="start+P2W", earliest="start"), step("end", "target"))
    goal, milestones = built(made)
    anchors = anchors_of(goal, made, keyed(milestones))
    late = dated_by_hand(with_key(milestones, "a"), anchors, START + timedelta(days=30))
    assert (late.latest, late.earliest) == (None, "start")
    later = replace(goal, start=START + timedelta(days=1))
    moved = redated(later, made, merged(milestones, (late,)), {"start"}, now=NOW)
    assert day_of(list(moved), "a") == START + timedelta(days=31)


def test_a_day_chosen_for_what_waits_stands_by_itself() -> None:
    made = template(step("a", "start"), step("b", "known+P1W"), questions=(date_question("known"),))
    goal, milestones = built(made)
    chosen = dated_by_hand(with_key(milestones, "b"), anchors_of(goal, made, keyed(milestones)), START)
    assert (chosen.due, chosen.moment) == (START, None)
    on_undated = template(step("a", "known"), step("b", "a+P1W"), questions=(date_question("known"),))
    goal, milestones = built(on_undated)
    chosen = dated_by_hand(with_key(milestones, "b"), anchors_of(goal, on_undated, keyed(milestones)), START)
    assert (chosen.due, chosen.moment) == (START, None)


def test_what_counts_from_a_step_without_a_day_waits_for_that_step() -> None:
    made = template(
        step("a", "start+P1W"), step("b", "a+P1W"), step("c", "known+P1W"), questions=(date_question("known"),)
    )
    goal, milestones = built(made)
    undated = dated_by_hand(with_key(milestones, "a"), anchors_of(goal, made, keyed(milestones)), None)
    there = merged(milestones, (undated,))
    there = merged(there, redated(goal, made, there, {"a"}, now=NOW))
    anchors = waiting_anchors(goal, made, there)
    assert [waits_for(each, anchors) for each in there] == [None, "Step a", "Day of known"]
    skipped = close(undated, "skipped", at=NOW, on=START)
    anchors = waiting_anchors(goal, made, merged(there, (skipped,)))
    assert waits_for(with_key(there, "b"), anchors) == "Step a"


def test_a_series_that_follows_another_shifts_its_open_occurrence_with_it_or_alone() -> None:
    made = template(step("s", "start", repeat=StepRepeat(every="P1W", count=3)), step("then", "s+P1D"))
    goal, milestones = built(made)
    by = timedelta(days=30)
    there = merged(milestones, shifted(goal, made, milestones, 30, now=NOW))
    assert (day_of(there, "s"), day_of(there, "then")) == (START + by, START + by + timedelta(days=1))
    first = close(with_key(milestones, "s"), "done", at=NOW, on=START)
    moved = shifted(goal, made, merged(milestones, (first,)), 30, now=NOW)
    assert {each.key: each.due for each in moved} == {
        "s": START + by + timedelta(weeks=1),
        "then": START + by + timedelta(days=1),
    }


def test_a_series_that_follows_another_moves_with_it() -> None:
    made = template(step("s", "start", repeat=StepRepeat(every="P1W", count=3)), step("then", "s+P1D"))
    goal, milestones = built(made)
    later = replace(goal, start=START + timedelta(days=5))
    there = merged(milestones, redated(later, made, milestones, {"start"}, now=NOW))
    assert (day_of(there, "s"), day_of(there, "then")) == (START + timedelta(days=5), START + timedelta(days=6))


def test_a_series_by_rule_moves_with_its_goal_and_keeps_its_number() -> None:
    weekly = StepRepeat(rrule="FREQ=WEEKLY;BYDAY=MO", count=5)
    made = template(step("s", "start", repeat=weekly), step("end", "target"))
    goal, milestones = built(made)
    second = close(with_key(milestones, "s"), "done", at=NOW, on=START)
    assert second.due == START + timedelta(weeks=1)
    later = replace(goal, start=START + timedelta(weeks=3))
    moved = redated(later, made, merged(milestones, (second,)), {"start"}, now=NOW)
    assert (with_key(list(moved), "s").n, day_of(list(moved), "s")) == (2, START + timedelta(weeks=4))


PAUSED = template(
    step("a", "start"),
    step("b", "a+P1M"),
    step("exam", "target", fixed=True),
    step("before", "exam-P4W", latest="exam-P1W"),
    step("told", "known+P1W"),
    step("hoped", "hope+P1W"),
    step("s", "b+P1W", repeat=StepRepeat(every="P1M", until="told")),
    step("then", "s+P2D"),
    step("keep", "cycle_end-P1Y"),
    duration="P40W",
    questions=(date_question("known"), date_question("hope", expect="b+P1W"), date_question("earned", expect="exam")),
    credentials=(credential(),),
)


@given(st.integers(1, 500), st.sets(st.sampled_from(["a", "b", "s", "before"])))
def test_nothing_jumps_back_at_the_next_move_after_a_pause(days: int, done: set[str]) -> None:
    goal, milestones = built(PAUSED, answers={"known": "2027-06-01"})
    for key in done:
        one = with_key(milestones, key)
        milestones = merged(milestones, (close(one, "done", at=NOW, on=(one.due or START) + timedelta(days=2)),))
    there = merged(milestones, shifted(goal, PAUSED, milestones, days, now=NOW))
    everything = {"start", "target", "known", "hope", "earned", *(each.key or "" for each in milestones)}
    assert redated(goal, PAUSED, there, everything, now=NOW, by_person=frozenset()) == ()
    for old, new in zip(milestones, there, strict=True):
        if not old.is_open or old.fixed:
            assert (new.due, new.status) == (old.due, old.status)
        elif old.key in {"a", "b", "told"}:
            assert (new.due or START) - (old.due or START) == timedelta(days=days)
    assert with_key(there, "keep") == with_key(milestones, "keep")  # expected from an exam that stays
    exam, before = day_of(there, "exam"), day_of(there, "before")
    assert before is not None
    assert exam is not None
    assert "before" in done or before <= exam - timedelta(weeks=1)
