"""A reminder in a real terminal: through tmux, to the terminal that tmux is shown in."""

from __future__ import annotations

import os
import pty
import select
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.notify.terminal import ONLY_BELL

pytestmark = pytest.mark.system


class Outer:
    """The terminal in which tmux is shown: what arrives there is kept."""

    def __init__(self, folder: Path, command: str, passthrough: str) -> None:
        self._socket = folder / "tmux"
        conf = folder / "tmux.conf"
        conf.write_text(f"set -g allow-passthrough {passthrough}\nset -g default-terminal screen-256color\n")
        kept = {key: value for key, value in os.environ.items() if key not in {"TMUX", "TMUX_PANE", "STY"}}
        environ = {**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            tmux = ["tmux", "-S", str(self._socket), "-f", str(conf), "new-session", command]
            os.execvpe("tmux", tmux, environ)
        self.arrived = b""

    def until(self, found: Path, seconds: float = 60) -> bytes:
        """What arrived until the file is there, and a moment after that."""
        end = time.monotonic() + seconds
        while not found.exists():
            assert time.monotonic() < end, self.arrived
            self._read(0.05)
        while self._read(0.5):
            pass
        return self.arrived

    def _read(self, seconds: float) -> bool:
        if not select.select([self._terminal], [], [], seconds)[0]:
            return False
        try:
            chunk = os.read(self._terminal, 65536)
        except OSError:  # tmux has ended
            return False
        self.arrived += chunk
        return bool(chunk)

    def close(self) -> None:
        subprocess.run(["tmux", "-S", str(self._socket), "kill-server"], check=False, capture_output=True, timeout=20)
        os.close(self._terminal)
        os.waitpid(self._pid, 0)


@pytest.fixture(params=["on", "off"])
def passthrough(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def outer(tmp_path: Path, passthrough: str) -> Iterator[Outer]:
    home = tmp_path / "home"
    home.mkdir()
    (home / "config.toml").write_text('[notify]\nchannels = ["terminal"]\nterminal = "osc777"\n')
    program = f"{shlex.quote(sys.executable)} -m planner --home {shlex.quote(str(home))}"
    said, done = tmp_path / "said", tmp_path / "done"
    # Its output is a file: what is shown in the pane must come from the terminal's channel alone.
    command = f"sleep 0.3; {program} remind test > {said} 2>&1; touch {done}; sleep 20"
    one = Outer(tmp_path, command, passthrough)
    yield one
    one.close()


def test_a_notification_arrives_behind_tmux_where_it_is_let_through_and_the_bell_always(
    outer: Outer, passthrough: str, tmp_path: Path
) -> None:
    arrived = outer.until(tmp_path / "done")
    sequence = b"\x1b]777;notify;Reminders work;This is how the planner reminds you of a milestone.\x07"
    said = (tmp_path / "said").read_text()
    assert "✓ shown" in said, said
    assert (sequence in arrived) == (passthrough == "on")
    rest = arrived.replace(sequence, b"")
    assert b"\x07" in rest
    assert b"notify;" not in rest
    assert ("OSC 777 and the bell, through tmux" in said) == (passthrough == "on")
    assert (ONLY_BELL in said) == (passthrough == "off")
