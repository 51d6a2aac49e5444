"""Processes that write are killed at random moments; whatever they were told is saved must be there."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from planner.domain.errors import Unreadable
from planner.domain.plan import Edit, Plan
from planner.store import durable
from planner.store.tiny import TinyStore
from tests.contracts.material import FakeClock, milestone
from tests.torture.scenes import RandomIds, tell

KILLS = 200
SEED = 20261121


def opened(folder: Path) -> TinyStore:
    return TinyStore(folder, FakeClock(), RandomIds(), f"process {os.getpid()}")


def write_without_end(folder: Path, pipe: int, rng: random.Random) -> None:
    """Save Change after Change; after each say its id and generation, as one line."""
    store = opened(folder)
    store.load()
    while True:
        roll = rng.random()
        if roll < 0.6:
            # Long and short in turn, so that a file that is written over keeps a tail of what was there before.
            text = "x" * rng.choice((10, 5000))
            change = store.commit(lambda _, t=text: Edit("Put", (milestone(f"m{rng.randrange(40):02}", notes=t),)))  # type: ignore[misc]  # bound
        elif roll < 0.7:
            change = store.commit(lambda plan: Edit("Drop", (), (("milestones", next(iter(plan.milestones), "")),)))
        elif roll < 0.8:
            change = store.commit(everything_done)
        elif store.load().generation > 3:
            change = store.undo()
        else:
            continue
        if change is not None:
            os.write(pipe, json.dumps([change.id, change.generation]).encode() + b"\n")


def everything_done(plan: Plan) -> Edit:
    return Edit("All", tuple(replace(each, effort=(each.effort or 0) + 1) for each in plan.milestones.values()))


def killed(folder: Path, rng: random.Random) -> list[tuple[str, int]]:
    """Start a writer, kill it at a random moment, and give what it had said is saved."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            write_without_end(folder, writing, rng)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        first = said.readline()  # it is under way
        time.sleep(rng.uniform(0, 0.08))  # the random moment: this is what is tried, not a wait for something
        os.kill(child, signal.SIGKILL)
        lines = [first, *said.readlines()]
    os.waitpid(child, 0)
    return [(each[0], each[1]) for each in map(json.loads, filter(None, lines))]


def soaked(folder: Path, kills: int) -> tuple[int, int, list[str]]:
    """How many saves were told, how many temporary files were left behind on the way, and all that went wrong."""
    rng = random.Random(SEED)
    opened(folder).commit(lambda _: Edit("Begin", tuple(milestone(f"m{n:02}", notes="y" * 900) for n in range(40))))
    told = left = 0
    wrong: list[str] = []
    for kill in range(kills):
        rng = random.Random(rng.random())
        saved = killed(folder, rng)
        told += len(saved)
        left += len(list(folder.glob(".*.tmp")))
        try:
            store = opened(folder)
            history = {change.id: change.generation for change in store.history()}
            missing = [each for each in saved if history.get(each[0]) != each[1]]
            if missing:
                wrong.append(f"kill {kill}: {len(missing)} saves are gone")
            if len(history) != store.load().generation:
                wrong.append(f"kill {kill}: {len(history)} Changes lead to generation {store.load().generation}")
            store.commit(lambda _, n=kill: Edit("Go on", (milestone("goes-on", order=n),)))  # type: ignore[misc]  # bound
            if list(folder.glob(".*.tmp")):
                wrong.append(f"kill {kill}: temporary files stay")
        except Unreadable as error:
            wrong.append(f"kill {kill}: {error}")
            return told, left, wrong
    return told, left, wrong


def replayed_is_the_plan(folder: Path) -> bool:
    """Whether the whole history, done again from nothing, gives the plan."""
    found: dict[tuple[str, str], object] = {}
    for change in reversed(opened(folder).history()):
        for record in change.records:
            assert found.get((record.table, record.id)) == record.before
            found[record.table, record.id] = record.after
    plan = opened(folder).load()
    return {key for (_, key), document in found.items() if document} == set(plan.milestones)


def test_nothing_that_was_saved_is_lost_when_the_writer_is_killed(tmp_path: Path) -> None:
    told, left, wrong = soaked(tmp_path, KILLS)
    tell(f"kill -9: {KILLS} kills, {told} saves told, {left} temporary files left and removed, {len(wrong)} wrong")
    assert wrong == []
    assert told > KILLS
    assert replayed_is_the_plan(tmp_path)


def test_control_a_writer_that_overwrites_in_place_loses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def in_place(path: Path, data: bytes | bytearray) -> None:
        with path.open("r+b" if path.exists() else "wb") as file:
            for start in range(0, len(data), 512):
                file.write(data[start : start + 512])
                file.flush()
            os.fsync(file.fileno())
            file.truncate()

    monkeypatch.setattr(durable, "replace_file", in_place)
    _, _, wrong = soaked(tmp_path, KILLS)
    tell(f"kill -9, control that writes in place: {wrong[0] if wrong else 'nothing wrong'}")
    assert wrong
