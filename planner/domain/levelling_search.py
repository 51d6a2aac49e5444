"""The plan of the fewest days, for few milestones.

Week after week it is decided what begins in it, and with which day: a half-made plan knows what has begun so far, on
which days, and how much of it lies in the weeks to come. What costs least so far, with the least that the rest can
cost, is carried on next, so the first plan that is whole is the best. Of two that have begun the same and leave what
follows the same freedom, one that costs no less and leaves no more room is given up.

No rest costs less than this: each milestone gets the first day it can still have, and by the end of no week more of
them are over than its hours and those before it can hold, the shortest first. Milestones are places in the part, days
ordinals, weeks places in the list of those that count.

Where there are too many a plan that is known is bettered: a few at a time get the best there is while all others stay.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from planner.domain.levelling_choices import NEVER, Choices, Lies
from planner.domain.levelling_parts import parts_of
from planner.domain.levelling_rooms import Rooms
from planner.domain.levelling_work import SpentError, Work

MOST = 12
"""Milestones of one part that may have to move: with more of them the best plan is not looked for."""
_WHOLE = 0.8
"""Of the work, for looking for the best of all of them at once."""
_FEW = (4, 6)
"""So many at a time where there are more: four as long as that betters the plan, then six."""
_BETTERED = 60
"""Milestones of one part: with more of them it is not tried to better a plan."""
Days = tuple[int, ...]
"""Of all milestones of a part; 0 where one is not decided."""
_Used = tuple[int, ...]
"""Minutes of what has begun, in the weeks from one on."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What came of it: `moved` are days by id, None if there is none. `sure`: all were tried, so `moved` is the best,
    or there is none at all."""

    moved: dict[str, int] | None
    sure: bool


def best(rooms: Rooms, known: dict[str, int] | None, work: Work) -> Sought:
    """The plan of the fewest days; `known` is one that is known, by id. It is only bettered, and not sure, where
    there are too many milestones, or the `work` is used up."""
    spent = {rooms.number[each]: day - rooms.due[rooms.number[each]] for each, day in (known or {}).items()}
    parts = parts_of(rooms, sum(spent.values()) if known is not None else NEVER)
    if parts is None:
        return Sought(known, sure=False)
    in_parts = {week for part in parts for one in part for week in rooms.lies[one]}
    if any(room < 0 and week not in in_parts for week, room in rooms.room.items()):
        return Sought(None, sure=True)  # what lies in that week cannot leave it
    moved: dict[str, int] = {}
    sure = True
    for part in parts:
        due = tuple(rooms.due[one] for one in part)
        there = tuple(day + spent.get(one, 0) for one, day in zip(part, due, strict=True))
        days, certain = _best_of(rooms, part, None if known is None else there, work)
        if days is None:
            return Sought(None, sure=certain)
        moved |= {rooms.ids[one]: day for one, day, was in zip(part, days, due, strict=True) if day > was}
        sure = sure and certain
    return Sought(moved, sure=sure)


def _best_of(rooms: Rooms, part: list[int], known: Days | None, work: Work) -> tuple[Days | None, bool]:
    """The plan of the fewest days for one part, and whether that is sure."""
    movers = [at for at, one in enumerate(part) if rooms.soft[one] and rooms.limit[one] > rooms.due[one]]
    if len(movers) <= MOST:
        share = work.part(_WHOLE)
        try:
            bound = NEVER if known is None else sum(known) - sum(rooms.due[one] for one in part)
            return _pinning(rooms, part, bound, share, {}) or known, True
        except SpentError:
            pass  # what is left is for a few at a time
        finally:
            work.returned(share)
    return known and _bettered(rooms, part, known, movers, work), False


def _bettered(rooms: Rooms, part: list[int], days: Days, movers: list[int], work: Work) -> Days:
    """A plan of no more days: a few at a time, those of days that are near, are given the best there is while all
    others stay."""
    if len(part) > _BETTERED:
        return days
    due = sum(rooms.due[one] for one in part)
    try:
        for few in _FEW:
            tried = None
            while tried != days:
                tried = days
                near = sorted(movers, key=lambda at: (days[at], at))
                for first in range(0, max(1, len(near) - few // 2), few // 2):
                    pinned = {at: day for at, day in enumerate(days) if at not in near[first : first + few]}
                    days = _pinning(rooms, part, sum(days) - due, work, pinned) or days
    except SpentError:
        pass  # it is as good as it got
    return days


def _pinning(rooms: Rooms, part: list[int], bound: int, work: Work, pinned: Mapping[int, int]) -> Days | None:
    """The best plan, every day tried of those whose followers may come before them."""
    choices = Choices(rooms, part, bound, work, pinned)
    if not choices.loose:
        return Search(choices, work).best(bound)
    loose = min(choices.loose)
    found = None
    for day in choices.days(loose):
        if day - choices.due[loose] >= bound:
            break
        better = _pinning(rooms, part, bound, work, {**pinned, loose: day})
        if better is not None:
            found, bound = better, sum(better) - sum(choices.due)
    return found


@dataclass(frozen=True, slots=True)
class _Half:
    """A half-made plan before this `week`. `begun` has a bit for each that has begun, `spent` are their days later."""

    week: int
    begun: int
    days: Days
    used: _Used
    spent: int


class Search:
    """The fewest days for one part, nothing of which is loose."""

    def __init__(self, choices: Choices, work: Work) -> None:
        self._choices, self._work = choices, work
        self._order = choices.in_order
        self._all = (1 << len(self._order)) - 1
        self._bound: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._sums: dict[int, list[int]] = {}
        self._dues: dict[int, int] = {}
        self._seen: dict[tuple[int, ...], _Seen | None] = {}

    def best(self, bound: int) -> Days | None:
        """The days of the plan of the fewest days, of fewer than the `bound`; None if there is none."""
        if min(self._choices.free, default=0) < 0:
            return None
        waiting: list[tuple[int, int, int, _Half]] = []
        number = 0
        ahead = [_Half(0, 0, (0,) * len(self._order), (), 0)]
        while True:
            for half in ahead:
                seen = self._seen_like(half)
                if seen is None or seen.outdoes(half):
                    continue
                self._work.spend(4 + len(seen.nearest) + len(seen.front))
                least = half.spent + self._rest(half, seen.nearest)
                if least < bound:
                    number += 1
                    heapq.heappush(waiting, (least, -half.begun.bit_count(), number, half))
            if not waiting:
                return None
            half = heapq.heappop(waiting)[3]
            if half.begun == self._all:
                return half.days
            ahead = self._carried_on(half)

    def _carried_on(self, half: _Half) -> list[_Half]:
        """All that can be decided of what begins in its week."""
        choices, week = self._choices, half.week
        found = [half]
        for at in self._order:
            if half.begun >> at & 1:
                continue
            more: list[_Half] = []
            for each in found:
                if all(each.begun >> other & 1 for other in choices.before[at]):
                    more += self._begun(each, at)
            self._work.spend(len(found) + 2 * len(more))
            # What can begin no later has to begin now.
            found = more if choices.nearest(at, week + 1, 0) == NEVER else found + more
        return [_Half(week + 1, each.begun, each.days, each.used[1:], each.spent) for each in found]

    def _begun(self, half: _Half, at: int) -> Iterator[_Half]:
        """With this one begun in its week, on every day that this can be."""
        choices = self._choices
        options = choices.beginning(at, half.week, choices.floor(at, half.days), choices.least(at, half.days))
        self._work.spend(len(options))
        for day, lies in options:
            used = self._together(half, lies)
            if used is not None:
                days = (*half.days[:at], day, *half.days[at + 1 :])
                yield _Half(half.week, half.begun | 1 << at, days, used, half.spent + day - choices.due[at])

    def _together(self, half: _Half, lies: Lies) -> _Used | None:
        """Minutes used with this too; None where a week holds too much."""
        week, used, free = half.week, half.used, self._choices.free
        for place, minutes in lies:
            if minutes + (used[place - week] if place - week < len(used) else 0) > free[place]:
                return None
        if not lies:
            return used
        now = [*used, *[0] * (lies[-1][0] - week + 1 - len(used))]
        for place, minutes in lies:
            now[place - week] += minutes
        return tuple(now)

    # What is alike

    def _seen_like(self, half: _Half) -> _Seen | None:
        """What was seen that has begun the same and binds what follows in the same way; None where a milestone has
        no day then."""
        begun = half.begun
        at_week = (half.week, begun)
        binding = self._bound.get(at_week)
        if binding is None:
            binding = self._bound[at_week] = self._binding(half)
        days = half.days
        alike = (*at_week, *(days[at] if days[at] > free else 0 for at, free in binding))
        if alike not in self._seen:
            nearest = self._nearest(half)
            self._seen[alike] = None if nearest is None else _Seen(nearest)
        self._work.spend(2 + len(binding))
        return self._seen[alike]

    def _binding(self, half: _Half) -> list[tuple[int, int]]:
        """What has begun and is followed by what has not; by a day up to the second number none of that is bound."""
        choices, begun = self._choices, half.begun
        found = []
        for at in self._order:
            after = [other for other in choices.behind[at] if not begun >> other & 1]
            if begun >> at & 1 and after:
                free = min(choices.nearest(each, half.week, 0) - choices.length(each) for each in after)
                found.append((at, free))
        return found

    # The least that the rest can cost

    def _nearest(self, half: _Half) -> list[int] | None:
        """In order, days that all that has not begun can have at the earliest; None where one has none."""
        choices, begun = self._choices, half.begun
        nearest = list(half.days)
        rest = [at for at in self._order if not begun >> at & 1]
        for at in rest:
            least = choices.least(at, nearest)
            if all(begun >> other & 1 for other in choices.before[at]):
                floor = choices.floor(at, half.days)
                nearest[at] = choices.earliest(at, half.week, floor, least)
            else:
                nearest[at] = choices.nearest(at, half.week, least)
            if nearest[at] == NEVER:
                return None
        self._work.spend(4 * len(rest))
        return sorted(nearest[at] for at in rest)

    def _rest(self, half: _Half, nearest: list[int]) -> int:
        """No plan that this one becomes costs fewer days more: the least sum of the days on which the rest can be
        over."""
        choices, begun = self._choices, half.begun
        sums = self._sums.get(begun)
        if sums is None:
            rest = [at for at in self._order if not begun >> at & 1]
            self._dues[begun] = sum(choices.due[at] for at in rest)
            sums = self._sums[begun] = list(accumulate(sorted(choices.effort[at] for at in rest)))
        total, room, week, used = -self._dues[begun], 0, half.week, half.used
        for day, needed in zip(nearest, sums, strict=True):
            while room < needed:
                room += self._room(week, used[week - half.week] if week - half.week < len(used) else 0)
                week += 1
            start = choices.start(week - 1) if needed and week > half.week else 0
            total += max(day, start)
        self._work.spend(week - half.week)
        return total

    def _room(self, week: int, used: int) -> int:
        """Minutes for what has not begun. There is no end of them after the last week, nor between weeks that do not
        follow each other."""
        weeks, free = self._choices.weeks, self._choices.free
        if week >= len(weeks) or (week and weeks[week] > weeks[week - 1] + 7):
            return NEVER
        return free[week] - used


class _Seen:
    """Half-made plans that were seen and are alike. `nearest` are the days that the rest can have at the earliest."""

    def __init__(self, nearest: list[int]) -> None:
        self.nearest = nearest
        self.front: list[tuple[int, _Used]] = []
        """Days later and minutes used of those of which none outdoes another."""

    def outdoes(self, half: _Half) -> bool:
        """Whether one that was seen does as well or better, whatever comes; else it is kept to compare with."""
        if any(spent <= half.spent and _is_within(used, half.used) for spent, used in self.front):
            return True
        self.front = [one for one in self.front if not (half.spent <= one[0] and _is_within(half.used, one[1]))]
        self.front.append((half.spent, half.used))
        return False


def _is_within(used: _Used, other: _Used) -> bool:
    return len(used) <= len(other) and all(now <= most for now, most in zip(used, other, strict=False))
