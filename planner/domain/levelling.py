"""Taking overload out of the weeks by moving soft dates later, by the fewest days in all.

Only later, never past the target a date now keeps, nor past what follows it and stays; what follows it and is soft
goes along. Few milestones in few heavy weeks: the plan is the best there is (`levelling_search`), and says so. With
more, to try all would take time without bound: then it is what going through the weeks in order gives
(`levelling_quick`), the best effort and no more. Where the best was known it was a few percent from it in days; where
that finds no plan there may still be one, and the sentence says “found”. “There is no plan” is said only when it is so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.capacity import Load, changed, limit_of, nothing_to_lay_out
from planner.domain.holding import Held, in_the_way
from planner.domain.levelling_quick import quick
from planner.domain.levelling_rooms import Rooms
from planner.domain.levelling_search import Search
from planner.domain.plan import Plan

STATES = 4000
"""So many half-made plans are looked at in search of one that is better than the quick way's."""
YEARS = 5
"""So far ahead weeks are levelled; what moves may go a year further."""
_DAYS_BEYOND = 366


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
    """The moves that take all overload out, or why there are none.

    `before` and `after` are the minutes too much, in all and in the worst week. `cannot_hold` are dates in the way
    when no such plan was found, `heavy` the Mondays of weeks that even then hold too much. `best` says that no plan
    moves fewer days. `problem` is a sentence for the person; "" where overload was there and is taken out.
    """

    shifts: tuple[Shift, ...] = ()
    before: tuple[int, int] = (0, 0)
    after: tuple[int, int] = (0, 0)
    cannot_hold: tuple[Held, ...] = ()
    heavy: tuple[date, ...] = ()
    best: bool = True
    problem: str = ""

    @property
    def days(self) -> int:
        """All days together."""
        return sum(each.days for each in self.shifts)


def level(plan: Plan, today: date, *, states: int = STATES) -> Levelled:
    """Moves of soft dates after which no week holds too much."""
    end, longer = _end(plan, today)
    load = Load(plan, today, end)
    weeks = load.weeks()
    if longer:
        del weeks[-_DAYS_BEYOND // 7 :]  # what lies beyond comes later still: it is levelled when it is near
    before = _overload(load, weeks, {})
    problem = nothing_to_lay_out(load)
    if problem or not before[0]:
        return Levelled(before=before, after=before, problem=problem or "No week holds too much: nothing has to move.")
    held, heavy = in_the_way(load, weeks)
    if held or heavy:
        return Levelled(before=before, after=before, cannot_hold=held, heavy=heavy, problem=_none("There is no plan"))
    limits = {each: limit_of(plan.milestones[each], plan, load.movable) for each in load.movable}
    rooms = Rooms(load, weeks, limits)
    moved = quick(rooms)
    if moved is not None and _overload(load, weeks, moved)[0]:
        moved = None
    sought = Search(rooms).best(states, None if moved is None else _days(load, moved))
    if sought.moved is not None:
        moved = sought.moved
    if moved is not None:
        return Levelled(shifts=_shifts(load, moved), before=before, after=(0, 0), best=sought.sure)
    problem = _none("There is no plan" if sought.sure else "No plan was found")
    held = _past_their_limits(load, weeks, limits)
    return Levelled(before=before, after=before, cannot_hold=held, best=sought.sure, problem=problem)


def _past_their_limits(load: Load, weeks: list[int], limits: Mapping[str, int]) -> tuple[Held, ...]:
    """What goes past its limit in a plan without limits, and where it stands then."""
    moved = quick(Rooms(load, weeks, dict.fromkeys(limits, load.end.toordinal()))) or {}
    late = {each: day for each, day in moved.items() if day > limits[each]}
    return tuple(
        Held(
            milestone=each.milestone,
            title=each.title,
            due=each.due,
            limit=date.fromordinal(limits[each.milestone]),
            earliest=each.to,
        )
        for each in sorted(_shifts(load, late), key=lambda each: (each.due, each.title, each.milestone))
    )


def _none(what: str) -> str:
    return f"{what} that keeps every fixed date and every target within your hours."


def _end(plan: Plan, today: date) -> tuple[date, bool]:
    """A year beyond the last date of the plan, as far as something may have to move; and whether the plan goes on
    beyond the years that are levelled."""
    last = max((each.due for each in plan.milestones.values() if each.due and each.is_open), default=today)
    most = today + timedelta(days=365 * YEARS)
    return min(max(last, today), most) + timedelta(days=_DAYS_BEYOND), last > most


def _overload(load: Load, weeks: list[int], moved: Mapping[str, int]) -> tuple[int, int]:
    planned = changed(load, moved)
    each = [load.excess(week, planned.get(week)) for week in weeks]
    return sum(each), max(each, default=0)


def _days(load: Load, moved: Mapping[str, int]) -> int:
    milestones = load.plan.milestones
    return sum(day - due.toordinal() for each, day in moved.items() if (due := milestones[each].due) is not None)


def _shifts(load: Load, moved: Mapping[str, int]) -> tuple[Shift, ...]:
    found = []
    for milestone_id, day in moved.items():
        one = load.plan.milestones[milestone_id]
        assert one.due is not None
        found.append(Shift(milestone=one.id, title=one.title, due=one.due, to=date.fromordinal(day)))
    return tuple(sorted(found, key=lambda each: (each.to, each.title, each.milestone)))
