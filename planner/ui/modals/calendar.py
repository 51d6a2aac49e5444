"""A month to pick a day from; the days on which something is due already are marked."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from planner.domain.dates import DAY_NAMES, MONTH_NAMES, relative, show_day
from planner.domain.durations import FIRST_DAY, LAST_DAY, Days
from planner.domain.errors import WrongUsage
from planner.ui.modals.dialog import Dialog
from planner.ui.present import Part, count, line

if TYPE_CHECKING:
    from textual.app import ComposeResult

CELL = 5


class Month(Widget, can_focus=True):
    """The month of `day`, Monday first; the day is between brackets, today underlined, busy days have a point."""

    DEFAULT_CSS = """
    Month { height: 9; width: 39; margin-top: 1; }
    """
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "days(-1)", "A day back", show=False),
        Binding("right,l", "days(1)", "A day on", show=False),
        Binding("up,k", "days(-7)", "A week back", show=False),
        Binding("down,j", "days(7)", "A week on", show=False),
        Binding("pageup,left_square_bracket", "months(-1)", "A month back", show=False),
        Binding("pagedown,right_square_bracket", "months(1)", "A month on", show=False),
        Binding("home,g", "edge(1)", "The first of the month", show=False),
        Binding("end,G", "edge(31)", "The last of the month", show=False),
        Binding("t", "today", "Today", show=False),
    ]

    day: reactive[date] = reactive(date.min, init=False)
    busy: reactive[Mapping[date, int]] = reactive(dict)
    """How much is due on a day."""

    def __init__(self, day: date, today: date) -> None:
        super().__init__()
        self.set_reactive(Month.day, day)
        self._today = today

    @property
    def _first(self) -> date:
        """The Monday with which the sheet begins."""
        first = self.day.replace(day=1)
        return first - timedelta(days=first.weekday())

    def render(self) -> Content:
        """Head, names of the days, six weeks."""
        month = f"{MONTH_NAMES[self.day.month - 1]} {self.day.year}"
        lines = [line((f" {month}", "bold $text")), line("".join(f"{name[:2]:>{CELL - 1}} " for name in DAY_NAMES))]
        days = [self._first + timedelta(days=number) for number in range(42)]
        lines += [line(*(self._cell(day) for day in days[week : week + 7])) for week in range(0, 42, 7)]
        return Content("\n").join(lines)

    def _cell(self, day: date) -> Part:
        if not FIRST_DAY <= day <= LAST_DAY:
            return " " * CELL
        mark = "·" if self.busy.get(day) else " "
        style = "$text" if day.month == self.day.month else "$muted"
        if day == self._today:
            style = "bold underline $accent"
        if day == self.day:
            return Content.styled(f"[{day.day:>2}{mark}]", "bold $accent on $cursor")
        return (f" {day.day:>2}{mark} ", style)

    def _go(self, day: date) -> None:
        if FIRST_DAY <= day <= LAST_DAY:
            self.day = day

    def action_days(self, by: int) -> None:
        """So many days on."""
        self._go(self.day + timedelta(days=by))

    def action_months(self, by: int) -> None:
        """The same day of another month, or its last."""
        try:
            self._go(Days(by).added_to(self.day))
        except WrongUsage:
            return  # past the last year the calendar here knows

    def action_edge(self, number: int) -> None:
        """The first or the last of the month."""
        self._go(self.day.replace(day=min(number, monthrange(self.day.year, self.day.month)[1])))

    def action_today(self) -> None:
        """Today."""
        self._go(self._today)

    def on_click(self, event: events.Click) -> None:
        """The day under the mouse; a click on the one that is chosen takes it."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < 2 or offset.x >= 7 * CELL:
            return
        clicked = self._first + timedelta(days=7 * (offset.y - 2) + offset.x // CELL)
        if clicked == self.day and isinstance(self.screen, PickDay):
            self.screen.action_take()
        self._go(clicked)


class PickDay(Dialog[date]):
    """Dismissed with the day."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "take", "Take", show=False)]
    DEFAULT_CSS = """
    PickDay > .box { width: 45; }
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
        yield self.keys_line(("enter", "takes it"), ("pgup pgdn", "month"), ("t", "today"))

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
