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

MODES: dict[str, str | Callable[[], Screen[Any]]] = {place.name: place.open for place in PLACES}
