"""Fresh copies: of one milestone, or of a goal with all that belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from planner.domain.durations import Days
from planner.domain.living import shifted
from planner.domain.plan import Goal, Milestone
from planner.domain.rhythm import repeating

if TYPE_CHECKING:
    from planner.domain.template import Template


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
    goal: Goal,
    milestones: Sequence[Milestone],
    *,
    title: str,
    order: int,
    now: datetime,
    new_id: Callable[[], str],
    anew: bool = False,
) -> tuple[Goal, tuple[Milestone, ...]]:
    """An active copy of a goal, with all of its milestones open on the same days and linked among themselves as they
    were. It still moves with its own dates; what lay outside of it is no longer followed. Series begin with their open
    occurrence, or where they once began with `anew`."""
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
        model = _from_its_first(milestone) if anew else milestone
        one = fresh(model, ids[milestone.id], now=now, order=milestone.order)
        repeat = one.repeat
        if repeat is not None and repeat.each is not None:
            repeat = replace(repeat, each=ids[repeat.each]) if repeat.each in ids else None
        after = tuple(ids[each] for each in one.after if each in ids)
        scheduled = one.due if repeat is not None else None
        copies.append(replace(one, goal=copy.id, after=after, repeat=repeat, scheduled=scheduled))
    return copy, tuple(copies)


def _from_its_first(milestone: Milestone) -> Milestone:
    """A series on the day of its first occurrence."""
    if milestone.repeat is None or not milestone.occurrences:
        return milestone
    begun = milestone.occurrences[0]
    return replace(milestone, due=begun.scheduled or begun.due)


def first_day(milestones: Sequence[Milestone]) -> date | None:
    """The first day that something stands on; days that are only expected do not count."""
    return min((each.due for each in milestones if each.due is not None and not each.expected), default=None)


def begun_before(milestones: Sequence[Milestone], today: date) -> date | None:
    """The first day, where it is over: a copy on the same days would begin late."""
    first = first_day(milestones)
    return first if first is not None and first < today else None


def beginning(
    goal: Goal, template: Template | None, milestones: Sequence[Milestone], day: date, *, today: date, now: datetime
) -> tuple[Goal, tuple[Milestone, ...]]:
    """A copy of a goal, all of it open, with its first step on `day` and the rest as far from it as it was.

    Its own dates and what is soft move; so does a fixed date that is over, which nobody can keep any more. Raises
    WrongUsage where a date leaves 1970 to 2199.
    """
    loose_ones = {each.id for each in milestones if each.fixed and each.due is not None and each.due < today}
    members = [replace(each, fixed=False) if each.id in loose_ones else each for each in milestones]
    soft = first_day([each for each in members if not each.fixed])
    if soft is None or soft == day:
        return goal, tuple(milestones)
    days = (day - soft).days
    by = Days(days=days)
    begun = replace(
        goal,
        start=by.added_to(goal.start) if goal.start else None,
        target=by.added_to(goal.target) if goal.target else None,
    )
    members = [_ending_later(each, by) for each in members]
    moved = {each.id: each for each in shifted(begun, template, members, days, now=now)}
    found = (moved.get(each.id, each) for each in members)
    return begun, tuple(replace(each, fixed=True) if each.id in loose_ones else each for each in found)


def _ending_later(milestone: Milestone, by: Days) -> Milestone:
    """A series that ends on a day of its own, ending so much later."""
    repeat = milestone.repeat
    if repeat is None or repeat.until is None or repeat.moment is not None or milestone.fixed:
        return milestone
    return replace(milestone, repeat=replace(repeat, until=by.added_to(repeat.until)))
