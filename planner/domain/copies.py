"""Fresh copies: of one milestone, or of a goal with all that belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from planner.domain.plan import Goal, Milestone
from planner.domain.rhythm import repeating


def loose(milestone: Milestone) -> Milestone:
    """The milestone as one of the person's own: with its date, and no tie to a template's step or its anchors."""
    repeat = milestone.repeat
    return replace(
        milestone,
        key=None,
        moment=None,
        earliest=None,
        latest=None,
        cycle=0,
        expected=False,
        repeat=replace(repeat, moment=None) if repeat is not None and repeat.each is None else None,
    )


def fresh(milestone: Milestone, new_id: str, *, now: datetime, order: int) -> Milestone:
    """An open copy on the same day, with nothing done to it yet; a series begins with its open occurrence."""
    copy = replace(
        milestone,
        id=new_id,
        created=now,
        dated_at=now,
        status="todo",
        checklist=tuple(replace(item, done=False) for item in milestone.checklist),
        occurrences=(),
        n=1,
        scheduled=None,
        waiting_on="",
        snoozed_until=None,
        closed_at=None,
        done_on=None,
        order=order,
    )
    if copy.repeat is not None:
        copy = replace(copy, repeat=replace(copy.repeat, paused_on=None, once=False, usual_at=None))
    each = copy.repeat.each if copy.repeat is not None else None
    return copy if each is not None else repeating(copy, copy.repeat)


def copy_goal(
    goal: Goal, milestones: Sequence[Milestone], *, title: str, order: int, now: datetime, new_id: Callable[[], str]
) -> tuple[Goal, tuple[Milestone, ...]]:
    """An active copy of a goal, with all of its milestones open on the same days and linked among themselves as they
    were. It still moves with its own dates; what lay outside of it is no longer followed."""
    copy = replace(
        goal,
        id=new_id(),
        title=title,
        created=now,
        status="active",
        paused_on=None,
        ended_on=None,
        late_start=False,
        order=order,
        pauses=(),
    )
    ids = {milestone.id: new_id() for milestone in milestones}
    copies = []
    for milestone in milestones:
        one = fresh(milestone, ids[milestone.id], now=now, order=milestone.order)
        repeat = one.repeat
        if repeat is not None and repeat.each is not None:
            repeat = replace(repeat, each=ids[repeat.each]) if repeat.each in ids else None
        after = tuple(ids[each] for each in one.after if each in ids)
        scheduled = one.due if repeat is not None else None
        copies.append(replace(one, goal=copy.id, after=after, repeat=repeat, scheduled=scheduled))
    return copy, tuple(copies)
