"""Disks that are full and disks that can only be read, mounted for the purpose: needs root (`make torture-root`)."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from planner.domain.errors import SaveFailed
from planner.domain.plan import Edit
from tests.contracts.material import milestone
from tests.torture.scenes import plain, seen, tell


@contextmanager
def mounted(folder: Path, size: int) -> Iterator[Path]:
    """A file system in memory of `size` KB, for as long as the block runs."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k,mode=0700", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # a store keeps the file it read open


@pytest.mark.parametrize("size", [64, 128, 256, 1024])
def test_a_full_disk_refuses_and_loses_nothing(size: int, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", size) as disk:
        home = disk / "home"
        store = plain(home)
        saved = 0
        refusals: list[SaveFailed] = []
        for number in range(2000):
            record = milestone(f"m{number:04}", notes="x" * 500)
            try:
                store.commit(lambda _, record=record: Edit("Add", (record,)))  # type: ignore[misc]  # the record is bound
                saved += 1
            except SaveFailed as error:
                refusals.append(error)
                if len(refusals) == 20:
                    break
            assert len(store.load().milestones) == saved
        assert len(refusals) == 20
        for refusal in refusals:
            assert refusal.exit_code == 3
            assert "nothing was changed" in refusal.message
            assert "disk is full" in refusal.hint
        assert seen(plain(home).load()) == seen(store.load())
        assert len(plain(home).history()) == saved
        subprocess.run(["mount", "-o", f"remount,size={size * 4}k", str(disk)], check=True)
        store.commit(lambda _: Edit("Room again", (milestone("room"),)))
        assert len(plain(home).load().milestones) == saved + 1
        left = [path.name for path in home.glob(".*.tmp")]
        assert left == []
        tell(f"full disk of {size} KB: {saved} saved, then {len(refusals)} refused, 0 lost; with room again it goes on")


def test_a_disk_filled_by_somebody_else_refuses_even_a_small_change(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 512) as disk:
        store = plain(disk / "home")
        store.commit(lambda _: Edit("Begin", tuple(milestone(f"m{n}") for n in range(50))))
        before = seen(store.load())
        with pytest.raises(OSError, match="No space"):
            (disk / "filler").write_bytes(bytes(1 << 20))
        with pytest.raises(SaveFailed):
            store.commit(lambda _: Edit("Add", (milestone("more"),)))
        with pytest.raises(SaveFailed):
            store.undo()
        with pytest.raises(SaveFailed):
            store.backup()
        assert seen(plain(disk / "home").load()) == before
        (disk / "filler").unlink()
        store.undo()
        assert plain(disk / "home").load().milestones == {}
        tell("disk filled by somebody else: add, undo and backup refused, 0 lost")


def test_a_disk_that_can_only_be_read_refuses_and_is_still_read(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 1024) as disk:
        store = plain(disk / "home")
        store.commit(lambda _: Edit("Begin", tuple(milestone(f"m{n}") for n in range(50))))
        before = seen(store.load())
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        for act in (lambda: store.commit(lambda _: Edit("Add", (milestone("more"),))), store.undo, store.backup):
            with pytest.raises(SaveFailed, match="Read-only file system") as caught:
                act()
            assert caught.value.exit_code == 3
        assert seen(store.load()) == seen(plain(disk / "home").load()) == before
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        store.undo()
        tell("disk that can only be read: add, undo and backup refused, 0 lost; writable again it goes on")
