"""One of several on a single line: left and right, or a first letter, take another; enter shows them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from planner.ui.present import cut, line


class OneOf(Widget, can_focus=True):
    """`options` are (key, title); titles are shown literally. `value` is the key that is taken."""

    DEFAULT_CSS = """
    OneOf { height: 1; padding: 0 1; background: $panel; }
    OneOf:focus { background: $cursor; border-left: outer $accent; padding: 0 1 0 0; }
    """
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "The one before", show=False),
        Binding("right,space", "step(1)", "The next one", show=False),
        Binding("enter", "all", "Show them all", show=False),
    ]

    value: reactive[str] = reactive("", init=False)

    @dataclass
    class Changed(Message):
        """The person took another one."""

        one_of: OneOf
        value: str

        @property
        def control(self) -> OneOf:
            """The field."""
            return self.one_of

    def __init__(self, options: Sequence[tuple[str, str]], value: str, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self.options = tuple(options)
        self.set_reactive(OneOf.value, value)

    def render(self) -> Content:
        """`‹ exam ›`."""
        titles = dict(self.options)
        shown = cut(titles.get(self.value, self.value), max(1, self.size.width - 6))
        arrows = "bold $accent" if self.has_focus else "$muted"
        return line(("‹ ", arrows), (shown, "$text"), (" ›", arrows))

    def take(self, key: str) -> None:
        """Take one as the person would."""
        if key != self.value and any(key == each for each, _ in self.options):
            self.value = key
            self.post_message(self.Changed(self, key))

    def action_step(self, by: int) -> None:
        """The one so many further on, round and round."""
        keys = [key for key, _ in self.options]
        at = keys.index(self.value) if self.value in keys else -by
        self.take(keys[(at + by) % len(keys)])

    def action_all(self) -> None:
        """All of them, to choose from."""
        from planner.ui.modals.dialog import Choose, Option

        options = [Option(f"={key}", title) for key, title in self.options]
        options.sort(key=lambda option: option.key != f"={self.value}")
        self.app.push_screen(Choose("Choose one", options), self._chosen)

    def _chosen(self, key: str | None) -> None:
        if key is not None:
            self.take(key[1:])

    def on_key(self, event: events.Key) -> None:
        """A letter takes the next one that begins with it."""
        if event.character is None or not event.character.isalpha():
            return
        keys = [key for key, _ in self.options]
        at = keys.index(self.value) if self.value in keys else -1
        for number in range(1, len(keys) + 1):
            key, title = self.options[(at + number) % len(keys)]
            if title.casefold().startswith(event.character.casefold()):
                event.stop()
                self.take(key)
                return

    def on_click(self) -> None:
        """A click shows them all."""
        self.action_all()
