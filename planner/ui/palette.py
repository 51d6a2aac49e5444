"""The command palette over the registry of actions. All of it is literal text."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from planner.ui.actions import Action, inside


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
        name, _, argument = action.id.partition(":")
        call = f"{name}({argument!r})" if argument else name
        target = self.app if action.where == "app" else self.screen
        return partial(target.run_action, call)

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

    @staticmethod
    def _shown(action: Action) -> Content:
        return Content.assemble(action.help, ("  " + action.shown_key, "$accent"))
