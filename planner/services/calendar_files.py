"""What calendars need of the disk: files, and which of them this machine keeps up to date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from planner.domain.values import dataclass
from planner.formats.calendar import As


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCalendar:
    """A calendar file that is kept up to date: of one goal (id) or of all, as to-dos or as events.

    `generation` is the plan's that it holds, -1 none. After `tries` in vain `problem` says why, and there is no other
    before `not_before` (UTC).
    """

    path: Path
    as_: As = "todo"
    goal: str | None = None
    generation: int = -1
    not_before: datetime | None = None
    tries: int = 0
    problem: str = ""


class CalendarFiles(Protocol):
    """The files. `store.calendars` has them on disk."""

    def load(self) -> Sequence[KeptCalendar]:
        """Those that are kept. Raises Unreadable, NewerFormat."""
        ...

    def change(self, act: Callable[[Sequence[KeptCalendar]], Sequence[KeptCalendar]]) -> None:
        """Save what `act` makes of them, under a lock. Raises Busy, SaveFailed, NotDurable, Unreadable, NewerFormat."""
        ...

    def read(self, path: Path) -> bytes | None:
        """What stands in a file; None when it is not there. Raises Unreadable."""
        ...

    def write(self, path: Path, data: bytes) -> None:
        """Make `data` the content of a file, all or nothing. Raises SaveFailed, NotDurable."""
        ...
