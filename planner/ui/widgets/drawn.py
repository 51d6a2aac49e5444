"""A widget that draws its own lines, only those that show."""

from __future__ import annotations

from rich.segment import Segment
from textual.content import Content
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style


class Drawn(ScrollView):
    """Turns `Content` into the strips of `render_line`, with the styles parsed once for each theme."""

    _styles: dict[str | Style, Style]
    _styles_of = ""

    def strip(self, content: Content, base: Style, cells: int) -> Strip:
        """One line of the screen, exactly `cells` wide."""
        segments = [
            Segment(text, style.rich_style) for text, style in content.render(base, end="", parse_style=self._style)
        ]
        return Strip(segments).adjust_cell_length(cells, base.rich_style)

    def _style(self, style: str | Style) -> Style:
        # parsing a style costs more than the rest of a line
        if self._styles_of != self.app.theme:
            self._styles = {}
            self._styles_of = self.app.theme
        if (known := self._styles.get(style)) is None:
            known = self._styles[style] = Style.parse(style) if isinstance(style, str) else style
        return known
