"""Adding a line: typed in a dialog, saved as one Change; what is refused comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.errors import DataError, NewerFormat, NotDurable, PlannerError, Unreadable

if TYPE_CHECKING:
    from datetime import date

    from planner.services.results import Done
    from planner.ui.app import PlannerApp


def add_line(
    app: PlannerApp,
    goal: tuple[str, str] = ("", ""),
    text: str = "",
    problem: str = "",
    *,
    on: date | None = None,
    again: bool = False,
) -> None:
    """Ask for a line; one that is refused comes back to be mended, or with `again` to be tried once more.

    `goal` is the id and the title of whose it becomes unless it names another; without one it goes to the inbox. `on`
    is the day it is due unless it names another.
    """
    from planner.ui.modals.typed import AddLine

    owner, title = goal

    def typed(line: str | None) -> None:
        if line:
            app.act(lambda: add(line), app.look_at, lambda error: refused(line, error))

    def add(line: str) -> Done:
        """In the store's thread: the goal that the line names wins over the one it was begun on."""
        named = app.planner.milestones.read(line).goal_id
        return app.planner.milestones.add(line, goal=None if named else owner or None, on=on)

    def refused(line: str, error: PlannerError) -> None:
        if isinstance(error, NotDurable | Unreadable | NewerFormat):
            app.tell_error(error)
        else:
            said = f"{error.message} {error.hint}".strip()
            add_line(app, goal, line, said, on=on, again=isinstance(error, DataError))

    app.push_screen(AddLine(title, owner=owner, on=on, text=text, problem=problem, again=again), typed)
