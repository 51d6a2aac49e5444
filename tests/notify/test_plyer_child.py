from __future__ import annotations

import time
from pathlib import Path

import pytest

from planner.notify.desktop import DesktopNotifier
from tests.e2e.desktop import until

LINUX_HAS_NO_PYOBJUS = "Neither pyobjus nor osascript was found"


@pytest.fixture
def plyer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plyer of ours for the child: its `notify` runs what a test writes into `body.py`."""
    (tmp_path / "plyer.py").write_text(
        "import json, pathlib, threading, time\n"
        "here = pathlib.Path(__file__).parent\n"
        "class notification:\n"
        "    @staticmethod\n"
        "    def notify(**asked):\n"
        "        exec((here / 'body.py').read_text(), {**globals(), 'asked': asked})\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_the_child_is_asked_for_what_was_written(plyer: Path) -> None:
    (plyer / "body.py").write_text("(here / 'asked').write_text(json.dumps(asked))")
    assert DesktopNotifier("win32").notify("R&D <x> 👩‍👩‍👧‍👦", "--body", "key").ok
    assert (plyer / "asked").read_text() == (
        '{"title": "R&D <x> \\ud83d\\udc69\\u200d\\ud83d\\udc69\\u200d\\ud83d\\udc67\\u200d\\ud83d\\udc66",'
        ' "message": "--body", "app_name": "planner", "timeout": 30}'
    )


def test_a_balloon_lives_on_and_is_not_waited_for(plyer: Path) -> None:
    (plyer / "body.py").write_text(
        "def show():\n time.sleep(1)\n (here / 'over').touch()\nthreading.Thread(target=show).start()"
    )
    begin = time.monotonic()
    assert DesktopNotifier("win32").notify("t", "b", "key").ok
    assert time.monotonic() - begin < 2
    assert not (plyer / "over").exists()
    until((plyer / "over").exists, "the end of the balloon")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise ValueError('string too long')", "ValueError: string too long"),
        ("def show():\n raise ValueError('too long')\nthreading.Thread(target=show).start()", "ValueError: too long"),
        ("print('noise'); raise NotImplementedError('No usable implementation')", "No usable implementation"),
        ("import os; os._exit(3)", "plyer broke off"),
        ("time.sleep(60)", "plyer gave no answer"),
    ],
)
def test_a_failure_in_the_child_is_told(plyer: Path, body: str, said: str) -> None:
    (plyer / "body.py").write_text(body)
    begin = time.monotonic()
    outcome = DesktopNotifier("win32").notify("t", "b", "key")
    assert not outcome.ok
    assert said in outcome.detail
    assert time.monotonic() - begin < 2


def test_on_macos_osascript_stands_in_and_reads_texts_as_texts(plyer: Path) -> None:
    (plyer / "body.py").write_text("raise NotImplementedError")
    script = plyer / "osascript"
    script.write_text(f'#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nprintf "%s|%s" "$2" "$3" > {plyer}/asked\n')
    script.chmod(0o700)
    assert DesktopNotifier("darwin").check().ok
    assert DesktopNotifier("darwin").notify('" & quit', "-e beep", "key").ok
    assert (plyer / "asked").read_text() == '" & quit|-e beep'


def test_on_macos_without_either_the_mend_is_told(plyer: Path) -> None:
    (plyer / "body.py").write_text("raise NotImplementedError('No usable implementation found!')")
    outcome = DesktopNotifier("darwin").notify("t", "b", "key")
    assert not outcome.ok
    assert "No usable implementation found!; osascript is not there" in outcome.detail
    assert LINUX_HAS_NO_PYOBJUS in outcome.detail
    assert LINUX_HAS_NO_PYOBJUS in DesktopNotifier("darwin").check().detail


def test_on_windows_plyer_is_all_that_is_needed() -> None:
    assert DesktopNotifier("win32").check().ok
