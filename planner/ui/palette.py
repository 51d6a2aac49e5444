"""The command palette over the registry of actions. All of it is literal text."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

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
