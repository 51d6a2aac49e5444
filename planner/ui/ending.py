"""A terminal that is closed and a kill: what was confirmed is saved, what was typed is kept, the terminal is usable.

A signal only asks the app to leave; a thread of its own sees to it that it does, even where the loop waits for a
terminal that takes nothing any more.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from types import FrameType

    from planner.ui.app import PlannerApp

HANGUP = 1
"""The number of SIGHUP, also where the system has none."""
LOOK_SECONDS = 0.5
GRACE_SECONDS = 3.0
"""How long the app may take to leave once nothing is being saved any more."""
LONGEST_SECONDS = 30.0
_USABLE = b"\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?2004l\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
"""No mouse, no bracketed paste, usual keys, the usual screen, a cursor: as the driver says it when it ends."""


class Ending:
    """For one app."""

    def __init__(self, app: PlannerApp) -> None:
        self._app = app
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over = threading.Event()
        self._number = 0
        self._before: list[tuple[int, signal._HANDLER]] = []

    def begin(self) -> None:
        """Listen, where there is a terminal. On the loop, in the main thread."""
        if self._app.is_headless or self._app.is_web:
            return
        import asyncio

        self._loop = asyncio.get_running_loop()
        for number in [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]:
            self._before.append((number, signal.signal(number, self._signalled)))
        threading.Thread(target=self._watch, name="planner-ending", daemon=True).start()

    def done(self) -> None:
        """The app goes down by itself."""
        if self._loop is not None and not self._number:
            self._over.set()
        for number, handler in self._before:
            signal.signal(number, handler)
        self._before.clear()

    def _signalled(self, number: int, _: FrameType | None) -> None:
        self.ask(number)

    def ask(self, number: int) -> None:
        """Leave, with the exit code of this signal."""
        if not self._number and self._loop is not None:
            self._number = number
            self._loop.call_soon_threadsafe(self._app.leave, 128 + number)

    @staticmethod
    def terminal_gone() -> bool:
        """Whether nobody is at the other end any more. Costs one call to the system, and reads nothing."""
        if not hasattr(select, "poll") or sys.__stdin__ is None:
            return False
        poll = select.poll()
        try:
            poll.register(sys.__stdin__.fileno(), 0)
            return any(state & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, state in poll.poll(0))
        except (OSError, ValueError):
            return True

    def _watch(self) -> None:
        """In its own thread."""
        while not self._number:
            if self._over.wait(LOOK_SECONDS):
                return
            if self.terminal_gone():
                self.ask(HANGUP)
        longest = time.monotonic() + LONGEST_SECONDS
        quiet = time.monotonic()
        while time.monotonic() < longest and time.monotonic() - quiet < GRACE_SECONDS:
            if self._over.wait(0.1):
                return
            if self._app.work.saving:
                quiet = time.monotonic()
        self._leave_usable()
        os._exit(128 + self._number)

    def _leave_usable(self) -> None:
        """The loop will not do it any more."""
        driver = self._app._driver  # noqa: SLF001  Textual keeps the terminal's state there
        attributes = getattr(driver, "attrs_before", None)
        try:
            if attributes is not None:
                import termios

                termios.tcsetattr(0, termios.TCSANOW, attributes)
            os.set_blocking(2, False)
            os.write(2, _USABLE)
        except OSError:
            return  # there is no terminal to be left usable
