"""What lies where when milestones stand on their first days, and the least that days within theirs can cost.

No plan within these days costs less: that is what the search of the best plan (`levelling_search`) goes by. Milestones
are numbers here, days ordinals, weeks places in the list of those that count.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from operator import itemgetter

from planner.domain.levelling_rooms import Rooms
from planner.domain.levelling_work import Work

NEVER = 1 << 30
"""More days than there are."""
Days = tuple[int, ...]
_FRONT = 48
_RUNS = 6
_LOOKED = 21
_Lies = tuple[tuple[int, int], ...]
_GAIN = itemgetter(1)


class Least:
    """The tables of one part: `part` are the milestones that may lie otherwise, all others stay."""

    def __init__(self, rooms: Rooms, part: list[int], work: Work) -> None:
        self._rooms, self._part, self._work = rooms, part, work
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
        self._sums: dict[tuple[int, int, int], tuple[int, list[int]]] = {}
        self._rates: dict[tuple[object, ...], list[tuple[int, int]]] = {}

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

    def _floor_of(self, at: int, days: Days) -> int:
        floor = self._floor[at]
        for other in self._before[at]:
            floor = max(floor, days[other])
        return floor

    def _used(self, days: Days) -> list[int]:
        used = [0] * len(self._weeks)
        self._work.spend(len(used))
        for at, day in enumerate(days):
            for week, minutes in self._piece(at, day, self._floor_of(at, days)):
                used[week] += minutes
        return used

    def _too_full(self, used: list[int]) -> list[int]:
        return [at for at, (now, free) in enumerate(zip(used, self._free, strict=True)) if now > free]

    def _next(self, day: int) -> int:
        return max(day + 1, self._rooms.today)

    # The least it can cost

    def _least(self, firsts: Days, lasts: Days, most: int) -> int:
        """No plan of these days costs fewer beyond the first days: what runs of weeks ask for that hold too much."""
        used = self._used(firsts)
        over = [now - free for now, free in zip(used, self._free, strict=True)]
        asked = []
        units = self._units(firsts, lasts)
        for start, end, missing in _runs(over):
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
        self, start: int, end: int, missing: int, *, units: list[list[int]], firsts: Days, lasts: Days, most: int
    ) -> tuple[int, set[int]]:
        """The fewest days that could take so many minutes out of these weeks if moves did no harm, and whose."""
        who: set[int] = set()
        ways = []
        self._work.spend(len(units))
        for unit in units:
            found = self._ways(unit, start, end, firsts=firsts, lasts=lasts)
            if found:
                ways.append(found)
                who.update(unit)
        if sum(each[-1][1] for each in ways) < missing:
            return NEVER, who
        return self._cheapest(ways, missing, most), who

    def _cheapest(self, ways: list[list[tuple[int, int]]], missing: int, most: int) -> int:
        """The fewest days of ways that gain what is missing, one of each; `most` if there are none of fewer."""
        ways.sort(key=lambda each: -each[-1][1])
        rest = list(accumulate((each[-1][1] for each in reversed(ways)), initial=0))[::-1]
        front = [(0, 0)]
        for number, each in enumerate(ways[:-1]):
            while len(front) > _FRONT:  # two as one, of the lesser cost and greater gain: still a bound
                front = [(low[0], high[1]) for low, high in zip(front[::2], [*front[1::2], front[-1]], strict=False)]
            self._work.spend(len(front) * (len(each) + 1))
            gains = dict(front)
            for cost, gain in front:
                for more, gained in each:
                    if (now := cost + more) >= most:
                        break
                    if gain + gained > gains.get(now, -1):
                        gains[now] = gain + gained
            front = []
            top = -1
            for cost in sorted(gains):
                gain = gains[cost]
                if gain > top and gain + rest[number + 1] >= missing:
                    front.append((cost, gain))
                    top = gain
                    if gain >= missing:
                        break
            if not front:
                return most
        self._work.spend(len(front))
        final = [(0, 0), *ways[-1]]
        found = [
            cost + final[bisect_left(final, missing - gain, key=_GAIN)][0]
            for cost, gain in front
            if gain + final[-1][1] >= missing
        ]
        return min([*found, most])

    def _units(self, firsts: Days, lasts: Days) -> list[list[int]]:
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

    def _ways(self, unit: list[int], start: int, end: int, *, firsts: Days, lasts: Days) -> list[tuple[int, int]]:
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
        if latest <= floor:
            return self._gained_alone(at, here, start, end, days=(first, last, floor))
        found = [0]
        days = 0
        while here and found[-1] < here and (first + days < last or floor + days < latest):
            if days >= _LOOKED and latest > floor:
                found.append(here)  # more than that it cannot be; to look further would take too long
                break
            days += 1
            most = found[-1]
            self._work.spend(2)
            day = self._next(first + days - 1)
            late = min(floor + days, latest)
            tried = [(day, each) for each in range(floor, late + 1)] if day <= last else []
            if late > floor:
                between = range(max(first + 1, self._rooms.today), min(day, last + 1))
                tried += [(first, late), *((each, late) for each in between)]
                self._work.spend(2 * len(tried))
            found.append(max(most, *(here - self._within(at, *each, start, end) for each in tried), 0))
        return found

    def _gained_alone(self, at: int, here: int, start: int, end: int, *, days: tuple[int, int, int]) -> list[int]:
        first, last, floor = days
        found = [0]
        most = 0
        for day in range(first + 1, last + 1):
            if most >= here:
                break
            most = max(most, here - self._within(at, max(day, self._rooms.today), floor, start, end))
            found.append(most)
        self._work.spend(len(found))
        return found

    def _within(self, at: int, day: int, floor: int, start: int, end: int) -> int:
        key = (at, day, floor)
        known = self._sums.get(key)
        if known is None:
            piece = dict(self._piece(at, day, floor))
            first = min(piece, default=0)
            weeks = range(first, max(piece, default=-1) + 1)
            self._work.spend(len(weeks))
            known = self._sums[key] = (first, list(accumulate((piece.get(week, 0) for week in weeks), initial=0)))
        first, sums = known
        last = len(sums) - 1
        return sums[min(max(end + 1 - first, 0), last)] - sums[min(max(start - first, 0), last)]


def _runs(over: list[int]) -> list[tuple[int, int, int]]:
    """(first, last, minutes too much): up to each week the run of weeks that holds the most too much, and weeks alone.
    Of those that hang together only the ones that hold most: more would hardly tell more, and cost much."""
    together: dict[int, list[tuple[int, int, int]]] = {}
    since = run = 0
    for end, here in enumerate(over):
        since, run = (since, run + here) if run > 0 else (end, here)
        for start, missing in {since: run, end: here}.items():
            if missing > 0:
                together.setdefault(since, []).append((missing, start, end))
    found = [
        (start, end, missing)
        for each in together.values()
        for missing, start, end in sorted(each, key=lambda one: -one[0])[:_RUNS]
    ]
    return sorted(found, key=lambda each: (each[1], each[0]))
