"""Which of its template's steps a goal has: what answers and cycles bring, take away and link anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from planner.domain.anchors import is_cyclic, is_met
from planner.domain.dependencies import find_loop, unlinked
from planner.domain.durations import parse_moment
from planner.domain.layout import Layout, begun_today, effort_of, effort_with, followed_by, is_over
from planner.domain.living import anchors_of, keyed, redated
from planner.domain.plan import Goal, Milestone
from planner.domain.reached import moves_cycles, reached_names
from planner.domain.repeat import followed, is_untouched
from planner.domain.running import current_cycle, recounted

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
) -> tuple[Goal, tuple[Milestone, ...], tuple[Milestone, ...]]:
    """What answers do: (the goal, milestones to write, milestones that go). `goal` holds the new answers already.

    Steps whose option is not chosen go unless something was done about them, steps that the answers bring in
    come, efforts counted per number follow it, and what counts from a changed date is re-dated. Where the answers say
    which cycle runs, its steps are those of that one, as if all had been answered when the goal was made.
    """
    old = {milestone.id: milestone for milestone in milestones}
    running = recounted(goal, template, milestones, changed, today)
    stay = [replace(m, cycle=running.cycle) if m.cycle == goal.cycle else m for m in milestones]
    gone = {milestone.id: milestone for milestone in stay if _is_unwanted(milestone, template, running)}
    stay = [_recounted(m, template, running, changed) for m in stay if m.id not in gone]
    stay = _merged(stay, redated(running, template, stay, changed, now=now))
    cycle_moves = moves_cycles(template, changed)
    if cycle_moves:
        stay = _series_anew(running, template, stay, today=today, now=now)
        gone |= _without_day(stay, running.cycle)
    stay = [unlinked(milestone, gone.keys()) for milestone in stay if milestone.id not in gone]
    added = missing(running, template, stay, now=now, today=today, new_id=new_id, cycle_only=False, anew=cycle_moves)
    stay = _linked(stay, added, template)
    put = (*(milestone for milestone in stay if milestone != old[milestone.id]), *added)
    return running, put, tuple(old[each] for each in gone)


def _merged(milestones: Sequence[Milestone], changed: Sequence[Milestone]) -> list[Milestone]:
    new = {milestone.id: milestone for milestone in changed}
    return [new.get(milestone.id, milestone) for milestone in milestones]


def _is_unwanted(milestone: Milestone, template: Template, goal: Goal) -> bool:
    """Whether its option is not chosen, and nothing was done about it."""
    step = template.steps.get(milestone.key or "")
    if step is None or is_met(step.if_, template, goal.answers) is not False:
        return False
    return is_untouched(milestone) and not milestone.occurrences


def _series_anew(
    goal: Goal, template: Template, milestones: Sequence[Milestone], *, today: date, now: datetime
) -> list[Milestone]:
    """The milestones with the running cycle's series, of which nothing is done, as when the goal is made: beginning
    with a day that is not past, as often as their template says; and those that follow them."""
    members = keyed(milestones)
    fresh = {at for at, milestone in members.items() if _is_series_to_come(milestone, goal.cycle)}
    anchors = anchors_of(goal, template, members, fresh=fresh)
    new: dict[str, Milestone] = {}
    for at in fresh:
        milestone, known = members[at], anchors.place(*at)
        step, repeat = template.steps.get(at[0]), milestone.repeat
        if repeat is None or repeat.each is not None or step is None or step.repeat is None or known.day is None:
            continue
        is_its_own = (repeat.every, repeat.rrule, repeat.mode) == (
            step.repeat.every,
            step.repeat.rrule,
            step.repeat.mode,
        )
        repeat = replace(repeat, first=known.day, count=step.repeat.count if is_its_own else repeat.count)
        repeat = begun_today(repeat, today)
        anew = replace(milestone, repeat=repeat, due=repeat.first, scheduled=repeat.first, expected=known.expected)
        if anew != milestone:
            new[milestone.id] = replace(anew, dated_at=now)
    found = _merged(milestones, list(new.values()))
    for place, milestone in enumerate(found):
        source = new.get(milestone.repeat.each or "") if milestone.repeat else None
        if source is not None and milestone.cycle == goal.cycle and milestone.n == 1:
            offset = parse_moment(milestone.moment or "start").offset
            found[place] = followed(milestone, source, offset, at=now, moving=True)
    return found


def _is_series_to_come(milestone: Milestone, cycle: int) -> bool:
    """Whether it is a series of this cycle with nothing done of it."""
    if milestone.repeat is None or milestone.cycle != cycle or milestone.moment is None or milestone.n > 1:
        return False
    return milestone.is_open and is_untouched(milestone) and not milestone.occurrences and not milestone.is_paused


def _without_day(milestones: Sequence[Milestone], cycle: int) -> dict[str, Milestone]:
    """By id, the series of the running cycle, with nothing done of them, that have no day left in it, and those that
    follow them."""
    to_come = [each for each in milestones if each.key is not None and _is_series_to_come(each, cycle)]
    found = {each.id: each for each in to_come if each.repeat and each.repeat.each is None and is_over(each.repeat)}
    while more := [each for each in to_come if each.id not in found and each.repeat and each.repeat.each in found]:
        found |= {each.id: each for each in more}
    return found


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
    """With the effort that follows from the answers, where they say another number: by an answer to the question for
    it, or by one that has it asked, or asked no more. Then an effort that the person gave stays."""
    step = template.steps.get(milestone.key or "")
    if step is None or step.per is None or not milestone.is_open:
        return milestone
    if step.per not in changed:
        counted = (effort_with(step, template, number) for number in {goal.answers.get(step.per, ""), ""})
        if step.per not in reached_names(template, changed) or milestone.effort not in counted:
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
    anew: bool = False,
) -> tuple[Milestone, ...]:
    """Steps of the template that the goal should have now and has not: brought in by an answer or a new cycle.

    With `anew`, its running cycle is another one than before: a series that had no day left in that may have one now.
    """
    members = keyed(milestones)
    wanted = set()
    for step in template.milestones:
        cycle = goal.cycle if is_cyclic(step.key, template) else 0
        conditional = bool(step.if_) or cycle > 1 or (anew and cycle > 0)
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
    """The goal in its next cycle, and that cycle's milestones; the same goal and none where no end is known.

    That is the cycle which runs today, where the one after the last is over as well: nobody needs a plan for that.
    """
    anchors = anchors_of(goal, template, keyed(milestones))
    following = replace(goal, cycle=max(goal.cycle + 1, current_cycle(anchors, today)))
    if anchors.anchor("cycle_end", following.cycle).day is None:
        return goal, ()
    added = missing(following, template, milestones, now=now, today=today, new_id=new_id, cycle_only=True)
    return following, added
