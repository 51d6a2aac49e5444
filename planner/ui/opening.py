"""What opens from everywhere and is no place: a part of the app, each read when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from textual import events

from planner.ui.coming import Coming
from planner.ui.places import place_of
from planner.ui.widgets.line_input import harmless

if TYPE_CHECKING:
    from planner.ui.app import PlannerApp


class Opening(Coming):
    """The actions of the app that only open something."""

    _faces: Mapping[str, str] = {}
    """By place, the mode of the face it was left with."""

    async def on_event(self, event: events.Event) -> None:
        """What is pasted is made harmless before any field draws it; a click on what goes away just now is nobody's."""
        if isinstance(event, events.Paste) and not event.is_forwarded:
            event.text = harmless(event.text)
        if isinstance(event, events.MouseDown) and not event.is_forwarded:
            widget, _ = self.screen.get_widget_and_offset_at(event.x, event.y)
            if widget is not None and widget.parent is None:
                return
        await super().on_event(event)

    def action_command_palette(self) -> None:
        """Every command, by name."""
        from planner.ui.modals.palette import Palette
        from planner.ui.searching import take

        app, here = cast("PlannerApp", self), self.screen
        if not isinstance(here, Palette):
            self.push_screen(Palette(getattr(here, "WHERE", ())), lambda key: take(app, here, key) if key else None)

    def action_search(self) -> None:
        """Search everything; what is chosen opens, or is done."""
        from planner.ui.modals.search import Search
        from planner.ui.searching import take

        app, here = cast("PlannerApp", self), self.screen
        self.push_screen(Search(getattr(here, "WHERE", ())), lambda key: take(app, here, key) if key else None)

    def action_new_goal(self) -> None:
        """Begin a goal of one's own."""
        from planner.ui.modals.new_goal import new_goal

        new_goal(cast("PlannerApp", self))

    def action_background(self) -> None:
        """Reminders while the planner is closed."""
        from planner.ui.background import open_background

        open_background(cast("PlannerApp", self))

    def action_reminders(self) -> None:
        """When reminders may come."""
        from planner.ui.modals.reminders import open_reminder_settings

        open_reminder_settings(cast("PlannerApp", self))

    @property
    def place_in_front(self) -> str:
        """The name of the place that is shown, whichever of its faces."""
        return place_of(self.current_mode)

    def turn_to(self, mode: str) -> None:
        """Another face of a place; the place is opened with it from now on."""
        self._faces = {**self._faces, place_of(mode): mode}
        self.switch_mode(mode)

    def go_to(self, mode: str) -> None:
        """To the place or face itself; what was opened over it is left."""
        if self.current_mode != mode:
            self.turn_to(mode)
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def action_place(self, name: str) -> None:
        """Go to a place, with the face it had last."""
        self.switch_mode(self._faces.get(name, name))

    def action_profile(self) -> None:
        """Who the person is: stage, hours, days away, reminders by kind and by name."""
        from planner.ui.modals.profile import open_profile

        open_profile(cast("PlannerApp", self))

    def action_history(self) -> None:
        """Everything that was done, to walk through."""
        from planner.ui.screens.history import HistoryScreen

        if not isinstance(self.screen, HistoryScreen):
            self.push_screen(HistoryScreen(self.place_in_front))

    def action_weeks(self) -> None:
        """The hours there are against those that are planned."""
        from planner.ui.screens.weeks import WeeksScreen

        if not isinstance(self.screen, WeeksScreen):
            self.push_screen(WeeksScreen(self.place_in_front))

    def action_export_calendar(self) -> None:
        """The milestones as a calendar file."""
        from planner.ui.exporting import open_calendar_export

        open_calendar_export(cast("PlannerApp", self))

    def action_export_timeline(self) -> None:
        """The timeline as a picture."""
        from planner.ui.exporting import open_timeline_export

        open_timeline_export(cast("PlannerApp", self))

    def action_suggest(self) -> None:
        """What could be next."""
        from planner.ui.suggesting import open_suggestions

        open_suggestions(cast("PlannerApp", self))

    def action_help(self) -> None:
        """The keys of where the person is, and what the symbols mean."""
        from planner.ui.modals.help import Help

        self.push_screen(Help(getattr(self.screen, "WHERE", ())))

    def action_welcome(self) -> None:
        """The first steps, at the first start and whenever they are asked for."""
        from planner.ui.screens.welcome import WelcomeScreen

        if not any(isinstance(each, WelcomeScreen) for each in self.screen_stack):
            self.push_screen(WelcomeScreen())

    def action_theme(self) -> None:
        """Choose a theme."""
        from planner.ui.modals.themes import Themes

        before = self.theme

        def chosen(name: str | None) -> None:
            if name is None:
                self.theme = before
            else:
                cast("PlannerApp", self).look.take_theme(name)

        self.push_screen(Themes(self.available_themes, before), chosen)
