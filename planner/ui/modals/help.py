"""The help of where the person is: its keys, from the registry, what the symbols mean, and the first day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from planner.ui.actions import ROOMS, Action, binding_id, every, inside, show_key
from planner.ui.modals.dialog import Dialog
from planner.ui.present import HEALTH, SYMBOLS, line, literal, wrap
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.lines import Row

if TYPE_CHECKING:
    from textual.app import ComposeResult

STEPS: tuple[tuple[str, str], ...] = (
    ("app.welcome", "Say where you stand and how many hours a week you have, and take a first plan from a template."),
    ("app.place:today", "Look at Today: what is late, what is due, what comes next. Enter shows all of it."),
    ("milestones.complete", "Complete what is done; what waited for it is free then."),
    ("app.add", "Write down what else is on your mind, with its day: Call Ada tomorrow 18:00 #networking."),
    ("app.background", "Let the planner remind you while it is closed. Every act can be taken back: undo."),
)
"""The first day: the action whose key is shown, and what to do with it."""


class Help(Dialog[None]):
    """Read and left; `f` turns to the first steps and back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,q,f1", "leave", show=False),
        Binding("f", "turn", "First steps", show=False),
    ]
    DEFAULT_CSS = """
    Help > .box { width: 84; height: 90%; }
    """

    def __init__(self, rooms: Sequence[str]) -> None:
        """`rooms` are those of the screen the help is about."""
        super().__init__()
        self._rooms = tuple(dict.fromkeys((*rooms, "list", "app")))
        self._steps = False

    def content(self) -> ComposeResult:
        """All of it in one text that scrolls."""
        yield self.title_line("Keys and symbols")
        yield DetailPane()
        yield self.keys_line(("f", "first steps, and back to the keys"), ("esc", "back"))

    def on_mount(self) -> None:
        """Fill it."""
        pane = self.query_one(DetailPane)
        pane.tell("help", lambda cells: list(self._rows(cells)))
        pane.focus()

    def action_turn(self) -> None:
        """The other page."""
        self._steps = not self._steps
        pages = {True: ("First steps", "steps", self._first_day), False: ("Keys and symbols", "help", self._rows)}
        title, about, rows = pages[self._steps]
        self.query_one(".title", Static).update(literal(title))
        self.query_one(DetailPane).tell(about, lambda cells: list(rows(cells)))

    def _first_day(self, cells: int) -> Iterator[Row[Content]]:
        known = {binding_id(action): action for action in every()}
        for number, (name, sentence) in enumerate(STEPS, start=1):
            key = self.app_.key_of(known[name])
            for at, text in enumerate(wrap(Content(sentence), cells - 12)):
                first = f"{number}  {key}" if at == 0 else ""
                yield Row("", line("  ", (f"{first:<10}", "bold $accent"), text))
            yield Row("", Content(""))

    def _rows(self, cells: int) -> Iterator[Row[Content]]:
        for room in self._rooms:
            actions = inside([room])
            if actions:
                yield Row("", line((ROOMS[room].title, "bold $accent")))
                for action in actions:
                    yield from self._action(action, cells)
                yield Row("", Content(""))
        yield Row("", line(("Symbols", "bold $accent")))
        for sign, meaning in SYMBOLS:
            yield Row("", line("  ", (sign, "$accent"), f"   {meaning}"))
        if "timeline" in self._rooms:
            from planner.ui.time_words import SIGNS

            for sign, meaning in SIGNS:
                yield Row("", line("  ", (sign, "$accent"), f"   {meaning}"))
        if "calendar" in self._rooms:
            from planner.ui.month_words import SIGNS as DAYS

            for sign, meaning in DAYS:
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
