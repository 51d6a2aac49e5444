"""Nothing comes in quiet hours, on free days or while all is paused; what falls in there comes at its end."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.plan import WEEKDAYS, Profile
from planner.domain.quiet import arrival, holds_back, is_paused

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = Profile(quiet_from=time(21), quiet_until=time(7))
WORKING = Profile(working_days=("mon", "tue", "wed", "thu", "fri"))


def at(profile: Profile, wall: str, **given: Any) -> str:
    """When that comes, where the machine is, which is to come at this wall time."""
    moment = datetime.fromisoformat(wall).replace(tzinfo=BERLIN, **given).astimezone(UTC)
    return f"{arrival(moment, profile, BERLIN).astimezone(BERLIN):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("wall", "came"),
    [
        ("2026-11-23 20:59", "2026-11-23 20:59"),
        ("2026-11-23 21:00", "2026-11-24 07:00"),
        ("2026-11-24 00:00", "2026-11-24 07:00"),
        ("2026-11-24 06:59", "2026-11-24 07:00"),
        ("2026-11-24 07:00", "2026-11-24 07:00"),
        ("2026-12-31 23:59", "2027-01-01 07:00"),
        ("2028-02-28 22:00", "2028-02-29 07:00"),
    ],
)
def test_what_falls_in_quiet_hours_comes_at_their_end(wall: str, came: str) -> None:
    assert at(NIGHT, wall) == came


def test_quiet_hours_can_lie_within_a_day() -> None:
    lunch = Profile(quiet_from=time(12), quiet_until=time(13, 30))
    assert [at(lunch, f"2026-11-24 {hour}") for hour in ("11:59", "12:00", "13:29", "13:30")] == [
        "2026-11-24 11:59", "2026-11-24 13:30", "2026-11-24 13:30", "2026-11-24 13:30",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wall", "came"),
    [
        ("2026-11-20 23:00", "2026-11-20 23:00"),
        ("2026-11-21 00:00", "2026-11-23 09:00"),
        ("2026-11-22 23:59", "2026-11-23 09:00"),
        ("2026-11-23 08:00", "2026-11-23 08:00"),
    ],
)
def test_what_falls_on_free_days_comes_with_the_next_working_day(wall: str, came: str) -> None:
    assert at(WORKING, wall) == came


def test_a_pause_ends_with_the_start_of_its_day() -> None:
    paused = Profile(paused_at=datetime(2026, 11, 20, 12, tzinfo=UTC), paused_until=date(2026, 12, 1))
    assert at(paused, "2026-11-20 12:00") == "2026-11-20 12:00", "before it began"
    assert at(paused, "2026-11-21 12:00") == "2026-12-01 09:00"
    assert at(paused, "2026-12-01 09:00") == "2026-12-01 09:00"
    assert is_paused(paused, datetime(2026, 11, 30, tzinfo=UTC), BERLIN)
    assert not is_paused(paused, datetime(2026, 12, 1, 8, tzinfo=UTC), BERLIN)


def test_they_add_up() -> None:
    late = Profile(quiet_from=time(20), quiet_until=time(10), working_days=("mon", "tue"), day_start=time(8))
    assert at(late, "2026-11-24 21:00") == "2026-11-30 10:00"
    paused = Profile(
        **{name: getattr(late, name) for name in ("quiet_from", "quiet_until", "working_days", "day_start")},
        paused_at=datetime(2026, 11, 1, tzinfo=UTC),
        paused_until=date(2026, 12, 4),
    )
    assert at(paused, "2026-11-24 21:00") == "2026-12-07 10:00"


def test_quiet_hours_that_end_when_the_clock_jumps_end_after_it() -> None:
    until = Profile(quiet_from=time(21), quiet_until=time(2, 30))
    assert at(until, "2026-03-29 01:00") == "2026-03-29 03:30"


def test_quiet_hours_in_the_hour_that_comes_twice_end_once_they_began() -> None:
    short = Profile(quiet_from=time(2, 10), quiet_until=time(2, 40))
    assert at(short, "2026-10-25 02:20") == "2026-10-25 02:40"
    second = datetime(2026, 10, 25, 1, 20, tzinfo=UTC)  # 02:20 for the second time
    assert arrival(second, short, BERLIN) == datetime(2026, 10, 25, 1, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    "profile",
    [
        Profile(),
        Profile(quiet_from=time(9)),
        Profile(quiet_until=time(9)),
        Profile(quiet_from=time(9), quiet_until=time(9)),
    ],
)
def test_half_of_it_or_none_holds_nothing_back(profile: Profile) -> None:
    assert not holds_back(profile)
    assert at(profile, "2026-11-24 09:00") == "2026-11-24 09:00"


def test_days_that_are_none_hold_nothing_back() -> None:
    odd: Any = ("someday",)
    assert at(Profile(working_days=odd), "2026-11-21 09:00") == "2026-11-21 09:00"


evenings = st.times(time(20), time(23, 59)).map(lambda each: each.replace(second=0, microsecond=0))
mornings = st.times(time(0), time(9, 59)).map(lambda each: each.replace(second=0, microsecond=0))


@given(
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    begin=st.none() | evenings,
    end=mornings,
    days=st.sets(st.sampled_from(WEEKDAYS)),
    until=st.none() | st.dates(date(2026, 1, 1), date(2028, 12, 31)),
)
def test_it_comes_never_early_at_a_time_that_is_free_and_stays_there(
    moment: datetime, begin: time | None, end: time, days: set[str], until: date | None
) -> None:
    working: Any = tuple(day for day in WEEKDAYS if day in days)
    profile = Profile(quiet_from=begin, quiet_until=end, working_days=working, paused_until=until)
    came = arrival(moment, profile, BERLIN)
    assert came >= moment
    assert arrival(came, profile, BERLIN) == came
    wall = came.astimezone(BERLIN)
    assert not working or WEEKDAYS[wall.weekday()] in working
    assert until is None or wall.replace(tzinfo=None) >= datetime.combine(until, profile.day_start) - timedelta(hours=1)


def test_what_would_leave_no_time_at_all_holds_nothing_back() -> None:
    never = Profile(quiet_from=time(0, 1), quiet_until=time(0), working_days=("mon",))
    assert at(never, "2026-11-25 12:00") == "2026-11-25 12:00"
