"""A series on the picture of the timeline: each time it was done or left out, and each time it comes again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from planner.domain.repeat import projected
from planner.formats.svg import Sheet

if TYPE_CHECKING:
    from planner.domain.timeline import Bar

APART = 7.0
"""How far from each other its signs are at least."""
_MOST = 4000
_HALF = 2.5


def ring(x: float, y: float) -> str:
    """The sign of what comes again, as a path round a point."""
    return f"M{x - _HALF:.1f} {y:.1f}a{_HALF} {_HALF} 0 1 0 {2 * _HALF} 0a{_HALF} {_HALF} 0 1 0 -{2 * _HALF} 0"


def next_time(bar: Bar, last: date) -> date | None:
    """The first day up to `last` on which it comes again; None: on none, or it is no series."""
    return next(_to_come(bar, bar.due, last), None)


def draw_series(
    sheet: Sheet,
    bar: Bar,
    days: tuple[date, date],
    *,
    spot_of: Callable[[date], float],
    middle: float,
    taken: tuple[float, float],
) -> bool:
    """A dot for each time it was done, a dash for each it was not, a ring for each to come, as far as they lie within
    `days`, apart from each other and beside what is `taken` from left to right. Whether there is one to come."""
    free, comes = 0.0, False
    for day, sign in _signs(bar, *days):
        x = spot_of(day)
        if x < free or taken[0] - APART / 2 < x < taken[1] + APART / 2:
            continue
        free = x + APART
        if sign == "done":
            sheet.path("mark-full", ring(x, middle))
        elif sign == "again":
            comes = True
            sheet.path("mark", ring(x, middle))
        else:
            sheet.line("mark", x - _HALF, middle, x + _HALF, middle)
    return comes


def _signs(bar: Bar, first: date, last: date) -> Iterator[tuple[date, str]]:
    """The days with what they were or will be, in their order."""
    past = ((each.done_on or each.due or each.scheduled, each.status) for each in bar.milestone.occurrences)
    yield from sorted((day, status) for day, status in past if day is not None and first <= day <= last)
    for day in islice(_to_come(bar, first, last), _MOST):
        yield day, "again"


def _to_come(bar: Bar, first: date, last: date) -> Iterator[date]:
    milestone = bar.milestone
    if milestone.repeat is None or not milestone.is_open or milestone.is_paused or bar.due >= last:
        return
    yield from projected(milestone, max(first, bar.due + timedelta(days=1)), last)
