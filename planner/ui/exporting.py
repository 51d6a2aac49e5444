"""What the app writes for other programs: a calendar file, a picture of the timeline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.errors import PlannerError
from planner.formats.calendar import As
from planner.services.calendars import Exported
from planner.services.outputs import IsAnothers
from planner.ui.modals.dialog import Choose, Confirm, Option
from planner.ui.modals.typed import Ask
from planner.ui.present import count

if TYPE_CHECKING:
    from planner.ui.app import PlannerApp

TITLE = "Export a calendar file"
SAY = "The open milestones with alarms when they remind. Importing a newer file updates what an older one brought."
PICTURE = "The timeline as a picture"
PICTURE_SAY = "All goals from two weeks ago to the last target, as SVG; planner export timeline can show less."
_OPTIONS = (
    Option("todo", "To-dos", "to import into a list of tasks", "t"),
    Option("event", "Events", "to import into a calendar", "e"),
    Option("todo kept", "To-dos, kept up to date", "for programs that subscribe", "1"),
    Option("event kept", "Events, kept up to date", "for calendars that subscribe", "2"),
)


def open_calendar_export(app: PlannerApp) -> None:
    """Ask, write in the slow thread, and say where it lies."""

    def chosen(kind: str | None) -> None:
        if kind:
            as_: As = "event" if kind.startswith("event") else "todo"
            _ask_where(app, as_, kept=kind.endswith("kept"))

    app.push_screen(Choose(TITLE, list(_OPTIONS), say=SAY), chosen)


def _ask_where(app: PlannerApp, as_: As, *, kept: bool) -> None:
    def typed(text: str | None) -> None:
        if text:
            calendars = app.planner.calendars
            write = calendars.keep if kept else calendars.save
            app.ask(lambda: write(Path(text.strip()), as_), lambda made: _told(app, made, kept=kept), slow=True)

    app.push_screen(Ask("Write it to which file?", placeholder="~/plan.ics", limit=1000), typed)


def open_timeline_export(app: PlannerApp) -> None:
    """Ask where, write in the slow thread, and say where it lies; a file that is not ours only after a question."""

    def typed(text: str | None) -> None:
        if text:
            write(Path(text.strip()))

    def write(path: Path, *, force: bool = False) -> None:
        app.ask(
            lambda: app.planner.pictures.save(path, force=force),
            lambda made: app.tell(f"{count(made.milestones, 'milestone')} in {made.path}.", title=PICTURE),
            lambda error: app.tell_error(error) if force else refused(path, error),
            slow=True,
        )

    def refused(path: Path, error: PlannerError) -> None:
        if not isinstance(error, IsAnothers):
            app.tell_error(error)
            return
        question = Confirm(error.message, "Replace it", no="Leave it as it is")
        app.push_screen(question, lambda answer: write(path, force=True) if answer == "yes" else None)

    app.push_screen(
        Ask("Write the picture to which file?", say=PICTURE_SAY, placeholder="~/plan.svg", limit=1000), typed
    )


def _told(app: PlannerApp, made: Exported, *, kept: bool) -> None:
    more = "\nIt follows the plan from now on." if kept else ""
    app.tell(f"{count(made.milestones, 'milestone')} in {made.path}.{more}", title=TITLE)
