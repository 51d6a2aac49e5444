"""The timeline as a picture: made, and written to a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from planner.domain.errors import NotMet, SaveFailed, Unreadable, WrongUsage
from planner.domain.timeline import GoalRow, Timeline, last_target, timeline
from planner.formats.timeline_svg import HEAD, Picture, drawn
from planner.services.context import Context, find_goal
from planner.services.outputs import IsAnothers, named, refuse_no_file

if TYPE_CHECKING:
    from planner.domain.filters import Filter
    from planner.domain.plan import Plan

BEHIND = timedelta(weeks=2)
"""How far back a picture begins unless it is told otherwise."""
LONGEST = timedelta(days=366 * 30)
_OURS = 512


class PictureFiles(Protocol):
    """What pictures need of the disk."""

    def read(self, path: Path) -> bytes | None:
        """What stands in a file; None when it is not there. Raises Unreadable."""
        ...

    def write(self, path: Path, data: bytes) -> None:
        """Make `data` the content of a file, all or nothing. Raises SaveFailed, NotDurable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be on the picture: these goals (as the person names them; none: all), what a filter lets through, the
    days from `first` to `last` (None: from two weeks ago to the last target), milestones `opened` or not (None: where
    there are few)."""

    goals: Sequence[str] = ()
    only: Filter | None = None
    first: date | None = None
    last: date | None = None
    opened: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A picture, with the days and how many goals and milestones are on it."""

    data: bytes
    first: date
    last: date
    goals: int
    milestones: int
    path: Path | None = None


class Pictures:
    """Reading the plan, and writing pictures."""

    def __init__(self, context: Context, files: PictureFiles) -> None:
        self._context = context
        self._files = files

    def timeline(self, wanted: Wanted | None = None) -> Made:
        """The timeline as SVG. Raises NotFound, Ambiguous; WrongUsage for days in the wrong order or too many."""
        wanted = wanted or Wanted()
        plan = self._context.store.load()
        goals = [find_goal(plan, each).id for each in wanted.goals]
        shown = self._laid_out(plan, goals, wanted.only)
        first, last = _window(shown, wanted)
        title = plan.goals[goals[0]].title if len(goals) == 1 else "Timeline"
        away = plan.profile.away
        picture = Picture(timeline=shown, first=first, last=last, opened=wanted.opened, away=away, title=title)
        rows = picture.rows()
        return Made(
            data=drawn(picture),
            first=first,
            last=last,
            goals=sum(1 for row in rows if row.goal is not None),
            milestones=sum(len(picture.bars(row)) for row in rows),
        )

    def save(self, path: Path, wanted: Wanted | None = None, *, force: bool = False) -> Made:
        """Write it to a file, in place of a picture of ours, and with `force` of any file.

        Raises IsAnothers for a file that is not ours, NotMet where no file can be, SaveFailed, NotDurable, and as
        `timeline`.
        """
        made = self.timeline(wanted)
        path = named(path)
        self._refuse(path, force=force)
        try:
            self._files.write(path, made.data)
        except SaveFailed as error:
            raise SaveFailed(error.message, "Check the folder, the permissions and the free space.") from error
        return replace(made, path=path)

    def _refuse(self, path: Path, *, force: bool) -> None:
        refuse_no_file(path, "Without a file the picture is printed.")
        if force:
            return
        try:
            data = self._files.read(path)
        except Unreadable as error:
            raise NotMet(error.message, "Choose another name, or give --force.") from error
        if data and HEAD.encode() not in data[:_OURS]:
            raise IsAnothers(
                f"{path} is there already, and is no picture of the planner.", "Choose another name, or give --force."
            )

    def _laid_out(self, plan: Plan, goals: Sequence[str], only: Filter | None) -> Timeline:
        from planner.domain.critical import Paths

        paths = Paths(plan, self._context.today())
        critical = frozenset().union(*(paths.path(each).critical for each in goals)) if goals else paths.critical()
        whole = timeline(self._context.lister(plan), only, critical)
        rows = [row for row in whole.rows if (row.key in goals if goals else _is_live(row))]
        return replace(whole, rows=tuple(sorted(rows, key=lambda row: goals.index(row.key)) if goals else rows))


def _is_live(row: GoalRow) -> bool:
    """Whether it is shown unasked: what is achieved is over."""
    return row.goal is None or row.goal.status in {"active", "paused"}


def _window(shown: Timeline, wanted: Wanted) -> tuple[date, date]:
    last = wanted.last or last_target(shown)
    first = wanted.first or min(shown.today - BEHIND, last)
    if first > last:
        raise WrongUsage(f"{first.isoformat()} comes after {last.isoformat()}.", "Give --from a day before --to.")
    if last - first > LONGEST:
        raise WrongUsage("A picture shows thirty years at most.", "Give --from and --to closer together.")
    return first, last
