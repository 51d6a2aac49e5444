"""Moving a milestone: another day, and below it what would go with it, before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from planner.domain.dates import iso_due, show_day
from planner.domain.errors import PlannerError
from planner.domain.moving import Moved
from planner.ui.modals.dialog import Dialog
from planner.ui.modals.form import Field
from planner.ui.modals.nudges import NUDGES
from planner.ui.present import count, literal
from planner.ui.widgets.date_input import DateInput
from planner.ui.widgets.lines import Lines
from planner.ui.widgets.moved import alone_words, moved_row, problem_words, show_moved

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult
    from textual.timer import Timer

    from planner.domain.plan import Milestone
    from planner.domain.shifting import Shift

PAUSE = 0.15
"""Seconds after the last key before the preview is computed anew."""
AROUND = 19
"""Lines of the dialog that are not the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What the person chose: a day in words, whether what follows stays; or `elsewhere`: another goal is wanted."""

    due: str = ""
    alone: bool = False
    elsewhere: bool = False


class MoveMilestone(Dialog[Placed]):
    """See the module."""

    SCROLLS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", "Move", show=False, priority=True),
        Binding("ctrl+l", "alone", "Move it alone", show=False, priority=True),
        Binding("ctrl+g", "elsewhere", "To another goal", show=False, priority=True),
        *NUDGES,
    ]
    DEFAULT_CSS = """
    MoveMilestone > .box { width: 90; }
    MoveMilestone #moved { height: auto; margin-top: 1; display: none; }
    MoveMilestone #problems { height: auto; margin-top: 1; color: $danger; }
    MoveMilestone #alone { height: auto; margin-top: 1; color: $muted; }
    """

    def __init__(self, milestone: Milestone, due: str = "") -> None:
        """`due` is the day to begin with, in words; "" begins with the one it has."""
        super().__init__()
        self._milestone = milestone
        now = iso_due(milestone.due, milestone.at).replace("T", " ") if milestone.due else ""
        self._begin = due or now
        self._now = now
        self._seen: Shift | None = None
        self._looked_at = ""
        """The day that `_seen` is about, as it was handed over."""
        self._taking = False
        """Whether it is to be moved as soon as it is seen that nothing else is touched."""
        self._asked = 0
        self._soon: Timer | None = None

    def content(self) -> ComposeResult:
        """The date; what goes with it; what does not fit."""
        yield self.title_line(f"Move “{self._milestone.title}”")
        yield Field("Date", DateInput(self._begin, today=self._today, times=True, empty="no date", id="due"))
        yield Static("", id="summary", classes="say", markup=False)
        yield Lines(self._paint, id="moved")
        yield self.silent("problems")
        yield self.silent("alone")
        yield self.keys_line(
            ("enter", "moves it"), ("ctrl+l", "alone"), ("ctrl+g", "to another goal"), ("esc", "leaves it")
        )

    def _today(self) -> date:
        return self.app_.today

    @property
    def _field(self) -> DateInput:
        return self.query_one("#due", DateInput)

    def on_mount(self) -> None:
        """Begin in the date."""
        self._field.focus_line()
        self._say_nothing_yet()
        self._look()

    # -- the preview

    def _due(self) -> str:
        """The day that is typed, if it is another one than it has; else ""."""
        text = str(self._field.phrase).replace("T", " ") if self._field.phrase else ""
        return "" if text == self._now else text

    @on(DateInput.Changed)
    def _typed(self, event: DateInput.Changed) -> None:
        event.stop()
        self._taking = False
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(PAUSE, self._look)

    def _look(self) -> None:
        due = self._due()
        if due == self._looked_at:
            return
        self._asked += 1
        asked, self._looked_at, self._seen = self._asked, due, None
        if not due:
            self._show(asked, None)
            return
        moving, milestone = self.app_.planner.moving, self._milestone.id
        self.app_.ask(
            lambda: moving.preview_milestone(milestone, due),
            lambda seen: self._show(asked, seen),
            lambda error: self._refused(asked, error),
        )

    def _refused(self, asked: int, error: PlannerError) -> None:
        if asked == self._asked and self.alive:
            self._show(asked, None)
            self.say("#problems", f"{error.message} {error.hint}".strip())

    def _show(self, asked: int, seen: Shift | None) -> None:
        if asked != self._asked or not self.alive:
            return
        self._seen = seen
        moved = seen.moved if seen else ()
        show_moved(self.query_one("#moved", Lines), moved, max(3, self.app.size.height - AROUND))
        problems = problem_words(seen.problems, len(seen.past)) if seen else ""
        note = seen.note if seen else ""
        self.say("#problems", "\n".join(filter(None, (note, problems))))
        self.say("#alone", alone_words(seen.alone, seen.problems) if seen and seen.moved else "")
        if seen is None:
            self._say_nothing_yet()
            return
        self.query_one("#summary", Static).update(literal(self._summary(seen)))
        if self._taking and seen.is_plain:
            self.action_take()
        self._taking = False

    def _say_nothing_yet(self) -> None:
        said = "Type another day, or take one from the calendar with ctrl+o; [ ] and { } go by a day and a week."
        self.query_one("#summary", Static).update(said)

    def _summary(self, seen: Shift) -> str:
        before, after = seen.milestone.before.due, seen.milestone.after.due
        words = [show_day(day, self.app_.today) if day else "no date" for day in (before, after)]
        by = (
            f", {seen.milestone.days:+d} {'day' if abs(seen.milestone.days) == 1 else 'days'}"
            if seen.milestone.days
            else ""
        )
        number = len(seen.moved)
        others = (
            f"{count(number, 'milestone')} {'goes' if number == 1 else 'go'} with it"
            if number
            else "nothing else moves"
        )
        rhythm = "; its rhythm stays" if seen.milestone.after.repeat is not None else ""
        return f"{words[0]} → {words[1]}{by} · {others}{rhythm}"

    def _paint(self, each: Moved, cells: int) -> Content:
        seen = self._seen
        if seen is None:
            return moved_row(each, cells, self._today())
        if each.after.id in seen.past:
            return moved_row(each, cells, self._today(), "in the past", bad=True)
        if each.after.id in seen.beyond:
            return moved_row(each, cells, self._today(), "after the target", bad=True)
        return moved_row(each, cells, self._today(), "makes room" if each.after.id in seen.pushed else "")

    # -- taking it

    def action_nudge(self, days: int) -> None:
        """So many days later."""
        self._field.nudge(days)

    @on(DateInput.Submitted)
    def _entered(self, event: DateInput.Submitted) -> None:
        """Enter moves it if nothing else is touched, or if what is was seen."""
        event.stop()
        self.action_take()

    def action_take(self) -> None:
        """Move it, and what goes with it, as the preview shows."""
        due = self._due()
        if not due:
            self._say_nothing_yet()
        elif self._seen is None or self._looked_at != due:
            self._taking = True
            self._look()
        else:
            self.dismiss(Placed(due=due))

    def action_alone(self) -> None:
        """Move it; what follows stays where it is."""
        if due := self._due():
            self.dismiss(Placed(due=due, alone=True))

    def action_elsewhere(self) -> None:
        """Not to another day, but to another goal."""
        self.dismiss(Placed(elsewhere=True))
