"""Living with a plan: what a moved date, a completion or a pause does to a goal's milestones.

A move recomputes soft, open dates from their anchors; done, skipped and fixed dates stay. Nothing here moves
what the person did not ask to move.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from planner.domain.anchors import Anchors, Spelled, counted_from, rewritten
from planner.domain.durations import parse_moment
from planner.domain.plan import Goal, Milestone
from planner.domain.reached import reached_from
from planner.domain.repeat import followed, nth_day
from planner.domain.values import replace

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


def waiting_anchors(goal: Goal, template: Template | None, milestones: Iterable[Milestone]) -> Anchors:
    """The anchors of a goal with all that is undated computed anew, for `waits_for`."""
    members = keyed(milestones)
    fresh = {at for at, milestone in members.items() if milestone.is_open and milestone.due is None}
    return anchors_of(goal, template, members, fresh=fresh)


def waits_for(milestone: Milestone, anchors: Anchors) -> str | None:
    """The title of the question or step that an undated milestone waits for; None = dated, or dated by hand only."""
    if milestone.due is not None or not milestone.is_open or milestone.moment is None:
        return None
    return anchors.place(milestone.key or milestone.id, milestone.cycle).waits


def redated(
    goal: Goal,
    template: Template | None,
    milestones: Sequence[Milestone],
    changed: Collection[str],
    *,
    now: datetime,
    by_person: Collection[str] | None = None,
    was: Goal | None = None,
    only_waiting: bool = False,
) -> tuple[Milestone, ...]:
    """The milestones whose dates are others once the `changed` anchors have the days they have now in `goal`.

    `changed` names anchors: `start`, `target`, `earned`, date questions, choices, keys of milestones. A fixed date
    moves only when it is one of the very days that the person changed (`by_person`, by default all of `changed`:
    the exam that is the target, as long as it stands on that of `was`, the goal until now), or when it had no binding
    day yet. `only_waiting` leaves all binding days alone.
    """
    members = keyed(milestones)
    own = changed if by_person is None else by_person
    fresh = counted_anew(goal, template, members, changed, own, was=was)
    if only_waiting:
        fresh = {at for at in fresh if not _is_binding(members[at])}
    moved = placed_anew(goal, template, members, fresh, now=now)
    names = {*changed, *(each.key for each in moved)}
    ended = () if only_waiting else _ending_anew(goal, template, {**members, **keyed(moved)}, names)
    return tuple(sorted({each.id: each for each in (*moved, *ended)}.values(), key=lambda m: (m.order, m.id)))


def counted_anew(
    goal: Goal,
    template: Template | None,
    members: Members,
    changed: Collection[str],
    by_person: Collection[str],
    *,
    was: Goal | None,
) -> set[tuple[str, int]]:
    """The open milestones whose days are counted anew once the `changed` anchors have other days, see `redated`."""
    reached = reached_from(anchors_of(goal, template, members), changed, members)
    return {at for at in reached if members[at].is_open and not stays(members[at], by_person, was)}


def as_left_behind(goal: Goal, template: Template | None, milestones: Sequence[Milestone]) -> list[Milestone]:
    """The milestones of the goal as it stands. Of those that stand apart from the step they count from, because that
    was done on another day or they were left where they were, the offset says so: they do not jump when it moves.

    What only its window holds elsewhere is not apart, nor is a series, nor what is only expected.
    """
    anchors = anchors_of(goal, template, keyed(milestones))
    steps = {milestone.key or milestone.id for milestone in milestones}
    return [_with_its_distance(each, anchors) if counted_from(each.moment) in steps else each for each in milestones]


def _with_its_distance(milestone: Milestone, anchors: Anchors) -> Milestone:
    if not milestone.is_open or milestone.fixed or milestone.repeat is not None or not _is_binding(milestone):
        return milestone
    day = anchors.moment(milestone.moment, milestone.cycle).day
    if day is None or milestone.due is None:
        return milestone
    held = anchors.held(day, milestone.earliest, milestone.latest, milestone.cycle)
    return milestone if milestone.due in {day, held} else dated_by_hand(milestone, anchors, milestone.due)


def _ending_anew(
    goal: Goal, template: Template | None, members: Members, changed: Collection[str | None]
) -> list[Milestone]:
    """The open series that end with one of the `changed` anchors, where that is another day now."""
    anchors = anchors_of(goal, template, members)
    found = []
    for milestone in members.values():
        repeat = milestone.repeat
        if repeat is None or repeat.moment is None or not milestone.is_open:
            continue
        if counted_from(repeat.moment) not in changed:
            continue
        until = anchors.moment(repeat.moment, milestone.cycle).day
        if until is not None and until != repeat.until:
            found.append(replace(milestone, repeat=replace(repeat, until=until)))
    return found


def placed_anew(
    goal: Goal,
    template: Template | None,
    members: Members,
    fresh: Collection[tuple[str, int]],
    *,
    now: datetime,
) -> tuple[Milestone, ...]:
    """Those in `fresh` whose dates are others when they are counted anew from their anchors, all at once."""
    anchors = anchors_of(goal, template, members, fresh=fresh)
    moved = []
    for at in fresh:
        milestone = placed(members[at], at, anchors, now)
        # Without its template a goal's questions and cycles are not known: what counts from them keeps its day.
        if milestone != members[at] and (milestone.due is not None or template is not None):
            moved.append(milestone)
    return tuple(sorted(moved, key=lambda m: (m.order, m.id)))


def _is_binding(milestone: Milestone) -> bool:
    return milestone.due is not None and not milestone.expected


def stays(milestone: Milestone, by_person: Collection[str] = (), was: Goal | None = None) -> bool:
    """Whether its day is not counted anew: it counts from nothing, or is fixed and not one of the very days that the
    person changed (`by_person`), or not any more: put on another day than the target of `was` it is that no more."""
    if milestone.moment is None:
        return True
    if not milestone.fixed or not _is_binding(milestone):
        return False
    if milestone.moment not in by_person:
        return True
    stood = {"start": was.start, "target": was.target}.get(milestone.moment) if was is not None else None
    return stood is not None and milestone.due != stood


def placed(milestone: Milestone, at: tuple[str, int], anchors: Anchors, now: datetime) -> Milestone:
    """The milestone on the day that its anchors give it; itself where that is the one it has."""
    known = anchors.place(*at)
    repeat = milestone.repeat
    if repeat is None:
        if (known.day, known.expected) == (milestone.due, milestone.expected):
            return milestone
        return replace(milestone, due=known.day, expected=known.expected, dated_at=now)
    until = anchors.moment(repeat.moment, milestone.cycle).day if repeat.moment else repeat.until
    repeat = replace(repeat, until=until)
    if repeat.each is not None:
        source_at = next((at for at, m in anchors.milestones.items() if m.id == repeat.each), None)
        if source_at is None:
            return milestone
        source = anchors.milestones[source_at]
        if anchors.fresh is None or source_at in anchors.fresh:
            source = placed(source, source_at, anchors, now)
        return followed(milestone, source, parse_moment(milestone.moment or "start").offset, at=now, moving=True)
    day = known.day
    repeat = replace(repeat, first=day)
    if (milestone.n > 1 or repeat.passed) and day is not None:
        # Occurrences that were done stay; the open one keeps its number where the calendar gives its day.
        day = nth_day(repeat, milestone.n) if repeat.mode == "fixed" else milestone.scheduled
    same_certainty = known.expected == milestone.expected or milestone.n > 1
    if (day, repeat) == (milestone.scheduled, milestone.repeat) and same_certainty:
        return milestone
    edited = milestone.due != milestone.scheduled
    due = milestone.due if edited and milestone.due is not None else day
    return replace(milestone, due=due, scheduled=day, repeat=repeat, expected=known.expected, dated_at=now)


def followers(milestone: Milestone, milestones: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """Open, dated, soft milestones whose day counts, directly or through others, from this one.

    From a later occurrence of a series only the same occurrence of the series that follow it counts.
    """
    members = keyed(milestones)
    series, names = {milestone.id}, {milestone.key} if milestone.key and milestone.n == 1 else set()
    found = dict[str, Milestone]()
    grew = True
    while grew:
        grew = False
        for other in members.values():
            if other.repeat is not None and other.repeat.each is not None:
                counts = other.repeat.each in series and other.n == milestone.n
            else:
                counts = counted_from(other.moment) in names and other.cycle in {0, milestone.cycle}
            if counts and other.id not in found and other.is_open and other.due is not None and not other.fixed:
                found[other.id] = other
                series.add(other.id)
                if other.n == 1:
                    names.add(other.key or other.id)
                grew = True
    return tuple(sorted(found.values(), key=lambda m: (m.order, m.id)))


def dated_by_hand(milestone: Milestone, anchors: Anchors | None, day: date | None) -> Milestone:
    """The milestone on a day that the person chose; `anchors` are those of its goal.

    Its offset from its anchor is rewritten, so that it still moves with the goal, and an end of its window that the
    day lies beyond is given up. A series moves its open occurrence only. Without an anchor that has a day, or without
    a day, it stands by itself.
    """
    if milestone.repeat is not None:
        return replace(milestone, due=day, expected=False)
    if day is None:
        return replace(milestone, due=None, moment=None, expected=False)
    if anchors is None:
        return replace(milestone, due=day, expected=False)
    moment = milestone.moment if milestone.fixed else rewritten(anchors, milestone.moment, milestone.cycle, day)
    earliest = anchors.moment(milestone.earliest, milestone.cycle).day
    latest = anchors.moment(milestone.latest, milestone.cycle).day
    return replace(
        milestone,
        due=day,
        moment=moment,
        earliest=None if earliest is not None and day < earliest else milestone.earliest,
        latest=None if latest is not None and day > latest else milestone.latest,
        expected=False,
    )


def shifted(
    goal: Goal, template: Template | None, milestones: Sequence[Milestone], days: int, *, now: datetime
) -> tuple[Milestone, ...]:
    """What stands on other days when soft, open dates move by whole days, for a goal that is resumed after a pause.

    Moments are rewritten where their anchors stay, so that nothing jumps back at the next move; windows hold what
    they hold; days that are only expected follow their anchors.
    """
    by = timedelta(days=days)
    old = keyed(milestones)
    soft = {at for at, m in old.items() if m.is_open and _is_binding(m) and not m.fixed}
    members = {at: _later(m, by) if at in soft else m for at, m in old.items()}
    anchors = anchors_of(goal, template, members)
    for at in soft:
        milestone = members[at]
        if milestone.repeat is not None and milestone.repeat.each is not None:
            continue  # counts from each occurrence of another, whose days are not its anchor's
        day = (milestone.repeat.first if milestone.repeat else None) or milestone.due
        if day is None or milestone.moment is None:
            continue
        day = anchors.held(day, milestone.earliest, milestone.latest, milestone.cycle)
        if anchors.moment(milestone.moment, milestone.cycle).day != day:
            members[at] = replace(milestone, moment=rewritten(anchors, milestone.moment, milestone.cycle, day))
    fresh = {at for at, m in members.items() if m.is_open and m.due is not None and not stays(m)}
    anchors = anchors_of(goal, template, members, fresh=fresh)
    found = []
    for at, milestone in members.items():
        new = placed(milestone, at, anchors, now) if at in fresh else milestone
        if new.due is None:
            new = milestone
        if new != old[at]:
            found.append(replace(new, dated_at=now))
    return tuple(sorted(found, key=lambda m: (m.order, m.id)))


def _later(milestone: Milestone, by: timedelta) -> Milestone:
    repeat = milestone.repeat
    if repeat is not None and repeat.each is not None and milestone.due is not None:
        return replace(milestone, due=milestone.due + by)
    if repeat is not None and repeat.first is not None:
        repeat = replace(repeat, first=repeat.first + by)
    return replace(
        milestone,
        due=milestone.due + by if milestone.due else None,
        scheduled=milestone.scheduled + by if milestone.scheduled else None,
        repeat=repeat,
    )
