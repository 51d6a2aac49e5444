"""The promise of the store, shown with real runs: `python -m tests.torture`, about five minutes on two cores.

A save that returned is on disk after a crash or power loss; a save that failed changed nothing, or says so; a file that
cannot be read is never overwritten. What is run prints its numbers; at the end stands pytest's summary.

    torture_kill.py     processes killed at random moments
    torture_sweep.py    every file operation of every kind of transaction fails in turn, or the process dies at it
    torture_power.py    power is cut after every operation, in every order the disk may have kept them
    torture_writers.py  several processes write at once
    torture_machine.py  two open stores against a model, longer than in the tests
    torture_folder.py   folders that may not be written
    rooted_disk.py      a disk that is full, a disk that is read-only: mounts them, so it needs root (`--root`)

Each has a control that takes a part of the protection away and must see the loss. The files are not named `test_…`, so
the tests do not collect them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """Run the suite, or with `--root` the part that mounts; other arguments go to pytest."""
    pattern = "rooted_*.py" if "--root" in arguments else "torture_*.py"
    others = [each for each in arguments if each != "--root"]
    options = ["-o", f"python_files={pattern}", "-o", "timeout=900", "-s", "-rA"]
    return pytest.main([str(FOLDER), *options, *others])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
