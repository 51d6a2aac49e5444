"""The plan laid out in time, whole or through a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.timeline import Timeline, timeline
from planner.services.context import Context

if TYPE_CHECKING:
    from planner.domain.filters import Filter


class Timelines:
    """Reading only."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def show(self, wanted: Filter | None = None) -> Timeline:
        """All goals but the dropped ones, and the inbox; with a filter what it lets through."""
        lister = self._context.lister(self._context.store.load())
        return timeline(lister, wanted)
