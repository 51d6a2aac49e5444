"""A real terminal that is closed, a kill, a suspension: nothing confirmed is lost, the typing comes back."""

from __future__ import annotations

import json
import os
import pty
import select
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal

PLANNER = str(Path(sys.executable).with_name("planner"))
OFFER = "You were typing when the planner ended"

pytestmark = pytest.mark.system


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    for title in ("Read the handbook today", "Write one page tomorrow"):
        subprocess.run([PLANNER, "--home", str(home), "add", title], check=True, capture_output=True)
    return home


def command(home: Path) -> str:
    # No bus: what the desktop cannot show is not this test's concern.
    return f"env -u DBUS_SESSION_BUS_ADDRESS -u XDG_RUNTIME_DIR {PLANNER} --home {shlex.quote(str(home))}"


@pytest.fixture
def terminal(tmp_path: Path, home: Path) -> Iterator[Terminal]:
    """A shell at work, as a person has it."""
    opened = Terminal(tmp_path, "env PS1='ready> ' bash --norc --noprofile -i")
    opened.wait_for("ready>")
    yield opened
    opened.close()


def pid_of(home: Path) -> int:
    """The process that is typing."""
    path = home / "typing.json"
    end = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < end, "nothing is kept of what is typed"
        time.sleep(0.05)
    return int(json.loads(path.read_text("utf-8"))["process"])


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGKILL, 137)])
def test_what_is_typed_when_it_is_killed_comes_back(terminal: Terminal, home: Path, number: int, code: int) -> None:
    terminal.type(command(home))
    terminal.press("Enter")
    terminal.wait_for("○ Read the handbook")
    terminal.press("Space")
    terminal.wait_for("DONE TODAY  1")
    terminal.press("a")
    terminal.wait_for("Add a line")
    terminal.type("Half a thought")
    terminal.wait_for("Half a thought · ")
    os.kill(pid_of(home), number)
    if number == signal.SIGKILL:
        terminal.press("Enter")
        terminal.type("reset; stty sane")
        terminal.press("Enter")
    else:
        terminal.wait_for("ready>", gone="Half a thought")
        terminal.type("echo code $?")
        terminal.press("Enter")
        terminal.wait_for(f"code {code}")
        terminal.type("stty -a | tr ' ' '\\n' | grep -x -e echo -e icanon | tr '\\n' +")
        terminal.press("Enter")
        terminal.wait_for("icanon+echo+")
    terminal.type(command(home))
    terminal.press("Enter")
    terminal.wait_for(OFFER, "Half a thought")
    terminal.press("Enter")
    terminal.wait_for("Add a line", "Half a thought")
    terminal.press("Enter")
    terminal.wait_for("○ Half a thought", "DONE TODAY  1")
    terminal.press("q")
    terminal.wait_for("ready>")
    assert not (home / "typing.json").exists()


def test_a_suspended_app_comes_back_and_sees_what_changed(terminal: Terminal, home: Path) -> None:
    terminal.type(command(home))
    terminal.press("Enter")
    terminal.wait_for("○ Read the handbook")
    terminal.press("C-z")
    terminal.wait_for("Stopped")
    terminal.type(f"{PLANNER} --home {shlex.quote(str(home))} add 'Call Ada today'")
    terminal.press("Enter")
    terminal.wait_for("Call Ada")
    terminal.type("clear; fg")
    terminal.press("Enter")
    terminal.wait_for("○ Call Ada", "○ Read the handbook")
    terminal.press("q")
    terminal.wait_for("ready>")


def read_some(handle: int) -> bytes:
    ready, _, _ = select.select([handle], [], [], 0.1)
    return os.read(handle, 65536) if ready else b""


def read_until(handle: int, words: bytes) -> None:
    shown, end = b"", time.monotonic() + 40
    while words not in shown:
        assert time.monotonic() < end, shown[-2000:]
        shown += read_some(handle)


def test_a_terminal_that_vanishes_ends_the_app(home: Path) -> None:
    """Also where no signal tells of it: the other end of the terminal is simply closed."""
    pid, other = pty.fork()
    if not pid:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        os.execve(PLANNER, [PLANNER, "--home", str(home)], {**os.environ, "TERM": "xterm-256color"})
    read_until(other, b"handbook")
    os.write(other, b"a")
    read_until(other, b"Add a line")
    os.write(other, b"Half a thought")
    end = time.monotonic() + 40
    while not (home / "typing.json").exists() or "Half a thought" not in (home / "typing.json").read_text("utf-8"):
        assert time.monotonic() < end
        read_some(other)
    os.close(other)
    ended, status = 0, 0
    while not ended:
        assert time.monotonic() < end, "it goes on without a terminal"
        ended, status = os.waitpid(pid, os.WNOHANG)
        time.sleep(0.05)
    assert os.waitstatus_to_exitcode(status) == 129
