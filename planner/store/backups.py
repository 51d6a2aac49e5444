"""Backups of the plan file: whole copies in a folder of their own, named by the instant they were made (UTC)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.errors import Ambiguous, DataError, NewerFormat, NotFound, SaveFailed, Unreadable
from planner.store import durable, reading
from planner.store.reading import Header

if TYPE_CHECKING:
    from planner.ports import Backup, Clock
    from planner.store.records import Migration

DAILY = 30
MONTHLY = 12
A_DAY = 24
"""How many are kept of the newest day, where several may be made."""

_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)(?:-(\d{1,4}))?\.json", re.ASCII)
_SPELLING = "%Y-%m-%dT%H-%M-%SZ"


class Backups:
    """The backups in `folder`. Whoever makes one holds the plan's lock."""

    def __init__(self, folder: Path, clock: Clock, schema: int, migrations: Mapping[int, Migration]) -> None:
        self._folder = folder
        self._clock = clock
        self._schema = schema
        self._migrations = migrations

    def due(self) -> bool:
        """Whether none was made on this day of the person."""
        today = self._clock.now().astimezone(self._clock.zone()).date()
        return all(made.astimezone(self._clock.zone()).date() != today for made, _, _ in self._names())

    def any(self) -> bool:
        """Whether there is a backup, readable or not."""
        return bool(self._names())

    def make(self, data: bytes) -> Backup:
        """Keep `data`, a plan file that was read just now, and let go of the oldest. Raises SaveFailed."""
        header = reading.verified(data, self._schema)
        durable.ensure_folder(self._folder)
        durable.remove_leftovers(self._folder)
        made = self._clock.now().astimezone(UTC).replace(microsecond=0)
        path = durable.keep_file(self._folder / f"{made.strftime(_SPELLING)}.json", data)
        self._let_go()
        return _told(path.stem, made, len(data), header)

    def readable(self) -> Iterator[Backup]:
        """Those that can be read, newest first; each is read when it is asked for."""
        for made, _, name in reversed(self._names()):
            try:
                header, data = self._checked(name)
            except (DataError, NotFound):
                continue  # it stays where it is and is told by nobody: it cannot be brought back
            yield _told(name, made, len(data), header)

    def read(self, name: str) -> tuple[str, Header, bytes]:
        """The backup of this name, or the only one that begins so; first its whole name.

        Raises NotFound, Ambiguous, Unreadable, NewerFormat.
        """
        names = [each for _, _, each in self._names()]
        fitting = [each for each in names if each == name] or [each for each in names if name and each.startswith(name)]
        if not fitting:
            newest = f"The newest is {names[-1]}." if names else "There is none yet: planner backup makes one."
            raise NotFound(f"There is no backup “{name}”.", newest)
        if len(fitting) > 1:
            raise Ambiguous(f"Several backups begin with “{name}”.", "They are " + ", ".join(fitting) + ".")
        try:
            return fitting[0], *self._checked(fitting[0])
        except Unreadable as error:
            raise Unreadable(f"The backup {fitting[0]} cannot be read: {error.message}.", "Choose another.") from error
        except NewerFormat as error:
            raise NewerFormat(f"The backup {fitting[0]}: {error.message}.", "Update this planner.") from error

    def _checked(self, name: str) -> tuple[Header, bytes]:
        path = self._folder / f"{name}.json"
        data = durable.read_file(path)
        if data is None:
            raise NotFound(f"There is no backup “{name}”.", "It was removed just now.")
        header = reading.verified(data, self._schema)
        if header.check is None:
            reading.read_plan(header, data, self._schema, self._migrations)
        return header, data

    def _names(self) -> list[tuple[datetime, int, str]]:
        """When, the how-manieth of that second, and the name; oldest first."""
        try:
            names = durable.calls.names(self._folder)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise Unreadable(f"{self._folder} cannot be read ({error.strerror}).", "Check who owns it.") from error
        found: list[tuple[datetime, int, str]] = []
        for name in names:
            if match := _NAME.fullmatch(name):
                with suppress(ValueError):  # the 31st of June is a file of somebody else
                    made = datetime.strptime(match[1], _SPELLING).replace(tzinfo=UTC)
                    found.append((made, int(match[2] or 1), name.removesuffix(".json")))
        return sorted(found)

    def _let_go(self) -> None:
        days: dict[object, list[str]] = {}
        months: dict[object, str] = {}
        for made, _, name in reversed(self._names()):
            local = made.astimezone(self._clock.zone())
            days.setdefault(local.date(), []).append(name)
            months.setdefault((local.year, local.month), name)
        kept = set(list(months.values())[:MONTHLY])
        for index, names in enumerate(list(days.values())[:DAILY]):
            kept.update(names[: A_DAY if index == 0 else 1])
        for names in days.values():
            for name in names:
                if name not in kept:
                    # One that cannot be removed does no harm; the next backup tries again.
                    with suppress(SaveFailed):
                        durable.remove_file(self._folder / f"{name}.json")


def _told(name: str, made: datetime, size: int, header: Header) -> Backup:
    from planner.ports import Backup  # who only reads the plan does without the ports

    return Backup(name, made, size, header.generation)
