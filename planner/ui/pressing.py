"""A key that is held down does to the line under the cursor what it does once.

The terminal sends a key that is held down again and again, as if it were pressed: the first time after a good while,
then quickly. Where a line goes elsewhere by what the key did, the next line stands under the cursor by then. So what
comes soon after waits a moment: if the same key comes once more at once it is held down, and nothing more is done;
else it was pressed, and is done. Nobody who presses a key again and again waits longer than that, and no other key
overtakes it.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from textual import events

from planner.ui.typeahead import TypeAhead

if TYPE_CHECKING:
    from textual.timer import Timer

BETWEEN = 0.13
"""Seconds between two presses of a hand, at least; a key that is held down comes sooner."""
FIRST = 0.7
"""Seconds after which a key that is held down has come for the second time, at the latest."""


class Pressing(TypeAhead):
    """See the module."""

    def __init__(self) -> None:
        super().__init__()
        self.between = BETWEEN
        self._pressed_at = 0.0
        self._pressed_as = 0
        """The number among all touches of the press that did something last, or was held back."""
        self._soon: tuple[str, Callable[[], None], Timer] | None = None
        """What waits: for which key, what it does, and until when."""
        self._key = ""

    def once_a_press(self, act: Callable[[], None]) -> None:
        """What the key that was given just now does to one line of many; see the module."""
        now = monotonic()
        gap = now - self._pressed_at
        follows = self.touched == self._pressed_as + 1 and gap < FIRST
        self._pressed_at, self._pressed_as = now, self.touched
        if not follows or not self.between:
            act()
        elif self._soon is not None:
            self._soon[2].stop()
            self._soon = None
        elif gap >= self.between:
            self._soon = self._key, act, self.set_timer(self.between, self._it_was_pressed)

    def _it_was_pressed(self) -> None:
        if self._soon is not None:
            (_, act, timer), self._soon = self._soon, None
            timer.stop()
            act()

    async def _give(self, event: events.Key | events.Paste) -> None:
        self._key = event.key if isinstance(event, events.Key) else ""
        if self._soon is not None and self._soon[0] != self._key:
            self._it_was_pressed()
        await super()._give(event)
