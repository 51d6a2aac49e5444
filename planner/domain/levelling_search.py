"""The plan of the fewest days, for few milestones.

Every milestone has the days it may still get, from a first to a last. All on their first days cost the least there is:
if no week is too full then, there is no cheaper plan within these days. Else one of those in a week that is too full
must go far enough that less of it lies there: that parts the days in as many ways, none of which has a plan of another.
What costs least so far is parted next, so the first that fits is the best. Milestones are numbers here, days ordinals.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from planner.domain.levelling_least import NEVER, Days, Least
from planner.domain.levelling_parts import parts_of
from planner.domain.levelling_rooms import Rooms
from planner.domain.levelling_work import SpentError, Work

MOST = 9
"""Milestones of one part that may have to move: with more of them the best plan is not looked for."""
FEW, FEW_STATES = 7, 30_000
"""With so few milestones in a part that may move, so many half-made plans are looked at, as far as the work allows."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What came of it: `moved` are days by id, None if there is none. `sure`: all were tried, so `moved` is the best,
    or there is none at all."""

    moved: dict[str, int] | None
    sure: bool


def best(rooms: Rooms, states: int, known: dict[str, int] | None, work: Work, *, few: int = 0) -> Sought:
    """The plan of the fewest days; `known` is one that is known, by id. So many half-made plans are looked at, no
    more: then what was known stands, and it is not sure. Of a part with FEW that may move, at least `few`; one with
    more is looked through only if a plan is known, which bounds what there is to look at. Where
    the `work` is used up it is not sure either."""
    spent = {rooms.number[each]: day - rooms.due[rooms.number[each]] for each, day in (known or {}).items()}
    parts = None if rooms.in_circles else parts_of(rooms, sum(spent.values()) if known is not None else NEVER)
    if parts is None:
        return Sought(known, sure=False)
    in_parts = {week for part in parts for one in part for week in rooms.lies[one]}
    if any(room < 0 and week not in in_parts for week, room in rooms.room.items()):
        return Sought(None, sure=True)  # what lies in that week cannot leave it
    moved: dict[str, int] = {}
    sure = True
    for part in parts:
        bound = None if known is None else sum(spent.get(one, 0) for one in part)
        search = Search(rooms, part, work)
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


class Search(Least):
    """The fewest days for one part."""

    def best(self, states: int, bound: int | None) -> Sought:
        """The plan of the fewest days, of fewer than the `bound`."""
        if self.movers > MOST:
            return Sought(None, sure=False)
        try:
            return self._sought(states, bound)
        except SpentError:
            return Sought(None, sure=False)

    def _sought(self, states: int, bound: int | None) -> Sought:
        rooms, lasts = self._rooms, self._lasts
        most = NEVER if bound is None else bound
        total = sum(self._due)
        waiting: list[tuple[int, int, int, Days, Days]] = []
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

    def _put(self, waiting: list[tuple[int, int, int, Days, Days]], firsts: Days, lasts: Days, most: int) -> None:
        self.looked_at += 1
        spent = sum(firsts) - sum(self._due)
        if spent >= most:
            return
        least = spent + self._least(firsts, lasts, most - spent)
        if least < most:
            heapq.heappush(waiting, (least, -spent, self.looked_at, firsts, lasts))

    # Parting

    def _parted(self, firsts: Days, lasts: Days) -> list[tuple[Days, Days]]:
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

    def _leaving(self, week: int, firsts: Days, lasts: Days) -> list[tuple[int, int]]:
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
                    self._work.spend(2)
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

    def _pushed(self, firsts: Days, lasts: Days, at: int, day: int) -> Days | None:
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

    def _held(self, firsts: Days, lasts: Days, at: int, day: int) -> Days | None:
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
