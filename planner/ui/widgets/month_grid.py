"""The month of place 3 as a grid: a row a week, in it what stands on each day, as much of it as there is room for.

With room, a day has lines of symbol and title, and says how many more there are; where there is only one line a day,
its symbols. It posts `MonthGrid.Entered` when the person goes into a day. Its keys are the `month` actions.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip

from planner.domain.agenda import Line
from planner.domain.dates import DAY_NAMES
from planner.domain.durations import show_hours
from planner.domain.month import Month, MonthDay, MonthWeek, mondays_of
from planner.ui import present
from planner.ui.actions import bindings
from planner.ui.present import Part, fill, line
from planner.ui.widgets.days import NUMBER, Days, is_known, numbered
from planner.ui.widgets.drawn import Drawn

TARGET = "⚑"
"""The day is the target of a goal."""
MISSED = "▯"
"""Of a series: nobody closed it in its time."""
OVER = "▲"
"""The week holds too much."""
_WEEK_CELLS = 7
_NARROW_WEEK_CELLS = 4
_LEAST_CELL = 5
_ROOMY = 3
"""Lines of a week from which on one more is of use."""
_MOST_SAID = 14
"""Titles that are said of a day where the mouse rests."""
_TITLES = 10
"""A day this wide shows titles; a narrower one symbols."""


def symbol_of(shown: Line, *, missed: bool = False) -> tuple[str, str]:
    """The symbol of a line, with its style; of a series a later occurrence and a missed one have their own."""
    if missed:
        return MISSED, "$muted"
    if shown.projected:
        return "↻", "$muted"
    mark, _ = present.symbol(shown.milestone, blocked=bool(shown.blocked_by), snoozed=shown.snoozed)
    return mark, "$danger" if shown.overdue else present.symbol_style(mark)


class MonthGrid(Days, Drawn):
    """See the module."""

    BINDINGS = bindings("month")
    DEFAULT_CSS = """
    MonthGrid { width: 1fr; height: 1fr; background: $background; overflow: hidden; }
    """

    class Moved(Message):
        """The cursor is on another day."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

        def can_replace(self, message: Message) -> bool:
            """Only the last of several moves matters."""
            return isinstance(message, MonthGrid.Moved)

    class Entered(Message):
        """Enter on the day under the cursor, or a double click, which `opens`."""

        def __init__(self, *, opens: bool) -> None:
            super().__init__()
            self.opens = opens

    def __init__(self, day: date, today: date, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(day, today, id=id)
        self._month: Month | None = None
        self._strips: dict[date, list[Strip]] = {}
        """Lines of weeks as they were drawn, by Monday; `_strips_of` is what for."""
        self._strips_of: object = None

    def show(self, month: Month) -> None:
        """What stands on the days of a month; it is drawn as long as the cursor is in it."""
        if month != self._month:
            self._strips.clear()
        self._month = month
        self.today = month.today
        self.refresh()

    @property
    def under_cursor(self) -> tuple[MonthDay, MonthWeek | None]:
        """The day under the cursor and its week; an empty day while its month is not known."""
        week = self._known(self.day - timedelta(days=self.day.weekday()))
        return (week.days[self.day.weekday()] if week else MonthDay(day=self.day)), week

    def _known(self, monday: date) -> MonthWeek | None:
        month = self._month
        if month is None or (month.first.year, month.first.month) != (self.day.year, self.day.month):
            return None
        return month.weeks[(monday - month.weeks[0].monday).days // 7]

    @property
    def mondays(self) -> Sequence[date]:
        """The weeks that hold the month."""
        return mondays_of(self.day)

    def watch_day(self, old: date, new: date) -> None:
        """Say where the cursor is."""
        self._forget(old)
        self._forget(new)
        self.post_message(self.Moved(self.day))

    def on_focus(self) -> None:
        """The cursor is drawn more strongly."""
        self._forget(self.day)
        self.refresh()

    def on_blur(self) -> None:
        """And less so."""
        self._forget(self.day)
        self.refresh()

    # -- drawing

    @property
    def _heights(self) -> list[int]:
        """Lines of each week: all of the height but the line of names, the first ones get what is over."""
        weeks = len(self.mondays)
        each, over = divmod(max(weeks, self.size.height - 1), weeks)
        over = over if each >= _ROOMY else 0
        return [each + (number < over) for number in range(weeks)]

    @property
    def _week_cells(self) -> int:
        return (
            _WEEK_CELLS
            if self.size.width >= _WEEK_CELLS + 7 * _TITLES and self._heights[-1] > 1
            else _NARROW_WEEK_CELLS
        )

    @property
    def _widths(self) -> list[int]:
        """Cells of each day."""
        each, over = divmod(max(7 * _LEAST_CELL, self.size.width - self._week_cells), 7)
        return [each + (number < over) for number in range(7)]

    def render_line(self, y: int) -> Strip:
        """One line of the screen; weeks are kept as they were drawn until something in them is another."""
        if y == 0:
            names = zip(DAY_NAMES, self._widths, strict=True)
            head = line(" " * self._week_cells, *(self._weekday(name, cells) for name, cells in names))
            return self.strip(head, self.visual_style, self.size.width)
        self._forget_old()
        y -= 1
        for monday, height in zip(self.mondays, self._heights, strict=True):
            if y < height:
                if monday not in self._strips:
                    rows = self._week(monday, height)
                    self._strips[monday] = [self.strip(row, self.visual_style, self.size.width) for row in rows]
                return self._strips[monday][y]
            y -= height
        return Strip.blank(self.size.width, self.visual_style.rich_style)

    def _forget_old(self) -> None:
        now = (self.day.replace(day=1), self.size, self.app.theme)
        if now != self._strips_of:
            self._strips_of = now
            self._strips.clear()

    def _forget(self, day: date) -> None:
        self._strips.pop(day - timedelta(days=day.weekday()), None)

    @staticmethod
    def _weekday(name: str, cells: int) -> Part:
        return fill(f" {name if cells > max(map(len, DAY_NAMES)) else name[:3]}", cells), "$muted"

    def _week(self, monday: date, height: int) -> list[Content]:
        known = self._known(monday)
        head = self._head(known, monday, height)
        days = [monday + timedelta(days=number) for number in range(7)]
        cells = [
            self._cell(known.days[number] if known else MonthDay(day=day), self._widths[number], height)
            for number, day in enumerate(days)
        ]
        return [line(head[row], *(cell[row] for cell in cells)) for row in range(height)]

    def _head(self, week: MonthWeek | None, monday: date, height: int) -> list[Content]:
        """The number of the week, and by how much it holds too much."""
        cells = self._week_cells
        over = week.load.overload if week and week.load else 0
        number = f"{monday.isocalendar().week:>2}"
        if height == 1 or cells == _NARROW_WEEK_CELLS:
            rows = [line((number, "$muted"), (f"{OVER if over else ' '} ", "$danger"))]
        else:
            said = f"{OVER}{show_hours(over)} h" if over else ""
            rows = [line((f" {number}", "$muted"), " " * (cells - 3)), line(" ", (fill(said, cells - 1), "$danger"))]
        return [*rows, *[Content(" " * cells)] * (height - len(rows))][:height]

    def _cell(self, day: MonthDay, cells: int, height: int) -> list[Content]:
        if not is_known(day.day):
            return [Content(" " * cells)] * height
        mark = "·" if cells == NUMBER + 1 and not day.is_empty else ""  # there is no room for symbols
        number = numbered(day.day, cursor=self.day, today=self.today, mark=mark)
        if height == 1:
            rows = [line(number, self._signs(day, cells - NUMBER - 1), " ")]
        else:
            said = self._label(day)
            room = cells - NUMBER - 1  # the last cell stays clear of what is beside it
            label = f" {said}" if said and len(said) < room else said if len(said) <= room else ""
            room = cells - NUMBER - len(label)
            rule = f" {'─' * (room - 2)} " if room > 2 else " " * room
            rows = [line(number, (label, "$muted"), (rule, "$rule"))]
            if cells >= _TITLES and height > 2:
                rows += self._entries(day, cells, height - 1)
            else:
                rows.append(line(" ", self._signs(day, cells - 2), " "))
        rows += [Content(" " * cells)] * (height - len(rows))
        if day.day == self.day:
            background = "on $cursor" if self.has_focus else "on $panel"
            rows = [row.stylize(background, 0, len(row.plain) - row.plain.endswith(" ")) for row in rows]
        return rows

    def _label(self, day: MonthDay) -> str:
        """What is said beside the number."""
        if day.day == self.today:
            return "today"
        if day.away is not None:
            return "away"
        return ""

    @staticmethod
    def _signs(day: MonthDay, cells: int) -> Content:
        """`⚑○○✓+3`: what stands on the day in symbols, in exactly so many cells."""
        signs = [(TARGET, "$accent")] * len(day.targets) + [
            symbol_of(each, missed=each.milestone.id in day.missed) for each in day.lines
        ]
        if day.away is not None:
            signs.insert(0, ("≈", "$muted"))
        rest = ""
        if cells <= 0:
            return Content("")
        if len(signs) > cells:
            room = max(0, cells - 1 - len(str(len(signs))))
            rest = f"+{len(signs) - room}" if cells > len(str(len(signs))) else "+"
            signs = signs[:room]
        gap = max(0, cells - len(signs) - len(rest))
        return line(*signs, (rest, "$muted"), " " * gap)

    @staticmethod
    def _entries(day: MonthDay, cells: int, height: int) -> list[Content]:
        """Symbol and title, line by line; the last one says how many more there are where there are too many."""
        entries: list[tuple[tuple[str, str], str, str]] = [
            ((TARGET, "$accent"), each.title, "bold $text") for each in day.targets
        ]
        for each in day.lines:
            read_second = each.projected or not each.milestone.is_open
            mark = symbol_of(each, missed=each.milestone.id in day.missed)
            entries.append((mark, each.milestone.title, "$muted" if read_second else "$text"))
        most = height if len(entries) <= height else height - 1
        rows = [line(mark, " ", (fill(title, cells - 3), style), " ") for mark, title, style in entries[:most]]
        if len(entries) > most:
            rows.append(line((fill(f"+{len(entries) - most:,} more", cells), "$muted")))
        return rows

    # -- moving

    def action_enter(self) -> None:
        """Go into the day under the cursor."""
        self.post_message(self.Entered(opens=False))

    def day_at(self, x: int, y: int) -> date | None:
        """The day of a cell of the widget, if one is there."""
        x -= self._week_cells
        y -= 1
        if x < 0 or y < 0:
            return None
        column = 0
        while column < 7 and x >= self._widths[column]:
            x -= self._widths[column]
            column += 1
        if column == 7:
            return None
        for monday, height in zip(self.mondays, self._heights, strict=True):
            if y < height:
                return monday + timedelta(days=column)
            y -= height
        return None

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there, a second one goes into the day."""
        offset = event.get_content_offset(self)
        day = self.day_at(offset.x, offset.y) if offset is not None else None
        if day is None or not is_known(day):
            return
        again = day == self.day and event.chain == 2
        self.go(day)
        if again:
            self.post_message(self.Entered(opens=True))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Say all of the day under the mouse, once the mouse rests there: titles are cut in the month."""
        offset = event.get_content_offset(self)
        day = self.day_at(offset.x, offset.y) if offset is not None else None
        said = self._whole(day) if day is not None else ""
        if said != str(self.tooltip or ""):
            self.tooltip = Content(said) if said else None

    def _whole(self, day: date) -> str:
        week = self._known(day - timedelta(days=day.weekday()))
        if week is None:
            return ""
        here = week.days[day.weekday()]
        titles = [f"{TARGET} {each.title}" for each in here.targets]
        titles += [
            f"{symbol_of(each, missed=each.milestone.id in here.missed)[0]} {each.milestone.title}"
            for each in here.lines
        ]
        rest = [f"+{len(titles) - _MOST_SAID:,} more"] if len(titles) > _MOST_SAID else []
        return "\n".join([*(present.cut(title, 76) for title in titles[:_MOST_SAID]), *rest])

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The month after."""
        event.stop()
        self.action_months(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The month before."""
        event.stop()
        self.action_months(-1)
