"""The bar at the top (places and the day) and the footer (what can be done here); both can be clicked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from planner.ui.actions import Action, call, inside, show_key
from planner.ui.places import PLACES
from planner.ui.present import Part, line, width

if TYPE_CHECKING:
    from planner.ui.app import PlannerApp
    from planner.ui.screens.place import Place


class _Bar(Widget):
    """One line of pieces, some of which run an action when clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._spots: list[tuple[int, int, str]] = []
        """(first cell, cell after the last, action)"""

    async def on_click(self, event: events.Click) -> None:
        """Run the action under the mouse."""
        for first, after, action in self._spots:
            if first <= event.x < after:
                await self.screen.run_action(action) if not action.startswith("app.") else await self.app.run_action(
                    action
                )
                return


class TopBar(_Bar):
    """` planner   1 Today  2 Plan  7 Templates                Sat 21 Nov 2026`."""

    DEFAULT_CSS = """
    TopBar { height: 2; background: $background; border-bottom: solid $rule; padding: 0; }
    """

    today: reactive[str] = reactive("")

    def __init__(self, place: str) -> None:
        """`place` is the one that is shown as open."""
        super().__init__()
        self._place = place

    def on_mount(self) -> None:
        """The day is known once the clock was asked."""
        self.set_reactive(TopBar.today, cast("PlannerApp", self.app).day_shown)
        self.watch(self.app, "day_shown", self._set_today, init=True)

    def _set_today(self, shown: str) -> None:
        self.today = shown

    def render(self) -> Content:
        """The line for the width there is: the day goes first, the places stay."""
        cells = self.size.width
        parts: list[Part] = [(" planner ", "bold $accent"), "  "]
        at = width(" planner ") + 2
        self._spots = []
        for place in PLACES:
            label = f"{place.number} {place.title}"
            chosen = place.name == self._place
            self._spots.append((at - 1, at + width(label) + 1, f"app.place('{place.name}')"))
            if chosen:
                parts.append((label, "bold underline $text"))
            else:
                parts += [(place.number, "$accent"), (label[len(place.number) :], "$muted")]
            parts.append("  ")
            at += width(label) + 2
        gap = cells - at - width(self.today) - 1
        if gap >= 1:
            parts += [" " * gap, (self.today, "$muted")]
        return line(*parts)


class BottomBar(_Bar):
    """`space done  a add  e edit …   ctrl+p palette`, from the registry, for the rooms of the screen."""

    DEFAULT_CSS = """
    BottomBar { height: 2; background: $background; border-top: solid $rule; padding: 0; dock: bottom; }
    """

    def __init__(self, rooms: Sequence[str]) -> None:
        """`rooms` are the screen's WHERE; the actions of `app` come with them."""
        super().__init__()
        self._rooms = tuple(dict.fromkeys((*rooms, "app")))
        self._known = sorted((each for each in inside(self._rooms) if each.footer), key=lambda each: each.footer)
        self._bar_actions: list[tuple[Action, str]] = []

    def on_mount(self) -> None:
        """What can be done changes with the line, and with what has the focus."""
        self._bar_actions = self._shown()
        self.screen.bindings_updated_signal.subscribe(self, self._look)

    def _look(self, _screen: object) -> None:
        shown = self._shown()
        if shown != self._bar_actions:
            self._bar_actions = shown
            self.refresh()

    def _shown(self) -> list[tuple[Action, str]]:
        """What is offered now, each once, with the key that does it."""
        place = cast("Place[Any]", self.screen)
        loaded = place.view is not None  # until then nobody knows what can be done
        seen: set[str] = set()
        found: list[tuple[Action, str]] = []
        for action in self._known:
            if action.id in seen or (loaded and not place.offers(action)):
                continue
            if key := self._key(action):
                seen.add(action.id)
                found.append((action, key))
        return found

    def render(self) -> Content:
        """As many as fit; help and palette always do."""
        cells = self.size.width
        palette = f"{show_key('ctrl+p')} palette "
        shown = self._bar_actions
        last = [each for each in shown if each[0].id == "help"]
        kept = [each for each in shown if each[0].id != "help"]
        room = cells - width(palette) - 2 - sum(width(self._label(*each)) + 2 for each in last)
        parts: list[Part] = ["  "]
        at = 2
        self._spots = []
        for action, key in [*self._fitting(kept, room), *last]:
            size = width(self._label(action, key))
            self._spots.append((at, at + size, self._call(action)))
            parts += [(key, "bold $accent"), (f" {action.label}  ", "$muted")]
            at += size + 2
        gap = cells - at - width(palette)
        if gap >= 0:
            self._spots.append((at + gap, cells, "app.command_palette"))
            parts += [" " * gap, (show_key("ctrl+p"), "bold $accent"), (" palette ", "$muted")]
        return line(*parts)

    def _key(self, action: Action) -> str:
        """The first key that does it; what has the focus may take a key as a sign to write. "" means none does."""
        focused = self.screen.focused if not action.priority else None
        for key in cast("PlannerApp", self.app).keys_of(action):
            sign = " " if key == "space" else shown if len(shown := show_key(key)) == 1 else None
            if focused is None or not focused.check_consume_key(key, sign):
                return show_key(key)
        return ""

    @staticmethod
    def _label(action: Action, key: str) -> str:
        return f"{key} {action.label}"

    def _fitting(self, actions: Sequence[tuple[Action, str]], room: int) -> list[tuple[Action, str]]:
        kept: list[tuple[Action, str]] = []
        for each in actions:
            room -= width(self._label(*each)) + 2
            if room < 2:
                break
            kept.append(each)
        return kept

    def _call(self, action: Action) -> str:
        return f"app.{call(action.id)}" if action.where == "app" else call(action.id)
