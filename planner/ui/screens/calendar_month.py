"""Place 3 as a calendar: the days of a month with what is due on them, and the list of the day under the cursor.

It shares the place with the timeline: `C` turns from one to the other, and each comes back as it was left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static

from planner.domain.agenda import Line
from planner.domain.month import Month, another_month, narrowed
from planner.domain.plan import Goal, Milestone
from planner.ui.actions import bindings
from planner.ui.filtering import Filtering
from planner.ui.marks import Marking
from planner.ui.month_words import day_row, day_words, head_words, hint, state_words
from planner.ui.screens.acting import Acting
from planner.ui.widgets.lines import Lines, Row, Section
from planner.ui.widgets.marked import MarkedLines
from planner.ui.widgets.month_grid import MonthGrid

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.domain.capacity import Week

DayRow: TypeAlias = Line | Goal
LIST_LINES = 10
"""Lines that the list of the day keeps, with its head, below the month."""
MOST_LINES = 5
"""Lines of a week above it."""
_SIGNS_ONLY = 2
_AROUND = 5
"""Lines of the bars and of the head."""
_LATER = "later:"
MOST_KNOWN = 12
"""Months that are kept beside the one that shows."""


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A month as the filter leaves it, and how many lines its weeks have without one."""

    month: Month
    of: int


class CalendarScreen(Marking[CalendarView], Filtering[CalendarView], Acting[CalendarView]):
    """See the module. Keys of rows: the id of a milestone, `later:<id>` of what is projected, `goal:<id>`."""

    BINDINGS = bindings("calendar")
    PLACE = "timeline"
    WHERE = ("calendar", "month", "milestones", "marking", "filtering")
    DEFAULT_CSS = """
    CalendarScreen #month { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    CalendarScreen .sheet { layout: horizontal; height: 1fr; margin-top: 1; }
    CalendarScreen .day { width: 38; border-left: solid $rule; }
    CalendarScreen #said { height: 5; padding: 0 1 0 2; margin-bottom: 1; }
    CalendarScreen.-narrow .sheet { layout: vertical; margin-top: 0; }
    CalendarScreen.-narrow .day { width: 100%; height: 1fr; border-left: none; border-top: solid $rule; }
    CalendarScreen.-narrow #said { height: 3; margin-bottom: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._first = date.min
        """The month that is asked for."""
        self._loads: Mapping[date, Week] = {}
        """The hours of weeks as they were last known, by Monday: shown until those of now are."""
        self._near: dict[date, CalendarView] = {}
        """Months around by their first day; another mapping once something changed."""
        self._day_shown = date.min
        self._state = 0
        """Cells of what is said at the end of each line."""

    def body(self) -> ComposeResult:
        """The month, and the day under the cursor."""
        today = self.app_.today
        self._first = today.replace(day=1)
        yield Static("", id="month", markup=False)
        with Container(classes="sheet"):
            yield MonthGrid(today, today, id="grid")
            with Vertical(classes="day"):
                yield Static("", id="said", markup=False)
                yield MarkedLines(self._paint, hint=self._hint, id="list")

    @property
    def grid(self) -> MonthGrid:
        """The month."""
        return self.query_one("#grid", MonthGrid)

    @property
    def lines(self) -> MarkedLines[DayRow]:
        """The list of the day."""
        return self.query_one("#list", MarkedLines)

    # -- what is shown

    def fetch(self) -> CalendarView:
        """In the store's thread."""
        return self._month(self._first)

    def _month(self, first: date) -> CalendarView:
        months = self.planner.months
        month = months.month(first)
        shown = months.with_hours(narrowed(month, self.wanted_lines()), wait=False)
        return CalendarView(shown, len(month.lines))

    def filterable(self) -> Sequence[Line]:
        """All lines of the weeks that show; in the store's thread."""
        return self.planner.months.month(self._first).lines

    def due_again(self, view: CalendarView) -> datetime | None:
        """When the next timed line of today becomes overdue."""
        timed = (each for each in view.month.day(view.month.today).lines if each.milestone.at and not each.overdue)
        return min((each.due_at for each in timed if each.due_at), default=None)

    def show(self, view: CalendarView) -> None:
        """The month, the day, and the hours once they are known."""
        month = view.month
        known = any(week.load is not None for week in month.weeks)
        weeks = (replace(week, load=week.load or self._loads.get(week.monday)) for week in month.weeks)
        self._draw(replace(month, weeks=tuple(weeks)))
        self.say_filter(shown=len(month.lines), of=view.of)
        if wanted := self.app_.take_wanted():
            self._look_at(wanted, month)
        if known:
            self._look_around()
        else:
            self.app_.ask(lambda: self.planner.months.with_hours(month), lambda found: self._laid_out(view, found))

    def _laid_out(self, asked: CalendarView, found: Month) -> None:
        if self.alive and asked is self.view:
            self._loads = {week.monday: week.load for week in found.weeks if week.load is not None}
            self._draw(found)
            self._look_around()

    def _look_around(self) -> None:
        """Get the months before and after, so that they are there as soon as they are turned to."""
        near, here = self._near, self._first
        if len(near) > MOST_KNOWN:
            near.clear()
        wanted = [each for each in (another_month(here, 1), another_month(here, -1)) if each not in near]

        def found(views: Sequence[CalendarView]) -> None:
            near.update({each.month.first: each for each in views})

        if wanted:
            self.app_.ask(lambda: [self._month(each) for each in wanted if near is self._near], found)

    def mark_stale(self) -> None:
        """No month is as it was."""
        self._near = {}
        super().mark_stale()

    def filter_changed(self) -> None:
        """Nor is any here."""
        self._near = {}

    def _draw(self, month: Month) -> None:
        self._fit()
        self.query_one("#month", Static).update(head_words(month), layout=False)
        self.grid.show(month)
        self._show_day()

    def _look_at(self, record: str, view: Month) -> None:
        """Put both cursors on what was just made or is next, where the month shows it."""
        if self.lines.go(record):
            return
        for week in view.weeks:
            for each in week.days:
                if any(line.milestone.id == record and not line.projected for line in each.lines):
                    self.grid.go(each.day)
                    self._show_day(record)
                    return

    def _show_day(self, at: str = "") -> None:
        """The day under the cursor; another one is read from its first line on."""
        grid = self.grid
        day, week = grid.under_cursor
        words = day_words(day, week, grid.today, only=self.held is not None, narrow=self.has_class("-narrow"))
        self.query_one("#said", Static).update(words, layout=False)
        rows: list[Row[DayRow]] = [Row(f"goal:{each.id}", each) for each in day.targets]
        rows += [Row(f"{_LATER if each.projected else ''}{each.milestone.id}", each) for each in day.lines]
        self._state = max((len(state_words(row.data, missed=self._is_missed(row.data))) for row in rows), default=0)
        if day.day != self._day_shown and rows:
            at = at or rows[0].key
        self._day_shown = day.day
        self.lines.show([Section(key="", title="", rows=rows)], at=at or None)

    def _paint(self, shown: DayRow, cells: int) -> Content:
        return day_row(shown, cells, self._state, missed=self._is_missed(shown))

    def _is_missed(self, shown: DayRow) -> bool:
        return isinstance(shown, Line) and shown.milestone.id in self.grid.under_cursor[0].missed

    def _hint(self, shown: DayRow) -> str:
        return hint(shown, self.grid.today)

    # -- moving

    def on_month_grid_moved(self, event: MonthGrid.Moved) -> None:
        """Another day, perhaps of another month."""
        event.stop()
        if not self.alive:
            return
        first = event.day.replace(day=1)
        if first != self._first:
            self._first = first
            self._fit()
            self._turn()
        self._show_day()

    def _turn(self) -> None:
        """Show another month, at once where it is known."""
        view = self._near.get(self._first)
        if view is None:
            self.reload()
            return
        self._asked += 1  # what was asked before is about another month
        self.view = view
        self.show(view)

    def on_month_grid_entered(self, event: MonthGrid.Entered) -> None:
        """Into the list; the only line of a day opens at a double click."""
        event.stop()
        if not self.lines.keys:
            self.app_.tell("Nothing stands on this day; a adds a line.")
        elif event.opens and len(self.lines.keys) == 1:
            self._open(self.lines.row)
        else:
            self.lines.focus()

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """Enter or a double click on a line of the day."""
        event.stop()
        self._open(self.lines.row_of(event.key))

    def _open(self, row: Row[DayRow] | None) -> None:
        if row is not None:
            shown = row.data
            self.app_.open(f"goal:{shown.id}" if isinstance(shown, Goal) else f"milestone:{shown.milestone.id}")

    def action_months(self, by: str) -> None:
        """The month before or after."""
        self.grid.action_months(by)

    def action_days(self, by: str) -> None:
        """So many days on; the keys are those of the month, the palette asks here."""
        self.grid.action_days(by)

    def action_edge(self, number: str) -> None:
        """The first or the last of the month, in the same way."""
        self.grid.action_edge(number)

    def action_enter(self) -> None:
        """Into the list of the day, in the same way."""
        self.grid.action_enter()

    def action_today(self) -> None:
        """Today."""
        self.grid.action_today()

    def action_back(self) -> None:
        """Take the marks off; from the list of the day back to the month; there, everything again."""
        if self.unmark():
            return
        if self.grid.has_focus:
            self.take_filter_off()
        else:
            self.grid.focus()

    def action_timeline(self) -> None:
        """The timeline."""
        if self.view is not None:  # the key that turned to this may still be on its way
            self.app_.turn_to("timeline")

    # -- what is chosen

    def chosen(self) -> Line | None:
        """The milestone under the cursor of the day's list; not what is only projected: its turn has not come."""
        row = self.lines.row
        return row.data if row is not None and isinstance(row.data, Line) and not row.data.projected else None

    def next_key(self) -> str:
        """The line below, else the one above."""
        return self.lines.neighbour

    def mark_pending(self) -> None:
        """On its line."""
        self.lines.mark_pending(self.lines.key)

    def _milestone(self) -> Milestone | None:
        row = self.lines.row
        if row is not None and isinstance(row.data, Line) and row.data.projected:
            self.app_.tell("Its turn comes once the one before it is closed. Enter opens the series.")
            return None
        return super()._milestone()

    def day_for_new(self) -> date | None:
        """A line added here is on the day under the cursor unless it says otherwise."""
        return self.grid.day

    # -- the room there is

    def on_resize(self) -> None:
        """As many lines a week as leave room for the list; whether the screen is narrow is known after this."""
        self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        self._fit()
        if self.view is not None and self.alive:
            self._show_day()

    def _fit(self) -> None:
        grid = self.query_one_optional("#grid", MonthGrid)
        if grid is None:  # the size is known before there is anything to fit
            return
        if not self.has_class("-narrow"):
            grid.styles.height = "1fr"
            return
        weeks = len(grid.mondays)
        lines = (self.size.height - _AROUND - LIST_LINES - 1) // weeks
        # Two lines a week are no better than one: a title needs its own.
        grid.styles.height = weeks * (min(MOST_LINES, lines) if lines > _SIGNS_ONLY else 1) + 1
