"""The line in which a filter is typed, with how much it lets through, and the saved ones to take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from planner.domain.errors import PlannerError
from planner.ui.modals.dialog import Dialog
from planner.ui.present import fill, line, literal, right, width
from planner.ui.widgets.line_input import LineInput
from planner.ui.widgets.lines import Lines, Row, Section

if TYPE_CHECKING:
    from textual.app import ComposeResult

TEXT_LIMIT = 500
MOST_SHOWN = 8
"""Saved filters that are seen at once."""
HINT = "words   #tag goal: kind: skill: balance:hard is:open -is:blocked due:quarter effort:<1h   @name of a saved one"


@dataclass(frozen=True, slots=True)
class Counted:
    """What a text lets through: the terms in words, and how many of how many lines."""

    said: str
    through: int
    of: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be done with `text`: hold it, save it (and hold it), or delete the saved one called `name`."""

    act: Literal["take", "save", "delete"]
    text: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Saved:
    name: str
    text: str
    through: int


class _Picks(Lines[_Saved]):
    """Saved filters; up from the first goes back to the line."""

    SHOWS_WHEN_LEFT = False

    def action_cursor_up(self) -> None:
        """The one before, or the line."""
        if self._stops and self.cursor == self._stops[0]:
            self.screen.query_one(Input).focus()
        else:
            super().action_cursor_up()


class FilterLine(Dialog[Answer]):
    """Dismissed with an `Answer`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    FilterLine > .box { width: 88; }
    FilterLine #reading { height: auto; min-height: 1; margin-bottom: 1; }
    FilterLine _Picks { margin-top: 1; height: auto; }
    """

    def __init__(
        self,
        title: str,
        text: str,
        saved: Mapping[str, tuple[str, int]],
        count: Callable[[str], Counted],
        *,
        say: str = "",
    ) -> None:
        """`saved` are texts by name with how many lines each lets through; `count` is called in the store's thread and
        raises PlannerError for a text that is no filter."""
        super().__init__()
        self._title = title
        self._text = text
        self._saved = [_Saved(name, text, through) for name, (text, through) in saved.items()]
        self._count = count
        self._say_first = say
        self._asked = 0
        self._wrong = False

    def content(self) -> ComposeResult:
        """The line, what it reads as, the saved ones."""
        yield self.title_line(self._title)
        yield LineInput(
            self._text,
            placeholder="balance:hard due:quarter -is:blocked",
            max_length=TEXT_LIMIT,
            compact=True,
            select_on_focus=False,
        )
        yield Static(literal(self._say_first, "$danger"), id="reading", markup=False)
        yield Static(literal(HINT, lines=True), classes="say", markup=False)
        yield _Picks(self._paint)
        keys = [("enter", "takes it"), ("ctrl+s", "saves it under a name")]
        if self._saved:
            keys += [("↓", "saved ones"), ("D", "deletes one")]
        yield self.keys_line(*keys, ("esc", "leaves"))

    def on_mount(self) -> None:
        """The saved ones, and what the line lets through now."""
        picks = self.query_one(_Picks)
        picks.display = bool(self._saved)
        rows = [Row(f"={each.name}", each) for each in self._saved]
        picks.styles.height = min(MOST_SHOWN, len(rows))
        picks.show([Section(key="", title="", rows=rows)])
        if not self._say_first:
            self._read(self._text)

    @staticmethod
    def _paint(saved: _Saved, cells: int) -> Content:
        name = min(24, max(8, cells // 3))
        through = f"{saved.through:,}"
        room = cells - name - 2 - max(5, width(through)) - 1
        return line(
            (fill(saved.name, name), "$text"),
            "  ",
            (fill(saved.text, room), "$muted"),
            " ",
            (right(through, max(5, width(through))), "$muted"),
        )

    # -- what is typed

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._text or not self._say_first:
            self._say_first = ""
            self._read(event.value)

    def _read(self, text: str) -> None:
        self._asked += 1
        asked = self._asked
        self.app_.ask(
            lambda: self._counted(asked, text),
            lambda counted: self._arrived(asked, text, counted),
            lambda error: self._refused(asked, error),
        )

    def _counted(self, asked: int, text: str) -> Counted | None:
        """In the store's thread; what was typed over meanwhile is not worth the work."""
        return self._count(text) if asked == self._asked else None

    def _arrived(self, asked: int, text: str, counted: Counted | None) -> None:
        if asked != self._asked or counted is None or not self.alive:
            return
        self._wrong = False
        of = f"{counted.through:,} of {counted.of:,} lines"
        said = f"{counted.said} · " if counted.said else ""
        words = (
            line((said, "$muted"), (of, "$accent")) if text.strip() else line((f"all {counted.of:,} lines", "$muted"))
        )
        self.query_one("#reading", Static).update(words)

    def _refused(self, asked: int, error: PlannerError) -> None:
        if asked == self._asked and self.alive:
            self._wrong = True
            said = line((error.message, "$danger"), (f" {error.hint}", "$muted"))
            self.query_one("#reading", Static).update(said)

    # -- answering

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if not self._wrong:
            self.dismiss(Answer("take", event.value.strip()))

    def action_save(self) -> None:
        """Keep what stands in the line under a name."""
        text = self.query_one(Input).value.strip()
        if text and not self._wrong:
            self.dismiss(Answer("save", text))

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """Enter or a double click on a saved one."""
        event.stop()
        row = self.query_one(_Picks).row
        if row is not None:
            self.dismiss(Answer("take", row.data.text, row.data.name))

    def on_key(self, event: events.Key) -> None:
        """Down goes to the saved ones, D there deletes one."""
        picks = self.query_one(_Picks)
        if event.key in {"down", "ctrl+n"} and not picks.has_focus and self._saved:
            event.stop()
            picks.focus()
            picks.action_cursor_first()
        elif event.key in {"D", "delete"} and picks.has_focus and picks.row is not None:
            event.stop()
            self.dismiss(Answer("delete", self.query_one(Input).value, picks.row.data.name))


def names_of(saved: Mapping[str, str], text: str) -> str:
    """The name under which a text is saved, "" for none."""
    return next((name for name, each in saved.items() if each == text), "")
