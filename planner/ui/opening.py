"""What opens from everywhere and is no place: a part of the app, each read when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import App

if TYPE_CHECKING:
    from planner.ui.app import PlannerApp


class Opening(App[None]):
    """The actions of the app that only open something."""

    def action_command_palette(self) -> None:
        """Every command, by name."""
        from textual.command import CommandPalette

        from planner.ui.palette import Palette

        if not CommandPalette.is_open(self):
            self.push_screen(Palette(id="--command-palette"))

    def action_background(self) -> None:
        """Reminders while the planner is closed."""
        from planner.ui.background import open_background

        open_background(cast("PlannerApp", self))

    def action_reminders(self) -> None:
        """When reminders may come."""
        from planner.ui.modals.reminders import open_reminder_settings

        open_reminder_settings(cast("PlannerApp", self))

    def action_export_calendar(self) -> None:
        """The milestones as a calendar file."""
        from planner.ui.exporting import open_calendar_export

        open_calendar_export(cast("PlannerApp", self))

    def action_suggest(self) -> None:
        """What could be next."""
        from planner.ui.suggesting import open_suggestions

        open_suggestions(cast("PlannerApp", self))
