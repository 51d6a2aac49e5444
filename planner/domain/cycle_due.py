"""Whether the cycle that a goal is planned for may be over, seen without its template: lists ask it all day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.domain.plan import Goal, Milestone


def may_be_behind(goal: Goal, milestones: Iterable[Milestone], today: date) -> bool:
    """Whether `running.behind` is worth asking: nothing that comes before the end of its cycle is still to come.

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
