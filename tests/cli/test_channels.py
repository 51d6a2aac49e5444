"""Channels as the command line has them: each answers for itself, and no secret is told anywhere."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planner.config import Paths
from planner.ports import Channel, Outcome
from planner.wiring import Planner
from tests.cli.conftest import Desk, FixedClock, Run
from tests.notify.server import Server

Process = Callable[..., "subprocess.CompletedProcess[str]"]
SECRET = "7f3tK9secretZ"


class Away:
    """A channel that is not to be had here, or one that fails."""

    def __init__(self, answer: Outcome) -> None:
        self._answer = answer

    def notify(self, title: str, body: str, key: str) -> Outcome:  # noqa: ARG002  the port has it
        return self._answer

    def check(self) -> Outcome:
        return self._answer


def test_each_channel_is_told_and_one_that_is_absent_is_no_failure(planner: Planner, run: Run, desk: Desk) -> None:
    terminal = Channel("terminal", Away(Outcome(False, "terminal", "There is no terminal here.", absent=True)))
    ntfy = Channel("ntfy", Away(Outcome(False, "ntfy", "It answered with error 500.")), slow=True)
    ways = [Channel("desktop", desk), terminal]
    planner.channels._make = lambda: ways
    result = run("remind", "test")
    assert (result.exit_code, len(desk.shown)) == (0, 1)
    assert result.stdout.splitlines() == ["✓ shown   desktop", "– absent  terminal  There is no terminal here."]
    ways.append(ntfy)
    result = run("remind", "test")
    assert result.exit_code == 1
    assert "✗ failed  ntfy      It answered with error 500." in result.stdout.splitlines()
    assert json.loads(run("remind", "test", "--json").stdout)[1] == {
        "channel": "terminal",
        "ok": False,
        "absent": True,
        "detail": "There is no terminal here.",
    }
    run("add", "Send the form today 10:00", "--remind", "PT0M")
    result = run("remind", "run")
    assert "Raised 1 reminder." in result.stderr
    assert "Not shown everywhere: Send the form. ntfy: It answered with error 500." in result.stderr
    assert "Send the form · shown by desktop, tried 1 time" in run("remind", "status").stdout
    assert "“Send the form” is due and could not be shown by every channel" in run("doctor").stdout
    assert "notifications cannot be shown through ntfy" in run("remind", "status").stdout
    doctor = run("doctor").stdout
    assert "the desktop shows notifications" in doctor
    assert "✗ reminders: notifications cannot be shown through ntfy\n    It answered with error 500." in doctor
    assert "terminal" not in doctor


def test_addresses_that_others_can_read_are_told(tmp_path: Path, clock: FixedClock) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    config = home / "config.toml"

    def told(text: str, mode: int) -> list[str]:
        config.write_text(text)
        config.chmod(mode)
        planner = Planner(Paths(home, home), clock=clock, notifier=Desk(), schedulers=())
        return [each.fix for each in planner.doctor.check() if each.area == "settings"]

    address = f'[notify.services]\nntfy = "ntfys://{SECRET}"\n'
    assert told(address, 0o644) == [f"chmod 600 {config}"]
    assert told(address, 0o600) == []
    assert told('[notify.services]\nntfy = "ntfys://${TOPIC}"\nmail = "keyring:planner/mail"\n', 0o644) == []
    home.chmod(0o700)
    assert told(address, 0o644) == []


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


@pytest.mark.thorough
def test_no_secret_is_in_any_output_or_file(server: Server, process: Process, home: Path) -> None:
    home.mkdir(mode=0o700)
    (home / "config.toml").write_text(
        "[notify]\nchannels = []\n[notify.services]\n"
        f'mine = "json://me:{SECRET}@127.0.0.1:{server.port}/{SECRET}"\n'
        f'other = "json://me:${{PLANNER_TEST_TOKEN}}@127.0.0.1:1/{SECRET}"\n'
        f'wrong = "nonsense://{SECRET}"\n'
        f'typo = ["{SECRET}"]\n'
    )
    environ = {"PLANNER_TEST_TOKEN": SECRET}
    said = ""

    def run(*words: str) -> str:
        nonlocal said
        done = process(*words, env=environ)
        said += done.stdout + done.stderr
        return done.stdout + done.stderr

    run("add", "Call the office in 2 days 00:00", "--remind", "P1D")
    assert "✓ shown" in run("remind", "test")
    assert len(server.got) == 1
    server.status = 500
    for words in ("remind test", "remind run", "remind status --json", "doctor"):
        run(*words.split())
    assert "It answered with error 500." in said
    assert "It could not be reached." in said
    assert "is none that apprise can read" in said
    assert SECRET not in said
    for path in home.rglob("*"):
        if path.is_file() and path.name != "config.toml":
            assert SECRET.encode() not in path.read_bytes(), path
