"""The plan of the fewest days, for few milestones.

Every milestone has the days it may still get, from a first to a last. All on their first days cost the least there is:
if no week is too full then, there is no cheaper plan within these days. Else one of those in a week that is too full
must go far enough that less of it lies there: that parts the days in as many ways, none of which has a plan of another.
What costs least so far is parted next, so the first that fits is the best. Milestones are numbers here, days ordinals.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import accumulate

from planner.domain.levelling_parts import parts_of
from planner.domain.levelling_rooms import Rooms

MOST = 9
"""Milestones of one part that may have to move: with more of them the best plan is not looked for."""
FEW, FEW_STATES = 7, 30_000
"""With so few milestones in a part that may move, the search goes on to the end, or so far as that takes seconds."""
_FRONT = 48
_LOOKED = 21
_NEVER = 1 << 30
_Days = tuple[int, ...]
_Lies = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """What came of it: `moved` are days by id, None if there is none. `sure`: all were tried, so `moved` is the best,
    or there is none at all."""

    moved: dict[str, int] | None
    sure: bool


def best(rooms: Rooms, states: int, known: dict[str, int] | None, few: int = 0) -> Sought:
    """The plan of the fewest days; `known` is one that is known, by id. So many half-made plans are looked at, no
    more: then what was known stands, and it is not sure. Of a part with FEW that may move, at least `few`; one with
    more is looked through only if a plan is known, which bounds what there is to look at."""
    spent = {rooms.number[each]: day - rooms.due[rooms.number[each]] for each, day in (known or {}).items()}
    parts = None if rooms.in_circles else parts_of(rooms, sum(spent.values()) if known is not None else _NEVER)
    if parts is None:
        return Sought(known, sure=False)
    in_parts = {week for part in parts for one in part for week in rooms.lies[one]}
    if any(room < 0 and week not in in_parts for week, room in rooms.room.items()):
        return Sought(None, sure=True)  # what lies in that week cannot leave it
    moved: dict[str, int] = {}
    sure = True
    for part in parts:
        bound = None if known is None else sum(spent.get(one, 0) for one in part)
        search = Search(rooms, part)
        if search.movers <= FEW:
            found = search.best(max(states, few), bound)
        elif known is None:
            return Sought(None, sure=False)
        else:
            found = search.best(states, bound)
        states = max(0, states - search.looked_at)
        if found.moved is not None:
            moved |= found.moved
        elif known is not None:  # none is better
            moved |= {rooms.ids[one]: known[rooms.ids[one]] for one in part if one in spent}
        else:
            return found
        sure = sure and found.sure
    return Sought(moved, sure=sure)


class Search:
    """The fewest days for one part: `part` are the milestones that may lie otherwise, all others stay."""

    def __init__(self, rooms: Rooms, part: list[int]) -> None:
        self._rooms, self._part = rooms, part
        self.looked_at = 0
        self._at = {one: at for at, one in enumerate(part)}
        own = {week for one in part for week in rooms.lies[one]}
        first = min(own, default=0)
        # A week that holds too much without any of these is of another part, and out of their reach.
        self._weeks = [week for week, room in rooms.room.items() if week >= first and (room >= 0 or week in own)]
        self._week_at = {week: at for at, week in enumerate(self._weeks)}
        self._free = [rooms.room[week] for week in self._weeks]
        for one in part:
            for at, minutes in self._indexed(rooms.lies[one]):
                self._free[at] += minutes
        self._before = [[self._at[each] for each in rooms.before[one] if each in self._at] for one in part]
        self._behind = [[self._at[each] for each in rooms.behind[one] if each in self._at] for one in part]
        self._then = [[self._at[each] for each in rooms.then[one] if each in self._at] for one in part]
        self._first = [[self._at[each] for each in rooms.first[one] if each in self._at] for one in part]
        self._floor = [
            max([rooms.floor[one], *(rooms.day[each] for each in rooms.before[one] if each not in self._at)])
            for one in part
        ]
        self._due = tuple(rooms.due[one] for one in part)
        self._lasts = tuple(rooms.limit[one] if rooms.soft[one] else rooms.due[one] for one in part)
        self.movers = sum(1 for due, last in zip(self._due, self._lasts, strict=True) if last > due)
        """How many may move."""
        self._pieces: dict[tuple[int, int, int], _Lies] = {}
        self._rates: dict[tuple[object, ...], list[tuple[int, int]]] = {}

    def best(self, states: int, bound: int | None) -> Sought:
        """The plan of the fewest days, of fewer than the `bound`."""
        rooms, lasts = self._rooms, self._lasts
        if self.movers > MOST:
            return Sought(None, sure=False)
        most = _NEVER if bound is None else bound
        total = sum(self._due)
        waiting: list[tuple[int, int, int, _Days, _Days]] = []
        self._put(waiting, self._due, lasts, most)
        while waiting:
            least, _, _, firsts, lasts = heapq.heappop(waiting)
            if least >= most:
                break
            if least == sum(firsts) - total and not self._too_full(self._used(firsts)):
                ids = {
                    rooms.ids[one]: day
                    for one, day, due in zip(self._part, firsts, self._due, strict=True)
                    if day > due
                }
                return Sought(ids, sure=True)
            for child in self._parted(firsts, lasts):
                if self.looked_at >= states:
                    return Sought(None, sure=False)
                self._put(waiting, *child, most)
        return Sought(None, sure=True)

    def _put(self, waiting: list[tuple[int, int, int, _Days, _Days]], firsts: _Days, lasts: _Days, most: int) -> None:
        self.looked_at += 1
        spent = sum(firsts) - sum(self._due)
        if spent >= most:
            return
        least = spent + self._least(firsts, lasts, most - spent)
        if least < most:
            heapq.heappush(waiting, (least, -spent, self.looked_at, firsts, lasts))

    # What lies where

    def _indexed(self, lies: dict[int, int]) -> _Lies:
        return tuple((self._week_at[week], m) for week, m in lies.items() if m and week in self._week_at)

    def _piece(self, at: int, day: int, floor: int) -> _Lies:
        key = (at, day, floor)
        found = self._pieces.get(key)
        if found is None:
            one, rooms = self._part[at], self._rooms
            lies = rooms.load.spread(rooms.effort[one], rooms.length[one], day, floor) if rooms.effort[one] else {}
            found = self._pieces[key] = self._indexed(lies)
        return found

    def _floor_of(self, at: int, days: _Days) -> int:
        floor = self._floor[at]
        for other in self._before[at]:
            floor = max(floor, days[other])
        return floor

    def _used(self, days: _Days) -> list[int]:
        used = [0] * len(self._weeks)
        for at, day in enumerate(days):
            for week, minutes in self._piece(at, day, self._floor_of(at, days)):
                used[week] += minutes
        return used

    def _too_full(self, used: list[int]) -> list[int]:
        return [at for at, (now, free) in enumerate(zip(used, self._free, strict=True)) if now > free]

    # Parting

    def _parted(self, firsts: _Days, lasts: _Days) -> list[tuple[_Days, _Days]]:
        """Days that together hold every plan of these days, and no plan twice."""
        used = self._used(firsts)
        ways: list[tuple[int, int]] | None = None
        for week in self._too_full(used):
            found = self._leaving(week, firsts, lasts)
            if ways is None or len(found) < len(ways):
                ways = found
            if not ways:
                return []
        children = []
        for at, day in ways or ():
            pushed = self._pushed(firsts, lasts, at, day)
            if pushed is not None:
                children.append((pushed, lasts))
            held = self._held(firsts, lasts, at, day - 1)
            if held is None:
                break
            lasts = held
        return children

    def _leaving(self, week: int, firsts: _Days, lasts: _Days) -> list[tuple[int, int]]:
        """(milestone, day): less can lie in the week only if one of these stands on that day or later."""
        found: dict[int, int] = {}
        rank: dict[int, float] = {}
        for at, first in enumerate(firsts):
            floor = self._floor_of(at, firsts)
            here = dict(self._piece(at, first, floor)).get(week, 0)
            if not here:
                continue
            if lasts[at] > first:
                for day in range(self._next(first), lasts[at] + 1):
                    less = here - dict(self._piece(at, day, floor)).get(week, 0)
                    if less > 0:
                        found[at] = min(day, found.get(at, day))
                        rank[at] = max(rank.get(at, 0), less / (day - first))
                        break
            for other in self._before[at]:
                # It begins after that one's day: closer to its end once that day is past its own first day.
                near = max(self._next(firsts[other]), first - self._rooms.length[self._part[at]] + 1)
                if near <= lasts[other]:
                    found[other] = min(near, found.get(other, near))
                    rank[other] = max(rank.get(other, 0), 1)
        return sorted(found.items(), key=lambda each: (-rank[each[0]], each[0]))

    def _next(self, day: int) -> int:
        return max(day + 1, self._rooms.today)

    def _pushed(self, firsts: _Days, lasts: _Days, at: int, day: int) -> _Days | None:
        """With this one on that day or later, and what follows it no earlier; None where there is no such day."""
        after = list(firsts)
        after[at] = day
        waiting = [at]
        for each in waiting:
            if after[each] > lasts[each]:
                return None
            for other in self._then[each]:
                if after[other] < after[each]:
                    after[other] = max(after[each], self._rooms.today)
                    waiting.append(other)
        return tuple(after)

    def _held(self, firsts: _Days, lasts: _Days, at: int, day: int) -> _Days | None:
        """With this one on that day or earlier, and what it follows no later."""
        until = list(lasts)
        until[at] = day
        waiting = [at]
        for each in waiting:
            if until[each] < firsts[each]:
                return None
            for other in self._first[each]:
                if until[other] > until[each]:
                    until[other] = until[each]
                    waiting.append(other)
        return tuple(until)

    # The least it can cost

    def _least(self, firsts: _Days, lasts: _Days, most: int) -> int:
        """No plan of these days costs fewer beyond the first days: what runs of weeks ask for that hold too much."""
        used = self._used(firsts)
        over = [now - free for now, free in zip(used, self._free, strict=True)]
        asked = []
        units = self._units(firsts, lasts)
        since = run = 0
        for end, here in enumerate(over):
            # The run of weeks up to this one that holds the most too much, and the week alone.
            since, run = (since, run + here) if run > 0 else (end, here)
            for start, missing in {since: run, end: here}.items():
                if missing > 0:
                    cost, who = self._relief(start, end, missing, units=units, firsts=firsts, lasts=lasts, most=most)
                    if cost >= most:
                        return cost
                    asked.append((-cost, end, who))
        least, counted = 0, set[int]()
        for minus, _, who in sorted(asked, key=lambda each: (each[0], each[1])):
            if counted.isdisjoint(who):
                least -= minus
                counted |= who
        return least

    def _relief(
        self, start: int, end: int, missing: int, *, units: list[list[int]], firsts: _Days, lasts: _Days, most: int
    ) -> tuple[int, set[int]]:
        """The fewest days that could take so many minutes out of these weeks if moves did no harm, and whose."""
        who: set[int] = set()
        ways = []
        for unit in units:
            found = self._ways(unit, start, end, firsts=firsts, lasts=lasts)
            if found:
                ways.append(found)
                who.update(unit)
        if sum(each[-1][1] for each in ways) < missing:
            return _NEVER, who
        ways.sort(key=lambda each: -each[-1][1])
        rest = list(accumulate((each[-1][1] for each in reversed(ways)), initial=0))[::-1]
        front = [(0, 0)]
        for number, each in enumerate(ways):
            tried = sorted(
                [
                    *front,
                    *(
                        (cost + more, gain + gained)
                        for cost, gain in front
                        for more, gained in each
                        if cost + more < most
                    ),
                ],
                key=lambda one: (one[0], -one[1]),
            )
            front = []
            top = -1
            for cost, gain in tried:
                if gain > top and gain + rest[number + 1] >= missing:
                    front.append((cost, gain))
                    top = gain
                    if gain >= missing:
                        break
            if not front:
                return most, who
            while len(front) > _FRONT:  # two as one, of the lesser cost and greater gain: still a bound
                front = [(low[0], high[1]) for low, high in zip(front[::2], [*front[1::2], front[-1]], strict=False)]
        return front[-1][0], who

    def _units(self, firsts: _Days, lasts: _Days) -> list[list[int]]:
        """Those that hang together: where one moves, another may lie closer to its end."""
        top = list(range(len(firsts)))
        for at, first in enumerate(firsts):
            begins = first - self._rooms.length[self._part[at]]
            for other in self._before[at]:
                if lasts[other] > begins and lasts[other] > firsts[other]:
                    old, new = top[at], top[other]
                    if old != new:
                        top = [new if each == old else each for each in top]
        units: dict[int, list[int]] = {}
        for at in range(len(firsts)):
            units.setdefault(top[at], []).append(at)
        return list(units.values())

    def _ways(self, unit: list[int], start: int, end: int, *, firsts: _Days, lasts: _Days) -> list[tuple[int, int]]:
        """(days, minutes): what days spent on these take out of the weeks at most; both rise."""
        floors = [self._floor_of(at, firsts) for at in unit]
        key = (start, end, *((at, firsts[at], lasts[at], floor) for at, floor in zip(unit, floors, strict=True)))
        found = self._rates.get(key)
        if found is None:
            together: list[int] = []
            for at, floor in zip(unit, floors, strict=True):
                latest = max([floor, *(lasts[other] for other in self._before[at])]) if len(unit) > 1 else floor
                gained = self._gained(at, start, end, first=firsts[at], last=lasts[at], floor=floor, latest=latest)
                longest = max(len(gained), len(together))
                gained += [gained[-1]] * (longest - len(gained))
                together += [together[-1] if together else 0] * (longest - len(together))
                together = [a + b for a, b in zip(together, gained, strict=True)]
            found = [(days, now) for days, now in enumerate(together) if days and now > together[days - 1]]
            self._rates[key] = found
        return found

    def _gained(self, at: int, start: int, end: int, *, first: int, last: int, floor: int, latest: int) -> list[int]:
        """By days spent, the most that they take out of the weeks; `latest` is how late what it follows may be."""
        here = self._within(at, first, floor, start, end)
        found = [0]
        days = 0
        while here and found[-1] < here and (first + days < last or floor + days < latest):
            if days >= _LOOKED and latest > floor:
                found.append(here)  # more than that it cannot be; to look further would take too long
                break
            days += 1
            most = found[-1]
            day = self._next(first + days - 1)
            late = min(floor + days, latest)
            tried = [(day, each) for each in range(floor, late + 1)] if day <= last else []
            if late > floor:
                between = range(max(first + 1, self._rooms.today), min(day, last + 1))
                tried += [(first, late), *((each, late) for each in between)]
            found.append(max(most, *(here - self._within(at, *each, start, end) for each in tried), 0))
        return found

    def _within(self, at: int, day: int, floor: int, start: int, end: int) -> int:
        return sum(minutes for week, minutes in self._piece(at, day, floor) if start <= week <= end)
