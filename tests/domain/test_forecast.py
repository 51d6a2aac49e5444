"""When a goal is reached, and the health and the sentence that follow."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.forecast import Forecast, Outlook, forecast_of, with_rest
from planner.domain.forecast_words import range_words, reason, sentence, whole_pace_words
from planner.domain.plan import Away, Goal, Milestone, Occurrence, Profile, Repeat
from tests.domain.making import NOW, goal, milestone


def forecast(
    goal: Goal,
    members: Collection[Milestone],
    milestones: Mapping[str, Milestone],
    profile: Profile,
    *,
    today: date,
    created: date,
    overdue: Collection[Milestone] = (),
) -> Forecast | None:
    """When the goal is reached, as if it were the only one; None if it is not active."""
    if goal.status != "active":
        return None
    return forecast_of(Outlook(goal, members, milestones, profile, today=today, created=created), overdue)


TODAY = date(2026, 12, 18)
few = settings(max_examples=15, deadline=None)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def done(number: int, ago: int, hours: float = 2, **fields: Any) -> Milestone:
    """A step that was done some days ago, on its day."""
    given: dict[str, Any] = {"due": days(-ago), "effort": round(hours * 60) or None, **fields}
    return milestone(number, status="done", done_on=days(-ago), closed_at=NOW, **given)


def steady(hours: float = 2, weeks: int = 8) -> list[Milestone]:
    """So many hours in each of the last weeks."""
    return [done(100 + week, 7 * week + 1, hours) for week in range(weeks)]


def seen(
    *members: Milestone, of: Goal | None = None, on: date = TODAY, overdue: Sequence[Milestone] = (), **profile: Any
) -> Forecast:
    """The forecast of a goal that is a year old, with a target on 10 January."""
    mine = of or goal(target=date(2027, 1, 10))
    found = forecast(
        mine,
        members,
        {each.id: each for each in members},
        Profile(**profile),
        today=on,
        created=on - timedelta(days=365),
        overdue=overdue,
    )
    assert found is not None
    return found


def test_a_goal_says_what_is_left_what_you_do_and_when_that_ends() -> None:
    found = seen(*steady(2.1), milestone(1, effort=14 * 60, due=date(2027, 1, 10)))
    assert sentence(found) == "at risk: 14 h left, you do 2.1 h a week; expected 3 Feb, target 10 Jan"
    assert (found.health, found.expected) == ("at_risk", date(2027, 2, 3))
    assert found.needed is not None
    assert round(found.needed.per_week / 60, 1) == 4.3


def test_who_is_fast_enough_is_on_track() -> None:
    found = seen(*steady(6), milestone(1, effort=14 * 60, due=date(2027, 1, 10)))
    assert sentence(found) == "on track: 14 h left, you do 6 h a week; expected 4 Jan, target 10 Jan"


def test_who_is_behind_with_nothing_is_at_risk_but_not_late() -> None:
    slow_then_fast = [done(n, 7 * n + 1, 4 if n < 4 else 1) for n in range(8)]
    ahead = milestone(50, due=days(23), effort=10 * 60)
    found = seen(*slow_then_fast, ahead)
    assert sentence(found) == "at risk: 10 h left, you do 2.5 h a week; expected 15 Jan, target 10 Jan"
    hopeless = seen(*slow_then_fast, replace(ahead, effort=90 * 60))
    assert hopeless.expected_from is not None
    assert hopeless.expected_from > date(2027, 1, 10)
    assert hopeless.health == "at_risk"
    behind = milestone(51, due=days(-1), effort=0, after=(ahead.id,))
    found = seen(*slow_then_fast, ahead, behind)
    assert sentence(found).startswith("at risk: 10 h left, you do 2.5 h a week; expected 15 Jan")


def test_the_range_is_the_pace_of_the_poorest_and_of_the_best_four_weeks() -> None:
    slow_then_fast = [done(n, 7 * n + 1, 4 if n < 4 else 1) for n in range(8)]
    found = seen(*slow_then_fast, milestone(50, effort=10 * 60))
    assert (found.expected_from, found.expected, found.expected_to) == (days(18), days(28), days(70))
    assert range_words(found) == "between 5 Jan and 26 Feb"
    assert found.pace is not None
    assert whole_pace_words(found.pace) == "2.5 h a week; at worst 1 h, at best 4 h"


def test_a_week_in_which_all_was_done_leaves_the_end_open() -> None:
    found = seen(done(1, 3, 8), milestone(2, effort=120))
    assert found.expected_to is None
    assert range_words(found).endswith("at the earliest")


def test_the_range_holds_what_is_expected_even_where_no_run_of_days_does() -> None:
    def on(*days_ago: int, age: int) -> Forecast:
        members = [*(done(n, ago, 10) for n, ago in enumerate(days_ago)), milestone(50, effort=20 * 60)]
        found = forecast(goal(), members, {}, Profile(), today=TODAY, created=days(1 - age))
        assert found is not None
        assert found.pace is not None
        assert not found.pace.assumed
        return found

    ends = on(0, 48, age=49)
    assert ends.expected_from == ends.expected == days(49)
    middle = on(10, 10, 10, 10, age=21)
    assert middle.expected == middle.expected_to == days(11)


def test_what_is_expected_is_never_before_the_last_fixed_date() -> None:
    exam = milestone(1, due=date(2027, 1, 10), effort=60, fixed=True)
    found = seen(*steady(20), exam)
    assert (found.expected_from, found.expected, found.expected_to) == (exam.due,) * 3
    assert found.health == "on_track"
    early = replace(exam, fixed=False)
    assert seen(*steady(20), early).expected == days(1)


def test_a_fixed_date_that_the_work_before_it_does_not_fit_into_is_a_risk() -> None:
    course, exam = milestone(1, due=days(9), effort=40 * 60), milestone(2, due=days(10), title="Exam", fixed=True)
    found = seen(*steady(4), course, exam, of=goal(target=date(2027, 9, 1)))
    assert found.health == "at_risk"
    assert found.too_soon == ("Exam", days(10))
    assert "“Exam” on 28 Dec comes before what leads up to it can be done" in sentence(found)
    assert seen(*steady(25), course, exam, of=goal(target=date(2027, 9, 1))).health == "on_track"


def test_days_away_put_the_expected_day_off() -> None:
    members = (*steady(7), milestone(1, effort=7 * 60))
    assert seen(*members).expected == days(7)
    away = (Away(first=days(3), last=days(12)),)
    assert seen(*members, away=away).expected == days(17)


def test_days_away_and_pauses_in_the_past_do_not_count_for_the_pace() -> None:
    members = (*steady(2, weeks=4), milestone(1, effort=600))
    slow = seen(*members)
    assert slow.pace is not None
    assert slow.pace.usual.per_week == 60
    out = Away(first=days(-55), last=days(-28))
    for found in (seen(*members, away=(out,)), seen(*members, of=goal(target=date(2027, 1, 10), pauses=(out,)))):
        assert found.pace is not None
        assert found.pace.usual.per_week == 120


def test_the_weeks_before_a_goal_was_there_do_not_count() -> None:
    members = (*steady(2, weeks=4), milestone(1, effort=600))
    young = forecast(goal(), members, {}, Profile(), today=TODAY, created=days(-27))
    late_start = seen(*members, of=goal(start=days(-27)))
    for found in (young, late_start):
        assert found is not None
        assert found.pace is not None
        assert found.pace.usual.per_week == 120


def test_a_goal_that_is_paused_achieved_or_dropped_has_no_forecast() -> None:
    for status in ("paused", "achieved", "dropped"):
        assert forecast(goal(status=status), (), {}, Profile(), today=TODAY, created=TODAY) is None


def test_resuming_keeps_the_days_it_rested() -> None:
    paused = goal(status="paused", paused_on=days(-9), pauses=(Away(first=days(-30), last=days(-20)),))
    assert with_rest(paused, TODAY).pauses == (*paused.pauses, Away(first=days(-8), last=days(-1)))
    assert with_rest(goal(status="dropped", ended_on=days(-2)), TODAY).pauses == (Away(first=days(-1), last=days(-1)),)
    assert with_rest(goal(status="paused", paused_on=days(-1)), TODAY).pauses == ()
    assert with_rest(goal(), TODAY).pauses == ()


# A sentence for everybody


def test_a_goal_without_milestones() -> None:
    assert sentence(seen()) == "unknown: it has no milestones yet"


def test_a_goal_of_which_all_is_done() -> None:
    found = seen(*steady(), milestone(1, optional=True, effort=60))
    assert sentence(found) == "on track: everything is done"
    assert found.expected is None


def test_a_single_milestone_without_a_date() -> None:
    found = seen(milestone(1, effort=120), of=goal())
    assert sentence(found) == (
        "unknown: 2 h left, too little done to tell your pace: taken as 6 h a week; "
        "expected between 20 Dec and 23 Dec, no date to reach it by"
    )


def test_a_single_milestone_with_a_date_and_nothing_else() -> None:
    found = seen(milestone(1, due=days(5)), of=goal())
    assert sentence(found) == "on track: 1 step left, too little done to tell a pace; planned until 23 Dec"
    assert found.expected is None


def test_steps_that_say_no_effort_are_counted_themselves() -> None:
    members = [*(done(n, 7 * n + 1, 0) for n in range(8)), *(milestone(20 + n) for n in range(4))]
    found = seen(*members)
    assert sentence(found) == "at risk: 4 steps left, you do 1 step a week; expected 15 Jan, target 10 Jan"
    assert seen(*members[:-1]).health == "on_track"


def test_a_new_goal_is_taken_to_go_at_the_hours_that_were_said_and_is_never_late() -> None:
    course = milestone(1, due=days(20), effort=12 * 60)
    found = seen(course, of=goal(target=days(21)), hours_per_week="6")
    assert sentence(found).startswith("on track: 12 h left, too little done to tell your pace: taken as 6 h a week;")
    slower = seen(course, of=goal(target=days(21), hours_per_week="1"), hours_per_week="6")
    assert slower.health == "at_risk"
    assert slower.pace is not None
    assert slower.pace.assumed


def test_a_day_expected_after_the_target_is_a_risk_however_little_is_known() -> None:
    course = milestone(1, due=days(9), effort=12 * 60)
    found = seen(course, of=goal(target=days(12)))
    assert found.expected_from is not None
    assert found.expected is not None
    assert found.expected_from < days(12) < found.expected
    assert sentence(found) == (
        "at risk: 12 h left, too little done to tell your pace: taken as 6 h a week; "
        "expected 1 Jan (between 28 Dec and 15 Jan), target 30 Dec"
    )
    assert seen(course, of=goal(target=days(14))).health == "on_track"


def test_steps_done_that_say_no_effort_tell_no_hours_but_are_something() -> None:
    found = seen(*steady(0), milestone(1, due=days(-1), effort=60))
    assert found.pace is not None
    assert found.pace.assumed


def test_a_young_goal_on_which_nothing_was_done_is_not_given_up() -> None:
    members = (milestone(1, due=days(-1), effort=60),)
    found = forecast(goal(target=days(9)), members, {}, Profile(), today=TODAY, created=days(-20))
    assert found is not None
    assert found.why == ""
    assert found.expected == days(2)


def test_a_goal_that_has_not_begun_is_counted_from_its_start() -> None:
    found = seen(milestone(1, effort=360), of=goal(start=days(30), target=days(60)), hours_per_week="6")
    assert found.expected == days(36)


def test_nothing_done_for_long_while_something_is_due_is_no_pace() -> None:
    blocked = milestone(1, due=days(-1), effort=60)
    found = seen(blocked)
    assert sentence(found) == "unknown: 1 h left, nothing done in the last 8 weeks; target 10 Jan"
    assert seen(replace(blocked, due=days(9))).expected is not None, "nothing was asked for yet"


def test_a_pace_that_leads_nowhere_names_no_year() -> None:
    found = seen(done(1, 3, 0.25), milestone(2, effort=900 * 60))
    assert found.expected is None
    assert sentence(found) == "at risk: 900 h left, you do 2 m a week; not reached at this pace, target 10 Jan"


# Health


def test_a_fixed_or_the_last_milestone_overdue_is_late_any_other_a_risk() -> None:
    first, last = milestone(1, due=days(-2), effort=60), milestone(2, due=days(9), effort=60)
    assert seen(*steady(9), first, last, overdue=[first]).health == "at_risk"
    fixed = replace(first, fixed=True)
    assert seen(*steady(9), fixed, last, overdue=[fixed]).health == "late"
    assert seen(first, overdue=[first]).health == "late"
    optional = replace(first, optional=True)
    assert seen(*steady(9), optional, last, overdue=[optional]).health == "on_track"


def test_what_is_overdue_is_named_first() -> None:
    late = [milestone(n, due=days(-n), effort=60, title=f"Step {n}", order=n) for n in (1, 2, 3)]
    ahead = milestone(9, due=days(9), effort=60)
    assert reason(seen(*steady(), *late, ahead, overdue=late)).startswith("“Step 3” and 2 more are overdue; 4 h left")
    assert reason(seen(*steady(), *late[:2], ahead, overdue=late[:2])).startswith("“Step 2” and one more are overdue;")


def test_behind_with_a_range_wholly_past_the_target_is_late_but_not_without_anything_behind() -> None:
    behind = milestone(1, due=days(-2), effort=20 * 60)
    end = milestone(2, due=days(20), effort=60)
    assert seen(*steady(2), behind, end, overdue=[behind]).health == "late"
    assert seen(*steady(2), replace(behind, due=days(2)), end).health == "at_risk"


def test_a_target_that_has_passed_with_something_left_is_late() -> None:
    found = seen(*steady(2), milestone(1, effort=60), of=goal(target=days(-1)))
    assert sentence(found) == "late: 1 h left, you do 2 h a week; expected 22 Dec, the target was 17 Dec"


def test_steps_after_the_target_do_not_hold_it_up() -> None:
    before, after = milestone(1, due=days(10), effort=60), milestone(2, due=days(60), effort=90 * 60)
    found = seen(*steady(2), before, after)
    assert found.health == "on_track"
    assert sentence(found).startswith("on track: 1 h left until the target, you do 2 h a week;")
    rest = seen(*steady(2), after)
    assert rest.health == "at_risk"
    assert sentence(rest).endswith("planned until 16 Feb")


def test_without_a_target_the_last_day_of_the_plan_is_what_counts() -> None:
    found = seen(*steady(2), milestone(1, due=days(10), effort=20 * 60), of=goal())
    assert sentence(found) == "at risk: 20 h left, you do 2 h a week; expected 26 Feb, planned until 28 Dec"


# Series


def series(**fields: Any) -> Milestone:
    """A weekly hour, with three times behind it and its open one in two days."""
    past = tuple(
        Occurrence(id=f"{n:032x}", n=n, scheduled=day, due=day, done_on=day, closed_at=NOW)
        for n, day in enumerate((days(-19), days(-12), days(-5)), start=1)
    )
    repeat = fields.pop("repeat", Repeat(every="P1W", first=days(-19), count=6))
    return milestone(7, due=days(2), scheduled=days(2), n=4, effort=60, repeat=repeat, occurrences=past, **fields)


def test_a_series_counts_with_what_it_has_left_and_with_what_was_done_of_it() -> None:
    found = seen(series(), of=goal())
    assert found.left == 180
    assert found.pace is not None
    assert found.pace.done == 3
    assert found.deadline == days(16), "the day of its last occurrence"


def test_a_series_is_not_done_before_its_last_day() -> None:
    assert seen(series(), *steady(30)).expected == days(16)
    late = series(repeat=Repeat(every="P1W", first=days(-19), count=6, mode="after"))
    overdue = replace(late, due=days(-3), scheduled=days(-3))
    assert seen(overdue, *steady(30)).expected == days(14), "it counts on from the day it is done"


def test_a_series_on_its_own_days_is_not_put_off_by_one_that_is_behind() -> None:
    behind = replace(series(), due=days(-3), scheduled=days(-3))
    assert seen(behind, *steady(30)).expected == days(11)


def test_a_rule_gives_the_last_day_as_well() -> None:
    weekly = series(repeat=Repeat(rrule="FREQ=WEEKLY", first=days(-19), count=6))
    assert seen(weekly, *steady(30)).expected == days(16)


def test_a_series_that_goes_on_after_the_target_counts_until_then() -> None:
    found = seen(series(repeat=Repeat(every="P1W", first=days(-19), count=60)), *steady(3))
    assert found.left == 4 * 60
    assert found.expected == days(23) == found.deadline


def test_what_was_a_series_counts_with_what_was_done_of_it() -> None:
    found = seen(replace(series(), repeat=None))
    assert found.left == 60
    assert found.pace is not None
    assert found.pace.usual.per_week == 3 * 60 / 8


@pytest.mark.parametrize("how", [{"every": "P1W"}, {"rrule": "FREQ=WEEKLY"}])
def test_a_series_that_ends_before_the_target_counts_until_its_end(how: Any) -> None:
    found = seen(series(repeat=Repeat(first=days(-19), until=days(10), **how)), *steady(30))
    assert found.left == 120
    assert found.expected == days(9)


def test_what_follows_each_occurrence_of_another_counts_as_often_as_that_until_the_target() -> None:
    source = series(repeat=Repeat(every="P1W", first=days(-19), count=60))
    notes = milestone(8, due=days(3), scheduled=days(3), n=4, effort=30, repeat=Repeat(each=source.id), moment="start")
    assert seen(source, notes).left == 4 * 60 + 4 * 30


@pytest.mark.parametrize("how", [{"every": "P1M"}, {"rrule": "FREQ=DAILY"}, {"rrule": "FREQ=YEARLY"}])
def test_a_series_whose_end_nobody_sees_has_none(how: Any) -> None:
    found = seen(series(repeat=Repeat(first=days(-19), count=99_999, **how)), of=goal())
    assert found.why == "endless"


def test_a_series_without_an_end_holds_nothing_up() -> None:
    endless = series(repeat=Repeat(every="P1W", first=days(-19)))
    assert sentence(seen(endless)) == "on track: it goes on without an end, and nothing is overdue"
    assert seen(endless, overdue=[endless]).health == "late", "it is the last of what is dated"
    with_a_step = seen(endless, *steady(2), milestone(1, effort=60))
    assert with_a_step.left == 60
    assert with_a_step.pace is not None
    assert with_a_step.pace.usual.per_week == 120, "its hours do not bring the end nearer"


def test_a_series_that_rests_has_no_days() -> None:
    rests = series(repeat=Repeat(every="P1W", first=days(-19), count=6, paused_on=days(-1)))
    behind = replace(rests, due=days(-3), scheduled=days(-3))
    found = seen(behind, *steady(1))
    assert found.left == 180
    assert found.health == "on_track"
    assert seen(behind, milestone(1, due=days(9), effort=90 * 60), *steady(1)).health == "at_risk", "nothing is behind"


# Whatever the records


@st.composite
def records(draw: st.DrawFn) -> tuple[Goal, list[Milestone], Profile]:
    past = [
        done(n, draw(st.integers(0, 70)), draw(st.sampled_from((0, 0.5, 2, 6))))
        for n in range(draw(st.integers(0, 12)))
    ]
    ahead = [
        milestone(
            50 + n,
            due=draw(st.none() | st.integers(-20, 90).map(days)),
            effort=draw(st.none() | st.integers(15, 1200)),
            fixed=draw(st.booleans()),
            optional=draw(st.sampled_from((False, False, True))),
        )
        for n in range(draw(st.integers(0, 8)))
    ]
    spans = draw(st.lists(st.tuples(st.integers(-60, 60), st.integers(0, 20)), max_size=3))
    away = tuple(sorted((Away(first=days(a), last=days(a + n)) for a, n in spans), key=lambda each: each.first))
    mine = goal(
        target=draw(st.none() | st.integers(-5, 120).map(days)),
        start=draw(st.none() | st.integers(-90, 20).map(days)),
        pauses=away[:1],
    )
    return mine, past + ahead, Profile(away=away[1:], hours_per_week=draw(st.sampled_from(("0.5", "6", "30"))))


def of(made: tuple[Goal, list[Milestone], Profile], on: date = TODAY) -> Forecast:
    mine, members, profile = made
    overdue = [each for each in members if each.is_open and each.due is not None and each.due < on]
    created = on - timedelta(days=40)
    found = forecast(mine, members, {}, profile, today=on, created=created, overdue=overdue)
    assert found is not None
    return found


@few
@given(records())
def test_the_range_holds_what_is_expected_and_no_day_is_before_today(
    made: tuple[Goal, list[Milestone], Profile],
) -> None:
    found = of(made)
    last = date.max
    if found.expected is not None:
        assert found.expected_from is not None
        assert TODAY < found.expected_from <= found.expected <= (found.expected_to or last)
        assert found.expected < TODAY + timedelta(days=3800)
    else:
        assert found.expected_to is None
    limit = found.deadline or last
    fixed = [m.due for m in made[1] if m.is_open and m.fixed and not m.optional and m.due and m.due <= limit]
    assert found.expected is None or all(found.expected >= each for each in fixed)
    assert sentence(found).count(":") >= 1


@few
@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_the_records_says_nothing(
    made: tuple[Goal, list[Milestone], Profile], shuffler: random.Random
) -> None:
    mine, members, profile = made
    mixed = list(members)
    shuffler.shuffle(mixed)
    assert replace(of((mine, mixed, profile)), overdue=()) == replace(of(made), overdue=())


@few
@given(records(), st.integers(0, 11), st.integers(1, 900))
def test_who_did_more_is_never_expected_later(
    made: tuple[Goal, list[Milestone], Profile], which: int, more: int
) -> None:
    mine, members, profile = made
    counted = [each for each in members if each.status == "done" and each.effort]
    if not counted:
        return
    one = counted[which % len(counted)]
    assert one.effort is not None
    faster = replace(one, effort=one.effort + more)
    before, after = of(made), of((mine, [faster if each is one else each for each in members], profile))
    for name in ("expected_from", "expected", "expected_to"):
        assert (getattr(after, name) or date.max) <= (getattr(before, name) or date.max)


@few
@given(records(), st.integers(1, 900), st.booleans())
def test_what_comes_on_top_is_never_done_earlier(
    made: tuple[Goal, list[Milestone], Profile], minutes: int, longer: bool
) -> None:
    mine, members, profile = made
    found = of(made)
    if found.unit != "minutes" or not found.left:
        return
    counted = [
        m
        for m in members
        if m.is_open and not m.optional and m.effort and (m.due or days(0)) <= (mine.target or date.max)
    ]
    if not counted:  # what is left is all after the target, and what comes on top would be before it
        return
    one = counted[0]
    if longer:
        assert one.effort is not None
        more = [replace(each, effort=one.effort + minutes) if each is one else each for each in members]
    else:
        more = [*members, milestone(99, effort=minutes, due=one.due)]
    after = of((mine, more, profile))
    for name in ("expected_from", "expected", "expected_to"):
        assert (getattr(after, name) or date.max) >= (getattr(found, name) or date.max)


@few
@given(records(), st.integers(0, 20), st.integers(0, 30))
def test_a_pause_in_which_nothing_was_done_makes_nobody_slower(
    made: tuple[Goal, list[Milestone], Profile], first: int, length: int
) -> None:
    mine, members, profile = made
    rest = Away(first=days(-first - length), last=days(-first))
    worked = [m for m in members if not (m.done_on and rest.first <= m.done_on <= rest.last)]
    before, after = of((mine, worked, profile)), of((replace(mine, pauses=(*mine.pauses, rest)), worked, profile))
    if before.pace is None or after.pace is None or before.pace.assumed or after.pace.assumed:
        return
    assert after.pace.usual.per_week >= before.pace.usual.per_week


def moved(made: tuple[Goal, list[Milestone], Profile], by: timedelta) -> tuple[Goal, list[Milestone], Profile]:
    """Everything so much later."""

    def later(each: Any, *names: str) -> Any:
        return replace(each, **{name: getattr(each, name) and getattr(each, name) + by for name in names})

    mine, members, profile = made
    pauses = tuple(later(each, "first", "last") for each in mine.pauses)
    away = tuple(later(each, "first", "last") for each in profile.away)
    steps = [later(each, "due", "done_on") for each in members]
    return replace(later(mine, "start", "target"), pauses=pauses), steps, replace(profile, away=away)


@few
@given(records(), st.integers(-500, 1500))
def test_days_are_only_days_over_leap_days_and_the_turn_of_the_year(
    made: tuple[Goal, list[Milestone], Profile], number: int
) -> None:
    by = timedelta(days=number)
    found, later = of(made), of(moved(made, by), TODAY + by)
    assert later.health == found.health
    assert later.pace == found.pace
    for name in ("expected_from", "expected", "expected_to"):
        day = getattr(found, name)
        assert getattr(later, name) == (day and day + by)


def test_a_week_over_a_leap_day_has_seven_days() -> None:
    on = date(2028, 2, 25)
    members = [
        milestone(n, status="done", done_on=on - timedelta(days=7 * n + 1), effort=420, closed_at=NOW) for n in range(8)
    ]
    found = seen(*members, milestone(50, effort=420), on=on, of=goal(target=date(2028, 3, 3)))
    assert found.expected == date(2028, 3, 3)


@pytest.mark.parametrize("health", ["on_track", "at_risk", "late", "unknown"])
def test_every_health_has_its_word(health: Any) -> None:
    assert sentence(replace(seen(), health=health)).startswith(health.replace("_", " ") + ": ")
