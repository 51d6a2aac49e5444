from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planner.domain.errors import Busy, NotDurable, SaveFailed, Unreadable
from planner.store import durable


class Failing(durable.Calls):
    """Fails one kind of call, each time, before it is made or after it."""

    def __init__(self, kind: str, code: int, *, done: bool = False) -> None:
        self.kind, self.code, self.done = kind, code, done

    def __getattribute__(self, name: str) -> Any:
        real = object.__getattribute__(self, name)
        if name.startswith("_") or name in {"kind", "code", "done"} or name != self.kind:
            return real

        def failing(*arguments: object) -> None:
            if self.done:
                real(*arguments)
            raise OSError(self.code, os.strerror(self.code))

        return failing


@pytest.fixture(autouse=True)
def _real_calls_afterwards() -> Iterator[None]:
    yield
    durable.calls = durable.Calls()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_replaced_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    durable.replace_file(path, b"old, and much longer than what follows")
    durable.replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert mode(path) == 0o600
    assert names(tmp_path) == ["plan.json"]


def test_who_reads_the_old_file_reads_it_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    durable.replace_file(path, b"old")
    with path.open("rb") as reader:
        durable.replace_file(path, b"new")
        assert reader.read() == b"old"


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "plan.json"
    link.symlink_to(tmp_path / "elsewhere" / "real.json")
    durable.replace_file(link, b"through the link")
    assert link.is_symlink()
    assert (tmp_path / "elsewhere" / "real.json").read_bytes() == b"through the link"


def test_a_write_that_takes_only_a_part_goes_on_with_the_rest(tmp_path: Path) -> None:
    class Little(durable.Calls):
        def write(self, fd: int, data: memoryview) -> int:
            return super().write(fd, data[:3])

    durable.calls = Little()
    durable.replace_file(tmp_path / "plan.json", b"0123456789")
    assert (tmp_path / "plan.json").read_bytes() == b"0123456789"


@pytest.mark.parametrize("kind", ["open", "write", "fsync", "fstat", "close", "replace"])
@pytest.mark.parametrize(
    ("code", "hint"),
    [(errno.ENOSPC, "disk is full"), (errno.EDQUOT, "quota"), (errno.EROFS, "--home"), (errno.EIO, "nothing")],
)
def test_a_failure_before_the_exchange_changes_nothing_and_says_so(
    kind: str, code: int, hint: str, tmp_path: Path
) -> None:
    path = tmp_path / "plan.json"
    durable.replace_file(path, b"old")
    durable.calls = Failing(kind, code, done=kind == "close")
    with pytest.raises(SaveFailed, match="nothing was changed") as caught:
        durable.replace_file(path, b"new")
    assert hint in caught.value.hint
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["plan.json"]


def test_a_failure_after_the_exchange_says_that_it_is_saved_but_not_confirmed(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    durable.replace_file(path, b"old")

    class FolderFails(durable.Calls):
        def fsync(self, fd: int) -> None:
            if stat.S_ISDIR(os.fstat(fd).st_mode):
                raise OSError(errno.EIO, "Input/output error")

    durable.calls = FolderFails()
    with pytest.raises(NotDurable, match="is saved") as caught:
        durable.replace_file(path, b"new")
    assert "Do not repeat it" in caught.value.hint
    assert path.read_bytes() == b"new"


def test_an_exchange_that_was_made_although_it_was_told_as_failed_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    durable.replace_file(path, b"old")
    durable.calls = Failing("replace", errno.EIO, done=True)
    with pytest.raises(NotDurable):
        durable.replace_file(path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP])
def test_a_file_system_without_a_sync_of_folders_is_no_failure(code: int, tmp_path: Path) -> None:
    class FolderCannot(durable.Calls):
        def fsync(self, fd: int) -> None:
            if stat.S_ISDIR(os.fstat(fd).st_mode):
                raise OSError(code, os.strerror(code))

    durable.calls = FolderCannot()
    durable.replace_file(tmp_path / "plan.json", b"new")
    assert (tmp_path / "plan.json").read_bytes() == b"new"


def test_an_interrupt_leaves_no_temporary_file(tmp_path: Path) -> None:
    class Interrupted(durable.Calls):
        def fsync(self, fd: int) -> None:
            raise KeyboardInterrupt(fd)

    durable.calls = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        durable.replace_file(tmp_path / "plan.json", b"new")
    assert names(tmp_path) == []


def test_a_kept_copy_never_takes_the_place_of_another(tmp_path: Path) -> None:
    first = durable.keep_file(tmp_path / "kept.json", b"1")
    second = durable.keep_file(tmp_path / "kept.json", b"2")
    third = durable.keep_file(tmp_path / "kept.json", b"3")
    assert [path.name for path in (first, second, third)] == ["kept.json", "kept-2.json", "kept-3.json"]
    assert [path.read_bytes() for path in (first, second, third)] == [b"1", b"2", b"3"]


def test_a_kept_copy_that_is_not_confirmed_is_a_failure(tmp_path: Path) -> None:
    durable.calls = Failing("replace", errno.EIO, done=True)
    with pytest.raises(SaveFailed):
        durable.keep_file(tmp_path / "kept.json", b"1")


def test_lines_are_added_and_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    durable.append_file(path, b"one\n")
    durable.append_file(path, b"two\n")
    assert path.read_bytes() == b"one\ntwo\n"
    assert mode(path) == 0o600
    durable.truncate_file(path, 4)
    assert path.read_bytes() == b"one\n"


@pytest.mark.parametrize("kind", ["open", "write", "fsync", "close"])
def test_what_cannot_be_added_is_told(kind: str, tmp_path: Path) -> None:
    durable.calls = Failing(kind, errno.EIO, done=kind == "close")
    with pytest.raises(SaveFailed):
        durable.append_file(tmp_path / "history.jsonl", b"one\n")


@pytest.mark.parametrize("kind", ["open", "truncate", "fsync"])
def test_what_cannot_be_cut_is_told(kind: str, tmp_path: Path) -> None:
    durable.append_file(tmp_path / "history.jsonl", b"one\n")
    durable.calls = Failing(kind, errno.EIO)
    with pytest.raises(SaveFailed):
        durable.truncate_file(tmp_path / "history.jsonl", 0)


def test_a_file_that_is_not_there_reads_as_none(tmp_path: Path) -> None:
    assert durable.read_file(tmp_path / "plan.json") is None
    durable.remove_file(tmp_path / "plan.json")


def test_a_folder_or_a_pipe_in_the_place_of_the_file_is_unreadable_and_nothing_hangs(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("folder", "pipe"):
        with pytest.raises(Unreadable, match="is not a file"):
            durable.read_file(tmp_path / name)


@pytest.mark.parametrize("kind", ["open", "fstat", "read"])
def test_a_disk_that_cannot_read_is_told(kind: str, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes(b"there")
    durable.calls = Failing(kind, errno.EIO)
    with pytest.raises(Unreadable, match="Input/output error"):
        durable.read_file(tmp_path / "plan.json")


def test_a_made_folder_is_for_its_owner_only_and_one_that_is_there_is_left_alone(tmp_path: Path) -> None:
    durable.ensure_folder(tmp_path / "a" / "b")
    assert mode(tmp_path / "a") == mode(tmp_path / "a" / "b") == 0o700
    (tmp_path / "a").chmod(0o755)
    durable.ensure_folder(tmp_path / "a" / "b")
    assert mode(tmp_path / "a") == 0o755


def test_a_folder_cannot_be_made_in_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SaveFailed):
        durable.ensure_folder(tmp_path / "file")
    with pytest.raises(SaveFailed):
        durable.ensure_folder(tmp_path / "file" / "below")


def test_the_lock_keeps_others_out_until_it_is_left(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    with durable.locked(path), pytest.raises(Busy, match="in use") as caught, durable.locked(path, timeout=0.05):
        pass
    assert caught.value.exit_code == 3
    with durable.locked(path, timeout=0.05):
        assert mode(tmp_path / "plan.json.lock") == 0o600


def test_the_lock_keeps_other_threads_out_too(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    met: list[str] = []

    def other() -> None:
        try:
            with durable.locked(path, timeout=0.05):
                met.append("came in")
        except Busy:
            met.append("busy")

    with durable.locked(path):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert met == ["busy"]


def test_a_link_in_the_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "plan.json.lock").symlink_to(tmp_path / "victim")
    with pytest.raises(SaveFailed), durable.locked(tmp_path / "plan.json"):
        pass
    assert not (tmp_path / "victim").exists()


def test_who_holds_the_lock_removes_what_killed_writers_left_and_nothing_else(tmp_path: Path) -> None:
    for name in (".plan.json.0a1b.tmp", ".plan.unreadable-2026.json.0a1b.tmp", ".delivery.json.0a1b.tmp", "plan.tmp"):
        (tmp_path / name).write_bytes(b"")
    with durable.locked(tmp_path / "plan.json"):
        assert names(tmp_path) == [".delivery.json.0a1b.tmp", "plan.json.lock", "plan.tmp"]
