"""What a test asks of a file."""

from pathlib import Path


def as_written(path: Path) -> tuple[int, int, int]:
    """Its inode, its bytes and when it was last written, in ns: the same as long as nobody writes it.

    Reading it may move its time of access, and the whole of `stat` with it.
    """
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns
