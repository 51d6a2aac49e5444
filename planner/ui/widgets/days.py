"""A sheet of days with a cursor: what the small calendar of a dialog and the month of place 3 share.

How a day is written is the same on both: the one under the cursor stands between brackets, today behind a mark of its
own and underlined, days of other months are read second. So none of it is told by colour alone.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from textual.reactive import reactive
from textual.widget import Widget

from planner.domain.durations import FIRST_DAY, LAST_DAY
from planner.domain.month import another_month
from planner.ui.present import Part

NUMBER = 4
"""Cells of a day's number with what stands round it."""


def numbered(day: date, *, cursor: date, today: date, mark: str = "") -> Part:
    """`[24]`, `▸24 `, ` 24·`: the number of a day in NUMBER cells, with a `mark` behind it where nothing else is."""
    ends = "[" if day == cursor else "▸" if day == today else " ", "]" if day == cursor else mark or " "
    style = "bold $accent" if day == cursor else "$text" if _same_month(day, cursor) else "$muted"
    if day == today:
        style = "bold underline $accent"
    return f"{ends[0]}{day.day:>2}{ends[1]}", style


def is_known(day: date) -> bool:
    """Whether the calendar here knows the day: a sheet may begin before its first or end after its last one."""
    return FIRST_DAY <= day <= LAST_DAY


def _same_month(day: date, other: date) -> bool:
    return (day.year, day.month) == (other.year, other.month)


class Days(Widget, can_focus=True):
    """`day` is the one under the cursor. Each action that moves it stays within the years the calendar knows."""

    ALLOW_SELECT = False

    day: reactive[date] = reactive(date.min, init=False)

    def __init__(self, day: date, today: date, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.set_reactive(Days.day, day)
        self.today = today

    @property
    def mondays(self) -> Sequence[date]:
        """The weeks of the sheet by their Mondays: six, so that it keeps its height from month to month."""
        first = self.day.replace(day=1)
        monday = first - timedelta(days=first.weekday())
        return [monday + timedelta(weeks=number) for number in range(6)]

    def go(self, day: date) -> None:
        """Put the cursor on a day."""
        if is_known(day):
            self.day = day

    def action_days(self, by: int | str) -> None:
        """So many days on."""
        self.go(self.day + timedelta(days=int(by)))

    def action_months(self, by: int | str) -> None:
        """The same day of another month, or its last."""
        self.go(another_month(self.day, int(by)))

    def action_edge(self, number: int | str) -> None:
        """The first or the last of the month."""
        self.go(self.day.replace(day=min(int(number), monthrange(self.day.year, self.day.month)[1])))

    def action_today(self) -> None:
        """Today."""
        self.go(self.today)
