"""What runs without click says, to the byte, what click would have said; and what it does not know is left to click."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.cli import plain

Process = Callable[..., "subprocess.CompletedProcess[str]"]

WITH_CLICK = "import sys\nfrom planner.cli.main import main\nmain()"


@pytest.mark.thorough
@pytest.mark.parametrize(
    "arguments",
    [
        ("next",),
        ("next", "--json"),
        ("next", "--limit", "1"),
        ("next", "--json", "--limit", "0"),
        ("remind", "run"),
        ("remind", "run", "--json"),
        ("--home", "elsewhere", "next"),
    ],
)
def test_both_ways_say_the_same(
    process: Process, environ: dict[str, str], tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    process("add", "Water the plants tomorrow #home ~2h")
    process("add", "Send “the form” in 3 days 18:00 !fixed")
    for damaged in (False, True):
        if damaged:
            Path(environ["PLANNER_HOME"], "plan.json").write_text("{", encoding="utf-8")
        quick, whole = (
            subprocess.run(
                [sys.executable, *how, *arguments],
                env=environ,
                cwd=tmp_path,
                capture_output=True,
                check=False,
                timeout=60,
            )
            for how in (("-m", "planner"), ("-c", WITH_CLICK))
        )
        assert (quick.returncode, quick.stdout, quick.stderr) == (whole.returncode, whole.stdout, whole.stderr)


@pytest.mark.parametrize(
    "words",
    [
        "", "--help", "next --help", "next -h", "next --limit", "next --limit -1", "next --limit ٣", "next --limit=3",
        "next --limit 3 --limit 4", "next --json --json", "next 3", "next --", "--home", "--home  next",
        "--home -x next", "--home a --home b next", "--json next", "agenda", "remind",
        "remind run --help", "remind list", "run", "nexd",
    ],
)  # fmt: skip
def test_all_else_is_for_click(words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert plain.run(words.split(" ") if words else []) is None
    assert not list(tmp_path.iterdir())


def test_a_home_that_is_a_file_and_completion_are_for_click(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    assert plain.run(["--home", str(tmp_path / "file"), "next"]) is None
    monkeypatch.setenv("_PLANNER_COMPLETE", "bash_source")
    assert plain.run(["next"]) is None
