"""Undo, redo, the list of Changes, and backups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from planner.domain.errors import NotFound, NotMet
from planner.services.results import Done

if TYPE_CHECKING:
    from planner.domain.change import Change
    from planner.domain.plan import Goal, Milestone
    from planner.domain.walk import Act
    from planner.ports import Backup
    from planner.services.context import Context


# Inside the class `list` is its method.
_Changes: TypeAlias = "list[Change]"


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

    def list(self, limit: int = 20, *, goal: str = "") -> Sequence[Change]:
        """The Changes, newest first; limit 0 = all. With `goal` (an id, or as `find_goal` takes it; one that was
        deleted by its id) only those that touched it or its milestones. Raises NotFound, Ambiguous."""
        if not goal:
            return self._store.history(limit)
        from planner.domain.walk import concerns

        every = self._store.history(0)
        wanted = self._goal(goal, every)
        found = [each for each in every if concerns(each, wanted)]
        return found[:limit] if limit else found

    def _goal(self, ref: str, changes: Sequence[Change]) -> str:
        """The id of a goal, also of one that is no longer there."""
        from planner.domain.text import resolve
        from planner.services.context import find_goal

        try:
            return find_goal(self._store.load(), ref).id
        except NotFound as missing:
            gone = {record.id for each in changes for record in each.records if record.table == "goals"}
            try:
                return resolve(ref, gone, "goal")
            except NotFound:
                raise missing from None

    def titles(self, changes: Sequence[Change] | None = None) -> Mapping[str, str]:
        """What goals and milestones are called, by id, those that are gone included; `changes`, newest first, are those
        that were read already."""
        from planner.domain.walk import titles

        plan = self._store.load()
        records: tuple[Goal | Milestone, ...] = (*plan.goals.values(), *plan.milestones.values())
        there = {each.id: each.title for each in records}
        return {**titles(self._store.history(0) if changes is None else changes), **there}

    def acts(self, changes: Sequence[Change] | None = None) -> Sequence[Act]:
        """What was done, newest first, and what of it stands; `changes` are all, if they were read already."""
        from planner.domain.walk import acts

        return acts(self._store.history(0) if changes is None else changes)

    def get(self, ref: str) -> Change:
        """The Change of this id, or unique beginning of it. Raises NotFound, Ambiguous."""
        from planner.domain.text import resolve

        changes = {change.id: change for change in self._store.history(0)}
        return changes[resolve(ref, changes.keys(), "change")]

    def back_to(self, ref: str) -> Sequence[Change]:
        """Take back the Change of this id and all that came after it, one after the other, newest first.

        What was taken back can be done again step by step. Raises NotFound, NotMet where it does not stand, and
        UndoRefused; what was taken back until then stays taken back.
        """
        return self._walk(ref, "stands", self._store.undo, "is not among what stands")

    def forward_to(self, ref: str) -> Sequence[Change]:
        """Do again what was taken back, up to and with the Change of this id. Raises as `back_to`."""
        return self._walk(ref, "undone", self._store.redo, "was not taken back")

    def _walk(self, ref: str, state: str, step: Callable[[], Change], otherwise: str) -> Sequence[Change]:
        target = self.get(ref)
        act = next((each for each in self.acts() if each.change.id == target.id), None)
        if act is None or act.state != state:
            raise NotMet(f"“{target.name}” {otherwise}.", "planner history shows what stands and what does not.")
        made: _Changes = []
        while not made or made[-1].of != target.id:
            made.append(step())
        return tuple(made)

    def backup(self) -> Backup:
        """Make a backup now."""
        return self._store.backup()

    def backups(self) -> Sequence[Backup]:
        """All backups, newest first."""
        return self._store.backups()

    def restore(self, name: str) -> Done:
        """Bring a backup back as a new Change on top, after backing up what is there. `name` is that of the backup, or
        of its file."""
        return Done(change=self._store.restore(name.strip().removesuffix(".json")), ids=())
