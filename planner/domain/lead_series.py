"""Reminders of a series go on though nobody closed its open occurrence: who forgets one tick is reminded next week.

Only of one that goes by the calendar. One that waits until the occurrence before it is done has no days to remind of.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta, tzinfo

from planner.domain.dates import due_instant
from planner.domain.plan import Milestone
from planner.domain.repeat import as_usual, projected
from planner.domain.values import replace


def later_occurrences(
    milestone: Milestone, since: date | None, until: date, day_start: time, machine_zone: tzinfo
) -> Iterator[Milestone]:
    """The occurrences after the open one, from the day `since` (None: all) to the day `until`, each as the milestone it
    would be.

    It would be, had the one before it been closed on its day: that instant is its `dated_at`, so that a lead from
    before it is dropped.
    """
    repeat, due = milestone.repeat, milestone.due
    if repeat is None or repeat.mode == "after" or due is None or due >= until:
        return
    usual = as_usual(milestone)
    before, at = due, milestone.at
    for day in projected(milestone, due + timedelta(days=1), until):
        if since is None or day >= since:
            closed = due_instant(before, at, milestone.zone, machine_zone, day_start)
            dated = max(closed, milestone.dated_at)
            yield replace(usual, due=day, scheduled=day, latest=None, dated_at=dated)
        before, at = day, usual.at
