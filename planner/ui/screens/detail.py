"""A milestone or a goal as a screen of its own: what a pane shows, where there is no room for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from planner.domain.agenda import Line
from planner.domain.dates import local_day
from planner.domain.errors import NotFound, PlannerError
from planner.domain.plan import Goal
from planner.services.queries import GoalDetail, MilestoneDetail
from planner.ui.actions import bindings
from planner.ui.describe import goal_rows, milestone_rows
from planner.ui.marks import Marking
from planner.ui.screens.acting import Acting
from planner.ui.screens.goal_acting import GoalActing
from planner.ui.screens.place import Place
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.lines import Lines, Row
from planner.ui.widgets.marked import MarkedLines

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

V = TypeVar("V")


class _Record(Place[V]):
    """One record; escape goes back, and so does its deletion."""

    BINDINGS = bindings("detail")

    def __init__(self, place: str, record: str) -> None:
        """`place` is where it was opened from, `record` its id."""
        super().__init__()
        self.PLACE = place  # type: ignore[misc]  # a detail belongs to the place it was opened from
        self.record = record

    def body(self) -> ComposeResult:
        """The detail."""
        yield DetailPane(id="whole")

    @property
    def _today(self) -> date:
        clock = self.app_.planner.clock
        return local_day(clock.now(), clock.zone())

    def failed(self, error: PlannerError) -> None:
        """What was deleted is no longer shown."""
        if isinstance(error, NotFound):
            self.app_.tell("It is no longer there.")
            self.action_back()
        else:
            super().failed(error)

    def action_back(self) -> None:
        """Back to where it was opened."""
        if self.is_current:
            self.app_.pop_screen()


Record = _Record
"""For other screens of one record."""


class MilestoneScreen(_Record[MilestoneDetail], Acting[MilestoneDetail]):
    """One milestone."""

    WHERE = ("detail", "milestones")

    def fetch(self) -> MilestoneDetail:
        """In the store's thread."""
        return self.planner.queries.milestone(self.record)

    def show(self, view: MilestoneDetail) -> None:
        """All that is known."""
        self.query_one(DetailPane).tell(self.record, lambda cells: milestone_rows(view, cells, self._today))

    def chosen(self) -> Line | None:
        """It."""
        return self.view.line if self.view else None

    def ticking(self) -> int | None:
        """The checklist's line under the cursor."""
        key = self.query_one(DetailPane).key
        return int(key.removeprefix("check:")) if key.startswith("check:") else None

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """Tick, or open what it names."""
        if event.key.startswith("check:"):
            self.action_complete()
        else:
            self.app_.open(event.key)


class GoalScreen(Marking[GoalDetail], _Record[GoalDetail], GoalActing[GoalDetail]):
    """One goal with its milestones."""

    WHERE = ("detail", "goals", "milestones", "marking")

    def __init__(self, place: str, record: str) -> None:
        """`place` is where it was opened from, `record` its id."""
        super().__init__(place, record)
        self._lines: Mapping[str, Line] = {}
        """By the key of their row."""

    def fetch(self) -> GoalDetail:
        """In the store's thread."""
        return self.goal_detail(self.record)

    def show(self, view: GoalDetail) -> None:
        """All that is known. The cursor begins on the goal's own title: there the acts are about the goal, as the
        footer says."""

        def rows(cells: int) -> list[Row[Content]]:
            head, *rest = goal_rows(view, cells, self._today, milestones=True)
            return [replace(head, key=f"goal:{self.record}"), *rest]

        self._lines = {f"milestone:{line.milestone.id}": line for line in view.lines}
        self.query_one(DetailPane).tell(self.record, rows)

    @property
    def marking_list(self) -> MarkedLines[Any]:
        """The detail: its lines of milestones are marked."""
        return self.query_one(DetailPane)

    def goal_here(self) -> Goal | None:
        """It."""
        return self.view.line.goal if self.view else None

    def chosen(self) -> Line | None:
        """The milestone under the cursor."""
        return self._lines.get(self.query_one(DetailPane).key)

    def goal_for_new(self) -> tuple[str, str] | None:
        """A line added here is the goal's."""
        return (self.view.line.goal.id, self.view.line.goal.title) if self.view else None

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """Answer the question, or open the milestone."""
        if event.key.startswith("question:"):
            self.action_answer()
        else:
            self.app_.open(event.key)
