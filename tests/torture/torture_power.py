"""The power is cut after every operation of a save, and the disk has kept what it liked of what was not synced.

The model is weaker than any file system in use. Data of a file that was not synced is there whole, half, as zeros or
not at all. Of a folder's new, renamed and removed names that were not synced any may be missing, in any combination.
Only what a sync has forced is certain. Every state that can come of it is laid out as a real folder and opened.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from planner.domain.errors import DataError
from planner.domain.plan import Edit
from planner.store import durable
from tests.contracts.material import milestone
from tests.torture.scenes import SCENES, Scene, Sight, tell

Operation = tuple[Any, ...]


class Recorder(durable.Calls):
    """Does the calls and writes down those that change something; files are numbered as they are opened to be made."""

    def __init__(self, root: Path, *, leave_out: str = "") -> None:
        self.root = root
        self.leave_out = leave_out
        self.operations: list[Operation] = []
        self.files: dict[Path, int] = {path: n for n, path in enumerate(_files(root))}
        self.numbers = itertools.count(len(self.files))
        self.open_as: dict[int, tuple[str, int | Path]] = {}

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        """Opening to write, to make or a folder is written down."""
        made = bool(flags & os.O_CREAT) and not path.exists()
        fd = super().open(path, flags, mode)
        if path.is_dir():
            self.open_as[fd] = ("folder", path)
        elif flags & (os.O_WRONLY | os.O_RDWR):
            if made:
                self.files[path] = next(self.numbers)
                self.operations.append(("name", path, self.files[path]))
            self.open_as[fd] = ("file", self.files[path])
        return fd

    def write(self, fd: int, data: memoryview) -> int:
        """Data after what the file holds."""
        written = super().write(fd, data)
        self.operations.append(("data", self.open_as[fd][1], bytes(data[:written])))
        return written

    def truncate(self, fd: int, size: int) -> None:
        """Cut."""
        super().truncate(fd, size)
        self.operations.append(("cut", self.open_as[fd][1], size))

    def fsync(self, fd: int) -> None:
        """Force; or, as a control, don't."""
        kind, what = self.open_as[fd]
        if kind != self.leave_out:
            self.operations.append(("force " + kind, what))

    def close(self, fd: int) -> None:
        """The number may come again for another file."""
        self.open_as.pop(fd, None)
        super().close(fd)

    def replace(self, source: Path, target: Path) -> None:
        """One name for another, at once."""
        super().replace(source, target)
        self.files[target] = self.files.pop(source)
        self.operations.append(("rename", source, target, self.files[target]))

    def unlink(self, path: Path) -> None:
        """A name goes."""
        super().unlink(path)
        self.files.pop(path, None)
        self.operations.append(("gone", path))

    def mkdir(self, path: Path) -> None:
        """A folder."""
        super().mkdir(path)
        self.operations.append(("folder", path))


@dataclass
class Disk:
    """What the disk is sure of, and what it was told since."""

    names: dict[Path, int]
    folders: set[Path]
    sure: dict[int, bytes]
    told: dict[int, bytes] = field(default_factory=dict)
    waiting: dict[Path, list[Operation]] = field(default_factory=dict)

    def take(self, operation: Operation) -> None:
        """The next operation."""
        kind, what, *rest = operation
        if kind == "data":
            self.told[what] = self._now(what) + rest[0]
        elif kind == "cut":
            self.told[what] = self._now(what)[: rest[0]]
        elif kind == "force file":
            self.sure[what] = self._now(what)
            self.told.pop(what, None)
        elif kind == "force folder":
            for waiting in self.waiting.pop(what, []):
                _rename(self.names, self.folders, waiting)
        else:
            self.waiting.setdefault(what.parent, []).append(operation)

    def _now(self, file: int) -> bytes:
        return self.told.get(file, self.sure.get(file, b""))

    def after_the_cut(self) -> Iterator[tuple[dict[Path, int], set[Path], dict[int, bytes]]]:
        """All that may stand on the disk: names, folders, and the content of the files."""
        kept = [_subsets(operations) for operations in self.waiting.values()]
        contents = [
            [(file, each) for each in _versions(self.sure.get(file, b""), told)] for file, told in self.told.items()
        ]
        for chosen in itertools.product(*kept):
            names, folders = dict(self.names), set(self.folders)
            for operation in itertools.chain.from_iterable(chosen):
                _rename(names, folders, operation)
            for content in itertools.product(*contents):
                yield names, folders, {**self.sure, **dict(content)}


def _subsets(operations: Sequence[Operation]) -> list[tuple[Operation, ...]]:
    if len(operations) > 6:  # beyond that: every beginning, and all but one
        beginnings = [tuple(operations[:n]) for n in range(len(operations) + 1)]
        return [*beginnings, *itertools.combinations(operations, len(operations) - 1)]
    return [each for n in range(len(operations) + 1) for each in itertools.combinations(operations, n)]


def _versions(sure: bytes, told: bytes) -> set[bytes]:
    if not told.startswith(sure):  # it was cut
        return {sure, told}
    new = told[len(sure) :]
    return {sure, told, sure + new[: len(new) // 2], sure + bytes(len(new)), sure + new[:1]}


def _rename(names: dict[Path, int], folders: set[Path], operation: Operation) -> None:
    kind, path, *rest = operation
    if kind == "name":
        names[path] = rest[0]
    elif kind == "rename":
        # The file is reached by its number: the old name may not have come to the disk.
        names.pop(path, None)
        names[rest[0]] = rest[1]
    elif kind == "gone":
        names.pop(path, None)
    else:
        folders.add(path)


def _files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file() and path.suffix != ".lock")


@pytest.fixture(autouse=True)
def _real_calls_afterwards() -> Iterator[None]:
    yield
    durable.calls = durable.Calls()


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_no_cut_of_the_power_loses_what_was_saved(scene: Scene, tmp_path: Path) -> None:
    states, wrong = cut_everywhere(scene, tmp_path)
    tell(f"power, {scene.name}: {states} states, {len(wrong)} wrong")
    assert states > 10
    assert wrong == []


@pytest.mark.parametrize("left_out", ["file", "folder"])
def test_control_without_the_sync_it_is_lost(left_out: str, tmp_path: Path) -> None:
    states, wrong = cut_everywhere(SCENES[1], tmp_path, leave_out=left_out)
    tell(f"power, control without the sync of a {left_out}: {states} states, {len(wrong)} wrong, e.g. {wrong[:1]}")
    assert wrong


def cut_everywhere(scene: Scene, tmp_path: Path, *, leave_out: str = "") -> tuple[int, list[str]]:
    """Three saves in a row, the scene first; how many states were looked at and what was lost in them."""
    folder, laid = tmp_path / "folder", tmp_path / "laid"
    folder.mkdir()
    scene.prepare(folder)
    disk = Disk(
        names={path: n for n, path in enumerate(_files(folder))},
        folders={folder, *(path for path in folder.rglob("*") if path.is_dir())},
        sure={n: path.read_bytes() for n, path in enumerate(_files(folder))},
    )
    durable.calls = recorder = Recorder(folder, leave_out=leave_out)
    store = scene.store(folder)
    sights = [scene.sight(folder)]
    saved: list[int] = []
    on_top = Edit("On top", (milestone("top"),), (("milestones", "m1"),))
    for act in (scene.act, lambda store: store.commit(lambda _: on_top), lambda store: store.undo()):
        act(store)
        saved.append(len(recorder.operations))
        sights.append(scene.sight(folder))
    durable.calls = durable.Calls()
    looked_at: set[Any] = set()
    wrong: list[str] = []
    for done in range(len(recorder.operations) + 1):
        if done:
            disk.take(recorder.operations[done - 1])
        certain = sum(done >= each for each in saved)  # saves that had returned by then
        allowed = sights[certain : certain + 2]
        for names, folders, contents in disk.after_the_cut():
            there = {path: contents.get(number, b"") for path, number in names.items() if path.parent in folders}
            state = (certain, frozenset(there.items()))
            if state in looked_at:
                continue
            looked_at.add(state)
            problem = _opened(scene, folder, laid, there, allowed)
            if problem:
                wrong.append(f"after operation {done} {recorder.operations[done - 1][:1]}: {problem}")
    return len(looked_at), wrong


def _opened(scene: Scene, folder: Path, laid: Path, there: dict[Path, bytes], allowed: Sequence[Sight]) -> str:
    if laid.exists():
        shutil.rmtree(laid)
    laid.mkdir()
    for path, content in there.items():
        target = laid / path.relative_to(folder)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)
    try:
        now = scene.sight(laid)
        if now not in allowed:
            return f"it holds {now[-1]!r:.200}"
        store = scene.store(laid)
        if now[0] == "unreadable":
            store.restore(store.backups()[-1].name)
        store.commit(lambda _: Edit("Go on", (milestone("z"),)))
        store.undo()
        if now[0] != "unreadable" and scene.sight(laid)[:2] != now[:2]:
            return "the undo of what came next gives another plan"
    except DataError as error:
        return str(error)
    return ""
