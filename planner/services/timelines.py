"""The plan laid out in time, whole or through a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.critical import Paths
from planner.domain.timeline import Timeline, timeline
from planner.services.context import Context

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.domain.filters import Filter


class Timelines:
    """Reading only."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def show(self, wanted: Filter | None = None, *, critical: bool = False) -> Timeline:
        """All goals but the dropped ones, and the inbox; with a filter what it lets through. `critical` marks what is
        on the critical paths, which takes its time where there is much."""
        plan = self._context.store.load()
        lister = self._context.lister(plan)
        return timeline(lister, wanted, Paths(plan, lister.today).critical() if critical else ())

    def critical(self, goals: Iterable[str]) -> frozenset[str]:
        """The ids of what is on the critical paths of these goals."""
        plan = self._context.store.load()
        paths = Paths(plan, self._context.today())
        return frozenset(each for goal in goals if goal in plan.goals for each in paths.path(goal).critical)
