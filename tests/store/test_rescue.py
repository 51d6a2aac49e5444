"""What the store does with files that are broken, gone, older, newer, or from another day."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from planner.domain.errors import NewerFormat, Unreadable
from planner.domain.plan import Edit, Plan
from planner.store.migrations import SCHEMA
from tests.contracts.material import FULL_PROFILE, FakeClock, content, goal, milestone, put
from tests.store.opening import body, files, header, opened


@pytest.mark.parametrize("broken", ["empty", "cut", "flipped", "text", "folder"])
def test_a_plan_that_cannot_be_read_is_left_alone_and_the_backup_that_fits_is_named(
    broken: str, tmp_path: Path
) -> None:
    clock = FakeClock()
    store = opened(tmp_path, clock)
    store.commit(put(milestone("m1")))
    clock.at += timedelta(days=1)
    store.commit(put(milestone("m2")))
    path = tmp_path / "plan.json"
    data = path.read_bytes()
    spoilt = {"empty": b"", "cut": data[:-20], "flipped": data.replace(b"handbook", b"handbo0k"), "text": b"hello"}
    path.unlink()
    if broken == "folder":
        path.mkdir()
    else:
        path.write_bytes(spoilt[broken])
    before = files(tmp_path)
    for each in (store, opened(tmp_path, clock)):
        for act in (each.load, each.history, each.undo, each.backup, partial(each.commit, put(milestone("m3")))):
            with pytest.raises(Unreadable, match=r"plan\.json") as caught:
                act()
            if broken != "folder":
                assert "planner restore 2026-11-22T09-30-00Z" in caught.value.hint
                assert "planner undo" in caught.value.hint
    assert files(tmp_path) == before


def spoil(folder: Path) -> bytes:
    path = folder / "plan.json"
    path.write_bytes(path.read_bytes()[:-20])
    return path.read_bytes()


def test_a_restore_keeps_what_cannot_be_read_and_undo_brings_back_what_came_after_the_backup(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.commit(put(milestone("m1")))
    backup = store.backup()
    kept = content(store.load())
    store.commit(lambda _: Edit("Later", (milestone("m2"),), (("milestones", "m1"),)))
    store.commit(put(FULL_PROFILE))
    newest, before = content(store.load()), body(tmp_path)
    unreadable = spoil(tmp_path)
    change = opened(tmp_path).restore(backup.name)
    assert change.generation == 4
    assert content(opened(tmp_path).load()) == kept
    assert [path.read_bytes() for path in tmp_path.glob("plan.unreadable-*.json")] == [unreadable]
    opened(tmp_path).undo()
    assert content(opened(tmp_path).load()) == newest
    assert body(tmp_path) == before
    assert len(opened(tmp_path).history()) == 5


def test_each_file_that_cannot_be_read_is_kept(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.commit(put(milestone("m1")))
    backup = store.backup()
    kept = set()
    for _ in range(3):
        store.commit(put(milestone("m2", os.urandom(4).hex())))
        kept.add(spoil(tmp_path))
        store.restore(backup.name)
    assert {path.read_bytes() for path in tmp_path.glob("plan.unreadable-*.json")} == kept


@pytest.mark.parametrize("damage", ["gone", "damaged"])
def test_without_a_history_a_restore_gives_the_backup_and_goes_on(damage: str, tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.commit(put(milestone("m1")))
    backup = store.backup()
    store.commit(put(milestone("m2")))
    store.commit(put(milestone("m3")))
    path = tmp_path / "history.jsonl"
    if damage == "gone":
        path.unlink()
    else:
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(lines[0] + b"#" + lines[1] + lines[2])
    spoil(tmp_path)
    store = opened(tmp_path)
    store.restore(backup.name)
    assert list(store.load().milestones) == ["m1"]
    store.commit(put(milestone("m4")))
    store.undo()
    assert list(opened(tmp_path).load().milestones) == ["m1"]


def test_a_plan_that_was_removed_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.commit(put(milestone("m1")))
    store.commit(put(milestone("m2")))
    newest = content(store.load())
    (tmp_path / "plan.json").unlink()
    history = (tmp_path / "history.jsonl").read_bytes()
    for each in (store, opened(tmp_path)):
        with pytest.raises(Unreadable, match="missing"):
            each.load()
        with pytest.raises(Unreadable, match="missing"):
            each.commit(put(milestone("m3")))
    assert (tmp_path / "history.jsonl").read_bytes() == history
    store.restore(store.backups()[0].name)
    store.undo()
    assert content(store.load()) == newest


def test_a_history_alone_shows_that_there_was_a_plan(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.commit(put(milestone("m1")))
    store.commit(put(milestone("m2")))
    (tmp_path / "plan.json").unlink()
    shutil.rmtree(tmp_path / "backups")
    before = files(tmp_path)
    with pytest.raises(Unreadable, match="missing") as caught:
        opened(tmp_path).commit(put(milestone("m3")))
    assert "There is no backup" in caught.value.hint
    assert files(tmp_path) == before


def test_a_first_write_that_never_came_to_its_end_is_an_empty_plan(tmp_path: Path) -> None:
    opened(tmp_path).commit(put(milestone("m1")))
    (tmp_path / "plan.json").unlink()
    store = opened(tmp_path)
    assert store.load() == Plan()
    assert store.history() == ()
    store.commit(put(milestone("m2")))
    assert [each.generation for each in opened(tmp_path).history()] == [1]


def test_a_newer_format_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    opened(tmp_path, schema=SCHEMA + 1, migrations={SCHEMA: lambda _, document: document}).commit(put(milestone("m1")))
    before = files(tmp_path)
    store = opened(tmp_path)
    for act in (store.load, store.undo, store.backup, lambda: store.commit(put(milestone("m2")))):
        with pytest.raises(NewerFormat, match="newer planner"):
            act()
    assert files(tmp_path) == before
    assert not (tmp_path / "backups").exists()


def shouted(table: str, document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "title": document["title"].upper()} if table in {"milestones", "goals"} else document


NEXT: dict[str, Any] = {"schema": SCHEMA + 1, "migrations": {SCHEMA: shouted}}


def test_an_older_format_is_read_as_the_new_one_and_written_so_after_a_backup(tmp_path: Path) -> None:
    old = opened(tmp_path)
    old.commit(put(milestone("m1"), goal("g")))
    old.backup()
    written = (tmp_path / "plan.json").read_bytes()
    store = opened(tmp_path, **NEXT)
    assert store.load().milestones["m1"].title == "READ THE HANDBOOK"
    assert (tmp_path / "plan.json").read_bytes() == written
    store.commit(put(milestone("m2", "new")))
    assert header(tmp_path)["schema"] == SCHEMA + 1
    assert [m.title for m in opened(tmp_path, **NEXT).load().milestones.values()] == ["READ THE HANDBOOK", "new"]
    assert len(store.backups()) == 2
    assert (tmp_path / "backups" / f"{store.backups()[0].name}.json").read_bytes() == written
    with pytest.raises(NewerFormat):
        old.load()


def test_undo_and_restore_reach_back_over_a_migration(tmp_path: Path) -> None:
    old = opened(tmp_path)
    old.commit(put(milestone("m1", "one")))
    backup = old.backup()
    old.commit(put(milestone("m1", "two")))
    store = opened(tmp_path, **NEXT)
    assert store.undo().name == "Change"
    assert store.load().milestones["m1"].title == "ONE"
    store.redo()
    assert store.load().milestones["m1"].title == "TWO"
    store.restore(backup.name)
    assert store.load().milestones["m1"].title == "ONE"


def test_the_first_write_of_a_day_makes_a_backup_of_what_is_there(tmp_path: Path) -> None:
    clock = FakeClock()
    store = opened(tmp_path, clock)
    store.commit(put(milestone("m1")))
    assert store.backups() == ()
    for hours, count in ((1, 1), (1, 1), (24, 2), (1, 2), (48, 3)):
        clock.at += timedelta(hours=hours)
        data = (tmp_path / "plan.json").read_bytes()
        store.commit(put(milestone("m1", f"at {clock.at}")))
        backups = store.backups()
        assert len(backups) == count
        if backups[0].made == clock.at:
            assert (tmp_path / "backups" / f"{backups[0].name}.json").read_bytes() == data


def test_an_older_plan_put_in_place_by_hand_loses_no_history(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.commit(put(milestone("m1")))
    older = (tmp_path / "plan.json").read_bytes()
    for number in range(2, 6):
        store.commit(put(milestone(f"m{number}")))
    (tmp_path / "plan.json").write_bytes(older)
    lines = (tmp_path / "history.jsonl").read_bytes().splitlines(keepends=True)
    store.commit(put(milestone("n")))
    assert [each.generation for each in store.history()] == [2, 1]
    [aside] = tmp_path.glob("plan.history-dropped-*.jsonl")
    assert aside.read_bytes() == b"".join(lines[1:])
