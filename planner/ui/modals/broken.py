"""The plan cannot be read: what happened, which backup fits, and the ways on. Nothing is overwritten unasked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from planner.domain.dates import show_day
from planner.domain.errors import NewerFormat, PlannerError
from planner.ports import Backup
from planner.ui.modals.dialog import Choose, Option

if TYPE_CHECKING:
    from planner.ui.app import PlannerApp

MOST = 6
RESTORE, AGAIN, QUIT = "restore:", "again", "quit"


class Broken(Choose):
    """Dismissed with `restore:<name>`, `again` or `quit`; leaving it looks again."""

    DEFAULT_CSS = """
    Broken { background: $background; }
    Broken > .box { border: round $danger; }
    """

    def action_leave(self) -> None:
        """There is nothing behind this dialog: look again."""
        self.dismiss(AGAIN)


def open_broken(app: PlannerApp, error: PlannerError) -> None:
    """Find the backups that can be read, then ask. To be called once; `app.mended()` says that it is over."""

    def ready(backups: Sequence[Backup]) -> None:
        app.push_screen(_dialog(error, backups, app.planner.clock.zone()), answered)

    def answered(answer: str | None) -> None:
        app.mended()
        if answer == QUIT:
            app.leave()
        elif answer and answer.startswith(RESTORE):
            name = answer.removeprefix(RESTORE)
            app.act(lambda: app.planner.history.restore(name))
        else:
            app.changed()

    def none_found(_error: PlannerError) -> None:
        ready(())

    if isinstance(error, NewerFormat):
        ready(())
    else:
        app.ask(lambda: app.planner.history.backups(), ready, none_found)  # noqa: PLW0108 - built in its thread


def _dialog(error: PlannerError, backups: Sequence[Backup], zone: tzinfo) -> Broken:
    options = []
    for number, backup in enumerate(backups[:MOST]):
        made = backup.made.astimezone(zone)
        size = f"{max(1, backup.size // 1024):,} KB"
        hint = f"{size}, the newest that can be read" if number == 0 else size
        label = f"Bring back the backup of {show_day(made.date(), made.date())} {made:%Y, %H:%M}"
        options.append(Option(RESTORE + backup.name, label, hint))
    options += [Option(AGAIN, "Look again", "after you mended or moved the file"), Option(QUIT, "Quit", hotkey="q")]
    kept = "The file is left as it is; bringing back a backup keeps it aside first."
    return Broken("The plan cannot be read", options, say="\n\n".join(filter(None, [error.message, error.hint, kept])))
