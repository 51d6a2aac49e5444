"""Dates as people type them, on the command line and in every form."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.dates import DatePhrase, humanize, iso_due, parse_date_phrase, parse_snooze, show_day
from planner.domain.errors import WrongUsage

TODAY = date(2026, 11, 21)  # a Saturday
DAYS = st.dates(date(1970, 1, 1), date(2199, 12, 31))
MIDDLE = st.dates(date(1980, 1, 1), date(2180, 12, 31))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def day(text: str, today: date = TODAY) -> str:
    return str(parse_date_phrase(text, today))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-24", "2026-11-24"),
        ("2026-11-24T18:00", "2026-11-24T18:00"),
        ("2026-11-24t18:00:00", "2026-11-24T18:00"),
        ("2026-11-24 7:05", "2026-11-24T07:05"),
        ("today", "2026-11-21"),
        ("Tomorrow", "2026-11-22"),
        ("yesterday", "2026-11-20"),
        ("thu", "2026-11-26"),
        ("Thursday", "2026-11-26"),
        ("sat", "2026-11-28"),  # the first one after today, never today
        ("sun", "2026-11-22"),
        ("next thu", "2026-11-26"),  # Saturday: the following ISO week begins on Monday
        ("next sun", "2026-11-29"),
        ("next mon", "2026-11-23"),
        ("in 3 days", "2026-11-24"),
        ("in a week", "2026-11-28"),
        ("in 2 weeks", "2026-12-05"),
        ("in 3 months", "2027-02-21"),
        ("in 1 year", "2027-11-21"),
        ("+3d", "2026-11-24"),
        ("+2w", "2026-12-05"),
        ("+1m", "2026-12-21"),
        ("24 nov", "2026-11-24"),
        ("nov 24", "2026-11-24"),
        ("21 nov", "2026-11-21"),  # today is the next such day
        ("20 nov", "2027-11-20"),
        ("24 November 2027", "2027-11-24"),
        ("November 24, 2027", "2027-11-24"),
        ("1st dec", "2026-12-01"),
        ("29 feb", "2028-02-29"),
        ("Tue, 24 Nov", "2026-11-24"),
        ("end of month", "2026-11-30"),
        ("end of the month", "2026-11-30"),
        ("end of next month", "2026-12-31"),
        ("end of year", "2026-12-31"),
        ("next week", "2026-11-23"),
        ("next month", "2026-12-01"),
        ("next year", "2027-01-01"),
        ("18:00", "2026-11-21T18:00"),
        ("6pm", "2026-11-21T18:00"),
        ("6:30 PM", "2026-11-21T18:30"),
        ("12am", "2026-11-21T00:00"),
        ("12 pm", "2026-11-21T12:00"),
        ("noon", "2026-11-21T12:00"),
        ("0:00", "2026-11-21T00:00"),
        ("tomorrow 18:00", "2026-11-22T18:00"),
        ("tomorrow at noon", "2026-11-22T12:00"),
        ("thu 9:30", "2026-11-26T09:30"),
        ("9:30 thu", "2026-11-26T09:30"),
        ("at 6 pm tomorrow", "2026-11-22T18:00"),
        ("by fri", "2026-11-27"),
        ("on thu 26 nov 2026 at 6 pm", "2026-11-26T18:00"),
        ("  next   week  ", "2026-11-23"),
    ],
)
def test_dates_as_people_type_them(typed: str, meant: str) -> None:
    assert day(typed) == meant


@pytest.mark.parametrize(
    ("typed", "today", "meant"),
    [
        ("in 1 month", date(2027, 1, 31), "2027-02-28"),  # the last of February
        ("+1m", date(2028, 1, 31), "2028-02-29"),
        ("+1y", date(2028, 2, 29), "2029-02-28"),
        ("tomorrow", date(2028, 2, 28), "2028-02-29"),
        ("tomorrow", date(2026, 12, 31), "2027-01-01"),
        ("thu", date(2026, 12, 31), "2027-01-07"),
        ("next mon", date(2026, 12, 31), "2027-01-04"),
        ("next thu", date(2026, 11, 23), "2026-12-03"),  # on Monday this week's Thursday is `thu`
        ("thu", date(2026, 11, 23), "2026-11-26"),
        ("end of next month", date(2027, 1, 31), "2027-02-28"),
        ("end of month", date(2028, 2, 1), "2028-02-29"),
        ("next month", date(2026, 12, 31), "2027-01-01"),
        ("1 jan", date(2026, 12, 31), "2027-01-01"),
        ("29 feb", date(2096, 3, 1), "2104-02-29"),  # 2100 is no leap year
    ],
)
def test_the_ends_of_months_and_years(typed: str, today: date, meant: str) -> None:
    assert day(typed, today) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("3/4", "“3/4” could be 3 April or 4 March: write 2027-04-03 or 2027-03-04"),
        ("3/4/2028", "write 2028-04-03 or 2028-03-04"),
        ("3-4-2028", "write 2028-04-03 or 2028-03-04"),
        ("3.4.28", "write 2028-04-03 or 2028-03-04"),
        ("24/11", "write 2026-11-24"),
        ("11/24", "write 2026-11-24"),
        ("24.11.", "write 2026-11-24"),
        ("4/4", "write 2027-04-04"),
        ("2026/4/3", "write 2026-04-03"),
        ("2026-4-3", "write 2026-04-03"),
        ("3/4 18:00", "could be 3 April or 4 March"),
        ("24.12", "“24.12” is not read as 24 December: write 2026-12-24"),
        ("12-24", "write 2026-12-24"),
        ("03.04", "could be 3 April or 4 March"),
        ("12/2026", "“12/2026” is a month: write a day of it, such as 2026-12-01"),
        ("2026-12", "such as 2026-12-01"),
        ("20261224", "write 2026-12-24"),
    ],
)
def test_dates_in_numbers_are_refused_with_what_to_write(typed: str, said: str) -> None:
    with pytest.raises(WrongUsage) as refused:
        day(typed)
    assert said in refused.value.message


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31 apr", "no 31 April"),
        ("0 may", "no 0 May"),
        ("29 feb 2027", "no 29 February 2027"),
        ("29/2/2027", "no 29 February 2027"),
        ("2026-02-30", "no 30 February 2026"),
        ("2026-13-01", "There is no month 13."),
        ("2026-00-01", "There is no month 0."),
        ("0000-01-01", "no 1 January 0000"),
        ("1969-12-31", "year 1969"),
        ("2200-01-01", "year 2200"),
        ("in 999 years", "1970 to 2199"),
        ("25:00", "not a time"),
        ("tomorrow 18:60", "not a time"),
        ("13pm", "not a time"),
        ("0pm", "not a time"),
        ("thu 24 nov", "24 November 2026 is a Tuesday"),
        ("2026-11-24T18:00Z", "offset"),
        ("2026-11-24T18:00+01:00", "offset"),
    ],
)
def test_what_cannot_be_is_refused_by_name(typed: str, said: str) -> None:
    with pytest.raises(WrongUsage) as refused:
        day(typed)
    assert said in f"{refused.value.message} {refused.value.hint}"


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "soon", "24", "1.2", "13/13", "in days", "in ٣ days", "next", "next 24 nov", "end of week", "18",
        "20261324", "tomorrow tomorrow", "tomorrow thu", "24 nov 99", "in 3 fortnights", "on tomorrow", "by", "at",
        "18:00 19:00", "2026-W48-2", "2026-11-24T18", "\x1b[2J", "x" * 100_000, "by " * 30, "+99999d", "nov",
        "thu 18:00 nov",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(WrongUsage, match="not a date that can be read") as refused:
        day(typed)
    assert "2026-11-24" in refused.value.hint
    assert len(refused.value.message) < 100
    assert "\x1b" not in refused.value.message


@given(DAYS, st.none() | TIMES, DAYS)
def test_iso_comes_back_as_it_is(due: date, at: time | None, today: date) -> None:
    assert parse_date_phrase(iso_due(due, at), today) == DatePhrase(due, at)


@given(MIDDLE, st.sampled_from(WEEKDAYS))
def test_a_weekday_is_the_first_after_today_and_next_lies_in_the_following_week(today: date, name: str) -> None:
    plain, following = parse_date_phrase(name, today).day, parse_date_phrase(f"next {name}", today).day
    assert 1 <= (plain - today).days <= 7
    assert WEEKDAYS[plain.weekday()] == WEEKDAYS[following.weekday()] == name
    assert following.isocalendar()[:2] == (today + timedelta(days=7)).isocalendar()[:2]


@given(MIDDLE, MIDDLE)
def test_a_year_left_out_means_the_next_such_day(today: date, other: date) -> None:
    found = parse_date_phrase(f"{other.day} {other:%b}", today).day
    assert (found.day, found.month) == (other.day, other.month)
    assert found >= today
    years = 8 if (other.month, other.day) == (2, 29) else 1
    assert (found - today).days <= 366 * years


@given(MIDDLE, st.integers(7, 300))
def test_days_as_they_are_shown_can_be_typed(today: date, ahead: int) -> None:
    due = today + timedelta(days=ahead)
    assert parse_date_phrase(show_day(due, today), today).day == due
    assert parse_date_phrase(humanize(due, today), today).day == due


WORDS = st.sampled_from(
    [
        "next", "in", "end", "of", "the", "on", "by", "at", "thu", "thursday", "nov", "24", "24th", "3", "2027",
        "2026-11-24", "18:00", "6", "pm", "6pm", "noon", "week", "month", "days", "+3d", "3/4", "today",
    ]
)  # fmt: skip


@given(st.lists(WORDS, max_size=9).map(" ".join) | st.text(max_size=30), DAYS)
def test_whatever_is_typed_is_read_or_refused(typed: str, today: date) -> None:
    try:
        phrase = parse_date_phrase(typed, today)
    except WrongUsage as error:
        refused = error
    else:
        assert 1970 <= phrase.day.year <= 2199
        return
    assert refused.message
    assert refused.hint


NOW = datetime.fromisoformat("2026-11-21T18:30")
NOWS = st.datetimes(datetime.fromisoformat("1980-01-01"), datetime.fromisoformat("2180-01-01"))


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("1 hour", "2026-11-21T19:30"),
        ("an hour", "2026-11-21T19:30"),
        ("in 2 hours", "2026-11-21T20:30"),
        ("2h", "2026-11-21T20:30"),
        ("+2h", "2026-11-21T20:30"),
        ("1h30m", "2026-11-21T20:00"),
        ("30 min", "2026-11-21T19:00"),
        ("45 minutes", "2026-11-21T19:15"),
        ("6 hours", "2026-11-22T00:30"),
        ("tonight", "2026-11-21T19:00"),
        ("tomorrow", "2026-11-22T09:00"),
        ("tomorrow 18:00", "2026-11-22T18:00"),
        ("next week", "2026-11-23T09:00"),
        ("3 days", "2026-11-24T09:00"),
        ("for 2 weeks", "2026-12-05T09:00"),
        ("in a month", "2026-12-21T09:00"),
        ("thu", "2026-11-26T09:00"),
        ("2026-12-24", "2026-12-24T09:00"),
        ("2026-12-24T20:00", "2026-12-24T20:00"),
        ("19:00", "2026-11-21T19:00"),
        ("8:00", "2026-11-22T08:00"),  # a time alone is the next one
    ],
)
def test_snoozing_until(typed: str, until: str) -> None:
    assert parse_snooze(typed, NOW) == datetime.fromisoformat(until)


def test_a_snooze_of_days_ends_at_the_day_start() -> None:
    assert parse_snooze("tomorrow", NOW, time(7, 15)) == datetime.fromisoformat("2026-11-22T07:15")


def test_tonight_moves_later_in_the_evening_and_then_is_over() -> None:
    late = NOW.replace(hour=20)
    assert parse_snooze("tonight", late).hour == 21
    with pytest.raises(WrongUsage, match="passed"):
        parse_snooze("tonight", NOW.replace(hour=21, minute=0))


@pytest.mark.parametrize("typed", ["today", "yesterday", "2026-11-21", "today 18:30", "0 min", "in 0 days"])
def test_a_snooze_into_the_past_is_refused(typed: str) -> None:
    with pytest.raises(WrongUsage, match="passed already"):
        parse_snooze(typed, NOW)


def test_minutes_and_months_are_not_guessed() -> None:
    with pytest.raises(WrongUsage, match="minutes or months"):
        parse_snooze("+30m", NOW)


@pytest.mark.parametrize("typed", ["", "soon", "in", "for", "hour", "h", "x" * 100_000, "3/4"])
def test_a_snooze_that_cannot_be_read_is_refused(typed: str) -> None:
    with pytest.raises(WrongUsage):
        parse_snooze(typed, NOW)


@given(NOWS, st.lists(WORDS, max_size=5).map(" ".join))
def test_a_snooze_lies_ahead_or_is_refused(now: datetime, typed: str) -> None:
    try:
        until = parse_snooze(typed, now)
    except WrongUsage:
        return
    assert until > now
    assert until.tzinfo is None
