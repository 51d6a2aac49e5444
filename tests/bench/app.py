"""The app under the hand: its start, key to changed screen, the longest silence of its loop, and its memory."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench.keys import WALKS
from tests.bench.measure import environment, in_turn, peak, process, say, tell

REFERENCE = [sys.executable, "-m", "tests.bench.reference_app"]
START = [sys.executable, "-m", "tests.bench.start_app"]
MOST_KEY = 50
"""Milliseconds from a key to the changed screen, nineteen times of twenty."""
MOST_GAP = 100
"""Milliseconds in which the loop hears nothing."""
MOST_MEMORY = 1.6


def starting(small: Path, large: Path) -> None:
    """From nothing to the first row of Today."""
    for home, most, what in ((small, 1.5, "1,000"), (large, 2.0, "10,000")):
        figures = in_turn(lambda h=home: process(START, h), lambda: process(REFERENCE), 5)  # type: ignore[misc]  # bound per round
        say(f"app to first row, {what} : Header, table of 40, Footer", *figures, most)


def keys(large: Path) -> None:
    """Each walk twice, the better one shown: what else runs on the machine can only make it worse."""
    for name in WALKS:
        command = [sys.executable, "-m", "tests.bench.keys", name]
        runs = [json.loads(_printed(command, large)) for _ in range(2)]
        run = min(runs, key=lambda each: _p95(each["changed"]))
        gap = min(each["gap"] for each in runs)
        changed, worked, settled = run["changed"], _p95(run["worked"]), run["settled"]
        mark = "ok  " if _p95(changed) <= MOST_KEY and gap <= MOST_GAP else "OVER"
        tell(
            f"{mark} keys, 10,000, {name:<13} to changed screen p50 {statistics.median(changed):5.1f} ms, "
            f"p95 {_p95(changed):5.1f}, max {max(changed):5.1f}, p95 of work {worked:5.1f}  p95 at most {MOST_KEY}; "
            f"all there p95 {_p95(settled):6.1f}; longest gap of the loop {gap:5.1f}  at most {MOST_GAP}"
        )


def memory(small: Path) -> None:
    """Peak resident memory at 1,000 milestones, at the start and after all the places and a search."""
    reference = min(peak(REFERENCE) for _ in range(3))
    walks = {"first row": START, "after places": [sys.executable, "-m", "tests.bench.keys", "switch places"]}
    for what, command in walks.items():
        ours = min(peak(command, small) for _ in range(3))
        ratio = ours / reference
        mark = "ok  " if ratio <= MOST_MEMORY else "OVER"
        tell(
            f"{mark} memory of the app, 1,000, {what:<13} {ours / 1024:5.1f} MB : {reference / 1024:5.1f} MB of the "
            f"reference program  {ratio:.2f}  at most {MOST_MEMORY}"
        )


def _printed(command: list[str], home: Path) -> str:
    return subprocess.run(command, env=environment(home), capture_output=True, text=True, check=True).stdout


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]
