"""Files that survive a crash: replaced, never overwritten; appended to only with a sync.

Every system call of these operations goes through `calls`, one object that a test exchanges to fail each in turn.
Files are 0600 and folders that are made here 0700. A path that is a link is followed first, so that the file it
points to is replaced and not the link.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from planner.domain.errors import Busy, NotDurable, SaveFailed, Unreadable

_PLAIN = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_UNSYNCED_FOLDERS = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}
"""What a file system answers that has no sync for folders."""


class Calls:
    """The system calls behind every read and durable write, under their own names."""

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        """`os.open`; never inherited by a child process."""
        return os.open(path, flags | _PLAIN, mode)

    def read(self, fd: int, size: int) -> bytes:
        """`os.read`."""
        return os.read(fd, size)

    def write(self, fd: int, data: memoryview) -> int:
        """`os.write`: may write less than all."""
        return os.write(fd, data)

    def fsync(self, fd: int) -> None:
        """`os.fsync`, and on macOS the call that makes the disk empty its own cache too."""
        if sys.platform == "darwin":
            import fcntl

            with suppress(OSError):  # not every volume knows it; then the plain sync is all there is
                fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
                return
        os.fsync(fd)

    def close(self, fd: int) -> None:
        """`os.close`."""
        os.close(fd)

    def fstat(self, fd: int) -> os.stat_result:
        """`os.fstat`."""
        return os.fstat(fd)

    def stat(self, path: Path) -> os.stat_result:
        """`os.stat`."""
        return path.stat()

    def truncate(self, fd: int, size: int) -> None:
        """`os.ftruncate`."""
        os.ftruncate(fd, size)

    def replace(self, source: Path, target: Path) -> None:
        """`os.replace`."""
        source.replace(target)

    def unlink(self, path: Path) -> None:
        """`os.unlink`."""
        path.unlink()

    def names(self, folder: Path) -> list[str]:
        """`os.listdir`."""
        return [entry.name for entry in folder.iterdir()]

    def mkdir(self, path: Path) -> None:
        """`os.mkdir`, 0700."""
        path.mkdir(0o700)


calls = Calls()
"""The calls in use. Only tests put something else here."""


def replace_file(path: Path, data: bytes | bytearray) -> None:
    """Make `data` the whole content of `path`, so that at any moment, power loss included, it is the old or the new.

    Raises SaveFailed when nothing was changed, NotDurable when the new content stands but the disk did not confirm
    it. Writers of one path exclude each other with `locked`; readers need no lock.
    """
    target = _real(path)
    temp = target.with_name(f".{target.name}.{os.urandom(8).hex()}.tmp")
    identity = None
    try:
        identity = _write_new(temp, data)
        calls.replace(temp, target)
    except OSError as error:
        if identity is None or not _is(target, identity):
            _remove(temp)
            raise _save_failed(path, error) from error
        # The exchange was made although the call said otherwise, as network file systems do.
        raise _not_durable(path, error) from error
    except BaseException:
        _remove(temp)
        raise
    try:
        _sync_folder(target.parent)
    except OSError as error:
        raise _not_durable(path, error) from error


def keep_file(path: Path, data: bytes) -> Path:
    """Write a copy that something else waits for; where `path` is taken, to `…-2`, `…-3` beside it. Gives its path.

    Raises SaveFailed, also when the disk did not confirm it.
    """
    try:
        taken = set(calls.names(path.parent))
        free = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
        target = path if path.name not in taken else next(each for each in free if each.name not in taken)
        replace_file(target, data)
    except OSError as error:
        raise _save_failed(path, error) from error
    except NotDurable as error:
        raise SaveFailed(f"{error.message} Nothing else was changed.", "Check the disk and try again.") from error
    return target


def append_file(path: Path, data: bytes) -> None:
    """Add `data` at the end of `path`, made if need be, and sync it. Raises SaveFailed; then a part may stand there."""
    target = _real(path)
    try:
        try:
            fd, made = calls.open(target, os.O_WRONLY | os.O_APPEND), False
        except FileNotFoundError:
            fd, made = calls.open(target, os.O_WRONLY | os.O_APPEND | os.O_CREAT), True
        try:
            _write_all(fd, data)
            calls.fsync(fd)
        finally:
            calls.close(fd)
        if made:
            _sync_folder(target.parent)
    except OSError as error:
        raise _save_failed(path, error) from error


def truncate_file(path: Path, size: int) -> None:
    """Cut `path` to its first `size` bytes, and sync it. Raises SaveFailed."""
    try:
        fd = calls.open(_real(path), os.O_WRONLY)
        try:
            calls.truncate(fd, size)
            calls.fsync(fd)
        finally:
            calls.close(fd)
    except OSError as error:
        raise _save_failed(path, error) from error


def remove_file(path: Path) -> None:
    """Remove `path` if it is there. Raises SaveFailed."""
    try:
        calls.unlink(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise _save_failed(path, error) from error


def read_file(path: Path) -> bytes | None:
    """The whole content; None if there is no such file. Raises Unreadable."""
    with reading(path) as fd:
        return None if fd is None else read_part(fd, 0, calls.fstat(fd).st_size)


@contextmanager
def reading(path: Path) -> Iterator[int | None]:
    """A descriptor on a regular file for as long as the block runs; None if there is no such file.

    Raises Unreadable, also for an OSError of the block.
    """
    fd = open_to_read(path)
    try:
        yield fd
    except OSError as error:
        raise _unreadable(path, error) from error
    finally:
        if fd is not None:
            close_read(fd)


def close_read(fd: int) -> None:
    """Close a descriptor that was read from: nothing can be lost there, so a failure is nobody's concern."""
    with suppress(OSError):
        calls.close(fd)


def open_to_read(path: Path) -> int | None:
    """A file descriptor on a regular file, for the caller to close; None if there is none. Raises Unreadable."""
    try:
        # Without O_NONBLOCK a pipe of this name would hold us up for ever.
        fd = calls.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(path, error) from error
    try:
        if stat.S_ISREG(calls.fstat(fd).st_mode):
            return fd
    except OSError as error:
        close_read(fd)
        raise _unreadable(path, error) from error
    close_read(fd)
    raise Unreadable(f"{path} is not a file.", "Move it out of the way, or choose another folder with --home.")


def read_part(fd: int, offset: int, size: int) -> bytes:
    """`size` bytes from `offset`, fewer where the file ends. Raises OSError."""
    os.lseek(fd, offset, os.SEEK_SET)
    parts: list[bytes] = []
    while size > 0 and (part := calls.read(fd, size)):
        parts.append(part)
        size -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def ensure_folder(path: Path) -> None:
    """Make the folder, 0700, and those above it; one that is there keeps its mode. Raises SaveFailed."""
    folder = _real(path)
    try:
        if folder.is_dir():
            return
        ensure_folder(folder.parent)
        with suppress(FileExistsError):
            calls.mkdir(folder)
        _sync_folder(folder.parent)
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "is not a folder")
    except OSError as error:
        raise _save_failed(path, error) from error


@contextmanager
def locked(path: Path, timeout: float = 10) -> Iterator[None]:
    """Hold the lock of `path` against every other process and thread: the file `path` + `.lock` beside it.

    The kernel lets go of it when its holder dies. What killed writers of `path`, and of files whose names begin like
    it, left behind is removed. Waits `timeout` seconds, then raises Busy; SaveFailed where there can be no lock.
    """
    from filelock import FileLock, Timeout  # only writers pay for it

    target = _real(path)
    lock = FileLock(
        target.with_name(target.name + ".lock"), timeout=timeout, mode=0o600, poll_interval=0.01, fallback_to_soft=False
    )
    try:
        lock.acquire()
    except Timeout as error:
        raise Busy(
            f"{path} is in use by another planner.", "Try again in a moment; if it stays so, close the other one."
        ) from error
    except (OSError, NotImplementedError) as error:
        raise _save_failed(path, error) from error
    try:
        remove_leftovers(target.parent, target.stem)
        yield
    finally:
        lock.release()


def remove_leftovers(folder: Path, name: str = "") -> None:
    """Remove what killed writers of `name….…`, or of any file in `folder`, left there. For the holder of the lock."""
    start = f".{name}." if name else "."
    # What cannot be removed does no harm; the next holder tries again.
    with suppress(OSError):
        for each in calls.names(folder):
            if each.startswith(start) and each.endswith(".tmp"):
                _remove(folder / each)


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _write_new(temp: Path, data: bytes | bytearray) -> tuple[int, int]:
    fd = calls.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0))
    try:
        _write_all(fd, data)
        calls.fsync(fd)
        status = calls.fstat(fd)
    finally:
        calls.close(fd)
    return status.st_dev, status.st_ino


def _write_all(fd: int, data: bytes | bytearray) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[calls.write(fd, rest) :]


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there; its changes are journalled
        return
    fd = calls.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        calls.fsync(fd)
    except OSError as error:
        if error.errno not in _UNSYNCED_FOLDERS:
            raise
    finally:
        close_read(fd)


def _is(path: Path, identity: tuple[int, int]) -> bool:
    try:
        status = path.stat()
    except OSError:
        return False
    return (status.st_dev, status.st_ino) == identity


def _remove(temp: Path) -> None:
    # What cannot be removed now is removed by the next holder of the lock; the first failure is the one to tell.
    with suppress(OSError):
        calls.unlink(temp)


def _save_failed(path: Path, error: Exception) -> SaveFailed:
    code = error.errno if isinstance(error, OSError) else None
    hint = {
        errno.ENOSPC: "The disk is full: make some room and try again.",
        errno.EDQUOT: "Your disk quota is used up: make some room and try again.",
        errno.EROFS: "The folder can only be read: choose another one with --home.",
        errno.EACCES: "The folder may not be written by you: check who owns it, or choose another one with --home.",
        errno.EPERM: "The folder may not be written by you: check who owns it, or choose another one with --home.",
    }.get(code or 0, "Check the disk and try again; nothing of your plan was changed.")
    return SaveFailed(f"{path} could not be saved ({_reason(error)}); nothing was changed.", hint)


def _not_durable(path: Path, error: OSError) -> NotDurable:
    return NotDurable(
        f"{path} is saved, but the disk did not confirm it ({_reason(error)}).",
        "Do not repeat it. Check the disk, and make a backup to another one.",
    )


def _unreadable(path: Path, error: OSError) -> Unreadable:
    return Unreadable(f"{path} cannot be read ({_reason(error)}).", "Check the disk and who owns the file.")


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
