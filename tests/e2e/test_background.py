"""Reminders while nothing of ours runs: a real systemd of a person's own starts the pass."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from planner.wiring import open_planner
from tests.background.fakes import CRONTAB, ODD, Programs
from tests.cli.conftest import FixedClock
from tests.e2e.desktop import DESKTOP_VARIABLES, fake_daemon, program, session_bus, until

pytestmark = pytest.mark.system

DAYS_AGO = timedelta(days=3)


@contextmanager
def user_systemd(folder: Path, bus: str) -> Iterator[dict[str, str]]:
    """A user manager in a home folder of its own under `folder`, that hands on `bus`; gives the environment beside it.

    The manager wants a machine that was started by systemd: in a mount namespace it finds the sign of one, which needs
    root.
    """
    home = folder / "home of mine"
    units = home / ".config/systemd/user"
    units.mkdir(parents=True)
    (units / "dbus.socket").symlink_to(os.devnull)  # masked: it would put a bus of its own in the place of ours
    with tempfile.TemporaryDirectory(prefix="run") as runtime:
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        environ = {**kept, "HOME": str(home), "XDG_RUNTIME_DIR": runtime, "TZ": "UTC"}
        script = "mount -t tmpfs tmpfs /run/systemd && mkdir /run/systemd/system && exec /lib/systemd/systemd --user"
        with program(["unshare", "-m", "sh", "-c", script], env=environ, stderr=subprocess.DEVNULL) as manager:
            until(lambda: ctl(environ, "show-environment").returncode == 0, "the user manager")
            try:
                assert ctl(environ, "set-environment", f"DBUS_SESSION_BUS_ADDRESS={bus}").returncode == 0
                yield {**environ, "DBUS_SESSION_BUS_ADDRESS": bus}
            finally:
                ctl(environ, "exit")  # it ends what it started
                manager.wait(30)


def ctl(environ: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["systemctl", "--user", *arguments]
    return subprocess.run(command, env=dict(environ), capture_output=True, text=True, timeout=30, check=False)


def planner(environ: Mapping[str, str], data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "planner", "--home", str(data), *arguments]
    return subprocess.run(command, env=dict(environ), capture_output=True, text=True, timeout=60, check=False)


def missed(data: Path, *titles: str) -> None:
    """Made three days ago; each should have reminded half an hour ago."""
    now = datetime.now(UTC)
    made = open_planner(data, clock=FixedClock(now - DAYS_AGO))
    for title in titles:
        made.milestones.add(title, due=f"{now + timedelta(hours=12):%Y-%m-%d %H:%M}", leads=("PT12H30M",))


def value(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def bus() -> Iterator[str]:
    with session_bus() as address:
        yield address


def test_what_was_missed_comes_by_a_real_timer_and_removing_leaves_nothing(bus: str, tmp_path: Path) -> None:
    data = tmp_path / ODD.strip("/")
    missed(data, "Mock exam")
    with user_systemd(tmp_path, bus) as environ, fake_daemon(bus, tmp_path / "log") as daemon:
        home = Path(environ["HOME"])
        before = set(home.rglob("*"))
        (name,) = {
            Path(each["what"]).stem
            for each in value(planner(environ, data, "remind", "install", "--dry-run", "--json"))["steps"]
            if each["act"] == "write"
        }
        assert set(home.rglob("*")) == before
        # The timer ran three days ago for the last time, as after a journey: what it missed it makes up for at once.
        stamp = home / f".local/share/systemd/timers/stamp-{name}.timer"
        stamp.parent.mkdir(parents=True)
        stamp.touch()
        os.utime(stamp, (time.time() - DAYS_AGO.total_seconds(),) * 2)
        made = planner(environ, data, "remind", "install")
        assert made.returncode == 0, made.stderr
        until(daemon.shown, "the notification", 60)  # the timer may take its ten seconds
        assert [each["title"] for each in daemon.shown()] == ["Mock exam"]
        assert value(planner(environ, data, "remind", "install", "--json"))["changed"] is False

        def status() -> Any:
            return value(planner(environ, data, "remind", "status", "--json"))

        until(lambda: status()["raised"], "the mark")
        found = status()
        assert found["scheduler"] == "systemd"
        now = datetime.now(UTC)
        assert now - timedelta(minutes=2) < datetime.fromisoformat(found["last_pass"]) <= now
        assert now < datetime.fromisoformat(found["next_pass"]) + timedelta(seconds=20)
        assert [each["title"] for each in found["raised"]] == ["Mock exam"]
        assert found["missing"] == []

        (data / "plan.json").write_text("no plan")
        assert ctl(environ, "start", f"{name}.service").returncode != 0
        timer = planner(environ, data, "remind", "status")
        assert timer.returncode == 3, "the status tells of a plan that cannot be read"

        removed = planner(environ, data, "remind", "uninstall")
        assert removed.returncode == 0, removed.stderr
        assert not [path for path in home.rglob("*") if "planner" in path.name]
        assert "planner" not in ctl(environ, "list-units", "--all", "--no-pager").stdout
        assert "planner" not in ctl(environ, "list-unit-files", "--no-pager").stdout


def test_without_a_user_manager_a_fake_crontab_is_taken(tmp_path: Path) -> None:
    programs = Programs(tmp_path / "programs")
    programs.add("crontab", CRONTAB)
    environ = {
        "PATH": f"{programs.bin}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "TZ": "UTC",
    }
    made = planner(environ, tmp_path / "data", "remind", "install")
    assert made.returncode == 0, made.stderr
    assert "cron looks every minute" in made.stderr
    assert (programs.state / "crontab").exists()
    asked = planner(environ, tmp_path / "data", "remind", "install", "--scheduler", "systemd")
    assert asked.returncode == 1
    assert "cannot be reached" in asked.stderr
    assert planner(environ, tmp_path / "data", "remind", "uninstall").returncode == 0
    assert not (programs.state / "crontab").exists()


def test_watch_and_six_passes_at_once_raise_each_notice_once(bus: str, tmp_path: Path) -> None:
    titles = [f"Call number {number}" for number in range(3)]  # more would come as one
    data = tmp_path / "data"
    missed(data, *titles)
    kept = {name: value for name, value in os.environ.items() if name not in DESKTOP_VARIABLES}
    environ = {**kept, "DBUS_SESSION_BUS_ADDRESS": bus, "TZ": "UTC", "PLANNER_HOME": str(data)}
    with fake_daemon(bus, tmp_path / "log") as daemon:
        command = [sys.executable, "-m", "planner", "remind"]
        with program([*command, "watch"], env=environ, stderr=subprocess.PIPE) as watch:
            passes = [subprocess.Popen([*command, "run"], env=environ, stderr=subprocess.DEVNULL) for _ in range(6)]
            assert [each.wait(60) for each in passes] == [0] * 6
            until(lambda: len(daemon.shown()) >= len(titles), "all of them", 60)
            until(open_planner(data).presence.anyone, "the watch, which may be the last to have begun", 60)
            watch.terminate()
            _, said = watch.communicate(timeout=20)
            assert watch.returncode == 0
            assert said.startswith("Watching; ")
        assert Counter(each["title"] for each in daemon.shown()) == Counter(titles)
