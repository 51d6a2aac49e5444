"""The plan of the fewest days, for few milestones: plans are tried in the order of the least they can cost, so the
first that fits is the best. Days and weeks are ordinals, a week that of its Monday."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.capacity import TOLERANCE, Load, changed
from planner.domain.levelling_rooms import must_follow
from planner.domain.plan import Milestone

MOST = 60
"""Milestones that may have to move: with more of them the best plan is not looked for."""
_DAYS_BEYOND = 366
_NEVER = 1 << 30


@dataclass(frozen=True, slots=True)
class Sought:
    """What came of it: `moved` are days by id, None if there is none below the bound. `sure`: all were tried."""

    moved: dict[str, int] | None
    sure: bool


class Search:
    """Days of the milestones that move; those that do not are not named."""

    def __init__(self, load: Load, limits: Mapping[str, int]) -> None:
        self._load, self._limits = load, limits
        self._due = {each.id: each.due.toordinal() for each in load.plan.milestones.values() if each.due}
        self._today = load.today.toordinal()
        self._heavy = [week for week in load.weeks() if load.excess(week)]
        self._steps: dict[tuple[str, int, int, int], list[int]] = {}

    def best(self, states: int, bound: int | None) -> Sought:
        """The plan of the fewest days, of fewer than the `bound`; so many half-made plans are looked at, no more."""
        if len({each for week in self._heavy for each in self._movers(week, {})}) > MOST:
            return Sought(None, sure=False)
        most = _NEVER if bound is None else bound
        start: tuple[tuple[str, int], ...] = ()
        waiting = [(self._least({}), 0, start)]
        seen = {start}
        while waiting:
            least, _, state = heapq.heappop(waiting)
            if least >= most:
                break
            moved = dict(state)
            week = self._first_heavy(moved)
            if week is None:
                return Sought(moved, sure=True)
            states -= 1
            if states < 0:
                return Sought(None, sure=False)
            for each in self._movers(week, moved):
                after = self._pushed(moved, each, self._later(each, moved))
                key = tuple(sorted(after.items())) if after is not None else start
                if after is None or key in seen:
                    continue
                seen.add(key)
                spent = sum(day - self._due[one] for one, day in key)
                least = spent + self._least(after)
                if least < most:
                    heapq.heappush(waiting, (least, -spent, key))
        return Sought(None, sure=True)

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
                if not must_follow(one, other) or after.get(follower, self._due[follower]) >= to:
                    continue
                waiting.append((follower, max(to, self._today)))
        return after

    # The least it can cost

    def _least(self, moved: Mapping[str, int]) -> int:
        """No plan that goes on from here costs fewer days: what heavy weeks ask for that have no mover in common."""
        planned = changed(self._load, moved)
        asked = []
        for week in sorted({*self._heavy, *planned}):
            excess = self._load.excess(week, planned.get(week))
            if excess:
                asked.append((-self._relief(week, moved, excess - TOLERANCE), week))
        if not asked:
            return 0
        least, counted = 0, set[str]()
        for minus, week in sorted(asked):
            movers = set(self._movers(week, moved)) if len(asked) > 1 else set()
            if counted.isdisjoint(movers):
                least -= minus
                counted |= movers
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
                rates += self._days_to_leave(one, week, moved.get(each, self._due[each]), here)
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
        at = (one.id, week, due, here)
        if at not in self._steps:
            self._steps[at] = self._falling(self._gained(one, week, due, here))
        return self._steps[at]

    def _gained(self, one: Milestone, week: int, due: int, here: int) -> list[int]:
        gained = [0]
        day = due
        while gained[-1] < here and len(gained) < _DAYS_BEYOND:
            day = max(day + 1, self._today)
            if day > self._limits[one.id]:
                break
            gained.append(max(gained[-1], here - self._load.share(one, {one.id: day}).get(week, 0)))
        return gained

    def _falling(self, gained: list[int]) -> list[int]:
        """The concave hull of what has been gained by day: its steps fall, so that taking the best first is a bound."""
        steps: list[int] = []
        at = 0
        while at < len(gained) - 1:
            rate, far = max(((gained[far] - gained[at]) / (far - at), far) for far in range(at + 1, len(gained)))
            steps += [-int(-rate // 1)] * (far - at)
            at = far
        return steps
