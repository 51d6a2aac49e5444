"""Whether somebody watches for reminders: who does holds a lock, which the kernel lets go of when its holder dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from planner.domain.errors import Busy, DataError, SaveFailed
from planner.store import durable

NAME = "watch"
"""The lock is the file of this name with `.lock`, in the data folder."""
_PATIENCE = 1.0
"""Seconds: who only looks whether somebody watches holds the lock for an instant."""


class FilePresence:
    """Of `planner remind watch` on one data folder."""

    def __init__(self, data: Path) -> None:
        self._path = data / NAME

    @contextmanager
    def here(self) -> Iterator[None]:
        """Watch in here. Another that watches too does no harm, nor a folder that cannot be written to."""
        with ExitStack() as held:
            with suppress(Busy, SaveFailed):  # of two that watch the first is seen
                held.enter_context(durable.locked(self._path, timeout=_PATIENCE))
            yield

    def anyone(self) -> bool:
        """Whether anybody watches now. Raises nothing."""
        if not self._path.with_name(f"{NAME}.lock").exists():
            return False
        try:
            with durable.locked(self._path, timeout=0):
                return False
        except Busy:
            return True
        except DataError:
            return False
