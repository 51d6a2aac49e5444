"""The keys that move the cursor of a list, whatever the list holds."""

from __future__ import annotations

from textual.reactive import reactive

from planner.ui.widgets.drawn import Drawn


class Stepping(Drawn):
    """`_stops` are the lines the cursor can stand on, ascending; where there are none the text is scrolled."""

    cursor: reactive[int] = reactive(-1, init=False, repaint=False)
    _stops: list[int]

    def _step(self, by: int) -> None:
        """So many stops on."""
        raise NotImplementedError

    def _leap(self, lines: int) -> None:
        """To the stop so many lines on."""
        raise NotImplementedError

    @property
    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height - 1)

    def action_cursor_down(self) -> None:
        """The next line; in a list that is only read, one line further."""
        if self._stops:
            self._step(1)
        else:
            self.scroll_relative(y=1, animate=False)

    def action_cursor_up(self) -> None:
        """The line before."""
        if self._stops:
            self._step(-1)
        else:
            self.scroll_relative(y=-1, animate=False)

    def action_cursor_first(self) -> None:
        """The first line."""
        if self._stops:
            self.cursor = self._stops[0]

    def action_cursor_last(self) -> None:
        """The last line."""
        if self._stops:
            self.cursor = self._stops[-1]

    def action_half_down(self) -> None:
        """Half a page down."""
        self._leap(self._page // 2)

    def action_half_up(self) -> None:
        """Half a page up."""
        self._leap(-(self._page // 2))

    def action_page_down(self) -> None:
        """A page down."""
        self._leap(self._page)

    def action_page_up(self) -> None:
        """A page up."""
        self._leap(-self._page)
