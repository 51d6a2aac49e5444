"""Moving all that are marked: by how many days, or to which day, and what goes with them before anything is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from planner.domain.dates import show_day
from planner.domain.errors import PlannerError
from planner.domain.moving import Moved
from planner.domain.shifting_many import By, ManyShift, read_by
from planner.ui.modals.dialog import Dialog
from planner.ui.modals.nudges import NUDGES
from planner.ui.present import count, literal
from planner.ui.widgets.line_input import LineInput
from planner.ui.widgets.lines import Lines
from planner.ui.widgets.moved import alone_words, moved_row, problem_words, show_moved

if TYPE_CHECKING:
    from textual.app import ComposeResult

AROUND = 19
"""Lines of the dialog that are not the list."""


@dataclass(frozen=True, slots=True)
class MovedBy:
    """What the person chose: by how much, in words, and whether what follows stays."""

    words: str
    alone: bool = False


class _ByLine(LineInput):
    """Leaves the keys that move by a day or a week to the dialog."""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """All that can be typed but those."""
        return (character is None or character not in "[]{}") and super().check_consume_key(key, character)


class MoveMany(Dialog[MovedBy]):
    """See the module."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", "Move", show=False, priority=True),
        Binding("ctrl+l", "alone", "Move them alone", show=False, priority=True),
        *(replace(each, priority=True) for each in NUDGES if isinstance(each, Binding)),
    ]
    DEFAULT_CSS = """
    MoveMany > .box { width: 90; }
    MoveMany #reading { height: auto; min-height: 1; }
    MoveMany #moved { height: auto; margin-top: 1; display: none; }
    MoveMany #problems { height: auto; margin-top: 1; color: $danger; }
    MoveMany #alone { height: auto; margin-top: 1; color: $muted; }
    """

    def __init__(self, ids: Sequence[str], begun: str = "") -> None:
        """`ids` are those that move; `begun` is what stands in the line at first."""
        super().__init__()
        self._ids = tuple(ids)
        self._own = frozenset(ids)
        self._begun = begun
        self._seen: ManyShift | None = None
        self._by: By | None = None
        self._asked = 0

    def content(self) -> ComposeResult:
        """The line; what moves; what does not fit."""
        yield self.title_line(f"Move {count(len(self._ids), 'milestone')}")
        yield _ByLine(
            self._begun, placeholder="e.g. +5, -3, 2w, or a day: next mon, 3 dec", max_length=100, compact=True,
            select_on_focus=False,
        )  # fmt: skip
        yield Static("", id="reading", markup=False)
        yield Lines(self._paint, id="moved")
        yield self.silent("problems")
        yield self.silent("alone")
        yield self.keys_line(
            ("enter", "moves them"), ("ctrl+l", "alone"), ("[ ]", "a day"), ("{ }", "a week"), ("esc", "leaves them")
        )

    def on_mount(self) -> None:
        """What the line says at first."""
        self._look(self._begun)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._look(event.value)

    def _look(self, words: str) -> None:
        self._asked += 1
        asked, ids, self._seen, self._by = self._asked, self._ids, None, None
        if not words.strip():
            self._show(asked, None)
            return
        try:
            self._by = read_by(words, self.app_.today)
        except PlannerError as error:
            self._refused(asked, error)
            return
        many = self.app_.planner.many
        self.app_.ask(
            lambda: many.preview_move(ids, words) if asked == self._asked else None,
            lambda seen: self._show(asked, seen),
            lambda error: self._refused(asked, error),
        )

    def _refused(self, asked: int, error: PlannerError) -> None:
        if asked == self._asked and self.alive:
            self._show(asked, None)
            self.say("#problems", f"{error.message} {error.hint}".strip())

    def _show(self, asked: int, seen: ManyShift | None) -> None:
        if asked != self._asked or not self.alive:
            return
        self._seen = seen
        moved = (*seen.marked, *seen.moved) if seen else ()
        show_moved(self.query_one("#moved", Lines), moved, max(3, self.app.size.height - AROUND))
        self.query_one("#reading", Static).update(literal(self._summary(seen), "$accent"))
        self.say("#problems", problem_words(seen.problems, len(seen.past)) if seen else "")
        self.say("#alone", alone_words(seen.alone, seen.problems) if seen and seen.moved else "")

    def _summary(self, seen: ManyShift | None) -> str:
        if seen is None or self._by is None:
            return ""
        if self._by.day is not None:
            parts = [f"all to {show_day(self._by.day, self.app_.today)}"]
        else:
            days = self._by.days or 0
            parts = [f"{count(abs(days), 'day')} {'earlier' if days < 0 else 'later'}"]
        number = len(seen.moved)
        if number:
            parts.append(f"{number:,} {'goes' if number == 1 else 'go'} with them")
        if seen.undated:
            parts.append(f"{len(seen.undated):,} without a date {'stays' if len(seen.undated) == 1 else 'stay'} so")
        return " · ".join(parts)

    def _paint(self, each: Moved, cells: int) -> Content:
        seen = self._seen
        if seen is None:
            return moved_row(each, cells, self.app_.today)
        if each.after.id in seen.past:
            return moved_row(each, cells, self.app_.today, "in the past", bad=True)
        if each.after.id in seen.beyond:
            return moved_row(each, cells, self.app_.today, "after the target", bad=True)
        if each.after.id in self._own:
            return moved_row(each, cells, self.app_.today, "fixed date" if each.after.fixed else "")
        return moved_row(each, cells, self.app_.today, "makes room" if each.after.id in seen.pushed else "goes with it")

    def action_nudge(self, days: int) -> None:
        """So many days later than what stands in the line."""
        line = self.query_one(Input)
        try:
            by = read_by(line.value, self.app_.today) if line.value.strip() else By(days=0)
        except PlannerError:
            return
        line.value = f"{(by.days or 0) + days:+d}" if by.day is None else By(days=days).of(by.day).isoformat()
        line.cursor_position = len(line.value)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_take()

    def action_take(self) -> None:
        """Move them, and what goes with them, once it was seen what that is."""
        if self._seen is not None:
            self.dismiss(MovedBy(self.query_one(Input).value))

    def action_alone(self) -> None:
        """Move them; what follows stays where it is."""
        if self._seen is not None:
            self.dismiss(MovedBy(self.query_one(Input).value, alone=True))
