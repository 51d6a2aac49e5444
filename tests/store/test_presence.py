"""Who watches is seen as long as it lives, and no longer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from planner.store.presence import NAMES, FilePresence

WATCHES = """
import sys
from pathlib import Path
from planner.store.presence import FilePresence
with FilePresence(Path(sys.argv[1])).here():
    print("here", flush=True)
    sys.stdin.readline()
"""


def test_nobody_watches_a_folder_that_is_not_there_and_looking_makes_none(tmp_path: Path) -> None:
    assert not FilePresence(tmp_path / "none").anyone()
    assert list(tmp_path.iterdir()) == []


def test_who_watches_is_seen_until_it_ends(tmp_path: Path) -> None:
    one = FilePresence(tmp_path)
    with one.here():
        assert FilePresence(tmp_path).anyone()
        with FilePresence(tmp_path).here():
            assert one.anyone()
        assert one.anyone()
    assert not one.anyone()


def test_of_two_that_watch_the_second_is_still_seen_when_the_first_ends(tmp_path: Path) -> None:
    first, second = FilePresence(tmp_path).here(), FilePresence(tmp_path).here()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert FilePresence(tmp_path).anyone()
    with FilePresence(tmp_path).here():
        second.__exit__(None, None, None)
        assert FilePresence(tmp_path).anyone()
    assert not FilePresence(tmp_path).anyone()


def test_one_that_was_killed_watches_no_more(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WATCHES, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "here\n"
    assert FilePresence(tmp_path).anyone()
    process.kill()
    process.communicate()
    assert not FilePresence(tmp_path).anyone()


def test_where_no_lock_can_be_the_watch_goes_on_all_the_same(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / f"{name}.lock").mkdir()
    with FilePresence(tmp_path).here():
        assert not FilePresence(tmp_path).anyone()
