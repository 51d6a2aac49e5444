"""The timeline as one SVG picture, for a slide or a wall: goals, their milestones as bars, and the hours of the weeks.

Open goals have a row for each milestone, with what follows what; closed ones have their bars in a few lanes. It is one
file that needs nothing else and runs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.domain.dates import MONTH_NAMES
from planner.formats.svg import Sheet, fitted, width_of
from planner.formats.timeline_foot import draw_hours, draw_legend
from planner.formats.timeline_look import STYLE
from planner.formats.timeline_says import (
    INBOX,
    about,
    bar_words,
    counted,
    day_words,
    goal_words,
    months,
    progress_words,
    short_day,
)
from planner.formats.timeline_series import APART, draw_series, next_time

if TYPE_CHECKING:
    from planner.domain.capacity import Week
    from planner.domain.plan import Away
    from planner.domain.timeline import Bar, GoalRow, Timeline

HEAD = "Made by planner: the timeline"
"""By this a picture of ours is known."""
MOST_OPEN = 45
"""Milestones up to which goals are open unless it is said otherwise."""
MARGIN, SIDE, BESIDE = 32.0, 300.0, 64.0
"""Round it, before the days, and after them for what is said of the last ones."""
LEAST, MOST = 900.0, 2200.0
"""How wide the part with the days is."""
_USUAL_DAY = 7.0
GOAL, ROW, BAR, LANE, MOST_LANES = 42.0, 22.0, 11.0, 12.0, 6
PROGRESS = 110.0
STRIP = 54.0
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is to be drawn: the days from `first` to `last`, goals `opened` or not (None: as many milestones as there
    are decides), the days `away`, under a `title`."""

    timeline: Timeline
    first: date
    last: date
    opened: bool | None = None
    away: Sequence[Away] = ()
    title: str = "Timeline"

    def rows(self) -> list[GoalRow]:
        """The goals that have something on these days."""
        return [row for row in self.timeline.rows if self.bars(row) or self.shows_target(row)]

    def bars(self, row: GoalRow) -> list[Bar]:
        """What of a goal lies on these days."""
        return [bar for bar in row.bars if bar.due >= self.first and bar.start <= self.last]

    def shows_target(self, row: GoalRow) -> bool:
        """Whether its target does."""
        target = row.goal.target if row.goal else None
        return target is not None and self.first <= target <= self.last


def drawn(picture: Picture) -> bytes:
    """The picture as a file."""
    return _Drawing(picture).made()


@dataclass(slots=True)
class _Spot:
    """Where a bar lies: its ends, and the middle of its row."""

    begin: float
    end: float
    middle: float


@dataclass(slots=True)
class _Drawing:
    picture: Picture
    sheet: Sheet = field(init=False)
    day_width: float = field(init=False)
    y: float = 0.0
    spots: dict[str, _Spot] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    """What the legend has to explain."""

    def __post_init__(self) -> None:
        picture = self.picture
        days = (picture.last - picture.first).days + 1
        self.day_width = min(max(days * _USUAL_DAY, LEAST), MOST) / days
        self.sheet = Sheet(picture.title, about(picture.first, picture.last, self.picture.rows()), STYLE)

    # -- where things are

    def x(self, day: date) -> float:
        """Where a day begins, at the edge for days outside."""
        inside = min(max(day, self.picture.first), self.picture.last + _ONE)
        return MARGIN + SIDE + (inside - self.picture.first).days * self.day_width

    def _middle_of(self, day: date) -> float:
        return self.x(day) + self.day_width / 2

    @property
    def right(self) -> float:
        """Where the days end."""
        return self.x(self.picture.last + _ONE)

    def _ends(self, bar: Bar) -> tuple[float, float]:
        """A bar lies on the days after its start up to its due."""
        end = self.x(bar.due + _ONE)
        return min(self.x(bar.start + _ONE), end - max(3.0, min(self.day_width, 6.0))), end

    def _weeks(self) -> list[tuple[Week, float, float]]:
        """The weeks with something in them that show, each with its ends."""
        picture = self.picture
        weeks = [(week, self.x(week.monday), self.x(week.monday + 7 * _ONE)) for week in picture.timeline.weeks]
        shown = [(week, begin, end) for week, begin, end in weeks if begin < end]
        return shown if any(week.planned for week, _, _ in shown) else []

    # -- the whole

    def made(self) -> bytes:
        """Draw it from top to bottom; what lies below, as bands and grid, is drawn first."""
        sheet, rows = self.sheet, self.picture.rows()
        opened = self.picture.opened
        if opened is None:
            opened = sum(len(self.picture.bars(row)) for row in rows) <= MOST_OPEN
        heights = [self._height(row, opened=opened) for row in rows]
        top = MARGIN + 116
        bottom = top + (sum(heights) or 40) + 8 * len(rows) + (STRIP + 34 if self._weeks() else 0)
        width, height = self.right + BESIDE + MARGIN, bottom + 64
        sheet.sized(width, height)
        with sheet.group():
            sheet.pattern("too-much", 5, "too-much-lines")
            sheet.pattern("away", 7, "away")
        sheet.rect("paper", 0, 0, width, height)
        self._head(rows)
        y = top
        for tall in heights:
            sheet.rect("band", MARGIN - 12, y, self.right + BESIDE - MARGIN + 24, tall, round_=6)
            y += tall + 8
        self._days(top, bottom - 8)
        self.y = top
        for row, tall in zip(rows, heights, strict=True):
            self._goal(row, opened=opened)
            self.y += tall + 8
        weeks = self._weeks()
        if weeks:
            draw_hours(sheet, weeks, MARGIN, self.y + 22, STRIP)
            self.seen |= {"over"} if any(week.overload for week, _, _ in weeks) else set()
        if not rows:
            sheet.text("quiet", MARGIN, top + 14, "Nothing stands on these days.")
        self._now(top, bottom - 8)
        draw_legend(sheet, self.seen, self._flag, left=MARGIN, right=self.right + BESIDE, y=bottom + 30)
        return sheet.bytes(HEAD)

    def _head(self, rows: Sequence[GoalRow]) -> None:
        picture, sheet = self.picture, self.sheet
        room = self.right + BESIDE - MARGIN
        sheet.text("title", MARGIN, MARGIN + 18, fitted(picture.title, 24, room))
        bars = [bar for row in rows for bar in self.picture.bars(row)]
        done = sum(1 for bar in bars if not bar.milestone.is_open)
        goals = sum(1 for row in rows if row.goal is not None)
        said = [f"{day_words(picture.first)} to {day_words(picture.last)}"]
        said += [counted(goals, "goal")] if goals else []
        said += [counted(len(bars), "milestone") + (f", {done:,} closed" if done else "")]
        sheet.text("quiet", MARGIN, MARGIN + 42, fitted(" · ".join(said), 13, room))

    def _days(self, top: float, bottom: float) -> None:
        """The axis, the lines below all, and the days away."""
        picture, sheet = self.picture, self.sheet
        for away in picture.away:
            if away.first <= picture.last and away.last >= picture.first:
                self.seen.add("away")
                with sheet.group(
                    "",
                    f"Away{f': {away.title}' if away.title else ''}, {day_words(away.first)} to {day_words(away.last)}",
                ):
                    x = self.x(away.first)
                    sheet.rect("days-away", x, top, self.x(away.last + _ONE) - x, bottom - top)
        weekly = self.day_width * 7 >= 24
        monday = picture.first + _ONE * (-picture.first.weekday() % 7)
        while weekly and monday <= picture.last:
            x = self.x(monday)
            sheet.line("grid-week", x, top - 6, x, bottom)
            if self.right - x > 14:
                sheet.text("small quiet", x + 3, top - 10, str(monday.day))
            monday += 7 * _ONE
        free = 0.0
        for first, name in months(picture.first, picture.last, self.day_width):
            x = self.x(first)
            sheet.line("grid", x, top - (26 if weekly else 14), x, bottom)
            if x >= free and x + width_of(name, 13) < self.right + 24:
                sheet.text("strong", x + 4, top - (26 if weekly else 10), name)
                free = x + 4 + width_of(name, 13) + 8

    def _now(self, top: float, bottom: float) -> None:
        """The line of today, over all."""
        today = self.picture.timeline.today
        if not self.picture.first <= today <= self.picture.last:
            return
        x = self.x(today) + self.day_width / 2
        word = f"today, {today.day} {MONTH_NAMES[today.month - 1][:3]}"
        half = width_of(word, 11) / 2 + 8
        at = min(max(x, MARGIN + SIDE + half), self.right - half)
        self.sheet.line("today", x, top - 44, x, bottom)
        self.sheet.rect("today-flag", at - half, top - 58, 2 * half, 17, round_=8)
        self.sheet.text("today-word small strong", at, top - 46, word, anchor="middle")

    # -- goals

    def _height(self, row: GoalRow, *, opened: bool) -> float:
        bars = self.picture.bars(row)
        if not bars:
            return GOAL
        if opened:
            return GOAL + ROW * len(bars) + 6
        named = 15.0 if any(bar.milestone.fixed for bar in bars) else 0.0
        return GOAL + LANE * (max(self._lanes(bars).values()) + 1) + named + 6

    def _lanes(self, bars: Sequence[Bar]) -> Mapping[str, int]:
        """The first lane in which a bar touches none before it; of too many the last one takes the rest."""
        ends: list[float] = []
        found: dict[str, int] = {}
        for bar in bars:
            begin, end = self._ends(bar)
            lane = next((number for number, taken in enumerate(ends) if taken + 2 <= begin), len(ends))
            lane = min(lane, MOST_LANES - 1)
            ends[lane : lane + 1] = [end]
            found[bar.milestone.id] = lane
        return found

    def _goal(self, row: GoalRow, *, opened: bool) -> None:
        """The goal as a whole, then its milestones."""
        sheet, middle = self.sheet, self.y + GOAL / 2
        title = row.goal.title if row.goal else INBOX
        with sheet.group("", goal_words(row)):
            sheet.text("goal", MARGIN, self.y + 19, fitted(title, 14, SIDE - 16))
            told = MARGIN
            if row.total:
                sheet.rect("whole", MARGIN, self.y + 27, PROGRESS, 6, round_=3)
                sheet.rect("whole-done", MARGIN, self.y + 27, PROGRESS * row.done / row.total, 6, round_=3)
                told += PROGRESS + 10
            sheet.text("small quiet", told, self.y + 34, progress_words(row))
            if row.first is not None and row.last is not None and row.goal is not None:
                begin, end = self.x(row.first), self.x(row.last + _ONE)
                sheet.rect("whole", begin, middle - 2, end - begin, 4, round_=2)
            self._target(row, middle)
        bars = self.picture.bars(row)
        if opened:
            self._opened(bars)
        elif bars:
            self._closed(bars)

    def _target(self, row: GoalRow, middle: float) -> None:
        if not self.picture.shows_target(row) or row.goal is None or row.goal.target is None:
            return
        self.seen.add("target")
        x = self.x(row.goal.target) + self.day_width / 2
        self._flag(x, middle)
        word = short_day(row.goal.target)
        fits = x + 16 + width_of(word, 11) < self.right + BESIDE
        self.sheet.text("small strong", x + 16 if fits else x - 6, middle - 1, word, anchor="" if fits else "end")

    def _flag(self, x: float, middle: float) -> None:
        self.sheet.path("target", f"M{x:.1f} {middle + 9:.1f}v-20h11l-3.5 4.5l3.5 4.5h-10v11z")

    def _opened(self, bars: Sequence[Bar]) -> None:
        sheet = self.sheet
        y = self.y + GOAL
        for bar in bars:
            begin, end = self._ends(bar)
            self.spots[bar.milestone.id] = _Spot(begin, end, y + ROW / 2)
            y += ROW
        with sheet.group():
            for before, after in self.picture.timeline.links:
                if after in self.spots and before in self.spots and any(bar.milestone.id == after for bar in bars):
                    self._link(self.spots[before], self.spots[after])
        for bar in bars:
            spot = self.spots[bar.milestone.id]
            with sheet.group("", bar_words(bar)):
                self._sign(bar, MARGIN + 14, spot.middle)
                kind = "" if bar.milestone.is_open else "quiet"
                sheet.text(kind, MARGIN + 26, spot.middle + 4.5, fitted(bar.milestone.title, 13, SIDE - 40))
                self._bar(bar, spot, BAR)
                word = short_day(bar.due)
                slip = self.x(self.picture.timeline.today) if bar.line.overdue else spot.end
                behind = max(spot.end, slip) + (15 if bar.milestone.fixed else 11)
                wide = width_of(word, 11)
                fits = behind + wide < self.right + BESIDE
                again = next_time(bar, self.picture.last)
                taken = (spot.begin, behind + wide) if fits else (spot.begin - 6 - wide, spot.end)
                if again is not None and self._middle_of(again) < taken[1] + APART:
                    taken = (spot.begin, spot.end)  # it comes again where its day would be written
                else:
                    style = "small strong" if bar.milestone.fixed else "small quiet"
                    x, anchor = (behind, "") if fits else (spot.begin - 6, "end")
                    sheet.text(style, x, spot.middle + 4, word, anchor=anchor)
                days = (self.picture.first, self.picture.last)
                spot_of, middle = self._middle_of, spot.middle
                if draw_series(sheet, bar, days, spot_of=spot_of, middle=middle, taken=taken):
                    self.seen.add("again")

    def _closed(self, bars: Sequence[Bar]) -> None:
        """Bars in lanes, and below them the fixed dates by name, as many as have room."""
        lanes = self._lanes(bars)
        free = 0.0
        below = self.y + GOAL + LANE * (max(lanes.values()) + 1) + 11
        for bar in bars:
            begin, end = self._ends(bar)
            spot = _Spot(begin, end, self.y + GOAL + LANE * lanes[bar.milestone.id] + LANE / 2)
            with self.sheet.group("", bar_words(bar)):
                self._bar(bar, spot, LANE - 4)
        for bar in sorted((bar for bar in bars if bar.milestone.fixed), key=lambda bar: bar.due):
            word = fitted(f"{short_day(bar.due)} · {bar.milestone.title}", 11, 220)
            x = min(self._ends(bar)[1] - self.day_width / 2 - 4, self.right + BESIDE - width_of(word, 11))
            if x >= free:
                self.sheet.text("small strong", x, below, word)
                free = x + width_of(word, 11) + 12

    def _bar(self, bar: Bar, spot: _Spot, tall: float) -> None:
        """What is done solid, the rest an outline; a diamond on a fixed date; dots from an overdue one to today."""
        sheet, milestone = self.sheet, bar.milestone
        top, wide = spot.middle - tall / 2, spot.end - spot.begin
        kind = "skipped" if milestone.status == "skipped" else "rest"
        for name, holds in (("late", bar.line.overdue), ("critical", bar.critical and milestone.is_open)):
            if holds:
                kind += f" {name}"
                self.seen.add(name)
        sheet.rect(kind, spot.begin, top, wide, tall, round_=3)
        self.seen.add("rest" if kind.startswith("rest") else "skipped")
        if bar.done:
            self.seen.add("done")
            sheet.rect("done", spot.begin, top, wide * bar.done / bar.parts, tall, round_=3)
        today = self.x(self.picture.timeline.today) + self.day_width / 2
        if bar.line.overdue and spot.end < today:
            sheet.line("slip", spot.end, spot.middle, today, spot.middle)
        if milestone.fixed and self.picture.first <= bar.due <= self.picture.last:
            self.seen.add("fixed")
            sheet.diamond("fixed", spot.end - min(self.day_width / 2, 3), spot.middle, tall / 2 + 2)

    def _sign(self, bar: Bar, x: float, y: float) -> None:
        """The state of a milestone as a shape."""
        sheet, milestone = self.sheet, bar.milestone
        circle = f"M{x - 4:.1f} {y:.1f}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0"
        if milestone.status == "done":
            sheet.path("mark", f"M{x - 4:.1f} {y:.1f}l3 3.5l5.5 -7")
        elif milestone.status == "skipped":
            sheet.line("mark", x - 4, y, x + 4, y)
        elif bar.line.blocked_by:
            sheet.path("mark", f"{circle}M{x - 2.8:.1f} {y + 2.8:.1f}l5.6 -5.6")
        elif milestone.status == "doing":
            sheet.path("mark", circle)
            sheet.path("mark-full", f"M{x:.1f} {y - 4:.1f}a4 4 0 0 0 0 8z")
        elif milestone.fixed:
            sheet.diamond("mark-full", x, y, 4.5)
        else:
            sheet.path("mark", circle)

    def _link(self, before: _Spot, after: _Spot) -> None:
        """From the end of one to the beginning of what follows it, with an arrow."""
        self.seen.add("link")
        down = 1 if after.middle > before.middle else -1
        begin, tip = before.end, after.begin - 1
        if tip >= begin + 12:
            way = f"H{begin + 6:.1f}V{after.middle:.1f}H{tip - 4:.1f}"
        else:
            between = after.middle - down * ROW / 2
            way = f"H{begin + 5:.1f}V{between:.1f}H{tip - 10:.1f}V{after.middle:.1f}H{tip - 4:.1f}"
        self.sheet.path("link", f"M{begin:.1f} {before.middle:.1f}{way}")
        self.sheet.path("arrow", f"M{tip:.1f} {after.middle:.1f}l-6 -3.5v7z")
