"""A store that lives as long as the process, for tests of what stands on a store. Nothing of it is on disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from threading import Lock

from planner.domain.change import Change
from planner.domain.errors import NotFound, NotMet
from planner.domain.plan import Plan
from planner.ports import Backup, Clock, Ids
from planner.store import records
from planner.store.journal import Journal, State
from planner.store.migrations import SCHEMA
from planner.store.reading import KINDS
from planner.store.steps import exchanged


@dataclass(slots=True)
class MemoryDisk:
    """What stands in for the folder: several stores may share one."""

    state: State = field(default_factory=lambda: State(Plan(), {table: {} for table in KINDS}))
    changes: list[Change] = field(default_factory=list)
    backups: list[tuple[Backup, State]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


class MemoryStore(Journal):
    """The store in memory; the same rules as on disk, and the backups only those that are asked for."""

    def __init__(self, clock: Clock, ids: Ids, writer: str, disk: MemoryDisk | None = None) -> None:
        super().__init__(clock, ids, writer)
        self._disk = disk or MemoryDisk()
        self._seen: State | None = None

    def load(self) -> Plan:
        """The plan as it is now."""
        self._seen = self._disk.state
        return self._seen.plan

    def changed(self) -> bool:
        """Whether another store on this disk changed the plan since the last `load` or `commit` here."""
        return self._seen is not self._disk.state

    def backup(self) -> Backup:
        """Make a backup now. Raises NotMet if there is no plan yet."""
        with self._writing() as state:
            if not self._disk.changes:
                raise NotMet("There is nothing to back up yet.", "A backup can be made once the plan holds something.")
            return self._backed_up(state)

    def backups(self) -> Sequence[Backup]:
        """All backups, newest first."""
        return tuple(backup for backup, _ in reversed(self._disk.backups))

    def restore(self, name: str) -> Change:
        """Bring a backup back as a new Change on top, after backing up what is there. Raises NotFound."""
        with self._writing() as state:
            for backup, kept in self._disk.backups:
                if backup.name == name:
                    self._backed_up(state)
                    return self._make(state, exchanged(state, kept.pieces), f"Restore the backup {name}")
            raise NotFound(f"There is no backup “{name}”.", "The backups that are there have other names.")

    @contextmanager
    def _writing(self) -> Iterator[State]:
        with self._disk.lock:
            self._seen = self._disk.state
            yield self._disk.state

    def _settle(self, _: State) -> str | None:
        return self._disk.changes[-1].id if self._disk.changes else None

    def _newest_first(self, generation: int) -> Iterator[Change]:
        return (change for change in reversed(self._disk.changes) if change.generation <= generation)

    def _keep(self, change: Change, now: State) -> None:
        self._disk.changes.append(change)
        self._disk.state = self._seen = now

    def _backed_up(self, state: State) -> Backup:
        made = self._clock.now().astimezone(UTC).replace(microsecond=0)
        stem = made.strftime("%Y-%m-%dT%H-%M-%SZ")
        same = sum(each.made == made for each, _ in self._disk.backups)
        size = len(records.write_plan(state.pieces, state.plan.generation, SCHEMA))
        backup = Backup(f"{stem}-{same + 1}" if same else stem, made, size, state.plan.generation)
        self._disk.backups.append((backup, state))
        return backup
