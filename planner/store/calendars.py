"""`calendars.json`: the calendar files that this machine keeps up to date, and writing them. Never a Change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from planner.domain.errors import NewerFormat, NotDurable, Unreadable
from planner.domain.text import clean
from planner.services.calendar_files import KeptCalendar
from planner.store.durable import ensure_folder, locked, read_file, read_part, reading, replace_file

NAME = "calendars.json"
FORMAT = 1
MOST = 64 * 1024 * 1024
_Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class _Kept(msgspec.Struct, omit_defaults=True):
    path: str
    as_: Literal["todo", "event"] = msgspec.field(name="as")
    goal: str | None = None
    generation: int = -1
    not_before: _Instant | None = None
    tries: int = 0
    problem: str = ""


class _Content(msgspec.Struct):
    format: int = FORMAT
    calendars: list[_Kept] = []


class FileCalendars:
    """Calendars in files, for several processes at once."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the data folder; it is made at the first write."""
        self._path = folder / NAME

    def load(self) -> Sequence[KeptCalendar]:
        """Those that are kept. Raises Unreadable, NewerFormat."""
        data = read_file(self._path)
        if data is None:
            return ()
        try:
            content = msgspec.json.decode(data, type=_Content)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Unreadable(
                f"{self._path} makes no sense, so no calendar is kept up to date.",
                "Delete it, and export the calendars with --keep again.",
            ) from error
        if content.format > FORMAT:
            raise NewerFormat(f"{self._path} was written by a newer planner.", "Install the newest one.")
        return tuple(
            KeptCalendar(
                path=Path(each.path),
                as_=each.as_,
                goal=each.goal,
                generation=each.generation,
                not_before=each.not_before,
                tries=each.tries,
                problem=each.problem,
            )
            for each in content.calendars
        )

    def change(self, act: Callable[[Sequence[KeptCalendar]], Sequence[KeptCalendar]]) -> None:
        """Run `act` on those that are kept, under the lock, and save what it gives.

        Raises Busy, SaveFailed, NotDurable, Unreadable, NewerFormat.
        """
        ensure_folder(self._path.parent)
        with locked(self._path):
            before = self.load()
            after = act(before)
            if tuple(after) != tuple(before):
                replace_file(self._path, msgspec.json.encode(_Content(calendars=[_shape(each) for each in after])))

    def read(self, path: Path) -> bytes | None:
        """What stands in a calendar file, MOST bytes of it; None when it is not there. Raises Unreadable."""
        with reading(path) as fd:
            return None if fd is None else read_part(fd, 0, MOST)

    def write(self, path: Path, data: bytes) -> None:
        """Make `data` the content of a calendar file, all or nothing; one that is there keeps its mode.

        Raises SaveFailed, NotDurable.
        """
        try:
            mode = path.stat().st_mode & 0o777
        except OSError:
            mode = None
        replace_file(path, data)
        if mode is not None:
            try:
                path.chmod(mode)
            except OSError as error:
                raise NotDurable(
                    f"{path} is written, but is for you alone now.", "Let others read it with chmod if they should."
                ) from error


def _shape(kept: KeptCalendar) -> _Kept:
    return _Kept(
        path=str(kept.path),
        as_=kept.as_,
        goal=kept.goal,
        generation=kept.generation,
        not_before=None if kept.not_before is None else kept.not_before.astimezone(UTC),
        tries=kept.tries,
        problem=clean(kept.problem),
    )
