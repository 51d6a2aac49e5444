"""What was missed of a series is one offer; series rest and go on; one occurrence moves without the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.agenda import Lister
from planner.domain.dates import overdue_from
from planner.domain.durations import parse_days
from planner.domain.missed import gone_on, gone_with, missed, paused, resumed
from planner.domain.plan import Milestone, Repeat
from planner.domain.repeat import close, counted, followed, nth_day, projected, reopen
from planner.domain.rhythm import at_time
from tests.domain.making import NOW, milestone, plan

FIRST = date(2026, 11, 2)
WEEK = timedelta(weeks=1)


def series(day: date = FIRST, **repeat: object) -> Milestone:
    rule = Repeat(**{"every": None if "rrule" in repeat else "P1W", "first": day, **repeat})  # type: ignore[arg-type]  # fields by name
    return milestone(due=day, scheduled=day, repeat=rule)


def done(current: Milestone, on: date) -> Milestone:
    return close(current, "done", at=NOW, on=on)


def rested(current: Milestone, since: date, until: date) -> Milestone:
    return resumed(paused(current, since), until, at=NOW)


# What was missed


def test_weeks_away_leave_one_open_occurrence_and_one_offer() -> None:
    late = missed(series(), date(2026, 11, 22))
    assert late is not None
    assert late.several
    assert late.days == (FIRST, FIRST + WEEK, FIRST + 2 * WEEK)
    assert (late.last, late.next) == (FIRST + 2 * WEEK, FIRST + 3 * WEEK)


def test_what_is_due_today_is_not_missed_but_the_last_that_has_come() -> None:
    late = missed(series(), FIRST + WEEK)
    assert late is not None
    assert (late.days, late.last, late.next) == ((FIRST,), FIRST + WEEK, FIRST + WEEK)
    alone = missed(series(), FIRST + timedelta(days=1))
    assert alone is not None
    assert not alone.several


@pytest.mark.parametrize(
    "other",
    [
        milestone(due=FIRST),
        series(mode="after"),
        paused(series(), FIRST),
        replace(series(), expected=True),
        replace(series(), status="skipped"),
        replace(series(), due=None, scheduled=None),
        milestone(due=FIRST, scheduled=FIRST, repeat=Repeat(each="a" * 32)),
    ],
    ids=["once", "after", "paused", "expected", "closed", "undated", "each"],
)
def test_nothing_else_was_missed(other: Milestone) -> None:
    assert missed(other, FIRST + 9 * WEEK) is None


def test_the_last_stands_open_or_the_next_and_the_rest_is_on_record_as_missed() -> None:
    late = missed(series(), date(2026, 11, 22))
    assert late is not None
    assert late.next is not None
    last, following = gone_on(series(), late.last, at=NOW), gone_on(series(), late.next, at=NOW)
    assert (last.n, last.due, len(last.occurrences)) == (3, date(2026, 11, 16), 2)
    assert (following.n, following.due, len(following.occurrences)) == (4, date(2026, 11, 23), 3)
    assert {(past.status, past.missed, past.done_on) for past in following.occurrences} == {("skipped", True, None)}
    assert [past.id for past in following.occurrences] == [
        uuid5(UUID(hex=following.id), (FIRST + n * WEEK).isoformat()).hex for n in range(3)
    ]
    assert counted(gone_on(series(count=8), late.next, at=NOW)) == (3, 8)


def test_a_series_that_ended_meanwhile_has_no_next_day() -> None:
    late = missed(series(count=2), date(2026, 11, 22))
    assert late is not None
    assert (len(late.days), late.next) == (2, None)
    last = gone_on(series(count=2), late.last, at=NOW)
    assert last.n == 2
    assert gone_on(last, late.last + WEEK, at=NOW) == last


def test_a_series_that_follows_one_that_was_missed_has_nothing_to_follow() -> None:
    source, offset = series(), parse_days("P2D")
    follower = milestone(
        2, due=FIRST + timedelta(days=2), scheduled=FIRST + timedelta(days=2), moment="s+P2D",
        repeat=Repeat(each=source.id), after=(source.id,),
    )  # fmt: skip
    source = gone_on(source, FIRST + 2 * WEEK, at=NOW)
    gone = gone_with(follower, source, offset, at=NOW)
    assert (gone.n, gone.due) == (3, FIRST + 2 * WEEK + timedelta(days=2))
    assert [past.missed for past in gone.occurrences] == [True, True]
    assert followed(gone, source, offset, at=NOW, moving=False) == gone


# Resting


def test_a_series_that_rests_goes_on_with_the_next_day_of_its_rule() -> None:
    current = rested(done(series(), FIRST), FIRST + timedelta(days=1), date(2026, 11, 25))
    assert (current.n, current.due, current.scheduled) == (2, date(2026, 11, 30), date(2026, 11, 30))
    assert current.repeat is not None
    assert current.repeat.passed == 3
    assert [past.missed for past in current.occurrences] == [False]
    assert done(current, date(2026, 11, 30)).due == date(2026, 12, 7)


def test_one_that_waits_until_it_is_done_goes_on_today() -> None:
    today = date(2026, 11, 25)
    assert rested(series(mode="after"), FIRST, today).due == today
    assert rested(series(mode="after", until=FIRST + WEEK), FIRST, today).due == FIRST


def test_what_was_late_before_the_pause_was_missed_and_what_fell_into_it_was_not() -> None:
    current = rested(series(), date(2026, 11, 12), date(2026, 12, 2))
    assert [(past.scheduled, past.missed) for past in current.occurrences] == [(FIRST, True), (FIRST + WEEK, True)]
    assert (current.n, current.due) == (3, date(2026, 12, 7))


def test_a_pause_of_no_days_and_one_before_its_day_change_nothing() -> None:
    for current in (series(), series(mode="after"), series(rrule="FREQ=MONTHLY;BYMONTHDAY=31")):
        assert rested(current, FIRST + WEEK, FIRST + WEEK) == current
        assert rested(current, FIRST - 3 * WEEK, FIRST) == current


def test_a_rest_does_not_make_the_31st_drift() -> None:
    current = series(date(2027, 1, 31), every="P1M")
    current = rested(done(current, date(2027, 1, 31)), date(2027, 2, 1), date(2027, 4, 2))
    assert (current.n, current.due) == (2, date(2027, 4, 30))
    assert done(current, date(2027, 4, 30)).due == date(2027, 5, 31)


def test_a_rest_takes_no_times_from_a_count_but_days_from_an_end() -> None:
    begun = done(series(count=8), FIRST)
    assert counted(rested(begun, FIRST + timedelta(days=1), date(2026, 11, 25))) == (1, 8)
    until = done(series(until=FIRST + 7 * WEEK), FIRST)
    assert counted(until) == (1, 8)
    assert counted(rested(until, FIRST + timedelta(days=1), date(2026, 11, 25))) == (1, 5)


def test_a_series_whose_last_day_fell_into_the_pause_stays_open_on_it() -> None:
    current = rested(series(until=FIRST + WEEK), FIRST, FIRST + 5 * WEEK)
    assert (current.is_open, current.due, current.is_paused) == (True, FIRST + WEEK, False)
    assert done(current, FIRST + 5 * WEEK).status == "done"


def test_what_rests_shows_no_later_days() -> None:
    assert list(projected(paused(series(), FIRST), FIRST, FIRST + 9 * WEEK)) == []


RULES = (
    {"every": "P1D"},
    {"every": "P1W"},
    {"every": "P1M"},
    {"rrule": "FREQ=WEEKLY;BYDAY=MO,TH"},
    {"rrule": "FREQ=MONTHLY;BYMONTHDAY=31"},
    {"rrule": "FREQ=MONTHLY;BYDAY=-1FR"},
)
acts = st.lists(
    st.tuples(
        st.sampled_from(["done", "skip", "all", "last", "pause", "move", "wait", "reopen"]),
        st.integers(min_value=0, max_value=40),
    ),
    max_size=14,
)


@given(rule=st.sampled_from(RULES), mode=st.sampled_from(["fixed", "after"]), steps=acts)
def test_whatever_is_done_no_day_comes_twice_and_ids_stay_what_they_were(
    rule: dict[str, str], mode: str, steps: list[tuple[str, int]]
) -> None:
    current, today = series(date(2027, 1, 31), mode=mode, **rule), date(2027, 1, 31)
    for act, days in steps:
        before, today = current, today + timedelta(days=days if act == "wait" else 0)
        late = missed(current, today)
        match act:
            case "done" | "skip":
                current = close(current, "done" if act == "done" else "skipped", at=NOW, on=today)
            case "all" if late is not None and late.next is not None:
                current = gone_on(current, late.next, at=NOW)
                assert missed(current, today) is None
            case "last" if late is not None:
                current = done(gone_on(current, late.last, at=NOW), today)
            case "pause":
                since, today = today, today + timedelta(days=days)
                current = rested(current, since, today)
                assert days == 0 or current.due is None or current.due >= today
            case "move" if current.due is not None:
                current = replace(current, due=max(current.due, today) + timedelta(days=days))
            case "reopen" if current.occurrences and current.due == current.scheduled:
                current = reopen(current, at=NOW)
                assert current.occurrences == before.occurrences[:-1]
        assert current.is_open
        assert current.id == before.id
        records = before.occurrences if act != "reopen" else current.occurrences
        assert current.occurrences[: len(records)] == records
        scheduled = [past.scheduled for past in current.occurrences]
        assert [past.n for past in current.occurrences] == list(range(1, current.n))
        assert len({past.id for past in current.occurrences}) == len(scheduled)
        if mode == "fixed":
            assert scheduled == sorted(scheduled, key=lambda day: day or date.max)
            assert len({*scheduled, current.scheduled}) == current.n
            if rule.get("every") and current.repeat is not None:
                assert nth_day(current.repeat, current.n) == current.scheduled


# Moving one


def test_one_that_is_moved_leaves_the_others_where_the_rule_has_them() -> None:
    moved = replace(series(), due=FIRST + timedelta(days=2))
    assert done(moved, FIRST + timedelta(days=2)).due == FIRST + WEEK
    after = replace(series(mode="after"), due=FIRST + timedelta(days=2))
    assert done(after, FIRST + timedelta(days=3)).due == FIRST + timedelta(days=3) + WEEK


def test_one_that_is_moved_to_the_day_of_a_later_one_stands_in_for_it() -> None:
    moved = replace(series(), due=FIRST + WEEK, status="doing")
    assert list(projected(moved, FIRST, FIRST + 2 * WEEK)) == [FIRST + 2 * WEEK]
    closed = done(moved, FIRST + WEEK)
    assert closed.due == FIRST + 2 * WEEK
    assert [(past.scheduled, past.due, past.status, past.missed) for past in closed.occurrences] == [
        (FIRST, FIRST, "skipped", False),
        (FIRST + WEEK, FIRST + WEEK, "done", False),
    ]


def test_later_days_have_the_time_of_the_series_and_not_that_of_the_one_that_was_moved() -> None:
    series_at_six = replace(series(date(2026, 11, 23)), at=time(18))
    once = at_time(replace(series_at_six, due=date(2026, 11, 24)), time(8, 30))
    lines = Lister(plan(once), NOW, UTC, lambda _goal: None).agenda(14)
    assert [(line.day, line.milestone.at, line.due_at and line.due_at.hour) for line in lines] == [
        (date(2026, 11, 24), time(8, 30), 8),
        (date(2026, 11, 30), time(18), 18),
    ]


def test_another_time_on_another_day_is_for_once_and_on_its_own_day_for_good() -> None:
    current = replace(series(), at=time(18))
    once = at_time(replace(current, due=FIRST + timedelta(days=1)), time(8, 30))
    following = done(once, FIRST + timedelta(days=1))
    assert (once.at, following.at) == (time(8, 30), time(18))
    assert following.repeat == current.repeat
    again = reopen(following, at=NOW)
    assert (again.at, done(again, FIRST).at) == (time(8, 30), time(18))
    untimed = at_time(replace(current, due=FIRST + timedelta(days=1)), None)
    assert (untimed.at, done(untimed, FIRST).at) == (None, time(18))
    assert at_time(replace(once, due=FIRST), time(18)) == current
    assert done(at_time(current, time(7)), FIRST).at == time(7)


# Clocks and calendars


def test_the_hour_that_the_clocks_leave_out_and_the_one_they_give_twice_come_once() -> None:
    vienna = ZoneInfo("Europe/Vienna")
    current = replace(series(date(2027, 3, 27), every="P1D"), at=time(2, 30))
    instants = []
    for _ in range(3):
        assert current.due is not None
        instants.append(overdue_from(current.due, current.at, None, vienna))
        current = done(current, current.due)
    assert instants == [
        datetime(2027, 3, 27, 1, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
        datetime(2027, 3, 29, 0, 30, tzinfo=UTC),
    ]


def test_a_leap_day_comes_in_leap_years_and_a_yearly_interval_on_the_last_of_february() -> None:
    leap = series(date(2028, 2, 29), rrule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")
    assert done(leap, date(2028, 2, 29)).due == date(2032, 2, 29)
    yearly = series(date(2028, 2, 29), every="P1Y")
    days = []
    for _ in range(5):
        assert yearly.due is not None
        days.append(yearly.due)
        yearly = done(yearly, yearly.due)
    assert [day.isoformat()[2:] for day in days] == ["28-02-29", "29-02-28", "30-02-28", "31-02-28", "32-02-29"]


def test_a_month_without_a_31st_is_left_out_by_a_rule_and_ends_earlier_for_an_interval() -> None:
    rule = series(date(2027, 1, 31), rrule="FREQ=MONTHLY;BYMONTHDAY=31")
    assert done(rule, date(2027, 1, 31)).due == date(2027, 3, 31)
    assert done(series(date(2027, 1, 31), every="P1M"), date(2027, 1, 31)).due == date(2027, 2, 28)
