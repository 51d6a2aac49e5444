"""How far a goal is: what is done of how much; and the room that a milestone takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

from planner.domain.plan import Milestone
from planner.domain.repeat import counted, remaining

if TYPE_CHECKING:
    from decimal import Decimal


def source_of(milestone: Milestone, milestones: Mapping[str, Milestone]) -> Milestone | None:
    """The series that the milestone follows occurrence by occurrence, if it does."""
    each = milestone.repeat.each if milestone.repeat else None
    return milestones.get(each) if each else None


def done_of_total(members: Iterable[Milestone], milestones: Mapping[str, Milestone]) -> tuple[int, int]:
    """(closed, all) milestones of a goal; a series counts as many as it has, optional ones once they are closed."""
    done = total = 0
    for milestone in members:
        if milestone.optional and milestone.is_open:
            continue
        if milestone.repeat is None and not milestone.occurrences:
            done, total = done + (not milestone.is_open), total + 1
            continue
        closed, whole = counted(milestone, source_of(milestone, milestones))
        done, total = done + closed, total + whole
    return done, total


def minutes_left(members: Iterable[Milestone], milestones: Mapping[str, Milestone]) -> int:
    """Effort of all that is open, in minutes; a series counts with what it has left, one without an end once."""
    left = 0
    for milestone in members:
        if milestone.effort and not milestone.optional and milestone.is_open:
            if milestone.repeat is None:
                left += milestone.effort
                continue
            times = remaining(milestone, source_of(milestone, milestones))
            left += milestone.effort * (1 if times is None else times)
    return left


def hours(text: str) -> Decimal:
    """Hours a week as a number; at least a quarter of an hour, so that what takes time takes some."""
    from decimal import Decimal

    return max(Decimal(text), Decimal("0.25"))


LONGEST = 3660
"""Days: whatever effort a milestone says, it takes no longer than ten years; days beyond help nobody to plan."""


@lru_cache(maxsize=4096)
def days_of(effort: int | None, hours_per_week: str) -> int:
    """How many days a milestone takes at this pace; at least 1, at most LONGEST."""
    return min(max(1, ceil(effort * 7 / (60 * hours(hours_per_week)))), LONGEST) if effort else 1


def days_on(day: date, days: int) -> date:
    """The day so many days after `day`, or before it; the first or last there is where many long steps go beyond."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def occupied(
    milestone: Milestone, milestones: Mapping[str, Milestone], hours_per_week: str
) -> tuple[date, date] | None:
    """[start, due]: due − max(1 day, effort ÷ hours a week × 7 days), not before its last predecessor's due."""
    if milestone.due is None:
        return None
    start = days_on(milestone.due, -days_of(milestone.effort, hours_per_week))
    before = [m.due for m in (milestones.get(each) for each in milestone.after) if m is not None and m.due is not None]
    return min(max([start, *before]), milestone.due), milestone.due
