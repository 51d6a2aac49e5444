"""What could be next: each plan with its reason below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.widgets import Static

from planner.domain.suggestions import Suggestion
from planner.ui.modals.dialog import Dialog
from planner.ui.present import line, literal, wrap
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.lines import Lines, Row

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content


class Suggested(Dialog[str]):
    """Dismissed with the id of the template to look at."""

    DEFAULT_CSS = """
    Suggested DetailPane { height: 12; background: $surface; }
    """

    def __init__(self, found: Sequence[Suggestion], stage: str | None) -> None:
        """`stage` is the person's; None: not said yet."""
        super().__init__()
        self._found = tuple(found)
        self._stage = stage

    def content(self) -> ComposeResult:
        """The plans with their reasons."""
        yield self.title_line("What next?")
        yield DetailPane()
        if self._stage is None:
            yield Static("f3 asks for your stage; then they fit better.", classes="say", markup=False)
        yield self.keys_line(("enter", "looks at it"), ("esc", "not now"))

    def on_mount(self) -> None:
        """Fill the list."""
        pane = self.query_one(DetailPane)
        pane.tell("next", self._rows)
        pane.focus()

    def _rows(self, cells: int) -> list[Row[Content]]:
        rows: list[Row[Content]] = []
        for each in self._found:
            rows.append(Row(each.template, literal(each.title, "bold").truncate(cells, ellipsis=True)))
            rows += [Row("", line("  ", part)) for part in wrap(literal(each.reason, "$muted"), cells - 2)]
            rows.append(Row("", line("")))
        return rows[:-1]

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """Enter or a click."""
        event.stop()
        self.dismiss(event.key)
