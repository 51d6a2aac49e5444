"""How the app looks on this machine: theme, symbols, movement; chosen in the app, or said in config.toml."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.filter import LineFilter

from planner.domain.plain_signs import PLAIN
from planner.ui import theme

if TYPE_CHECKING:
    from textual.color import Color

    from planner.ui.app import PlannerApp

POOR_TERMINALS = frozenset({"linux", "vt100", "vt102", "vt220", "ansi", "dumb"})
"""Values of TERM whose fonts are known to lack most symbols."""

_TABLE = str.maketrans(dict(PLAIN))


class PlainSymbols(LineFilter):
    """Draws ASCII in place of our symbols, wherever they stand on the screen."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  Textual's signature
        """The same line in other signs."""
        return [
            segment
            if segment.text.isascii()
            else Segment(segment.text.translate(_TABLE), segment.style, segment.control)
            for segment in segments
        ]


def is_poor(environment: Mapping[str, str], encoding: str) -> bool:
    """Whether a terminal is known not to show our symbols."""
    return environment.get("TERM", "") in POOR_TERMINALS or "utf" not in encoding.casefold()


class Look:
    """Applied before the first paint; a choice in the app is remembered on this machine."""

    def __init__(self, app: PlannerApp) -> None:
        self._app = app
        self._filter = PlainSymbols(enabled=False)
        self.problem = ""
        """What could not be had as asked for, to be told once there is somebody to tell."""

    def apply(self) -> None:
        """Take what config.toml says, else what was chosen last, else the usual."""
        planner = self._app.planner
        said, chosen = planner.settings.ui, planner.remembered.load()
        if self._app.console.color_system == "standard":
            for each in theme.SIXTEEN:
                self._app.register_theme(each)
        self._app._filters.append(self._filter)  # noqa: SLF001  Textual has no other way in for a filter
        symbols = said.symbols if said.symbols != "auto" else chosen.get("symbols", "auto")
        self.show_plain(symbols == "ascii" or (symbols == "auto" and self._is_poor()))
        if not said.motion:
            self._app.animation_level = "none"
        wanted = said.theme or chosen.get("theme", theme.DARK)
        if wanted not in self._app.available_themes:
            if not said.theme:  # what the file says is told with the rest of it
                self.problem = f"There is no theme “{wanted}” any more; f2 lists those there are."
            wanted = theme.DARK
        self._app.theme = wanted

    @staticmethod
    def _is_poor() -> bool:
        return is_poor(os.environ, getattr(sys.__stdout__, "encoding", None) or "utf-8")

    @property
    def plain(self) -> bool:
        """Whether ASCII is drawn."""
        return self._filter.enabled

    def show_plain(self, plain: bool) -> None:
        """ASCII or symbols."""
        self._filter.enabled = plain
        self._app.refresh()

    def toggle_symbols(self) -> None:
        """The other set, from now on."""
        self.show_plain(not self.plain)
        for screen in self._app.screen_stack:
            screen.refresh(layout=True)
        self._remember("symbols", "ascii" if self.plain else "unicode")

    def take_theme(self, name: str) -> None:
        """This theme, from now on."""
        self._app.theme = name
        self._remember("theme", name)

    def _remember(self, key: str, value: str) -> None:
        app = self._app
        said = getattr(app.planner.settings.ui, key)
        if said and said not in {"auto", value}:
            app.tell(f"config.toml says {key} = “{said}”: that holds again at the next start.")
        app.ask(lambda: app.planner.remembered.save(key, value), lambda _: None)
