"""The critical path of a goal: its steps in their order, each of which opens, and what presses."""

from __future__ import annotations

from planner.domain.agenda import Line
from planner.services.critical import PathDetail
from planner.ui.path_rows import path_rows
from planner.ui.screens.acting import Acting
from planner.ui.screens.detail import Record
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.lines import Lines


class PathScreen(Record[PathDetail], Acting[PathDetail]):
    """The path of one goal; what can be done with a milestone is done with the step under the cursor."""

    WHERE = ("detail", "milestones")

    def fetch(self) -> PathDetail:
        """In the store's thread."""
        return self.planner.queries.path(self.record)

    def show(self, view: PathDetail) -> None:
        """The chain."""
        self.query_one(DetailPane).tell(self.record, lambda cells: path_rows(view, cells, self._today))

    def chosen(self) -> Line | None:
        """The step under the cursor."""
        kind, _, at = self.query_one(DetailPane).key.partition(":")
        if self.view is None or kind != "milestone":
            return None
        return next((each.line for each in self.view.steps if each.timing.milestone == at), None)

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """Open the step, or what a warning is about."""
        self.app_.open(event.key)
