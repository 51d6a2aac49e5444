"""The detail of one record: wrapped text that scrolls, with the lines that can be acted on under the cursor."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from textual.content import Content
from textual.message import Message

from planner.ui.widgets.lines import Lines, Row, Section
from planner.ui.widgets.marked import MarkedLines


class DetailPane(MarkedLines[Content]):
    """A list made for reading: it is built for its width, and moving scrolls through what cannot be chosen."""

    ONE_CLICK = True
    SHOWS_WHEN_LEFT = False
    DEFAULT_CSS = """
    DetailPane { width: 1fr; scrollbar-gutter: stable; }
    """

    class Appeared(Message):
        """The pane has come into sight, on a terminal that was made wider."""

    class Vanished(Message):
        """The pane has gone out of sight, on a terminal that was made narrower."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(lambda content, _cells: content, id=id)
        self._builder: Callable[[int], Sequence[Row[Content]]] | None = None
        self._built = 0
        self.about = ""
        """What is shown, so that the same record keeps its place and another one begins at its top."""

    def tell(self, about: str, builder: Callable[[int], Sequence[Row[Content]]]) -> None:
        """Show a record; `builder` gives its rows for so many cells."""
        fresh = about != self.about
        self.about = about
        self._builder = builder
        self._rebuild()
        if fresh:
            self.set_reactive(Lines.cursor, self._stops[0] if self._stops else -1)
            self.scroll_to(y=0, animate=False)
            self.refresh()

    def clear(self) -> None:
        """Show nothing."""
        self.about = ""
        self._builder = None
        self.show([])

    def _rebuild(self) -> None:
        self._built = self.scrollable_content_region.width
        if self._builder is not None and self._built > 4:
            self.show([Section(key="", title="", rows=self._builder(self._built - 2))])

    def on_show(self) -> None:
        """Ask for what there is to be shown."""
        self.post_message(self.Appeared())

    def on_hide(self) -> None:
        """What cannot be seen cannot have the focus."""
        self.post_message(self.Vanished())

    def on_resize(self) -> None:
        """Wrap anew for another width."""
        if self.scrollable_content_region.width != self._built:
            self._rebuild()

    def _step(self, by: int) -> None:
        # what is between two stops is text to be read: go there only when it is in sight, else scroll
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        at = (bisect_right if by > 0 else bisect_left)(self._stops, self.cursor)
        wanted = at if by > 0 else at - 1
        if 0 <= wanted < len(self._stops) and top - 1 <= self._stops[wanted] <= top + height:
            self.cursor = self._stops[wanted]
        else:
            self.scroll_relative(y=by, animate=False)

    def _leap(self, lines: int) -> None:
        self.scroll_relative(y=lines, animate=False)

    def action_fold(self) -> None:
        """There is nothing to fold: left goes back to the list."""
        if hasattr(self.screen, "action_back"):
            self.screen.action_back()

    def action_cursor_first(self) -> None:
        """The top."""
        super().action_cursor_first()
        self.scroll_to(y=0, animate=False)

    def action_cursor_last(self) -> None:
        """The bottom."""
        super().action_cursor_last()
        self.scroll_to(y=self.max_scroll_y, animate=False)
