"""Levelling week by week: what is too much in a week is carried on, just out of it, and so into the next.

Carried on is what takes the most minutes out for each day it costs, so mostly what ends late in the week: it crosses
into the next in a day or two. That spends fewer days than carrying one milestone past many full weeks.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from planner.domain.levelling_rooms import Rooms

MOST_STEPS = 60_000
"""So often something is carried on before it is given up."""
_NEAR = 24


@dataclass(frozen=True, slots=True)
class _Way:
    """The days on which ever less of a milestone lies in a week, and what each takes out and costs."""

    one: int
    days: list[int]
    gains: list[int]
    driven: int
    start: int

    def rank(self, over: int) -> tuple[float, int, int, int]:
        """(-minutes per day, days, number, the day) of the step that takes out `over`, or else the most."""
        at = min(bisect_left(self.gains, over), len(self.gains) - 1)
        cost = (self.days[at] - self.start) * self.driven
        return -min(over, self.gains[at]) / cost, cost, self.one, self.days[at]


def carry(rooms: Rooms, stay: set[int], steps: int = MOST_STEPS) -> set[int] | None:
    """Carry on until no week is too full; empty if that was done. Else those that could not leave a week and had been
    carried there; None where that could not help. `stay` are not carried on."""
    there = {week: [rooms.number[each] for each in load] for week, load in rooms.load.by_week.items()}
    carried: set[int] = set()
    for week in rooms.room:
        before = -1
        while (over := -rooms.room[week]) > 0:
            inside = dict.fromkeys(there.get(week, ()))
            ways = [way for one in inside if one not in stay and (way := _way_out(rooms, one, week))]
            chosen = _chosen(ways, over) if over != before else []
            if not chosen:
                return {one for one in inside if one in carried and rooms.lies[one].get(week)} - stay or None
            before = over
            steps -= len(chosen)
            if steps < 0:
                return None
            for one, day in chosen:
                if rooms.day[one] < day:
                    carried.update(_move(rooms, one, day, there))
    return set()


def _chosen(ways: list[_Way], over: int) -> list[tuple[int, int]]:
    """(number, day) of those to carry on, the best minutes for a day first, the last as exactly as can be."""
    ways = sorted(ways, key=lambda way: way.rank(1 << 40))
    found = []
    at = 0
    while at < len(ways) and over > 0:
        few = ways[at : at + _NEAR]
        best = few[0] if few[0].gains[-1] <= over else min((way.rank(over), way) for way in few)[1]
        ways[ways.index(best, at)] = ways[at]
        at += 1
        _, _, one, day = best.rank(over)
        over -= best.gains[best.days.index(day)]
        found.append((one, day))
    return found


def _way_out(rooms: Rooms, one: int, week: int) -> _Way | None:
    here = rooms.lies[one].get(week, 0) if rooms.soft[one] else 0
    start = rooms.day[one]
    last = rooms.limit[one]
    if not here or start >= last:
        return None
    days: list[int] = []
    gains: list[int] = []
    most = 0
    day = max(start, week + 6)  # no day of this week takes anything out of it
    while most < here:
        day = max(day + 1, rooms.today)
        if day > last:
            break
        gain = here - rooms.lying(one, day).get(week, 0)
        if gain > most:
            days.append(day)
            gains.append(gain)
            most = gain
    if not days:
        return None
    return _Way(one, days, gains, 1 + rooms.driven(one, days[-1]), start)


def _move(rooms: Rooms, one: int, day: int, there: dict[int, list[int]]) -> list[int]:
    """Carry it to that day, with what follows it and would stand before."""
    moved = [one]
    rooms.take_up(one)
    for each in moved:
        moved += rooms.set_down(each, day)
        for week in rooms.lies[each]:
            there.setdefault(week, []).append(each)
        for other in rooms.behind[each]:
            for week in rooms.lies[other]:
                there.setdefault(week, []).append(other)
    return moved
