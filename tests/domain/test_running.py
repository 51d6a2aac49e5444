"""The running cycle: which one it is, whatever is answered when, and what is said when a planned one is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planner.domain.answers import answered
from planner.domain.cycle_due import may_be_behind
from planner.domain.plan import Goal, Milestone
from planner.domain.repeat import close
from planner.domain.running import behind, behind_words, missed_words
from planner.domain.template import StepRepeat, Template
from planner.library.catalog import Catalog
from tests.domain.making import (
    NOW,
    START,
    TODAY,
    choice,
    counting_ids,
    credential,
    date_question,
    drafted,
    merged,
    step,
    template,
    with_key,
)

TEMPLATES = Path(__file__).parents[2] / "templates"
Days = Mapping[str, tuple[object, ...]]

KEEP = template(
    step("begin", "cycle_start"),
    step("log", "cycle_end-P10M", repeat=StepRepeat(every="P3M", count=3)),
    step("monthly", "cycle_start", repeat=StepRepeat(rrule="FREQ=MONTHLY")),
    step("note", "log+P1W"),
    step("renew", "cycle_end-P4W", kind="renew", after=("log",)),
    step("later", "cycle_end+P1W", if_=("yes",)),
    plan_from="earned",
    duration=None,
    questions=(
        date_question("earned"),
        date_question("joined", expect="earned"),
        choice("more", "yes", "no"),
    ),
    credentials=(credential(ends="anniversary_month", of="joined", length="P1Y", exempt_first=True),),
)


@cache
def shipped(name: str) -> Template:
    return Catalog(None).parse((TEMPLATES / f"{name}.json").read_text(encoding="utf-8"))


def at_once(made: Template, answers: Mapping[str, str], today: date = TODAY) -> tuple[Goal, list[Milestone]]:
    draft = drafted(made, today=today, answers=answers, past="late")
    return draft.goal, list(draft.milestones)


def one_by_one(
    made: Template, answers: Mapping[str, str], order: Sequence[str], first: int, today: date = TODAY
) -> tuple[Goal, list[Milestone]]:
    """Built with the first of the answers, given the others later."""
    given = {key: answers[key] for key in order[:first]}
    goal, milestones = at_once(made, given, today)
    for key in order[first:]:
        given[key] = answers[key]
        goal, put, gone = answered(
            replace(goal, answers=dict(given)), made, milestones, [key], now=NOW, today=today,
            new_id=counting_ids(1000 * len(given)),
        )  # fmt: skip
        milestones = [each for each in merged(milestones, put) if each.id not in {one.id for one in gone}]
    return goal, milestones


def dated(milestones: Sequence[Milestone]) -> Days:
    return {
        each.key or "": (
            each.cycle,
            each.due,
            each.scheduled,
            each.expected,
            each.repeat and replace(each.repeat, each=None),
        )
        for each in milestones
    }


def assert_same(later: tuple[Goal, list[Milestone]], once: tuple[Goal, list[Milestone]]) -> None:
    assert later[0].cycle == once[0].cycle
    there, wanted = dated(later[1]), dated(once[1])
    # What waits for a date when a goal is made is ticked, also what is optional.
    extra = there.keys() - wanted.keys()
    assert all(with_key(later[1], key).optional for key in extra)
    assert {key: there.get(key) for key in wanted} == wanted


class TestAnsweringLater:
    @given(
        earned=st.dates(date(2012, 1, 1), TODAY),
        joined=st.dates(date(2010, 1, 1), TODAY),
        more=st.sampled_from(["yes", "no"]),
        order=st.sampled_from(list(permutations(["earned", "joined", "more"]))),
        first=st.integers(0, 2),
    )
    @example(earned=date(2012, 9, 1), joined=date(2010, 9, 1), more="yes", order=("earned", "joined", "more"), first=0)
    @settings(max_examples=60, deadline=None)
    def test_gives_the_same_dates_as_answering_at_once_while_nothing_is_done(
        self, earned: date, joined: date, more: str, order: tuple[str, ...], first: int
    ) -> None:
        answers = {"earned": earned.isoformat(), "joined": joined.isoformat(), "more": more}
        assert_same(one_by_one(KEEP, answers, order, first), at_once(KEEP, answers))

    @given(before=st.dates(date(2012, 1, 1), TODAY), after=st.dates(date(2012, 1, 1), TODAY))
    @settings(max_examples=40, deadline=None)
    def test_and_so_does_answering_again(self, before: date, after: date) -> None:
        wrong = {"earned": before.isoformat(), "joined": "2011-03-05", "more": "no"}
        right = {**wrong, "earned": after.isoformat()}
        goal, milestones = at_once(KEEP, wrong)
        goal, put, gone = answered(
            replace(goal, answers=right), KEEP, milestones, ["earned"], now=NOW, today=TODAY, new_id=counting_ids(1000)
        )
        left = [each for each in merged(milestones, put) if each.id not in {one.id for one in gone}]
        assert_same((goal, left), at_once(KEEP, right))

    @pytest.mark.parametrize(
        ("name", "answers"),
        [
            ("google-cloud-keep", {"earned": "2023-05-01", "level": "professional"}),
            ("cfe-keep", {"earned": "2024-03-12", "joined": "2021-10-05"}),
            ("cissp-keep", {"earned": "2015-05-01"}),
            ("hr-keep", {"earned": "2019-05-10", "birth_month": "9"}),
        ],
    )
    def test_in_the_shipped_plans_that_keep_a_certificate(self, name: str, answers: Mapping[str, str]) -> None:
        made = shipped(name)
        for first in range(len(answers)):
            goal, milestones = one_by_one(made, answers, list(answers), first)
            assert_same((goal, milestones), at_once(made, answers))

    def test_what_was_done_stays_in_the_cycle_it_was_done_in(self) -> None:
        goal, milestones = at_once(KEEP, {"earned": "2025-03-12", "joined": "2020-12-05"}, today=date(2026, 12, 20))
        done = close(with_key(milestones, "begin"), "done", at=NOW, on=date(2026, 12, 20))
        goal = replace(goal, answers={**goal.answers, "joined": "2020-10-05"})
        after, _, _ = answered(
            goal, KEEP, merged(milestones, (done,)), ["joined"], now=NOW, today=date(2027, 11, 2),
            new_id=counting_ids(1000),
        )  # fmt: skip
        assert after.cycle == goal.cycle

    def test_what_is_done_in_the_running_cycle_goes_along_into_it(self) -> None:
        goal, milestones = at_once(KEEP, {"joined": "2020-10-05"})
        done = close(with_key(milestones, "begin"), "done", at=NOW, on=TODAY)
        goal = replace(goal, answers={**goal.answers, "earned": "2022-03-12"})
        after, put, _ = answered(
            goal, KEEP, merged(milestones, (done,)), ["earned"], now=NOW, today=TODAY, new_id=counting_ids(1000)
        )
        there = merged(merged(milestones, (done,)), put)
        assert after.cycle == 6
        assert (with_key(there, "begin").cycle, with_key(there, "begin").status) == (6, "done")
        assert with_key(there, "renew").due == date(2027, 10, 3)


class TestExpectedDays:
    def test_they_lie_in_the_cycle_that_runs_and_those_before_today_are_asked_about(self) -> None:
        draft = drafted(shipped("cfe-keep"), answers={"earned": "2024-03-12"})
        days = [each.due for each in draft.milestones]
        assert all(day is not None and date(2026, 4, 1) <= day <= date(2027, 3, 31) for day in days)
        assert all(each.expected for each in draft.milestones)
        assert with_key(list(draft.milestones), "quarter").due == date(2026, 11, 30)
        assert draft.past == ("verify", "ethics")
        assert [question.key for question in draft.questions if question.key not in draft.goal.answers] == ["joined"]

    def test_a_series_that_has_no_day_left_in_the_cycle_is_named(self) -> None:
        draft = drafted(shipped("cfe-keep"), answers={"earned": "2024-01-05"}, past="late")
        assert "quarter" not in {each.key for each in draft.milestones}
        (said,) = draft.remarks
        assert said == (
            "“Learn seven hours, five of them about fraud” has no day left in the cycle that runs until 2027-01-31; "
            "it comes with the next one."
        )

    def test_a_certificate_that_is_only_hoped_for_is_in_its_first_cycle(self) -> None:
        made = template(
            step("exam", "target", fixed=True, kind="exam"),
            step("keep", "cycle_end"),
            questions=(date_question("earned", expect="exam"),),
            credentials=(credential(length="P1Y"),),
        )
        draft = drafted(made, start=date(2019, 1, 1), target=date(2020, 1, 1), past="late")
        assert draft.goal.cycle == 1
        assert behind(draft.goal, made, draft.milestones, TODAY) is None


class TestBehind:
    answers: Mapping[str, str] = {"earned": "2024-03-12", "joined": "2021-10-05", "more": "no"}

    def test_a_goal_whose_cycle_runs_is_not(self) -> None:
        goal, milestones = at_once(KEEP, self.answers)
        assert behind(goal, KEEP, milestones, date(2027, 10, 31)) is None
        assert not may_be_behind(goal, milestones, date(2027, 10, 1))

    def test_the_day_after_its_end_the_one_that_runs_is_named(self) -> None:
        goal, milestones = at_once(KEEP, self.answers)
        one = behind(goal, KEEP, milestones, date(2027, 11, 1))
        assert one is not None
        assert (one.ended, one.cycle, one.first, one.last) == (
            date(2027, 10, 31),
            goal.cycle + 1,
            date(2027, 11, 1),
            date(2028, 10, 31),
        )
        assert one.missed == ()
        assert behind_words(one) == (
            "The cycle of “A sample” ended on 2027-10-31; the one that runs until 2028-10-31 is not planned yet."
        )

    def test_those_that_went_by_are_named(self) -> None:
        goal, milestones = at_once(KEEP, self.answers)
        one = behind(goal, KEEP, milestones, date(2030, 11, 1))
        assert one is not None
        assert one.missed == (date(2028, 10, 31), date(2029, 10, 31), date(2030, 10, 31))
        assert missed_words(one.missed) == (
            "The cycles that ended on 2028-10-31, 2029-10-31 and 2030-10-31 went by without a plan."
        )
        assert missed_words(one.missed[:1]) == "The cycle that ended on 2028-10-31 went by without a plan."
        assert missed_words(()) == ""
        many = [date(2020 + n, 10, 31) for n in range(9)]
        assert missed_words(many) == (
            "9 cycles, from the one that ended on 2020-10-31 to that of 2028-10-31, went by without a plan."
        )

    def test_what_has_no_cycles_or_no_known_end_is_not(self) -> None:
        made = template(step("one", "start"))
        goal, milestones = at_once(made, {})
        assert behind(goal, made, milestones, START + timedelta(days=9999)) is None
        assert not may_be_behind(goal, milestones, START + timedelta(days=9999))
        goal, milestones = at_once(KEEP, {})
        assert behind(goal, KEEP, milestones, date(2050, 1, 1)) is None

    @given(days=st.integers(0, 3000))
    @settings(max_examples=60, deadline=None)
    def test_the_quick_look_never_misses_one(self, days: int) -> None:
        goal, milestones = at_once(KEEP, self.answers)
        today = TODAY + timedelta(days=days)
        if behind(goal, KEEP, milestones, today) is not None:
            assert may_be_behind(goal, milestones, today)
