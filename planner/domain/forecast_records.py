"""The members of a goal as a forecast counts them: what was done when, what is left, and the days it gives itself.

Days as ordinals of the person's calendar days, 0 for none; amounts in minutes, or in steps where too little says how
long it takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from operator import mul
from typing import TypeAlias

from planner.domain.durations import LAST_DAY, Days, parse_days
from planner.domain.errors import WrongUsage
from planner.domain.pace import FURTHEST, WINDOW, Unit
from planner.domain.plan import CLOSED, Milestone, Occurrence, Repeat
from planner.domain.progress import source_of
from planner.domain.repeat import has_end, remaining
from planner.domain.values import replace

Row: TypeAlias = tuple[int, int, bool, str, int, int, int]
"""A step, or the open occurrence of a series: its day, the minutes of one, whether its date is fixed, its title, how
often it is left, the last day it gives itself, and the first on which all of it can be done, however fast it goes."""


class Group:
    """What is to be done before the target, or after it. Of a series it is all that it has left.

    `behind` says that a day of it is over, `dated` that there is one at all.
    """

    def __init__(self, rows: Sequence[Row], now: int) -> None:
        self.rows, self.count = rows, len(rows)
        # By columns: there may be thousands.
        days, minutes, fixed, _, left, last, floor = zip(*rows, strict=True) if rows else ((),) * 7
        self.steps: int = sum(left)
        self.minutes: int = sum(map(mul, minutes, left))
        self.unit: Unit = "minutes" if 2 * minutes.count(0) <= self.count else "steps"
        self.last: int = max(last, default=0)
        self.floor: int = max(floor, default=0)
        self.dated, self.fixed = any(days), True in fixed
        self.behind = any(0 < day < now for day in days)

    @property
    def left(self) -> int:
        """All of it, in its unit."""
        return self.minutes if self.unit == "minutes" else self.steps


class Records:
    """The members of a goal, sorted by what they say of it. Days as ordinals, 0 for none."""

    def __init__(
        self, members: Iterable[Milestone], milestones: Mapping[str, Milestone], target: date | None, now: int
    ) -> None:
        ahead: list[Row] = []
        later: list[Row] = []
        self.done: list[tuple[int, int]] = []
        self.last = 0
        self.endless = False
        self._milestones, self._target, self._now = milestones, target, now
        self._first = now - WINDOW + 1
        self._limit = target.toordinal() if target else 0
        for milestone in members:
            if milestone.repeat is not None:
                row = self._series(milestone, milestone.repeat)
            else:
                due = milestone.due.toordinal() if milestone.due is not None else 0
                for past in milestone.occurrences:  # it was a series
                    self._closed(past, milestone.effort or 0)
                if milestone.status in CLOSED:
                    self._closed(milestone, milestone.effort or 0)
                fixed = milestone.fixed and not milestone.expected
                row = (due, milestone.effort or 0, fixed, milestone.title, 1, due, due if fixed else 0)
            if row is not None:
                self.last = max(self.last, row[5])
                if not milestone.optional and milestone.status not in CLOSED:
                    (later if self._limit and row[0] > self._limit else ahead).append(row)
        self.ahead, self.later = Group(ahead, now), Group(later, now)

    def _closed(self, each: Milestone | Occurrence, effort: int) -> None:
        if each.status == "done" and each.done_on is not None:
            day = each.done_on.toordinal()
            if day >= self._first:
                self.done.append((day, effort))

    def _series(self, milestone: Milestone, repeat: Repeat) -> Row | None:
        """None for one without an end, of which nothing counts."""
        source = source_of(milestone, self._milestones)
        left, last, floor = self._left(milestone, repeat, source) if milestone.is_open else (0, 0, 0)
        # One that goes on for longer than any forecast has no end that anybody sees.
        if milestone.is_open and (not left or floor > self._now + FURTHEST):
            self.endless = True
            return None
        effort = milestone.effort or 0
        for past in milestone.occurrences:
            self._closed(past, effort)
        if not milestone.is_open:
            self._closed(milestone, effort)
        due = milestone.due.toordinal() if milestone.due is not None else 0
        if repeat.paused_on is not None:  # it rests: what it has left is there, its days are not
            due = floor = 0
        fixed = milestone.fixed and not milestone.expected
        return due, effort, fixed, milestone.title, left, max(due, last), max(floor, due) if fixed else floor

    def _left(self, milestone: Milestone, repeat: Repeat, source: Milestone | None) -> tuple[int, int, int]:
        """How many occurrences are left, the day of the last, and the first day on which that can be done; up to the
        target, if the series begins before it. 0 are left of one without an end."""
        left = remaining(milestone, source) if has_end(milestone) else None
        if left is None:
            return 0, 0, 0
        due = milestone.due.toordinal() if milestone.due is not None else 0
        target = self._target if self._limit >= due else None
        if repeat.each is not None:
            if target is not None and source is not None:
                left = min(left, remaining(milestone, _until(source, target)) or 1)
            return left, due, due
        end = min(filter(None, (repeat.until, target)), default=None)
        left, last = _last_day(milestone, repeat, left, end)
        # What counts from the day it is done is put off by as much as the open one is behind.
        floor = last + max(0, self._now - due) if repeat.mode == "after" and due else last
        return left, last, min(floor, end.toordinal()) if end is not None else floor


def _until(series: Milestone, target: date) -> Milestone:
    """A series that ends with the target at the latest."""
    repeat = series.repeat
    if repeat is None or repeat.each is not None:
        return series
    return replace(series, repeat=replace(repeat, until=min(repeat.until or target, target)))


def _last_day(milestone: Milestone, repeat: Repeat, left: int, end: date | None) -> tuple[int, int]:
    """How many of so many occurrences come until `end`, the open one among them, and the day of the last of these."""
    due = milestone.scheduled or milestone.due
    if due is None or left <= 1:
        return left, milestone.due.toordinal() if milestone.due is not None else 0
    if repeat.rrule is not None:
        return _hits(repeat.rrule, repeat.first or due, due, left, end)
    step = parse_days(repeat.every or "")
    if end is not None:
        until = replace(milestone, scheduled=due, repeat=replace(repeat, until=end))
        left = min(left, remaining(until) or 1)
    try:
        return left, Days(step.months * (left - 1), step.days * (left - 1)).added_to(due).toordinal()
    except WrongUsage:
        return left, LAST_DAY.toordinal()


@lru_cache(maxsize=4096)
def _hits(rule: str, first: date, due: date, left: int, end: date | None) -> tuple[int, int]:
    from planner.domain.rrule import hits

    if due >= LAST_DAY:
        return left, due.toordinal()
    last = end or due + timedelta(days=2 * FURTHEST)
    days = list(islice(hits(rule, first, due + timedelta(days=1), last), left - 1))
    if end is None and len(days) < left - 1:
        return left, last.toordinal()
    return 1 + len(days), (days[-1] if days else due).toordinal()
