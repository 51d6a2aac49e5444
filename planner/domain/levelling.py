"""Taking overload out of the weeks by moving soft dates later, by the fewest days in all.

Only later, never past the target a date now keeps, nor past what follows it and stays; what follows it and is soft
goes along. Few milestones in few heavy weeks: the plan is the best there is, and says so. With more, to try all would
take time without bound: then it is what going through the weeks in order gives (`levelling_quick`), bettered a few
milestones at a time (`levelling_search`).

What cannot move, as a series or a fixed date, may be too much for a week by itself: then all else leaves that week. And
where there is no plan for all weeks, those are let be that cannot be made to fit, at most as full as they are, and the
others are levelled; the dates in the way are looked for (`holding`). “There is no plan” is said only when it is so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.capacity import Load, changed, limit_of, nothing_to_lay_out
from planner.domain.durations import LAST_DAY
from planner.domain.holding import Conflict, Held, conflicts
from planner.domain.levelling_task import Task
from planner.domain.levelling_work import Work
from planner.domain.plan import Plan

YEARS = 5
"""So far ahead weeks are levelled; what moves may go a year further, or as far as its hours and days away ask."""
_DAYS_BEYOND = 366
_MOST_BEYOND = 3660
_FEW = 300
_GROUPS = 4
_FIRST, _EACH = 0.6, 0.05
"""Shares of the work that is left: for the best plan, and for each try of a plan that makes some weeks fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stays:
    """What lies in a week and cannot move, with its minutes there; `series`: it comes again and again."""

    milestone: str
    title: str
    minutes: int
    series: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Full:
    """A week that stays too full, by `over` minutes. Where what cannot move is too much by itself, it `stays`; `away`
    are the days away in it."""

    monday: date
    over: int
    stays: tuple[Stays, ...] = ()
    away: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One milestone and the day it moves to."""

    milestone: str
    title: str
    due: date
    to: date

    @property
    def days(self) -> int:
        """How much later."""
        return (self.to - self.due).days


@dataclass(frozen=True, slots=True, kw_only=True)
class Levelled:
    """The moves that take overload out, as much as can be, and what stays in the way.

    `before` and `after` are the minutes too much, in all and in the worst week. `full` are the weeks that stay too
    full, `conflicts` the dates in their way. `best` says that no moves of fewer days take as much out of the weeks,
    `sure` that no more can be taken out; `until`, where it is given: by moves up to that day. `problem` is a sentence
    for the person where nothing moves; else "".
    """

    shifts: tuple[Shift, ...] = ()
    before: tuple[int, int] = (0, 0)
    after: tuple[int, int] = (0, 0)
    full: tuple[Full, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    best: bool = True
    sure: bool = True
    until: date | None = None
    problem: str = ""

    @property
    def cannot_hold(self) -> tuple[Held, ...]:
        """The dates in the way of all weeks that stay too full."""
        return tuple(each for conflict in self.conflicts for each in conflict.held)

    @property
    def days(self) -> int:
        """All days together."""
        return sum(each.days for each in self.shifts)


def level(plan: Plan, today: date, *, search: bool = True) -> Levelled:
    """Moves of soft dates after which no week holds too much. Without `search` not surely by the fewest days."""
    last, longer = _last(plan, today)
    load = Load(plan, today, last + timedelta(days=_DAYS_BEYOND))
    if (beyond := _beyond(load, last)) > _DAYS_BEYOND:
        load = Load(plan, today, last + timedelta(days=beyond))
    weeks = load.weeks()
    if longer:  # what lies beyond comes later still: it is levelled when it is near
        weeks = [week for week in weeks if week <= last.toordinal()]
    before = _overload(load, weeks, {})
    problem = nothing_to_lay_out(load)
    if problem or not before[0]:
        return Levelled(before=before, after=before, problem=problem or "No week holds too much: nothing has to move.")
    task = Task(load, weeks)
    limits = task.limits()
    work = Work()
    part = work.part(_FIRST)
    sought = task.solve(limits, task.caps(()), work=part, search=search)
    work.returned(part)
    moved, relaxed, best, sure = sought.moved, frozenset[int](), sought.sure, True
    if moved is None:
        sure = sought.sure
        moved, relaxed, best = _partly(task, limits, search, work)
    after = _overload(load, weeks, moved)
    full = _full(task, moved)
    until = load.end if full and max(limits.values(), default=0) > load.end.toordinal() else None
    return Levelled(
        shifts=_shifts(load, moved),
        before=before,
        after=after,
        full=full,
        conflicts=conflicts(task, relaxed, work) if full else (),
        best=best,
        sure=sure,
        until=until,
        problem="" if moved else _none("There is no plan" if sure else "No plan was found", ahead=until is not None),
    )


def still_level(plan: Plan, today: date, found: Levelled) -> bool:
    """Whether these moves still take out of this plan what they were found to, and leave no more; no search."""
    end, _ = _last(plan, today)
    load = Load(plan, today, max([end, *(each.to for each in found.shifts)]) + timedelta(days=_DAYS_BEYOND))
    moved = {each.milestone: each.to.toordinal() for each in found.shifts}
    limits = {each: limit_of(plan.milestones[each], plan, load.movable) for each in moved}
    planned = changed(load, moved)
    allowed = {week.monday.toordinal(): week.over for week in found.full}
    weeks = [week for week in planned if date.fromordinal(week) <= end]
    return all(day <= limits[each] for each, day in moved.items()) and all(
        load.excess(week, planned[week]) <= allowed.get(week, 0) for week in weeks
    )


def _partly(
    task: Task, limits: Mapping[str, int], search: bool, work: Work
) -> tuple[dict[str, int], frozenset[int], bool]:
    """Moves that make as many of the weeks fit as they can, those that come first first; the weeks that stay as they
    are; and whether no moves of fewer days do the same."""
    heavy = task.heavy
    few = len(task.load.members) <= _FEW
    size = 1 if few else -(-len(heavy) // _GROUPS)
    relaxed = frozenset(heavy)
    for first in range(0, len(heavy), size):
        if work.left <= 0:
            break
        tried = relaxed.difference(heavy[first : first + size])
        part = work.part(_EACH)
        sought = task.solve(limits, task.caps(tried), work=part, search=few, any_will_do=True)
        work.returned(part)
        if sought.moved is not None:
            relaxed = tried
    part = work.part(_FIRST)
    sought = task.solve(limits, task.caps(relaxed), work=part, search=search)
    work.returned(part)
    return sought.moved or {}, relaxed, sought.sure


def _full(task: Task, moved: Mapping[str, int]) -> tuple[Full, ...]:
    """The weeks that are still too full after these moves."""
    load = task.load
    planned = changed(load, moved)
    found = []
    for week in task.weeks:
        over = load.excess(week, planned.get(week))
        if not over:
            continue
        stays: list[Stays] = []
        if week in task.least:
            here = [(load.members[each], minutes) for each, minutes in load.by_week[week].items()]
            stays = [
                Stays(milestone=one.id, title=one.title, minutes=minutes, series=one.repeat is not None)
                for one, minutes in here
                if one.id not in load.movable
            ]
            stays.sort(key=lambda each: (-each.minutes, each.title, each.milestone))
        away = load.away_in(week)
        found.append(Full(monday=date.fromordinal(week), over=over, stays=tuple(stays), away=away))
    return tuple(found)


def _none(what: str, *, ahead: bool) -> str:
    said = f"{what} that keeps every fixed date and every target within your hours"
    return f"{said}, as far as was looked ahead." if ahead else f"{said}."


def _last(plan: Plan, today: date) -> tuple[date, bool]:
    """The last date of the plan, as far as it is levelled; and whether the plan goes on beyond that."""
    last = max((each.due for each in plan.milestones.values() if each.due and each.is_open), default=today)
    most = today + timedelta(days=365 * YEARS)
    return min(max(last, today), most), last > most


def _beyond(load: Load, last: date) -> int:
    """How many days after the last date something may have to go: a year, or as long as its hours take beside the
    series, and the days away."""
    movable = [each for each in load.members.values() if each.id in load.movable]
    needed = sum(load.excess(week) for week in load.weeks())
    spare = sum(load.spare(week) for week in load.weeks()[-_DAYS_BEYOND // 7 :])
    hours = needed * 365 // spare + 1 if needed and spare else 0
    longest = max(map(load.length, movable), default=0)
    most = min(_MOST_BEYOND, (LAST_DAY - last).days)
    return min(_DAYS_BEYOND + hours + longest + load.away_after(last), most)


def _overload(load: Load, weeks: list[int], moved: Mapping[str, int]) -> tuple[int, int]:
    planned = changed(load, moved)
    each = [load.excess(week, planned.get(week)) for week in weeks]
    return sum(each), max(each, default=0)


def _shifts(load: Load, moved: Mapping[str, int]) -> tuple[Shift, ...]:
    found = []
    for milestone_id, day in moved.items():
        one = load.plan.milestones[milestone_id]
        assert one.due is not None
        found.append(Shift(milestone=one.id, title=one.title, due=one.due, to=date.fromordinal(day)))
    return tuple(sorted(found, key=lambda each: (each.to, each.title, each.milestone)))
