from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.errors import WrongUsage
from planner.domain.layout import StepChange
from planner.domain.template import Question, Step, StepRepeat, Template
from tests.domain.making import TODAY, choice, credential, date_question, days_of, drafted, step, template

DATES = st.dates(date(1980, 1, 1), date(2180, 12, 31))


def test_of_start_and_target_the_one_not_given_follows_from_the_duration() -> None:
    made = template(step("a", "start"), step("b", "target"))
    assert days_of(drafted(made, start=date(2027, 1, 4))) == {"a": date(2027, 1, 4), "b": date(2027, 3, 15)}
    assert days_of(drafted(made, target=date(2027, 3, 15))) == {"a": date(2027, 1, 4), "b": date(2027, 3, 15)}


def test_with_both_given_each_moment_counts_from_its_own_anchor() -> None:
    made = template(step("a", "start+P1W"), step("b", "target-P1W"))
    days = days_of(drafted(made, start=date(2027, 1, 4), target=date(2027, 6, 28)))
    assert days == {"a": date(2027, 1, 11), "b": date(2027, 6, 21)}


def test_what_would_come_before_what_it_follows_names_both_and_the_shortest_window() -> None:
    made = template(step("a", "start+P7W"), step("b", "target-P10W", after=("a",)), duration="P20W")
    tight = drafted(made, start=date(2027, 1, 4), target=date(2027, 4, 12))
    assert len(tight.problems) == 2
    assert "“Step b” (2027-02-01) would come before “Step a” (2027-02-22)" in tight.problems[0]
    assert "17 weeks (119 days)" in tight.problems[1]
    assert tight.shortest == 119
    assert drafted(made, start=date(2027, 1, 4), target=date(2027, 5, 3)).problems == ()


def test_the_shortest_window_holds_what_the_template_puts_before_its_target() -> None:
    made = template(step("a", "start+P5W"), step("b", "target"), step("c", "start+P11W"))
    assert drafted(made, start=date(2027, 1, 4)).shortest == 35
    year = template(step("a", "cycle_start"), step("b", "cycle_end"), cycle="P1Y", duration="P1Y")
    assert drafted(year, start=date(2027, 1, 4)).shortest == 364


def test_a_template_that_cannot_fit_says_so_without_a_window() -> None:
    made = template(step("a", "start+P2W"), step("b", "start+P1W", after=("a",)))
    tight = drafted(made, start=date(2027, 1, 4))
    assert tight.shortest is None
    assert len(tight.problems) == 1


def test_steps_may_follow_the_target() -> None:
    made = template(step("a", "target+P1W"))
    assert days_of(drafted(made, target=date(2027, 3, 1))) == {"a": date(2027, 3, 8)}


def test_months_end_on_the_last_of_a_shorter_month() -> None:
    made = template(step("a", "start+P1M"), step("b", "start+P6M"))
    assert days_of(drafted(made, start=date(2027, 1, 31)))["a"] == date(2027, 2, 28)
    assert days_of(drafted(made, start=date(2027, 8, 31)))["b"] == date(2028, 2, 29)


def test_an_answer_wins_over_what_is_expected_and_that_over_nothing() -> None:
    made = template(
        step("a", "known+P1D"),
        step("b", "unknown+P1D"),
        questions=(date_question("known", expect="start+P1W"), date_question("unknown")),
    )
    plain = drafted(made, start=date(2027, 1, 4))
    assert days_of(plain) == {"a": date(2027, 1, 12), "b": None}
    by_key = {line.step.key: line for line in plain.lines}
    assert by_key["a"].milestone.expected
    assert by_key["b"].undated_until == "Day of unknown"
    told = drafted(made, start=date(2027, 1, 4), answers={"known": "2027-02-01", "unknown": "2027-03-01"})
    assert days_of(told) == {"a": date(2027, 2, 2), "b": date(2027, 3, 2)}
    assert not any(line.milestone.expected for line in told.lines)


def test_a_window_holds_the_day_inside_it() -> None:
    made = template(
        step("a", "start"),
        step("late", "start+P9W", latest="a+P3W"),
        step("early", "start+P1W", earliest="a+P2W"),
    )
    days = days_of(drafted(made, start=date(2027, 1, 4)))
    assert days["late"] == date(2027, 1, 25)
    assert days["early"] == date(2027, 1, 18)


def test_a_fixed_day_is_never_moved_into_a_window_in_silence() -> None:
    made = template(step("a", "start"), step("exam", "target", fixed=True, latest="a+P1W"))
    assert days_of(drafted(made, start=date(2027, 1, 4)))["exam"] == date(2027, 3, 15)


def test_counting_forward_from_a_milestone_says_that_it_follows_it() -> None:
    made = template(step("a", "start"), step("b", "a+P1W"), step("c", "a-P1D"))
    lines = {line.step.key: line.milestone for line in drafted(made, start=date(2027, 1, 4)).lines}
    assert lines["b"].after == (lines["a"].id,)
    assert lines["c"].after == ()


def test_a_step_waits_until_its_choice_is_made_and_goes_with_the_other_answer() -> None:
    made = template(step("a", "start"), step("b", "start+P1W", if_=("yes",)), questions=(choice("well", "yes", "no"),))
    waiting = {line.step.key: line for line in drafted(made, start=date(2027, 1, 4)).lines}
    assert waiting["b"].milestone.due is None
    assert waiting["b"].undated_until == "Choice well"
    assert days_of(drafted(made, start=date(2027, 1, 4), answers={"well": "yes"}))["b"] == date(2027, 1, 11)
    assert "b" not in days_of(drafted(made, start=date(2027, 1, 4), answers={"well": "no"}))


def test_an_optional_step_is_unticked_unless_it_waits_for_a_date_or_was_ticked() -> None:
    made = template(
        step("a", "start"),
        step("maybe", "start+P1W", optional=True),
        step("perhaps", "audit+P1W", optional=True),
        questions=(date_question("audit"),),
    )
    assert set(days_of(drafted(made))) == {"a", "perhaps"}
    assert set(days_of(drafted(made, also=("maybe",)))) == {"a", "maybe", "perhaps"}
    assert drafted(made).goal.without == ("maybe",)


def test_unticked_steps_are_left_out_and_remembered_and_nothing_follows_them() -> None:
    made = template(step("a", "start"), step("b", "start+P1W", after=("a",)))
    left_out = drafted(made, without=("a",))
    assert left_out.goal.without == ("a",)
    assert left_out.milestones[0].after == ()


def test_effort_per_report_is_an_hour_for_each() -> None:
    reports = Question(key="reports", ask="number", title="Reports", question="How many?", default=Decimal(3))
    made = template(step("a", "start", effort="PT1H", per="reports"), questions=(reports,))
    assert drafted(made).minutes == 180
    assert drafted(made, answers={"reports": "5"}).minutes == 300


def test_a_changed_day_keeps_its_anchor_and_a_fixed_one_is_cut_loose() -> None:
    made = template(step("a", "start+P1W"), step("b", "a+P1W"), step("c", "start+P2W"))
    changes = {
        "a": StepChange(due=date(2027, 1, 20), title="My own words"),
        "c": StepChange(due=date(2027, 1, 21), fixed=True),
    }
    lines = {line.step.key: line.milestone for line in drafted(made, start=date(2027, 1, 4), changes=changes).lines}
    assert lines["a"].moment == "start+P16D"
    assert lines["a"].title == "My own words"
    assert lines["b"].due == date(2027, 1, 27)
    assert (lines["c"].moment, lines["c"].fixed) == (None, True)


class TestInThePast:
    made = template(
        step("a", "start"),
        step("b", "start+P4W", after=("a",)),
        step("c", "target-P2W", after=("b",)),
        step("d", "target"),
    )

    def test_it_is_said_and_not_taken_in_silence(self) -> None:
        late = drafted(self.made, target=TODAY + timedelta(days=35))
        assert late.past == ("a", "b")
        assert not late.goal.late_start

    def test_the_earliest_target_fits_a_start_today(self) -> None:
        moved = drafted(self.made, target=TODAY + timedelta(days=35), past="earliest")
        assert moved.goal.start == TODAY
        assert moved.goal.target == TODAY + timedelta(weeks=6)
        assert moved.past == ()
        assert moved.problems == ()

    def test_a_target_that_fits_a_start_today_is_kept(self) -> None:
        long = replace(self.made, duration="P52W")
        wanted = TODAY + timedelta(weeks=20)
        asked = drafted(long, target=wanted)
        assert "a" in asked.past
        assert asked.earliest_target == wanted
        kept = drafted(long, target=wanted, past="earliest")
        assert (kept.goal.start, kept.goal.target, kept.past, kept.problems) == (TODAY, wanted, (), ())

    def test_compressing_keeps_the_target_and_the_order(self) -> None:
        squeezed = drafted(self.made, target=TODAY + timedelta(days=35), past="compress")
        days = days_of(squeezed)
        assert days["a"] == TODAY
        assert days["b"] == TODAY + timedelta(days=14)
        assert days["c"] == TODAY + timedelta(days=28)
        assert days["d"] == TODAY + timedelta(days=35)
        assert squeezed.past == ()
        assert squeezed.problems == ()

    def test_keeping_the_dates_marks_a_late_start(self) -> None:
        kept = drafted(self.made, target=TODAY + timedelta(days=35), past="late")
        assert kept.goal.late_start
        assert days_of(kept)["a"] == TODAY - timedelta(days=35)

    def test_compressing_a_series_compresses_where_it_ends(self) -> None:
        weekly = StepRepeat(every="P1W", count=8)
        made = template(step("s", "start+P1W", repeat=weekly), step("end", "target"))
        squeezed = drafted(made, target=TODAY + timedelta(days=35), past="compress")
        series = squeezed.lines[0].milestone
        assert series.repeat is not None
        assert series.repeat.until == TODAY + timedelta(days=28)

    @given(st.integers(1, 69))
    def test_compressing_never_leaves_anything_before_today_or_after_the_target(self, days: int) -> None:
        target = TODAY + timedelta(days=days)
        found = [day for day in days_of(drafted(self.made, target=target, past="compress")).values() if day]
        assert min(found) >= TODAY
        assert max(found) <= target


def test_cycle_steps_count_from_what_is_earned_and_wait_or_are_expected_until_then() -> None:
    made = template(
        step("exam", "target", fixed=True),
        step("keep", "cycle_end-P6M"),
        plan_from="target",
        questions=(date_question("earned", expect="exam"),),
        credentials=(credential(),),
    )
    before = {line.step.key: line.milestone for line in drafted(made, target=date(2027, 3, 1)).lines}
    assert before["keep"].due == date(2029, 8, 28)
    assert before["keep"].expected
    assert before["keep"].cycle == 1
    known = drafted(made, answers={"earned": "2025-01-10"})
    assert days_of(known) == {"keep": date(2027, 7, 9)}
    assert known.goal.target is None


def test_a_cycle_that_ends_in_an_expected_month_is_expected_too() -> None:
    made = template(
        step("keep", "cycle_end-P6M"),
        plan_from="earned",
        duration=None,
        questions=(date_question("earned"), date_question("joined", expect="earned")),
        credentials=(credential(ends="anniversary_month", of="joined"),),
    )
    (line,) = drafted(made, answers={"earned": "2026-10-10"}).lines
    assert line.milestone.expected
    (line,) = drafted(made, answers={"earned": "2026-10-10", "joined": "2020-05-04"}).lines
    assert not line.milestone.expected


def test_what_was_earned_long_ago_is_in_its_running_cycle() -> None:
    made = template(step("keep", "cycle_end-P6M"), plan_from="earned", credentials=(credential(),), duration=None)
    made_draft = drafted(made, answers={"earned": "2019-01-10"})
    assert made_draft.goal.cycle == 3
    assert days_of(made_draft) == {"keep": date(2027, 7, 9)}


def test_until_one_of_several_certificates_is_chosen_their_cycle_waits_for_that_choice() -> None:
    small, big = (replace(credential(), id=each, if_=(each,)) for each in ("small", "big"))
    made = template(
        step("keep", "cycle_end-P6M"),
        plan_from="earned",
        questions=(choice("which", "small", "big"),),
        credentials=(small, big),
        duration=None,
    )
    waiting = drafted(made, answers={"earned": "2026-12-01"}).lines[0]
    assert (waiting.milestone.due, waiting.undated_until) == (None, made.asked["which"].title)
    assert days_of(drafted(made, answers={"earned": "2026-12-01", "which": "big"})) == {"keep": date(2029, 5, 30)}


def test_a_cycle_that_ends_with_the_month_of_birth_waits_for_that_month() -> None:
    rule = credential(ends="birth_month", length="P3Y")
    made = template(step("keep", "cycle_end-P6M"), plan_from="earned", credentials=(rule,), duration=None)
    waiting = drafted(made, answers={"earned": "2026-12-01"}).lines[0]
    assert (waiting.milestone.due, waiting.undated_until) == (None, "Your month of birth")
    known = drafted(made, answers={"earned": "2026-12-01", "birth_month": "9"})
    assert [question.key for question in known.questions] == ["birth_month"]
    assert days_of(known) == {"keep": date(2029, 3, 30)}


def test_a_series_of_a_running_cycle_begins_with_its_first_day_that_is_not_past() -> None:
    monthly = StepRepeat(every="P1M")
    made = template(
        step("log", "cycle_end-P35M", repeat=monthly), plan_from="earned", credentials=(credential(),), duration=None
    )
    series = drafted(made, answers={"earned": "2025-01-10"}).lines[0]
    assert series.milestone.due == date(2026, 12, 9)
    assert series.milestone.repeat is not None
    assert series.milestone.repeat.until == date(2028, 1, 9)
    assert series.count == 14


def test_what_a_running_cycle_asked_for_earlier_is_not_asked_again_and_holds_nothing_up() -> None:
    made = template(
        step("give", "cycle_end-P18M", repeat=StepRepeat(every="P9M", count=2)),
        step("talk", "cycle_end-P18M", repeat=StepRepeat(every="P6M", count=4)),
        step("log", "cycle_end-P35M", repeat=StepRepeat(every="P5M", count=30)),
        step("sum", "cycle_end-P4M", after=("give", "talk", "log")),
        plan_from="earned",
        credentials=(credential(),),
        duration=None,
    )
    late = drafted(made, answers={"earned": "2024-03-10"})
    assert late.problems == ()
    assert late.past == ("sum",)
    lines = {line.step.key: line for line in late.lines}
    assert "give" not in lines
    assert (lines["talk"].milestone.due, lines["talk"].count) == (date(2027, 3, 9), 1)
    # A series of a cycle ends with it, whatever its count says.
    assert (lines["log"].milestone.due, lines["log"].count) == (date(2027, 3, 9), 1)


def test_a_plan_with_its_own_cycle_begins_anew() -> None:
    made = template(step("a", "cycle_start"), step("b", "cycle_end"), cycle="P1Y", duration=None)
    assert days_of(drafted(made, start=date(2028, 2, 29))) == {"a": date(2028, 2, 29), "b": date(2029, 2, 27)}


def test_a_series_without_count_or_until_ends_with_the_plan() -> None:
    made = template(step("s", "start", repeat=StepRepeat(every="P1W")))
    line = drafted(made, start=date(2027, 1, 4)).lines[0]
    assert line.milestone.repeat is not None
    assert line.milestone.repeat.until == date(2027, 3, 15)
    assert line.count == 11


def test_a_step_counted_from_a_series_comes_after_each_of_its_occurrences() -> None:
    made = template(step("s", "start", repeat=StepRepeat(every="P1W", count=4)), step("then", "s+P1D"))
    lines = {line.step.key: line for line in drafted(made, start=date(2027, 1, 4)).lines}
    follower = lines["then"].milestone
    assert follower.repeat is not None
    assert follower.repeat.each == lines["s"].milestone.id
    assert follower.due == date(2027, 1, 5)
    assert lines["then"].count == 4


def test_a_step_that_follows_the_series_of_a_running_cycle_follows_what_is_left_of_it() -> None:
    made = template(
        step("look", "cycle_start+P3M", repeat=StepRepeat(every="P1Y")),
        step("then", "look+P1M"),
        credentials=(credential(length="P3Y"),),
    )
    days = days_of(drafted(made, answers={"earned": "2025-01-10"}))
    assert days == {"look": date(2027, 4, 10), "then": date(2027, 5, 10)}


def test_questions_of_a_form_leave_out_what_is_asked_later() -> None:
    made = template(
        step("exam", "target", asks=("result",)),
        questions=(
            date_question("target"),
            choice("result", "passed", "failed"),
            choice("test", "gmat", "gre"),
            date_question("sitting", if_=("gmat",)),
        ),
    )
    assert [question.key for question in drafted(made).questions] == ["test"]
    assert [question.key for question in drafted(made, answers={"test": "gmat"}).questions] == ["test", "sitting"]


def test_a_date_outside_the_calendar_is_refused() -> None:
    with pytest.raises(WrongUsage, match="1970 to 2199"):
        drafted(template(step("a", "start+P20Y")), start=date(2190, 1, 1))


@st.composite
def templates(draw: st.DrawFn) -> Template:
    """Steps that count from start, target or an earlier step, and follow some that come before them by weeks."""
    count = draw(st.integers(1, 8))
    steps: list[Step] = []
    for number in range(count):
        anchor = draw(st.sampled_from(["start", "target", *(each.key for each in steps)]))
        sign = "-" if anchor == "target" else "+"
        weeks = draw(st.integers(0, 12))
        when = f"{anchor}{sign}P{weeks}W" if weeks else anchor
        after = draw(st.lists(st.sampled_from([each.key for each in steps]), unique=True, max_size=2)) if steps else []
        steps.append(step(f"s{number}", when, after=tuple(after)))
    return template(
        *steps, duration=f"P{draw(st.integers(1, 40))}W", plan_from=draw(st.sampled_from(["start", "target"]))
    )


@given(templates(), DATES)
def test_nothing_comes_before_what_it_follows_or_it_is_said(made: Template, day: date) -> None:
    built = drafted(made, **{made.plan_from: day})
    by_id = {milestone.id: milestone for milestone in built.milestones}
    wrong = [
        (milestone.title, by_id[before].title)
        for milestone in built.milestones
        for before in milestone.after
        if by_id[before].due and milestone.due and by_id[before].due > milestone.due  # type: ignore[operator]  # both are days
    ]
    assert bool(wrong) == bool(built.problems)


@given(templates(), DATES)
def test_the_shortest_window_fits_and_a_day_less_does_not(made: Template, start: date) -> None:
    built = drafted(made, start=start)
    assume(built.shortest is not None)
    assert built.shortest is not None
    fitting = drafted(made, start=start, target=start + timedelta(days=built.shortest))
    assert fitting.problems == ()
    if built.shortest:
        target = start + timedelta(days=built.shortest - 1)
        tight = drafted(made, start=start, target=target)
        assert tight.problems or any(not start <= day <= target for day in days_of(tight).values() if day)


@given(templates(), DATES)
def test_building_is_deterministic_and_the_same_anchor_gives_the_same_dates(made: Template, day: date) -> None:
    assert drafted(made, start=day) == drafted(made, start=day)
    forwards = drafted(made, start=day)
    again = drafted(made, start=forwards.goal.start, target=forwards.goal.target)
    assert days_of(again) == days_of(forwards)
