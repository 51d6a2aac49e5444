"""Other dates for the milestone that is chosen: by a day or a week at a key, or with a look at what that does."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from planner.domain.agenda import Line
from planner.domain.dates import iso_due
from planner.domain.durations import Days
from planner.domain.errors import PlannerError, WrongUsage
from planner.domain.plan import Milestone
from planner.services.results import Done
from planner.ui.screens.place import Place
from planner.ui.widgets.lines import Lines

if TYPE_CHECKING:
    from planner.domain.shifting import Shift
    from planner.ui.modals.move_milestone import Placed

V = TypeVar("V")

HELD = 0.7
"""Seconds after a nudge was saved in which the next one is meant for the same milestone, though it left the list."""


class Dating(Place[V]):
    """A place in which a milestone can be chosen and moved in time.

    Presses that come while a save is under way are added up and saved as one, so that a key that is held down moves
    as many days as it was pressed, however slow the disk.
    """

    def __init__(self) -> None:
        super().__init__()
        self._nudged = ""
        """The id of the milestone that was nudged last."""
        self._nudged_until = 0.0
        self._to_nudge: dict[str, int] = {}
        """Days by milestone that wait for the save that is under way."""
        self._nudging: set[str] = set()
        self._nudged_by = 0
        """Which touch of keyboard or mouse nudged last."""

    def chosen(self) -> Line | None:
        """The milestone that an action is about."""
        return None

    def action_give(self) -> None:
        """To another goal, or to the inbox."""

    def is_listed(self, milestone: str) -> bool:
        """Whether the milestone stands in the list: if it does not, the cursor was taken off it, and not moved."""
        lists = [each for each in self.query(Lines) if each.id != "detail"]
        keys = (milestone, f"milestone:{milestone}")
        return not lists or any(each.row_of(key) is not None for each in lists for key in keys)

    def action_nudge(self, days: str) -> None:
        """So many days later, at once if nothing else is touched; else with a look at what that does."""
        line, by = self.chosen(), int(days)
        left = self._left_the_list(line)
        self._nudged_by = self.app_.touched
        if left:
            self._nudge(self._nudged, by)
        elif line is None:
            self.app_.tell("Choose a milestone first.")
        elif not line.milestone.is_open:
            self.app_.tell(f"“{line.milestone.title}” is {line.milestone.status} already; o reopens it.")
        elif line.milestone.due is None:
            self.app_.tell(f"“{line.milestone.title}” has no date yet; m gives it one.")
        else:
            self._nudge(line.milestone.id, by)

    def _left_the_list(self, line: Line | None) -> bool:
        """Whether a key is still held down for a milestone that has gone where this place does not show it: nothing
        else was touched since, so that the cursor was not moved to another one."""
        held = self._nudged in self._nudging or monotonic() < self._nudged_until
        held = held and self.app_.touched <= self._nudged_by + 1
        elsewhere = line is None or line.milestone.id != self._nudged
        return held and elsewhere and not self.is_listed(self._nudged)

    def _nudge(self, milestone: str, by: int) -> None:
        """Save it, or what adds up, unless a save of it is under way."""
        self._nudged = milestone
        by += self._to_nudge.pop(milestone, 0)
        if milestone in self._nudging:
            self._to_nudge[milestone] = by
            return
        if not by:
            return
        found: list[Shift] = []
        self._nudging.add(milestone)

        def call() -> Done:
            nudged = self.planner.moving.nudge(milestone, by)
            found.append(nudged.shift)
            return nudged.done

        def failed(error: PlannerError) -> None:
            self._nudging.discard(milestone)
            self._to_nudge.pop(milestone, None)
            self.app_.tell_error(error)

        def then(done: Done) -> None:
            self._nudging.discard(milestone)
            self._nudged_until = monotonic() + HELD
            if not found[0].is_plain:
                self._look_first(found[0])
                return
            self.app_.wanted = milestone
            if done.change is not None:
                self.app_.tell(f"{done.change.name}\nu takes it back", seconds=2, change=True)
            self._nudge(milestone, 0)

        self.app_.act(call, then, failed, quiet=True)

    def _look_first(self, seen: Shift) -> None:
        """Others would be touched: the dialog, on the day that the presses so far make."""
        after = seen.milestone.after
        assert after.due is not None
        days, self._nudged_until = self._to_nudge.pop(after.id, 0), 0.0
        try:
            day = Days(0, days).added_to(after.due)
        except WrongUsage:  # past the last year the calendar here knows
            day = after.due
        due = iso_due(day, after.at).replace("T", " ")
        if self.is_current:
            self._open_move(seen.milestone.before, due)

    def action_move(self) -> None:
        """To another date, with a look at what that does; from there to another goal."""
        line = self.chosen()
        if line is None:
            self.app_.tell("Choose a milestone first.")
        elif not line.milestone.is_open:
            self.app_.tell(f"“{line.milestone.title}” is {line.milestone.status} already; o reopens it.")
        else:
            self._open_move(line.milestone)

    def _open_move(self, milestone: Milestone, due: str = "") -> None:
        from planner.ui.modals.move_milestone import MoveMilestone

        def chosen(placed: Placed | None) -> None:
            if placed is None:
                return
            if placed.elsewhere:
                self.action_give()
                return
            self.app_.wanted = milestone.id
            self.app_.act(
                lambda: self.planner.moving.move_milestone(milestone.id, placed.due, alone=placed.alone),
                again=lambda _: self._open_move(milestone, placed.due),
            )

        self.app_.push_screen(MoveMilestone(milestone, due), chosen)
