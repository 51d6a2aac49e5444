"""Reminders as a person gets them: a plan on disk, `planner remind run` as a process, a notification on a desktop."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from planner.services.edits import MilestoneEdit
from planner.wiring import open_planner
from tests.e2e.desktop import DESKTOP_VARIABLES, Dunst, fake_daemon, real_desktop, session_bus, until

pytestmark = pytest.mark.system

ZONE = ZoneInfo("Europe/Berlin")
TITLES = (
    "R&D: learn C++ <vector>",
    "--wait for the result",
    "- [ ] ask two references",
    "-5 kg by June",
    "Call the family 👩‍👩‍👧‍👦 at Ñandú's",
    "[@click=app.quit]x[/] \\x41 it's <b>due</b>",
)


class Then:
    """The machine's zone at an instant that has passed."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant

    def zone(self) -> ZoneInfo:
        return ZONE


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def plan_with(home: Path, titles: tuple[str, ...]) -> None:
    """Milestones made three days ago, due in twelve hours, that remind fourteen hours before: two hours ago."""
    now = datetime.now(UTC)
    planner = open_planner(home, clock=Then(now - timedelta(days=3)))
    due = f"{(now + timedelta(hours=12)).astimezone(ZONE):%Y-%m-%d %H:%M}"
    for title in titles:
        (one,) = planner.milestones.add("It", due=due, leads=("PT14H",)).ids
        planner.milestones.edit(one, MilestoneEdit(title=title, effort="3h"))


def plain(home: Path, **more: str) -> dict[str, str]:
    """An environment with a data folder and without a desktop."""
    kept = {name: value for name, value in os.environ.items() if name not in DESKTOP_VARIABLES}
    return {**kept, "PLANNER_HOME": str(home), "TZ": "Europe/Berlin", "NO_COLOR": "1", **more}


def planner(environ: Mapping[str, str], *arguments: str, at: str = "") -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, at the local wall time `at`."""
    command = [*(["faketime", at] if at else []), sys.executable, "-m", "planner", *arguments]
    return subprocess.run(command, env=dict(environ), capture_output=True, text=True, timeout=60, check=False)


def raised(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert (done.returncode, done.stderr) == (0, "")
    return [each["title"] for each in json.loads(done.stdout)["raised"]]


# The real daemon


@pytest.fixture(scope="module")
def dunst() -> Iterator[Dunst]:
    with real_desktop() as desktop:
        yield desktop


def test_what_comes_due_stands_on_the_desktop_as_it_was_written_and_once_only(dunst: Dunst, home: Path) -> None:
    plan_with(home, TITLES)
    environ = {**plain(home), **{name: dunst.environ[name] for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY")}}
    assert sorted(raised(planner(environ, "remind", "run", "--json"))) == sorted(TITLES)
    dunst.wait_for(len(TITLES))
    assert raised(planner(environ, "remind", "run", "--json")) == []
    shown = dunst.shown()
    assert sorted(each["summary"] for each in shown) == sorted(TITLES)
    assert {each["appname"] for each in shown} == {"planner"}
    assert all(each["body"].startswith("due to") and each["body"].endswith(" · 3 h") for each in shown)


def test_the_trial_says_that_it_was_shown(dunst: Dunst, home: Path) -> None:
    environ = {**plain(home), **{name: dunst.environ[name] for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY")}}
    before = len(dunst.shown())
    done = planner(environ, "remind", "test", "--json")
    assert json.loads(done.stdout) == [{"channel": "desktop", "ok": True, "detail": ""}]
    dunst.wait_for(1)
    assert len(dunst.shown()) == before + 1


def test_two_of_the_same_notice_become_one(dunst: Dunst, home: Path) -> None:
    environ = {**plain(home), **{name: dunst.environ[name] for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY")}}
    dunst.shown()  # clears the screen
    for _ in range(2):
        assert planner(environ, "remind", "test").returncode == 0
    assert dunst.displayed() == 1


# A fake daemon, or none


@pytest.fixture
def bus() -> Iterator[str]:
    with session_bus() as address:
        yield address


def test_without_a_daemon_the_reminder_waits_and_comes_when_there_is_one(bus: str, home: Path, tmp_path: Path) -> None:
    environ = plain(home, DBUS_SESSION_BUS_ADDRESS=bus)
    assert (
        planner(environ, "add", "Mock exam", "2026-11-24", "--remind", "P1D", at="2026-11-20 12:00:00").returncode == 0
    )
    missed = planner(environ, "remind", "run", at="2026-11-23 09:00:05")
    assert missed.returncode == 1
    assert "apt install dunst" in missed.stdout + missed.stderr
    assert "Traceback" not in missed.stdout + missed.stderr
    with fake_daemon(bus, tmp_path / "shown") as daemon:
        assert raised(planner(environ, "remind", "run", "--json", at="2026-11-23 09:00:50")) == []  # too soon
        assert raised(planner(environ, "remind", "run", "--json", at="2026-11-23 09:01:10")) == ["Mock exam"]
        assert raised(planner(environ, "remind", "run", "--json", at="2026-11-23 09:02:10")) == []
        assert [each["title"] for each in daemon.shown()] == ["Mock exam"]


def test_in_the_hour_that_does_not_exist_it_comes_after_it(bus: str, home: Path, tmp_path: Path) -> None:
    environ = plain(home, DBUS_SESSION_BUS_ADDRESS=bus)
    made = planner(environ, "add", "Call Sydney 2026-03-29 02:30", "--remind", "PT0M", at="2026-03-27 12:00:00")
    assert made.returncode == 0
    with fake_daemon(bus, tmp_path / "shown"):
        for at, titles in (("03:29:30", []), ("03:30:02", ["Call Sydney"]), ("03:31:00", [])):
            assert raised(planner(environ, "remind", "run", "--json", at=f"2026-03-29 {at}")) == titles


def test_however_many_passes_run_at_once_each_notice_comes_once(bus: str, home: Path, tmp_path: Path) -> None:
    titles = tuple(f"Milestone {n}" for n in range(12))
    plan_with(home, titles)
    environ = plain(home, DBUS_SESSION_BUS_ADDRESS=bus)
    with fake_daemon(bus, tmp_path / "shown") as daemon:
        command = [sys.executable, "-m", "planner", "remind", "run"]
        passes = [subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL) for _ in range(6)]
        assert [each.wait(60) for each in passes] == [0] * 6
        assert Counter(each["title"] for each in daemon.shown()) == Counter(titles)


def start_pass(environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "planner", "remind", "run"], env=dict(environ))


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    assert process.wait(10) == -9


def seconds_later(seconds: int) -> str:
    return f"{datetime.now(ZONE) + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S}"


def test_killed_between_claim_and_showing_it_comes_exactly_once(bus: str, home: Path, tmp_path: Path) -> None:
    plan_with(home, ("Mock exam",))
    deaf = tmp_path / "deaf"
    with socket.socket(socket.AF_UNIX) as server:  # a bus that lets nobody in: the pass waits there
        server.bind(str(deaf))
        server.listen()
        process = start_pass(plain(home, DBUS_SESSION_BUS_ADDRESS=f"unix:path={deaf}"))
        until((home / "delivery.json").exists, "the claim")
        kill(process)
    environ = plain(home, DBUS_SESSION_BUS_ADDRESS=bus)
    with fake_daemon(bus, tmp_path / "shown") as daemon:
        assert raised(planner(environ, "remind", "run", "--json")) == []  # its lease still stands
        assert raised(planner(environ, "remind", "run", "--json", at=seconds_later(40))) == ["Mock exam"]
        assert raised(planner(environ, "remind", "run", "--json", at=seconds_later(80))) == []
        assert len(daemon.shown()) == 1


def test_killed_between_showing_and_marking_it_comes_once_more_at_most(bus: str, home: Path, tmp_path: Path) -> None:
    plan_with(home, ("Mock exam", "Book the slot"))
    environ = plain(home, DBUS_SESSION_BUS_ADDRESS=bus)
    with fake_daemon(bus, tmp_path / "shown", "slow") as daemon:  # shows it, and says so half a second later
        process = start_pass(environ)
        until(daemon.shown, "the first notification")
        kill(process)
        assert raised(planner(environ, "remind", "run", "--json")) == []
        assert len(raised(planner(environ, "remind", "run", "--json", at=seconds_later(40)))) == 2
        assert raised(planner(environ, "remind", "run", "--json", at=seconds_later(80))) == []
        assert sorted(Counter(each["title"] for each in daemon.shown()).values()) == [1, 2]
