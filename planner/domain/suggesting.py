"""The weeks that hold too much, and the one move that would help each."""

from __future__ import annotations

from datetime import date, timedelta

from planner.domain.capacity import (
    TOLERANCE,
    Check,
    Load,
    Suggestion,
    Week,
    can_move,
    changed,
    limit_of,
    monday_of,
    nothing_to_lay_out,
)
from planner.domain.plan import Milestone, Plan
from planner.domain.progress import days_of

FURTHEST = 28
"""Days: a single move that is suggested goes no further."""


def check(plan: Plan, today: date, weeks: int) -> Check:
    """The next `weeks` ISO weeks, the running one first. What is suggested looks beyond them as far as it may reach."""
    end = monday_of(today) + timedelta(weeks=weeks) - timedelta(days=1)
    load = Load(plan, today, end + timedelta(days=_reach(plan)))
    found = []
    for week in load.weeks()[:weeks]:
        heavy = load.excess(week) > 0
        found.append(
            Week(
                monday=date.fromordinal(week),
                planned=load.planned[week],
                available=load.available(week),
                shares=tuple(sorted(load.by_week[week].items(), key=lambda each: (-each[1], each[0]))),
                suggestion=_suggested(load, week) if heavy else None,
            )
        )
    return Check(weeks=tuple(found), left_out=dict(load.left_out), problem=nothing_to_lay_out(load))


def _reach(plan: Plan) -> int:
    """Days beyond a week on which what lies in it may lie once it is moved."""
    rates = {None: plan.profile.hours_per_week} | {
        each.id: each.hours_per_week or plan.profile.hours_per_week for each in plan.goals.values()
    }
    pairs = {
        (each.effort, rates.get(each.goal, plan.profile.hours_per_week))
        for each in plan.milestones.values()
        if each.is_open and each.effort
    }
    return FURTHEST + 7 + max((days_of(*each) for each in pairs), default=0)


def _suggested(load: Load, week: int) -> Suggestion | None:
    """The one move of the fewest days that helps this week and harms no other."""
    excess = load.planned[week] - load.available(week) - TOLERANCE
    best: tuple[int, str, str] | None = None
    known: dict[tuple[int, ...], int | None] = {}
    for milestone_id, minutes in load.by_week[week].items():
        milestone = load.members[milestone_id]
        if minutes < excess or not can_move(milestone):
            continue
        days = _fewest(load, milestone, week, known)
        if days is not None and (best is None or (days, milestone.title, milestone.id) < best):
            best = (days, milestone.title, milestone.id)
    if best is None:
        return None
    days, title, milestone_id = best
    due = load.members[milestone_id].due
    assert due is not None
    return Suggestion(milestone=milestone_id, title=title, days=days, to=due + timedelta(days=days))


def _fewest(load: Load, milestone: Milestone, week: int, known: dict[tuple[int, ...], int | None]) -> int | None:
    """`known` is what came of those whose hours lie the same."""
    assert milestone.due is not None
    due = milestone.due.toordinal()
    limit = limit_of(milestone, load.plan)
    late = max(1, load.today.toordinal() - due)
    last = min(due + late + FURTHEST - 1, limit)
    if any(each in load.members for each in load.plan.successors.get(milestone.id, ())):
        return next((day - due for day in range(due + late, last + 1) if _helps(load, milestone, week, day)), None)
    floor = load.floor(milestone, {})
    at = (milestone.effort or 0, load.length(milestone), due, floor, last)
    if at not in known:
        known[at] = _fewest_alone(load, week, at, due + late)
    return known[at]


def _helps(load: Load, milestone: Milestone, week: int, day: int) -> bool:
    planned = changed(load, {milestone.id: day})
    return not load.excess(week, planned.get(week)) and all(
        load.excess(each, now) <= load.excess(each) for each, now in planned.items()
    )


def _fewest_alone(load: Load, week: int, at: tuple[int, ...], day: int) -> int | None:
    """The same for what nothing follows: only its own hours lie elsewhere."""
    effort, length, due, floor, last = at
    here = load.spread(effort, length, due, floor)
    while day <= last:
        full = 0
        for each, minutes in load.spread(effort, length, day, floor).items():
            now = load.planned[each] - here.get(each, 0) + minutes
            if load.excess(each, now) > (0 if each == week else load.excess(each)):
                full = each
        if not full:
            return day - due
        # What lasts one day has to leave the week; of what lasts longer less may lie in it with every day.
        day = full + 7 if length == 1 else day + 1
    return None
