"""Whether somebody watches for reminders: who does holds a lock, which the kernel lets go of when its holder dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from planner.domain.errors import Busy, DataError, SaveFailed
from planner.store import durable

NAMES = ("watch", "watch-2", "watch-3", "watch-4")
"""The locks are the files of these names with `.lock`, in the data folder: each who watches holds one of them."""
_PATIENCE = 1.0
"""Seconds: who only looks whether somebody watches holds a lock for an instant."""


class FilePresence:
    """Of `planner remind watch` on one data folder."""

    def __init__(self, data: Path) -> None:
        self._paths = tuple(data / name for name in NAMES)

    @contextmanager
    def here(self) -> Iterator[None]:
        """Watch in here. Others that watch too do no harm, nor a folder that cannot be written to."""
        with ExitStack() as held:
            self._take_one(held)
            yield

    def _take_one(self, held: ExitStack) -> None:
        """Hold the first lock that is free; of more than there are locks only so many are seen."""
        for path in self._paths:
            with suppress(Busy, SaveFailed):
                held.enter_context(durable.locked(path, timeout=_PATIENCE if path is self._paths[-1] else 0))
                return

    def anyone(self) -> bool:
        """Whether anybody watches now. Raises nothing."""
        return any(_is_held(path) for path in self._paths)


def _is_held(path: Path) -> bool:
    if not path.with_name(f"{path.name}.lock").exists():
        return False
    try:
        with durable.locked(path, timeout=0):
            return False
    except Busy:
        return True
    except DataError:
        return False
