"""The help of where the person is: its keys, from the registry, what the symbols mean, and the first day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from planner.ui.actions import ROOMS, Action, binding_id, inside, named, show_key
from planner.ui.modals.dialog import Dialog
from planner.ui.present import HEALTH, MUTED, SYMBOLS, cut, fill, line, literal, wrap
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
    """Read and left; `f` turns to the first steps and back, `n` to the names by which config.toml knows actions."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,q,f1", "leave", show=False),
        Binding("f", "turn('steps')", "First steps", show=False),
        Binding("n", "turn('names')", "Names for config.toml", show=False),
    ]
    DEFAULT_CSS = """
    Help > .box { width: 84; height: 90%; }
    """

    def __init__(self, rooms: Sequence[str]) -> None:
        """`rooms` are those of the screen the help is about."""
        super().__init__()
        self._rooms = tuple(dict.fromkeys((*rooms, "list", "app")))
        self._page = "help"

    def content(self) -> ComposeResult:
        """All of it in one text that scrolls."""
        yield self.title_line("Keys and symbols")
        yield DetailPane()
        yield self.keys_line(("f", "first steps"), ("n", "names for config.toml"), ("esc", "back"))

    def on_mount(self) -> None:
        """Fill it."""
        pane = self.query_one(DetailPane)
        pane.tell("help", lambda cells: list(self._rows(cells)))
        pane.focus()

    def action_turn(self, page: str) -> None:
        """To another page; from there back to the keys."""
        self._page = page if self._page != page else "help"
        pages = {
            "help": ("Keys and symbols", self._rows),
            "steps": ("First steps", self._first_day),
            "names": ("Names of what has a key, for [keys] in config.toml", self._names),
        }
        title, rows = pages[self._page]
        self.query_one(".title", Static).update(literal(title))
        self.query_one(DetailPane).tell(self._page, lambda cells: list(rows(cells)))

    def _names(self, cells: int) -> Iterator[Row[Content]]:
        """Those of where the person is first, each with its keys."""
        said = f"A line for each in {self.app_.planner.paths.settings}; the room can be left out:"
        yield from (Row("", each) for each in wrap(literal(said, "$muted"), cells))
        yield Row("", literal('  [keys]  complete = "f9"  "app.add" = "a,f10"', "$muted"))
        for room in dict.fromkeys((*self._rooms, *ROOMS)):
            if actions := inside([room]):
                yield Row("", Content(""))
                yield Row("", line((ROOMS[room].title, "bold $accent")))
            for action in actions:
                keys = " ".join(show_key(key) for key in self.app_.keys_of(action))
                yield Row("", line("  ", (fill(keys, 14), "bold $text"), cut(binding_id(action), cells - 16)))

    def _first_day(self, cells: int) -> Iterator[Row[Content]]:
        for number, (name, sentence) in enumerate(STEPS, start=1):
            key = self.app_.key_of(named(name))
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
        yield Row("", line("  ", (MUTED[0], "$muted"), f"   a goal that is {MUTED[1]}: none of its reminders come"))

    def _action(self, action: Action, cells: int) -> Iterator[Row[Content]]:
        keys = " ".join(show_key(key) for key in self.app_.keys_of(action))
        for number, text in enumerate(wrap(Content(action.help), cells - 16)):
            yield Row("", line("  ", (f"{keys if number == 0 else '':<14}", "bold $text"), text))
