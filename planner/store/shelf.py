"""Writing in the library of templates: durably, and one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.store.durable import ensure_folder, locked, remove_file, replace_file


class ShelfFiles:
    """The disk as `library.arrival.Files` needs it."""

    def write(self, path: Path, data: bytes) -> None:
        """Make `data` the content of `path`, durably, 0600, with its folder. Raises SaveFailed, NotDurable."""
        ensure_folder(path.parent)
        replace_file(path, data)

    def remove(self, path: Path) -> None:
        """Remove a file if it is there. Raises SaveFailed."""
        remove_file(path)

    @contextmanager
    def alone(self, folder: Path) -> Iterator[None]:
        """Hold the folder, made if need be, against other writers. Raises Busy, SaveFailed."""
        ensure_folder(folder)
        with locked(folder / ".library"):
            yield
