"""Typing ahead: a key is given to whoever has the focus once what the key before it did is done.

Textual gives every key at once to the widget that has the focus at that moment. Who types “a” and a title quickly would
so act on the list with the first letters, before the line to type in is there. Here the next key waits until the one
before has been heard by everybody, and until the dialog or place that it opened can be typed in.
"""

from __future__ import annotations

from collections import Counter, deque
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.message import Message

if TYPE_CHECKING:
    from textual.message_pump import MessagePump
    from textual.screen import Screen

PATIENCE = 2.0
"""Seconds: what takes longer does not hold up the keys any more."""


class KeyHeard(Message):
    """Follows a key on its way, so that what hears it has heard the key; a new screen hears it when it is there."""

    def __init__(self, screen: Screen[Any], *, shown: bool) -> None:
        """`screen` is the one that the key was given to; or with `shown` the one that is to be there."""
        super().__init__()
        self.screen = screen
        self.shown = shown


class TypeAhead(App[None]):
    """See the module."""

    def __init__(self) -> None:
        super().__init__()
        self._early: deque[events.Key | events.Paste] = deque()
        """What was typed too early, in order."""
        self._holds = 0
        """How many things are still to be done before the next key."""
        self._held_since = 0.0
        self._in_key = False
        self._awaited: Counter[Screen[Any]] = Counter()
        """Screens that are not there yet, and how often that is waited for."""
        self._given: Counter[Screen[Any]] = Counter()
        """Screens in which keys are on their way, and how many."""
        self.touched = 0
        """How many keys were given to somebody so far, and clicks."""

    @property
    def typed_early(self) -> bool:
        """Whether keys wait, or would wait."""
        return bool(self._early) or (self._holds > 0 and not self._too_long)

    @property
    def _too_long(self) -> bool:
        return monotonic() - self._held_since > PATIENCE

    @property
    def in_key(self) -> bool:
        """Whether what runs now was started by a key."""
        return self._in_key

    def hold_keys(self) -> None:
        """From now on keys wait, until `let_keys` was called as often."""
        self._held_since = monotonic()
        self._holds += 1

    def let_keys(self) -> None:
        """One thing less to wait for."""
        if self._holds:
            self._holds -= 1
        if not self._holds and self._early:
            self.call_next(self._give_early)

    async def _give_early(self) -> None:
        while self._early and not self._holds:
            await self._give(self._early.popleft())

    async def on_event(self, event: events.Event) -> None:
        """Keys and what is pasted come in their turn, anything else at once."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            self.touched += isinstance(event, events.MouseDown) and not event.is_forwarded
            await super().on_event(event)
            return
        if self._holds and self._too_long:
            await self._wait_no_longer()
        if not (self._holds or self._early):
            await self._give(event)
            return
        if not self._early:
            self.set_timer(PATIENCE, self._wait_no_longer)
        self._early.append(event)

    async def _wait_no_longer(self) -> None:
        if self._holds and self._too_long:
            self._holds = 0
        await self._give_early()

    async def _give(self, event: events.Key | events.Paste) -> None:
        self.touched += 1
        if not self._screen_stacks.get(self._current_mode):  # the app goes down
            return
        self.hold_keys()
        screen = self.screen
        target = self.focused or screen
        await super().on_event(event)  # what has priority is done here already
        gone = not any(screen in stack for stack in self._screen_stacks.values())  # who was left hears nothing more
        if gone:
            self.let_keys()
        else:
            self._post_heard(target, KeyHeard(screen, shown=False))

    def _post_heard(self, target: MessagePump, heard: KeyHeard) -> None:
        waits = self._awaited if heard.shown else self._given
        waits[heard.screen] += 1
        if not target.post_message(heard):
            self.on_key_heard(heard)

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """What a key does, it does in here."""
        self._in_key = True
        try:
            return await super()._check_bindings(key, priority)
        finally:
            self._in_key = False

    def on_key_heard(self, message: KeyHeard) -> None:
        """The key before has been everywhere, or a screen is there."""
        waits = self._awaited if message.shown else self._given
        if waits[message.screen]:
            waits[message.screen] -= 1
            self.let_keys()

    # -- what a key opens

    def push_screen(self, screen: Any, *args: Any, **kwargs: Any) -> Any:
        """As ever; the next key waits until it is shown."""
        shown = super().push_screen(screen, *args, **kwargs)
        self._hold_until_shown(self.screen)
        return shown

    def switch_mode(self, mode: str) -> Any:
        """As ever; the next key waits until it is shown."""
        shown = super().switch_mode(mode)
        self._hold_until_shown(self.screen)
        return shown

    def switch_screen(self, screen: Any) -> Any:
        """As ever; the next key waits until it is shown."""
        shown = super().switch_screen(screen)
        self._hold_until_shown(self.screen)
        return shown

    def pop_screen(self) -> AwaitComplete:
        """As ever; the next key waits until what lies below has the focus again."""
        left = self.screen
        gone = super().pop_screen()
        self._hold_until_shown(self.screen)
        # It may have been left before it was there; and what is on its way in it may go with it.
        for _ in range(self._awaited.pop(left, 0) + self._given.pop(left, 0)):
            self.let_keys()
        return gone

    def _hold_until_shown(self, screen: Screen[Any]) -> None:
        # It hears this once it is mounted; its focus is set by then, or by a message that is before this one.
        self.hold_keys()
        self._post_heard(screen, KeyHeard(screen, shown=True))
