"""The plan on disk: `plan.json`, a TinyDB file, with its history and its backups beside it.

A save: take the lock, read again if the file changed, add the Change to the history and sync it, replace the plan.
Until the plan is replaced nothing has happened, afterwards everything has. Readers take no lock.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.errors import NewerFormat, NotDurable, NotMet, Unreadable
from planner.domain.plan import Plan
from planner.domain.values import dataclass
from planner.store import durable, reading
from planner.store.journal import Journal, State
from planner.store.migrations import MIGRATIONS, SCHEMA
from planner.store.reading import Header

# What writes and what goes back in time takes longer to load than a command that only looks may take: each is
# imported where it is needed.
if TYPE_CHECKING:
    from planner.domain.change import Change
    from planner.ports import Backup, Clock, Ids
    from planner.store.backups import Backups
    from planner.store.history import History
    from planner.store.records import Migration, Pieces

_EMPTY: Pieces = {table: {} for table in reading.KINDS}


class _Seen:
    """The version of the file that was read: its descriptor stays open, so no other version can have its inode."""

    def __init__(self, fd: int) -> None:
        status = durable.calls.fstat(fd)
        self._mark = _mark(status)
        self.size = status.st_size
        self._close = weakref.finalize(self, os.close, fd)

    def is_at(self, path: Path) -> bool:
        """Whether `path` still is this version. Raises OSError."""
        return self._mark == _mark(durable.calls.stat(path))

    def let_be_replaced(self) -> None:
        """Close the descriptor where an open file could not be replaced."""
        if os.name == "nt":
            self._close()


@dataclass(frozen=True, slots=True)
class _Held:
    """What is known of the file: `seen` is None if there is none; one of `data` and `pieces` holds its content."""

    seen: _Seen | None
    header: Header
    plan: Plan
    data: bytes | None
    pieces: Pieces | None


class TinyStore(Journal):
    """The store in a folder. Its methods may be called from any thread.

    `schema` and `migrations` are what this planner knows; only tests give others.
    """

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        ids: Ids,
        writer: str,
        *,
        schema: int = SCHEMA,
        migrations: Mapping[int, Migration] = MIGRATIONS,
    ) -> None:
        super().__init__(clock, ids, writer)
        self._folder = folder
        self._path = folder / "plan.json"
        self._schema = schema
        self._migrations = migrations
        self._held: _Held | None = None
        self._mutex = threading.RLock()

    @cached_property
    def _history(self) -> History:
        from planner.store.history import History

        return History(self._folder / "history.jsonl", self._schema, self._migrations)

    @cached_property
    def _backups(self) -> Backups:
        from planner.store.backups import Backups

        return Backups(self._folder / "backups", self._clock, self._schema, self._migrations)

    def load(self) -> Plan:
        """The plan as it is on disk now. Raises Unreadable, NewerFormat."""
        return self._current().plan

    def changed(self) -> bool:
        """Whether the disk holds another plan than the last `load` or `commit` here gave."""
        held = self._held
        return held is None or not self._is_current(held)

    def backup(self) -> Backup:
        """Make a backup now. Raises NotMet if there is no plan yet, SaveFailed, Unreadable, NewerFormat, Busy."""
        with self._writing():
            return self._backups.make(self._content())

    def backups(self) -> Sequence[Backup]:
        """All backups that can be read, newest first."""
        return tuple(self._backups.readable())

    def restore(self, name: str) -> Change:
        """Bring a backup back as a new Change on top, after backing up what is there.

        A plan that cannot be read is kept aside under a new name; what it held is made again from the backup and the
        history, so that undo brings that back. Raises NotFound, Ambiguous, Unreadable, NewerFormat, SaveFailed, Busy.
        """
        from planner.store.records import read_pieces
        from planner.store.steps import exchanged

        durable.ensure_folder(self._folder)
        with durable.locked(self._path):
            found, header, data = self._backups.read(name)
            wanted = read_pieces(header, data, self._schema, self._migrations)
            try:
                held = self._current()
            except Unreadable:
                self._held = None
                state = self._rebuilt(header, wanted)
                if (unreadable := durable.read_file(self._path)) is not None:
                    durable.keep_file(self._folder / f"plan.unreadable-{self._stamp()}.json", unreadable)
            else:
                state = self._state(held)
                if held.seen is not None:
                    self._backups.make(self._content())
            return self._make(state, exchanged(state, wanted), f"Restore the backup {found}")

    @contextmanager
    def _writing(self) -> Iterator[State]:
        durable.ensure_folder(self._folder)
        with durable.locked(self._path):
            yield self._state(self._current())

    def _settle(self, state: State) -> str | None:
        return self._history.settle(state.plan.generation, f"plan.history-dropped-{self._stamp()}.jsonl")

    def _newest_first(self, generation: int) -> Iterator[Change]:
        return self._history.newest_first(generation)

    def _keep(self, change: Change, now: State) -> None:
        from planner.store.records import write_plan

        held = self._held
        if held is not None and held.seen is not None and (held.header.schema < self._schema or self._backups.due()):
            self._backups.make(self._content())
        self._history.append(change)
        generation = now.plan.generation
        header = Header(format=reading.FORMAT, schema=self._schema, generation=generation)
        try:
            durable.replace_file(self._path, write_plan(now.pieces, generation, self._schema, self._room()))
        except NotDurable:
            self._remember(header, now)
            raise
        self._remember(header, now)

    def _remember(self, header: Header, now: State) -> None:
        with self._mutex:
            self._held = None
            # The change is made; if the file cannot be looked at now, whoever asks next reads it again.
            with suppress(Unreadable, OSError):
                fd = durable.open_to_read(self._path)
                if fd is not None:
                    seen = _seen(fd)
                    seen.let_be_replaced()
                    self._held = _Held(seen, header, now.plan, None, now.pieces)

    def _current(self) -> _Held:
        with self._mutex:
            held = self._held
            if held is None or not self._is_current(held):
                held = self._held = self._read()
            return held

    def _state(self, held: _Held) -> State:
        if held.pieces is not None:
            return State(held.plan, held.pieces)
        assert held.data is not None
        from planner.store.records import read_pieces

        pieces = read_pieces(held.header, held.data, self._schema, self._migrations)
        with self._mutex:
            if self._held is held:
                self._held = _Held(held.seen, held.header, held.plan, None, pieces)
        return State(held.plan, pieces)

    def _is_current(self, held: _Held) -> bool:
        try:
            return not self._path.exists() if held.seen is None else held.seen.is_at(self._path)
        except OSError:
            return False

    def _read(self) -> _Held:
        fd = durable.open_to_read(self._path)
        while fd is None:
            gone = self._backups.any() or self._history.last_generation() > 1
            fd = durable.open_to_read(self._path)  # somebody may have written the first plan just now
            if fd is None and gone:
                raise self._unreadable("it is missing, though it was there once")
            if fd is None:
                return _Held(
                    None, Header(format=reading.FORMAT, schema=self._schema, generation=0), Plan(), None, _EMPTY
                )
        seen = _seen(fd)
        try:
            data = durable.read_part(fd, 0, seen.size)
            seen.let_be_replaced()
            header = reading.verified(data, self._schema)
            return _Held(seen, header, reading.read_plan(header, data, self._schema, self._migrations), data, None)
        except OSError as error:
            raise self._unreadable(error.strerror or str(error)) from error
        except Unreadable as error:
            raise self._unreadable(error.message) from error
        except NewerFormat as error:
            raise NewerFormat(
                f"{self._path} was written by a newer planner: {error.message}.",
                "Update this planner. The file was left as it is.",
            ) from error

    def _unreadable(self, reason: str) -> Unreadable:
        newest = next(self._backups.readable(), None)
        if newest is None:
            hint = "There is no backup of it. It was left as it is: keep a copy before you try to mend it."
        else:
            day = newest.made.astimezone(self._clock.zone()).strftime("%Y-%m-%d %H:%M")
            hint = f"“planner restore {newest.name}” brings back the backup of {day}; this file is kept."
            with suppress(Unreadable):
                if self._history.last_generation() > newest.generation:
                    hint += " After that, “planner undo” brings back what came since."
        return Unreadable(f"{self._path} cannot be read: {reason}.", hint)

    def _room(self) -> int:
        seen = self._held.seen if self._held else None
        return seen.size + (seen.size >> 4) + 4096 if seen else 0

    def _content(self) -> bytes:
        data = durable.read_file(self._path)
        if data is None:
            raise NotMet("There is nothing to back up yet.", "A backup can be made once the plan holds something.")
        return data

    def _rebuilt(self, header: Header, pieces: Pieces) -> State:
        """The newest plan as far as a backup and the history give it; at least the plan of the backup."""
        from planner.store.history import Damaged
        from planner.store.records import plan_of
        from planner.store.steps import replayed

        last = header.generation
        with suppress(Damaged):
            last = max(last, self._history.last_generation())
            since: list[Change] = []
            for change in self._history.newest_first(last):
                if change.generation <= header.generation:
                    break
                since.append(change)
            if [change.generation for change in reversed(since)] == list(range(header.generation + 1, last + 1)):
                found = replayed(pieces, reversed(since))
                return State(plan_of(last, found), found)
        return State(plan_of(last, pieces), pieces)

    def _stamp(self) -> str:
        return self._clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")


def _seen(fd: int) -> _Seen:
    """Raises Unreadable; the descriptor is closed in the end."""
    try:
        return _Seen(fd)
    except OSError as error:
        durable.close_read(fd)
        raise Unreadable(f"The plan cannot be read: {error.strerror}.", "Check the disk.") from error


def _mark(status: os.stat_result) -> tuple[int, int, int, int]:
    # Size and time are for an editor that changes the file in place; the planner never does.
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
