from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import JSONStorage, TinyDB

from planner.domain.errors import Busy, NotDurable, SaveFailed
from planner.domain.plan import Edit, Milestone, Plan
from planner.ports import Store
from planner.store import durable, reading, records
from planner.store.migrations import MIGRATIONS, SCHEMA
from planner.store.tiny import TinyStore
from tests.contracts.material import (
    FULL_GOAL,
    FULL_MILESTONE,
    FULL_PROFILE,
    CountedIds,
    FakeClock,
    content,
    drop,
    goal,
    made,
    milestone,
    put,
)
from tests.contracts.store import Opener, StoreContract
from tests.store.opening import body, header, opened


class TestTinyStore(StoreContract):
    @pytest.fixture
    def opener(self, clock: FakeClock, tmp_path: Path) -> Opener:
        ids = CountedIds()
        return lambda writer="test": TinyStore(tmp_path / "home", clock, ids, writer)

    def meddle(self, store: Store, record: Milestone) -> None:
        assert isinstance(store, TinyStore)
        data = store._path.read_bytes()
        header = reading.verified(data, SCHEMA)
        pieces = records.read_pieces(header, data, SCHEMA, MIGRATIONS)
        pieces["milestones"][record.id] = records.checked("milestones", record)[0]
        store._path.write_bytes(records.write_plan(pieces, header.generation, SCHEMA))


def test_the_plan_is_a_tinydb_file_with_the_ids_of_the_records(tmp_path: Path) -> None:
    opened(tmp_path).commit(put(FULL_GOAL, FULL_MILESTONE, FULL_PROFILE))
    with TinyDB(tmp_path / "plan.json", storage=JSONStorage, access_mode="r", encoding="utf-8") as db:
        assert db.tables() == {"meta", "goals", "milestones", "profile", "templates"}
        assert db.table("goals")._read_table() == {FULL_GOAL.id: records.document(FULL_GOAL)}
        assert db.table("milestones")._read_table()[FULL_MILESTONE.id]["title"] == FULL_MILESTONE.title
        assert db.table("meta")._read_table()["plan"]["generation"] == 1


def test_reading_needs_neither_tinydb_nor_the_lock_and_writes_nothing(tmp_path: Path) -> None:
    opened(tmp_path).commit(put(milestone("m1")))
    before = sorted(path.name for path in tmp_path.iterdir())
    (tmp_path / "plan.json.lock").unlink()
    program = f"""
import sys
from pathlib import Path
from planner.store.tiny import TinyStore
store = TinyStore(Path({str(tmp_path)!r}), None, None, "reader")
assert list(store.load().milestones) == ["m1"] and len(store.history()) == 1 and store.backups() == ()
print(sorted({{"tinydb", "filelock"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == [name for name in before if name != "plan.json.lock"]


def test_a_folder_that_is_only_read_is_not_made(tmp_path: Path) -> None:
    store = opened(tmp_path / "home")
    assert store.load() == Plan()
    assert store.history() == ()
    assert store.backups() == ()
    assert not (tmp_path / "home").exists()


def test_the_folder_and_the_files_are_for_their_owner_only(tmp_path: Path) -> None:
    home = tmp_path / "home"
    umask = os.umask(0o002)
    try:
        clock = FakeClock()
        store = opened(home, clock)
        store.commit(put(milestone("m1")))
        store.backup()
    finally:
        os.umask(umask)
    assert [home.stat().st_mode & 0o777, (home / "backups").stat().st_mode & 0o777] == [0o700, 0o700]
    assert {path.stat().st_mode & 0o777 for path in home.rglob("*") if path.is_file()} == {0o600}


ACTS: list[tuple[str, Callable[[Plan], Edit]]] = [
    ("add", put(milestone("m5"), goal("g5"))),
    ("edit", put(milestone("m1", "Other", notes="x" * 500))),
    ("delete", drop(("milestones", "m1"), ("goals", "g"))),
    ("profile", put(FULL_PROFILE)),
    ("all at once", lambda _: Edit("All", (milestone("m0"), milestone("m2", "New")), (("milestones", "m1"),))),
]


@pytest.mark.parametrize("act", [act for _, act in ACTS], ids=[name for name, _ in ACTS])
def test_an_undo_gives_back_the_file_byte_for_byte(act: Callable[[Plan], Edit], tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.commit(put(goal("g", answers={"b": "2", "a": "1"}), *(milestone(f"m{n}") for n in range(4))))
    before, first = body(tmp_path), header(tmp_path)
    store.commit(act)
    after = body(tmp_path)
    assert after != before
    store.undo()
    assert body(tmp_path) == before
    assert header(tmp_path) == {**first, "generation": 3}
    opened(tmp_path).redo()
    assert body(tmp_path) == after
    opened(tmp_path).undo()
    assert body(tmp_path) == before


def test_an_undo_of_a_restore_gives_back_the_file_byte_for_byte(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.commit(put(milestone("m1"), goal("g")))
    backup = store.backup()
    kept = body(tmp_path)
    store.commit(lambda _: Edit("More", (milestone("m2"), milestone("m1", "Other")), (("goals", "g"),)))
    before = body(tmp_path)
    store.restore(backup.name)
    assert body(tmp_path) == kept
    store.undo()
    assert body(tmp_path) == before


def test_a_save_that_failed_changed_nothing_and_the_same_store_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(tmp_path)
    store.commit(put(milestone("m1")))
    store.commit(put(milestone("m1", "Other")))
    before = content(store.load())

    class Full(durable.Calls):
        def replace(self, source: Path, target: Path) -> None:
            raise OSError(errno.ENOSPC, "No space left on device", str(source), None, str(target))

    with monkeypatch.context() as patch:
        patch.setattr(durable, "calls", Full())
        with pytest.raises(SaveFailed, match="nothing was changed") as caught:
            store.commit(put(milestone("m2")))
    assert "disk is full" in caught.value.hint
    assert content(store.load()) == content(opened(tmp_path).load()) == before
    assert len(store.history()) == 2
    store.commit(put(milestone("m3")))
    assert [each.generation for each in opened(tmp_path).history()] == [3, 2, 1]


def test_a_save_the_disk_did_not_confirm_is_made_and_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opened(tmp_path)
    store.commit(put(milestone("m1")))
    store.commit(put(milestone("m1", "Other")))

    class Unsure(durable.Calls):
        def replace(self, source: Path, target: Path) -> None:
            super().replace(source, target)
            raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(durable, "calls", Unsure())
        with pytest.raises(NotDurable):
            store.commit(put(milestone("m2")))
    assert list(store.load().milestones) == list(opened(tmp_path).load().milestones) == ["m1", "m2"]
    assert not store.changed()
    store.undo()
    assert list(opened(tmp_path).load().milestones) == ["m1"]


def test_another_planner_that_writes_for_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opened(tmp_path)
    store.commit(put(milestone("m1")))
    wait = durable.locked
    monkeypatch.setattr(durable, "locked", lambda path: wait(path, timeout=0.05))
    with wait(tmp_path / "plan.json"):
        assert list(store.load().milestones) == ["m1"]
        with pytest.raises(Busy):
            store.commit(put(milestone("m2")))
    assert made(store.commit(put(milestone("m2")))).generation == 2


def test_a_change_made_in_place_by_an_editor_is_seen(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.commit(put(milestone("m1", "Old title")))
    path = tmp_path / "plan.json"
    file = json.loads(path.read_bytes())
    del file["meta"]["plan"]["check"]
    file["milestones"]["m1"]["title"] = "By hand"
    path.write_text(json.dumps(file, indent=2), encoding="utf-8")
    assert store.changed()
    assert store.load().milestones["m1"].title == "By hand"
    store.commit(put(milestone("m2")))
    assert opened(tmp_path).load().milestones["m1"].title == "By hand"
    assert len(header(tmp_path)["check"]) == 8


def test_a_plan_that_is_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "cloud").mkdir()
    link = tmp_path / "home" / "plan.json"
    opened(tmp_path / "home").commit(put(milestone("m1")))
    link.rename(tmp_path / "cloud" / "plan.json")
    link.symlink_to(tmp_path / "cloud" / "plan.json")
    opened(tmp_path / "home").commit(put(milestone("m2")))
    assert link.is_symlink()
    assert list(opened(tmp_path / "home").load().milestones) == ["m1", "m2"]


def test_threads_may_read_while_another_writes(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.commit(put(milestone("m0", order=0)))
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        last = 0
        while not done.is_set():
            plan = store.load()
            if plan.generation < last or plan.milestones["m0"].order != plan.generation - 1:
                wrong.append(plan)
            last = plan.generation

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for order in range(1, 40):
        store.commit(put(milestone("m0", order=order)))
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_threads_may_write_at_once(tmp_path: Path) -> None:
    store = opened(tmp_path)

    def write(name: str) -> None:
        for number in range(10):
            store.commit(put(milestone(f"{name}{number}")))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened(tmp_path).load().milestones) == len(store.history()) == 30


def test_an_open_store_keeps_one_descriptor_and_gives_it_back(tmp_path: Path) -> None:
    def descriptors() -> list[str]:
        """Those of this test's folder: what other tests left is collected whenever Python likes."""
        open_now = [path for path in Path("/dev/fd").iterdir() if path.is_symlink()]
        return [where for path in open_now if (where := os.path.realpath(path)).startswith(f"{tmp_path}{os.sep}")]

    store = opened(tmp_path)
    for number in range(20):
        store.commit(put(milestone("m", order=number)))
        opened(tmp_path).load()
    assert len(descriptors()) == 1
    del store
    assert descriptors() == []


def test_what_a_record_of_the_full_suite_holds_does_not_depend_on_the_handle(tmp_path: Path) -> None:
    warm = opened(tmp_path)
    warm.commit(put(FULL_GOAL, FULL_MILESTONE, FULL_PROFILE, milestone("m1")))
    warm.commit(drop(("milestones", "m1")))
    assert warm.load() == opened(tmp_path).load()


def test_the_history_is_on_the_disk_before_the_plan_and_the_plan_before_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(tmp_path)
    store.commit(put(milestone("m1")))
    store.commit(put(milestone("m2")))
    done: list[str] = []
    names: dict[int, str] = {}

    class Written(durable.Calls):
        def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
            fd = super().open(path, flags, mode)
            names[fd] = "folder" if path.is_dir() else "plan" if path.suffix == ".tmp" else path.stem
            return fd

        def write(self, fd: int, data: memoryview) -> int:
            done.append(f"write {names[fd]}")
            return super().write(fd, data)

        def fsync(self, fd: int) -> None:
            done.append(f"sync {names[fd]}")

        def replace(self, source: Path, target: Path) -> None:
            done.append(f"exchange {target.stem}")
            super().replace(source, target)

    monkeypatch.setattr(durable, "calls", Written())
    store.commit(put(milestone("m3")))
    assert done == ["write history", "sync history", "write plan", "sync plan", "exchange plan", "sync folder"]
