"""Every file operation of every kind of transaction fails in turn, and the process dies at each of them."""

from __future__ import annotations

import errno
import os
import shutil
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from planner.domain.errors import DataError, NotDurable
from planner.domain.plan import Edit
from planner.store import durable
from tests.contracts.material import milestone
from tests.torture.scenes import SCENES, Scene, Sight, tell

NAMES = ("open", "read", "write", "fsync", "close", "fstat", "stat", "truncate", "replace", "unlink", "names", "mkdir")
READING = {"read", "fstat", "stat", "names"}
FAILURES = ("before", "after", "half", "full", "short")
DEATHS = ("dies before", "dies after", "dies half-way")


def _matters(mode: str, name: str) -> bool:
    """Whether this way to fail is another than the ways before it, for this call."""
    if mode in {"half", "short", "dies half-way"}:
        return name == "write"
    return mode == "before" or name not in READING


class Failing(durable.Calls):
    """Counts the calls and lets one of them fail: number `at`, in the way of `mode`.

    before: EIO, nothing done · after: EIO, but it was done · half: half of a write, then ENOSPC · full: ENOSPC at what
    needs room · short: a write that takes half and says so · dies …: the process is killed there.
    """

    def __init__(self, at: int = 0, mode: str = "", *, sync: bool = False) -> None:
        self.made: list[str] = []
        self.at = at
        self.mode = mode
        self.sync = sync

    def call(self, name: str, *arguments: Any) -> Any:
        """One call, or its failure."""
        self.made.append(name)
        if len(self.made) != self.at:
            return self.really(name, *arguments)
        if self.mode in {"half", "dies half-way", "short"} and name == "write":
            fd, data = arguments
            written = self.really(name, fd, data[: (len(data) + 1) // 2])
            if self.mode == "short":
                return written
        elif self.mode in {"after", "dies after"} or name == "close":  # a close that fails has closed
            self.really(name, *arguments)
        if self.mode.startswith("dies"):
            os.kill(os.getpid(), signal.SIGKILL)
        code = errno.ENOSPC if self.mode in {"half", "full"} else errno.EIO
        raise OSError(code, os.strerror(code))

    def really(self, name: str, *arguments: Any) -> Any:
        """The call itself; nobody cuts the power here, so a sync need not wait."""
        if name == "fsync" and not self.sync:
            return None
        return getattr(durable.Calls, name)(self, *arguments)


def _passed_on(name: str) -> Any:
    return lambda self, *arguments: self.call(name, *arguments)


for _name in NAMES:
    setattr(Failing, _name, _passed_on(_name))


@pytest.fixture(autouse=True)
def _real_calls_afterwards() -> Iterator[None]:
    yield
    durable.calls = durable.Calls()


def test_the_sweep_knows_every_call() -> None:
    assert {name for name in vars(durable.Calls) if not name.startswith("_")} == set(NAMES)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_whatever_fails_the_folder_holds_what_it_held_or_what_was_saved(scene: Scene, tmp_path: Path) -> None:
    cases, outcomes, wrong = swept(scene, tmp_path)
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    tell(f"sweep, {scene.name}: {cases} cases: {told}; {len(wrong)} wrong")
    assert cases > 50
    assert wrong == []


def test_control_writing_in_place_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def in_place(path: Path, data: bytes | bytearray) -> None:
        try:
            fd = durable.calls.open(path, os.O_WRONLY | os.O_CREAT)
            rest = memoryview(data)
            while rest:
                rest = rest[durable.calls.write(fd, rest) :]
            durable.calls.fsync(fd)
            durable.calls.truncate(fd, len(data))
            durable.calls.close(fd)
        except OSError as error:
            raise durable._save_failed(path, error) from error

    monkeypatch.setattr(durable, "replace_file", in_place)
    cases, _, wrong = swept(SCENES[4], tmp_path)
    tell(f"sweep, control that writes in place: {cases} cases, {len(wrong)} wrong")
    assert wrong


def swept(scene: Scene, tmp_path: Path) -> tuple[int, Counter[str], list[str]]:
    """All cases of a scene: how many, how they came out, and those where something was lost."""
    durable.calls = Failing()
    origin, folder = tmp_path / "origin", tmp_path / "folder"
    origin.mkdir()
    scene.prepare(origin)
    before = scene.sight(origin)
    shutil.copytree(origin, folder)
    durable.calls = counting = Failing()
    scene.act(scene.store(folder))
    after = scene.sight(folder)
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    cases = 0
    for mode in (*FAILURES, *DEATHS):
        for at, name in enumerate(counting.made, 1):
            if not _matters(mode, name):
                continue
            shutil.rmtree(folder)
            shutil.copytree(origin, folder)
            run = _dead if mode in DEATHS else _failed
            outcome = run(scene, folder, at, mode)
            durable.calls = Failing()
            cases += 1
            outcomes[outcome] += 1
            problem = _judged(scene, origin, folder, outcome, (before, after))
            if problem:
                wrong.append(f"{mode}, call {at}, {name}: {outcome}: {problem}")
    return cases, outcomes, wrong


def _failed(scene: Scene, folder: Path, at: int, mode: str) -> str:
    store = scene.store(folder)
    durable.calls = Failing(at, mode)
    outcome = "saved"
    try:
        scene.act(store)
    except NotDurable:
        outcome = "saved, not confirmed"
    except DataError:
        outcome = "refused"
    durable.calls = Failing()
    # The same process goes on and sees what a new one sees.
    with suppress(DataError):
        if store.load() != scene.store(folder).load():
            outcome += ", but this process sees another plan"
    return outcome


def _dead(scene: Scene, folder: Path, at: int, mode: str) -> str:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            durable.calls = Failing(at, mode)
            scene.act(scene.store(folder))
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "died"
    return "saved" if os.WEXITSTATUS(status) == 0 else "ended with another error"


def _judged(scene: Scene, origin: Path, folder: Path, outcome: str, sights: tuple[Sight, Sight]) -> str:
    before, after = sights
    allowed = {"saved": [after], "saved, not confirmed": [after], "refused": [before], "died": [before, after]}
    if outcome not in allowed:
        return "it should not come out so"
    now = scene.sight(folder)
    if now not in allowed[outcome]:
        return f"the folder holds {now[-1]!r:.300}"
    lost = {path.name for path in (origin / "backups").glob("*.json")} - {
        path.name for path in (folder / "backups").glob("*.json")
    }
    if len(lost) > 2:
        return f"backups are gone: {sorted(lost)}"
    store = scene.store(folder)
    if len(store.backups()) != len(list((folder / "backups").glob("*.json"))):
        return "a backup cannot be read"
    if now[0] == "unreadable":
        store.restore(store.backups()[0].name)
    store.commit(lambda _: Edit("Go on", (milestone("z", "Go on"),)))
    left = [path.name for path in folder.glob(".*.tmp")]
    if left:
        return f"left behind: {left}"
    gone_on = scene.store(folder)
    if gone_on.load().milestones["z"].title != "Go on" or gone_on.undo().name != "Go on":
        return "it does not go on"
    if now[0] != "unreadable" and scene.sight(folder)[:2] != now[:2]:
        return "the undo of what came next gives another plan"
    return ""
