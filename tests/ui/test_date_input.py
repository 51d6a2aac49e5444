from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from textual import on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from planner.domain.template import Option, Question
from planner.ui import theme
from planner.ui.widgets.choice import Choice
from planner.ui.widgets.date_input import DateInput
from planner.ui.widgets.question_form import QuestionForm, QuestionRow

SATURDAY = date(2026, 11, 21)


F = TypeVar("F", bound=Widget)


class Form(App[None], Generic[F]):
    """One field, and what it told. A field with a text can only be made inside a running app."""

    def __init__(self, make: Callable[[], F]) -> None:
        super().__init__()
        self.make = make
        self.told: list[Message] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theme.defaults(dark=True)

    def compose(self) -> ComposeResult:
        self.field = self.make()
        yield self.field
        yield Input(id="after")

    @on(DateInput.Changed)
    @on(DateInput.Submitted)
    @on(QuestionForm.Changed)
    @on(Choice.Changed)
    @on(Choice.Submitted)
    def keep(self, message: Message) -> None:
        self.told.append(message)


def day_field(text: str = "", *, times: bool = False, today: date = SATURDAY) -> DateInput:
    return DateInput(text, today=lambda: today, times=times, empty="none yet")


def reading(field: DateInput) -> str:
    return str(field.query_one(Static).content)


READINGS = (
    ("10 dec", date(2026, 12, 10), "Thu 10 Dec 2026, in 19 days"),
    ("next thu", date(2026, 11, 26), "Thu 26 Nov 2026, in 5 days"),
    ("today", SATURDAY, "Sat 21 Nov 2026, today"),
    ("yesterday", date(2026, 11, 20), "Fri 20 Nov 2026, yesterday"),
    ("2026-12-10", date(2026, 12, 10), "Thu 10 Dec 2026, in 19 days"),
    ("   ", None, "none yet"),
    ("", None, "none yet"),
)


async def test_what_is_typed_is_read_aloud() -> None:
    app = Form(day_field)
    async with app.run_test() as pilot:
        field = app.field
        for text, day, said in READINGS:
            field.text = text
            await pilot.pause(0)
            assert (text, field.value, reading(field)) == (text, day, said)
            assert field.error == ""


UNREADABLE = ("04/05/2027", "some day", "[/foo] x", "a\x1b[2Jb", "tomorrow 18:00", "2026-02-30")


async def test_what_cannot_be_read_is_said_literally_and_gives_no_day() -> None:
    app = Form(day_field)
    async with app.run_test() as pilot:
        field = app.field
        for text in UNREADABLE:
            field.text = "today"
            await pilot.pause(0)
            field.text = text
            await pilot.pause(0)
            assert (text, field.value) == (text, None)
            assert field.error
            assert field.has_class("-unread")
            assert reading(field)
            assert "\x1b" not in reading(field)


async def test_a_field_that_takes_times_reads_them() -> None:
    app = Form(lambda: day_field("tomorrow 18:00", times=True))
    async with app.run_test() as pilot:
        field = app.field
        await pilot.pause(0)
        assert reading(field) == "Sun 22 Nov 2026 18:00, tomorrow"
        field.focus_line()
        await pilot.press("up")
        assert field.text == "2026-11-23 18:00"


async def test_up_and_down_move_by_a_day_and_with_shift_by_a_week() -> None:
    app = Form(lambda: day_field("31 dec"))
    async with app.run_test() as pilot:
        field = app.field
        field.focus_line()
        await pilot.press("up")
        assert field.value == date(2027, 1, 1)
        await pilot.press("down", "down")
        assert field.value == date(2026, 12, 30)
        await pilot.press("shift+up")
        assert field.value == date(2027, 1, 6)
        await pilot.press("ctrl+down")
        assert field.value == date(2026, 12, 30)
        assert isinstance(app.told[-1], DateInput.Changed)
        assert app.told[-1].value == field.value


async def test_an_empty_field_begins_at_today_and_the_calendar_has_ends() -> None:
    app = Form(day_field)
    async with app.run_test() as pilot:
        field = app.field
        field.focus_line()
        await pilot.press("up")
        assert field.value == SATURDAY
        field.text = "2199-12-31"
        await pilot.pause(0)
        await pilot.press("up")
        assert field.value == date(2199, 12, 31)


async def test_enter_says_what_was_read() -> None:
    app = Form(lambda: day_field("10 dec"))
    async with app.run_test() as pilot:
        field = app.field
        field.focus_line()
        await pilot.press("enter")
        assert isinstance(app.told[-1], DateInput.Submitted)
        assert app.told[-1].value == date(2026, 12, 10)


async def test_what_a_terminal_would_obey_never_stands_in_a_field() -> None:
    app = Form(day_field)
    async with app.run_test() as pilot:
        line = app.field.query_one(Input)
        line.value = "a\x1b[2J\x9b31m\u202eb 👩‍👩‍👧‍👦"
        await pilot.pause(0)
        assert line.value == "a�[2J�31m�b 👩‍👩‍👧‍👦"


# -- choices


LONG = "A title so long that it takes " + "two lines " * 6


async def test_keys_and_mouse_take_an_answer_and_the_mark_tells_which() -> None:
    app = Form(lambda: Choice([("a", "First [/foo]"), ("b", "Second"), ("c", LONG)]))
    async with app.run_test(size=(60, 24)) as pilot:
        choice = app.field
        choice.focus()
        await pilot.press("down")
        assert choice.value == "a"
        assert "(●) First [/foo]" in choice.render().plain
        await pilot.press("down", "down", "down")
        assert choice.value == "c"
        await pilot.press("2")
        assert choice.value == "b"
        await pilot.press("9")
        assert choice.value == "b"
        assert choice.size.height == 4
        assert await pilot.click(Choice, offset=(3, 3))
        assert choice.value == "c"
        taken = [message.value for message in app.told if isinstance(message, Choice.Changed)]
        assert taken == ["a", "b", "c", "b", "c"]
        await pilot.press("enter")
        assert isinstance(app.told[-1], Choice.Submitted)


async def test_enter_on_no_answer_takes_the_first() -> None:
    app = Form(lambda: Choice([("a", "First"), ("b", "Second")]))
    async with app.run_test() as pilot:
        choice = app.field
        choice.focus()
        await pilot.press("enter")
        assert choice.value == "a"


async def test_a_choice_without_answers_stands_its_keys() -> None:
    app = Form(Choice)
    async with app.run_test() as pilot:
        choice = app.field
        choice.focus()
        await pilot.press("down", "1", "enter")
        assert choice.value == ""


# -- questions


def questions() -> Sequence[Question]:
    options = (Option(key="yes", title="Yes"), Option(key="no", title="No"))
    return (
        Question(key="day", ask="date", title="Day", question="On which day?"),
        Question(key="path", ask="choice", title="Path", question="Which [b]path[/]?", options=options),
        Question(key="count", ask="number", title="Count", question="How many?", default=Decimal(3)),
    )


async def test_the_answers_are_what_can_be_read() -> None:
    app = Form(lambda: QuestionForm(questions(), today=lambda: SATURDAY))
    async with app.run_test() as pilot:
        form = app.field
        lines = list(form.query(Input))
        lines[0].value, lines[1].value = "10 dec", "2,50"
        form.query_one(Choice).take("no")
        await pilot.pause(0)
        await pilot.pause(0)
        assert form.answers == {"day": "2026-12-10", "path": "no", "count": "2.5"}
        assert form.typed == {"day": "10 dec", "path": "no", "count": "2,50"}
        assert form.errors == ()
        assert any(isinstance(message, QuestionForm.Changed) for message in app.told)


async def test_what_is_not_a_number_is_refused() -> None:
    app = Form(lambda: QuestionForm(questions()[2:], today=lambda: SATURDAY))
    async with app.run_test() as pilot:
        form = app.field
        for text in ("x", "-1", "nan", "inf", "1e99", "1.2345", "[/foo]"):
            form.query_one(Input).value = text
            await pilot.pause(0)
            await pilot.pause(0)
            assert (text, form.answers, len(form.errors)) == (text, {}, 1)


async def test_questions_come_and_go_and_what_was_typed_stays() -> None:
    day, path, count = questions()
    app = Form(lambda: QuestionForm([day, count], today=lambda: SATURDAY, typed={"day": "10 dec"}))
    async with app.run_test() as pilot:
        form = app.field
        await pilot.pause(0)
        assert form.answers == {"day": "2026-12-10"}
        field = form.query_one(DateInput)
        field.focus_line()
        await form.ask([path, day])
        assert [row.question.key for row in form.query(QuestionRow)] == ["path", "day"]
        assert form.query_one(DateInput) is field
        form.query_one(Choice).take("yes")
        await form.ask([count, day])
        assert form.answers == {"day": "2026-12-10"}
        await form.ask([count, path])
        assert form.answers == {"path": "yes"}
        assert form.typed == {"day": "10 dec", "path": "yes", "count": ""}
        await form.ask([])
        assert form.answers == {}


async def test_a_question_is_asked_in_the_templates_own_words_literally() -> None:
    app = Form(lambda: QuestionForm(questions(), today=lambda: SATURDAY))
    async with app.run_test() as pilot:
        form = app.field
        await pilot.pause(0)
        asked = [str(each.content) for each in form.query(".question").results(Static)]
        assert asked == ["On which day?", "Which [b]path[/]?", "How many?"]
