"""Reminders while the app is open: a pass now and then in the slow thread, and what it raised shown here too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.errors import PlannerError
from planner.ui.present import count, cut
from planner.ui.work import Finished

if TYPE_CHECKING:
    from planner.services.reminders import PassResult, Upcoming
    from planner.ui.app import PlannerApp

SECONDS = 20
MOST = 2
"""Toasts at once; more would cover the plan and are told in one."""
LISTED = 6


class Reminding:
    """Runs the passes of one app, one at a time, and tells each thing once."""

    def __init__(self, app: PlannerApp) -> None:
        self._app = app
        self._running = False
        self._shown: set[tuple[str, str, str]] = set()
        self._said: set[str] = set()
        app.planner.terminal = self._to_terminal

    def look(self) -> None:
        """Begin a pass unless one is still going on: a desktop that hangs holds up nothing but the next pass."""
        if not self._running:
            self._running = True
            self._app.ask(self._pass, self._passed, self._failed, slow=True)

    def _pass(self) -> PassResult:
        planner = self._app.planner
        result = planner.reminders.run()
        if planner.keeps_calendars:
            planner.calendars.refresh()
        return result

    def _passed(self, result: PassResult) -> None:
        self._running = False
        new = [each for each in (*result.raised, *(each for each, _ in result.failed)) if self._is_new(each)]
        if len(new) > MOST:
            titles = [f"· {cut(each.title, 60)}" for each in new[:LISTED]]
            more = [f"and {len(new) - LISTED:,} more"] if len(new) > LISTED else []
            said = "\n".join(titles + more)
            self._app.tell(said, "warning", title=count(len(new), "reminder"), seconds=SECONDS)
        else:
            for each in new:
                self._app.tell(each.body, "warning", title=each.title, seconds=SECONDS)
        for each, missing in result.failed:
            if each in new:
                self._app.bell()
            self._say(f"Not shown everywhere; what is missing is tried again. {missing}")

    def _to_terminal(self, text: str) -> None:
        """What the channel of that name writes, in its thread: the loop writes it between two of its own pictures."""
        self._app.post_message(Finished(lambda: self._write(text)))

    def _write(self, text: str) -> None:
        driver = self._app._driver  # noqa: SLF001  # Textual has no other way to its terminal
        if driver is not None:
            driver.write(text)
            driver.flush()

    def _is_new(self, each: Upcoming) -> bool:
        key = each.milestone, each.lead, each.at.isoformat()
        new = key not in self._shown
        self._shown.add(key)
        return new

    def _failed(self, error: PlannerError) -> None:
        self._running = False
        self._say(f"{error.message} {error.hint}".strip())

    def _say(self, text: str) -> None:
        if text not in self._said:
            self._said.add(text)
            self._app.tell(text, "warning", title="Reminders", seconds=SECONDS)
