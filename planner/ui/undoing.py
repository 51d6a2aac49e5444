"""Undo, redo, and walking along the history, with what was taken back or made again named in a toast."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from planner.domain.errors import PlannerError

if TYPE_CHECKING:
    from planner.domain.change import Change
    from planner.ui.app import PlannerApp


class Undoing:
    """For one app."""

    def __init__(self, app: PlannerApp) -> None:
        self._app = app

    def undo(self) -> None:
        """Take the newest Change back."""
        self._walk("Undone", lambda: [self._app.planner.history.undo()])

    def redo(self) -> None:
        """Make what was undone last again."""
        self._walk("Done again", lambda: [self._app.planner.history.redo()])

    def back_to(self, change_id: str) -> None:
        """Take back this Change and all that came after it."""
        self._walk("Undone", lambda: self._app.planner.history.back_to(change_id))

    def forward_to(self, change_id: str) -> None:
        """Make again all up to and with this Change."""
        self._walk("Done again", lambda: self._app.planner.history.forward_to(change_id))

    def _walk(self, what: str, call: Callable[[], Sequence[Change]]) -> None:
        app = self._app

        def walked(made: Sequence[Change]) -> None:
            app.changed()
            more = f" and {len(made) - 1} more" if len(made) > 1 else ""
            app.tell(f"{what}: {made[-1].name}{more}", change=True)

        def refused(error: PlannerError) -> None:
            app.changed()
            app.tell_error(error)

        app.ask(call, walked, refused)
