"""Which of its template's steps a goal has: what answers and cycles bring, take away and link anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from planner.domain.anchors import is_cyclic, is_met
from planner.domain.dependencies import find_loop, unlinked
from planner.domain.layout import Layout, effort_of, followed_by
from planner.domain.living import anchors_of, keyed, redated
from planner.domain.plan import Goal, Milestone
from planner.domain.repeat import is_untouched

if TYPE_CHECKING:
    from planner.domain.template import Template


def answered(
    goal: Goal,
    template: Template,
    milestones: Sequence[Milestone],
    changed: Collection[str],
    *,
    now: datetime,
    today: date,
    new_id: Callable[[], str],
) -> tuple[tuple[Milestone, ...], tuple[Milestone, ...]]:
    """What answers do: (milestones to write, milestones that go). `goal` holds the new answers already.

    Steps whose option is not chosen go unless something was done about them, steps that the answers bring in
    come, efforts counted per number follow it, and what counts from a changed date is re-dated.
    """
    gone = tuple(
        milestone
        for milestone in milestones
        if (step := template.steps.get(milestone.key or "")) is not None
        and is_met(step.if_, template, goal.answers) is False
        and is_untouched(milestone)
        and not milestone.occurrences
    )
    old = {milestone.id: milestone for milestone in milestones}
    leaving = {milestone.id for milestone in gone}
    stay = [unlinked(_recounted(m, template, goal, changed), leaving) for m in milestones if m.id not in leaving]
    moved = {milestone.id: milestone for milestone in redated(goal, template, stay, changed, now=now)}
    stay = [moved.get(milestone.id, milestone) for milestone in stay]
    added = missing(goal, template, stay, now=now, today=today, new_id=new_id, cycle_only=False)
    stay = _linked(stay, added, template)
    return (*(milestone for milestone in stay if milestone != old[milestone.id]), *added), gone


def _linked(milestones: Sequence[Milestone], added: Sequence[Milestone], template: Template) -> list[Milestone]:
    """The milestones, in the `after` of which stands what of the `added` ones they follow by the template."""
    by_id = {milestone.id: milestone for milestone in (*milestones, *added)}
    for milestone in milestones:
        step = template.steps.get(milestone.key or "")
        if not added or step is None or not milestone.is_open:
            continue
        keys = followed_by(step, template, milestone.moment)
        new = (other.id for other in added if other.key in keys and other.cycle in {0, milestone.cycle})
        linked = replace(milestone, after=(*milestone.after, *new))
        # What the person made it follow by hand could lead back to it.
        if linked != milestone and find_loop(milestone.id, {**by_id, milestone.id: linked}) is None:
            by_id[milestone.id] = linked
    return [by_id[milestone.id] for milestone in milestones]


def _recounted(milestone: Milestone, template: Template, goal: Goal, changed: Collection[str]) -> Milestone:
    step = template.steps.get(milestone.key or "")
    if step is None or step.per not in changed or not milestone.is_open:
        return milestone
    return replace(milestone, effort=effort_of(step, template, goal.answers))


def missing(
    goal: Goal,
    template: Template,
    milestones: Sequence[Milestone],
    *,
    now: datetime,
    today: date,
    new_id: Callable[[], str],
    cycle_only: bool,
) -> tuple[Milestone, ...]:
    """Steps of the template that the goal should have now and has not: brought in by an answer or a new cycle."""
    members = keyed(milestones)
    wanted = set()
    for step in template.milestones:
        cycle = goal.cycle if is_cyclic(step.key, template) else 0
        conditional = bool(step.if_) or cycle > 1
        if (step.key, cycle) in members or step.key in goal.without or not conditional or (cycle_only and not cycle):
            continue
        if is_met(step.if_, template, goal.answers) is not False:
            wanted.add(step.key)
    if not wanted:
        return ()
    existing = {
        milestone.key: milestone.id
        for milestone in milestones
        if milestone.key is not None and milestone.cycle in {0, goal.cycle}
    }
    anchors = anchors_of(goal, template, members)
    layout = Layout(anchors=anchors, template=template, goal=goal, now=now, today=today, existing=existing)
    lines = layout.lines(wanted, new_id, only=wanted)
    return tuple(line.milestone for line in lines if line.ticked)


def is_cycle_over(goal: Goal, milestones: Sequence[Milestone]) -> bool:
    """Whether the goal has steps of the running cycle and all of them are closed."""
    running = [milestone for milestone in milestones if milestone.cycle == goal.cycle]
    return bool(running) and not any(milestone.is_open for milestone in running)


def next_cycle(
    goal: Goal,
    template: Template,
    milestones: Sequence[Milestone],
    *,
    now: datetime,
    today: date,
    new_id: Callable[[], str],
) -> tuple[Goal, tuple[Milestone, ...]]:
    """The goal in its next cycle, and that cycle's milestones; the same goal and none where no end is known."""
    following = replace(goal, cycle=goal.cycle + 1)
    if anchors_of(following, template, keyed(milestones)).anchor("cycle_end", following.cycle).day is None:
        return goal, ()
    added = missing(following, template, milestones, now=now, today=today, new_id=new_id, cycle_only=True)
    return following, added
