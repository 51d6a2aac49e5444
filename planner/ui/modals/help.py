"""The help of where the person is: its keys, from the registry, and what the symbols mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from planner.ui.actions import Action, inside, show_key
from planner.ui.modals.dialog import Dialog
from planner.ui.present import HEALTH, SYMBOLS, line, wrap
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.lines import Row

if TYPE_CHECKING:
    from textual.app import ComposeResult

ROOMS = {
    "today": "Today",
    "plan": "Plan",
    "templates": "Templates",
    "template": "In a template",
    "build": "Making a plan",
    "history": "History",
    "welcome": "Welcome",
    "detail": "Here",
    "pane": "In the detail",
    "goals": "On a goal",
    "milestones": "On a milestone",
    "list": "In a list",
    "app": "Everywhere",
}


class Help(Dialog[None]):
    """Read and left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark,q,f1", "leave", show=False)]
    DEFAULT_CSS = """
    Help > .box { width: 84; height: 90%; }
    """

    def __init__(self, rooms: Sequence[str]) -> None:
        """`rooms` are those of the screen the help is about."""
        super().__init__()
        self._rooms = tuple(dict.fromkeys((*rooms, "list", "app")))

    def content(self) -> ComposeResult:
        """All of it in one text that scrolls."""
        yield self.title_line("Keys and symbols")
        yield DetailPane()
        yield self.keys_line(("esc", "back"))

    def on_mount(self) -> None:
        """Fill it."""
        pane = self.query_one(DetailPane)
        pane.tell("help", lambda cells: list(self._rows(cells)))
        pane.focus()

    def _rows(self, cells: int) -> Iterator[Row[Content]]:
        for room in self._rooms:
            actions = inside([room])
            if actions:
                yield Row("", line((ROOMS.get(room, room), "bold $accent")))
                for action in actions:
                    yield from self._action(action, cells)
                yield Row("", Content(""))
        yield Row("", line(("Symbols", "bold $accent")))
        for sign, meaning in SYMBOLS:
            yield Row("", line("  ", (sign, "$accent"), f"   {meaning}"))
        for health, (sign, word, style) in HEALTH.items():
            if health:
                yield Row(
                    "", line("  ", (sign, style), f"   a goal that is {word}" if health != "unknown" else "   unknown")
                )

    def _action(self, action: Action, cells: int) -> Iterator[Row[Content]]:
        keys = " ".join(show_key(key) for key in self.app_.keys_of(action))
        for number, text in enumerate(wrap(Content(action.help), cells - 16)):
            yield Row("", line("  ", (f"{keys if number == 0 else '':<14}", "bold $text"), text))
