"""The command palette over the registry of actions. All of it is literal text."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, cast

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.command import CommandInput, CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import LoadingIndicator

from planner.ui.actions import Action, inside
from planner.ui.searching import run

if TYPE_CHECKING:
    from planner.ui.app import PlannerApp


class Commands(Provider):
    """What can be done where the person is, by name."""

    def _actions(self) -> list[Action]:
        rooms = dict.fromkeys((*getattr(self.screen, "WHERE", ()), "app"))
        seen: dict[str, Action] = {}
        for action in inside(rooms):
            if action.palette:
                seen.setdefault(action.id, action)
        return list(seen.values())

    def _run(self, action: Action) -> Any:
        return partial(run, cast("PlannerApp", self.app), self.screen, action.where, action.id)

    async def discover(self) -> Hits:
        """All of them."""
        for action in self._actions():
            yield DiscoveryHit(self._shown(action), self._run(action), text=action.help)

    async def search(self, query: str) -> Hits:
        """Those whose sentence matches."""
        matcher = self.matcher(query)
        for action in self._actions():
            score = matcher.match(f"{action.label} {action.help}")
            if score > 0:
                yield Hit(score, self._shown(action), self._run(action), text=action.help)

    def _shown(self, action: Action) -> Content:
        return Content.assemble(action.help, ("  " + cast("PlannerApp", self.app).key_of(action), "$accent"))


class _Commands(CommandList):
    """While it is being filled anew a click may fall on an option that is gone, and a page begin at a line that is not
    there yet: neither does anything."""

    async def _on_click(self, event: events.Click) -> None:
        clicked = event.style.meta.get("option")
        if clicked is not None and clicked >= self.option_count:
            event.prevent_default()
            event.stop()

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        if (self.highlighted or 0) in self._index_to_line:
            super()._move_page(direction)


class Palette(CommandPalette):
    """Textual's palette around a list of our own."""

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Once: a second click may still be on its way."""
        return super().dismiss(result) if self.is_current else AwaitComplete()

    def compose(self) -> ComposeResult:
        """The line, and what is found."""
        with Vertical(id="--container"):
            with Horizontal(id="--input"):
                yield SearchIcon()
                yield CommandInput(placeholder="Search for commands…", select_on_focus=False)
            with Vertical(id="--results"):
                yield _Commands()
                yield LoadingIndicator()
