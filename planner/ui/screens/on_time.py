"""The window on time of the timeline: panned, zoomed, brought back to today, taken to weeks that are too full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.domain.capacity import monday_of
from planner.domain.plan import Milestone
from planner.domain.scale import Scale
from planner.domain.timeline import Timeline, next_overload
from planner.ui.screens.place import Place
from planner.ui.widgets.chart import Chart

ZOOM_KEY = "timeline.zoom"
"""Name under which this machine remembers the zoom."""


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The timeline, the plan's milestones for words, and what this machine remembers."""

    timeline: Timeline
    milestones: Mapping[str, Milestone]
    remembered: Mapping[str, str]
    filtered: bool
    empty: bool


class OnTime(Place[TimelineView]):
    """What the keys do with the window; the rows are `#list`."""

    def __init__(self) -> None:
        super().__init__()
        self._week: date | None = None
        """The Monday of the week that is chosen."""

    @property
    def chart(self) -> Chart:
        """The rows."""
        return self.query_one("#list", Chart)

    def say(self) -> None:
        """The row under the cursor and the chosen week, in words."""

    def remember(self, key: str, value: str) -> None:
        """Keep a choice on this machine."""
        self.app_.ask(lambda: self.planner.remembered.save(key, value), lambda _: None)

    def action_fold(self) -> None:
        """An earlier time; from the footer and the palette."""
        self.chart.action_fold()

    def action_unfold(self) -> None:
        """A later time; from the footer and the palette."""
        self.chart.action_unfold()

    def action_pan(self, way: str) -> None:
        """A window further on, or back."""
        by = self.chart.scale.width * 3 // 4
        self.chart.pan(by if way == "later" else -by)

    def action_zoom(self, way: str) -> None:
        """Closer or wider, round the day of the row under the cursor, else today."""
        if self.view is None or self.chart.timeline is None:
            return
        chart = self.chart
        scale = chart.scale
        days = [chart.bar.due] if chart.bar is not None else []
        days.append(self.view.timeline.today)
        around = next((day for day in days if scale.shows(day)), scale.day(scale.width // 2))
        chart.scale = scale.zoomed(1 if way == "in" else -1, around)
        if chart.scale.zoom != scale.zoom:
            self.remember(ZOOM_KEY, chart.scale.zoom)

    def action_today(self) -> None:
        """Today comes in sight, and its week is chosen."""
        if self.view is None or self.chart.timeline is None:
            return
        today, chart = self.view.timeline.today, self.chart
        chart.scale = Scale.at(chart.scale.zoom, today, chart.scale.width, chart.scale.width // 5).panned(0)
        self._week = monday_of(today)
        self.say()

    def action_overload(self, way: str) -> None:
        """The next week that holds too much, or the one before."""
        if self.view is None or self._week is None or self.chart.timeline is None:
            return
        found = next_overload(self.view.timeline.weeks, self._week, 1 if way == "next" else -1)
        if found is None:
            self.app_.tell("No later week is too full." if way == "next" else "No earlier week is too full.")
            return
        self._week = found.monday
        self.chart.bring(found.monday)
        self.say()
