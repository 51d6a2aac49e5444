"""What levelling has to do: how much every week may hold, how far each milestone may go, and a plan that keeps to it.

Weeks are the ordinals of their Mondays, days ordinals, all else minutes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from planner.domain.capacity import TOLERANCE, Load, changed, limit_of
from planner.domain.levelling_quick import quick
from planner.domain.levelling_rooms import Rooms
from planner.domain.levelling_search import Sought, best
from planner.domain.levelling_work import Work
from planner.domain.plan import Milestone
from planner.domain.values import replace


class Task:
    """The weeks to be levelled. What cannot move is let stand: a week that holds too much of that alone may go on
    holding it, but no more. `least` is that limit of each such week."""

    def __init__(self, load: Load, weeks: list[int]) -> None:
        self.load, self.weeks = load, weeks
        stays = dict.fromkeys(weeks, 0)
        series = dict.fromkeys(weeks, 0)
        for each, one in load.members.items():
            if each in load.movable:
                continue
            lies = load.share(one, {}, whole=True)
            if one.repeat is None and any(
                before in load.movable for before in one.after
            ):  # it may begin later: all of it in its last week
                last = max(lies, default=0)
                lies = {last: lies[last]} if lies else {}
            for week, minutes in lies.items():
                if week in stays:
                    stays[week] += minutes
                    series[week] += minutes if one.repeat is not None else 0
        self.least = {week: stays[week] for week in weeks if stays[week] > self.free(week)}
        self.series = {week: series[week] for week in weeks if series[week] > self.free(week)}
        """The same of the weeks that hold too much of series alone."""

    def free(self, week: int) -> int:
        """What a week may hold at most without holding too much."""
        return self.load.available(week) + TOLERANCE

    @property
    def heavy(self) -> list[int]:
        """The weeks out of which something has to move."""
        return [week for week in self.weeks if self.load.planned[week] > self.least.get(week, self.free(week))]

    def caps(self, relaxed: Collection[int]) -> dict[int, int]:
        """What weeks may hold, if the `relaxed` may hold what they hold now."""
        now = {week: max(self.free(week), self.load.planned[week]) for week in relaxed}
        return {**self.least, **now}

    def limits(
        self, freed: Mapping[str, int] | None = None, targets: Mapping[str, int] | None = None
    ) -> dict[str, int]:
        """The last day of everything that may move. `freed` are fixed dates that may move too, up to that day, and
        `targets` of goals stand in place of their own."""
        load, free = self.load, freed or {}
        movable = load.movable | free.keys() if free else load.movable
        milestones = load.plan.milestones
        found = {}
        for each in movable:
            limit = limit_of(milestones[each], load.plan, movable, targets)
            if each in free:
                limit = min(free[each], _followers(load, milestones[each], movable))
            found[each] = limit
        return found

    def solve(
        self,
        limits: Mapping[str, int],
        caps: Mapping[int, int],
        *,
        work: Work,
        search: bool = True,
        any_will_do: bool = False,
    ) -> Sought:
        """The moves that keep within these; with `any_will_do` not those of the fewest days. Without `search` only
        what the quick way finds, which is sure of nothing."""
        rooms = Rooms(self.load, self.weeks, limits, caps)
        laid = self.load.laid
        moved = quick(rooms)
        work.left -= self.load.laid - laid
        if moved is not None and not self._kept(moved, caps):
            moved = None
        if not search or (moved is not None and any_will_do):
            return Sought(moved, sure=False)
        return best(rooms, moved, work)

    def _kept(self, moved: Mapping[str, int], caps: Mapping[int, int]) -> bool:
        planned = changed(self.load, moved)
        return all(
            now <= max(caps.get(week, self.free(week)), 0)
            for week, now in planned.items()
            if self.weeks[0] <= week <= self.weeks[-1]
        )


def _followers(load: Load, milestone: Milestone, movable: Collection[str]) -> int:
    """How late one with a fixed date may be for what follows it and stays, whatever its target."""
    return limit_of(replace(milestone, goal=None), load.plan, movable)
