"""Durations, leads, efforts and moments as the template format spells them.

Source of the grammar: ISO 8601 durations, narrowed to whole days for dates (`P1Y6M`, `P12W`, `P90D`),
to hours and minutes for effort (`PT1H30M`), to weeks, days, hours and minutes for leads (`P14D`, `PT2H`).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from planner.domain.errors import WrongUsage
from planner.domain.values import dataclass

FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(2199, 12, 31)

# Compiled when first used: a list of what is next reads none of them.
_DAYS = r"P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?"
_MOST_WEEKS, _MOST_DAYS = 999, 9999  # what three and four digits can say
_EFFORT = r"PT(?=\d)(?:(\d{1,4})H)?(?:(\d{1,3})M)?"
_LEAD = r"P(?=[\dT])(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,3})H)?(?:(\d{1,3})M)?)?"
_MOMENT = r"([a-z][a-z0-9_]*)(?:([+-])(P.+))?"


@dataclass(frozen=True, slots=True)
class Days:
    """A calendar duration: `months` (years are twelve) and then `days` (weeks are seven)."""

    months: int = 0
    days: int = 0

    def __neg__(self) -> Days:
        return Days(-self.months, -self.days)

    def added_to(self, day: date) -> date:
        """`day` plus this duration; months first (31 January + P1M = last of February), then days.

        Raises WrongUsage when the result leaves 1970 to 2199.
        """
        try:
            moved = _add_months(day, self.months) + timedelta(days=self.days)
        except (OverflowError, ValueError):
            moved = None
        if moved is None or not FIRST_DAY <= moved <= LAST_DAY:
            raise WrongUsage("a date leaves the years 1970 to 2199", "Choose a date nearer to today.")
        return moved

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        weeks, days = divmod(abs(self.days), 7)
        if days or weeks > _MOST_WEEKS:
            weeks = 0 if abs(self.days) <= _MOST_DAYS else _MOST_WEEKS
            days = abs(self.days) - weeks * 7
        parts = ((years, "Y"), (months, "M"), (weeks, "W"), (days, "D"))
        return "P" + ("".join(f"{n}{unit}" for n, unit in parts if n) or "0D")


def _add_months(day: date, months: int) -> date:
    if months == 0:
        return day
    from dateutil.relativedelta import relativedelta  # 15 ms: only plans that count in months pay for it

    return day + relativedelta(months=months)


@lru_cache(maxsize=1024)
def parse_days(text: str) -> Days:
    """`P1Y6M`, `P12W`, `P90D`. Raises WrongUsage."""
    if not (match := re.fullmatch(_DAYS, text, re.ASCII)):
        raise WrongUsage(f"{text!r} is not a duration in whole days", "Write it as P3Y, P6M, P12W or P90D.")
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    return Days(years * 12 + months, weeks * 7 + days)


@lru_cache(maxsize=1024)
def parse_effort(text: str) -> int:
    """Minutes of `PT35H` or `PT1H30M`. Raises WrongUsage."""
    if not (match := re.fullmatch(_EFFORT, text, re.ASCII)):
        raise WrongUsage(f"{text!r} is not an effort", "Write it as PT35H or PT1H30M.")
    hours, minutes = (int(part or 0) for part in match.groups())
    return hours * 60 + minutes


@lru_cache(maxsize=1024)
def parse_lead(text: str) -> timedelta:
    """How long before its due a reminder comes: `P14D`, `PT2H`, `P1DT12H`; `PT0M` is at its time. Raises WrongUsage."""
    if not (match := re.fullmatch(_LEAD, text, re.ASCII)):
        raise WrongUsage(f"{text!r} is not a lead", "Write it as P14D, P1W or PT2H.")
    weeks, days, hours, minutes = (int(part or 0) for part in match.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)


@dataclass(frozen=True, slots=True)
class Moment:
    """An anchor, or an anchor plus or minus a duration: `target`, `target-P12W`, `exam+P1W`."""

    anchor: str
    offset: Days = Days()

    def __str__(self) -> str:
        if self.offset == Days():
            return self.anchor
        negative = self.offset.months < 0 or (self.offset.months == 0 and self.offset.days < 0)
        return f"{self.anchor}{'-' if negative else '+'}{self.offset}"


@lru_cache(maxsize=4096)
def parse_moment(text: str) -> Moment:
    """Read `ANCHOR`, `ANCHOR+DURATION` or `ANCHOR-DURATION`. Raises WrongUsage."""
    if len(text) > 70 or not (match := re.fullmatch(_MOMENT, text, re.ASCII)):
        raise WrongUsage(f"{text!r} is not a moment", "Write it as target, target-P12W or exam+P1W.")
    anchor, sign, duration = match.groups()
    if duration is None:
        return Moment(anchor)
    days = parse_days(duration)
    return Moment(anchor, -days if sign == "-" else days)


def show_effort(minutes: int) -> str:
    """`4 h`, `1½ h`, `20 m`, `1 h 10 m`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} m"
    if rest == 30:
        return f"{hours}½ h"
    return f"{hours} h {rest} m" if rest else f"{hours} h"


def show_hours(minutes: int) -> str:
    """`6½`, `8`, `½`, `0`: hours to the half, for columns and bars; whoever shows it says the unit."""
    halves = round(minutes / 30)
    whole = f"{halves // 2:,}" if halves >= 2 or not halves else ""
    return whole + ("½" if halves % 2 else "")
