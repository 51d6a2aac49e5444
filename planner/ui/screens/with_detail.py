"""A place with a list, and beside it the detail of the line under the cursor; where it is narrow, only the list."""

from __future__ import annotations

from typing import TypeVar

from planner.domain.errors import NotFound, PlannerError
from planner.ui.screens.acting import Acting
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.lines import Lines

V = TypeVar("V")


class WithDetail(Acting[V]):
    """The list is `#list`, the pane `#detail`. A place says in `ask_detail` how the detail is got and shown."""

    _detail_key = ""
    """Whose detail was asked for last."""

    @property
    def lines(self) -> Lines:  # type: ignore[type-arg]  # the place knows what its rows hold
        """The list."""
        return self.query_one("#list", Lines)

    @property
    def pane(self) -> DetailPane:
        """The detail."""
        return self.query_one("#detail", DetailPane)

    def ask_detail(self) -> None:
        """Get the detail of the line under the cursor and show it."""
        raise NotImplementedError

    def no_detail(self) -> None:
        """There is nothing to show."""
        self.pane.clear()

    def detail_failed(self, error: PlannerError) -> None:
        """A line that is gone has no detail; anything else is told."""
        if not isinstance(error, NotFound):
            self.app_.tell_error(error)
        elif self.alive:
            self.no_detail()

    def mark_pending(self) -> None:
        """On its line."""
        self.lines.mark_pending(self.lines.key)

    def ticking(self) -> int | None:
        """A line of the checklist, while the cursor is in the detail, and that is of the line that is chosen."""
        pane = self.pane
        here = pane.has_focus and pane.about == self.lines.key and pane.key.startswith("check:")
        return int(pane.key.removeprefix("check:")) if here else None

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """Show the detail of where the cursor is."""
        if event.lines.id == "list":
            self.ask_detail()

    def on_detail_pane_vanished(self) -> None:
        """There is no room for the detail any more."""
        if self.focused is None:
            self.action_back()

    def action_back(self) -> None:
        """From the detail back to the list."""
        self.set_focus(self.lines)
