"""Several processes write at once; each Change must be there, and each on top of the one before it."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from planner.domain.errors import PlannerError
from planner.domain.plan import Edit, Plan
from planner.store import durable
from planner.store.tiny import TinyStore
from tests.contracts.material import FakeClock, milestone
from tests.torture.scenes import RandomIds, tell

PROCESSES = 4
TRANSACTIONS = 200


def opened(folder: Path) -> TinyStore:
    return TinyStore(folder, FakeClock(), RandomIds(), f"process {os.getpid()}")


def count_on(folder: Path, process: int, transactions: int) -> float:
    """Count a shared number up and add one's own record, so many times; gives the longest wait in seconds."""
    store = opened(folder)
    longest = 0.0
    for turn in range(transactions):

        def act(plan: Plan, turn: int = turn) -> Edit:
            hours = str(int(plan.profile.hours_per_week) + 1)
            own = milestone(f"p{process}-{turn:03}", order=int(hours))
            return Edit(f"{process}/{turn}", (replace(plan.profile, hours_per_week=hours), own))

        begun = time.monotonic()
        store.commit(act)
        if turn % 20 == 19:
            opened(folder).load()
        longest = max(longest, time.monotonic() - begun)
    return longest


def run_together(folder: Path, transactions: int) -> tuple[list[str], float]:
    """What was lost when all processes write at once, and the longest wait."""
    opened(folder).commit(lambda plan: Edit("Begin", (replace(plan.profile, hours_per_week="0"),)))
    children: list[tuple[int, int]] = []
    for process in range(PROCESSES):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            said = "failed"
            try:
                said = str(count_on(folder, process, transactions))
            except PlannerError as error:
                said = f"failed: {error}"
            finally:
                os.write(writing, said.encode())
                os._exit(0)
        os.close(writing)
        children.append((child, reading))
    waits: list[str] = []
    for child, reading in children:
        os.waitpid(child, 0)
        with os.fdopen(reading, "rb") as said_by:
            waits.append(said_by.read().decode())
    return _lost(folder, transactions, waits), max(
        (float(each) for each in waits if not each.startswith("failed")), default=0.0
    )


def _lost(folder: Path, transactions: int, waits: list[str]) -> list[str]:
    every = PROCESSES * transactions
    lost = [each for each in waits if each.startswith("failed")]
    try:
        plan = opened(folder).load()
        history = opened(folder).history()
    except PlannerError as error:
        return [*lost, f"what was written cannot be read: {error}"]
    names = {change.name for change in history}
    missing = {f"{process}/{turn}" for process in range(PROCESSES) for turn in range(transactions)} - names
    if missing:
        lost.append(f"{len(missing)} Changes are not in the history")
    if len(plan.milestones) != every:
        lost.append(f"{every - len(plan.milestones)} records are gone")
    if int(plan.profile.hours_per_week) != every:
        lost.append(f"the shared number is {plan.profile.hours_per_week}")
    if plan.generation != every + 1:
        lost.append(f"the generation is {plan.generation}")
    if any(newer.parent != older.id for newer, older in pairwise(history)):
        lost.append("a Change does not stand on the one before it")
    return lost


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    lost, longest = run_together(tmp_path, TRANSACTIONS)
    tell(
        f"writers: {PROCESSES} processes × {TRANSACTIONS} transactions, {len(lost)} lost, longest wait {longest:.2f} s"
    )
    assert lost == []


def test_control_without_the_lock_changes_are_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextlib.contextmanager
    def unlocked(path: Path, timeout: float = 10) -> Iterator[None]:
        yield

    monkeypatch.setattr(durable, "locked", unlocked)
    lost, _ = run_together(tmp_path, 50)
    tell(f"writers, control without the lock: {'; '.join(lost) or 'nothing lost'}")
    assert lost
