"""A due is a wall time; what it means in UTC, when it is overdue, and how it is shown."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import dates
from planner.domain.errors import WrongUsage

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
BEIRUT = ZoneInfo("Asia/Beirut")
SAMOA = ZoneInfo("Pacific/Apia")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
ZONES = st.sampled_from(
    [
        BERLIN,
        NEW_YORK,
        BEIRUT,
        SAMOA,
        LORD_HOWE,
        ZoneInfo("UTC"),
        ZoneInfo("Pacific/Kiritimati"),
        ZoneInfo("Etc/GMT+12"),
    ]
)
DAYS = st.dates(date(1970, 1, 1), date(2199, 12, 31))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


NOWS = st.datetimes(datetime.fromisoformat("1971-01-01"), datetime.fromisoformat("2199-01-01"), timezones=st.just(UTC))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]  # parts are the date's, not the zone


@pytest.mark.parametrize(
    ("zone", "day", "at", "instant"),
    [
        (BERLIN, date(2026, 3, 29), time(2, 30), utc(2026, 3, 29, 1, 30)),  # gap: forward, to 3:30
        (BERLIN, date(2026, 3, 29), time(1, 59), utc(2026, 3, 29, 0, 59)),
        (BERLIN, date(2026, 3, 29), time(3, 0), utc(2026, 3, 29, 1, 0)),
        (BERLIN, date(2026, 10, 25), time(2, 30), utc(2026, 10, 25, 0, 30)),  # twice: the first, still summer
        (NEW_YORK, date(2026, 3, 8), time(2, 30), utc(2026, 3, 8, 7, 30)),
        (NEW_YORK, date(2026, 11, 1), time(1, 30), utc(2026, 11, 1, 5, 30)),
        (BEIRUT, date(2026, 3, 29), time(0, 0), utc(2026, 3, 28, 22, 0)),  # no midnight: 1:00
        (SAMOA, date(2011, 12, 30), time(9, 0), utc(2011, 12, 30, 19, 0)),  # a day that never was: the 31st
        (LORD_HOWE, date(2026, 10, 4), time(2, 15), utc(2026, 10, 3, 15, 45)),  # half an hour's gap
    ],
)
def test_a_time_in_a_gap_moves_forward_and_of_two_the_first(
    zone: ZoneInfo, day: date, at: time, instant: datetime
) -> None:
    assert dates.due_instant(day, at, None, zone) == instant
    assert dates.due_instant(day, at.replace(fold=1), None, zone) == instant


@given(DAYS, TIMES, ZONES)
def test_the_wall_time_comes_back_or_lies_in_a_gap_and_then_later(day: date, at: time, zone: ZoneInfo) -> None:
    instant = dates.due_instant(day, at, None, zone)
    back = dates.local_now(instant, zone)
    assert back >= datetime.combine(day, at)
    assert instant.tzinfo is UTC


@given(DAYS, TIMES, DAYS, TIMES, ZONES)
def test_a_later_day_is_never_an_earlier_instant(one: date, at: time, two: date, other: time, zone: ZoneInfo) -> None:
    if one < two:
        assert dates.due_instant(one, at, None, zone) <= dates.due_instant(two, at, None, zone)
        assert dates.overdue_from(one, None, None, zone) <= dates.overdue_from(two, None, None, zone)
    assert dates.due_instant(one, at, None, zone) <= dates.overdue_from(one, None, None, zone)
    assert dates.due_instant(one, other, None, zone) == dates.overdue_from(one, other, None, zone)


def test_a_due_floats_with_the_machine_unless_a_zone_pins_it() -> None:
    day, at = date(2026, 11, 24), time(18, 0)
    assert dates.due_instant(day, at, None, BERLIN) == utc(2026, 11, 24, 17)
    assert dates.due_instant(day, at, None, NEW_YORK) == utc(2026, 11, 24, 23)
    assert dates.due_instant(day, at, "Europe/Berlin", NEW_YORK) == utc(2026, 11, 24, 17)


def test_a_day_counts_from_the_day_start() -> None:
    assert dates.due_instant(date(2026, 11, 24), None, None, BERLIN) == utc(2026, 11, 24, 8)
    assert dates.due_instant(date(2026, 11, 24), None, None, BERLIN, time(7, 30)) == utc(2026, 11, 24, 6, 30)


def test_midnight_is_a_time_like_any_other() -> None:
    assert dates.due_instant(date(2026, 11, 24), time(0, 0), None, BERLIN) == utc(2026, 11, 23, 23)


@pytest.mark.parametrize(
    ("zone", "day", "instant"),
    [
        (BERLIN, date(2026, 11, 24), utc(2026, 11, 24, 23)),
        (BERLIN, date(2026, 12, 31), utc(2026, 12, 31, 23)),
        (BERLIN, date(2028, 2, 28), utc(2028, 2, 28, 23)),  # the 29th follows, not March
        (BEIRUT, date(2026, 3, 28), utc(2026, 3, 28, 22)),  # midnight is skipped: from 1:00
        (SAMOA, date(2011, 12, 29), utc(2011, 12, 30, 10)),  # the 30th is skipped: from the 31st
        (NEW_YORK, date(2026, 11, 1), utc(2026, 11, 2, 5)),  # a day of 25 hours
    ],
)
def test_a_day_is_overdue_from_the_next_local_midnight(zone: ZoneInfo, day: date, instant: datetime) -> None:
    assert dates.overdue_from(day, None, None, zone) == instant
    assert dates.is_past(day, None, None, zone, instant)
    assert not dates.is_past(day, None, None, zone, instant - timedelta(seconds=1))


def test_a_timed_due_is_overdue_from_its_minute() -> None:
    day, at = date(2026, 11, 24), time(18, 0, 30)
    assert dates.overdue_from(day, at, None, BERLIN) == utc(2026, 11, 24, 17)
    assert dates.is_past(day, at, None, BERLIN, utc(2026, 11, 24, 17))
    assert not dates.is_past(day, at, None, BERLIN, utc(2026, 11, 24, 16, 59, 59))


@given(DAYS, st.none() | TIMES, ZONES, NOWS)
def test_the_quick_look_at_the_day_agrees_with_the_instant(
    day: date, at: time | None, zone: ZoneInfo, now: datetime
) -> None:
    near = now.date() + timedelta(days=day.toordinal() % 7 - 3)
    for due in (day, near):
        assert dates.is_past(due, at, None, zone, now) == (now >= dates.overdue_from(due, at, None, zone))


@pytest.mark.parametrize("day", [date.min, date.max])
def test_days_from_broken_files_do_not_crash(day: date) -> None:
    for at in (None, time(0), time(23, 59)):
        for zone in (BERLIN, SAMOA):
            dates.overdue_from(day, at, None, zone)
            dates.due_instant(day, at, None, zone)


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "Europe", "Europe/../../etc/passwd", "a\0b", "", "Mars/Base", "x" * 5000, "."],
)
def test_only_names_of_zones_are_zones(name: str) -> None:
    with pytest.raises(WrongUsage, match="not a time zone"):
        dates.zone_name(name)
    assert dates.zone_of(name, BERLIN) is BERLIN


def test_every_zone_of_this_machine_is_accepted_and_found() -> None:
    for name in zoneinfo.available_timezones():
        assert dates.zone_name(name) == name
        assert dates.zone_of(name, BERLIN) == ZoneInfo(name)


def test_the_local_day_of_an_instant() -> None:
    late = utc(2026, 11, 24, 23, 30)
    assert dates.local_day(late, BERLIN) == date(2026, 11, 25)
    assert dates.local_day(late, NEW_YORK) == date(2026, 11, 24)
    assert dates.local_now(late, BERLIN) == datetime.fromisoformat("2026-11-25T00:30")


def test_iso_forms() -> None:
    assert dates.iso_due(date(2026, 11, 24), None) == "2026-11-24"
    assert dates.iso_due(date(2026, 11, 24), time(8, 5)) == "2026-11-24T08:05"
    assert dates.iso_instant(utc(2026, 11, 24, 17), BERLIN) == "2026-11-24T18:00:00+01:00"


@pytest.mark.parametrize(
    ("day", "said", "away"),
    [
        (date(2026, 11, 21), "today", "today"),
        (date(2026, 11, 22), "tomorrow", "tomorrow"),
        (date(2026, 11, 20), "yesterday", "yesterday"),
        (date(2026, 11, 24), "Tue 24", "in 3 days"),
        (date(2026, 11, 27), "Fri 27", "in 6 days"),
        (date(2026, 11, 28), "Sat 28 Nov", "in 7 days"),
        (date(2026, 11, 19), "Thu 19 Nov", "2 days ago"),
        (date(2027, 1, 1), "1 Jan 2027", "in 41 days"),
        (date(2024, 2, 29), "29 Feb 2024", "996 days ago"),
    ],
)
def test_days_as_people_say_them(day: date, said: str, away: str) -> None:
    today = date(2026, 11, 21)
    assert dates.humanize(day, today) == said
    assert dates.relative(day, today) == away


def test_the_weekday_is_enough_across_the_year_end() -> None:
    assert dates.humanize(date(2027, 1, 2), date(2026, 12, 30)) == "Sat 2"
