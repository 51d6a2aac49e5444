"""The running cycle of a goal: which one it is, and what is behind it.

The end of a cycle is its last day. Days are the person's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from planner.domain.anchors import Anchors, moves_cycles
from planner.domain.living import anchors_of, keyed
from planner.domain.plan import Goal, Milestone

if TYPE_CHECKING:
    from planner.domain.template import Template

_MOST = 200
"""Cycles: as many as the calendar has years for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A goal whose planned cycle is over while a later one runs.

    `ended` is the last day of the planned one; the running one is number `cycle`, from `first` to `last`. `missed` are
    the last days of those between, which nobody planned. `open` is how many steps of the planned one are not closed.
    """

    goal: Goal
    ended: date
    cycle: int
    first: date
    last: date
    missed: tuple[date, ...]
    open: int


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


def behind(goal: Goal, template: Template | None, milestones: Sequence[Milestone], today: date) -> Behind | None:
    """What is to be said where the cycle that the goal is planned for is over, whatever of it is still open; None while
    it runs, where no end is known, and for a goal without cycles."""
    planned = [milestone for milestone in milestones if milestone.cycle == goal.cycle]
    if template is None or not planned:
        return None
    anchors = anchors_of(goal, template, keyed(milestones))
    ended = anchors.anchor("cycle_end", goal.cycle).day
    if ended is None or ended >= today:
        return None
    cycle = current_cycle(anchors, today)
    first, last = (anchors.anchor(name, cycle).day for name in ("cycle_start", "cycle_end"))
    if cycle <= goal.cycle or first is None or last is None:
        return None
    between = (anchors.anchor("cycle_end", number).day for number in range(goal.cycle + 1, cycle))
    return Behind(
        goal=goal,
        ended=ended,
        cycle=cycle,
        first=first,
        last=last,
        missed=tuple(day for day in between if day is not None),
        open=sum(1 for milestone in planned if milestone.is_open),
    )


def may_be_behind(goal: Goal, milestones: Iterable[Milestone], today: date) -> bool:
    """Whether `behind` is worth asking, seen without the template: nothing before the end of its cycle is to come.

    A step that counts back from the end and is not past says that the end is not either.
    """
    cyclic = False
    for milestone in milestones:
        if milestone.cycle != goal.cycle:
            continue
        cyclic = True
        moment, due = milestone.moment or "", milestone.due
        counts_back = moment == "cycle_end" or moment.startswith("cycle_end-")
        if counts_back and due is not None and due >= today and not milestone.fixed and milestone.repeat is None:
            return False
    return cyclic


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
