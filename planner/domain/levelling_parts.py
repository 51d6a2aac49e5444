"""The parts of a plan that can be levelled each by itself: what moves in one meets in no week what moves in another.

Milestones are numbers here, days ordinals, weeks the ordinals of their Mondays.
"""

from __future__ import annotations

from planner.domain.levelling_rooms import Rooms

MOST_REACHED = 400
"""Milestones: where more than these could have to do with it, the plan is not taken apart."""


def parts_of(rooms: Rooms, days: int) -> list[list[int]] | None:
    """The milestones that may have to move, or lie otherwise because others do, by part, when in all no more than so
    many `days` are spent; None where there are too many."""
    return _Parts(rooms, days).found()


class _Parts:
    def __init__(self, rooms: Rooms, days: int) -> None:
        self._rooms, self._days = rooms, days
        self._lying: dict[int, list[int]] = {}
        for one, lies in enumerate(rooms.lies):
            for week in lies:
                self._lying.setdefault(week, []).append(one)
        self._ranges: dict[int, range] = {}
        self._more: dict[int, int] = {}
        """By week, the minutes that could come into it."""
        self._touched = [week for week, room in rooms.room.items() if room < 0]
        """Weeks that hold too much, or could."""

    def found(self) -> list[list[int]] | None:
        known = set(self._touched)
        for week in self._touched:  # grows meanwhile
            waiting = [each for one in self._lying.get(week, ()) for each in self._movers(one)]
            for one in waiting:
                if one in self._ranges:
                    continue
                if len(self._ranges) >= MOST_REACHED:
                    return None
                waiting += self._reach(one)
                for each in self._ranges[one]:
                    if self._more.get(each, 0) > self._rooms.room.get(each, 1 << 40) and each not in known:
                        known.add(each)
                        self._touched.append(each)
        return self._joined(known)

    def _movers(self, one: int) -> list[int]:
        rooms = self._rooms
        found = [each for each in rooms.before[one] if rooms.limit[each] > rooms.due[each]]
        if rooms.soft[one] and rooms.limit[one] > rooms.due[one]:
            found.append(one)
        return found

    def _reach(self, one: int) -> list[int]:
        """Note the weeks in which it may come to lie; returns what goes along or lies closer then."""
        rooms = self._rooms
        due = rooms.due[one]
        last = max(due, rooms.today + rooms.length[one])
        if rooms.soft[one]:
            last = max(last, min(rooms.limit[one], max(due, rooms.today) + self._days))
        first = max(min(due - rooms.length[one] + 1, due), rooms.today)
        first -= (first - 1) % 7
        self._ranges[one] = range(first, last + 1, 7)
        for week in self._ranges[one]:
            self._more[week] = self._more.get(week, 0) + rooms.effort[one] - rooms.lies[one].get(week, 0)
        return rooms.behind[one]

    def _joined(self, touched: set[int]) -> list[list[int]]:
        """Those that meet in a touched week, or hang together, in one part."""
        rooms = self._rooms
        top = {one: one for one in self._ranges}

        def root(one: int) -> int:
            while top[one] != one:
                top[one] = top[top[one]]
                one = top[one]
            return one

        first_in: dict[int, int] = {}
        for one, weeks in self._ranges.items():
            near = [first_in.setdefault(week, one) for week in weeks if week in touched]
            near += [each for each in rooms.behind[one] if each in top]
            for other in near:
                top[root(other)] = root(one)
        found: dict[int, list[int]] = {}
        for one in sorted(self._ranges):
            found.setdefault(root(one), []).append(one)
        return sorted(found.values())
