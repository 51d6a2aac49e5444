"""Days away as a person writes them: `21 Dec - 3 Jan`, `Winter=2026-12-21..2027-01-03`."""

from __future__ import annotations

import re
from datetime import date

from planner.domain.dates import parse_day
from planner.domain.errors import NotFound, WrongUsage
from planner.domain.plan import Away
from planner.domain.text import shown
from planner.domain.text import title as checked_title

_BETWEEN = re.compile(r"\s+-\s+|\s*[–—]\s*|\s*\.\.\s*|\s+(?:to|until)\s+", re.IGNORECASE)
_MOST_DAYS = 366


def read_away(text: str, today: date) -> Away:
    """One time away; `TITLE=` may stand before it, and a single day is enough. Raises WrongUsage."""
    name, equals, days = text.rpartition("=")
    parts = [each.strip() for each in _BETWEEN.split(days.strip())]
    if not 1 <= len(parts) <= 2 or not all(parts):
        raise WrongUsage(f"“{shown(text)}” are no days.", "Write them as 21 dec - 3 jan, or Winter=21 dec - 3 jan.")
    first = parse_day(parts[0], today)
    last = parse_day(parts[-1], first) if len(parts) == 2 else first
    if last < first:
        raise WrongUsage(f"“{shown(text)}” ends before it begins.", "Write the first day first.")
    if (last - first).days >= _MOST_DAYS:
        raise WrongUsage(f"“{shown(text)}” is longer than a year.", "Pause the goals instead: planner goal pause.")
    return Away(first=first, last=last, title=checked_title(name) if equals and name.strip() else "")


def with_away(there: tuple[Away, ...], new: Away) -> tuple[Away, ...]:
    """All of them in order. Raises WrongUsage where one holds a day of another."""
    for each in there:
        if each != new and each.first <= new.last and new.first <= each.last:
            days = f"{each.first.isoformat()} to {each.last.isoformat()}"
            raise WrongUsage(f"You are away {days} already.", f"Take that out first: --remove-away {each.first}.")
    return tuple(sorted({*there, new}, key=lambda each: each.first))


def without_away(there: tuple[Away, ...], name: str) -> tuple[Away, ...]:
    """Without the one of this title, or of this first day as ISO. Raises NotFound."""
    wanted = name.strip().casefold()
    left = tuple(each for each in there if wanted not in {each.title.casefold(), each.first.isoformat()})
    if not wanted or left == there:
        known = ", ".join(each.title or each.first.isoformat() for each in there)
        raise NotFound(f"No time away is called “{shown(name)}”.", f"There is: {known}." if known else "There is none.")
    return left
