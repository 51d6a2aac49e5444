"""One of a few: a list of answers of which one is taken. Told by a mark, not by colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from planner.ui.present import literal


class Choice(Widget, can_focus=True):
    """Answers below each other; up and down take the next one, a click takes that one.

    `options` are (key, title); titles are shown literally. `value` is the key that is taken, "" for none yet.
    A digit takes the answer of that number, so a form of choices can be filled without looking down.
    """

    DEFAULT_CSS = """
    Choice { height: auto; padding: 0 1; color: $muted; background: $panel; }
    Choice:focus { background: $cursor; color: $foreground; border-left: outer $accent; padding: 0 1 0 0; }
    """
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1)", "Next", show=False),
        Binding("up,k", "step(-1)", "Previous", show=False),
        Binding("space,enter", "take", "Take", show=False),
        *(Binding(str(n), f"number({n})", f"Take number {n}", show=False) for n in range(1, 10)),
    ]

    value: reactive[str] = reactive("", init=False)
    options: reactive[tuple[tuple[str, str], ...]] = reactive((), layout=True, init=False)

    @dataclass
    class Changed(Message):
        """Another answer was taken by the person."""

        choice: Choice
        value: str

        @property
        def control(self) -> Choice:
            """The list of answers."""
            return self.choice

    @dataclass
    class Submitted(Message):
        """Enter was pressed on the answer that is taken."""

        choice: Choice
        value: str

        @property
        def control(self) -> Choice:
            """The list of answers."""
            return self.choice

    def __init__(
        self,
        options: Sequence[tuple[str, str]] = (),
        value: str = "",
        *,
        id: str | None = None,  # noqa: A002  Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(Choice.options, tuple(options))
        self.set_reactive(Choice.value, value)

    def render(self) -> Content:
        """One line for each answer; a long title runs on under itself."""
        return Content("\n").join([line for key, title in self.options for line in self._lines(key, title)])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's signature
        """As many lines as the titles take at this width."""
        return sum(len(self._wrapped(title, width)) for _, title in self.options) or 1

    def _wrapped(self, title: str, width: int) -> list[Content]:
        return literal(title).wrap(max(width - 4, 8)) or [Content("")]

    def _lines(self, key: str, title: str) -> list[Content]:
        taken = key == self.value
        mark = Content("(●) " if taken else "( ) ")
        style = "bold $text" if taken else ""
        lines = self._wrapped(title, self.content_size.width or 40)
        return [(mark if n == 0 else Content("    ")) + line.stylize(style) for n, line in enumerate(lines)]

    def take(self, key: str) -> None:
        """Take an answer as the person would; tells it when it is another one."""
        if key != self.value and any(key == each for each, _ in self.options):
            self.value = key
            self.post_message(self.Changed(self, key))

    def action_step(self, by: int) -> None:
        """Take the answer so many further on."""
        keys = [key for key, _ in self.options]
        if not keys:
            return
        here = keys.index(self.value) if self.value in keys else (-1 if by > 0 else len(keys))
        self.take(keys[max(0, min(len(keys) - 1, here + by))])

    def action_number(self, number: int) -> None:
        """Take the answer of this number, the first is 1."""
        if number <= len(self.options):
            self.take(self.options[number - 1][0])

    def action_take(self) -> None:
        """Go on with the answer that is taken; the first one where none is."""
        if self.value not in [key for key, _ in self.options] and self.options:
            self.take(self.options[0][0])
        else:
            self.post_message(self.Submitted(self, self.value))

    def on_click(self, event: events.Click) -> None:
        """Take the answer under the mouse."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        row = offset.y
        for key, title in self.options:
            row -= len(self._wrapped(title, self.content_size.width))
            if row < 0:
                self.take(key)
                return
