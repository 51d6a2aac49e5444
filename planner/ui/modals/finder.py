"""A line, and a list of what is found for it: search, palette, picking.

The line keeps the focus while the arrows go through the list. What has to be looked up is looked up in the store's
thread; enter then belongs to the text that stands in the line: where its results are late it waits for them.
"""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType

from planner.domain.errors import PlannerError
from planner.ui.modals.dialog import Dialog
from planner.ui.widgets.lines import Lines

F = TypeVar("F")
R = TypeVar("R")


class Finder(Dialog[R], Generic[R]):
    """The arrows go through the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "move(1)", show=False),
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def action_move(self, by: int) -> None:
        """Up and down in the list, while the line keeps the focus."""
        lines = self.query_one(Lines)
        (lines.action_cursor_down if by > 0 else lines.action_cursor_up)()

    def action_page(self, by: int) -> None:
        """A page up or down."""
        lines = self.query_one(Lines)
        (lines.action_page_down if by > 0 else lines.action_page_up)()

    def go_first(self) -> None:
        """To the first line that is no head."""
        lines = self.query_one(Lines)
        lines.action_cursor_first()
        if lines.row is None:
            lines.action_cursor_down()

    def dismiss_chosen(self) -> None:
        """With the key of the line under the cursor, if one is there."""
        lines = self.query_one(Lines)
        if lines.row is not None:
            self.dismiss(lines.key)  # type: ignore[arg-type]  # for those that are dismissed with a key


class LateFinder(Finder[R], Generic[R, F]):
    """What is found comes from the store's thread."""

    def __init__(self) -> None:
        super().__init__()
        self._asked = 0
        self.shown: str | None = None
        """The text whose results are shown; None: not yet any."""
        self._enters = False
        """Enter was pressed before they were there: no key comes between."""
        self._lost = False
        """Whether the last text could not be looked up."""

    def find(self, text: str) -> F:
        """What belongs to `text`; in the store's thread."""
        raise NotImplementedError

    def show_found(self, text: str, found: F) -> None:
        """Put it into the list; `self.shown` is still the text before."""
        raise NotImplementedError

    def entered(self) -> None:
        """Enter, over the results of the text that stands in the line."""
        raise NotImplementedError

    def look_up(self, text: str) -> None:
        """Show what belongs to `text` as soon as it is there, unless another text is looked up meanwhile."""
        self._asked += 1
        self._lost = False
        asked = self._asked
        self.app_.ask(
            lambda: (self.find(text),) if asked == self._asked else None,
            lambda found: self._arrived(asked, text, found),
            lambda error: self._failed(asked, error),
        )

    def show_at_once(self, text: str, found: F) -> None:
        """Show what needs no looking up; what is being looked up comes no more."""
        self._asked += 1
        self._put(text, found)

    def enter(self, text: str) -> None:
        """Enter, with `text` in the line: now, or once its results are there."""
        if text == (self.shown or ""):
            self.entered()
        elif not self._enters:
            self._enters = True
            self.app_.hold_keys()
            if self._lost:
                self.look_up(text)

    def on_unmount(self) -> None:
        """Nothing waits for results any more."""
        self._let_go()

    def _arrived(self, asked: int, text: str, found: tuple[F] | None) -> None:
        if asked == self._asked and self.alive and found is not None:
            self._put(text, found[0])

    def _put(self, text: str, found: F) -> None:
        self.show_found(text, found)
        self.shown = text
        if self._let_go():
            self.entered()

    def _failed(self, asked: int, error: PlannerError) -> None:
        if asked == self._asked:
            self._lost = True
            self._let_go()
        self.app_.tell_error(error)

    def _let_go(self) -> bool:
        waited, self._enters = self._enters, False
        if waited:
            self.app_.let_keys()
        return waited
