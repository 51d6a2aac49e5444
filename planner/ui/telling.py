"""Toasts: few, and none that is no longer true.

A toast about a Change takes the place of the one before: after an undo nothing offers to take back what was taken back.
Never more than two stand there. One that was told before the last key is left behind when that key opens something.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.await_complete import AwaitComplete
from textual.notifications import Notification, Notify
from textual.screen import ModalScreen

from planner.domain.text import clean
from planner.ui.pressing import Pressing

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

MOST = 2
_WEIGHT = {"information": 0, "warning": 1, "error": 2}


@dataclass
class Told(Notification):
    """A toast, and what it takes to know when it is no longer of use."""

    about_change: bool = False
    after: int = 0
    """How many keys and clicks there had been when it was told."""


class Telling(Pressing):
    """See the module."""

    def tell(
        self,
        text: str,
        severity: SeverityLevel = "information",
        *,
        title: str = "",
        seconds: float = 5,
        change: bool = False,
    ) -> None:
        """A toast of literal text; with `change` it is about a Change that was made, or taken back."""
        told = Told(clean(text, lines=True), clean(title), severity, seconds, about_change=change, after=self.touched)
        self.post_message(Notify(told))

    def on_notify(self, event: Notify) -> None:
        """Make room for it."""
        new = event.notification
        if isinstance(new, Told) and new.about_change:
            self._take_away([each for each in self._told if each.about_change])
        others = sorted(self._notifications, key=lambda each: (_WEIGHT[each.severity], each.raised_at))
        self._take_away(others[: max(0, len(others) + 1 - MOST)])

    @property
    def _told(self) -> list[Told]:
        return [each for each in self._notifications if isinstance(each, Told)]

    def _take_away(self, those: list[Any]) -> None:
        for each in those:
            self._unnotify(each, refresh=False)

    def _leave_behind(self, *, dialog: bool) -> None:
        """Reminders stay; what was done stays where `u` takes it back, which it does in no dialog."""
        old = [each for each in self._told if each.after < self.touched and not each.title]
        self._take_away([each for each in old if dialog or not each.about_change])

    def push_screen(self, screen: Any, *args: Any, **kwargs: Any) -> Any:
        """As ever, without old toasts."""
        self._leave_behind(dialog=isinstance(screen, ModalScreen))
        return super().push_screen(screen, *args, **kwargs)

    def switch_mode(self, mode: str) -> Any:
        """As ever, without old toasts."""
        self._leave_behind(dialog=False)
        return super().switch_mode(mode)

    def pop_screen(self) -> AwaitComplete:
        """As ever, without old toasts."""
        self._leave_behind(dialog=False)
        return super().pop_screen()
