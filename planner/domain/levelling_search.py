"""The plan of the fewest days, for few milestones: plans are tried in the order of the least they can cost, so the
first that fits is the best. Milestones are numbers here, days ordinals, weeks the ordinals of their Mondays."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.levelling_rooms import Rooms

MOST = 60
"""Milestones that may have to move: with more of them the best plan is not looked for."""
_DAYS_BEYOND = 366
_NEVER = 1 << 30
_State = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """What came of it: `moved` are days by id, None if there is none below the bound. `sure`: all were tried."""

    moved: dict[str, int] | None
    sure: bool


@dataclass(frozen=True, slots=True)
class _Heavy:
    """A week that holds too much: by how much more than is let pass, and what lies there, in minutes."""

    week: int
    missing: int
    lying: list[tuple[int, int]]


class Search:
    """A state is (milestone, day) of those that move; those that do not are not named."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._heavy = [week for week, room in rooms.room.items() if room < 0]
        self._lying: dict[int, list[tuple[int, int]]] = {}
        for one, lies in enumerate(rooms.lies):
            for week, minutes in lies.items():
                if minutes:
                    self._lying.setdefault(week, []).append((one, minutes))
        self._rates: dict[tuple[int, int, int], list[int]] = {}

    def best(self, states: int, bound: int | None) -> Sought:
        """The plan of the fewest days, of fewer than the `bound`; so many half-made plans are looked at, no more."""
        rooms = self._rooms
        start = self._too_heavy({})
        if rooms.in_circles or len({each for heavy in start for each in self._movers(heavy)}) > MOST:
            return Sought(None, sure=False)
        most = _NEVER if bound is None else bound
        nothing: _State = ()
        waiting = [(self._least({}, start), 0, nothing)]
        seen = {nothing}
        while waiting:
            least, _, state = heapq.heappop(waiting)
            if least >= most:
                break
            moved = dict(state)
            heavy = self._too_heavy(moved)
            if not heavy:
                return Sought({rooms.ids[one]: day for one, day in state}, sure=True)
            for each in self._movers(heavy[0]):
                after = self._pushed(moved, each)
                key = tuple(sorted(after.items())) if after is not None else nothing
                if after is None or key in seen:
                    continue
                if states <= 0:
                    return Sought(None, sure=False)
                states -= 1
                seen.add(key)
                spent = sum(day - rooms.due[one] for one, day in key)
                least = spent + self._least(after, self._too_heavy(after))
                if least < most:
                    heapq.heappush(waiting, (least, -spent, key))
        return Sought(None, sure=True)

    def _too_heavy(self, moved: Mapping[int, int]) -> list[_Heavy]:
        """The weeks that hold too much, in order."""
        rooms = self._rooms
        other = dict.fromkeys(moved)
        for one, day in moved.items():
            rooms.day[one] = day
            other |= dict.fromkeys(rooms.behind[one])
        lies = {one: rooms.lying(one, rooms.day[one]) if rooms.effort[one] else {} for one in other}
        for one in moved:
            rooms.day[one] = rooms.due[one]
        more: dict[int, int] = dict.fromkeys(self._heavy, 0)
        for one, now in lies.items():
            for week, minutes in rooms.lies[one].items():
                more[week] = more.get(week, 0) - minutes
            for week, minutes in now.items():
                more[week] = more.get(week, 0) + minutes
        found = []
        for week in sorted(more):
            missing = more[week] - rooms.room.get(week, _NEVER)
            if missing > 0:
                lying = [each for each in self._lying.get(week, ()) if each[0] not in lies]
                lying += [(one, minutes) for one, now in lies.items() if (minutes := now.get(week, 0))]
                found.append(_Heavy(week, missing, lying))
        return found

    def _movers(self, heavy: _Heavy) -> list[int]:
        """Those of which at least one must move before this week holds less: what lies in it, and what that follows."""
        rooms = self._rooms
        found = {one for one, _ in heavy.lying if rooms.soft[one]}
        for one, _ in heavy.lying:
            found.update(rooms.before[one])
        return sorted(found)

    def _pushed(self, moved: Mapping[int, int], one: int) -> dict[int, int] | None:
        """With this one a day later, and what is soft and follows it no earlier; None past a limit."""
        rooms = self._rooms
        after = dict(moved)
        day = max(after.get(one, rooms.due[one]) + 1, rooms.today)
        if day > rooms.limit[one]:
            return None
        waiting = [one]
        after[one] = day
        for each in waiting:
            for other in rooms.then[each]:
                if after.get(other, rooms.due[other]) < day:
                    after[other] = day
                    waiting.append(other)
        return after

    # The least it can cost

    def _least(self, moved: Mapping[int, int], heavy: list[_Heavy]) -> int:
        """No plan that goes on from here costs fewer days: what heavy weeks ask for that have no mover in common."""
        if not heavy:
            return 0
        asked = sorted((-self._relief(each, moved), each.week, each) for each in heavy) if len(heavy) > 1 else []
        if not asked:
            return self._relief(heavy[0], moved)
        least, counted = 0, set[int]()
        for minus, _, each in asked:
            movers = self._movers(each)
            if counted.isdisjoint(movers):
                least -= minus
                counted.update(movers)
        return least

    def _relief(self, heavy: _Heavy, moved: Mapping[int, int]) -> int:
        """The fewest days that could take out what is too much, if moves did no harm anywhere."""
        rooms = self._rooms
        rates: list[int] = []
        together = 0
        for one, here in heavy.lying:
            if rooms.before[one]:
                together += here  # a single day of what it follows may move all of it
            elif rooms.soft[one]:
                rates += self._days_to_leave(one, heavy.week, moved.get(one, rooms.due[one]), here)
        left = heavy.missing - together
        cost = 0
        rates.sort(reverse=True)
        for rate in rates:  # the best minutes first, each day at most once
            if left <= 0:
                break
            left -= rate
            cost += 1
        return max(cost, 1) if left <= 0 else _NEVER

    def _days_to_leave(self, one: int, week: int, day: int, here: int) -> list[int]:
        """What each further day takes out of the week at most: never more than the days before it on the average."""
        at = (one, week, day)
        if at not in self._rates:
            self._rates[at] = _falling(self._gained(one, week, day, here))
        return self._rates[at]

    def _gained(self, one: int, week: int, day: int, here: int) -> list[int]:
        rooms = self._rooms
        gained = [0]
        while gained[-1] < here and len(gained) < _DAYS_BEYOND:
            day = max(day + 1, rooms.today)
            if day > rooms.limit[one]:
                break
            gained.append(max(gained[-1], here - rooms.lying(one, day).get(week, 0)))
        return gained


def _falling(gained: list[int]) -> list[int]:
    """The concave hull of what has been gained by day: its steps fall, so that taking the best first is a bound."""
    steps: list[int] = []
    at = 0
    while at < len(gained) - 1:
        rate, far = max(((gained[far] - gained[at]) / (far - at), far) for far in range(at + 1, len(gained)))
        steps += [-int(-rate // 1)] * (far - at)
        at = far
    return steps
