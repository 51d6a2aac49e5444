"""How steadily a series is kept up: its streak, the best one so far, and a strip of its last occurrences.

A streak is how many occurrences in a row were done, the latest at the end. One that was skipped, or fell into a pause,
neither counts nor breaks it; one that was missed breaks it. Done late is done. The open occurrence counts as missed
once the day of the next has come; until then it may still be done.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

from planner.domain.missed import missed
from planner.domain.values import dataclass, replace

if TYPE_CHECKING:
    from datetime import date

    from planner.domain.plan import Goal, Milestone

Mark: TypeAlias = Literal["done", "missed", "skipped"]

SHOWN = 14
"""How many occurrences the strip shows: two weeks of days, a quarter of weeks, a year of months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Streak:
    """`now` and `best` are streaks, `strip` the last occurrences that are over, the latest last."""

    now: int
    best: int
    strip: tuple[Mark, ...]

    @property
    def done(self) -> int:
        """How many in the strip were done."""
        return self.strip.count("done")

    @property
    def percent(self) -> int | None:
        """How many of a hundred in the strip were done, not counting those that were skipped; None: there is none."""
        of = len(self.strip) - self.strip.count("skipped")
        return round(100 * self.done / of) if of else None


def streak(milestone: Milestone, today: date, shown: int = SHOWN) -> Streak | None:
    """How steadily it is kept up as of the person's day `today`; None for what is no series."""
    if milestone.repeat is None:
        return None
    marks = tuple(_marks(milestone, today))
    now = best = 0
    for mark in marks:
        if mark == "done":
            now += 1
            best = max(best, now)
        elif mark == "missed":
            now = 0
    return Streak(now=now, best=best, strip=marks[-shown:])


def known_until(goal: Goal | None, today: date) -> date:
    """The day until which what was not done counts as missed: today, or when its goal was paused or ended."""
    since = (goal.paused_on or goal.ended_on) if goal is not None and goal.status != "active" else None
    return today if since is None else min(today, since)


def _marks(milestone: Milestone, today: date) -> Iterator[Mark]:
    """What became of every occurrence that is over, in their order."""
    for past in milestone.occurrences:
        yield "missed" if past.missed else past.status
    if milestone.status in {"done", "skipped"}:
        yield "done" if milestone.status == "done" else "skipped"
        return
    repeat = milestone.repeat
    if repeat is not None and repeat.paused_on is not None:
        today = min(today, repeat.paused_on)
        milestone = replace(milestone, repeat=replace(repeat, paused_on=None))
    late = missed(milestone, today)
    if late is not None and late.several:
        for _ in late.days:
            yield "missed"
