"""What every store does alike: an Edit becomes a Change, a Change becomes a new plan, and back.

How is in steps.py, which is read by those that write: reading a plan shall load as little as can be.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import TYPE_CHECKING, Literal

from planner.domain.plan import Edit, Plan, Record
from planner.domain.values import dataclass
from planner.store.reading import uncollected

if TYPE_CHECKING:
    from planner.domain.change import Change
    from planner.ports import Clock, Ids
    from planner.store.records import Piece, Pieces


@dataclass(frozen=True, slots=True)
class State:
    """One generation of the plan, as records and as encoded documents."""

    plan: Plan
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Step:
    """What a Change makes of one record: its document and the record, or None where it goes."""

    table: str
    id: str
    piece: Piece | None
    record: Record | None


class Journal(ABC):
    """The transactions of a store; where the plan and the history lie is left to those who derive from it."""

    def __init__(self, clock: Clock, ids: Ids, writer: str) -> None:
        self._clock = clock
        self._ids = ids
        self._writer = writer

    @abstractmethod
    def load(self) -> Plan:
        """The plan as it is now."""

    @abstractmethod
    def _writing(self) -> AbstractContextManager[State]:
        """Hold the lock; gives the plan as it is now."""

    @abstractmethod
    def _settle(self, state: State) -> str | None:
        """Drop Changes beyond the plan; gives the id of the newest one left."""

    @abstractmethod
    def _newest_first(self, generation: int) -> Iterator[Change]:
        """The Changes up to this generation."""

    @abstractmethod
    def _keep(self, change: Change, now: State) -> None:
        """Save the Change, then the plan after it."""

    def commit(self, act: Callable[[Plan], Edit]) -> Change | None:
        """Run `act` on the plan under the lock and save its Edit as one Change; None if it changed nothing."""
        from planner.store.steps import steps_of

        with self._writing() as state:
            edit = act(state.plan)
            steps = steps_of(state, edit)
            return self._make(state, steps, edit.name) if steps else None

    def undo(self) -> Change:
        """Revert the newest Change that is not undone. Raises NothingToUndo, UndoRefused."""
        from planner.domain.change import next_undo
        from planner.store.steps import steps_back

        with self._writing() as state:
            target = next_undo(self._newest_first(state.plan.generation))
            return self._make(state, steps_back(state, target), target.name, "undo", target.of or target.id)

    def redo(self) -> Change:
        """Make the last undone Change again. Raises NothingToUndo, UndoRefused."""
        from planner.domain.change import next_redo
        from planner.store.steps import steps_back

        with self._writing() as state:
            target = next_redo(self._newest_first(state.plan.generation))
            return self._make(state, steps_back(state, target), target.name, "redo", target.of)

    def history(self, limit: int = 0) -> Sequence[Change]:
        """The Changes, newest first; 0 = all. Raises Unreadable."""
        changes = self._newest_first(self.load().generation)
        return tuple(islice(changes, limit) if limit else changes)

    @uncollected()
    def _make(
        self,
        state: State,
        steps: Sequence[Step],
        name: str,
        kind: Literal["do", "undo", "redo"] = "do",
        of: str | None = None,
    ) -> Change:
        from planner.domain.change import Change
        from planner.store.steps import after, changed

        change = Change(
            id=self._ids.new(),
            parent=self._settle(state),
            generation=state.plan.generation + 1,
            name=name,
            time=self._clock.now(),
            writer=self._writer,
            kind=kind,
            of=of,
            records=tuple(changed(state, step) for step in steps),
        )
        self._keep(change, after(state, steps))
        return change
