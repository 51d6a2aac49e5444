"""Opening the app: on the person's own plan, or on a sample that goes away again.

The only file of the command line that imports the app.
"""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from planner.cli import machine
from planner.cli.session import Session, example, json_option, pass_session
from planner.domain.errors import NotMet

if TYPE_CHECKING:
    from planner.wiring import Planner


def open_app(session: Session) -> None:
    """Open the app on the person's plan and stay until it is closed."""
    _need_terminal()
    from planner.wiring import open_planner

    _run(session.given or open_planner(session.home, writer="app"))


def _run(planner: Planner) -> None:
    gc.enable()
    from planner.ui.app import PlannerApp  # textual: 160 ms that no other command pays

    app = PlannerApp(planner)
    app.work.at_rest = gc.freeze  # to look through ten thousand records for what can go takes longer than a key may
    app.run()
    if app.return_code:
        sys.exit(app.return_code)


def _need_terminal() -> None:
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        raise NotMet("The app needs a terminal.", "planner --help lists what can be done without one.")


@click.command(epilog=example("planner demo", "planner demo --keep ~/planner-demo"))
@click.option(
    "--keep", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Keep the sample in this folder."
)
@json_option
@pass_session
def demo(session: Session, keep: Path | None) -> None:
    """Open the app on a rich sample plan, away from your own data.

    Its folder goes away when the app is closed. With --json nothing is opened; it needs --keep.
    """
    if keep is None:
        if session.as_json:
            raise click.UsageError("--json needs --keep DIR: without it nothing would be left to tell of.")
        _need_terminal()
        import tempfile

        with _ended_properly(), tempfile.TemporaryDirectory(prefix="planner-demo-") as folder:
            _run(_filled(session, Path(folder)))
        return
    if keep.exists() and any(keep.iterdir()):
        raise NotMet(f"{keep} is not empty.", "Name a folder that is not there yet.")
    planner = _filled(session, keep)
    if session.as_json:
        session.out.json(machine.written(None, planner.queries.plan().goals) | {"folder": str(keep)})
        return
    session.out.say(f"The sample is kept: planner --home {keep}")
    if sys.stdin.isatty() and sys.stdout.isatty():
        _run(planner)


def _filled(session: Session, folder: Path) -> Planner:
    from planner.clock import SystemClock
    from planner.services.demo import MovingClock, fill
    from planner.wiring import open_planner

    session.out.meanwhile("Writing a sample plan: eight goals and the history of a year …")
    system = SystemClock()
    clock = MovingClock(system.now(), system.zone())
    made = open_planner(folder, writer="demo", clock=clock)
    fill(made, clock)
    made.reminders.settle()
    return open_planner(folder, writer="app")


@contextmanager
def _ended_properly() -> Iterator[None]:
    """A closed terminal or a kill unwinds, so that the sample's folder goes too."""

    def leave(number: int, _: FrameType | None) -> None:
        sys.exit(128 + number)

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), leave) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
