"""A folder that may not be written: refused with the exit code of the data, nothing lost, still read."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from subprocess import CompletedProcess, run

from tests.torture.scenes import tell

ROOT = Path(__file__).parents[2]


def planner(home: Path, *arguments: str) -> CompletedProcess[str]:
    """The command line, without root's power to write anywhere."""
    command = [sys.executable, "-m", "planner", "--home", str(home), *arguments]
    if os.geteuid() == 0:
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    return run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_folder_that_may_not_be_written_is_told_and_loses_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert planner(home, "add", "Read the handbook").returncode == 0
    before = {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()}
    home.chmod(0o500)
    codes = []
    for arguments in (["add", "Another"], ["undo"], ["backup"]):
        done = planner(home, *arguments)
        assert "Traceback" not in done.stderr
        assert str(home) in done.stderr
        codes.append(done.returncode)
    assert codes == [3, 3, 3]
    assert {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()} == before
    shown = planner(home, "search", "handbook", "--json")
    assert (shown.returncode, len(json.loads(shown.stdout))) == (0, 1)
    home.chmod(0o700)
    assert planner(home, "undo").returncode == 0
    tell(f"folder that may not be written: exit codes {codes}, every byte as before, still read")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    done = planner(tmp_path / "home", "add", "Read the handbook")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
    tmp_path.chmod(0o755)
    tell(f"folder that cannot be made: exit code {done.returncode}")
