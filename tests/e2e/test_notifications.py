"""Reminders as a person gets them: a plan on disk, `planner remind run` as a process, a notification on a desktop."""

from __future__ import annotations

import html
import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from planner.domain.plan import Edit, Milestone, Plan
from planner.services.edits import MilestoneEdit
from planner.wiring import open_planner
from tests.e2e.desktop import (
    DESKTOP_VARIABLES,
    Dunst,
    FakeDaemon,
    fake_daemon,
    program,
    real_desktop,
    session_bus,
    until,
)
from tests.e2e.terminal import Terminal

pytestmark = pytest.mark.system

ZONE = ZoneInfo("Europe/Berlin")
TITLES = (
    "R&D: learn C++ <vector>",
    "--wait for the result",
    "- [ ] ask two references",
    "-5 kg by June",
    "Call the family 👩‍👩‍👧‍👦 at Ñandú's",
    "[@click=app.quit]x[/] \\x41 it's <b>due</b>",
    "مراجعة الخطة שלום mixed",
    "--help",
    "100 % of `$(reboot)`; rm -rf ~ && echo 'no'",
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


def plan_with(home: Path, titles: tuple[str, ...], ago: timedelta = timedelta(minutes=5)) -> None:
    """Milestones made three days ago, due in twelve hours, whose reminder came due so long `ago`."""
    now = datetime.now(UTC)
    planner = open_planner(home, clock=Then(now - timedelta(days=3)))
    due = f"{(now + timedelta(hours=12)).astimezone(ZONE):%Y-%m-%d %H:%M}"
    lead = f"PT12H{ago // timedelta(minutes=1)}M"
    for title in titles:
        (one,) = planner.milestones.add("It", due=due, leads=(lead,)).ids
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


def on(dunst: Dunst, home: Path) -> dict[str, str]:
    """An environment on its desktop."""
    return {**plain(home), **{name: dunst.environ[name] for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY")}}


@pytest.mark.parametrize("titles", [TITLES[:3], TITLES[3:6], TITLES[6:]])
def test_what_comes_due_stands_on_the_desktop_as_it_was_written_and_once_only(
    dunst: Dunst, home: Path, titles: tuple[str, ...]
) -> None:
    plan_with(home, titles)
    environ = on(dunst, home)
    before = len(dunst.shown())
    assert sorted(raised(planner(environ, "remind", "run", "--json"))) == sorted(titles)
    dunst.wait_for(len(titles))
    assert raised(planner(environ, "remind", "run", "--json")) == []
    shown = dunst.shown()
    shown = shown[: len(shown) - before]
    assert sorted(each["summary"] for each in shown) == sorted(titles)
    assert {each["appname"] for each in shown} == {"planner"}
    assert all(each["body"].startswith("due to") and each["body"].endswith(" · 3 h") for each in shown)


def test_a_thousand_characters_are_cut_after_a_whole_one_and_nothing_in_them_is_obeyed(
    dunst: Dunst, home: Path
) -> None:
    family = "👩‍👩‍👧‍👦"
    plan_with(home, ("One", "Two", "Three"))
    long = {"One": family * 100, "Two": "<b>bold</b> & -- " * 60, "Three": "שלום עולם " * 100}

    def longer(plan: Plan) -> Edit:  # as in a plan that was edited by hand: nobody can type so much
        return Edit("By hand", tuple(replace(each, title=long[each.title]) for each in plan.milestones.values()))

    open_planner(home).store.commit(longer)
    environ = on(dunst, home)
    before = len(dunst.shown())
    assert len(raised(planner(environ, "remind", "run", "--json"))) == 3
    dunst.wait_for(3)
    shown = dunst.shown()
    summaries = [each["summary"] for each in shown[: len(shown) - before]]
    assert len(summaries) == 3
    for title in long.values():
        (found,) = [each for each in summaries if each[0] == title[0]]
        assert found.endswith("…")
        assert title.startswith(found[:-1])
        assert len(found.encode("utf-16-le")) // 2 <= 240
    emoji = next(each for each in summaries if each.startswith(family))[:-1]
    assert emoji == family * (len(emoji) // len(family))


def test_many_at_once_are_one_on_the_desktop_and_each_line_is_as_it_was_written(dunst: Dunst, home: Path) -> None:
    plan_with(home, TITLES)
    environ = on(dunst, home)
    before = len(dunst.shown())
    assert sorted(raised(planner(environ, "remind", "run", "--json"))) == sorted(TITLES)
    dunst.wait_for(1)
    shown = dunst.shown()
    (one,) = shown[: len(shown) - before]
    assert one["summary"] == f"{len(TITLES)} reminders"
    lines = html.unescape(one["body"]).splitlines()
    assert lines[-1] == f"and {len(TITLES) - len(lines) + 1} more"
    assert all(any(line.removeprefix("• ").startswith(title[:10]) for title in TITLES) for line in lines[:-1])


def test_the_trial_says_that_it_was_shown(dunst: Dunst, home: Path) -> None:
    environ = {**plain(home), **{name: dunst.environ[name] for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY")}}
    before = len(dunst.shown())
    done = planner(environ, "remind", "test", "--json")
    assert json.loads(done.stdout) == [{"channel": "desktop", "ok": True, "absent": False, "detail": ""}]
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


def test_what_the_machine_slept_through_comes_as_one_and_what_was_done_meanwhile_does_not(
    bus: str, home: Path, tmp_path: Path
) -> None:
    environ = plain(home, DBUS_SESSION_BUS_ADDRESS=bus)
    for title in ("First 2028-02-28", "Leap day 2028-02-29", "Done meanwhile 2028-02-27"):
        assert planner(environ, "add", title, "--remind", "PT0M", at="2027-12-31 23:59:50").returncode == 0
    done = json.loads(planner(environ, "next", "--json", at="2028-02-29 06:00:00").stdout)[0]
    assert planner(environ, "done", done["id"], at="2028-02-29 06:00:00").returncode == 0
    assert planner(environ, "profile", "--quiet", "22:00-10:00", at="2028-02-29 06:00:00").returncode == 0
    with fake_daemon(bus, tmp_path / "shown") as daemon:
        assert raised(planner(environ, "remind", "run", "--json", at="2028-02-29 09:30:00")) == []
        assert raised(planner(environ, "remind", "run", "--json", at="2028-02-29 12:00:05")) == ["First", "Leap day"]
        assert raised(planner(environ, "remind", "run", "--json", at="2028-02-29 12:01:05")) == []
        (one,) = daemon.shown()
        assert one["title"] == "While you were away: 2 reminders"
        assert [line.split(" –")[0] for line in one["body"].splitlines()] == ["• First", "• Leap day"]


WAVES = (60, 60, 50, 20, 3, 3, 2, 2)


def wave(home: Path, numbers: range) -> None:
    """So many more whose reminder came due five minutes ago, in one change."""
    now = datetime.now(UTC)
    at = (now + timedelta(hours=12)).astimezone(ZONE)
    made = now - timedelta(days=3)
    more = tuple(
        Milestone(
            id=f"{n:032x}", title=f"Notice {n:03}", created=made, dated_at=made, due=at.date(),
            at=at.time().replace(second=0, microsecond=0), leads=("PT12H5M",),
        )
        for n in numbers
    )  # fmt: skip
    open_planner(home).store.commit(lambda _plan: Edit("Add", more))


def told(daemon: FakeDaemon) -> int:
    """How many notices all notifications together told of."""
    counts = (re.fullmatch(r"(\d+) reminders", each["title"]) for each in daemon.shown())
    return sum(int(many[1]) if many else 1 for many in counts)


def test_the_app_watch_and_six_passes_at_once_tell_of_each_of_200_once(bus: str, home: Path, tmp_path: Path) -> None:
    environ = plain(home, DBUS_SESSION_BUS_ADDRESS=bus)
    done = 0
    with fake_daemon(bus, tmp_path / "shown") as daemon, ExitStack() as others:
        for count in WAVES:
            wave(home, range(done, done + count))
            done += count
            command = [sys.executable, "-m", "planner", "remind", "run"]
            passes = [subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL) for _ in range(6)]
            if count == WAVES[0]:
                watch: list[str | Path] = [sys.executable, "-m", "planner", "remind", "watch", "--json"]
                others.enter_context(program(watch, env=environ, stdout=subprocess.DEVNULL))
                variables = [f"{name}={environ[name]}" for name in ("PLANNER_HOME", "TZ", "DBUS_SESSION_BUS_ADDRESS")]
                app = Terminal(tmp_path, shlex.join(["env", *variables, sys.executable, "-m", "planner"]))
                others.callback(app.close)
            assert [each.wait(60) for each in passes] == [0] * 6
            until(lambda: told(daemon) >= done, f"{done} notices")  # noqa: B023 - waited for at once
            app.wait_for("Notice")
        marks = json.loads((home / "delivery.json").read_text())["notices"].values()
        assert [each["state"] for each in marks] == ["sent"] * sum(WAVES)
        assert told(daemon) == sum(WAVES) == 200


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
