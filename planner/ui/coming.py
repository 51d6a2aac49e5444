"""Dialogs that come by themselves: what a save leads to, what took long, what is told about the plan.

The key just pressed did not ask for them. So such a dialog never comes over another one, nor over a line in which
something is being typed: it waits until that is left. Once it is there it hears no key until the keys have been still
for a moment: who types on means what was there before. Escape leaves it as soon as it can be seen.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

from planner.ui.telling import Telling

if TYPE_CHECKING:
    from textual.screen import Screen

T = TypeVar("T")

STILL = 0.35
"""Seconds without a key after which a dialog that came by itself takes an answer."""
LOOK_SECONDS = 0.2
"""How often it is looked whether one that waits may come."""
HEARD = frozenset({"escape", "ctrl+c", "ctrl+q", "ctrl+z"})
"""Keys that answer nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where and when something was asked for: the screen in front, and how many keys had been given until then."""

    front: Screen[Any] | None
    touched: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    origin: Origin
    screen: Any
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)


class Coming(Telling):
    """See the module."""

    def __init__(self) -> None:
        super().__init__()
        self.still = STILL
        self._by: Origin | None = None
        """Since when what is shown now was under way; None: what opens now was asked for by the last key."""
        self._waiting: deque[_Waiting] = deque()
        self._looks_soon = False
        """Whether a timer is set for that: one, however many wait."""
        self._came: Any = None
        """The dialog that came last, until it hears."""
        self._seen = False
        """Whether it is painted."""
        self._still_since = 0.0
        self._brought: tuple[Origin, Any] | None = None
        """The dialog that came last, and of what it came: what else comes of the same may stand over it."""

    def storing(self) -> bool:
        """Whether an answer is on its way that may open something."""
        return False

    # -- who asked

    def answer(self, show: Callable[[T], None], *, late: bool) -> Callable[[T], None]:
        """`show` for what is asked now. What it opens comes by itself if that is `late` as a rule, or if a key is given
        to somebody until then."""
        origin, inherited = self._origin(), self._by

        def shown(result: T) -> None:
            by_itself = late or inherited is not None or self.touched != origin.touched
            self._showing(lambda: show(result), (inherited or origin) if by_itself else None)

        return shown

    def by_itself(self, show: Callable[[], None]) -> None:
        """What `show` opens comes by itself."""
        self._showing(show, self._by or self._origin())

    def _origin(self) -> Origin:
        front = self.screen if self._screen_stacks.get(self._current_mode) else None
        return Origin(front=front, touched=self.touched)

    def _showing(self, show: Callable[[], None], by: Origin | None) -> None:
        before, self._by = self._by, by
        try:
            show()
        finally:
            self._by = before

    # -- how it comes

    def push_screen(self, screen: Any, *args: Any, **kwargs: Any) -> Any:
        """As ever, unless it comes by itself."""
        nobody_types = not (self.touched or self.typed_early)  # the app has just begun
        if self._by is None or nobody_types:
            return super().push_screen(screen, *args, **kwargs)
        coming = _Waiting(origin=self._by, screen=screen, args=args, kwargs=kwargs)
        if not self._waiting and self._is_free(coming.origin):
            return self._come(coming)
        self._waiting.append(coming)
        self._look_soon()
        return AwaitComplete()

    @property
    def are_coming(self) -> bool:
        """Whether dialogs wait until they may come."""
        return bool(self._waiting)

    def _is_free(self, origin: Origin) -> bool:
        """Whether nothing is in front that must not be covered, and no key on its way that may open something."""
        from textual.widgets import Input, TextArea  # only some screens need them

        front = self.screen
        if self._brought is not None and self._brought[0] is origin and self._brought[1] is front:
            return True
        typing = isinstance(front.focused, Input | TextArea) and self.touched != origin.touched
        covered = isinstance(front, ModalScreen) and front is not origin.front
        return not (covered or typing or self.typed_early)

    def _come(self, coming: _Waiting) -> Any:
        before, self._by = self._by, None
        try:
            shown = super().push_screen(coming.screen, *coming.args, **coming.kwargs)
        finally:
            self._by = before
        if isinstance(coming.screen, ModalScreen):
            self._came, self._seen = coming.screen, False
            self._brought = coming.origin, coming.screen
            coming.screen.call_after_refresh(self._painted, coming.screen)
        return shown

    def _painted(self, screen: Any) -> None:
        if screen is self._came:
            self._seen, self._still_since = True, monotonic()

    def let_keys(self) -> None:
        """One thing less to wait for; then the next dialog may come."""
        super().let_keys()
        self.look_for_room()

    def look_for_room(self) -> None:
        """Something has ended: the next dialog may come."""
        if self._waiting:
            self.call_next(self._next_comes)

    def _look_soon(self) -> None:
        if not self._looks_soon:
            self._looks_soon = True
            self.set_timer(LOOK_SECONDS, self._look_again)

    def _look_again(self) -> None:
        self._looks_soon = False
        if self._waiting and self.is_running:
            self._next_comes()
            self._look_soon()

    def _next_comes(self) -> None:
        if self.storing():  # what is asked for by keys may be on its way
            return
        while self._waiting and self._is_free(self._waiting[0].origin):
            self._come(self._waiting.popleft())

    # -- what it hears

    @property
    def typed_early(self) -> bool:
        """Whether keys wait, or would wait or be for nobody."""
        unseen = self._came is not None and not self._seen and self._came is self.screen
        return unseen or super().typed_early

    async def _give(self, event: events.Key | events.Paste) -> None:
        if not self._is_deaf(event):
            await super()._give(event)

    def _is_deaf(self, event: events.Key | events.Paste) -> bool:
        if self._came is None or self.screen is not self._came:
            self._came = None
            return False
        if isinstance(event, events.Key) and event.key in HEARD and self._seen:
            return False
        now = monotonic()
        if self._seen and now - self._still_since >= self.still:
            self._came = None
            return False
        self._still_since = now
        return True
