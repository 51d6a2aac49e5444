"""The timeline drawn in cells: one row after the other, as signs with a role each, for any front end.

A front end gives every role a look of its own, and no role tells something that its sign does not.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Literal

from planner.domain.capacity import Week, monday_of, overload
from planner.domain.dates import MONTH_NAMES
from planner.domain.durations import show_hours
from planner.domain.repeat import projected
from planner.domain.signs import FIXED, SIGNS, sign_of

if TYPE_CHECKING:
    from planner.domain.plan import Milestone
    from planner.domain.scale import Scale
    from planner.domain.timeline import Bar, GoalRow, Timeline

Role = Literal["", "grid", "today", "done", "rest", "goal", "mark", "late", "link", "chosen", "quiet"]
"""`rest` is what is still to do, `mark` the sign at the end of a bar, `link` what joins two bars and `chosen` the same
for the bar under the cursor, `late` what is overdue or too full, `quiet` what is read last."""

GRID, TODAY, TARGET, DONE, REST, CRITICAL, GOAL_DONE, GOAL_REST, SLIP = "┊", "┃", "⚑", "█", "░", "▒", "━", "─", "┄"
BEFORE, AFTER, TOO_MUCH, AGAIN = "◂", "▸", "▲", "↻"
LEVELS = "▁▂▃▄▅▆▇"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a bar stands: its row, and its first and last cell."""

    row: int
    first: int
    last: int


class Cells:
    """A row of signs; what is drawn later lies above."""

    __slots__ = ("roles", "signs")

    def __init__(self, signs: Iterable[str], roles: Iterable[Role]) -> None:
        self.signs = list(signs)
        self.roles = list(roles)

    def put(self, cell: int, text: str, role: Role) -> None:
        """Text of narrow signs from this cell on; what lies outside the row is left out."""
        for at, sign in enumerate(text, start=cell):
            if 0 <= at < len(self.signs):
                self.signs[at] = sign
                self.roles[at] = role

    def fill(self, first: int, last: int, sign: str, role: Role) -> None:
        """The same sign from `first` to `last`."""
        for at in range(max(first, 0), min(last, len(self.signs) - 1) + 1):
            self.signs[at] = sign
            self.roles[at] = role

    def is_free(self, first: int, last: int) -> bool:
        """Whether there is nothing but the ground in these cells."""
        return first >= 0 and last < len(self.signs) and all(self.roles[at] in _GROUND for at in range(first, last + 1))

    def runs(self) -> list[tuple[str, Role]]:
        """Pieces of one role each. Spaces, which look the same in any, go with what stands before them: so every piece
        begins with a sign in its own cell, and keeps it where a font draws signs of other widths."""
        found: list[tuple[str, Role]] = []
        begin = 0
        role: Role = ""
        before = " "
        for at, (sign, each) in enumerate(zip(self.signs, self.roles, strict=True)):
            if sign != " " and (each != role or before == " "):
                if at > begin:
                    found.append(("".join(self.signs[begin:at]), role))
                begin, role = at, each
            before = sign
        return [*found, ("".join(self.signs[begin:]), role)]


_GROUND = frozenset({"", "grid", "today"})
MOST_PROJECTED = 400
"""Occurrences of one series that are looked at to see where it ends."""


def short_day(day: date, today: date) -> str:
    """`24 Nov`, or `24 Nov 2027` in another year."""
    name = f"{day.day} {MONTH_NAMES[day.month - 1][:3]}"
    return name if day.year == today.year else f"{name} {day.year}"


def ground(scale: Scale, today: date, grid: frozenset[int]) -> Cells:
    """An empty row: the lines of the grid, and today."""
    cells = Cells([" "] * scale.width, [""] * scale.width)
    for cell in grid:
        cells.put(cell, GRID, "grid")
    cells.put(_middle(scale, today), TODAY, "today")
    return cells


def _middle(scale: Scale, day: date) -> int:
    """The cell in which the sign of a day stands."""
    return (scale.cell(day) + scale.last_cell(day)) // 2


def spot_of(bar: Bar, row: int, scale: Scale) -> Spot:
    """Where a bar stands."""
    return Spot(row, scale.cell(bar.start), _middle(scale, bar.due))


def draw_goal(cells: Cells, row: GoalRow, scale: Scale, today: date) -> None:
    """The span of a goal: heavy for the share that is done, light for the rest; its target."""
    if row.first is None or row.last is None:
        return
    first, last = scale.cell(row.first), _middle(scale, row.last)
    if row.total:
        filled = (last - first + 1) * row.done // row.total
        cells.fill(first + filled, last, GOAL_REST, "rest")
        cells.fill(first, first + max(filled, 1 if row.done else 0) - 1, GOAL_DONE, "goal")
    else:
        cells.fill(first, last, GOAL_REST, "rest")
    _put_today(cells, scale, today)
    target = row.goal.target if row.goal else None
    if target is not None:
        cells.put(_middle(scale, target), TARGET, "mark")
    _point_to(cells, row.first, row.last, scale, today)


def draw_bar(
    cells: Cells, bar: Bar, scale: Scale, today: date, *, named: bool = False, critical: bool | None = None
) -> None:
    """A milestone: full for what is done, light for the rest, its symbol at the end (of a fixed date always the same);
    how far it is overdue, and the other days of a series.

    `named` says its day beside it; `critical` is said where the bar itself does not know.
    """
    spot = spot_of(bar, 0, scale)
    late = bar.line.overdue
    share = bar.done / bar.parts if bar.parts else 0.0
    filled = int((spot.last - spot.first) * share)
    if late:
        cells.fill(spot.last + 1, _middle(scale, today) - 1, SLIP, "late")
    _draw_series(cells, bar, scale)
    quiet = bar.milestone.status == "skipped"
    presses = bar.critical if critical is None else critical
    cells.fill(spot.first + filled, spot.last - 1, CRITICAL if presses else REST, "quiet" if quiet else "rest")
    cells.fill(spot.first, spot.first + filled - 1, DONE, "done")
    _put_today(cells, scale, today)
    fixed = bar.milestone.fixed and bar.milestone.is_open
    sign = FIXED if fixed else sign_of(bar.line)
    cells.put(spot.last, sign, "late" if late else "done" if sign == "✓" else "quiet" if quiet else "mark")
    if named and 0 <= spot.last < scale.width:
        _name(cells, spot, short_day(bar.due, today))
    _point_to(cells, bar.start, bar.due, scale, today)


def _put_today(cells: Cells, scale: Scale, today: date) -> None:
    cells.put(_middle(scale, today), TODAY, "today")


def _name(cells: Cells, spot: Spot, text: str) -> None:
    after, before = spot.last + 2, spot.first - len(text) - 1
    if cells.is_free(after - 1, after + len(text)):
        cells.put(after, text, "quiet")
    elif cells.is_free(before, spot.first - 1):
        cells.put(before, text, "quiet")


def _draw_series(cells: Cells, bar: Bar, scale: Scale) -> None:
    """Past occurrences, and those to come: each for itself where a cell is no more than a week, else as a line."""
    milestone = bar.milestone
    if milestone.repeat is None:
        return
    for past in milestone.occurrences:
        day = past.done_on or past.due or past.scheduled
        if day is not None and scale.shows(day):
            sign = SIGNS[past.status]
            cells.put(_middle(scale, day), sign, "done" if past.status == "done" else "quiet")
    if not milestone.is_open or milestone.is_paused:
        return
    first = max(bar.due + timedelta(days=1), scale.first)
    if scale.last < first:
        return
    if scale.zoom in {"quarter", "year"}:
        last = _last_of(milestone, first, scale.last)
        if last is not None:
            cells.fill(scale.cell(first), _middle(scale, last), "·", "quiet")
        return
    for day in projected(milestone, first, scale.last):
        cells.put(_middle(scale, day), AGAIN, "quiet")


def _last_of(milestone: Milestone, first: date, last: date) -> date | None:
    """The last day from `first` to `last` up to which a series goes on; None where it does not."""
    repeat = milestone.repeat
    if repeat is None or repeat.each is not None:
        return None
    if repeat.count is None:
        return last if repeat.until is None else min(last, repeat.until)
    days = deque(islice(projected(milestone, first, last), MOST_PROJECTED), maxlen=1)
    return days[0] if days else None


def _point_to(cells: Cells, first: date, last: date, scale: Scale, today: date) -> None:
    """Where a bar is out of sight: in which direction, and how far."""
    if scale.cell(last) < 0:
        cells.put(0, f"{BEFORE} {short_day(last, today)} ", "quiet")
    elif scale.cell(first) >= scale.width:
        text = f" {short_day(first, today)} {AFTER}"
        cells.put(scale.width - len(text), text, "quiet")


def draw_wires(cells: Cells, signs: Mapping[int, str], role: Role) -> None:
    """Put the wires of a row down."""
    for cell, sign in signs.items():
        cells.put(cell, sign, role)


@dataclass(frozen=True, slots=True)
class LoadCell:
    """What the hours of one cell are: minutes `planned` and `available` in its weeks, of which `heavy` hold too
    much."""

    planned: int
    available: int
    heavy: int


def load_of(shown: Timeline, scale: Scale) -> Sequence[LoadCell | None]:
    """By cell: the week it lies in, in the year zoom all weeks that begin in its month; None where none is counted."""
    if scale.zoom != "year":
        weeks = [shown.week_of(scale.day(cell)) for cell in range(scale.width)]
        return [
            None if week is None else LoadCell(week.planned, week.available, 1 if week.overload else 0)
            for week in weeks
        ]
    by_cell: dict[int, list[Week]] = {}
    for week in shown.weeks:
        by_cell.setdefault(scale.cell(max(week.monday, shown.today)), []).append(week)
    found = (by_cell.get(cell) for cell in range(scale.width))
    return [_summed(weeks) if weeks else None for weeks in found]


def _summed(weeks: Sequence[Week]) -> LoadCell:
    return LoadCell(
        sum(week.planned for week in weeks),
        sum(week.available for week in weeks),
        sum(1 for week in weeks if week.overload),
    )


def level_of(planned: int, available: int) -> str:
    """A sign as high as the hours fill the week; a space for nothing."""
    if planned <= 0:
        return " "
    if overload(planned, available) or available <= 0:
        return LEVELS[-1]
    return LEVELS[min(planned * (len(LEVELS) - 1) // available, len(LEVELS) - 2)]


def draw_load(shown: Timeline, scale: Scale, grid: frozenset[int]) -> tuple[Cells, Cells]:
    """The strip below the rows: how full the weeks are, and where they hold too much, with numbers where there is
    room."""
    upper, lower = (Cells([" "] * scale.width, [""] * scale.width) for _ in range(2))
    gap = scale.zoom in {"day", "week"}
    for cell, load in enumerate(load_of(shown, scale)):
        if load is None or (gap and cell in grid):
            continue
        upper.put(cell, level_of(load.planned, load.available), "late" if load.heavy else "rest")
        if load.heavy and not gap:
            lower.put(cell, TOO_MUCH, "late")
    if gap:
        _write_hours(lower, shown, scale)
    return upper, lower


def _write_hours(lower: Cells, shown: Timeline, scale: Scale) -> None:
    monday, last = monday_of(scale.first), scale.last
    while monday <= last:
        week = shown.week_of(monday)
        first, after = scale.cell(monday) + 1, scale.cell(monday + timedelta(days=7))
        if week is not None and week.planned and first >= 0 and after <= scale.width:
            text = next((each for each in _hours_texts(week) if len(each) <= after - first), "")
            lower.put(first, text, "late" if week.overload else "quiet")
        monday += timedelta(days=7)


def _hours_texts(week: Week) -> Sequence[str]:
    """The hours of a week, shorter and shorter."""
    planned, available = show_hours(week.planned), show_hours(week.available)
    whole = f"{round(week.planned / 60)}/{round(week.available / 60)}"
    if not week.overload:
        return f"{planned} of {available} h", f"{planned}/{available}", whole
    long, short = f"{TOO_MUCH} {planned} of {available} h", f"{TOO_MUCH}{planned}/{available}"
    return long, f"{TOO_MUCH} {planned}/{available}", short, f"{TOO_MUCH}{whole}", TOO_MUCH
