"""The questions of a goal that only the person can answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from planner.domain.dates import local_day
from planner.domain.template import Question
from planner.ui.modals.dialog import Dialog
from planner.ui.present import literal
from planner.ui.widgets.question_form import QuestionForm

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult


class Questions(Dialog[dict[str, str]]):
    """Dismissed with what is answered differently from before, by question key; "" takes an answer back."""

    SCROLLS = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "Save", show=False, priority=True)]

    def __init__(self, title: str, questions: Sequence[Question], answers: Mapping[str, str]) -> None:
        """`answers` are those there are already."""
        super().__init__()
        self._title = title
        self._questions = tuple(questions)
        self._answers = answers

    def content(self) -> ComposeResult:
        """The form."""
        yield self.title_line(self._title)
        yield QuestionForm(self._questions, today=self._today, typed=self._answers)
        yield Static("", classes="problem", markup=False)
        yield self.keys_line(("tab", "next"), ("ctrl+s", "saves"), ("esc", "not now"))

    def _today(self) -> date:
        clock = self.app_.planner.clock
        return local_day(clock.now(), clock.zone())

    def action_save(self) -> None:
        """Hand over what is different."""
        form = self.query_one(QuestionForm)
        if form.errors:
            self.query_one(".problem", Static).update(literal(form.errors[0]))
            return
        given = {question.key: form.answers.get(question.key, "") for question in self._questions}
        self.dismiss({key: value for key, value in given.items() if value != self._answers.get(key, "")})
