"""Levelling many milestones: not surely by the fewest days, but soon.

First week by week (see `levelling_carry`). Where that finds no plan, out of every week that holds too much the fewest
are taken up and set down again on the first day that has room; one that finds none goes first the next time, and at
last all are set down anew, those with the nearest limits first. Of a plan found this way every day is taken back that
can be spared.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Set

from planner.domain.levelling_carry import carry
from planner.domain.levelling_rooms import NOWHERE, Rooms

TRIES = 4
"""So often the same order is tried, those that found no room going first."""
FEW = 300
"""Up to so many milestones both ways are tried, else the second only where the first finds no plan."""
_ROUNDS = 3

Order = Callable[[int], tuple[int, ...]]


def quick(rooms: Rooms) -> dict[str, int] | None:
    """Days (ordinals) of the milestones that move, by id, so that no week holds too much; None if none were found."""
    return _Quick(rooms).plan()


class _Quick:
    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._start = rooms.state()
        self._best: tuple[int, list[int]] | None = None
        self._heavy = [week for week, room in rooms.room.items() if room < 0]

    def plan(self) -> dict[str, int] | None:
        self._carry()
        if self._best is None or len(self._rooms.ids) <= FEW:
            self._place()
        if self._best is None:
            return None
        ids, due = self._rooms.ids, self._rooms.due
        return {ids[one]: day for one, day in enumerate(self._best[1]) if day != due[one]}

    def _keep(self) -> None:
        """The plan that stands, without the days it can spare, if it is the best so far."""
        if any(room < 0 for room in self._rooms.room.values()):
            return
        self._take_back()
        days = sum(self._rooms.day) - sum(self._rooms.due)
        if self._best is None or days < self._best[0]:
            self._best = (days, list(self._rooms.day))

    def _carry(self) -> None:
        stay: set[int] = set()
        for _ in range(TRIES):
            stuck = carry(self._rooms, stay)
            if stuck is not None and not stuck:
                self._keep()
            self._rooms.back_to(self._start)
            if not stuck:
                return
            stay |= stuck

    def _place(self) -> None:
        effort, limit, due = self._rooms.effort, self._rooms.limit, self._rooms.due
        orders: tuple[Order, ...] = (
            lambda one: (effort[one], due[one]),
            lambda one: (due[one], effort[one]),
            lambda one: (limit[one], due[one]),
        )
        for order in orders:
            self._try(order, self._too_much)
        if self._best is None:
            self._try(orders[-1], self._all_up)

    def _try(self, order: Order, take_up: Callable[[], list[int]]) -> None:
        """Set down what is taken up in this order, or, where some find no room, with these going first."""
        urgent: set[int] = set()
        for _ in range(TRIES):
            stuck = self._set_down(take_up(), order, urgent)
            if not stuck:
                self._keep()
            self._rooms.back_to(self._start)
            if stuck <= urgent:
                return
            urgent |= stuck

    # Taking up

    def _all_up(self) -> list[int]:
        rooms = self._rooms
        up = [one for one, soft in enumerate(rooms.soft) if soft]
        for one in up:
            rooms.take_up(one)
        return up

    def _too_much(self) -> list[int]:
        """Take up what is too much in each week, few and large ones rather than many."""
        up: list[int] = []
        for week in self._heavy:
            if self._rooms.room[week] < 0:
                up += self._out_of(week)
        return up

    def _out_of(self, week: int) -> list[int]:
        rooms = self._rooms
        far = self._far(week)
        found = []
        for each in self._rooms.load.by_week[week]:
            one = rooms.number[each]
            here = rooms.lies[one].get(week, 0)
            if not (here and rooms.soft[one] and rooms.down[one]) or rooms.limit[one] <= rooms.due[one]:
                continue
            leaves = week + 6 + rooms.length[one]
            days = max(1, leaves - rooms.due[one]) + far
            driven = rooms.driven(one, leaves)
            found.append((rooms.limit[one] < leaves, -here / (days * (1 + driven)), one, here))
        found.sort()
        chosen = []
        missing = -rooms.room[week]
        for _, _, one, here in found:
            if missing <= 0:
                break
            chosen.append((here, one))
            missing -= here
        up = []
        for here, one in sorted(chosen):  # the small ones stay if the others are enough
            if missing + here <= 0:
                missing += here
            else:
                rooms.take_up(one)
                up.append(one)
        return up

    def _far(self, week: int) -> int:
        """Days until the weeks after this one have room for what is too much in it and on the way."""
        room = self._rooms.room
        left, at = room[week], week
        while left < 0 and at + 7 in room:
            at += 7
            left += room[at]
        return max(0, at - week - 7)

    # Setting down

    def _set_down(self, up: list[int], order: Order, urgent: Set[int]) -> set[int]:
        """Set these down, each on the first day with room; returns those that found none."""
        rooms = self._rooms

        def key(one: int) -> tuple[int, ...]:
            return (one not in urgent, *order(one), one)

        waiting = [(key(one), 0, one) for one in up]
        heapq.heapify(waiting)
        stuck: set[int] = set()
        while waiting:
            rank, place, one = heapq.heappop(waiting)
            if rooms.down[one] or one in stuck:
                continue
            missing = [other for other in rooms.first[one] if not rooms.down[other] and other not in stuck]
            if missing:
                for other in missing:  # before it, whatever their own rank
                    heapq.heappush(waiting, (rank, place - 1, other))
                heapq.heappush(waiting, (rank, place, one))
                continue
            day = rooms.find(one, rooms.earliest(one), rooms.limit[one])
            if day == NOWHERE:
                stuck.add(one)
                continue
            for other in rooms.set_down(one, day):
                heapq.heappush(waiting, (key(other), 0, other))
        return stuck

    # Taking back

    def _take_back(self) -> None:
        """Earlier again, each as far as there is room, those that went furthest first."""
        rooms = self._rooms
        for _ in range(_ROUNDS):
            moved = [one for one, day in enumerate(rooms.day) if day != rooms.due[one]]
            spared = 0
            for one in sorted(moved, key=lambda each: (rooms.due[each] - rooms.day[each], each)):
                was = rooms.day[one]
                rooms.take_up(one)
                day = rooms.find(one, rooms.earliest(one), was - 1) or was
                rooms.set_down(one, day)
                spared += was - day
            if not spared:
                return
