"""The days that the milestones of one part may get, and what lies in which week then.

Milestones are places in the part, days ordinals, weeks places in the list of those that count. A milestone begins in
the first week in which some of it lies; one without hours in that of its day.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from planner.domain.levelling_rooms import Rooms
from planner.domain.levelling_work import Work

NEVER = 1 << 30
"""More days than there are."""
Lies = tuple[tuple[int, int], ...]
"""(week, minutes) of one milestone."""
_LAID = 3
"""Steps of work that laying one milestone over the weeks takes, besides what it counts itself."""


class Choices:
    """`part` are the milestones that may lie otherwise, all others stay. None moves by as many days as `most`, and
    those that are `pinned`, by place, have that day and no other."""

    def __init__(self, rooms: Rooms, part: list[int], most: int, work: Work, pinned: Mapping[int, int]) -> None:
        self._rooms, self._part, self._work = rooms, part, work
        own = {week for one in part for week in rooms.lies[one]}
        since = min(own, default=0)
        # A week that holds too much without any of these is of another part, and out of their reach.
        self.weeks = [week for week, room in rooms.room.items() if week >= since and (room >= 0 or week in own)]
        self._week_at = {week: at for at, week in enumerate(self.weeks)}
        self.free = [rooms.room[week] for week in self.weeks]
        """Minutes that a week holds when all of the part are taken out of it."""
        for one in part:
            for at, minutes in self._lies(rooms.lies[one]):
                self.free[at] += minutes
        self.due = [rooms.due[one] for one in part]
        self.first = [pinned.get(at, due) for at, due in enumerate(self.due)]
        last = [rooms.limit[one] if rooms.soft[one] else rooms.due[one] for one in part]
        self.last = [pinned.get(at, min(day, self.due[at] + most - 1)) for at, day in enumerate(last)]
        # One that is late may lie on days after its due: what it takes says nothing of when it is over.
        self.effort = [0 if rooms.due[one] < rooms.today else rooms.effort[one] for one in part]
        """Minutes that surely lie on its day and before."""
        self._floor = [0] * len(part)
        self._least = [0] * len(part)
        self.before: list[list[int]] = [[] for _ in part]
        """What it follows and may have several days, whose day is the first of its own."""
        self.order: list[list[int]] = [[] for _ in part]
        """Of those, the ones that it must not be before."""
        self.behind: list[list[int]] = [[] for _ in part]
        self.loose: set[int] = set()
        """What is followed by one that may come before it: to be pinned, so that it is known how that one lies."""
        for at, one in enumerate(part):
            self._link(at, one, {each: place for place, each in enumerate(part)})
        self._known: dict[tuple[int, int], dict[int, list[tuple[int, Lies]]]] = {}
        self._earliest: dict[tuple[int, int, int, int], int] = {}

    def _link(self, at: int, one: int, places: Mapping[int, int]) -> None:
        rooms = self._rooms
        self._floor[at] = rooms.floor[one]
        for other in rooms.before[one]:
            place = places.get(other)
            must = other in rooms.first[one]
            if place is None or self.first[place] == self.last[place]:
                day = rooms.day[other] if place is None else self.first[place]
                self._floor[at] = max(self._floor[at], day)
                self._least[at] = max(self._least[at], day if must else 0)
                continue
            if not must and self.last[place] > self.first[at]:
                self.loose.add(place)
            self.before[at].append(place)
            self.behind[place].append(at)
            if must:
                self.order[at].append(place)

    @property
    def in_order(self) -> list[int]:
        """All of them, each after what it follows; nothing is loose."""
        found: dict[int, None] = {}
        for at in range(len(self._part)):
            waiting = [at]
            while waiting:
                missing = [each for each in self.before[waiting[-1]] if each not in found]
                if missing:
                    waiting.append(missing[0])
                else:
                    found[waiting.pop()] = None
        return list(found)

    def length(self, at: int) -> int:
        """How many days it takes."""
        return self._rooms.length[self._part[at]]

    def _lies(self, lies: Mapping[int, int]) -> Lies:
        return tuple(sorted((self._week_at[week], m) for week, m in lies.items() if m and week in self._week_at))

    # Days

    def days(self, at: int) -> Iterator[int]:
        """All that it may get, whatever else."""
        day = self.first[at]
        while day <= self.last[at]:
            yield day
            day = max(day + 1, self._rooms.today)

    def start(self, week: int) -> int:
        """What begins in this week or later has no day before this one."""
        return self.weeks[week - 1] + 7 if week else 0

    def floor(self, at: int, days: Sequence[int]) -> int:
        """The last day of what it follows, whose days are given."""
        floor = self._floor[at]
        for other in self.before[at]:
            floor = max(floor, days[other])
        return floor

    def least(self, at: int, days: Sequence[int]) -> int:
        """The last day of what it must not be before; 0 where there is none."""
        least = self._least[at]
        for other in self.order[at]:
            least = max(least, days[other])
        return least

    def beginning(self, at: int, week: int, floor: int, least: int) -> list[tuple[int, Lies]]:
        """The days with which it begins in this week, and how it lies then. None that alone is too much for a week."""
        return [each for each in self._of(at, floor).get(week, ()) if each[0] >= least]

    def earliest(self, at: int, week: int, floor: int, least: int) -> int:
        """The first day with which it begins in this week or later; NEVER if there is none."""
        key = (at, week, floor, least)
        found = self._earliest.get(key)
        if found is None:
            weeks = [those for begun, those in self._of(at, floor).items() if begun >= week]
            days = [day for those in weeks for day, _ in those if day >= least]
            self._work.spend(len(days))
            found = self._earliest[key] = min(days, default=NEVER)
        return found

    def nearest(self, at: int, week: int, least: int) -> int:
        """No day is earlier with which it begins in this week or later, whatever it follows; NEVER if there is none."""
        day = self.first[at]
        if (start := max(self.start(week), least)) > day:
            day = max(start, self._rooms.today)
        return day if day <= self.last[at] else NEVER

    def _of(self, at: int, floor: int) -> dict[int, list[tuple[int, Lies]]]:
        key = (at, floor)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = {}
            for day in self.days(at):
                lies = self._lying(at, day, floor)
                if all(minutes <= self.free[week] for week, minutes in lies):
                    found.setdefault(self._begun(day, lies), []).append((day, lies))
        return found

    def _lying(self, at: int, day: int, floor: int) -> Lies:
        one, rooms = self._part[at], self._rooms
        self._work.spend(_LAID)
        if not rooms.effort[one]:
            return ()
        laid = rooms.load.laid
        lies = self._lies(rooms.load.spread(rooms.effort[one], rooms.length[one], day, floor))
        self._work.spend(rooms.load.laid - laid)
        return lies

    def _begun(self, day: int, lies: Lies) -> int:
        week = bisect_left(self.weeks, day - (day - 1) % 7)
        return min(week, lies[0][0]) if lies else week
