"""The questions of a template, asked below each other: dates, choices and numbers that only the person knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from planner.domain.template import Question
from planner.ui.present import literal
from planner.ui.widgets.choice import Choice
from planner.ui.widgets.date_input import DateInput
from planner.ui.widgets.line_input import LineInput

_LARGEST = Decimal(1_000_000)
NOT_YET = "I don’t know yet"


class NumberInput(Vertical):
    """A field for a number that is not negative; `value` is its plain spelling, "" when there is none."""

    DEFAULT_CSS = """
    NumberInput { height: auto; }
    NumberInput > Input { height: 1; border: none; padding: 0 1; background: $panel; }
    NumberInput > Input:focus { border: none; background: $cursor; }
    NumberInput > Static { height: auto; padding: 0 1; color: $danger; display: none; }
    NumberInput.-unread > Static { display: block; }
    """

    @dataclass
    class Changed(Message, namespace="number_input"):
        """What is typed changed."""

        field: NumberInput

    def __init__(self, text: str = "", *, placeholder: str = "") -> None:
        super().__init__()
        self._line = LineInput(text, placeholder=placeholder, select_on_focus=False)
        self.value = ""
        self.error = ""
        self._take(text)

    def compose(self) -> ComposeResult:
        """The line, and why it cannot be read."""
        yield self._line
        yield Static(literal("Write a number such as 3 or 2.5, with at most three decimals."), markup=False)

    @property
    def text(self) -> str:
        """What is typed."""
        return self._line.value

    def _take(self, text: str) -> None:
        self.value, self.error = "", ""
        if text.strip():
            try:
                number = Decimal(text.strip().replace(",", "."))
            except InvalidOperation:
                number = Decimal(-1)
            if number.is_finite() and 0 <= number <= _LARGEST and number == round(number, 3):
                self.value = f"{number.normalize():f}"
            else:
                self.error = f"“{text.strip()}” is not a number."
        self.set_class(bool(self.error), "-unread")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._take(event.value)
        self.post_message(self.Changed(self))


class QuestionRow(Vertical):
    """One question and its field."""

    DEFAULT_CSS = """
    QuestionRow { height: auto; margin-bottom: 1; }
    QuestionRow > .question { height: auto; padding: 0 1; }
    """

    def __init__(self, question: Question, text: str, hint: str, today: Callable[[], date]) -> None:
        super().__init__()
        self.question = question
        self._field = _field(question, text, hint, today)

    def compose(self) -> ComposeResult:
        """The question in the template's words, then its field."""
        yield Static(literal(self.question.question, lines=True), classes="question", markup=False)
        yield self._field

    @property
    def text(self) -> str:
        """What is typed or taken."""
        return self._field.value if isinstance(self._field, Choice) else self._field.text

    @property
    def answer(self) -> str:
        """The ISO date, option key or number; "" while there is none."""
        if isinstance(self._field, DateInput):
            return self._field.value.isoformat() if self._field.value else ""
        return self._field.value

    @property
    def error(self) -> str:
        """Why what is typed cannot be read, or ""."""
        return "" if isinstance(self._field, Choice) else self._field.error


def _field(question: Question, text: str, hint: str, today: Callable[[], date]) -> Choice | DateInput | NumberInput:
    if question.ask == "choice":
        return Choice([("", NOT_YET), *((option.key, option.title) for option in question.options)], text)
    if question.ask == "number":
        return NumberInput(text, placeholder=f"{question.default:f}" if question.default is not None else "a number")
    return DateInput(text, today=today, empty=hint)


class QuestionForm(Vertical):
    """Asks a changing list of questions; what was typed stays when a question goes and comes again.

    `typed` is what stands in the fields, by question key, of every question that was ever asked here.
    """

    DEFAULT_CSS = "QuestionForm { height: auto; }"

    @dataclass
    class Changed(Message):
        """An answer changed."""

        form: QuestionForm

        @property
        def control(self) -> QuestionForm:
            """The form."""
            return self.form

    def __init__(
        self,
        questions: Sequence[Question] = (),
        *,
        today: Callable[[], date],
        typed: Mapping[str, str] | None = None,
        hints: Mapping[str, str] | None = None,
        id: str | None = None,  # noqa: A002  Textual's own name for it
    ) -> None:
        super().__init__(id=id)
        self._today = today
        self._typed = dict(typed or {})
        self._hints = dict(hints or {})
        self._rows: dict[str, QuestionRow] = {q.key: self._row(q) for q in questions}

    def compose(self) -> ComposeResult:
        """A row for each question."""
        yield from self._rows.values()

    def _row(self, question: Question) -> QuestionRow:
        return QuestionRow(question, self._typed.get(question.key, ""), self._hints.get(question.key, ""), self._today)

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields, also in those of questions that are not asked now."""
        return self._typed | {key: row.text for key, row in self._rows.items()}

    @property
    def answers(self) -> dict[str, str]:
        """The answers that can be read, of the questions asked now: ISO date, option key or number."""
        return {key: row.answer for key, row in self._rows.items() if row.answer}

    @property
    def errors(self) -> tuple[str, ...]:
        """What cannot be read, in order."""
        return tuple(row.error for row in self._rows.values() if row.error)

    async def ask(self, questions: Sequence[Question]) -> None:
        """Ask these now, in this order. Rows that stay keep their text and the cursor."""
        wanted = {question.key: question for question in questions}
        if list(wanted) == list(self._rows):
            return
        self._typed = self.typed
        for key in [key for key in self._rows if key not in wanted]:
            await self._rows.pop(key).remove()
        last: Widget | None = None
        rows: dict[str, QuestionRow] = {}
        for key, question in wanted.items():
            row = self._rows.get(key)
            if row is None:
                row = self._row(question)
                await self.mount(row, after=last, before=0 if last is None and self.children else None)
            elif last is not None:
                self.move_child(row, after=last)
            elif self.children[0] is not row:
                self.move_child(row, before=0)
            rows[key] = row
            last = row
        self._rows = rows

    @on(DateInput.Changed)
    @on(NumberInput.Changed)
    @on(Choice.Changed)
    def _changed(self, event: Message) -> None:
        event.stop()
        self.post_message(self.Changed(self))
