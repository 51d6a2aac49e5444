"""Timing whole processes and calls, two in turn, so that a slow moment of the machine hits both."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def tell(text: str) -> None:
    """The output of a bench, line by line."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say(what: str, ours: float, other: float, ratio: float, most: float) -> None:
    """One line of the table; times in milliseconds."""
    mark = "ok  " if ratio <= most else "OVER"
    tell(f"{mark} {what:<58} {ours * 1000:9.1f} {other * 1000:9.1f} {ratio:7.2f}  at most {most:g}")


def environment(home: Path | None = None) -> dict[str, str]:
    """The environment of a person: bytecode may be cached, nothing of this machine's planner is seen."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PLANNER_", "PYTHON"))}
    return kept | ({"PLANNER_HOME": str(home)} if home else {})


def process(command: Sequence[str], home: Path | None = None) -> float:
    """Seconds from start to end of a process."""
    began = time.perf_counter()
    subprocess.run(
        command, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
        check=False,
    )  # fmt: skip
    return time.perf_counter() - began


_WATCH = """
import os, sys
nothing = os.open(os.devnull, os.O_RDWR)
redirect = [(os.POSIX_SPAWN_DUP2, nothing, to) for to in (0, 1, 2)]
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=redirect)
print(os.wait4(child, 0)[2].ru_maxrss)
"""


def peak(command: Sequence[str], home: Path | None = None) -> int:
    """The most memory that a process has held resident, in KiB.

    Started from a small process: what the one that starts it holds at that moment counts as held by it too.
    """
    watched = [sys.executable, "-S", "-c", _WATCH, *command]
    return int(subprocess.run(watched, env=environment(home), capture_output=True, text=True, check=True).stdout)


def call(function: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def work(function: Callable[[], object]) -> float:
    """Seconds of the processor that a call takes, in the way commands run: without collecting."""
    collects = gc.isenabled()
    gc.disable()
    try:
        began = time.process_time()
        function()
        return time.process_time() - began
    finally:
        if collects:
            gc.enable()


def in_turn(first: Callable[[], float], second: Callable[[], float], times: int) -> tuple[float, float, float]:
    """(median of the first, median of the second, median of the ratios pair by pair), after one warm-up of each."""
    first(), second()
    pairs = [(first(), second()) for _ in range(times)]
    ratio = statistics.median(one / other for one, other in pairs)
    return statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs), ratio
