"""Which rules of repetition are let in: a small part of RFC 5545 that always ends soon.

Only FREQ of DAILY to YEARLY with INTERVAL, BYDAY, BYMONTHDAY, BYMONTH and BYSETPOS. A rule that never hits would be
searched for until the year 9999, so each is tried here, day by day and never further than ten years.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from planner.domain.errors import WrongUsage

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FIVE_YEARS = 1827

# Ten years with three leap days: 29 February hits within five years, 29 February on a Monday does not.
_WINDOW = tuple(date(2020, 1, 1) + timedelta(days=n) for n in range(3653))
_MONDAY_BEFORE = date(2019, 12, 30)
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,4}", re.ASCII)
_HINT = "Write it as FREQ=MONTHLY;BYDAY=1MO or FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH."


@lru_cache(maxsize=512)
def check_rrule(text: str) -> None:
    """Raise WrongUsage, in words, unless `text` is a rule this planner repeats by."""
    parts = _parts(text)
    frequency = parts.pop("FREQ")
    interval = _numbers("INTERVAL", parts.pop("INTERVAL", "1"), 1, 1000)
    if len(interval) != 1:
        raise WrongUsage("INTERVAL is one number", _HINT)
    months = frozenset(_numbers("BYMONTH", parts["BYMONTH"], 1, 12)) if "BYMONTH" in parts else None
    month_days = _signed("BYMONTHDAY", parts["BYMONTHDAY"], 31) if "BYMONTHDAY" in parts else None
    if month_days and frequency == "WEEKLY":
        raise WrongUsage("a weekly rule has no BYMONTHDAY", _HINT)
    weekdays = _weekdays(parts["BYDAY"], frequency, bool(months)) if "BYDAY" in parts else None
    places = _signed("BYSETPOS", parts["BYSETPOS"], 5) if "BYSETPOS" in parts else None
    if places and not (weekdays or month_days or months):
        raise WrongUsage("BYSETPOS picks from BYDAY, BYMONTHDAY or BYMONTH, and there is none of them", _HINT)
    periods = _hits(frequency, months, month_days, weekdays, places)
    if not _comes_back(periods, interval[0]):
        raise WrongUsage("the rule never hits within five years", _HINT)


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value:
            raise WrongUsage(f"“{part}” is not a part of a rule", _HINT)
        if name in parts:
            raise WrongUsage(f"{name} stands twice", _HINT)
        if name not in ("FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"):
            raise WrongUsage(f"{name} is not used here", _HINT)
        parts[name] = value
    if parts.get("FREQ") not in FREQUENCIES:
        raise WrongUsage("FREQ is DAILY, WEEKLY, MONTHLY or YEARLY", _HINT)
    return parts


def _numbers(name: str, value: str, least: int, most: int) -> tuple[int, ...]:
    found = []
    for part in value.split(","):
        if not _NUMBER.fullmatch(part) or not least <= int(part) <= most:
            raise WrongUsage(f"{name}={value}: expected numbers from {least} to {most}", _HINT)
        found.append(int(part))
    return tuple(found)


def _signed(name: str, value: str, most: int) -> tuple[int, ...]:
    numbers = _numbers(name, value, -most, most)
    if 0 in numbers:
        raise WrongUsage(f"{name}={value}: 0 is no place", _HINT)
    return numbers


def _weekdays(value: str, frequency: str, by_month: bool) -> tuple[tuple[int, int], ...]:
    """Pairs of place (0: every one) and weekday (Monday 0)."""
    found = []
    most = 5 if frequency == "MONTHLY" or by_month else 53
    for part in value.split(","):
        match = _BYDAY.fullmatch(part)
        if not match:
            raise WrongUsage(f"BYDAY={value}: “{part}” is not a weekday such as MO, 1MO or -1FR", _HINT)
        place = int(match[1] or 0)
        if match[1] and frequency not in ("MONTHLY", "YEARLY"):
            raise WrongUsage(f"BYDAY={value}: only monthly and yearly rules number their weekdays", _HINT)
        if match[1] and not 1 <= abs(place) <= most:
            raise WrongUsage(f"BYDAY={value}: there is no weekday number {place}", _HINT)
        found.append((place, WEEKDAYS.index(match[2])))
    return tuple(found)


def _hits(
    frequency: str,
    months: frozenset[int] | None,
    month_days: tuple[int, ...] | None,
    weekdays: tuple[tuple[int, int], ...] | None,
    places: tuple[int, ...] | None,
) -> dict[int, list[date]]:
    """The days of the window that the rule names, by the number of their day, week, month or year."""
    periods: dict[int, list[date]] = {}
    for day in _WINDOW:
        if months and day.month not in months:
            continue
        if month_days and not any(_is_month_day(day, number) for number in month_days):
            continue
        if weekdays and not any(_is_weekday(day, pair, frequency, bool(months)) for pair in weekdays):
            continue
        periods.setdefault(_period(day, frequency), []).append(day)
    if places:
        periods = {
            number: picked
            for number, days in periods.items()
            if (picked := [days[p - 1 if p > 0 else p] for p in places if abs(p) <= len(days)])
        }
    return periods


def _period(day: date, frequency: str) -> int:
    if frequency == "DAILY":
        return (day - _WINDOW[0]).days
    if frequency == "WEEKLY":
        return (day - _MONDAY_BEFORE).days // 7
    return day.year * 12 + day.month if frequency == "MONTHLY" else day.year


def _days_in(day: date, whole_year: bool) -> tuple[int, int]:
    """How many days come before `day` in its month or year, and how many after."""
    first = day.replace(month=1, day=1) if whole_year else day.replace(day=1)
    after = (first + timedelta(days=366 if whole_year else 31)).replace(day=1)
    after = after.replace(month=1) if whole_year else after
    return (day - first).days, (after - day).days - 1


def _is_month_day(day: date, number: int) -> bool:
    if number > 0:
        return day.day == number
    return _days_in(day, whole_year=False)[1] == -number - 1


def _is_weekday(day: date, pair: tuple[int, int], frequency: str, by_month: bool) -> bool:
    place, weekday = pair
    if day.weekday() != weekday:
        return False
    if place == 0:
        return True
    before, after = _days_in(day, whole_year=frequency == "YEARLY" and not by_month)
    return (before if place > 0 else after) // 7 + 1 == abs(place)


def _comes_back(periods: dict[int, list[date]], interval: int) -> bool:
    """Whether from some first day another hit lies within five years."""
    last: dict[int, date] = {}
    for number in sorted(periods):
        days = periods[number]
        before = last.get(number % interval)
        if len(set(days)) > 1 or (before is not None and (days[0] - before).days <= FIVE_YEARS):
            return True
        last[number % interval] = days[-1]
    return False
