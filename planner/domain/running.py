"""The running cycle of a goal: which one it is, and what is behind it.

The end of a cycle is its last day. Days are the person's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from planner.domain.anchors import Anchors
from planner.domain.living import anchors_of, keyed
from planner.domain.plan import Goal, Milestone
from planner.domain.reached import moves_cycles

if TYPE_CHECKING:
    from planner.domain.template import Template

_MOST = 200
"""Cycles: as many as the calendar has years for."""
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A goal whose planned cycle is over while a later one runs.

    `ended` is the last day of the planned one; the running one is number `cycle`, from `first` to `last`. `missed` are
    the last days of those between, which nobody planned.
    """

    goal: Goal
    ended: date
    cycle: int
    first: date
    last: date
    missed: tuple[date, ...]


def current_cycle(anchors: Anchors, today: date) -> int:
    """The number of the cycle that `today` lies in; 1 before the first, where no end is known, and as long as what the
    cycles count from is not earned yet."""
    if anchors.anchor("earned", 0).expected:
        return 1
    cycle = 1
    while cycle < _MOST:
        end = anchors.anchor("cycle_end", cycle)
        if end.day is None or end.day >= today:
            return cycle
        cycle += 1
    return cycle


def missed_between(anchors: Anchors, planned: int, running: int) -> tuple[date, ...]:
    """The last days, as far as they are known, of the cycles after the planned one and before the running one."""
    days = (anchors.anchor("cycle_end", number).day for number in range(planned + 1, running))
    return tuple(day for day in days if day is not None)


def behind(goal: Goal, template: Template | None, milestones: Sequence[Milestone], today: date) -> Behind | None:
    """What is to be said where the cycle that the goal is planned for is over, whatever of it is still open; None while
    it runs, where no end is known, and for a goal without cycles."""
    if template is None or not any(milestone.cycle == goal.cycle for milestone in milestones):
        return None
    anchors = anchors_of(goal, template, keyed(milestones))
    ended = anchors.anchor("cycle_end", goal.cycle).day
    if ended is None or ended >= today:
        return None
    cycle = current_cycle(anchors, today)
    first, last = (anchors.anchor(name, cycle).day for name in ("cycle_start", "cycle_end"))
    if cycle <= goal.cycle or first is None or last is None:
        return None
    return Behind(
        goal=goal,
        ended=ended,
        cycle=cycle,
        first=first,
        last=last,
        missed=missed_between(anchors, goal.cycle, cycle),
    )


def recounted(
    goal: Goal, template: Template, milestones: Sequence[Milestone], changed: Collection[str], today: date
) -> Goal:
    """The goal in the cycle that runs once the `changed` anchors and choices are what they are in `goal` now.

    It is counted as when the goal is made, unless another cycle was planned before, or something of this one was done
    before the running one began: what was done stays in the cycle it was done in.
    """
    if not moves_cycles(template, changed):
        return goal
    anchors = anchors_of(goal, template, keyed(milestones))
    cycle = current_cycle(anchors, today)
    others = {milestone.cycle for milestone in milestones} - {goal.cycle}
    if cycle == goal.cycle or cycle <= max(others, default=0):
        return goal
    first = anchors.anchor("cycle_start", cycle).day
    done = (day for milestone in milestones if milestone.cycle == goal.cycle for day in _done_days(milestone))
    if first is not None and any(day < first for day in done):
        return goal
    return replace(goal, cycle=cycle)


def _done_days(milestone: Milestone) -> Iterable[date]:
    days = (*(past.done_on for past in milestone.occurrences), milestone.done_on)
    return (day for day in days if day is not None)


def behind_words(one: Behind) -> str:
    """`The cycle of “Keep the CFE” ended on 2027-10-31; the one that runs until 2029-10-31 is not planned yet.`"""
    return (
        f"The cycle of “{one.goal.title}” ended on {one.ended.isoformat()}; "
        f"the one that runs until {one.last.isoformat()} is not planned yet."
    )


def missed_words(missed: Sequence[date]) -> str:
    """`The cycle that ended on 2028-10-31 went by without a plan.`; "" where none did."""
    if not missed:
        return ""
    days = [day.isoformat() for day in missed]
    if len(days) == 1:
        return f"The cycle that ended on {days[0]} went by without a plan."
    if len(days) > _MOST_NAMED:
        return (
            f"{len(days)} cycles, from the one that ended on {days[0]} to that of {days[-1]}, went by without a plan."
        )
    return f"The cycles that ended on {', '.join(days[:-1])} and {days[-1]} went by without a plan."
