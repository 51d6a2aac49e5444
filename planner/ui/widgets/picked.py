"""Milestones that were picked, on a single line; enter opens the list to pick from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from planner.ui.present import line, listed


class Picked(Widget, can_focus=True):
    """`value` are the ids with a space between them; `titles` what they are called."""

    DEFAULT_CSS = """
    Picked { height: auto; min-height: 1; padding: 0 1; background: $panel; }
    Picked:focus { background: $cursor; border-left: outer $accent; padding: 0 1 0 0; }
    """
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "pick", "Pick", show=False),
        Binding("delete,backspace", "clear", "Take all away", show=False),
    ]

    value: reactive[str] = reactive("", init=False, layout=True)

    @dataclass
    class Changed(Message):
        """The person picked others."""

        picked: Picked
        value: str

        @property
        def control(self) -> Picked:
            """The field."""
            return self.picked

    def __init__(self, value: str, titles: Mapping[str, str], *, own: str = "", id: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        """`own` is the id of the milestone itself, which cannot follow itself."""
        super().__init__(id=id)
        self.titles = dict(titles)
        self._own = own
        self.set_reactive(Picked.value, value)

    def render(self) -> Content:
        """The titles, or what enter does."""
        ids = self.value.split()
        if not ids:
            return line(("nothing   enter picks", "$muted"))
        return line(listed((self.titles.get(each, each[:8]) for each in ids), 6), ("   enter picks", "$muted"))

    def action_pick(self) -> None:
        """Pick from a list that is searched."""
        from planner.ui.modals.pick import PickMilestones

        self.app.push_screen(PickMilestones("Follows", self.value.split(), without=self._own), self._taken)

    def _taken(self, found: Mapping[str, str] | None) -> None:
        if found is not None:
            self.titles.update(found)
            self._take(" ".join(found))

    def action_clear(self) -> None:
        """None of them."""
        self._take("")

    def _take(self, value: str) -> None:
        if value != self.value:
            self.value = value
            self.post_message(self.Changed(self, value))

    def on_click(self) -> None:
        """A click opens the list."""
        self.action_pick()
