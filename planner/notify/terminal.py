"""Notifications by the terminal that this process belongs to; without one the channel is absent."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from planner.notify.sequences import Way, multiplexer, sequence, way_to
from planner.ports import Outcome

CHANNEL = "terminal"
BUDGET = 1.0
"""Seconds until a terminal must have taken what is written: one that was stopped with ctrl+s takes nothing."""
TERMINAL = "CONOUT$" if sys.platform == "win32" else "/dev/tty"

NOT_HERE = "There is no terminal here: nobody sits at what the system's scheduler starts."
STOPPED = "The terminal takes nothing; ctrl+q lets it go on."
ONLY_BELL = "tmux hands on the bell only. “set -g allow-passthrough on” in ~/.tmux.conf lets notifications through."

Write = Callable[[str], None]
"""Writes to the terminal; raises OSError when there is none, TimeoutError when it takes nothing."""


class TerminalNotifier:
    """The channel `terminal`: OSC 9, 99 or 777 and the bell, by what the terminal knows, through tmux and screen."""

    def __init__(
        self,
        wanted: str = "auto",
        *,
        write: Write | None = None,
        environ: Mapping[str, str] | None = None,
        budget: float = BUDGET,
    ) -> None:
        """`wanted` is `auto` or a kind of sequence; `write` is for who has the terminal in hand, as the app does."""
        self._wanted = wanted
        self._write = write
        self._environ = os.environ if environ is None else environ
        self._budget = budget

    def notify(self, title: str, body: str, key: str) -> Outcome:
        """Raise one notification. That it was seen cannot be known: its yes means that the terminal took it."""
        way, hint = self._way()
        text = sequence(way, title, body, key)
        if not _is_utf8(self._environ):
            text = text.encode("ascii", "replace").decode()
        try:
            if self._write is not None:
                self._write(text)
            else:
                _write_to_terminal(text.encode(), self._budget)
        except TimeoutError:
            return Outcome(False, CHANNEL, STOPPED)
        except OSError:
            return Outcome(False, CHANNEL, NOT_HERE, absent=True)
        return Outcome(True, CHANNEL, f"{way}. {hint}" if hint else str(way))

    def check(self) -> Outcome:
        """Whether there is a terminal; `detail` says how it is told, and what keeps more from reaching it."""
        if self._write is None:
            try:
                with _open_terminal():
                    pass
            except OSError:
                return Outcome(False, CHANNEL, NOT_HERE, absent=True)
        way, hint = self._way()
        return Outcome(True, CHANNEL, f"{way}. {hint}" if hint else str(way))

    def _way(self) -> tuple[Way, str]:
        client = _ask_tmux(self._environ) if multiplexer(self._environ) == "tmux" else None
        way = way_to(self._environ, self._wanted, client)
        return way, ONLY_BELL if client is not None and client["passes"] == "0" and self._wanted != "bell" else ""


def _ask_tmux(environ: Mapping[str, str]) -> Mapping[str, str] | None:
    """What tmux knows of the terminal it is shown in; None when it does not answer."""
    from planner.notify import programs

    pane = ["-t", environ["TMUX_PANE"]] if environ.get("TMUX_PANE", "").startswith("%") else []
    asked = "=#{client_termname}|#{client_termtype}|#{allow-passthrough}="
    try:
        answer = programs.run(["tmux", "display-message", "-p", *pane, asked], 0.5, environ=environ)
    except OSError:
        return None
    parts = answer.output[1:-1].split("|")
    # Before 3.3 everything passes, and the option is not there.
    return dict(zip(("name", "type", "passes"), parts, strict=True)) if answer.code == 0 and len(parts) == 3 else None


def _is_utf8(environ: Mapping[str, str]) -> bool:
    """Where another charset is named, a byte of a letter could end the sequence."""
    named = next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "")
    return "." not in named or "utf" in named.rpartition(".")[2].lower()


@contextmanager
def _open_terminal() -> Iterator[int]:
    """A handle of our own, so that not waiting for it changes nothing for others. Raises OSError without one."""
    flags = os.O_WRONLY | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(TERMINAL, flags)
    try:
        yield handle
    finally:
        os.close(handle)


def _write_to_terminal(data: bytes, budget: float) -> None:
    deadline = time.monotonic() + budget
    with _open_terminal() as handle, _in_the_background():
        while data:
            try:
                data = data[os.write(handle, data) :]
            except BlockingIOError:
                left = deadline - time.monotonic()
                if left <= 0 or not select.select([], [handle], [], left)[1]:
                    raise TimeoutError from None


@contextmanager
def _in_the_background() -> Iterator[None]:
    """Let a job in the background write: `stty tostop` would stop it for good, and the reminder with it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
