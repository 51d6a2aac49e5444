"""A field for a day: what is typed is read aloud below it while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from planner.domain.dates import DAY_NAMES, MONTH_NAMES, DatePhrase, parse_date_phrase, relative
from planner.domain.durations import FIRST_DAY, LAST_DAY
from planner.domain.errors import PlannerError
from planner.ui.present import literal
from planner.ui.widgets.line_input import LineInput

Reader = Callable[[str, date], DatePhrase]


def reading_words(phrase: DatePhrase, today: date) -> str:
    """`Thu 10 Dec 2026, in 19 days`, with `18:00` where there is a time."""
    day = phrase.day
    name, month = DAY_NAMES[day.weekday()][:3], MONTH_NAMES[day.month - 1][:3]
    at = f" {phrase.at:%H:%M}" if phrase.at else ""
    return f"{name} {day.day} {month} {day.year}{at}, {relative(day, today)}"


class _DayLine(LineInput):
    """The line itself; the arrows leave to the field around it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "nudge(1)", "A day later", show=False),
        Binding("down", "nudge(-1)", "A day earlier", show=False),
        Binding("shift+up,ctrl+up", "nudge(7)", "A week later", show=False),
        Binding("shift+down,ctrl+down", "nudge(-7)", "A week earlier", show=False),
        Binding("ctrl+o", "calendar", "Pick the day from a calendar", show=False),
        # The keys that move a date everywhere else; no date is spelled with one of them.
        Binding("right_square_bracket", "nudge(1)", "A day later", show=False, priority=True),
        Binding("left_square_bracket", "nudge(-1)", "A day earlier", show=False, priority=True),
        Binding("right_curly_bracket", "nudge(7)", "A week later", show=False, priority=True),
        Binding("left_curly_bracket", "nudge(-7)", "A week earlier", show=False, priority=True),
    ]

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether the key is typed into the line: brackets are not."""
        return character not in set("[]{}") and super().check_consume_key(key, character)

    def action_nudge(self, days: int) -> None:
        field = self.parent
        if isinstance(field, DateInput):
            field.nudge(days)

    def action_calendar(self) -> None:
        field = self.parent
        if isinstance(field, DateInput):
            field.open_calendar()


class DateInput(Vertical):
    """A day, typed in the words of quick add (`10 dec`, `next thu`, `2026-12-10`) or moved by up and down.

    `value` is the day or None, when nothing is typed or it cannot be read; `error` then says why, "" for an
    empty field, which shows the words `empty`. `phrase` holds the time too, which is refused unless `times`.
    `today` is asked anew at every reading, so the field stays right past midnight.
    """

    DEFAULT_CSS = """
    DateInput { height: auto; }
    DateInput > Input { height: 1; border: none; padding: 0 1; background: $panel; }
    DateInput > Input:focus { border: none; background: $cursor; }
    DateInput > Static { height: auto; min-height: 1; padding: 0 1; color: $muted; }
    DateInput.-unread > Static { color: $danger; }
    """

    @dataclass
    class Changed(Message, namespace="date_input"):
        """What is typed changed; `value` is the day it reads as, or None."""

        field: DateInput
        text: str
        value: date | None

        @property
        def control(self) -> DateInput:
            """The field, for `@on(DateInput.Changed, "#id")`."""
            return self.field

    @dataclass
    class Submitted(Message, namespace="date_input"):
        """Enter was pressed in the field."""

        field: DateInput
        value: date | None

        @property
        def control(self) -> DateInput:
            """The field."""
            return self.field

    def __init__(
        self,
        text: str = "",
        *,
        today: Callable[[], date],
        read: Reader = parse_date_phrase,
        times: bool = False,
        empty: str = "",
        id: str | None = None,  # noqa: A002  Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._today = today
        self._read = read
        self._empty = empty
        self.error = ""
        self.phrase: DatePhrase | None = None
        self._times = times
        self._line = _DayLine(text, placeholder="e.g. 10 dec, next thu   ctrl+o calendar", select_on_focus=True)
        self._reading = Static(markup=False)
        self._take(text)

    def compose(self) -> ComposeResult:
        """The line and its reading."""
        yield self._line
        yield self._reading

    def on_mount(self) -> None:
        """Say what the first text reads as."""
        self._show()

    @property
    def text(self) -> str:
        """What is typed."""
        return self._line.value

    @text.setter
    def text(self, text: str) -> None:
        self._line.value = text
        self._line.cursor_position = len(text)

    @property
    def value(self) -> date | None:
        """The day that is read, if one is."""
        return self.phrase.day if self.phrase else None

    def set_empty(self, words: str) -> None:
        """What to say while nothing is typed."""
        self._empty = words
        self._show()

    def set_day(self, day: date) -> None:
        """Put a day into the field, as it would be typed."""
        self.text = day.isoformat()

    def nudge(self, days: int) -> None:
        """Move by `days`, keeping the time; a field without a day begins at today."""
        if self.phrase is None:
            moved = DatePhrase(self._today())
        else:  # no overflow: what is read lies in the years 1970 to 2199
            moved = replace(self.phrase, day=self.phrase.day + timedelta(days=days))
        if FIRST_DAY <= moved.day <= LAST_DAY:
            self.text = str(moved).replace("T", " ")

    def open_calendar(self) -> None:
        """Pick the day from a month; the time that is typed stays."""
        from planner.ui.modals.calendar import PickDay

        def picked(day: date | None) -> None:
            if day is not None:
                moved = DatePhrase(day) if self.phrase is None else replace(self.phrase, day=day)
                self.text = str(moved).replace("T", " ")

        self.app.push_screen(PickDay(self.value, self._today()), picked)

    def focus_line(self) -> None:
        """Put the cursor into the field."""
        self._line.focus()

    def _take(self, text: str) -> None:
        self.phrase, self.error = None, ""
        if not text.strip():
            return
        try:
            phrase = self._read(text.strip(), self._today())
        except PlannerError as error:
            self.error = f"{error.message} {error.hint}".strip()
            return
        if phrase.at and not self._times:
            self.error = "Only the day counts here: leave the time out."
        else:
            self.phrase = phrase

    def _show(self) -> None:
        self.set_class(bool(self.error), "-unread")
        words = reading_words(self.phrase, self._today()) if self.phrase else (self.error or self._empty)
        self._reading.update(literal(words))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._take(event.value)
        self._show()
        self.post_message(self.Changed(self, event.value, self.value))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted(self, self.value))
