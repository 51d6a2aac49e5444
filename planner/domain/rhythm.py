"""A series that is given another rule, or another time of the day: what of it goes on as it was."""

from __future__ import annotations

from datetime import time

from planner.domain.durations import Days, parse_days
from planner.domain.plan import Milestone, Repeat
from planner.domain.values import replace


def repeating(milestone: Milestone, repeat: Repeat | None) -> Milestone:
    """The milestone with another rule, or none: its open occurrence keeps its number and its day, and it rests if it
    did.

    An interval counts from the first day that gives the open one its day; a rule counts from that day itself.
    """
    if repeat is None:
        return replace(milestone, repeat=None, scheduled=None)
    if milestone.repeat is not None:
        repeat = as_before(repeat, milestone.repeat)
    day = milestone.scheduled or milestone.due
    first = day
    if milestone.n > 1 and repeat.every is not None and day is not None:
        step = parse_days(repeat.every)
        first = Days(-step.months * (milestone.n - 1), -step.days * (milestone.n - 1)).added_to(day)
    return replace(milestone, repeat=replace(repeat, first=first, passed=0), scheduled=day)


def as_before(repeat: Repeat, old: Repeat) -> Repeat:
    """A new rule with how the series stands now: at rest or not, and at which time of the day."""
    return replace(repeat, paused_on=old.paused_on, once=old.once, usual_at=old.usual_at)


def at_time(milestone: Milestone, clock: time | None) -> Milestone:
    """The milestone, on the day it has, at another time of the day: of a series that was moved to another day only
    this once, else from now on."""
    repeat = milestone.repeat
    if repeat is None:
        return replace(milestone, at=clock)
    usual = repeat.usual_at if repeat.once else milestone.at
    once = milestone.due != milestone.scheduled and clock != usual
    return replace(milestone, at=clock, repeat=replace(repeat, once=once, usual_at=usual if once else None))
