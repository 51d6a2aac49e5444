"""The questions of a goal that only the person can answer, and below them what the answers would date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content

from planner.domain.dates import local_day
from planner.domain.errors import PlannerError
from planner.domain.template import Question
from planner.ui.modals.dialog import Dialog
from planner.ui.present import count
from planner.ui.widgets.lines import Lines
from planner.ui.widgets.moved import moved_row, problem_words, show_moved
from planner.ui.widgets.question_form import QuestionForm

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult
    from textual.timer import Timer

    from planner.domain.moving import Moved
    from planner.services.answering import Answered

PAUSE = 0.15
"""Seconds after the last key before it is looked up what the answers would do."""


class Questions(Dialog[dict[str, str]]):
    """Dismissed with what is answered differently from before, by question key; "" takes an answer back."""

    SCROLLS = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "Save", show=False, priority=True)]
    DEFAULT_CSS = """
    Questions #dated { height: auto; }
    Questions #then { height: auto; color: $muted; }
    Questions #problems { height: auto; color: $danger; }
    """

    def __init__(
        self,
        title: str,
        questions: Sequence[Question],
        answers: Mapping[str, str],
        *,
        goal: str,
        begun: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`answers` are those there are already, `begun` others that were typed and not saved; `goal` is the id of the
        goal that asks."""
        super().__init__()
        self._title = title
        self._questions = tuple(questions)
        self._answers = answers
        self._begun = {**answers, **begun}
        self._goal = goal
        self._seen: Answered | None = None
        self._looked_at: dict[str, str] = {}
        self._asked = 0
        self._soon: Timer | None = None

    def content(self) -> ComposeResult:
        """The form, and what it would do."""
        yield self.title_line(self._title)
        yield QuestionForm(self._questions, today=self._today, typed=self._begun)
        yield self.silent("then")
        yield Lines(self._paint, id="dated")
        yield self.silent("problems")
        yield self.problem_line()
        yield self.keys_line(("tab", "next"), ("ctrl+s", "saves"), ("esc", "not now"))

    def _today(self) -> date:
        clock = self.app_.planner.clock
        return local_day(clock.now(), clock.zone())

    def on_mount(self) -> None:
        """Nothing is answered differently yet."""
        self._show(self._asked, None)

    def _given(self) -> dict[str, str]:
        """What is answered differently from before."""
        form = self.query_one(QuestionForm)
        given = {question.key: form.answers.get(question.key, "") for question in self._questions}
        return {key: value for key, value in given.items() if value != self._answers.get(key, "")}

    # -- what the answers would do

    @on(QuestionForm.Changed)
    def _typed(self, event: QuestionForm.Changed) -> None:
        event.stop()
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(PAUSE, self._look)

    def _look(self) -> None:
        given = {} if self.query_one(QuestionForm).errors else self._given()
        if given == self._looked_at:
            return
        self._asked += 1
        asked, self._looked_at = self._asked, given
        if not given:
            self._show(asked, None)
            return
        goals, goal = self.app_.planner.goals, self._goal
        self.app_.ask(
            lambda: goals.preview_answer(goal, given),
            lambda seen: self._show(asked, seen),
            lambda error: self._refused(asked, error),
        )

    def _refused(self, asked: int, error: PlannerError) -> None:
        if asked == self._asked and self.alive:
            self._show(asked, None)
            self.say("#problems", f"{error.message} {error.hint}".strip())

    def _show(self, asked: int, seen: Answered | None) -> None:
        if asked != self._asked or not self.alive:
            return
        self._seen = seen
        moved = seen.move.moved if seen else ()
        show_moved(self.query_one("#dated", Lines), moved, max(2, self.app.size.height // 3))
        self.say("#then", _words(seen))
        self.say("#problems", problem_words(seen.move.problems) if seen else "")

    def _paint(self, each: Moved, cells: int) -> Content:
        if self._seen is not None and each.after.id in self._seen.move.past:
            return moved_row(each, cells, self._today(), "in the past", bad=True)
        return moved_row(each, cells, self._today(), "expected" if each.after.expected else "")

    def action_save(self) -> None:
        """Hand over what is different."""
        form = self.query_one(QuestionForm)
        if form.errors:
            self.say(".problem", form.errors[0])
            return
        self.dismiss(self._given())


def _words(seen: Answered | None) -> str:
    """`3 milestones get other dates, 1 comes, 2 go; 1 still has none.`"""
    if seen is None:
        return ""
    if seen.is_empty:
        return "No milestone changes with it."
    dated, more, less = len(seen.move.moved), len(seen.added), len(seen.gone)
    parts = [
        f"{count(dated, 'milestone')} {'gets another date' if dated == 1 else 'get other dates'}" if dated else "",
        f"{more} {'comes' if more == 1 else 'come'}" if more else "",
        f"{less} {'goes' if less == 1 else 'go'}" if less else "",
    ]
    waits = f"; {seen.waiting} still {'has' if seen.waiting == 1 else 'have'} none" if seen.waiting else ""
    return f"{', '.join(part for part in parts if part)}{waits}."
