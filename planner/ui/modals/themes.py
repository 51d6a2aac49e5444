"""The themes, ours first; each is seen while the cursor stands on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from planner.ui import theme
from planner.ui.modals.dialog import Answers, Dialog, Option
from planner.ui.present import line
from planner.ui.widgets.lines import Lines, Row, Section

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.theme import Theme

OURS = {theme.DARK: "planner, dark", theme.LIGHT: "planner, light"}


class Themes(Dialog[str]):
    """Dismissed with the name of the theme; None: as it was before."""

    DEFAULT_CSS = """
    Themes { align: right middle; background: transparent; }
    Themes > .box { width: 40; }
    Themes Lines { height: 16; }
    """

    def __init__(self, themes: Mapping[str, Theme], now: str) -> None:
        super().__init__()
        self._themes = themes
        self._now = now

    def content(self) -> ComposeResult:
        """The names."""
        yield self.title_line("Theme")
        yield ThemeNames(self._paint)
        yield self.keys_line(("enter", "takes it"), ("esc", "as before"))

    def on_mount(self) -> None:
        """Ours first, then the others by name; the cursor on the one that is."""
        names = [*OURS, *sorted(name for name in self._themes if name not in OURS)]
        lines = self.query_one(ThemeNames)
        lines.show(
            [Section(key="", title="", rows=[Row(name, Option(name, OURS.get(name, name))) for name in names])],
            at=self._now,
        )
        lines.focus()

    def _paint(self, option: Option, cells: int) -> Content:
        kind = "dark" if self._themes[option.key].dark else "light"
        return line(option.label, (f"   {kind}", "$muted")).truncate(cells, ellipsis=True)

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """See it at once."""
        if event.key in self._themes:
            self.app.theme = event.key

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """Take it."""
        event.stop()
        self.dismiss(event.key)


class ThemeNames(Answers):
    """A click shows a theme, a second one takes it."""

    ONE_CLICK = False
