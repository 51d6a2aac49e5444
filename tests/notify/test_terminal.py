"""On a terminal of its own: a child with a pty, as a session leader, so that /dev/tty is there."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from planner.notify.terminal import NOT_HERE, ONLY_BELL, STOPPED, TerminalNotifier

ROOT = Path(__file__).parents[2]
TELL = """
import json, sys
from planner.notify.terminal import TerminalNotifier
one = TerminalNotifier("osc777", environ=json.loads(sys.argv[1]), budget=float(sys.argv[2]))
said = one.check(), one.notify("Mock exam", "due today", "key")
open(sys.argv[3], "w").write(json.dumps([[each.ok, each.detail, each.absent] for each in said]))
"""
UNTOLD = {"TERM": "xterm-256color", "LANG": "C.UTF-8"}


def on_a_terminal(tmp_path: Path, *, full: bool = False, seconds: float = 1, tostop: bool = False) -> tuple[bytes, str]:
    """What arrives on the terminal, and what the channel said; `full`: nobody reads, and its room is used up."""
    answers = tmp_path / "said"
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        if tostop:
            modes = termios.tcgetattr(0)
            modes[3] |= termios.TOSTOP
            termios.tcsetattr(0, termios.TCSANOW, modes)
        if full:
            os.set_blocking(1, False)
            try:
                while True:
                    os.write(1, b"x" * 4096)
            except BlockingIOError:
                os.set_blocking(1, True)
        command = [sys.executable, "-c", TELL, json.dumps(UNTOLD), str(seconds), str(answers)]
        if tostop:  # a job in the background, started by a shell that goes on
            job = os.fork()
            if job == 0:
                os.setpgid(0, 0)
                os.execv(command[0], command)
            os.waitpid(job, 0)
            os._exit(0)
        os.execv(command[0], command)
    arrived, end = b"", time.monotonic() + 30
    while time.monotonic() < end and not (answers.exists() and answers.read_text()):
        if not full:
            arrived += read(terminal, 0.05)
    while not full and (more := read(terminal, 0)):
        arrived += more
    os.close(terminal)
    os.waitpid(pid, 0)
    return arrived, answers.read_text()


def read(terminal: int, seconds: float) -> bytes:
    try:
        return os.read(terminal, 4096) if select.select([terminal], [], [], seconds)[0] else b""
    except OSError:  # the other end is closed
        return b""


def test_it_arrives_on_the_controlling_terminal(tmp_path: Path) -> None:
    arrived, said = on_a_terminal(tmp_path)
    assert arrived == b"\x1b]777;notify;Mock exam;due today\x07"
    assert json.loads(said) == [[True, "OSC 777", False], [True, "OSC 777", False]]


def test_a_job_in_the_background_is_not_stopped_by_it(tmp_path: Path) -> None:
    arrived, _ = on_a_terminal(tmp_path, tostop=True)
    assert b"\x1b]777;notify;Mock exam;due today\x07" in arrived


def test_a_terminal_that_takes_nothing_is_told_within_its_time(tmp_path: Path) -> None:
    _, said = on_a_terminal(tmp_path, full=True, seconds=0.1)
    assert json.loads(said)[1] == [False, STOPPED, False]


def test_without_a_terminal_it_is_absent_and_nothing_is_written(tmp_path: Path) -> None:
    command = [sys.executable, "-c", TELL, json.dumps(UNTOLD), "1", str(tmp_path / "said")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, start_new_session=True, timeout=30, check=True)
    assert json.loads((tmp_path / "said").read_text()) == [[False, NOT_HERE, True], [False, NOT_HERE, True]]
    assert (done.stdout, done.stderr) == (b"", b"")


def test_who_has_the_terminal_in_hand_writes_to_it() -> None:
    written: list[str] = []
    one = TerminalNotifier("osc777", write=written.append, environ=UNTOLD)
    assert one.check().ok
    assert one.notify("A", "b", "key").ok
    assert written == ["\x1b]777;notify;A;b\x07"]


def test_in_another_charset_no_letter_can_end_the_sequence() -> None:
    written: list[str] = []
    one = TerminalNotifier("osc9", write=written.append, environ={**UNTOLD, "LANG": "de_DE.ISO-8859-1"})
    one.notify("Über", "", "key")
    assert written == ["\x1b]9;Reminder: ?ber\x07"]


@pytest.mark.parametrize("passes", ["0", "1"])
def test_tmux_is_asked_what_it_hands_on(passes: str, tmp_path: Path) -> None:
    tmux = tmp_path / "tmux"
    tmux.write_text(f"#!/bin/sh\n[ \"$4\" = %7 ] && echo '=xterm|kitty(0.26)|{passes}='\n")
    tmux.chmod(0o755)
    written: list[str] = []
    environ = {"TERM": "tmux-256color", "TMUX": "x", "TMUX_PANE": "%7", "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", environ["PATH"])
        one = TerminalNotifier(write=written.append, environ=environ)
        said = one.check().detail, one.notify("A", "", "key").detail
    if passes == "1":
        assert said == ("OSC 99 and the bell, through tmux",) * 2
        assert written[0].startswith("\x1bPtmux;\x1b\x1b]99;")
    else:
        assert said == (f"the bell, through tmux. {ONLY_BELL}",) * 2
        assert written == ["\x07"]
