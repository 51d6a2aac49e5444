"""`delivery.ahead.json`: until when a pass of reminders has nothing to raise, as the last one that looked found out.

A pass runs every minute, for years, and nearly always there is nothing to do. So one that found nothing notes until
when that holds, and what it saw: the plan, the marks, the settings, the zone, the version of the planner. While all
of these are the same and the clock stands between, the next passes end here, and neither the plan is read nor the
rules are loaded. Whatever is in doubt means to look: a clock that was set back, a file that makes no sense.

It is of this machine and this moment: never a Change, never synced, and it may be deleted at any time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from planner import __version__
from planner.domain.errors import DataError
from planner.store import durable

NAME = "delivery.ahead.json"
FURTHEST = timedelta(days=1)
"""How far ahead is looked. So late at most comes what nobody can see here, such as new rules of summer time."""

_MOST = 8192
_START = datetime(1970, 1, 1, tzinfo=UTC)


class FileLookAhead:
    """The note in the data folder."""

    def __init__(self, data: Path, settings: Path, now: Callable[[], datetime], place: Callable[[], object]) -> None:
        """`data` is the folder, `settings` the file; `place` is JSON that is another when the machine's zone may be,
        None where that cannot be known: then nothing is ever noted."""
        self._path = data / NAME
        self._plan = data / "plan.json"
        self._others = (data / "delivery.json", settings)
        self._now = now
        self._place = place

    def holds(self) -> bool:
        """Whether an earlier pass found that nothing comes due before a moment that is still ahead. Raises nothing."""
        try:
            with durable.reading(self._path) as fd:
                note = json.loads(durable.read_part(fd, 0, _MOST).decode()) if fd is not None else None
        except (DataError, ValueError, RecursionError):
            return False
        if not isinstance(note, dict) or set(note) != {"seen", "from", "until"}:
            return False
        first, last, now = note["from"], note["until"], _count(self._now())
        if type(first) is not int or type(last) is not int or last - first > _count(_START + FURTHEST):
            return False
        return first <= now < last and note["seen"] is not None and note["seen"] == self.look()

    def look(self) -> object:
        """What a pass goes by, as it is now: to be asked before the pass reads any of it. None: not to be noted."""
        place = self._place()
        try:
            plan = _first_line(self._plan)
        except DataError:
            return None
        if place is None or plan is None:
            return None
        return [__version__, place, plan, *(_mark(path) for path in (self._plan, *self._others))]

    def note(self, seen: object, now: datetime, until: datetime) -> None:
        """Note that a pass at `now` that went by `seen` had nothing to raise, nor will one before `until`.

        Where it cannot be written the passes go on looking.
        """
        until = min(until, now + FURTHEST)
        if seen is None or until <= now:
            return
        text = json.dumps({"seen": seen, "from": _count(now), "until": _count(until)})
        if len(text) <= _MOST:
            with suppress(DataError):
                durable.replace_file(self._path, text.encode())


def _count(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _START) // timedelta(microseconds=1)


def _first_line(path: Path) -> str | None:
    """It holds the plan's generation and the checksum of all the rest. Raises Unreadable."""
    with durable.reading(path) as fd:
        line, end, _ = b"".partition(b"\n") if fd is None else durable.read_part(fd, 0, 512).partition(b"\n")
    return line.decode("latin-1") if end else None


def _mark(path: Path) -> list[Any] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return [status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns]
