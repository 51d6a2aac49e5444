"""Several channels as a person has them: a desktop, a service on this machine, a pass as a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from planner.store.delivery import FileDelivery
from planner.wiring import open_planner
from tests.e2e.desktop import DESKTOP_VARIABLES, FakeDaemon, fake_daemon, session_bus
from tests.notify.server import Server

pytestmark = pytest.mark.system


class Then:
    """An instant that has passed."""

    def now(self) -> datetime:
        return datetime.now(UTC) - timedelta(days=1)

    def zone(self) -> object:
        return UTC


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


@pytest.fixture
def home(tmp_path: Path, server: Server) -> Path:
    """A reminder that came an hour ago, for the desktop, the terminal and a service."""
    home = tmp_path / "home"
    planner = open_planner(home, clock=Then())  # type: ignore[arg-type]  # its zone is UTC
    due = datetime.now(UTC) + timedelta(hours=1)
    planner.milestones.add("Call the office", due=f"{due:%Y-%m-%d %H:%M}", leads=("PT2H",))
    (home / "config.toml").write_text(
        f'[notify]\nchannels = ["desktop", "terminal"]\n[notify.services]\nmine = "json://127.0.0.1:{server.port}"\n'
    )
    return home


@pytest.fixture
def bus() -> Iterator[str]:
    with session_bus() as address:
        yield address


@pytest.fixture
def desktop(bus: str, tmp_path: Path) -> Iterator[FakeDaemon]:
    with fake_daemon(bus, tmp_path / "shown") as daemon:
        yield daemon


def run(home: Path, bus: str, *words: str) -> subprocess.CompletedProcess[str]:
    """In a process without a terminal, as the system's scheduler starts it."""
    kept = {name: value for name, value in os.environ.items() if name not in DESKTOP_VARIABLES}
    return subprocess.run(
        [sys.executable, "-m", "planner", *words],
        env={**kept, "PLANNER_HOME": str(home), "TZ": "UTC", "DBUS_SESSION_BUS_ADDRESS": bus},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        start_new_session=True,
    )


def test_a_reminder_arrives_on_the_desktop_and_at_the_service_once(
    home: Path, bus: str, desktop: FakeDaemon, server: Server
) -> None:
    for expected in (["Call the office"], []):
        done = run(home, bus, "remind", "run", "--json")
        assert (done.returncode, done.stderr) == (0, "")
        assert [each["title"] for each in json.loads(done.stdout)["raised"]] == expected
    assert [each["title"] for each in desktop.shown()] == ["Call the office"]
    assert [sent["title"] for _, sent, _ in server.got] == ["Call the office"]


def test_what_the_service_refused_is_told_to_it_alone_later(
    home: Path, bus: str, desktop: FakeDaemon, server: Server
) -> None:
    server.status = 500
    done = run(home, bus, "remind", "run")
    assert done.returncode == 1
    assert "Not shown everywhere: Call the office. mine: It answered with error 500." in done.stderr
    server.status = 200
    delivery = home / "delivery.json"
    # A minute later: the time to try again is put back, for nobody may wait here.
    later = FileDelivery(home)
    ((key, state),) = later.load().items()
    assert state.retry_at is not None
    text = delivery.read_text()
    early = state.retry_at - timedelta(minutes=5)
    delivery.write_text(text.replace(state.retry_at.isoformat().replace("+00:00", "Z"), early.isoformat()))
    assert run(home, bus, "remind", "run").returncode == 0
    assert [each["title"] for each in desktop.shown()] == ["Call the office"]
    assert [sent["title"] for _, sent, _ in server.got] == ["Call the office"] * 2
    assert later.load()[key].state == "sent"
