"""Taking overload out of the weeks by moving soft dates later, by the fewest days in all.

Only later, never past the target a date now keeps, nor past what follows it and stays; what follows it and is soft
goes along. The search tries plans in the order of the least they can cost, so the first that fits is the best; where
that takes too long it moves week by week and then takes back every day it can spare.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.capacity import TOLERANCE, Load, changed, limit_of, nothing_to_lay_out
from planner.domain.dependencies import comes_late
from planner.domain.holding import Held, in_the_way
from planner.domain.plan import Milestone, Plan

STATES = 4000
"""So many half-made plans are looked at before the quick way is taken."""
MOST_FOR_BEST = 60
"""Milestones in weeks that hold too much: with more of them the best plan is not looked for."""
YEARS = 5
_DAYS_BEYOND = 366
_NEVER = 1 << 30
_MOST_MOVES = 3000


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
    load = Load(plan, today, _end(plan, today))
    before = _overload(load, {})
    problem = nothing_to_lay_out(load)
    if problem or not before[0]:
        return Levelled(before=before, after=before, problem=problem or "No week holds too much: nothing has to move.")
    search = _Search(load, {each: limit_of(plan.milestones[each], plan, load.movable) for each in load.movable})
    moved, best = search.best(states)
    if moved is None and not best:
        moved = search.quick()
    if moved is not None:
        return Levelled(shifts=_shifts(load, moved), before=before, after=(0, 0), best=best)
    held, heavy = in_the_way(load)
    said = "There is no plan" if best or held or heavy else "No plan was found"
    return Levelled(
        before=before,
        after=before,
        cannot_hold=held,
        heavy=heavy,
        best=best,
        problem=f"{said} that keeps every fixed date and every target within your hours.",
    )


def _end(plan: Plan, today: date) -> date:
    """A year beyond the last date of the plan: as far as something may have to move."""
    last = max((each.due for each in plan.milestones.values() if each.due and each.is_open), default=today)
    return min(max(last, today), today + timedelta(days=365 * YEARS)) + timedelta(days=_DAYS_BEYOND)


def _overload(load: Load, moved: Mapping[str, int]) -> tuple[int, int]:
    planned = changed(load, moved)
    each = [load.excess(week, planned.get(week)) for week in load.weeks()]
    return sum(each), max(each, default=0)


def _shifts(load: Load, moved: Mapping[str, int]) -> tuple[Shift, ...]:
    found = []
    for milestone_id, day in moved.items():
        one = load.plan.milestones[milestone_id]
        assert one.due is not None
        found.append(Shift(milestone=one.id, title=one.title, due=one.due, to=date.fromordinal(day)))
    return tuple(sorted(found, key=lambda each: (each.to, each.title, each.milestone)))


class _Search:
    """Days (ordinals) of the milestones that move; those that do not are not named."""

    def __init__(self, load: Load, limits: Mapping[str, int]) -> None:
        self._load, self._limits = load, limits
        self._due = {each.id: each.due.toordinal() for each in load.plan.milestones.values() if each.due}
        self._today = load.today.toordinal()
        self._weeks = load.weeks()
        self._heavy = [week for week in self._weeks if load.excess(week)]

    # The best plan

    def best(self, states: int) -> tuple[dict[str, int] | None, bool]:
        """(the plan of the fewest days, or None; whether that is sure)."""
        if len({each for week in self._heavy for each in self._movers(week, {})}) > MOST_FOR_BEST:
            return None, False
        start: tuple[tuple[str, int], ...] = ()
        waiting = [(self._least({}), 0, start)]
        seen = {start}
        while waiting:
            _, _, state = heapq.heappop(waiting)
            moved = dict(state)
            week = self._first_heavy(moved)
            if week is None:
                return moved, True
            states -= 1
            if states < 0:
                return None, False
            for each in self._movers(week, moved):
                after = self._pushed(moved, each, self._later(each, moved))
                if after is None:
                    continue
                key = tuple(sorted(after.items()))
                if key not in seen:
                    seen.add(key)
                    spent = sum(day - self._due[one] for one, day in key)
                    least = self._least(after)
                    if least < _NEVER:
                        heapq.heappush(waiting, (spent + least, -spent, key))
        return None, True

    def _first_heavy(self, moved: Mapping[str, int]) -> int | None:
        planned = changed(self._load, moved)
        weeks = sorted({*self._heavy, *planned})
        return next((week for week in weeks if self._load.excess(week, planned.get(week))), None)

    def _movers(self, week: int, moved: Mapping[str, int]) -> list[str]:
        """Those of which at least one must move before this week holds less: what lies in it, and what that follows."""
        found: dict[str, None] = {}
        for each in self._lying_in(week, moved):
            found[each] = None
            found |= dict.fromkeys(self._load.members[each].after)
        return sorted(each for each in found if each in self._limits)

    def _lying_in(self, week: int, moved: Mapping[str, int]) -> list[str]:
        there = set(self._load.by_week.get(week, ())) | set(moved)
        for each in moved:
            there |= set(self._load.plan.successors.get(each, ()))
        members = self._load.members
        return [each for each in there if each in members and self._load.share(members[each], moved).get(week)]

    def _later(self, milestone: str, moved: Mapping[str, int]) -> int:
        """The next day it can have; from before today that is today."""
        return max(moved.get(milestone, self._due[milestone]) + 1, self._today)

    def _pushed(self, moved: Mapping[str, int], milestone: str, day: int) -> dict[str, int] | None:
        """With this milestone on this day, and what is soft and follows it no earlier; None past a limit."""
        after = dict(moved)
        waiting = [(milestone, day)]
        plan = self._load.plan
        while waiting:
            each, to = waiting.pop()
            if to > self._limits.get(each, 0):
                return None
            if after.get(each, self._due[each]) >= to:
                continue
            after[each] = to
            one = plan.milestones[each]
            for follower in plan.successors.get(each, ()):
                other = plan.milestones[follower]
                if not _holds(one, other) or after.get(follower, self._due[follower]) >= to:
                    continue
                waiting.append((follower, max(to, self._today)))
        return after

    def _least(self, moved: Mapping[str, int]) -> int:
        """No plan that goes on from here costs fewer days than this; the most that one heavy week asks for."""
        planned = changed(self._load, moved)
        least = 0
        for week in sorted({*self._heavy, *planned}):
            excess = self._load.excess(week, planned.get(week))
            if excess:
                least = max(least, self._relief(week, moved, excess - TOLERANCE))
        return least

    def _relief(self, week: int, moved: Mapping[str, int], wanted: int) -> int:
        """The fewest days that could take `wanted` minutes out of the week, if moves did no harm anywhere."""
        rates: list[int] = []
        together = 0
        for each in self._lying_in(week, moved):
            one = self._load.members[each]
            here = self._load.share(one, moved).get(week, 0)
            if any(before in self._limits for before in one.after):
                together += here  # a single day of what it follows may move all of it
            elif each in self._limits:
                due = moved.get(each, self._due[each])
                days = self._days_to_leave(one, week, due, here)
                rates += days
        left = wanted - together
        cost = 0
        for rate in sorted(rates, reverse=True):  # the best minutes first, each day at most once
            if left <= 0:
                break
            left -= rate
            cost += 1
        return max(cost, 1) if left <= 0 else _NEVER

    def _days_to_leave(self, one: Milestone, week: int, due: int, here: int) -> list[int]:
        """What each further day takes out of the week at most: never more than the days before it on the average."""
        gained = [0]
        day = due
        while gained[-1] < here and len(gained) < _DAYS_BEYOND:
            day = max(day + 1, self._today)
            if day > self._limits[one.id]:
                break
            gained.append(max(gained[-1], here - self._load.share(one, {one.id: day}).get(week, 0)))
        # The concave hull of what has been gained by day: its steps fall, so that taking the best first is a bound.
        steps: list[int] = []
        at = 0
        while at < len(gained) - 1:
            rate, far = max(((gained[far] - gained[at]) / (far - at), far) for far in range(at + 1, len(gained)))
            steps += [-int(-rate // 1)] * (far - at)
            at = far
        return steps

    # The quick way

    def quick(self) -> dict[str, int] | None:
        """Week by week, what leaves it in the fewest days first; then every day is taken back that can be spared."""
        moved: dict[str, int] = {}
        planned = dict(self._load.planned)
        there = {week: set(self._load.by_week.get(week, ())) for week in self._weeks}
        moves = 0
        while heavy := [week for week in self._weeks if self._load.excess(week, planned.get(week, 0))]:
            for week in heavy[:1] if moves else heavy:
                while self._load.excess(week, planned.get(week, 0)):
                    was = planned[week]
                    step = self._leaving(week, moved, there[week], planned)
                    moves += 1
                    if step is None or moves > _MOST_MOVES:
                        return None
                    self._take(step, moved, planned, there)
                    if planned[week] >= was:
                        return None
        return self._taken_back(moved, planned, there)

    def _leaving(
        self, week: int, moved: Mapping[str, int], there: set[str], planned: Mapping[int, int]
    ) -> dict[str, int] | None:
        """The move that ends the overload, or else takes the most out of this week for each day it costs."""
        over = planned.get(week, 0) - self._load.available(week) - TOLERANCE
        best: tuple[float, int, str] | None = None
        found = None
        for each in sorted(there):
            if each not in self._limits:
                continue
            one = self._load.members[each]
            here = self._load.share(one, moved).get(week, 0)
            if not here:
                continue
            for to in self._days_out(one, week, moved, over):
                after = self._pushed(moved, each, to)
                if after is None:
                    break
                near = self._near(moved, after)
                gain = min(over, sum(self._in(week, x, moved) - self._in(week, x, after) for x in near))
                cost = sum(day - moved.get(x, self._due[x]) for x, day in after.items())
                if gain <= 0:
                    continue
                rank = (-gain / cost, cost, each)
                if best is None or rank < best:
                    best, found = rank, after
        return found

    def _in(self, week: int, milestone: str, moved: Mapping[str, int]) -> int:
        return self._load.share(self._load.members[milestone], moved).get(week, 0)

    def _near(self, moved: Mapping[str, int], after: Mapping[str, int]) -> list[str]:
        """Those that lie elsewhere, or may, because of what is different."""
        news = [each for each in {**moved, **after} if moved.get(each) != after.get(each)]
        near = dict.fromkeys(news)
        for each in news:
            near |= dict.fromkeys(self._load.plan.successors.get(each, ()))
        return [each for each in near if each in self._load.members]

    def _days_out(self, one: Milestone, week: int, moved: Mapping[str, int], over: int) -> Iterator[int]:
        """The day on which as much of it has left the week as has to, and the one on which all of it has."""
        day = moved.get(one.id, self._due[one.id])
        here = self._load.share(one, moved).get(week, 0)
        enough = False
        for _ in range(_DAYS_BEYOND):
            day = max(day + 1, self._today)
            left = self._load.share(one, {**_of(one, moved), one.id: day}).get(week, 0)
            if not enough and here - left >= over:
                enough = True
                yield day
            if not left:
                if here < over or not enough:
                    yield day
                return

    def _take(
        self,
        step: Mapping[str, int],
        moved: dict[str, int],
        planned: dict[int, int],
        there: dict[int, set[str]],
    ) -> None:
        members = [self._load.members[each] for each in self._near(moved, step)]
        for one in members:
            for week, minutes in self._load.share(one, moved).items():
                planned[week] -= minutes
        moved.clear()
        moved.update(step)
        for one in members:
            for week, minutes in self._load.share(one, moved).items():
                planned[week] = planned.get(week, 0) + minutes
                there.setdefault(week, set()).add(one.id)

    def _taken_back(self, moved: dict[str, int], planned: dict[int, int], there: dict[int, set[str]]) -> dict[str, int]:
        for each in sorted(moved, key=lambda one: (moved[one], one)):
            first = max(self._today, self._due[each] + 1)
            for to in (0, *range(first, min(moved[each], first + 14))):
                less = {**moved, each: to} if to else {one: day for one, day in moved.items() if one != each}
                if not self._in_order(each, less):
                    continue
                was = dict(moved)
                self._take(less, moved, planned, there)
                near = [self._load.members[one] for one in self._near(was, less)]
                weeks = {week for one in near for state in (was, less) for week in self._load.share(one, state)}
                if not any(self._load.excess(week, planned[week]) for week in weeks):
                    break
                self._take(was, moved, planned, there)
        return moved

    def _in_order(self, milestone: str, moved: Mapping[str, int]) -> bool:
        plan = self._load.plan
        one = plan.milestones[milestone]
        day = moved.get(milestone, self._due[milestone])
        return all(
            not _holds(before, one) or moved.get(before.id, self._due[before.id]) <= day
            for before in (plan.milestones[each] for each in one.after if each in plan.milestones)
        )


def _of(one: Milestone, moved: Mapping[str, int]) -> dict[str, int]:
    return {each: moved[each] for each in one.after if each in moved}


def _holds(first: Milestone, milestone: Milestone) -> bool:
    """Whether the two stand in the order in which they follow each other, so that they must go on to."""
    if not (first.is_open and milestone.is_open) or first.due is None or milestone.due is None:
        return False
    return first.expected == milestone.expected and not comes_late(first, milestone)
