"""The command palette: everything that can be done, by room, with its key; what is typed finds it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from planner.ui.commands import Command, all_commands, command_row, named
from planner.ui.modals.finder import Finder
from planner.ui.present import literal
from planner.ui.widgets.line_input import LineInput
from planner.ui.widgets.lines import Lines, Row, Section

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Palette(Finder[str]):
    """Dismissed with `action:<where>/<id>`."""

    DEFAULT_CSS = """
    Palette { align: center top; }
    Palette > .box { width: 104; height: 80%; margin-top: 2; padding: 1 1; }
    Palette Input { margin: 0 1; }
    Palette Lines { margin-top: 1; }
    Palette .say { height: 1; margin: 1 2 0 2; text-wrap: nowrap; text-overflow: ellipsis; }
    Palette .keys { margin: 0 2; }
    Palette.-narrow > .box { margin-top: 0; height: 100%; }
    """

    def __init__(self, rooms: Sequence[str] = ()) -> None:
        """`rooms` are those of the screen in front: their commands come first."""
        super().__init__()
        self._rooms = tuple(dict.fromkeys((*rooms, "app")))
        self._typed = ""

    def content(self) -> ComposeResult:
        """The line, what is found, and all that the chosen one says."""
        yield LineInput(placeholder="Search for a command", max_length=100, compact=True)
        yield Lines(self._paint, hint=lambda shown: shown.action.help)
        yield Static(classes="say", markup=False)
        yield self.keys_line(("↑ ↓", "choose"), ("enter", "does it"), ("esc", "leaves"))

    def on_mount(self) -> None:
        """All of them."""
        self._show()

    def _show(self) -> None:
        lines, known = self.query_one(Lines), all_commands(self._rooms, self.app_.key_of)
        if self._typed.strip():
            rows = [Row(f"action:{each.name}", each) for each in named(known, self._typed)]
            lines.show([Section(key="found", title="", rows=rows)])
        else:
            lines.show(
                [
                    Section(key=room, title=room.upper(), rows=[Row(f"action:{each.name}", each) for each in group])
                    for room, group in groupby(known, key=lambda each: each.room)
                ]
            )
        self.go_first()
        self._say()

    def _paint(self, shown: Command, cells: int) -> Content:
        return command_row(shown, cells, room=bool(self._typed.strip()))

    def _say(self) -> None:
        row = self.query_one(Lines).row
        if row is None:
            said = f"No command is called “{self._typed.strip()}”. Type another word, or less of it."
        else:
            said = row.data.action.help if row.data.here else f"{row.data.action.help} · goes to: {row.data.room}"
        self.query_one(".say", Static).update(literal(said))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._typed = event.value
        self._show()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss_chosen()

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """Say the whole of it."""
        event.stop()
        self._say()

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """A double click, or enter in the list."""
        event.stop()
        self.dismiss(event.key)

    def action_move(self, by: int) -> None:
        """Up and down in the list, while the line keeps the focus; heads are no commands."""
        lines = self.query_one(Lines)
        before = lines.cursor
        super().action_move(by)
        while lines.row is None and lines.cursor not in {before, -1}:
            before = lines.cursor
            super().action_move(by)
        if lines.row is None:
            lines.action_cursor_down()

    def action_page(self, by: int) -> None:
        """A page up or down."""
        super().action_page(by)
        if self.query_one(Lines).row is None:
            self.action_move(by)
