"""Undo, redo, the list of Changes, and backups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.services.results import Done

if TYPE_CHECKING:
    from planner.domain.change import Change
    from planner.ports import Backup
    from planner.services.context import Context


class History:
    """What was done, and taking it back; all of it survives a restart."""

    def __init__(self, context: Context) -> None:
        self._store = context.store

    def undo(self) -> Change:
        """Take the newest Change back, whoever made it. Raises NothingToUndo, UndoRefused."""
        return self._store.undo()

    def redo(self) -> Change:
        """Make the Change that was undone last again. Raises NothingToUndo, UndoRefused."""
        return self._store.redo()

    def list(self, limit: int = 20) -> Sequence[Change]:
        """The Changes, newest first; limit 0 = all."""
        return self._store.history(limit)

    def backup(self) -> Backup:
        """Make a backup now."""
        return self._store.backup()

    def backups(self) -> Sequence[Backup]:
        """All backups, newest first."""
        return self._store.backups()

    def restore(self, name: str) -> Done:
        """Bring a backup back as a new Change on top, after backing up what is there."""
        return Done(change=self._store.restore(name), ids=())
