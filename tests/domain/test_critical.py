"""Slack, latest days and the critical path."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from planner.domain.critical import Path, Paths, Timing
from planner.domain.critical_words import (
    circle_words,
    end_words,
    path_room,
    path_warnings,
    room_short,
    room_words,
    slack_words,
    warning,
    why_words,
)
from planner.domain.plan import Away, Goal, Milestone, Plan, Repeat
from planner.domain.progress import LONGEST
from planner.domain.suggesting import check
from tests.domain.making import NOW
from tests.domain.planning import MONDAY, day, plan, step


def timed(whole: Plan, name: str, today: date = MONDAY) -> Timing:
    found = Paths(whole, today).timing(name)
    assert found is not None
    return found


def path(whole: Plan, today: date = MONDAY) -> Path:
    return Paths(whole, today).path("g")


def chain() -> Plan:
    """Read, then write (7 days), then the exam on a fixed day; a walk beside them."""
    return plan(
        step("read", 3),
        step("write", 14, 6, after=("read",)),
        step("exam", 20, after=("write",), fixed=True),
        step("walk", 10),
        target=60,
    )


def test_a_step_can_slip_until_it_pushes_a_fixed_date() -> None:
    whole = chain()
    write = timed(whole, "write")
    assert (write.latest_due, write.slack, write.limit, write.by) == (day(19), 5, "step", "exam")
    assert write.latest_start == day(12)
    read = timed(whole, "read")
    assert (read.latest_due, read.slack, read.latest_start) == (day(12), 9, day(11))
    exam = timed(whole, "exam")
    assert (exam.latest_due, exam.slack, exam.limit) == (day(20), 0, "fixed")


def test_a_step_begins_at_the_earliest_today_or_when_what_it_follows_can_be_done() -> None:
    whole = chain()
    assert timed(whole, "read").earliest_start == MONDAY
    assert timed(whole, "write").earliest_start == day(1)
    assert timed(whole, "exam").earliest_start == day(8)
    after_exam = plan(*whole.milestones.values(), step("party", 25, after=("exam",)), target=60)
    assert timed(after_exam, "party").earliest_start == day(20)
    begun = replace(whole.milestones["read"], status="doing", due=day(1))
    assert timed(plan(begun, *list(whole.milestones.values())[1:]), "read").earliest_start == MONDAY


def test_a_step_that_keeps_the_target_can_slip_until_it() -> None:
    walk = timed(chain(), "walk")
    assert (walk.latest_due, walk.slack, walk.limit) == (day(60), 50, "target")


def test_steps_after_the_target_and_without_one_end_with_the_last_day() -> None:
    whole = plan(step("a", 3), step("b", 9), step("maybe", 40, optional=True))
    assert (timed(whole, "a").slack, timed(whole, "a").limit) == (6, "last")
    assert timed(whole, "b").slack == 0
    assert timed(whole, "maybe").slack is None
    beyond = plan(step("a", 3), step("b", 9), step("thanks", 15), target=8)
    assert (timed(beyond, "b").slack, timed(beyond, "b").limit) == (6, "last")


def test_the_inbox_has_no_end_and_no_slack_of_its_own() -> None:
    assert timed(plan(step("a", 3, goal=None)), "a").slack is None


def test_the_hours_of_the_goal_go_before_those_of_the_person() -> None:
    slow = Goal(id="slow", title="Slow", created=NOW, target=day(50), hours_per_week="3")
    whole = plan(step("a", 30, 6, goal="slow"), step("b", 30, 6), goals=(slow,), target=50)
    assert (timed(whole, "a").length, timed(whole, "b").length) == (14, 7)
    assert timed(whole, "a").latest_start == day(36)


def test_nothing_is_begun_on_days_away() -> None:
    whole = plan(
        step("a", 30, 6), target=30, away=(Away(first=day(20), last=day(21)), Away(first=day(22), last=day(24)))
    )
    assert timed(whole, "a").latest_start == day(19)
    follows = plan(step("b", 23), *whole.milestones.values(), target=30, away=whole.profile.away)
    follows = replace(follows, milestones={**follows.milestones, "a": replace(follows.milestones["a"], after=("b",))})
    assert timed(follows, "a").latest_start == day(23)


def test_what_is_over_counts_from_today() -> None:
    whole = plan(step("a", -4), step("exam", 3, after=("a",), fixed=True))
    assert (timed(whole, "a").latest_due, timed(whole, "a").slack) == (day(2), 2)
    assert timed(whole, "a", day(5)).slack == -3


def test_a_plan_out_of_order_is_short_by_the_days_it_lacks() -> None:
    whole = plan(step("a", 12), step("exam", 9, after=("a",), fixed=True), target=60)
    assert timed(whole, "a").slack == -3
    found = path(whole)
    assert found.steps == ("a", "exam")
    assert found.slack == -3
    assert [text for _, text in path_warnings(found, whole, MONDAY)] == [
        "“Step a” stands on Sat 5 Dec and has to be done by Wed 2 Dec to leave room for “Step exam”: 3 days short."
    ]


def test_a_latest_start_that_has_passed_is_told() -> None:
    whole = plan(step("write", 10, 6), target=10)
    assert timed(whole, "write", day(3)).overrun == 0
    late = timed(whole, "write", day(5))
    assert (late.latest_start, late.overrun) == (day(3), 2)
    assert warning(late, whole, day(5)) == (
        "“Step write” should have been begun by Thu 26 Nov, 2 days ago: it takes 7 days and has to be done by "
        "Thu 3 Dec to hold the target."
    )
    begun = plan(step("write", 10, 6, status="doing"), target=10)
    assert timed(begun, "write", day(5)).overrun == 0
    assert warning(timed(begun, "write", day(5)), begun, day(5)) == ""


def test_what_takes_a_day_can_be_begun_on_its_last_day() -> None:
    whole = plan(step("call", 5), target=5)
    assert timed(whole, "call").latest_start == day(4)
    assert timed(whole, "call", day(5)).overrun == 0
    assert timed(whole, "call", day(6)).overrun == 2


@pytest.mark.parametrize("fields", [{"expected": True}, {"status": "waiting"}, {"status": "doing"}])
def test_what_is_begun_or_only_expected_is_not_late_to_begin(fields: dict[str, Any]) -> None:
    whole = plan(step("a", 10, 6, **fields), target=10)
    assert timed(whole, "a", day(9)).overrun == 0


def test_what_is_closed_or_rests_has_no_room() -> None:
    rest = Repeat(every="P1W", first=day(2), paused_on=MONDAY)
    paths = Paths(plan(step("a", 3, status="done"), step("b", 4, status="skipped"), step("c", 5, repeat=rest)), MONDAY)
    assert [paths.timing(each) for each in "abc"] == [None, None, None]
    assert warning(None, paths.plan, MONDAY) == ""


def test_a_series_presses_with_its_open_occurrence_and_only_what_it_holds_back() -> None:
    ending = Repeat(every="P1W", first=day(2), count=3)
    endless = Repeat(every="P1W", first=day(2))
    whole = plan(
        step("ending", 2, repeat=ending),
        step("endless", 2, repeat=endless),
        step("exam", 20, after=("ending", "endless"), fixed=True),
        target=60,
    )
    assert (timed(whole, "ending").latest_due, timed(whole, "ending").limit) == (day(8), "next")
    assert (timed(whole, "endless").latest_due, timed(whole, "endless").limit) == (day(8), "next")
    assert path(whole).steps == ("ending", "exam")


def test_what_is_undated_hands_on_the_days_of_what_follows_it() -> None:
    whole = plan(step("a", 3), step("when", None, 6, after=("a",)), step("exam", 20, after=("when",), fixed=True))
    when = timed(whole, "when")
    assert (when.latest_due, when.slack, when.latest_start) == (day(20), None, day(13))
    assert timed(whole, "a").slack == 17
    assert timed(whole, "exam").earliest_start is None
    assert path(whole).steps == ("a", "when", "exam")


def test_what_counts_from_a_step_with_a_later_day_goes_with_it() -> None:
    whole = plan(
        step("exam", 10, key="exam"), step("review", 17, moment="exam+P1W"), step("prepare", 3, moment="exam-P1W")
    )
    assert (timed(whole, "exam").limit, timed(whole, "exam").by) == ("step", "review")
    assert timed(whole, "exam").slack == 6
    assert timed(whole, "prepare").limit == "last"
    assert path(whole).steps == ("exam", "review")
    broken = plan(step("a", 10, key="a"), step("b", 17, moment="a plus something"))
    assert timed(broken, "a").limit == "last"


def test_what_counts_from_a_step_needs_no_more_days_between_than_there_are() -> None:
    whole = plan(step("exam", 10, key="exam"), step("report", 12, 12, moment="exam+P2D"), target=15)
    assert timed(whole, "report").latest_start == day(1)
    assert (timed(whole, "exam").latest_due, timed(whole, "exam").slack) == (day(13), 3)


def test_of_paused_and_ended_goals_only_what_is_in_them_presses() -> None:
    other = Goal(id="other", title="Other", created=NOW, status="paused")
    whole = plan(step("a", 3), step("b", 9, goal="other", after=("a",), fixed=True), goals=(other,), target=30)
    assert timed(whole, "a").slack == 27
    paths = Paths(whole, MONDAY)
    assert paths.path("other").why == "paused"
    assert why_words(paths.path("other"), whole) == "“Other” is paused, so nothing in it presses until it is resumed."
    assert paths.critical() == frozenset(), "27 days are much"
    assert Paths(whole, day(20)).critical() == {"a"}
    rests = paths.timing("b")
    assert rests is not None
    assert (rests.slack, rests.latest_start, rests.overrun) == (None, None, 0)
    active = replace(whole, goals={**whole.goals, "other": replace(other, status="active")})
    assert timed(active, "a").slack == 5
    assert Paths(active, MONDAY).path("g").steps == ("a", "b")


def test_the_path_is_the_chain_with_the_least_slack() -> None:
    whole = chain()
    found = path(whole)
    assert found.steps == ("write", "exam"), "there is more room before them"
    assert found.critical == {"write", "exam"}
    assert (found.slack, found.end, found.limit) == (5, day(20), "fixed")
    assert end_words(found, whole) == "the fixed date of “Step exam”"
    assert found.late == ()
    paths = Paths(whole, MONDAY)
    assert paths.is_critical("write")
    assert not paths.is_critical("read")
    assert not paths.is_critical("walk")
    assert not Paths(plan(step("a", 1, goal=None)), MONDAY).is_critical("a")


def test_of_the_chains_with_the_least_slack_the_longest_is_the_path() -> None:
    whole = plan(
        step("short", 5),
        step("long", 5, 3),
        step("next", 10, 3, after=("long",)),
        step("meet", 18, 3, after=("next", "short")),
        step("loose", 3, after=()),
        step("end", 20, after=("meet", "loose")),
        target=20,
    )
    found = path(whole)
    assert [timed(whole, each).slack for each in ("long", "next", "meet", "short", "loose")] == [6, 5, 1, 10, 16]
    assert (found.steps, found.slack) == (("meet", "end"), 1)
    tight = plan(
        step("short", 15),
        step("long", 11, 3),
        step("next", 15, 3, after=("long",)),
        step("meet", 19, 3, after=("next", "short")),
        step("end", 20, after=("meet",)),
        target=20,
    )
    assert {each: timed(tight, each).slack for each in tight.milestones} == dict.fromkeys(tight.milestones, 0)
    assert path(tight).steps == ("long", "next", "meet", "end")


def test_where_all_that_leads_to_the_end_has_much_room_nothing_is_critical() -> None:
    whole = plan(step("a", 3), step("b", 40, after=("a",)), step("end", 100, after=("b",)), target=100)
    found = path(whole)
    assert (found.steps, found.slack, found.critical) == (("b", "end"), 59, frozenset())
    assert path_room(found) == "nothing is critical: 59 days of room"
    assert Paths(whole, MONDAY).critical() == frozenset()
    near = path(whole, day(95))
    assert (near.steps[-1], near.slack) == ("end", 3)
    assert "end" in near.critical
    assert path_room(near) == "3 days of slack"


def test_the_step_that_the_end_hangs_on_is_critical_alone_where_nothing_leads_up_to_it() -> None:
    whole = plan(step("a", 3), step("b", 9))
    assert (path(whole).steps, path(whole).slack) == (("b",), 0)
    assert path(whole).critical == {"b"}
    late = plan(step("a", 3), step("b", 9), target=9)
    assert path(late, day(9)).steps == ("a",), "it is overdue, and has to be done by then as well"


def test_a_chain_over_what_is_only_expected_has_no_more_room_than_that() -> None:
    whole = plan(
        step("ask", 3),
        step("hear", 70, expected=True, after=("ask",)),
        step("end", 100, after=("hear",)),
        target=100,
    )
    assert (path(whole).steps, path(whole).slack) == (("hear", "end"), 29)


def test_nothing_that_is_critical_has_more_slack_than_what_is_not() -> None:
    overdue = plan(step("a", -2), step("b", 9, after=("a",)), step("exam", 12, after=("b",), fixed=True))
    found = path(overdue, day(4))
    assert found.steps == ("b", "exam")
    assert found.slack == timed(overdue, "b", day(4)).slack == 2


def test_the_path_ends_with_the_target_as_long_as_something_is_left_until_then() -> None:
    sure, maybe = step("exam", 20, 6), step("renewal", 500, expected=True)
    whole = plan(sure, step("party", 25), maybe, target=22)
    assert (path(whole).steps, path(whole).slack, path(whole).limit) == (("exam",), 2, "target")
    assert timed(whole, "renewal").slack is None
    beyond = plan(step("exam", 20, status="done"), step("party", 25), maybe, target=22)
    assert (path(beyond).steps, path(beyond).limit) == (("party",), "last")
    assert path(plan(step("exam", 20, status="done"), maybe, target=22)).why == "undated"
    hoped = plan(step("exam", 20, expected=True), target=22)
    assert path(hoped).steps == ("exam",)


def test_a_series_can_slip_until_it_comes_again_and_is_never_late_to_begin() -> None:
    weekly = Repeat(every="P1W", first=day(2), count=8)
    whole = plan(step("practice", 2, 3, repeat=weekly), step("exam", 40, after=("practice",), fixed=True), target=60)
    assert (timed(whole, "practice").slack, timed(whole, "practice").limit) == (6, "next")
    assert timed(whole, "practice", day(30)).overrun == 0
    assert timed(whole, "practice", day(30)).slack == 0
    loose = plan(step("practice", 2, 3, repeat=replace(weekly, mode="after")), *list(whole.milestones.values())[1:])
    assert timed(loose, "practice").latest_due == day(39)
    assert (path(whole).steps, path(whole).slack, path(whole).limit) == (("practice", "exam"), 37, "fixed")
    assert room_short(timed(whole, "practice")) == f"6 d to the next · begin {day(4)}"
    assert "6 days until it comes again" in room_words(timed(whole, "practice"))
    assert "no slack before it comes again" in room_words(timed(whole, "practice", day(30)))
    assert path(plan(step("practice", 2, repeat=weekly), target=60)).limit == "target"


def test_what_is_optional_is_not_on_the_path() -> None:
    whole = plan(
        step("a", 3), step("maybe", 8, after=("a",), optional=True), step("b", 9, after=("a", "maybe")), target=9
    )
    assert path(whole).steps == ("a", "b")


@pytest.mark.parametrize(
    ("steps", "fields", "why", "sentence"),
    [
        ((), {}, "empty", "“Goal g” has no milestones yet, so there is no path to its end."),
        (
            (step("a", 1, status="done"),),
            {},
            "done",
            "Everything in “Goal g” is done or skipped: nothing is left on the way.",
        ),
        (
            (step("a"),),
            {},
            "undated",
            "Nothing that is open in “Goal g” has a date that holds yet, so there is no path to its end.",
        ),
        (
            (step("a", 1, optional=True),),
            {},
            "optional",
            "All that is left in “Goal g” is optional: nothing has to be on the way.",
        ),
        (
            (step("a", 1, repeat=Repeat(every="P1W", first=day(1))),),
            {},
            "endless",
            "What is open in “Goal g” comes again without an end, so there is no path to one.",
        ),
        ((step("a", 1),), {"status": "achieved"}, "achieved", "“Goal g” is achieved: nothing is left on the way."),
        ((step("a", 1),), {"status": "dropped"}, "dropped", "“Goal g” was dropped: nothing in it presses."),
    ],
)
def test_why_there_is_no_path(steps: tuple[Milestone, ...], fields: dict[str, Any], why: str, sentence: str) -> None:
    whole = plan(*steps)
    whole = replace(whole, goals={"g": replace(whole.goals["g"], **fields)})
    found = path(whole)
    assert (found.steps, found.slack, found.why) == ((), None, why)
    assert why_words(found, whole) == sentence
    assert end_words(found, whole) == ""


def test_a_single_milestone_is_its_own_path() -> None:
    whole = plan(step("a", 5), target=9)
    found = path(whole)
    assert (found.steps, found.slack, found.end, found.limit) == (("a",), 4, day(9), "target")
    assert end_words(found, whole) == "the target"
    alone = plan(step("a", 5))
    assert (path(alone).steps, path(alone).slack) == (("a",), 0)
    assert end_words(path(alone), alone) == "the last day of the plan"
    fixed = plan(step("a", 5, fixed=True), step("b", 9, fixed=True))
    assert path(fixed).steps == ("b",)


def test_a_circle_has_no_slack_and_is_named_and_the_rest_still_counts() -> None:
    whole = plan(
        step("a", 3, after=("b",)),
        step("b", 5, after=("a",)),
        step("c", 6, after=("b",)),
        step("d", 2),
        step("exam", 9, after=("d",), fixed=True),
        target=20,
    )
    assert timed(whole, "a").in_circle
    assert timed(whole, "a").slack is None
    assert warning(timed(whole, "a"), whole, MONDAY).startswith("“Step a” waits for itself, round in a circle")
    found = path(whole)
    assert found.steps == ("d", "exam")
    assert found.circles == (("a", "b", "a"),)
    assert circle_words(found.circles[0], whole) == (
        "“Step a” → “Step b” → “Step a”: each waits for the next, round in a circle. Take one of these links away."
    )
    assert [each for each, _ in path_warnings(found, whole, MONDAY)] == ["a"]


@pytest.mark.parametrize("names", ["ab", "ba"])
def test_what_leads_into_a_circle_is_not_pressed_by_the_links_in_it(names: str) -> None:
    one, other = names[0], names[1]
    whole = plan(
        step("first", 1),
        step(one, 10, after=(other, "first")),
        step(other, 3, after=(one,), fixed=True),
        target=20,
    )
    assert (timed(whole, "first").latest_due, timed(whole, "first").by) == (day(19), one)


def test_a_long_circle_is_named_by_its_ends() -> None:
    whole = plan(*(step(f"{n:02}", n, after=(f"{(n + 1) % 30:02}",)) for n in range(30)))
    (chain,) = path(whole).circles
    assert len(chain) == 31
    assert circle_words(chain, whole).count("→") == 12
    mixed = plan(step("a", 3, key="a"), step("b", 3, moment="a"), step("c", 3))
    mixed = plan(replace(mixed.milestones["a"], after=("b",)), *list(mixed.milestones.values())[1:])
    assert path(mixed).circles == (("a", "b"),)
    assert path(mixed).steps == ("c",)


def test_nothing_but_a_circle_has_no_path() -> None:
    whole = plan(step("a", 3, after=("a",)))
    assert path(whole).why == "circle"
    assert path(whole).circles == (("a", "a"),)
    assert (
        why_words(path(whole), whole)
        == "What is open in “Goal g” goes round in a circle, so nothing in it can come first."
    )
    assert circle_words(("a", "a"), whole) == "“Step a” follows itself, so it can never begin. Take that link away."


def test_slack_in_words() -> None:
    assert [slack_words(each) for each in (None, 5, 1, 0, -1)] == [
        "",
        "5 days of slack",
        "1 day of slack",
        "no slack",
        "1 day short",
    ]


def test_a_chain_of_thousands_is_no_deeper_than_any() -> None:
    count = 3000
    steps = [step(f"{n:05}", n // 100, after=(f"{n - 1:05}",) if n else ()) for n in range(count)]
    found = path(plan(*steps, target=count))
    assert len(found.steps) == count


def test_no_effort_is_too_large_to_be_laid_out() -> None:
    steps = [step(f"s{n}", n, 10**9, after=(f"s{n - 1}",) if n else ()) for n in range(1000)]
    whole = plan(*steps, target=2000)
    for name in ("s0", "s500", "s999"):
        found = timed(whole, name)
        assert found.length <= LONGEST
        assert found.slack is not None
    assert path(whole).steps
    assert check(whole, MONDAY, 26).overloaded
