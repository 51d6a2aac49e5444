"""Picking milestones: a search whose lines are ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from planner.domain.agenda import Line
from planner.ui.modals.finder import LateFinder
from planner.ui.present import line
from planner.ui.rows import milestone_row
from planner.ui.widgets.line_input import LineInput
from planner.ui.widgets.lines import Lines, Row, Section

if TYPE_CHECKING:
    from textual.app import ComposeResult

MOST = 100
R = TypeVar("R")


class Picking(LateFinder[R, Sequence[Line]], Generic[R]):
    """A search whose lines are ticked; whoever is made of it says in `action_take` what comes of that."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "tick", show=False, priority=True),
        Binding("ctrl+s", "take", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Picking > .box { width: 90; height: 80%; }
    Picking Lines { margin-top: 1; }
    """

    def __init__(self, title: str, ticked: Sequence[str], *, without: str = "") -> None:
        """`ticked` are ids; `without` is one that is not offered."""
        super().__init__()
        self._title = title
        self._ticked = dict.fromkeys(ticked, "")
        self._without = without

    def content(self) -> ComposeResult:
        """The line and what is found."""
        yield self.title_line(self._title)
        yield LineInput(placeholder="type to search", max_length=200, compact=True)
        yield Lines(self._paint)
        yield self.keys_line(("↑ ↓", "choose"), ("enter", "ticks"), ("ctrl+s", "takes them"), ("esc", "leaves"))

    def on_mount(self) -> None:
        """Those that are ticked, and the open ones."""
        self.look_up("")

    def _paint(self, shown: Line, cells: int) -> Content:
        box = "☑" if shown.milestone.id in self._ticked else "☐"
        return line((f"{box} ", "$accent"), milestone_row(shown, cells - 2, self.app_.today))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.look_up(event.value)

    def find(self, text: str) -> Sequence[Line]:
        """What is ticked, then what matches; in the store's thread."""
        queries = self.app_.planner.queries
        plan = queries.plan()
        first = [queries.line(plan.milestones[each]) for each in tuple(self._ticked) if each in plan.milestones]
        found = queries.search(text or "is:open", MOST)
        return [*first, *(each for each in found if each.milestone.id not in self._ticked)]

    def show_found(self, text: str, found: Sequence[Line]) -> None:
        """The lines; the cursor on the first that was typed for."""
        self._show(found)
        if self.shown not in {None, text}:
            self._go_to_found()

    def _go_to_found(self) -> None:
        """What was typed for is not what was ticked before, which stays on top."""
        lines = self.query_one(Lines)
        first = next((key for key in lines.keys if key not in self._ticked), "")
        if first:
            lines.go(first)

    def _show(self, found: Sequence[Line]) -> None:
        kept = [each for each in found if each.milestone.id != self._without]
        self._ticked.update(
            {each.milestone.id: each.milestone.title for each in kept if each.milestone.id in self._ticked}
        )
        rows = [Row(each.milestone.id, each) for each in kept]
        self.query_one(Lines).show([Section(key="", title="", rows=rows)] if rows else [])

    def action_tick(self) -> None:
        """In or out; what was typed last is looked up first."""
        self.enter(self.query_one(Input).value)

    def entered(self) -> None:
        """In or out."""
        row = self.query_one(Lines).row
        if row is None:
            return
        if row.key in self._ticked:
            del self._ticked[row.key]
        else:
            self._ticked[row.key] = row.data.milestone.title
        self.query_one(Lines).refresh()

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """A double click."""
        event.stop()
        self.entered()

    def action_take(self) -> None:
        """These."""


class PickMilestones(Picking[Mapping[str, str]]):
    """Dismissed with the titles of those that are ticked, by id, in the order in which they were."""

    def action_take(self) -> None:
        """These."""
        self.dismiss(dict(self._ticked))
