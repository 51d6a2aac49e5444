"""Dialogs in which something is typed: a new line, a note, until when to snooze. What is typed is read aloud."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from textual import events, on
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from planner.domain.dates import parse_snooze, show_day
from planner.domain.draft import Draft
from planner.domain.errors import PlannerError
from planner.domain.quickadd import LINE_LIMIT, QuickAdd
from planner.domain.text import clean
from planner.ui.modals.dialog import Answers, Dialog, Option
from planner.ui.present import Part, line, literal
from planner.ui.widgets.lines import Lines, Row, Section

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.domain.plan import Milestone
    from planner.ui.app import PlannerApp


class AddLine(Dialog[str]):
    """One line of quick add with its reading below; dismissed with the line."""

    DEFAULT_CSS = """
    AddLine #reading { height: auto; min-height: 2; margin-top: 1; }
    """

    DRAFT = "add"

    def __init__(
        self,
        goal: str = "",
        *,
        owner: str = "",
        on: date | None = None,
        text: str = "",
        problem: str = "",
        again: bool = False,
    ) -> None:
        """`goal` is whose line it becomes unless the line says otherwise, `owner` its id, `on` its day in the same way;
        `problem` is why `text` was refused.

        With `again` it may be entered as it stands: not the text was wrong, but the disk.
        """
        super().__init__()
        self._goal = goal
        self._owner = owner
        self._on = on
        self._text = text
        self._problem = problem
        self._asked = 0
        self._refused = bool(problem) and not again

    def content(self) -> ComposeResult:
        """The line and its reading."""
        day = f", due {show_day(self._on, self.app_.today)}" if self._on else ""
        yield self.title_line(f"Add to “{self._goal}”{day}" if self._goal else f"Add a line{day}")
        yield Input(
            self._text,
            placeholder="Attend the chapter dinner tomorrow 18:00 #networking",
            max_length=LINE_LIMIT,
            compact=True,
            select_on_focus=False,
        )
        yield Static(literal(self._problem, "$danger"), id="reading", markup=False)
        yield Static(
            line("dates ", ("tomorrow 18:00, next thu, 24 nov", "$text"), "   ", ("#tag  @goal  ~2h  !fixed", "$text")),
            classes="say",
            markup=False,
        )
        yield self.keys_line(("enter", "adds it"), ("esc", "leaves"))

    def draft(self) -> Draft | None:
        """The line."""
        text = self.query_one(Input).value if self.alive else ""
        return Draft(kind="add", record=self._owner, about=self._goal, texts={"line": text}) if text.strip() else None

    def take_up(self, texts: Mapping[str, str]) -> None:
        """The line again."""
        line = self.query_one(Input)
        line.value = clean(texts.get("line", ""))[:LINE_LIMIT]
        line.cursor_position = len(line.value)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._asked += 1
        asked, text = self._asked, event.value
        if not text.strip():
            self._refused = False
            self._say(Content(""))
        elif text != self._text or not self._problem:
            self._problem = ""
            self.app_.ask(
                lambda: self.app_.planner.milestones.read(text, self._on),
                lambda read: self._read(asked, read),
                lambda error: self._unread(asked, error),
            )

    def _read(self, asked: int, read: QuickAdd) -> None:
        if asked == self._asked:
            self._refused = False
            parts: list[Part] = []
            for token in read.reading:
                style = "bold $text" if token.kind == "title" else "$accent" if token.kind == "date" else "$muted"
                parts += [(" · ", "$rule"), (token.text, style)] if parts else [(token.text, style)]
            if read.due is None:
                parts.append((" · no date", "$muted"))
            self._say(line(*parts))

    def _unread(self, asked: int, error: PlannerError) -> None:
        if asked == self._asked:
            self._refused = True
            self._say(line((error.message, "$danger"), (f" {error.hint}", "$muted")))

    def _say(self, content: Content) -> None:
        if self.alive:
            self.query_one("#reading", Static).update(content)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip() and not self._refused:
            self.dismiss(event.value)


class AddNote(Dialog[str]):
    """A note of some lines; dismissed with its text."""

    BINDINGS = [Binding("ctrl+s", "save", "Save", show=False, priority=True)]  # noqa: RUF012 - Textual's own way
    DEFAULT_CSS = """
    AddNote TextArea { height: 8; }
    """

    DRAFT = "note"

    def __init__(self, about: str, record: str = "", text: str = "") -> None:
        """`about` is the title of what the note is added to, `record` its id; `text` is what it begins with."""
        super().__init__()
        self._about = about
        self._record = record
        self._text = text

    def content(self) -> ComposeResult:
        """The text."""
        yield self.title_line(f"Note on “{self._about}”")
        area = TextArea(self._text, compact=True, tab_behavior="focus")
        area.move_cursor(area.document.end)
        yield area
        yield self.keys_line(("ctrl+s", "adds it"), ("esc", "leaves"))

    def draft(self) -> Draft | None:
        """The note."""
        text = self.query_one(TextArea).text if self.alive else ""
        return (
            Draft(kind="note", record=self._record, about=self._about, texts={"note": text}) if text.strip() else None
        )

    def take_up(self, texts: Mapping[str, str]) -> None:
        """The note again."""
        area = self.query_one(TextArea)
        area.text = clean(texts.get("note", ""), lines=True)
        area.move_cursor(area.document.end)

    def action_save(self) -> None:
        """Done."""
        text = self.query_one(TextArea).text.strip()
        self.dismiss(text or None)


def add_note(app: PlannerApp, milestone: Milestone) -> None:
    """Ask for a note and add it; one that could not be saved comes back, to be saved once more."""

    def ask(begun: str = "") -> None:
        app.push_screen(AddNote(milestone.title, milestone.id, begun), answered)

    def answered(text: str | None) -> None:
        if text:
            app.act(lambda: app.planner.milestones.note(milestone.id, text), again=lambda _: ask(text))

    ask()


class Ask(Dialog[str]):
    """A short answer in words; dismissed with it."""

    def __init__(
        self, question: str, *, say: str = "", placeholder: str = "", limit: int = 200, text: str = ""
    ) -> None:
        """All of it is shown literally; `text` is what the line begins with."""
        super().__init__()
        self._question, self._say, self._placeholder, self._limit = question, say, placeholder, limit
        self._text = text

    def content(self) -> ComposeResult:
        """The question and the line."""
        yield self.title_line(self._question)
        yield Input(
            self._text, placeholder=self._placeholder, max_length=self._limit, compact=True, select_on_focus=False
        )
        if self._say:
            yield Static(literal(self._say), classes="say", markup=False)
        yield self.keys_line(("enter", "takes it"), ("esc", "leaves"))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self.dismiss(event.value)


_SNOOZES = (
    ("1 hour", "1 hour", "1"),
    ("tonight", "tonight", "2"),
    ("tomorrow", "tomorrow", "3"),
    ("next week", "next week", "4"),
)


class Snooze(Dialog[str]):
    """Until when to hide a milestone; dismissed with the words that say it, "" to wake it."""

    DEFAULT_CSS = """
    Snooze Lines { margin-bottom: 1; }
    Snooze #reading { height: auto; min-height: 1; }
    """

    def __init__(
        self, title: str, *, now: Callable[[], datetime], day_start: time, snoozed: bool, many: int = 1, begun: str = ""
    ) -> None:
        """`now` gives the naive local wall time; of `many` the number is said in place of the title; `begun` is what
        stands in the line."""
        super().__init__()
        self._heading = f"Snooze “{title}” until" if many == 1 else f"Snooze {many:,} milestones until"
        self._now = now
        self._day_start = day_start
        self._snoozed = snoozed
        self._begun = begun
        self._options: dict[str, str] = {}

    def content(self) -> ComposeResult:
        """The usual choices, and a line for any other."""
        yield self.title_line(self._heading)
        yield Answers(
            lambda option, _cells: line(
                (f"{option.hotkey} ", "$accent"), f"{option.label:<12}", (option.hint, "$muted")
            )
        )
        yield Input(
            self._begun,
            placeholder="or type: in 3 days, fri 14:00, 3 dec",
            max_length=100,
            compact=True,
            select_on_focus=False,
        )
        yield Static("", id="reading", markup=False)
        yield self.keys_line(("enter", "takes it"), ("tab", "to the line"), ("esc", "leaves"))

    def on_mount(self) -> None:
        """Say what each choice means now; a choice that has passed already is left out."""
        options = [Option("", "wake it now", hotkey="0")] if self._snoozed else []
        for words, label, hotkey in _SNOOZES:
            try:
                options.append(Option(words, label, self._reading(words), hotkey))
            except PlannerError:
                continue
        choices = self.query_one(Lines)
        choices.styles.height = len(options)
        self._options = {option.hotkey: option.key for option in options}
        choices.show([Section(key="", title="", rows=[Row(f"={option.key}", option) for option in options])])
        (self.query_one(Input) if self._begun else choices).focus()

    def _reading(self, words: str) -> str:
        now = self._now()
        until = parse_snooze(words, now, self._day_start)
        return f"{show_day(until.date(), now.date())} {until:%H:%M}"

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """One of the choices."""
        event.stop()
        self.dismiss(event.key[1:])

    def on_key(self, event: events.Key) -> None:
        """A digit takes its choice."""
        if event.character in self._options and self.query_one(Lines).has_focus:
            event.stop()
            self.dismiss(self._options[event.character])

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        reading = self.query_one("#reading", Static)
        if not event.value.strip():
            reading.update("")
            return
        try:
            reading.update(literal(f"until {self._reading(event.value)}", "$accent"))
        except PlannerError as error:
            reading.update(literal(f"{error.message} {error.hint}".strip(), "$danger"))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            self._reading(event.value)
        except PlannerError:
            return
        self.dismiss(event.value)
