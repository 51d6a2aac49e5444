"""`make monkey SECONDS=3600`: random hands at the app for so long; what is found is told, with seed and last acts."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.monkey.monkey import Found, Monkey


def play(seconds: float, seed: int, *, acts: int = 400, big: int = 600) -> tuple[int, int]:
    """Episodes with ascending seeds until the time is over: (episodes, acts). Raises Found."""
    end = time.monotonic() + seconds
    episodes = done = 0
    while time.monotonic() < end or not episodes:
        with tempfile.TemporaryDirectory(prefix="planner-monkey-") as folder:
            done += asyncio.run(Monkey(seed + episodes, Path(folder), acts, big).episode())
        episodes += 1
    return episodes, done


def main() -> int:
    """Play in a folder of its own: what the monkey writes stays there."""
    parser = argparse.ArgumentParser(prog="python -m tests.monkey", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--acts", type=int, default=400)
    parser.add_argument("--big", type=int, default=600, help="milestones of the largest plans")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="planner-monkey-home-") as home:
        os.environ.update(HOME=home, EDITOR="true", VISUAL="true")
        os.chdir(home)
        try:
            episodes, acts = play(given.seconds, given.seed, acts=given.acts, big=given.big)
        except Found as found:
            sys.stdout.write(f"{found}\n")
            raise
    sys.stdout.write(f"{episodes} episodes, {acts:,} acts, from seed {given.seed}: nothing found\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
