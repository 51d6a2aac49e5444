"""The places of the app, in their order. A place appears here when it is built; its number is reserved until then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """`name` is the mode and the `where` of the place's actions; `module` and `cls` are imported when first opened."""

    name: str
    number: str
    title: str
    module: str
    cls: str

    def open(self) -> Screen[Any]:
        """A new screen of this place."""
        screen: Screen[Any] = getattr(import_module(self.module), self.cls)()
        return screen


PLACES = (
    PlaceEntry("today", "1", "Today", "planner.ui.screens.today", "TodayScreen"),
    PlaceEntry("plan", "2", "Plan", "planner.ui.screens.plan", "PlanScreen"),
    PlaceEntry("timeline", "3", "Timeline", "planner.ui.screens.timeline", "TimelineScreen"),
    PlaceEntry("templates", "7", "Templates", "planner.ui.screens.templates", "TemplatesScreen"),
)

FACES = (PlaceEntry("calendar", "3", "Timeline", "planner.ui.screens.calendar_month", "CalendarScreen"),)
"""Other faces of places: each a mode of its own, so that both stay as they are left, under the title of the place."""

MODES: dict[str, str | Callable[[], Screen[Any]]] = {place.name: place.open for place in (*PLACES, *FACES)}


def place_of(mode: str) -> str:
    """The name of the place that a mode is, or is a face of."""
    number = next((each.number for each in FACES if each.name == mode), "")
    return next((each.name for each in PLACES if each.number == number), mode)
