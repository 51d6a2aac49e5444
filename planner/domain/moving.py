"""Moving a goal's start or target: what would move with it, what it would break, and what would lie in the past.

A move recomputes every soft, open date from its anchor; done, skipped and fixed dates stay. One fixed date goes along:
the step that is the very day the person names, as the exam that is the target; of that it is said that the slot has to
be changed as well. Nothing is dated in the past, before what it follows or after the target without being asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from planner.domain.anchors import rewritten
from planner.domain.dependencies import comes_late, disorder
from planner.domain.errors import WrongUsage
from planner.domain.living import anchors_of, as_left_behind, counted_anew, keyed, placed_anew, redated
from planner.domain.plan import Goal, Milestone
from planner.domain.squeezing import Window, left_out_by_moving, squeezed
from planner.domain.values import replace
from planner.domain.windows import newly_outside, outside_windows

if TYPE_CHECKING:
    from planner.domain.build import Way
    from planner.domain.template import Template

BOOKING = frozenset({"apply", "pay"})
"""Kinds of steps by which a day is booked with somebody."""
LATEST = 3660
"""Days: no date further away than this is tried when the earliest that fits is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One milestone and what it becomes."""

    before: Milestone
    after: Milestone

    @property
    def days(self) -> int | None:
        """By how many days it moves, later if positive; None where it gets or loses its date."""
        if self.before.due is None or self.after.due is None:
            return None
        return (self.after.due - self.before.due).days

    @property
    def ends(self) -> date | None:
        """The last day of a series, where that is another one than it was; else None."""
        before, after = self.before.repeat, self.after.repeat
        return after.until if after is not None and (before is None or before.until != after.until) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What a move would do; nothing is stored.

    `past` are ids of those that would lie before today and did not, or not that far. `problems` are sentences about
    what would newly come before something it follows, after the target, or, being fixed, before the start; first those
    with fixed dates in them, whose ids are `broken`. `notes` are sentences about fixed dates that move because they are
    the very day that was named, and about what compressing leaves no time for. `alone` are the problems there are where
    every milestone stays. `earliest` is the first target (or start, where no target is moved) that fits; None: none
    does. `can_compress` says whether what lies between start and target can be shrunk to what is left.
    """

    goal: Goal
    moved: tuple[Moved, ...]
    past: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    earliest: date | None = None
    can_compress: bool = False

    @property
    def fits(self) -> bool:
        """Whether there is nothing to ask about."""
        return not self.past and not self.problems


def move_goal(
    goal: Goal,
    template: Template | None,
    milestones: Sequence[Milestone],
    *,
    start: date | None = None,
    target: date | None = None,
    today: date,
    now: datetime,
    way: Way = "ask",
) -> Move:
    """Give a goal another start or target. Raises WrongUsage where a date leaves 1970 to 2199."""
    move = _moved(goal, template, milestones, start=start, target=target, today=today, now=now, way=way)
    there = _after(milestones, [each.after for each in move.moved])
    outside = newly_outside(outside_windows(goal, template, milestones), move.goal, template, there)
    alone = consequences(move.goal, milestones, (), today, was=goal).problems
    return replace(move, alone=alone, notes=(*move.notes, *outside))


def _moved(
    goal: Goal,
    template: Template | None,
    milestones: Sequence[Milestone],
    *,
    start: date | None,
    target: date | None,
    today: date,
    now: datetime,
    way: Way,
) -> Move:
    wanted = replace(goal, start=start or goal.start, target=target or goal.target)
    plain = _moved_to(goal, wanted, template, milestones, now)
    move = consequences(wanted, milestones, plain, today, was=goal)
    if not move.fits:
        earliest = _earliest(goal, wanted, template, milestones, start=start, target=target, today=today, now=now)
        window = _windows(goal, wanted, today)
        move = replace(move, earliest=earliest, can_compress=window is not None)
        if way == "earliest" and earliest is not None:
            by = (earliest - ((wanted.target if target else wanted.start) or earliest)).days
            later = _later(wanted, start, target, by)
            return consequences(later, milestones, _moved_to(goal, later, template, milestones, now), today, was=goal)
        if way == "compress" and window is not None:
            shrunk = replace(wanted, start=window[1][0])
            standing = as_left_behind(goal, template, milestones)
            there = squeezed(shrunk, template, standing, window, now, was=goal)
            found = consequences(shrunk, milestones, there, today, was=goal)
            return replace(found, notes=(*found.notes, *left_out_by_moving(milestones, there)))
    return replace(move, goal=replace(wanted, late_start=True)) if way == "late" and move.past else move


def consequences(
    goal: Goal, before: Sequence[Milestone], changed: Sequence[Milestone], today: date, *, was: Goal | None = None
) -> Move:
    """What it means that the `changed` milestones of `goal` replace those of `before`; `was` is the goal until now,
    where its own dates change as well."""
    old = {milestone.id: milestone for milestone in before}
    new = {milestone.id: milestone for milestone in _after(before, changed)}
    moved = tuple(Moved(before=old[each.id], after=each) for each in changed if each.id in old)
    first_said: list[str] = []
    found: list[str] = []
    broken: list[str] = []
    if goal.start is not None and goal.target is not None and goal.start > goal.target:
        first_said.append(
            f"The start ({goal.start.isoformat()}) would come after the target ({goal.target.isoformat()})."
        )
    for milestone in new.values():
        for first in (new[each] for each in milestone.after if each in new):
            if not comes_late(first, milestone):
                continue
            if first.id in old and milestone.id in old and comes_late(old[first.id], old[milestone.id]):
                continue  # it was so before, and this is not what makes it so
            fixed = [each.id for each in (first, milestone) if each.fixed]
            (first_said if fixed else found).append(out_of_order(first, milestone))
            broken += fixed
    outside = list(_newly_outside(was, goal, old, new)) if was is not None else []
    return Move(
        goal=goal,
        moved=tuple(each for each in moved if each.before != each.after),
        past=tuple(each.after.id for each in moved if _falls_into_past(each, today)),
        problems=(*first_said, *_fixed_outside(goal, outside), *found, *_soft_outside(goal, outside)),
        broken=tuple(dict.fromkeys([*broken, *(each.id for each in outside if each.fixed)])),
        notes=tuple(_slots(moved, new)),
    )


def _newly_outside(
    was: Goal, goal: Goal, old: Mapping[str, Milestone], new: Mapping[str, Milestone]
) -> Iterator[Milestone]:
    """What would lie after the target, or of the fixed ones before the start, and did not, the first due first."""
    for each in sorted(new.values(), key=lambda one: (one.due or date.max, one.order, one.id)):
        before = old.get(each.id)
        late = _is_past_target(each, goal) and not _is_past_target(before, was)
        early = each.fixed and _is_before_start(each, goal) and not _is_before_start(before, was)
        if late or early:
            yield each


def _is_past_target(milestone: Milestone | None, goal: Goal) -> bool:
    due = _day_that_holds(milestone)
    return due is not None and goal.target is not None and due > goal.target


def _is_before_start(milestone: Milestone | None, goal: Goal) -> bool:
    due = _day_that_holds(milestone)
    return due is not None and goal.start is not None and due < goal.start


def _day_that_holds(milestone: Milestone | None) -> date | None:
    return None if milestone is None or milestone.expected or not milestone.is_open else milestone.due


def _fixed_outside(goal: Goal, outside: Sequence[Milestone]) -> Iterator[str]:
    for each in outside:
        if each.fixed:
            late = _is_past_target(each, goal)
            side = f"after the target, {goal.target}" if late else f"before the start, {goal.start}"
            yield f"“{each.title}” ({each.due}) would come {side}. It is fixed."


def _soft_outside(goal: Goal, outside: Sequence[Milestone]) -> Iterator[str]:
    soft = [each for each in outside if not each.fixed]
    if soft:
        last, more = soft[-1], len(soft) - 1
        also = f" and {more} more" if more else ""
        yield f"“{last.title}” ({last.due}){also} would come after the target, {goal.target}."


def very_day(milestone: Milestone) -> str:
    """`the target itself`, `the start itself`: what a fixed milestone is to its goal; "" where it is neither."""
    names = {"target": "the target itself", "start": "the start itself"}
    return names.get(milestone.moment or "", "") if milestone.fixed else ""


def _slots(moved: Sequence[Moved], members: Mapping[str, Milestone]) -> Iterator[str]:
    """Of each fixed date that moves what to see to, and whether its day is booked already."""
    for each in moved:
        after = each.after
        if not after.fixed or each.before.expected or not each.days:
            continue
        itself = very_day(after)
        what = f"is {itself}, fixed" if itself else "is fixed, and the very day that was named"
        follows = (members[other] for other in after.after if other in members)
        booked = [other for other in follows if other.kind in BOOKING and other.status == "done"]
        if booked:
            yield (
                f"“{after.title}” {what}, and “{booked[-1].title}” is done: the slot that is booked, "
                f"{each.before.due}, has to be changed as well."
            )
        else:
            yield f"“{after.title}” {what}: make sure that the slot is changed as well."


def out_of_order(first: Milestone, milestone: Milestone) -> str:
    """The sentence about a milestone that would come before one it follows, and which of them is fixed."""
    fixed = (f"“{each.title}” is fixed." for each in (first, milestone) if each.fixed)
    return " ".join([disorder(first, milestone), *fixed])


def staying(move: Move, template: Template | None, milestones: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """What would move, on the days it has now: counted anew from its anchors, so that it still moves with the next
    move of the goal. A day that no offset from its anchor gives any more stands by itself."""
    anchors = anchors_of(move.goal, template, keyed(milestones))
    kept = []
    for each in (moved.before for moved in move.moved):
        day = (each.repeat.first if each.repeat else None) or each.due
        if day is not None and (each.repeat is None or each.repeat.each is None):
            moment = rewritten(anchors, each.moment, each.cycle, day)
            kept.append(replace(each, moment=moment, earliest=None, latest=None))
    return tuple(kept)


def _after(before: Sequence[Milestone], changed: Sequence[Milestone]) -> list[Milestone]:
    new = {milestone.id: milestone for milestone in changed}
    return [new.pop(milestone.id, milestone) for milestone in before] + list(new.values())


def _falls_into_past(moved: Moved, today: date) -> bool:
    day, was = moved.after.due, moved.before.due
    if day is None or day >= today or moved.after.expected or not moved.after.is_open:
        return False
    return was is None or moved.before.expected or day < was


def _moved_to(
    goal: Goal, wanted: Goal, template: Template | None, milestones: Sequence[Milestone], now: datetime
) -> tuple[Milestone, ...]:
    changed = {name for name in ("start", "target") if getattr(goal, name) != getattr(wanted, name)}
    standing = as_left_behind(goal, template, milestones)
    return redated(wanted, template, standing, changed, now=now, was=goal) if changed else ()


def _later(goal: Goal, start: date | None, target: date | None, days: int) -> Goal:
    """The goal with those of its two dates that are being moved this many days later."""
    by = timedelta(days=days)
    return replace(
        goal,
        start=goal.start + by if start and goal.start else goal.start,
        target=goal.target + by if target and goal.target else goal.target,
    )


def _earliest(
    goal: Goal,
    wanted: Goal,
    template: Template | None,
    milestones: Sequence[Milestone],
    *,
    start: date | None,
    target: date | None,
    today: date,
    now: datetime,
) -> date | None:
    """The first target (or start) from the wanted one on with which nothing is past or out of order."""

    members = keyed(as_left_behind(goal, template, milestones))
    names = {name for name, day in (("start", start), ("target", target)) if day is not None}
    fresh = counted_anew(wanted, template, members, names, names, was=goal)

    def fits(days: int) -> bool:
        later = _later(wanted, start, target, days)
        try:
            changed = placed_anew(later, template, members, fresh, now=now)
        except WrongUsage:  # past the last year the calendar here knows
            return False
        return consequences(later, milestones, changed, today, was=goal).fits

    low, high = 0, 1
    while not fits(high):
        low, high = high, high * 4  # each look counts all dates anew, so few of them
        if high > 2 * LATEST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    later = _later(wanted, start, target, high)
    return later.target if target else later.start


def _windows(goal: Goal, wanted: Goal, today: date) -> tuple[Window, Window] | None:
    """From where to where the plan has yet to go, before and after; None where one of them has no days."""
    if goal.start is None or goal.target is None or wanted.start is None or wanted.target is None:
        return None
    begins = wanted.start if today <= wanted.start < wanted.target else today
    old, new = (max(goal.start, today), goal.target), (begins, wanted.target)
    return (old, new) if old[0] < old[1] and new[0] < new[1] else None
