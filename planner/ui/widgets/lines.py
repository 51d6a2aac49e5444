"""A list that draws only what shows: 10,000 rows are normal, 100,000 are no trouble.

    lines = Lines(paint_line)                          # paint_line(data, cells) -> Content
    lines.show([Section("overdue", "OVERDUE", [Row(line.milestone.id, line), …]), …])

Rows are keyed by the record's id, so the cursor stays on the same record when the list is shown anew. Sections fold;
a section with an empty title has no head. It posts `Lines.Moved` when the cursor comes to stand on another line and
`Lines.Opened` on enter and double click. Its keys are the `list` actions of the registry.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from planner.ui.actions import bindings
from planner.ui.present import line
from planner.ui.widgets.sections import Row, Section
from planner.ui.widgets.stepping import Stepping

__all__ = ["Lines", "Row", "Section"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Entry(Generic[T]):
    """What one screen line is: a head (`section` and no row), a row, or a blank line (neither)."""

    key: str = ""
    section: Section[T] | None = None
    row: Row[T] | None = None


_GUTTER = 2
_MARGIN = 1
"""Cells kept free on the right, so that the last column stands clear of scroll bar and border."""
_HERE = "▏"
_HEAD = "§ "
"""Heads live among the keys of the rows; no record's id begins like this."""


class Lines(Stepping, Generic[T], can_focus=True):
    """See the module."""

    BINDINGS = bindings("list")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--cursor", "lines--hover"}
    DEFAULT_CSS = """
    Lines { height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; background: $background; }
    Lines > .lines--cursor { background: $cursor-blurred; }
    Lines:focus > .lines--cursor { background: $cursor; }
    """

    ONE_CLICK: ClassVar[bool] = False
    """Whether one click opens: for answers and links. Else it takes two, and one puts the cursor there."""
    SHOWS_WHEN_LEFT: ClassVar[bool] = True
    """Whether the line under the cursor is marked, less strongly, while the focus is elsewhere."""

    class Moved(Message):
        """The cursor stands on another line; `key` is "" on a head."""

        def __init__(self, lines: Lines[Any], key: str) -> None:
            super().__init__()
            self.lines = lines
            self.key = key

        @property
        def control(self) -> Lines[Any]:
            """The list."""
            return self.lines

        def can_replace(self, message: Message) -> bool:
            """Only the last of several moves matters."""
            return isinstance(message, Lines.Moved) and message.lines is self.lines

    class Opened(Message):
        """Enter or a double click on a row."""

        def __init__(self, lines: Lines[Any], key: str) -> None:
            super().__init__()
            self.lines = lines
            self.key = key

        @property
        def control(self) -> Lines[Any]:
            """The list."""
            return self.lines

    def __init__(
        self,
        paint: Callable[[T, int], Content],
        *,
        hint: Callable[[T], str] | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name for it
        classes: str | None = None,
    ) -> None:
        """`paint` draws the data of a row in at most so many cells; `hint` says it whole, where the mouse rests."""
        super().__init__(id=id, classes=classes)
        self._paint = paint
        self._hint = hint
        self._sections: Sequence[Section[T]] = ()
        self._entries: list[_Entry[T]] = []
        self._stops: list[int] = []
        """Indexes of the entries the cursor can stand on, ascending."""
        self._where: dict[str, int] = {}
        self._folded: dict[str, bool] = {}
        self._pending: set[str] = set()

    # -- what is shown

    def show(self, sections: Sequence[Section[T]], *, at: str | None = None) -> None:
        """Show these sections. The cursor goes to the row `at`, else stays on its record, else near it."""
        before, key = self.cursor, self._key(self.cursor)
        self._sections = sections
        self._pending.clear()
        self._build()
        index = self._where.get(at or key, self._where.get(key, -1))
        if index < 0:
            index = self._nearest(before) if before >= 0 else self._first_row()
        self.set_reactive(Lines.cursor, index)
        self.virtual_size = Size(1, len(self._entries))
        self.refresh()
        if index != before:
            self._reveal(index)
        if self._key(index) != key:
            self._say_moved()

    def mark_pending(self, key: str) -> None:
        """Say on this row that something is being done with it, until the list is shown anew."""
        if key in self._where:
            self._pending.add(key)
            self.refresh_line(self._where[key])

    def _build(self) -> None:
        entries: list[_Entry[T]] = []
        open_before = False
        for section in self._sections:
            folded = self._folded.get(section.key, section.folded)
            if section.title:
                if entries and open_before:
                    entries.append(_Entry())
                entries.append(_Entry(key=_HEAD + section.key, section=section))
            if not (folded and section.title):
                entries.extend(_Entry(key=row.key, row=row) for row in section.rows)
            open_before = not folded and bool(section.rows)
        self._entries = entries
        self._stops = [index for index, entry in enumerate(entries) if entry.key]
        self._where = {entry.key: index for index, entry in enumerate(entries) if entry.key}

    def _key(self, index: int) -> str:
        return self._entries[index].key if 0 <= index < len(self._entries) else ""

    def _nearest(self, index: int) -> int:
        if not self._stops:
            return -1
        at = bisect_left(self._stops, index)
        return self._stops[min(at, len(self._stops) - 1)]

    def _first_row(self) -> int:
        for index in self._stops:
            if self._entries[index].row is not None:
                return index
        return self._stops[0] if self._stops else -1

    @property
    def row(self) -> Row[T] | None:
        """The row under the cursor, if it stands on one."""
        return self._entries[self.cursor].row if 0 <= self.cursor < len(self._entries) else None

    @property
    def key(self) -> str:
        """The key of the row under the cursor, "" on a head or in an empty list."""
        row = self.row
        return row.key if row else ""

    @property
    def neighbour(self) -> str:
        """The key of the row below the cursor in its section, else of the one above, else ""."""
        for index in (self.cursor + 1, self.cursor - 1):
            if 0 <= index < len(self._entries) and self._entries[index].row is not None:
                return self._entries[index].key
        return ""

    @property
    def keys(self) -> Sequence[str]:
        """The keys of all rows that are unfolded, in order."""
        return [entry.key for entry in self._entries if entry.row is not None and entry.key]

    def row_of(self, key: str) -> Row[T] | None:
        """The row of this key, if it is there and unfolded."""
        return self._entries[self._where[key]].row if key in self._where else None

    @property
    def folds(self) -> Mapping[str, bool]:
        """What the person folded and unfolded, by section key."""
        return self._folded

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        index = y + self.scroll_offset.y
        cells = self.scrollable_content_region.width
        base = self.visual_style
        # Where the cursor is out of sight, or there is nothing to choose, the first line says who has the keys.
        keys_here = y == 0 and self.has_focus and not 0 <= self.cursor - index < self.size.height
        if index >= len(self._entries):
            return (
                self.strip(line(" ", (_HERE, "$accent")), base, cells)
                if keys_here
                else Strip.blank(cells, base.rich_style)
            )
        at_cursor = index == self.cursor and (self.SHOWS_WHEN_LEFT or self.has_focus)
        if at_cursor:
            base = self.get_visual_style("lines--cursor")
        content = self._draw(self._entries[index], at_cursor, cells)
        if keys_here:
            content = line(" ", (_HERE, "$accent"), content[2:])
        return self.strip(content, base, cells)

    def _draw(self, entry: _Entry[T], at_cursor: bool, cells: int) -> Content:
        mark = ("▌" if self.has_focus else "▏", "$accent") if at_cursor else " "
        if entry.section is not None:
            return line(" ", mark, self._head(entry.section, cells - _GUTTER - _MARGIN))
        if entry.row is None:
            return Content("")
        content = self._paint(entry.row.data, cells - _GUTTER - _MARGIN)
        if entry.key in self._pending:
            content = line(("…", "$muted"), content[1:])
        return line(" ", mark, content)

    def _head(self, section: Section[T], cells: int) -> Content:
        folded = self._folded.get(section.key, section.folded)
        count = sum(1 for row in section.rows if row.key) if section.count is None else section.count
        note = f"  {section.note}" if section.note else ""
        arrow = " ▸" if folded else ""
        head = line((section.title, section.tone), (f"  {count:,}{arrow}{note}", "$muted"))
        return head.truncate(cells, ellipsis=True)

    # -- moving

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two lines anew and say it."""
        for index in (old, new):
            if index >= 0:
                self.refresh_line(index)
        self._reveal(new)
        self._say_moved()

    def _say_moved(self) -> None:
        self.post_message(self.Moved(self, self.key))

    def _reveal(self, index: int) -> None:
        height = self.scrollable_content_region.height
        if height <= 0 or index < 0:
            return
        top = self.scroll_offset.y
        # the head above the first row of a section is shown with it
        first = index - 1 if index > 0 and self._entries[index - 1].section else index
        first = 0 if index == (self._stops[0] if self._stops else 0) else first
        if first < top:
            self.scroll_to(y=first, animate=False)
        elif index >= top + height:
            self.scroll_to(y=index - height + 1, animate=False)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._reveal(self.cursor)

    def go(self, key: str) -> bool:
        """Put the cursor on the row of this key, unfolding its section. False: there is none."""
        if key not in self._where:
            for section in self._sections:
                if any(row.key == key for row in section.rows):
                    self._folded[section.key] = False
                    self.show(self._sections, at=key)
                    return True
            return False
        self.cursor = self._where[key]
        return True

    def go_below(self, key: str) -> None:
        """Put the cursor on the row below the one of this key; on the last one it stays."""
        keys = self.keys
        below = len(keys) - keys[::-1].index(key)  # a record may stand in two places: the last one counts
        if below < len(keys):
            self.go(keys[below])

    def _step(self, by: int) -> None:
        if not self._stops:
            return
        at = bisect_right(self._stops, self.cursor) - 1
        self.cursor = self._stops[max(0, min(len(self._stops) - 1, at + by))]

    def _leap(self, lines: int) -> None:
        if self._stops:
            wanted = max(0, min(len(self._entries) - 1, self.cursor + lines))
            self.cursor = self._nearest(wanted)

    # -- folding and opening

    def _section_at(self, index: int) -> tuple[int, Section[T]] | None:
        for at in range(min(index, len(self._entries) - 1), -1, -1):
            section = self._entries[at].section
            if section is not None:
                return at, section
        return None

    def _set_folded(self, section: Section[T], folded: bool) -> None:
        self._folded[section.key] = folded
        self.show(self._sections, at=_HEAD + section.key)

    def action_fold(self) -> None:
        """Fold the section the cursor is in."""
        if found := self._section_at(self.cursor):
            self._set_folded(found[1], folded=True)

    def action_unfold(self) -> None:
        """Unfold the section whose head the cursor is on."""
        found = self._section_at(self.cursor)
        if found and found[0] == self.cursor:
            self._set_folded(found[1], folded=False)

    def action_open_row(self) -> None:
        """Open the row, or fold and unfold the section."""
        if self.row is not None:
            self.post_message(self.Opened(self, self.row.key))
        elif found := self._section_at(self.cursor):
            section = found[1]
            self._set_folded(section, folded=not self._folded.get(section.key, section.folded))

    # -- mouse

    def hint_at(self, y: int) -> str:
        """What is said of the row in line `y` of the screen's part of the list; "" where there is nothing to say."""
        index = y + self.scroll_offset.y
        row = self._entries[index].row if 0 <= index < len(self._entries) else None
        return self._hint(row.data) if self._hint is not None and row is not None else ""

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Say the line under the mouse whole once the mouse rests there."""
        at = event.get_content_offset(self)
        said = self.hint_at(at.y) if at is not None else ""
        if said != str(self.tooltip or ""):
            self.tooltip = Content(said) if said else None

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there, a second one (see ONE_CLICK) opens; on a head it folds."""
        index = event.get_content_offset(self)
        if index is None:
            return
        at = index.y + self.scroll_offset.y
        if not (0 <= at < len(self._entries)) or not self._entries[at].key:
            return
        self.cursor = at
        if self._entries[at].section is not None or event.chain == (1 if self.ONE_CLICK else 2):
            self.action_open_row()
