"""The weeks as rooms that fill: what lies where, and the first day on which a milestone finds room.

Milestones are numbers here, days ordinals, weeks the ordinals of their Mondays. `room` is what a week still holds, in
minutes, with the tolerance. A milestone is either set down on a day, so that its minutes are out of the room, or taken
up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planner.domain.capacity import TOLERANCE, Load
from planner.domain.dependencies import comes_late
from planner.domain.plan import Milestone

State = tuple[list[int], list[bool], dict[int, int], list[dict[int, int]]]
NOWHERE = 0
"""Not a day: there is none on which it finds room."""
_ENDLESS = 1 << 40
_CHAIN = 10


def must_follow(first: Milestone, milestone: Milestone) -> bool:
    """Whether the two stand in the order in which they follow each other, so that they must go on to."""
    if not (first.is_open and milestone.is_open) or first.due is None or milestone.due is None:
        return False
    return first.expected == milestone.expected and not comes_late(first, milestone)


class Rooms:
    """All that has hours or may move, set down where it stands. `limits` are the last days of what may move; in `weeks`
    nothing may lie too much, in all others anything. `caps` are the minutes that weeks may hold, where not just as many
    as there are."""

    def __init__(
        self, load: Load, weeks: Iterable[int], limits: Mapping[str, int], caps: Mapping[int, int] | None = None
    ) -> None:
        self.load = load
        self.today = load.today.toordinal()
        end = load.end.toordinal()
        milestones = load.plan.milestones
        every = [milestones[each] for each in load.members.keys() | limits.keys()]
        # Ids are drawn by chance: where two do as well, the same plan has to give the same moves whatever they are.
        every.sort(key=lambda each: (each.due or load.today, each.title, each.id))
        self.ids = [each.id for each in every]
        self.number = {each: number for number, each in enumerate(self.ids)}
        self.due = [each.due.toordinal() if each.due else 0 for each in every]
        self.effort = [each.effort or 0 for each in every]
        self.length = [load.length(each) for each in every]
        self.soft = [each in limits for each in self.ids]
        self.limit = [min(limits.get(each, 0), end) for each in self.ids]
        for one, due in enumerate(self.due):
            self.soft[one] = self.soft[one] and due <= self.limit[one]
        self.floor = [0] * len(every)
        """The last due of what it follows and stays."""
        self.before: list[list[int]] = [[] for _ in every]
        """What it follows and is soft, whose due is the first of its days."""
        self.behind: list[list[int]] = [[] for _ in every]
        self.first: list[list[int]] = [[] for _ in every]
        """Of those, the ones that stand in order, and must go on to."""
        self.then: list[list[int]] = [[] for _ in every]
        for one, milestone in enumerate(every):
            if milestone.after:
                self._link(one, milestone)
        self._bind()
        self.day = list(self.due)
        self.down = [True] * len(every)
        most = caps or {}
        self.room = {week: most.get(week, load.available(week) + TOLERANCE) - load.planned[week] for week in weeks}
        self.lies = [self.lying(one, due) if self.effort[one] else {} for one, due in enumerate(self.due)]

    def _link(self, one: int, milestone: Milestone) -> None:
        milestones = self.load.plan.milestones
        for each in milestone.after:
            first = milestones.get(each)
            if first is None or first.due is None:
                continue
            other = self.number.get(each)
            if other is None or not self.soft[other]:
                self.floor[one] = max(self.floor[one], first.due.toordinal())
                continue
            self.before[one].append(other)
            self.behind[other].append(one)
            if self.soft[one] and must_follow(first, milestone):
                self.first[one].append(other)
                self.then[other].append(one)

    def _bind(self) -> None:
        """Nothing may go where what follows it cannot; what follows itself in a circle stays."""
        open_after = [len(each) for each in self.then]
        free = [one for one, count in enumerate(open_after) if not count]
        seen = 0
        for one in free:
            seen += 1
            for other in self.first[one]:
                self.limit[other] = min(self.limit[other], self.limit[one])
                open_after[other] -= 1
                if not open_after[other]:
                    free.append(other)
        self.in_circles = seen < len(open_after)
        if self.in_circles:
            for one, count in enumerate(open_after):
                if count:
                    self.soft[one], self.first[one] = False, []

    def lying(self, one: int, day: int) -> dict[int, int]:
        """Its minutes by week if it had this day and what it follows stayed."""
        floor = self.floor[one]
        for other in self.before[one]:
            floor = max(floor, self.day[other])
        return self.load.spread(self.effort[one], self.length[one], day, floor)

    def state(self) -> State:
        """Where all of it lies now."""
        return list(self.day), list(self.down), dict(self.room), list(self.lies)

    def back_to(self, state: State) -> None:
        """As it lay then."""
        day, down, room, lies = state
        self.day, self.down, self.room, self.lies = list(day), list(down), dict(room), list(lies)

    # Taking up and setting down

    def take_up(self, one: int) -> None:
        """Its minutes are room again; its day is kept for what follows it."""
        self.down[one] = False
        for week, minutes in self.lies[one].items():
            if week in self.room:
                self.room[week] += minutes

    def set_down(self, one: int, day: int) -> list[int]:
        """Give it this day; returns what follows it and was taken up, because it stood before that day."""
        self.day[one] = day
        self.down[one] = True
        self.lies[one] = self.lying(one, day) if self.effort[one] else {}
        self._fill(self.lies[one])
        taken = []
        for other in self.then[one]:
            if self.down[other] and self.day[other] < day:
                self.take_up(other)
                taken.append(other)
        for other in self.behind[one]:
            if self.down[other] and self.effort[other]:
                lies = self.lying(other, self.day[other])
                if lies != self.lies[other]:
                    self.take_up(other)
                    self.down[other] = True
                    self.lies[other] = lies
                    self._fill(lies)
        return taken

    def _fill(self, lies: Mapping[int, int]) -> None:
        for week, minutes in lies.items():
            if week in self.room:
                self.room[week] -= minutes

    # Looking for room

    def driven(self, one: int, day: int) -> int:
        """How many follow it and stand before that day; not counted to the end."""
        if not self.then[one]:
            return 0
        found = [one]
        for each in found:
            if len(found) > _CHAIN:
                break
            found += [other for other in self.then[each] if self.day[other] < day and other not in found]
        return len(found) - 1

    def earliest(self, one: int) -> int:
        """The first day it may have as things stand, by what it follows; its own if that is still one."""
        day = self.due[one]
        for other in self.first[one]:
            day = max(day, self.day[other])
        return day if day == self.due[one] else max(day, self.today)

    def find(self, one: int, day: int, last: int) -> int:
        """The first day from `day` to `last` on which it, and what follows it and stays, makes no week too full."""
        last = min(last, self.limit[one])
        if not self.effort[one] and not self.behind[one]:
            return day if day <= last else NOWHERE
        room, length, effort, due = self.room, self.length[one], self.effort[one], self.due[one]
        floor = self.floor[one]
        for other in self.before[one]:
            floor = max(floor, self.day[other])
        spread = self.load.spread
        alone = not any(self.down[other] and self.effort[other] for other in self.behind[one])
        while day <= last:
            if due < day < self.today:
                day = self.today
            lies = spread(effort, length, day, floor) if effort else {}
            if not alone:
                lies = self._with_followers(one, day, lies)
            full = next((week for week, more in lies.items() if more > 0 and more > room.get(week, _ENDLESS)), 0)
            if not full:
                return day
            if alone and day - length >= floor and day - length >= self.today - 1:
                day = self._leaving(day, full, one)
            else:
                day += 1
        return NOWHERE

    def _leaving(self, day: int, full: int, one: int) -> int:
        """The first day after `day` on which no more of it lies in the `full` week than that has room for."""
        length, effort = self.length[one], self.effort[one]
        sunday = full + 6
        fit = max(0, (self.room[full] + 1) * length - 1) // effort
        found = max(day + 1, sunday - min(fit, 6) + length)
        return day + 1 if self.load.is_away_between(day - length, found) else found

    def _with_followers(self, one: int, day: int, lies: dict[int, int]) -> dict[int, int]:
        """What more the weeks would hold, with what follows it lying closer; what it drives on is left out."""
        more = dict(lies)
        was = self.day[one]
        self.day[one] = day
        driven = self.then[one]
        for other in self.behind[one]:
            if not self.down[other] or not self.effort[other]:
                continue
            for week, minutes in self.lies[other].items():
                more[week] = more.get(week, 0) - minutes
            if self.day[other] < day and other in driven:
                continue
            for week, minutes in self.lying(other, self.day[other]).items():
                more[week] = more.get(week, 0) + minutes
        self.day[one] = was
        return more
