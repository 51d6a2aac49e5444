"""Place 1, Today: what is overdue, due today and soon, with the detail of the line under the cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from textual.containers import Horizontal
from textual.content import Content

from planner.domain.agenda import Line, TodayView
from planner.ui.actions import bindings, named
from planner.ui.describe import milestone_rows
from planner.ui.filtering import Filtering
from planner.ui.marks import Marking
from planner.ui.rows import milestone_hint, milestone_row
from planner.ui.screens.with_detail import WithDetail
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.lines import Lines, Row, Section
from planner.ui.widgets.marked import MarkedLines
from planner.ui.widgets.nothing_due import NothingDue
from planner.ui.widgets.nothing_yet import NothingYet
from planner.ui.widgets.summary import Summary

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.domain.suggestions import Suggestion
    from planner.services.queries import MilestoneDetail


SECTIONS = ("overdue", "today_lines", "week", "later", "undated", "blocked", "done_today")
"""The lists of a TodayView."""


@dataclass(frozen=True, slots=True)
class Today:
    """The view, and the titles of what blocked lines wait for, by the blocked line's id."""

    view: TodayView
    waits: Mapping[str, str]
    empty: bool
    """Nothing was ever planned."""
    idle: bool = False
    """Nothing is due within a week."""
    suggested: tuple[Suggestion, ...] = ()
    """What could be next, asked only then."""
    of: int = 0
    """How many lines there are without the filter."""


class TodayScreen(Marking[Today], Filtering[Today], WithDetail[Today]):
    """See the module."""

    BINDINGS = bindings("pane")
    PLACE = "today"
    WHERE = ("today", "milestones", "marking", "filtering", "pane")

    def body(self) -> ComposeResult:
        """Summary, list, detail."""
        yield Summary()
        yield NothingDue()
        with Horizontal(classes="split"):
            yield MarkedLines(self._paint, hint=lambda shown: milestone_hint(shown, self._today), id="list")
            yield DetailPane(id="detail")
        yield NothingYet()

    def fetch(self) -> Today:
        """In the store's thread."""
        view = self.planner.queries.today_view()
        plan = self.planner.queries.plan()
        waits = {
            line.milestone.id: plan.milestones[line.blocked_by[0]].title
            for line in view.blocked
            if line.blocked_by and line.blocked_by[0] in plan.milestones
        }
        empty = not plan.milestones and not plan.goals
        idle = not (empty or view.overdue or view.today_lines or view.week)
        of = len(_lines(view))
        if self.held is not None:
            kept: dict[str, Any] = {name: self.let_through(getattr(view, name)) for name in SECTIONS}
            view = replace(view, **kept)
        return Today(view, waits, empty, idle, self.planner.suggesting.next() if idle else (), of)

    def filterable(self) -> Sequence[Line]:
        """All that stands here, folded or not; in the store's thread."""
        return _lines(self.planner.queries.today_view())

    def due_again(self, view: Today) -> datetime | None:
        """When the next timed line of today becomes overdue."""
        timed = [line.due_at for line in view.view.today_lines if line.due_at and line.milestone.at]
        return min(timed, default=None)

    def show(self, view: Today) -> None:
        """The sections; empty ones are not shown."""
        self.set_class(view.empty, "-empty")
        self.app_.first_view(empty=view.empty)
        shown = view.view
        self.query_one(Summary).view = shown
        self.query_one(NothingDue).say(
            idle=view.idle, suggested=view.suggested, key=self.app_.key_of(named("app.suggest"))
        )
        sections = [
            self._section("overdue", "OVERDUE", shown.overdue, tone="bold $danger"),
            self._section("today", "TODAY", shown.today_lines),
            self._section("week", "NEXT 7 DAYS", shown.week),
            self._section("later", "LATER THIS MONTH", shown.later, folded=True),
            self._section("undated", "NO DATE YET", shown.undated, folded=True),
            self._section("blocked", "BLOCKED", shown.blocked, folded=True),
            self._section("done", "DONE TODAY", shown.done_today, tone="bold $good", folded=True),
        ]
        lines = self.lines
        self.say_filter(shown=len(_lines(shown)), of=view.of)
        lines.show([section for section in sections if section.rows])
        if wanted := self.app_.take_wanted():
            lines.go(wanted)
        self.ask_detail()

    @staticmethod
    def _section(
        key: str, title: str, lines: tuple[Line, ...], *, tone: str = "bold", folded: bool = False
    ) -> Section[Line]:
        return Section(
            key=key, title=title, rows=[Row(line.milestone.id, line) for line in lines], tone=tone, folded=folded
        )

    @property
    def _today(self) -> date:
        assert self.view is not None
        return self.view.view.today

    def _paint(self, shown: Line, cells: int) -> Content:
        waits = self.view.waits.get(shown.milestone.id) if self.view else None
        after = f"after {waits}" if waits else f"until {shown.undated_until}" if shown.undated_until else ""
        return milestone_row(shown, cells, self._today, after=after)

    # -- the detail of the line under the cursor

    def chosen(self) -> Line | None:
        """The line under the cursor."""
        row = self.lines.row
        return row.data if row else None

    def next_key(self) -> str:
        """The line below, else the one above."""
        return self.lines.neighbour

    def on_detail_pane_appeared(self) -> None:
        """There is room for the detail now."""
        self.ask_detail()

    def ask_detail(self) -> None:
        """Only where the pane is seen: moving along a narrow list costs nothing."""
        key = self.lines.key
        if not key:
            self.no_detail()
        elif self.pane.display:
            self._detail_key = key
            self.app_.ask(
                lambda: self._detail_of(key), lambda detail: self._detail_arrived(key, detail), self.detail_failed
            )

    def _detail_of(self, key: str) -> MilestoneDetail | None:
        """In the store's thread. The cursor may have moved on meanwhile: then it is not worth the work."""
        return self.planner.queries.milestone(key) if key == self._detail_key else None

    def _detail_arrived(self, key: str, detail: MilestoneDetail | None) -> None:
        if self.alive and detail is not None and key == self.lines.key:
            self.pane.tell(key, lambda cells: milestone_rows(detail, cells, self._today))

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """Enter goes into the detail; where there is no room for a pane it opens as a screen."""
        pane = self.pane
        if event.lines.id == "list" and pane.display and self.has_class("-wide"):
            self.set_focus(pane)
        elif event.lines.id == "list":
            self.app_.open(f"milestone:{event.key}")
        elif event.key.startswith("check:"):
            self.action_complete()
        else:
            self.app_.open(event.key)


def _lines(view: TodayView) -> list[Line]:
    return [line for name in SECTIONS for line in getattr(view, name)]
