"""Reminding from the foreground."""

from __future__ import annotations

import gc
import select
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING

import click

from planner.cli import machine, machine_reminders
from planner.cli.errors import DONE, INTERRUPTED
from planner.cli.output import Cell
from planner.cli.session import Session, example, json_option, pass_session
from planner.domain.errors import PlannerError

if TYPE_CHECKING:
    from planner.services.reminders import PassResult
    from planner.wiring import Planner


class Stop:
    """Sleep that a signal ends. The first one lets what is being raised be marked; a second interrupt does not wait."""

    def __init__(self) -> None:
        self.code: int | None = None
        self._ear, self._mouth = socket.socketpair()
        self._mouth.setblocking(False)

    def sleep(self, seconds: float) -> bool:
        """Whether to go on after so many seconds, or at once when a signal came."""
        if self.code is None:
            with suppress(InterruptedError):
                select.select([self._ear], [], [], seconds)
        return self.code is None

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear interrupts, terminations and the end of the terminal."""
        names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
        wakeup = signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        before = {name: signal.signal(getattr(signal, name), self._heard) for name in names}
        try:
            yield
        finally:
            for name, handler in before.items():
                signal.signal(getattr(signal, name), handler)
            signal.set_wakeup_fd(wakeup)
            self._ear.close()
            self._mouth.close()

    def _heard(self, number: int, _: FrameType | None) -> None:
        if self.code is not None and number == signal.SIGINT:
            raise KeyboardInterrupt
        self.code = INTERRUPTED if number == signal.SIGINT else DONE


@click.command(epilog=example("planner remind watch", "planner remind watch --json"))
@json_option
@pass_session
@click.pass_context
def watch(ctx: click.Context, session: Session) -> None:
    """Stay here and raise each reminder in its time, until ctrl+c.

    For machines without a scheduler; where there is one, `planner remind install` needs no open terminal. With --json
    one JSON object a line is printed for each reminder that was raised or could not be.
    """
    from planner.services.watching import Watch

    planner = session.planner
    gc.enable()
    stop = Stop()
    with stop.listening(), planner.presence.here():
        it = Watch(planner.reminders, planner.store, planner.clock, stop.sleep, lambda: _keep_calendars(planner))
        coming = it.next()
        if not session.as_json:
            zone = planner.clock.zone()
            next_ = f"next: {coming.at.astimezone(zone):%a %Y-%m-%d %H:%M} {coming.title}" if coming else ""
            session.out.say(f"Watching; {next_ or 'no reminder in the next 7 days'}. Ctrl+C ends it.")
        told = ""
        for found in it.passes():
            if isinstance(found, PlannerError):
                if found.message != told:
                    session.out.say(Cell(found.message, "warn"))
                    session.out.say(f"  {found.hint} It goes on watching.")
                told = found.message
            else:
                told = ""
                _tell(session, found)
    if stop.code == INTERRUPTED and not session.as_json:
        session.out.say("Interrupted.")
    ctx.exit(stop.code or DONE)


def _keep_calendars(planner: Planner) -> None:
    if planner.keeps_calendars:
        planner.calendars.refresh()


def _tell(session: Session, result: PassResult) -> None:
    zone, now = session.planner.clock.zone(), session.planner.clock.now()
    if session.as_json:
        told = machine_reminders.pass_result(result, zone)
        for outcome, rows in told.items():
            for each in rows:
                session.out.json({"outcome": outcome, "when": machine.instant(now, zone)} | each, one_line=True)
        return
    at = f"{now.astimezone(zone):%H:%M}"
    for each in result.raised:
        session.out.say(Cell(f"{at}  ", "dim"), each.title, Cell(f"  {each.body}", "dim"))
    for each, detail in result.failed:
        where = " everywhere" if each in result.raised else ""
        session.out.say(Cell(f"{at}  Not shown{where}: {each.title}. {detail}", "warn"))
