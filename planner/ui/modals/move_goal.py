"""Moving a goal: another target or start, and below it what would move with it, before anything is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from planner.domain.dates import show_day
from planner.domain.errors import PlannerError
from planner.domain.moving import Move, Moved, very_day
from planner.ui.modals.dialog import Dialog
from planner.ui.modals.form import Field
from planner.ui.modals.nudges import NUDGES
from planner.ui.present import count, literal
from planner.ui.widgets.choice import Choice
from planner.ui.widgets.date_input import DateInput
from planner.ui.widgets.lines import Lines
from planner.ui.widgets.moved import MOST_SAID, alone_words, moved_row, problem_words, show_moved

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult
    from textual.timer import Timer

    from planner.domain.build import Way
    from planner.domain.plan import Goal

PAUSE = 0.15
"""Seconds after the last key before the preview is computed anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the person chose: dates in words ("" = as it is), the way out, and whether the milestones stay."""

    target: str
    start: str
    way: Way
    force: bool
    alone: bool


class MoveGoal(Dialog[Wanted]):
    """See the module."""

    SCROLLS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", "Move", show=False, priority=True),
        Binding("ctrl+l", "alone", "Move it alone", show=False, priority=True),
        *NUDGES,
    ]
    DEFAULT_CSS = """
    MoveGoal > .box { width: 90; }
    MoveGoal #moved { height: auto; max-height: 12; margin-top: 1; display: none; }
    MoveGoal #problems, MoveGoal #alone { height: auto; color: $danger; }
    MoveGoal #ways { display: none; background: $surface; margin-top: 1; }
    MoveGoal #ways.-asked { display: block; }
    """

    def __init__(self, goal: Goal, *, by: int = 0, dates: Mapping[str, str] | None = None) -> None:
        """`by` moves the target, or the start where there is no target, by so many days to begin with; or `dates`
        (in words, by `target` and `start`) are what was typed already."""
        super().__init__()
        self._goal = goal
        self._by = by
        self._begun = dict(dates or {})
        self._move: Move | None = None
        self._soon: Timer | None = None
        self._asked = 0
        self._seen = {"target": "", "start": ""}

    def content(self) -> ComposeResult:
        """The two dates; what moves; what does not fit, with the ways out."""
        yield self.title_line(f"Move “{self._goal.title}”")
        for name, day in (("target", self._goal.target), ("start", self._goal.start)):
            text = self._begun.get(name, day.isoformat() if day else "")
            yield Field(name.capitalize(), DateInput(text, today=self._today, id=name))
        yield Static(self._summary(None), id="summary", classes="say", markup=False)
        yield Lines(self._paint, id="moved")
        yield self.silent("problems")
        yield Choice(id="ways")
        yield self.silent("alone")
        yield self.keys_line(("ctrl+s", "moves it"), ("ctrl+l", "moves it alone"), ("esc", "leaves it"))

    def _today(self) -> date:
        return self.app_.today

    def on_mount(self) -> None:
        """Begin in the date that is moved."""
        field = self._main
        field.focus_line()
        if self._by:
            field.nudge(self._by)
        if self._begun:
            self._seen = self._dates()
            self._look()

    @property
    def _main(self) -> DateInput:
        """The target; the start of a goal that has only that."""
        return self.query_one("#start" if self._goal.target is None and self._goal.start else "#target", DateInput)

    def action_nudge(self, days: int) -> None:
        """So many days later: the date that is being typed."""
        start = self.query_one("#start", DateInput)
        (start if start.has_focus_within else self._main).nudge(days)

    # -- the preview

    def _dates(self) -> dict[str, str]:
        """The dates that were changed, as they were typed."""
        found = {}
        for name in ("target", "start"):
            field = self.query_one(f"#{name}", DateInput)
            found[name] = field.text if field.value and field.value != getattr(self._goal, name) else ""
        return found

    def _way(self) -> Way:
        chosen = self.query_one(Choice).value
        return chosen if chosen in {"earliest", "compress", "late"} else "ask"  # type: ignore[return-value]  # the keys of the choice

    @on(DateInput.Changed)
    def _typed(self, event: DateInput.Changed) -> None:
        event.stop()
        if (dates := self._dates()) != self._seen:
            self._seen = dates
            self.query_one(Choice).value = ""  # another date is another question
            self._later()

    @on(Choice.Changed)
    def _chosen(self, event: Choice.Changed) -> None:
        event.stop()
        self._later()

    def _later(self) -> None:
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(PAUSE, self._look)

    def _look(self) -> None:
        self._asked += 1
        asked, dates, way = self._asked, self._dates(), self._way()
        if not any(dates.values()):
            self._show(asked, None)
            return
        moving, goal = self.app_.planner.moving, self._goal.id
        self.app_.ask(
            lambda: moving.preview_goal(goal, **dates, way=way),
            lambda move: self._show(asked, move),
            lambda error: self._refused(asked, error),
        )

    def _refused(self, asked: int, error: PlannerError) -> None:
        if asked == self._asked and self.alive:
            self._move = None
            self.say("#alone", "")
            self.say("#problems", f"{error.message} {error.hint}".strip())

    def _show(self, asked: int, move: Move | None) -> None:
        if asked != self._asked or not self.alive:
            return
        self._move = move
        show_moved(self.query_one("#moved", Lines), move.moved if move else (), 12)
        self.query_one("#summary", Static).update(literal(self._summary(move)))
        self.say("#problems", "\n".join(_what_is_wrong(move)) if move else "")
        self.say("#alone", _what_is_left(move) if move else "")
        if move is not None and not self._way_taken():
            ways = self.query_one(Choice)
            ways.options = tuple(_ways(move, self._today()))
            ways.set_class(bool(ways.options), "-asked")

    def _way_taken(self) -> bool:
        return self.query_one(Choice).value != ""

    def _summary(self, move: Move | None) -> str:
        if move is None:
            return "Type another target, or another start."
        start, target = (show_day(day, self._today()) if day else "…" for day in (move.goal.start, move.goal.target))
        moved = f"{count(len(move.moved), 'milestone')} would move" if move.moved else "no milestone moves with it"
        return f"{start} to {target} · {moved}"

    def _paint(self, each: Moved, cells: int) -> Content:
        move = self._move
        if move is not None and each.after.id in move.past:
            return moved_row(each, cells, self._today(), "in the past", bad=True)
        return moved_row(each, cells, self._today(), _fixed(each), bad=True)

    # -- taking it

    def action_take(self) -> None:
        """Move it as the preview shows; what is not answered is asked first."""
        move = self._move
        if move is None:
            self.query_one("#summary", Static).update("Nothing is changed yet: type another target, or another start.")
            return
        if not move.fits and not self._way_taken():
            self.query_one(Choice).focus()
            return
        chosen = self.query_one(Choice).value
        # The way decides what moves; what then still is out of order was seen in the preview.
        self.dismiss(Wanted(**self._dates(), way="late" if chosen == "force" else self._way(), force=True, alone=False))

    def action_alone(self) -> None:
        """Move its own date; every milestone stays where it is."""
        if self._move is not None:
            self.dismiss(Wanted(**self._dates(), way="ask", force=True, alone=True))


def _fixed(each: Moved) -> str:
    """Of a fixed date: that it moves as it is the very day that was named."""
    return (very_day(each.after) or "fixed") if each.after.fixed else ""


def _what_is_wrong(move: Move) -> Iterator[str]:
    """What to see to, then what does not fit, a line each."""
    yield from move.notes
    most = max(MOST_SAID, len(move.broken))  # those about fixed dates come first, and none of them is left out
    if problems := problem_words(move.problems, len(move.past), most=most):
        yield problems


def _what_is_left(move: Move) -> str:
    """What the goal leaves out of place if it moves alone; "" where nothing more is than if all moves."""
    return alone_words(move.alone, move.problems) if set(move.alone) - set(move.problems) else ""


def _ways(move: Move, today: date) -> Iterator[tuple[str, str]]:
    """What can be done about a move that does not fit."""
    if move.fits:
        return
    if move.earliest is not None:
        yield "earliest", f"The earliest date that fits: {show_day(move.earliest, today)}"
    if move.can_compress:
        yield "compress", "Keep the date, and shrink what lies before it in proportion"
    if move.problems:
        yield "force", "Move it all the same"
    else:
        yield "late", "Keep the dates, marked as a late start"
