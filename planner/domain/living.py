"""Living with a plan: what an answer, a moved date, a completion or a new cycle does to a goal's milestones.

A move recomputes soft, open dates from their anchors; done, skipped and fixed dates stay. Nothing here moves
what the person did not ask to move.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from planner.domain.anchors import Anchors, Spelled, counted_from, is_cyclic, is_met, reached_from, rewritten
from planner.domain.durations import parse_moment
from planner.domain.layout import Layout, effort_of
from planner.domain.plan import Goal, Milestone
from planner.domain.repeat import followed, is_untouched, nth_day

if TYPE_CHECKING:
    from planner.domain.template import Template

Members = Mapping[tuple[str, int], Milestone]


def keyed(milestones: Iterable[Milestone]) -> dict[tuple[str, int], Milestone]:
    """A goal's milestones by (key, cycle); those without a key, made by hand, by their id."""
    return {(milestone.key or milestone.id, milestone.cycle): milestone for milestone in milestones}


def anchors_of(
    goal: Goal,
    template: Template | None,
    members: Members,
    fresh: Collection[tuple[str, int]] = frozenset(),
    spelled: Mapping[str, Spelled] | None = None,
) -> Anchors:
    """The anchors of a goal as it stands; the milestones in `fresh` are computed anew from their moments."""
    return Anchors(
        template=template,
        start=goal.start,
        target=goal.target,
        answers=goal.answers,
        milestones=members,
        fresh=fresh,
        spelled=spelled or {},
    )


def waits_for(milestone: Milestone, goal: Goal | None, template: Template | None, members: Members) -> str | None:
    """The title of the question that an undated milestone waits for; None = dated, or dated by hand only."""
    if milestone.due is not None or not milestone.is_open or goal is None or milestone.moment is None:
        return None
    at = (milestone.key or milestone.id, milestone.cycle)
    return anchors_of(goal, template, members, fresh={at}).place(*at).waits


def redated(
    goal: Goal,
    template: Template | None,
    milestones: Sequence[Milestone],
    changed: Collection[str],
    *,
    now: datetime,
    by_person: Collection[str] | None = None,
) -> tuple[Milestone, ...]:
    """The milestones whose dates are others once the `changed` anchors have the days they have now in `goal`.

    `changed` names anchors: `start`, `target`, `earned`, date questions, choices, keys of milestones. A fixed date
    moves only when it is one of the very days that the person changed (`by_person`, by default all of `changed`:
    the exam that is the target), or when it had no binding day yet.
    """
    members = keyed(milestones)
    reached = reached_from(anchors_of(goal, template, members), changed, members)
    fresh = {at for at in reached if members[at].is_open and not _stays(members[at], by_person or changed)}
    anchors = anchors_of(goal, template, members, fresh=fresh)
    moved = []
    for at in fresh:
        milestone = _placed(members[at], at, anchors, now)
        if milestone != members[at]:
            moved.append(milestone)
    return tuple(sorted(moved, key=lambda m: (m.order, m.id)))


def _stays(milestone: Milestone, by_person: Collection[str]) -> bool:
    if milestone.moment is None:
        return True
    if not milestone.fixed or milestone.due is None or milestone.expected:
        return False
    return milestone.moment not in by_person


def _placed(milestone: Milestone, at: tuple[str, int], anchors: Anchors, now: datetime) -> Milestone:
    known = anchors.place(*at)
    repeat = milestone.repeat
    if repeat is None:
        if (known.day, known.expected) == (milestone.due, milestone.expected):
            return milestone
        return replace(milestone, due=known.day, expected=known.expected, dated_at=now)
    until = anchors.moment(repeat.moment, milestone.cycle).day if repeat.moment else repeat.until
    repeat = replace(repeat, until=until)
    if repeat.each is not None:
        source = next((m for m in anchors.milestones.values() if m.id == repeat.each), None)
        offset = parse_moment(milestone.moment or "start").offset
        return followed(milestone, source, offset, at=now) if source else milestone
    day = known.day
    repeat = replace(repeat, first=day)
    if milestone.n > 1 and day is not None:
        # Occurrences that were done stay; the open one keeps its number where the calendar gives its day.
        day = nth_day(repeat, milestone.n) if repeat.every and repeat.mode == "fixed" else milestone.scheduled
    if (day, repeat) == (milestone.scheduled, milestone.repeat):
        return milestone
    edited = milestone.due != milestone.scheduled
    due = milestone.due if edited and milestone.due is not None else day
    return replace(milestone, due=due, scheduled=day, repeat=repeat, expected=known.expected, dated_at=now)


def answered(
    goal: Goal,
    template: Template,
    milestones: Sequence[Milestone],
    changed: Collection[str],
    *,
    now: datetime,
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
    stay = [milestone for milestone in milestones if milestone not in gone]
    recounted = {m.id: m for m in (_recounted(m, template, goal, changed) for m in stay) if m is not None}
    stay = [recounted.get(milestone.id, milestone) for milestone in stay]
    conditional = {
        step.key
        for step in template.milestones
        if any(
            option.key in step.if_ for key in changed if key in template.asked for option in template.asked[key].options
        )
    }
    moved = redated(goal, template, stay, {*changed, *conditional}, now=now, by_person=changed)
    for milestone in moved:
        recounted[milestone.id] = milestone
    added = missing(goal, template, stay, now=now, new_id=new_id, cycle_only=False)
    # A milestone that was reached only through its own choice is not found by its anchor: place it here.
    for milestone in _chosen(goal, template, stay, conditional, now):
        recounted.setdefault(milestone.id, milestone)
    return (*recounted.values(), *added), gone


def _chosen(
    goal: Goal, template: Template, milestones: Sequence[Milestone], keys: Collection[str], now: datetime
) -> list[Milestone]:
    members = keyed(milestones)
    fresh = {at for at, m in members.items() if m.key in keys and m.is_open and m.moment is not None}
    anchors = anchors_of(goal, template, members, fresh=fresh)
    placed = ((members[at], _placed(members[at], at, anchors, now)) for at in fresh)
    return [new for old, new in placed if new != old]


def _recounted(milestone: Milestone, template: Template, goal: Goal, changed: Collection[str]) -> Milestone | None:
    step = template.steps.get(milestone.key or "")
    if step is None or step.per not in changed or not milestone.is_open:
        return None
    return replace(milestone, effort=effort_of(step, template, goal.answers))


def missing(
    goal: Goal,
    template: Template,
    milestones: Sequence[Milestone],
    *,
    now: datetime,
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
    layout = Layout(anchors=anchors, template=template, goal=goal, now=now, today=now.date(), existing=existing)
    lines = layout.lines(wanted, new_id, only=wanted)
    return tuple(line.milestone for line in lines if line.ticked)


def is_cycle_over(goal: Goal, milestones: Sequence[Milestone]) -> bool:
    """Whether the goal has steps of the running cycle and all of them are closed."""
    running = [milestone for milestone in milestones if milestone.cycle == goal.cycle]
    return bool(running) and not any(milestone.is_open for milestone in running)


def next_cycle(
    goal: Goal, template: Template, milestones: Sequence[Milestone], *, now: datetime, new_id: Callable[[], str]
) -> tuple[Goal, tuple[Milestone, ...]]:
    """The goal in its next cycle, and that cycle's milestones; the same goal and none where no end is known."""
    following = replace(goal, cycle=goal.cycle + 1)
    if anchors_of(following, template, keyed(milestones)).anchor("cycle_end", following.cycle).day is None:
        return goal, ()
    return following, missing(following, template, milestones, now=now, new_id=new_id, cycle_only=True)


def followers(milestone: Milestone, milestones: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """Open, dated, soft milestones whose day counts, directly or through others, from this one."""
    if milestone.key is None:
        return ()
    members = keyed(milestones)
    names, found = {milestone.key}, dict[str, Milestone]()
    grew = True
    while grew:
        grew = False
        for other in members.values():
            counts = counted_from(other.moment) in names and other.cycle in {0, milestone.cycle}
            if counts and other.id not in found and other.is_open and other.due is not None and not other.fixed:
                found[other.id] = other
                names.add(other.key or other.id)
                grew = True
    return tuple(sorted(found.values(), key=lambda m: (m.order, m.id)))


def dated_by_hand(milestone: Milestone, goal: Goal | None, anchors: Anchors | None, day: date | None) -> Milestone:
    """The milestone on a day that the person chose.

    Its offset from its anchor is rewritten, so that it still moves with the goal. A series moves its open
    occurrence only. Without an anchor that has a day, or without a day, it stands by itself.
    """
    if milestone.repeat is not None:
        return replace(milestone, due=day, expected=False)
    moment = milestone.moment
    if goal is not None and anchors is not None and day is not None and not milestone.fixed:
        moment = rewritten(anchors, moment, milestone.cycle, day)
    elif day is None:
        moment = None
    return replace(milestone, due=day, moment=moment, expected=False)


def shifted(milestones: Iterable[Milestone], days: int, anchors: Anchors, *, now: datetime) -> tuple[Milestone, ...]:
    """Soft, open, dated milestones moved by whole days, for a goal that is resumed after a pause.

    Offsets from the goal's own dates are rewritten; what counts from another step follows that one anyway.
    """
    by = timedelta(days=days)
    moved = []
    for milestone in milestones:
        if not milestone.is_open or milestone.due is None or milestone.fixed:
            continue
        repeat = milestone.repeat
        if repeat is not None and repeat.first is not None:
            repeat = replace(repeat, first=repeat.first + by)
        moment = milestone.moment
        if counted_from(moment) in {"start", "target"}:
            moment = rewritten(
                anchors, moment, milestone.cycle, (repeat.first if repeat else None) or milestone.due + by
            )
        moved.append(
            replace(
                milestone,
                due=milestone.due + by,
                scheduled=milestone.scheduled + by if milestone.scheduled else None,
                repeat=repeat,
                moment=moment,
                dated_at=now,
            )
        )
    return tuple(moved)
