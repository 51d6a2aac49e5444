"""Rules of repetition: the part of RFC 5545 that is let in, and the days it names.

Only FREQ of DAILY to YEARLY with INTERVAL, BYDAY, BYMONTHDAY, BYMONTH and BYSETPOS; how often and until when are the
series' own. Days are tried one by one and never more than five years of them: a rule that never hits would keep
others searching until the year 9999. Weeks begin on Monday.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, cast

from planner.domain.durations import LAST_DAY
from planner.domain.errors import WrongUsage
from planner.domain.text import shown

Frequency = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]

LONGEST_RULE = 120
FIVE_YEARS = 1_830
"""Days: how far the next hit is searched for."""

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES = ("FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS")
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,4}", re.ASCII)
_HINT = "Write it as FREQ=MONTHLY;BYDAY=1MO or FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH."
_TRIED_FROM = date(2024, 1, 1)  # before a leap day
_EPOCH = date(1969, 12, 29)  # a Monday


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    frequency: Frequency
    interval: int = 1
    weekdays: frozenset[tuple[int, int]] = frozenset()
    """(place, weekday); place 0 is every one."""
    month_days: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    positions: frozenset[int] = frozenset()


def check_rrule(text: str, first: date | None = None) -> None:
    """Raise WrongUsage, in words, unless `text` is let in and comes again within five years of `first`.

    Without `first` it is tried from the first day it could name.
    """
    rule = _parse(text)
    day = first or _next(replace(rule, interval=1), _TRIED_FROM, _TRIED_FROM)
    if day is None or _next(rule, day, day) is None:
        raise WrongUsage(f"“{shown(text)}” does not come again within five years.", _HINT)


def next_hit(rrule: str, first: date, after: date) -> date | None:
    """The first day after `after` (and not before `first`) that the rule names; None when five years have none.

    `first` is the day of occurrence 1: it sets what the rule leaves open (weekday, day of the month, which weeks of
    every second). It counts as a hit only if the rule names it. Raises WrongUsage for a rule that is not let in.
    """
    return _next(_parse(rrule), first, after)


def hits(rrule: str, first: date, start: date, end: date) -> Iterator[date]:
    """The days from `start` to `end`, both included, that the rule names; none before `first`. Raises WrongUsage.

    Ends early after five years without a hit.
    """
    rule = _parse(rrule)
    day: date | None = start - timedelta(days=1) if start > date.min else start
    while day is not None and day < end:
        day = _next(rule, first, day, end)
        if day is not None:
            yield day


def _next(rule: _Rule, first: date, after: date, end: date = LAST_DAY) -> date | None:
    day = max(first, after + timedelta(days=1))
    last = min(end, LAST_DAY, max(first, after) + timedelta(days=FIVE_YEARS))
    filled = _filled(rule, first)
    while day <= last:
        wait = _periods_to_wait(filled, first, day)
        if wait:
            day = _start_of_period(filled.frequency, day, wait)
        elif _named(filled, first, day):
            return day
        else:
            day += timedelta(days=1)
    return None


@lru_cache(maxsize=512)
def _filled(rule: _Rule, first: date) -> _Rule:
    """`rule` with what it leaves open taken from its first day."""
    if rule.weekdays or rule.month_days or rule.frequency == "DAILY":
        return rule
    if rule.frequency == "WEEKLY":
        return replace(rule, weekdays=frozenset({(0, first.weekday())}))
    months = rule.months if rule.months or rule.frequency == "MONTHLY" else frozenset({first.month})
    return replace(rule, month_days=frozenset({first.day}), months=months)


def _period(frequency: Frequency, day: date) -> int:
    """The number of the day, week, month or year in which `day` lies."""
    if frequency == "DAILY":
        return day.toordinal()
    if frequency == "WEEKLY":
        return (day - _EPOCH).days // 7
    return day.year * 12 + day.month - 1 if frequency == "MONTHLY" else day.year


def _periods_to_wait(rule: _Rule, first: date, day: date) -> int:
    """How many periods later than `day`'s the rule applies again; 0 when it applies now."""
    return (_period(rule.frequency, first) - _period(rule.frequency, day)) % rule.interval


def _start_of_period(frequency: Frequency, day: date, later: int) -> date:
    """The first day of the period `later` after that of `day`; LAST_DAY's end when that is beyond it."""
    number = _period(frequency, day) + later
    try:
        if frequency == "DAILY":
            return date.fromordinal(number)
        if frequency == "WEEKLY":
            return _EPOCH + timedelta(days=number * 7)
        return date(number // 12, number % 12 + 1, 1) if frequency == "MONTHLY" else date(number, 1, 1)
    except (ValueError, OverflowError):
        return date.max


def _named(rule: _Rule, first: date, day: date) -> bool:
    """Whether the rule names `day`, which lies in a period where it applies."""
    if not _fits(rule, day):
        return False
    return not rule.positions or day in _picked(rule, _period(rule.frequency, day), first)


def _fits(rule: _Rule, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days:
        length = monthrange(day.year, day.month)[1]
        if not rule.month_days & {day.day, day.day - length - 1}:
            return False
    return not rule.weekdays or not rule.weekdays.isdisjoint(_places(rule, day))


def _places(rule: _Rule, day: date) -> Iterator[tuple[int, int]]:
    """What BYDAY may call `day`: its weekday, and which of its month or year it is, from both ends."""
    weekday = day.weekday()
    yield 0, weekday
    if rule.frequency == "YEARLY" and not rule.months:
        number, length = day.timetuple().tm_yday, 366 if isleap(day.year) else 365
    else:
        number, length = day.day, monthrange(day.year, day.month)[1]
    yield (number - 1) // 7 + 1, weekday
    yield -((length - number) // 7 + 1), weekday


@lru_cache(maxsize=512)
def _picked(rule: _Rule, period: int, first: date) -> frozenset[date]:
    """The days of one period that BYSETPOS picks from those that fit, counted from both ends."""
    day = _start_of_period(rule.frequency, first, period - _period(rule.frequency, first))
    fitting = []
    while _period(rule.frequency, day) == period and day < date.max:
        if _fits(rule, day):
            fitting.append(day)
        day += timedelta(days=1)
    return frozenset(
        fitting[position - 1 if position > 0 else position]
        for position in rule.positions
        if abs(position) <= len(fitting)
    )


# Reading


@lru_cache(maxsize=512)
def _parse(text: str) -> _Rule:
    if len(text) > LONGEST_RULE:
        raise WrongUsage(f"The rule has {len(text):,} characters; at most {LONGEST_RULE} fit.", _HINT)
    parts: dict[str, str] = {}
    for part in text.split(";"):
        name, _, value = part.partition("=")
        if name not in _NAMES or not value:
            raise WrongUsage(f"“{shown(part)}” is not a part of a rule; there are {', '.join(_NAMES)}.", _HINT)
        if name in parts:
            raise WrongUsage(f"The rule says {name} twice.", _HINT)
        parts[name] = value
    frequency = parts.get("FREQ")
    if frequency not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise WrongUsage("A rule repeats DAILY, WEEKLY, MONTHLY or YEARLY.", _HINT)
    interval = _numbers(parts, "INTERVAL", 1, 1000) or {1}
    if len(interval) > 1:
        raise WrongUsage("INTERVAL is one number.", _HINT)
    rule = _Rule(
        frequency=cast("Frequency", frequency),
        interval=min(interval),
        weekdays=_weekdays(parts.get("BYDAY", ""), frequency, "BYMONTH" in parts),
        month_days=_numbers(parts, "BYMONTHDAY", -31, 31),
        months=_numbers(parts, "BYMONTH", 1, 12),
        positions=_numbers(parts, "BYSETPOS", -5, 5),
    )
    if rule.month_days and frequency == "WEEKLY":
        raise WrongUsage("A weekly rule has no BYMONTHDAY.", _HINT)
    if rule.positions and not (rule.weekdays or rule.month_days or rule.months):
        raise WrongUsage("BYSETPOS picks from BYDAY, BYMONTHDAY or BYMONTH, and there is none of them.", _HINT)
    return rule


def _numbers(parts: dict[str, str], name: str, least: int, most: int) -> frozenset[int]:
    found = set()
    for part in parts[name].split(",") if name in parts else ():
        number = int(part) if _NUMBER.fullmatch(part) else 0
        if number == 0 or not least <= number <= most:
            raise WrongUsage(f"{name}={shown(parts[name])}: expected numbers from {least} to {most}, not 0.", _HINT)
        found.add(number)
    return frozenset(found)


def _weekdays(value: str, frequency: str, by_month: bool) -> frozenset[tuple[int, int]]:
    most = 53 if frequency == "YEARLY" and not by_month else 5
    found = set()
    for part in value.split(",") if value else ():
        match = _BYDAY.fullmatch(part)
        if not match:
            raise WrongUsage(f"“{shown(part)}” is not a weekday such as MO, 1MO or -1FR.", _HINT)
        if match[1] and frequency not in ("MONTHLY", "YEARLY"):
            raise WrongUsage(f"BYDAY={shown(value)}: only monthly and yearly rules number their weekdays.", _HINT)
        if match[1] and not 1 <= abs(int(match[1])) <= most:
            raise WrongUsage(f"BYDAY={shown(value)}: weekdays are numbered from 1 to {most}, or from the end.", _HINT)
        found.add((int(match[1] or 0), _WEEKDAYS.index(match[2])))
    return frozenset(found)
