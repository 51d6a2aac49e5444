"""A month to pick a day from; the days on which something is due already are marked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from planner.domain.dates import DAY_NAMES, MONTH_NAMES, relative, show_day
from planner.ui.modals.dialog import Dialog
from planner.ui.present import Part, count, line
from planner.ui.widgets.days import Days, is_known, numbered

if TYPE_CHECKING:
    from textual.app import ComposeResult

CELL = 5


class Month(Days):
    """The month of `day`, Monday first; the day is between brackets, today underlined, busy days have a point."""

    DEFAULT_CSS = """
    Month { height: 9; width: 39; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "days(-1)", "A day back", show=False),
        Binding("right,l", "days(1)", "A day on", show=False),
        Binding("up,k", "days(-7)", "A week back", show=False),
        Binding("down,j", "days(7)", "A week on", show=False),
        Binding("pageup,left_square_bracket,less_than_sign", "months(-1)", "A month back", show=False),
        Binding("pagedown,right_square_bracket,greater_than_sign", "months(1)", "A month on", show=False),
        Binding("home,g", "edge(1)", "The first of the month", show=False),
        Binding("end,G", "edge(31)", "The last of the month", show=False),
        Binding("t,T", "today", "Today", show=False),
    ]

    busy: reactive[Mapping[date, int]] = reactive(dict)
    """How much is due on a day."""

    def render(self) -> Content:
        """Head, names of the days, six weeks."""
        month = f"{MONTH_NAMES[self.day.month - 1]} {self.day.year}"
        lines = [line((f" {month}", "bold $text")), line("".join(f"{name[:2]:>{CELL - 2}}  " for name in DAY_NAMES))]
        weeks = ([monday + timedelta(days=number) for number in range(7)] for monday in self.mondays)
        return Content("\n").join([*lines, *(line(*(self._cell(day) for day in week)) for week in weeks)])

    def _cell(self, day: date) -> Part:
        if not is_known(day):
            return " " * CELL
        mark = "·" if self.busy.get(day) else ""
        cell = line(numbered(day, cursor=self.day, today=self.today, mark=mark), " ")
        return cell.stylize("on $cursor") if day == self.day else cell

    def on_click(self, event: events.Click) -> None:
        """The day under the mouse; a click on the one that is chosen takes it."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < 2 or offset.x >= 7 * CELL:
            return
        clicked = self.mondays[0] + timedelta(days=7 * (offset.y - 2) + offset.x // CELL)
        if clicked == self.day and isinstance(self.screen, PickDay):
            self.screen.action_take()
        self.go(clicked)


class PickDay(Dialog[date]):
    """Dismissed with the day."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "take", "Take", show=False)]
    DEFAULT_CSS = """
    PickDay > .box { width: 52; }
    """

    def __init__(self, day: date | None, today: date) -> None:
        """It begins on `day`, else on today."""
        super().__init__()
        self._day = day or today
        self._today = today

    def content(self) -> ComposeResult:
        """The month and what the day is."""
        yield self.title_line("Pick a day")
        yield Month(self._day, self._today)
        yield Static("", classes="say", markup=False)
        yield self.keys_line(("enter", "takes it"), ("pgup pgdn", "month"), ("t", "today"), ("esc", "leaves"))

    def on_mount(self) -> None:
        """Say the day; mark the busy ones once they are known."""
        month = self.query_one(Month)
        month.focus()
        self.watch(month, "day", self._say)
        self.app_.ask(self._busy, self._show_busy)

    def _busy(self) -> Mapping[date, int]:
        """In the store's thread: how much is due on each day."""
        found: dict[date, int] = {}
        for milestone in self.app_.planner.queries.plan().milestones.values():
            if milestone.is_open and milestone.due is not None:
                found[milestone.due] = found.get(milestone.due, 0) + 1
        return found

    def _show_busy(self, busy: Mapping[date, int]) -> None:
        if self.alive:
            month = self.query_one(Month)
            month.busy = busy
            self._say(month.day)

    def _say(self, day: date) -> None:
        due = self.query_one(Month).busy.get(day, 0)
        more = f" · {count(due, 'milestone')} due" if due else ""
        self.query_one(".say", Static).update(f"{show_day(day, self._today)}, {relative(day, self._today)}{more}")

    def action_take(self) -> None:
        """This day."""
        self.dismiss(self.query_one(Month).day)
