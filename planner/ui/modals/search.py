"""Search over titles, notes, tags and goals; what is chosen is opened."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from planner.domain.agenda import Line
from planner.domain.dates import local_day
from planner.ui.modals.dialog import Dialog
from planner.ui.present import count
from planner.ui.rows import milestone_row
from planner.ui.widgets.lines import Lines, Row, Section

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Search(Dialog[str]):
    """Dismissed with the id of the milestone that was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "move(1)", show=False),
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]
    DEFAULT_CSS = """
    Search > .box { width: 100; height: 80%; }
    Search Lines { margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._asked = 0
        self._today = date.min

    def content(self) -> ComposeResult:
        """The line and what is found."""
        yield Input(placeholder="Search titles, notes, #tags and goals", max_length=200, compact=True)
        yield Lines(self._paint)
        yield Static("", classes="say", markup=False)
        yield self.keys_line(("↑ ↓", "choose"), ("enter", "opens"), ("esc", "leaves"))

    def on_mount(self) -> None:
        """The day that dates are told from."""
        clock = self.app_.planner.clock
        self._today = local_day(clock.now(), clock.zone())

    def _paint(self, shown: Line, cells: int) -> Content:
        return milestone_row(shown, cells, self._today)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._asked += 1
        asked, text = self._asked, event.value
        if text.strip():
            self.app_.ask(lambda: self._search(asked, text), lambda found: self._found(asked, found))
        else:
            self._found(asked, [])

    def _search(self, asked: int, text: str) -> list[Line]:
        # typed on meanwhile: the answer would be dropped anyway
        return self.app_.planner.queries.search(text) if asked == self._asked else []

    def _found(self, asked: int, found: list[Line]) -> None:
        if asked != self._asked or not self.alive:
            return
        rows = [Row(line.milestone.id, line) for line in found]
        lines = self.query_one(Lines)
        lines.show([Section(key="", title="", rows=rows)] if rows else [])
        lines.action_cursor_first()
        said = count(len(found), "milestone") if self.query_one(Input).value.strip() else ""
        self.query_one(".say", Static).update(said)

    def action_move(self, by: int) -> None:
        """Up and down in what was found, while the line keeps the focus."""
        lines = self.query_one(Lines)
        (lines.action_cursor_down if by > 0 else lines.action_cursor_up)()

    def action_page(self, by: int) -> None:
        """A page up or down."""
        lines = self.query_one(Lines)
        (lines.action_page_down if by > 0 else lines.action_page_up)()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if key := self.query_one(Lines).key:
            self.dismiss(key)

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """A double click, or enter in the list."""
        event.stop()
        self.dismiss(event.key)
