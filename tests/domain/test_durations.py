from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.durations import (
    FIRST_DAY,
    LAST_DAY,
    Days,
    Moment,
    parse_days,
    parse_effort,
    parse_lead,
    parse_moment,
    show_effort,
)
from planner.domain.errors import WrongUsage

ANY_DAYS = st.builds(Days, st.integers(0, 999), st.integers(0, 9999))
DAY = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("P3Y", Days(36, 0)),
        ("P6M", Days(6, 0)),
        ("P12W", Days(0, 84)),
        ("P90D", Days(0, 90)),
        ("P1Y6M", Days(18, 0)),
        ("P1Y2M3W4D", Days(14, 25)),
        ("P0D", Days()),
    ],
)
def test_durations_in_whole_days_are_read(text: str, days: Days) -> None:
    assert parse_days(text) == days


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "3Y",
        "p3y",
        "P3",
        "P3Y ",
        " P3Y",
        "P3Y\n",
        "P-3Y",
        "-P3Y",
        "P3YT1H",
        "PT1H",
        "P1.5Y",
        "P6M1Y",
        "P1000Y",
        "P٣Y",
    ],
)
def test_what_is_no_duration_in_whole_days_is_refused(text: str) -> None:
    with pytest.raises(WrongUsage, match="not a duration"):
        parse_days(text)


@given(ANY_DAYS)
def test_a_duration_is_shown_as_it_is_read(days: Days) -> None:
    assert parse_days(str(days)) == days


@pytest.mark.parametrize(
    ("day", "duration", "result"),
    [
        (date(2026, 1, 31), "P1M", date(2026, 2, 28)),
        (date(2028, 1, 31), "P1M", date(2028, 2, 29)),
        (date(2026, 8, 31), "P6M", date(2027, 2, 28)),
        (date(2028, 2, 29), "P1Y", date(2029, 2, 28)),
        (date(2028, 2, 29), "P4Y", date(2032, 2, 29)),
        (date(2026, 1, 31), "P1M1D", date(2026, 3, 1)),
        (date(2026, 12, 31), "P1W", date(2027, 1, 7)),
    ],
)
def test_months_come_first_and_end_with_the_month(day: date, duration: str, result: date) -> None:
    assert parse_days(duration).added_to(day) == result


def test_a_duration_is_taken_off_month_by_month_too() -> None:
    assert (-parse_days("P1M")).added_to(date(2026, 3, 31)) == date(2026, 2, 28)
    assert (-parse_days("P12W")).added_to(date(2026, 3, 31)) == date(2026, 1, 6)


@given(DAY, st.integers(0, 9999))
def test_days_alone_can_be_added_and_taken_off_again(day: date, days: int) -> None:
    there = Days(0, days).added_to(day)
    assert (there - day).days == days
    assert (-Days(0, days)).added_to(there) == day


@given(DAY, ANY_DAYS, st.integers(0, 400))
def test_adding_keeps_the_order_of_days(day: date, days: Days, later: int) -> None:
    try:
        first, second = days.added_to(day), days.added_to(day + timedelta(days=later))
    except WrongUsage:
        return
    assert first <= second


@pytest.mark.parametrize(("day", "duration"), [(date(2199, 12, 31), "P1D"), (date(2026, 1, 1), "P999Y")])
def test_no_day_leaves_the_calendar(day: date, duration: str) -> None:
    with pytest.raises(WrongUsage, match="1970 to 2199"):
        parse_days(duration).added_to(day)
    with pytest.raises(WrongUsage, match="1970 to 2199"):
        (-parse_days(duration)).added_to(date(1970, 1, 1))


def test_the_first_and_the_last_day_of_the_calendar_can_be_reached() -> None:
    assert Days(0, 1).added_to(LAST_DAY - timedelta(days=1)) == LAST_DAY
    assert Days(0, -1).added_to(FIRST_DAY + timedelta(days=1)) == FIRST_DAY
    assert Days(120_000, 0) != Days()
    with pytest.raises(WrongUsage):
        Days(120_000, 10**9).added_to(date(2026, 1, 1))


@pytest.mark.parametrize(("text", "minutes"), [("PT35H", 2100), ("PT1H30M", 90), ("PT15M", 15), ("PT0M", 0)])
def test_efforts_are_read_in_minutes(text: str, minutes: int) -> None:
    assert parse_effort(text) == minutes


@pytest.mark.parametrize("text", ["PT", "P1D", "1h", "PT1.5H", "PT30M1H", "PT1H\n", "PT-1H"])
def test_what_is_no_effort_is_refused(text: str) -> None:
    with pytest.raises(WrongUsage, match="not an effort"):
        parse_effort(text)


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("P14D", timedelta(days=14)),
        ("P1W", timedelta(weeks=1)),
        ("PT2H", timedelta(hours=2)),
        ("P1DT12H", timedelta(days=1, hours=12)),
        ("PT0M", timedelta()),
    ],
)
def test_leads_are_read(text: str, lead: timedelta) -> None:
    assert parse_lead(text) == lead


@pytest.mark.parametrize("text", ["P", "PT", "P1DT", "14 days", "P1M", "-P1D", "P1D\n"])
def test_what_is_no_lead_is_refused(text: str) -> None:
    with pytest.raises(WrongUsage, match="not a lead"):
        parse_lead(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("target", Moment("target")),
        ("target-P12W", Moment("target", Days(0, -84))),
        ("exam+P1W", Moment("exam", Days(0, 7))),
        ("cycle_end-P1Y6M", Moment("cycle_end", Days(-18, 0))),
        ("exam_2+P1M1D", Moment("exam_2", Days(1, 1))),
    ],
)
def test_moments_are_read_and_shown_as_they_were(text: str, moment: Moment) -> None:
    assert parse_moment(text) == moment
    assert str(moment) == text


@pytest.mark.parametrize(
    "text", ["", "Target", "2target", "target+", "target+12W", "target +P1W", "target-P", "a" * 71]
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(WrongUsage):
        parse_moment(text)


@given(st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True), ANY_DAYS, st.booleans())
def test_every_moment_survives_being_shown(anchor: str, days: Days, before: bool) -> None:
    moment = Moment(anchor, -days if before else days)
    assert parse_moment(str(moment)) == moment


@pytest.mark.parametrize(
    ("minutes", "shown"), [(0, "0 m"), (20, "20 m"), (60, "1 h"), (90, "1½ h"), (70, "1 h 10 m"), (2100, "35 h")]
)
def test_efforts_are_shown_in_hours(minutes: int, shown: str) -> None:
    assert show_effort(minutes) == shown
