"""Processes that claim, show and mark the same notices; showing is a line in the file `shown`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from planner.ports import Outcome
from planner.store.delivery import FileDelivery

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def start(
    folder: Path, keys: Sequence[str], *, name: str = "one", dies: str = "never", later: int = 0
) -> subprocess.Popen[bytes]:
    """A pass in a process of its own, `later` seconds after NOW; `dies` is `before showing` or `before marking`."""
    code = "from tests.store.claimers import run; import sys; run(*sys.argv[1:])"
    return subprocess.Popen([sys.executable, "-c", code, str(folder), name, dies, str(later), *keys])


def end_of(processes: Iterable[subprocess.Popen[bytes]]) -> list[int]:
    """Their exit codes."""
    return [process.wait(60) for process in processes]


def run(folder: str, name: str, dies: str, later: str, *keys: str) -> None:
    delivery = FileDelivery(Path(folder))
    now = NOW + timedelta(seconds=int(later))
    # One at a time, in an order of its own, to meet the others as often as can be.
    for key in sorted(keys, key=lambda key: hash((name, key))) if dies == "never" else [None]:
        for claimed in delivery.claim([key] if key else keys, name, now):
            if dies == "before showing":
                os.kill(os.getpid(), signal.SIGKILL)
            with Path(folder, "shown").open("a") as file:
                file.write(claimed + "\n")
            if dies == "before marking":
                os.kill(os.getpid(), signal.SIGKILL)
            delivery.mark(name, {claimed: Outcome(True, "desktop")}, now)
