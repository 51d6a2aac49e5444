"""The app and the sample plan, opened from the command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

pytestmark = pytest.mark.thorough

Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]
Terminal = Callable[..., tuple[int, str]]


def test_the_app_is_not_opened_without_a_terminal(run: Run) -> None:
    for arguments in ((), ("demo",)):
        result = run(*arguments)
        assert result.exit_code == 1
        assert "terminal" in result.stderr


# The sample plan


def nothing_left(folder: Path) -> bool:
    return not [each for each in folder.iterdir() if each.name.startswith("planner-demo-")]


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (lambda pid, _: os.kill(pid, signal.SIGTERM), 128 + signal.SIGTERM),
        (lambda pid, _: os.kill(pid, signal.SIGHUP), 128 + signal.SIGHUP),
        (lambda _, terminal: os.write(terminal, b"\x11"), 0),
    ],
    ids=["killed", "its terminal closed", "quit"],
)
def test_the_sample_goes_away_however_the_app_ends(
    terminal: Terminal, home: Path, tmp_path: Path, end: Callable[[int, int], object], code: int
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    left, shown = terminal(
        "demo", env={"TMPDIR": str(temporary), "COLUMNS": "100", "LINES": "30"}, answer=("OVERDUE", end), patience=30
    )
    assert left == code, shown[-2000:]
    assert nothing_left(temporary)
    assert not home.exists()


def test_a_kept_sample_is_a_plan_like_any_other(process: Process, home: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    made = json.loads(process("demo", "--keep", str(kept), "--json").stdout)
    assert (made["folder"], len(made["ids"])) == (str(kept), 8)
    goals = json.loads(process("--home", str(kept), "goal", "list", "--all", "--json").stdout)
    assert sorted(goal["id"] for goal in goals) == sorted(made["ids"])
    assert not home.exists()


def test_a_sample_is_never_written_into_a_folder_that_holds_something(process: Process, tmp_path: Path) -> None:
    result = process("--home", str(tmp_path / "mine"), "add", "Water the plants")
    assert result.returncode == 0
    before = (tmp_path / "mine" / "plan.json").read_bytes()
    result = process("demo", "--keep", str(tmp_path / "mine"))
    assert result.returncode == 1
    assert "not empty" in result.stderr
    assert (tmp_path / "mine" / "plan.json").read_bytes() == before


def test_a_sample_to_be_told_of_must_be_kept(process: Process) -> None:
    assert process("demo", "--json").returncode == 2
