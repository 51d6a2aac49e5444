"""A list whose rows can be marked, and that says why it is empty."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from textual.content import Content
from textual.message import Message
from textual.strip import Strip

from planner.ui.present import line, literal, wrap
from planner.ui.widgets.lines import Lines

if TYPE_CHECKING:
    from planner.ui.widgets.lines import Section, _Entry

T = TypeVar("T")

MARK = "☑"


class MarkedLines(Lines[T], Generic[T]):
    """Marks stand in the gutter, so that no column moves. Which rows are marked is told by the place."""

    class Shown(Message):
        """Other rows are shown, or others of them are folded away."""

        def can_replace(self, message: Message) -> bool:
            """Only the last of several matters."""
            return isinstance(message, MarkedLines.Shown)

    marked: Collection[str] = frozenset()
    """Keys of the rows that are marked."""
    nothing = ""
    """What is said in place of the rows while there are none."""

    def show(self, sections: Sequence[Section[T]], *, at: str | None = None) -> None:
        """Show these sections; see `Lines`."""
        super().show(sections, at=at)
        self.post_message(self.Shown())

    def mark(self, keys: Collection[str]) -> None:
        """Mark exactly the rows of these keys."""
        if keys != self.marked:
            self.marked = frozenset(keys)
            self.refresh()

    def say_nothing(self, text: str) -> None:
        """Say this while there are no rows; "" says nothing."""
        if text != self.nothing:
            self.nothing = text
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        if not self._entries and self.nothing:
            cells = self.scrollable_content_region.width
            texts: Sequence[Content] = wrap(literal(self.nothing, "$muted"), cells - 4)
            text = texts[y - 1] if 0 < y <= len(texts) else Content("")
            return self.strip(line("  ", text), self.visual_style, cells)
        return super().render_line(y)

    def _draw(self, entry: _Entry[T], at_cursor: bool, cells: int) -> Content:
        content = super()._draw(entry, at_cursor, cells)
        if entry.row is not None and entry.key in self.marked:
            return line((MARK, "bold $accent"), content[1:])
        return content
