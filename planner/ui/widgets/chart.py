"""The rows of the timeline: a title on the left, a bar in time on the right. It draws only what shows.

The chart owns the window on time (`scale`); axis and hours follow it. Rows are goals, which open into milestones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.strip import Strip

from planner.domain.agenda import Line
from planner.domain.bars import Cells, Spot, draw_bar, draw_goal, draw_wires, ground, spot_of
from planner.domain.scale import Axis, Scale
from planner.domain.signs import sign_of
from planner.domain.timeline import Bar, GoalRow, Timeline, linked
from planner.domain.wires import wires
from planner.ui import present
from planner.ui.present import Part, fill, line
from planner.ui.rows import INBOX
from planner.ui.time_words import bar_words, goal_words, no_date_words, undated_words
from planner.ui.widgets.cells import GUTTER, content_of, side_of
from planner.ui.widgets.lines import Row, Section
from planner.ui.widgets.marked import MarkedLines

INBOX_KEY = "inbox"
MOST_LINKS = 60
"""Links of one open goal that are all drawn; where there are more only those of the chosen milestone are."""


@dataclass(frozen=True, slots=True)
class Undated:
    """A milestone that has no bar."""

    line: Line


TimeRow: TypeAlias = GoalRow | Bar | Undated
_NO_SCALE = Scale("month", 0, 1)


def key_of(row: GoalRow) -> str:
    """The key of a goal's row."""
    return f"goal:{row.key}" if row.goal else INBOX_KEY


class Chart(MarkedLines[TimeRow]):
    """See the module."""

    DEFAULT_CSS = """
    Chart { scrollbar-gutter: stable; }
    """
    scale: reactive[Scale] = reactive(_NO_SCALE, init=False)

    def __init__(self, rescaled: Callable[[], None], *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        """`rescaled` is called when the window on time is another one: what follows it is drawn in the same go."""
        super().__init__(self._paint_row, hint=self._said, id=id)
        self._rescaled = rescaled
        self.timeline: Timeline | None = None
        self.axis = Axis(upper=(), lower=(), grid=frozenset())
        self.opened: frozenset[str] = frozenset()
        """Keys of the rows that are open."""
        self.critical: frozenset[str] = frozenset()
        """Ids of what is known to be on the critical path of its goal."""
        self._bars: dict[str, Bar] = {}
        self._lines: dict[str, Line] = {}
        self._owner: dict[str, str] = {}
        self._members: dict[str, list[Row[TimeRow]]] = {}
        self._inner: dict[str, list[tuple[str, str]]] = {}
        self._before: Mapping[str, Sequence[str]] = {}
        self._after: Mapping[str, Sequence[str]] = {}
        self._ground = Cells("", ())
        self.room = (1, 1)
        """Cells for the titles, and for time."""
        self._height = 1
        self._wired: tuple[object, ...] = ()
        self._wires: dict[int, dict[int, str]] = {}
        self._chosen_wires: dict[int, dict[int, str]] = {}

    # -- what is shown

    def lay(self, shown: Timeline, opened: frozenset[str], *, at: str | None = None) -> None:
        """Show this timeline with these rows open."""
        self.measure()
        if shown is not self.timeline:
            self._take(shown)
        self.opened = opened
        rows: list[Row[TimeRow]] = []
        for each in shown.rows:
            key = key_of(each)
            rows.append(Row(key, each))
            if key in opened:
                rows += self._members_of(each)
        self._wired = ()
        self.show([Section(key="", title="", rows=rows)], at=at)

    def _take(self, shown: Timeline) -> None:
        self.timeline = shown
        self._members = {}
        self._bars = {bar.milestone.id: bar for row in shown.rows for bar in row.bars}
        lines = {key_of(row): [*(bar.line for bar in row.bars), *row.undated] for row in shown.rows}
        self._lines = {line.milestone.id: line for each in lines.values() for line in each}
        self._owner = {line.milestone.id: key for key, each in lines.items() for line in each}
        every = self._lines.values()
        links = [(one, each.milestone.id) for each in every for one in each.milestone.after if one in self._lines]
        self._before, self._after = linked(links)
        self._inner = {}
        for before, after in shown.links:
            if self._owner[before] == self._owner[after]:
                self._inner.setdefault(self._owner[before], []).append((before, after))
        self._rule()

    def mark_critical(self, ids: frozenset[str]) -> None:
        """Draw these as critical."""
        if ids != self.critical:
            self.critical = ids
            self.refresh()

    def _members_of(self, row: GoalRow) -> list[Row[TimeRow]]:
        key = key_of(row)
        if key not in self._members:
            found: list[Row[TimeRow]] = [Row(f"milestone:{bar.milestone.id}", bar) for bar in row.bars]
            found += [Row(f"milestone:{each.milestone.id}", Undated(each)) for each in row.undated]
            self._members[key] = found
        return self._members[key]

    def owner_of(self, milestone: str) -> str:
        """The key of the row that a milestone opens out of; "" where it is not on the timeline."""
        return self._owner.get(milestone, "")

    @property
    def owner(self) -> str:
        """The key of the goal row that the cursor is on or in."""
        row = self.row
        if row is None:
            return ""
        return row.key if isinstance(row.data, GoalRow) else self.owner_of(row.key.removeprefix("milestone:"))

    @property
    def bar(self) -> Bar | None:
        """The bar under the cursor."""
        row = self.row
        return row.data if row is not None and isinstance(row.data, Bar) else None

    def links_of(self, milestone: str) -> tuple[Sequence[Line], Sequence[Line]]:
        """What a milestone follows, and what follows it."""
        before, after = self._before.get(milestone, ()), self._after.get(milestone, ())
        return [self._lines[each] for each in before], [self._lines[each] for each in after]

    # -- the window on time

    def measure(self) -> None:
        """How many cells there are for the titles and for time; asked once, as it takes longer than to draw a row."""
        region = self.scrollable_content_region
        cells = region.width - GUTTER
        side = side_of(cells)
        self.room = side, max(1, cells - side - 1)
        self._height = region.height

    def watch_scale(self) -> None:
        """Draw all anew."""
        self._rule()
        self.refresh()
        self._rescaled()

    def _rule(self) -> None:
        self._wired = ()
        self.axis = self.scale.axis()
        if self.timeline is not None:
            self._ground = ground(self.scale, self.timeline.today, self.axis.grid)

    def on_resize(self) -> None:
        """The same beginning in another width."""
        super().on_resize()
        self.measure()
        if self.timeline is not None:
            self.scale = self.scale.resized(self.room[1])
        self._rescaled()

    def pan(self, cells: int) -> None:
        """Look at a later time, or an earlier one."""
        self.scale = self.scale.panned(cells)

    def bring(self, day: date, margin: int = 8) -> None:
        """Pan as far as it takes to have this day in sight, with some room beside it."""
        margin = min(margin, self.scale.width // 3)
        cell = self.scale.cell(day)
        if cell < margin:
            self.pan(cell - margin)
        elif cell >= self.scale.width - margin:
            self.pan(cell - self.scale.width + margin + 1)

    def watch_cursor(self, old: int, new: int) -> None:
        """Only the rows that were or are linked with the one under the cursor change. What is open is brought in sight;
        for what is closed the window stays where there is something to do."""
        super().watch_cursor(old, new)
        bar = self.bar
        if bar is not None and bar.milestone.is_open and not self.scale.shows(bar.due):
            self.bring(bar.due)
            return
        touched = set(self._chosen_wires) | self._linked_rows(old)
        self._wire()
        for index in touched | set(self._chosen_wires) | self._linked_rows(new):
            self.refresh_line(index)

    def _linked_rows(self, index: int) -> set[int]:
        """The rows of what is linked with the milestone in a row."""
        chosen = self._key(index).removeprefix("milestone:")
        linked = (*self._before.get(chosen, ()), *self._after.get(chosen, ()))
        keys = (f"milestone:{each}" for each in linked)
        return {self._where[key] for key in keys if key in self._where}

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """One line of the screen; below the last row time goes on."""
        if y + self.scroll_offset.y < len(self._entries) or not self._entries or self.timeline is None:
            return super().render_line(y)
        side, wide = self.room
        content = line(" " * (GUTTER + side), content_of(self._ground)) if wide == self.scale.width else Content("")
        return self.strip(content, self.visual_style, self.scrollable_content_region.width)

    def _paint_row(self, data: TimeRow, _cells: int) -> Content:
        side, wide = self.room
        if self.timeline is None or wide != self.scale.width:
            return Content("")
        self._wire()
        if isinstance(data, GoalRow):
            return line(*self._goal_title(data, side), " ", self._time(key_of(data), data))
        shown = data.line
        key = f"milestone:{shown.milestone.id}"
        return line(*self._title(shown, side), " ", self._time(key, data))

    def _goal_title(self, row: GoalRow, side: int) -> list[Part]:
        arrow = "▾ " if key_of(row) in self.opened else "▸ "
        title = row.goal.title if row.goal else INBOX
        count = f" {row.done:,}/{row.total:,}" if side >= 20 and row.total else ""
        sign, _, style = present.HEALTH[row.health]
        health = (f" {sign}" if row.health else "  ", style) if side >= 20 else ""
        room = side - 2 - len(count) - (2 if health else 0)
        strong = "bold $text" if row.goal is None or row.goal.status == "active" else "$muted"
        return [(arrow, "$accent"), (fill(title, room), strong), (count, "$muted"), health]

    def _title(self, shown: Line, side: int) -> list[Part]:
        milestone = shown.milestone
        sign = sign_of(shown)
        style = "$danger" if shown.overdue else present.symbol_style(sign)
        text = "$text" if milestone.is_open else "$muted"
        mark = self._relation(milestone.id)
        return [(f"{mark} ", "bold $accent"), (f"{sign} ", style), (fill(milestone.title, side - 4), text)]

    def _said(self, data: TimeRow) -> str:
        """A row in words, for where the mouse rests."""
        if self.timeline is None:
            return ""
        if isinstance(data, GoalRow):
            return goal_words(data, self.timeline.today)
        return self.words_of(data) if isinstance(data, Bar) else undated_words(data.line, self.timeline.today)

    def words_of(self, bar: Bar, cells: int | None = None) -> str:
        """A bar in words."""
        assert self.timeline is not None
        return bar_words(bar, self.timeline.today, critical=bar.milestone.id in self.critical, cells=cells)

    def _relation(self, milestone: str) -> str:
        """How a row is linked to the one under the cursor."""
        chosen = self.key.removeprefix("milestone:")
        if milestone in self._before.get(chosen, ()):
            return "←"
        return "→" if milestone in self._after.get(chosen, ()) else " "

    def _time(self, key: str, data: TimeRow) -> Content:
        assert self.timeline is not None
        if isinstance(data, Undated):
            return line((fill(no_date_words(data.line, self.timeline.today), self.scale.width), "$muted"))
        cells = Cells(self._ground.signs, self._ground.roles)
        index = self._where[key]
        draw_wires(cells, self._wires.get(index, {}), "link")
        draw_wires(cells, self._chosen_wires.get(index, {}), "chosen")
        today = self.timeline.today
        if isinstance(data, GoalRow):
            draw_goal(cells, data, self.scale, today)
        else:
            named = index == self.cursor or (data.milestone.fixed and data.milestone.is_open)
            critical = data.milestone.id in self.critical
            draw_bar(cells, data, self.scale, today, named=named, critical=critical)
        return content_of(cells)

    def _wire(self) -> None:
        """Find the links of the rows that show; once for all of them."""
        top, height = self.scroll_offset.y, self._height
        state = (top, height, self.cursor, self.scale, self.timeline)
        if state == self._wired:
            return
        self._wired = state
        rows = range(top, min(top + height, len(self._entries)))
        inside: list[tuple[str, str]] = []
        for key in dict.fromkeys(self._owner_at(index) for index in rows):
            links = self._inner.get(key, []) if key in self.opened else []
            inside += links if len(links) <= MOST_LINKS else []
        bar = self.bar
        chosen: list[tuple[str, str]] = []
        if bar is not None:
            own = bar.milestone.id
            chosen = [(each, own) for each in self._before.get(own, ())]
            chosen += [(own, each) for each in self._after.get(own, ())]
        spots = self._spots([*inside, *chosen])
        self._wires = wires(spots, inside, rows, self.scale.width)
        self._chosen_wires = wires(spots, chosen, rows, self.scale.width)

    def _owner_at(self, index: int) -> str:
        key = self._entries[index].key
        return self._owner.get(key.removeprefix("milestone:"), key)

    def _spots(self, links: Sequence[tuple[str, str]]) -> dict[str, Spot]:
        found: dict[str, Spot] = {}
        for each in dict.fromkeys(one for link in links for one in link):
            index = self._where.get(f"milestone:{each}")
            if index is not None and each in self._bars:
                found[each] = spot_of(self._bars[each], index, self.scale)
        return found

    # -- keys and mouse

    def action_fold(self) -> None:
        """Left: an earlier time."""
        self.pan(-max(1, self.scale.width // 8))

    def action_unfold(self) -> None:
        """Right: a later time."""
        self.pan(max(1, self.scale.width // 8))

    def on_click(self, event: events.Click) -> None:
        """A click chooses, a second one opens; on a goal the first one folds and unfolds."""
        before = event.chain
        super().on_click(event)
        row = self.row
        at = event.get_content_offset(self)
        hit = at is not None and at.y + self.scroll_offset.y == self.cursor
        if before == 1 and hit and row is not None and isinstance(row.data, GoalRow):
            self.action_open_row()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """With shift the wheel pans."""
        if event.shift:
            event.prevent_default()
            event.stop()
            self.action_unfold()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """With shift the wheel pans."""
        if event.shift:
            event.prevent_default()
            event.stop()
            self.action_fold()

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """A wheel that turns sideways pans."""
        event.prevent_default()
        event.stop()
        self.action_unfold()

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """A wheel that turns sideways pans."""
        event.prevent_default()
        event.stop()
        self.action_fold()
