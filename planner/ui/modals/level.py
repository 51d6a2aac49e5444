"""What levelling would move, before it moves: each milestone with its days, or what is in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import LoadingIndicator, Static

from planner.domain.dates import show_day
from planner.domain.levelling import Levelled, Shift
from planner.domain.levelling_words import remaining, summary
from planner.ui.modals.dialog import Dialog
from planner.ui.present import fill, line, literal
from planner.ui.widgets.lines import Lines, Row, Section

if TYPE_CHECKING:
    from textual.app import ComposeResult

_MOST = 9
"""Sentences about what stays too full; more are in the shell."""


class LevelWeeks(Dialog[Levelled]):
    """Dismissed with the moves that were looked at, to be made; None when they are not wanted."""

    SCROLLS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,enter", "take", "Move them", show=False, priority=True),
        Binding("pagedown,ctrl+d", "read(1)", show=False, priority=True),
        Binding("pageup,ctrl+u", "read(-1)", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    LevelWeeks > .box { width: 92; }
    LevelWeeks Lines { height: auto; max-height: 16; margin-top: 1; }
    LevelWeeks LoadingIndicator { height: 1; color: $accent; }
    LevelWeeks .-moves, LevelWeeks.-found .-none { display: none; }
    LevelWeeks.-found .-moves { display: block; }
    LevelWeeks #helps { height: auto; margin-top: 1; }
    LevelWeeks #problems { height: auto; color: $danger; margin-top: 1; }
    """

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._found: Levelled | None = None

    def content(self) -> ComposeResult:
        """The moves, or that they are being looked for."""
        yield self.title_line("Level the weeks")
        yield Static("Looking for the fewest days…", id="summary", classes="say", markup=False)
        yield LoadingIndicator()
        yield Lines(self._paint, id="moved")
        yield Static("", id="problems", markup=False)
        yield Static("", id="helps", classes="say", markup=False)
        yield self.keys_line(
            ("enter", "moves them"), ("pgdn", "reads on"), ("esc", "leaves everything as it is")
        ).add_class("-moves")
        yield self.keys_line(("pgdn", "reads on"), ("esc", "leaves")).add_class("-none")

    def on_mount(self) -> None:
        """The keys of a list, once there is one."""
        self._show()

    def take_result(self, found: Levelled) -> None:
        """What was found; the person may have left meanwhile."""
        self._found = found
        if self.alive:
            self._show()

    def _show(self) -> None:
        found = self._found
        if found is None:
            return
        self.query_one(LoadingIndicator).display = False
        lines = self.query_one(Lines)
        rows = [Row(each.milestone, each) for each in found.shifts]
        lines.show([Section(key="", title="", rows=rows)] if rows else [])
        lines.display = bool(rows)
        self.set_class(bool(rows), "-found")
        if rows:
            lines.focus()
        self.query_one("#summary", Static).update(literal(summary(found)))
        problems = self.query_one("#problems", Static)
        said = list(_problems(found, self._day))
        if said:
            problems.update(literal("\n".join(said[:-1]), lines=True))
            self.query_one("#helps", Static).update(literal(said[-1]))
        problems.display = self.query_one("#helps").display = bool(said)

    def _paint(self, each: Shift, cells: int) -> Content:
        days = f"{self._day(each.due):>11} → {fill(self._day(each.to), 11)} {each.days:>+4} d  "
        return line((days, "$muted"), fill(each.title, max(6, cells - len(days))))

    def _day(self, day: date) -> str:
        return show_day(day, self._today)

    def action_take(self) -> None:
        """Make the moves."""
        if self._found is None:
            return
        self.dismiss(self._found if self._found.shifts else None)


def _problems(found: Levelled, shown: Callable[[date], str]) -> Iterator[str]:
    """Sentences, the last of which says what would help."""
    said = list(remaining(found, shown))
    if len(said) > _MOST:
        more = len(said) - _MOST
        said[_MOST - 1 : -1] = [f"… and {more + 1} more; planner plan level --dry-run lists all."]
    if said and not found.shifts:
        said[-1] += " Back in the weeks e changes your hours and days away; a goal is paused in the Plan."
    yield from said
