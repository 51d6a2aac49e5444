"""Days to cells of a row and back, at five zooms, with the labels of the axis.

zoom      a cell is        above it          below it
day       a third of one   month             day of the month
week      a day            month             Monday and ISO week
month     half a week      month             ISO week
quarter   a week           year              month
year      a month          year              quarter
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from planner.domain.dates import MONTH_NAMES
from planner.domain.durations import FIRST_DAY, LAST_DAY

Zoom = Literal["day", "week", "month", "quarter", "year"]
ZOOMS: tuple[Zoom, ...] = get_args(Zoom)
_PER_DAY = 3


@dataclass(frozen=True, slots=True)
class Label:
    """A word of the axis that begins at this cell."""

    cell: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Two lines of labels, and the cells where a line of the grid stands. No two labels of a line touch."""

    upper: tuple[Label, ...]
    lower: tuple[Label, ...]
    grid: frozenset[int]


@dataclass(frozen=True, slots=True)
class Scale:
    """A window of `width` cells on time at a `zoom`; `origin` is its first cell, counted from the first cell there is.

    Days outside 1970 to 2199 count as the nearest inside. Cells of the window count from 0; a day before the window
    has a cell below 0, one after it a cell of `width` or more.
    """

    zoom: Zoom
    origin: int
    width: int

    @classmethod
    def at(cls, zoom: Zoom, day: date, width: int, cell: int = 0) -> Scale:
        """The window in which `day` stands at `cell`."""
        return cls(zoom, index_of(zoom, day) - cell, width)

    @classmethod
    def fitting(cls, first: date, last: date, width: int, least: Zoom = "week") -> Scale:
        """The closest zoom from `least` on that shows all from `first` to `last`, else the widest."""
        zoom = least
        for zoom in ZOOMS[ZOOMS.index(least) :]:
            if index_of(zoom, last) - index_of(zoom, first) < width:
                break
        return cls.at(zoom, first, width)

    def cell(self, day: date) -> int:
        """The cell that `day` is in; of the day zoom's three cells the first."""
        return index_of(self.zoom, day) - self.origin

    def last_cell(self, day: date) -> int:
        """The last cell of `day`."""
        return self.cell(day) + (_PER_DAY - 1 if self.zoom == "day" else 0)

    def day(self, cell: int) -> date:
        """The first day in `cell`; in the day zoom the day it is a third of."""
        return first_day(self.zoom, self.origin + cell)

    @property
    def first(self) -> date:
        """The first day in the window."""
        return self.day(0)

    @property
    def last(self) -> date:
        """The last day in the window."""
        if index_of(self.zoom, LAST_DAY) < self.origin + self.width:
            return LAST_DAY
        if self.zoom == "day":
            return self.day(self.width - 1)
        return max(self.first, first_day(self.zoom, self.origin + self.width) - timedelta(days=1))

    def shows(self, day: date) -> bool:
        """Whether `day` is in the window."""
        return 0 <= self.cell(day) < self.width

    def panned(self, cells: int) -> Scale:
        """The window so many cells later; it stays within 1970 to 2199."""
        first, last = index_of(self.zoom, FIRST_DAY), index_of(self.zoom, LAST_DAY)
        return Scale(self.zoom, min(max(self.origin + cells, first), max(first, last - self.width + 1)), self.width)

    def zoomed(self, by: int, around: date) -> Scale:
        """So many zooms closer (wider where `by` is below 0); `around` keeps its cell, or comes to the middle."""
        zoom = ZOOMS[min(max(ZOOMS.index(self.zoom) - by, 0), len(ZOOMS) - 1)]
        cell = self.cell(around) if self.shows(around) else self.width // 2
        return Scale.at(zoom, around, self.width, cell).panned(0)

    def resized(self, width: int) -> Scale:
        """The same beginning with another width."""
        return Scale(self.zoom, self.origin, max(1, width)).panned(0)

    def axis(self) -> Axis:
        """What stands above the rows."""
        upper: list[Label] = []
        lower: list[Label] = []
        grid: set[int] = set()
        before: date | None = None
        for cell in range(self.width):
            day = self.day(cell)
            if day != before:
                above, below, line = _labels(self.zoom, day, before)
                upper += [Label(cell, above)] * bool(above)
                lower += [Label(cell, below)] * bool(below)
                grid |= {cell} if line else set()
            before = day
        return Axis(upper=self._with_year(_apart(upper)), lower=tuple(_apart(lower)), grid=frozenset(grid))

    def _with_year(self, labels: list[Label]) -> tuple[Label, ...]:
        """The first label says the year, where there is room."""
        if not labels or labels[0].text[-1:].isdecimal():
            return tuple(labels)
        first = Label(labels[0].cell, f"{labels[0].text} {self.day(labels[0].cell).year}")
        room = labels[1].cell if len(labels) > 1 else self.width
        return (first if first.cell + len(first.text) < room else labels[0], *labels[1:])


def index_of(zoom: Zoom, day: date) -> int:
    """The cell of `day`, counted from a beginning of time that is the same for all windows of a zoom."""
    day = min(max(day, FIRST_DAY), LAST_DAY)
    if zoom == "year":
        return day.year * 12 + day.month - 1
    number = day.toordinal() - 1  # 0 is a Monday
    if zoom == "day":
        return number * _PER_DAY
    return {"week": number, "month": number * 2 // 7, "quarter": number // 7}[zoom]


def first_day(zoom: Zoom, index: int) -> date:
    """The first day of a cell that `index_of` counts; outside 1970 to 2199 the nearest inside."""
    if zoom == "year":
        year, month = divmod(index, 12)
        return date(year, month + 1, 1) if FIRST_DAY.year <= year <= LAST_DAY.year else _nearest(year)
    number = {"day": index // _PER_DAY, "week": index, "month": -(-index * 7 // 2), "quarter": index * 7}[zoom]
    lowest, highest = FIRST_DAY.toordinal(), LAST_DAY.toordinal()
    return date.fromordinal(min(max(number + 1, lowest), highest))


def _nearest(year: int) -> date:
    return FIRST_DAY if year < FIRST_DAY.year else LAST_DAY


def _labels(zoom: Zoom, day: date, before: date | None) -> tuple[str, str, bool]:
    """What begins in the cell of `day` above and below, and whether a line of the grid stands there. `before` is the
    first day of the cell before, None in the first cell."""
    begins = before is not None
    month = before is None or (day.year, day.month) != (before.year, before.month)
    year = before is None or day.year != before.year
    week = before is not None and _week(day) != _week(before)
    name = MONTH_NAMES[day.month - 1][:3]
    quarter = month and day.month % 3 == 1
    if zoom == "year":
        return str(day.year) if year else "", f"Q{(day.month + 2) // 3}" if quarter else "", year and begins
    if zoom == "quarter":
        return str(day.year) if year else "", name if month else "", quarter and begins
    above = (f"{name} {day.year}" if year or zoom == "day" else name) if month else ""
    number = day.isocalendar().week
    if zoom == "day":
        return above, f"{day.day:2}", week
    if zoom == "week":
        return above, f"{day.day} W{number}" if week else "", week
    return above, f"W{number}" if week and (number % 2 == 0 or number == 1) else "", month and begins


def _week(day: date) -> int:
    return (day.toordinal() - 1) // 7


def _apart(labels: list[Label]) -> list[Label]:
    """Without those that would touch the next one: the later one says more where the window begins inside a month."""
    kept: list[Label] = []
    for label in reversed(labels):
        if not kept or label.cell + len(label.text) < kept[-1].cell:
            kept.append(label)
    return kept[::-1]
