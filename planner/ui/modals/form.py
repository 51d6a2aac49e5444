"""A compact form: labelled fields below each other, ctrl+s or enter saves, only what was changed is handed over.

What a field reads as, or why it cannot be read, stands right below it while it is typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from planner.domain.draft import Draft
from planner.domain.errors import PlannerError
from planner.ui.modals.dialog import Dialog
from planner.ui.present import literal
from planner.ui.widgets.choice import Choice
from planner.ui.widgets.date_input import DateInput
from planner.ui.widgets.one_of import OneOf
from planner.ui.widgets.picked import Picked

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Field(Vertical):
    """A label and what is filled in; below it what it reads as, or what is wrong."""

    DEFAULT_CSS = """
    Field { height: auto; }
    Field > Horizontal { height: auto; }
    Field .label { width: 10; color: $muted; }
    Field Input { width: 1fr; }
    Field DateInput { width: 1fr; }
    Field OneOf, Field Picked { width: 1fr; }
    Field TextArea { width: 1fr; height: 5; }
    Field .note { height: auto; margin-left: 11; color: $muted; display: none; }
    Field .note.-said { display: block; }
    Field.-wrong .note { color: $danger; }
    Field.-apart { margin-top: 1; }
    Field Choice { width: 1fr; background: $surface; }
    Field Choice:focus { background: $panel; }
    """

    def __init__(self, label: str, widget: Widget) -> None:
        super().__init__(classes="-apart" if isinstance(widget, TextArea) else "")
        self._label = label
        self.widget = widget

    def compose(self) -> ComposeResult:
        """Side by side, and the note."""
        with Horizontal():
            yield Static(self._label, classes="label", markup=False)
            yield self.widget
        yield Static("", classes="note", markup=False)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Put a note below the field; "" takes it away."""
        note = self.query_one(".note", Static)
        note.update(literal(text))
        note.set_class(bool(text), "-said")
        self.set_class(wrong, "-wrong")


class Form(Dialog[Mapping[str, str]]):
    """Dismissed with the texts of the fields that are not as they were, by name; None when nothing was changed."""

    SCROLLS = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "Save", show=False, priority=True)]

    def __init__(self, title: str, values: Mapping[str, str], base: Mapping[str, str] | None = None) -> None:
        """`values` are what the fields begin with, by the id of the field; what differs from `base` counts as changed
        (by default what differs from them): a form that was refused comes back with what was typed."""
        super().__init__()
        self._title = title
        self._values = dict(values)
        self._base = dict(values if base is None else base)

    def fields(self) -> ComposeResult:
        """The fields, each with the id of its value."""
        yield from ()

    def content(self) -> ComposeResult:
        """The form."""
        yield self.title_line(self._title)
        yield from self.fields()
        yield self.problem_line()
        yield self.keys_line(("tab", "next field"), ("ctrl+s", "saves"), ("esc", "leaves it as it was"))

    def text_of(self, name: str) -> str:
        """What stands in a field."""
        widget = self.query_one(f"#{name}")
        if isinstance(widget, TextArea | DateInput):
            return widget.text
        return str(widget.value)  # type: ignore[attr-defined]  # Input, Choice, OneOf and Picked have a value

    @property
    def record(self) -> str:
        """The id of what the form is about; "" for something new."""
        return ""

    def draft(self) -> Draft | None:
        """The fields that are not as they were."""
        if not self.DRAFT or not self.alive:
            return None
        texts = {name: self.text_of(name) for name, value in self._base.items() if self.text_of(name) != value}
        about = self._base.get("title", "") if self.record else ""
        return Draft(kind=self.DRAFT, record=self.record, about=about, texts=texts) if texts else None

    def take_up(self, texts: Mapping[str, str]) -> None:
        """Put what was typed into the fields that are still there."""
        for name in self._values.keys() & texts.keys():
            widget, text = self.query_one(f"#{name}"), texts[name]
            if isinstance(widget, TextArea | DateInput):
                widget.text = text
            elif isinstance(widget, OneOf):
                widget.take(text)
            elif isinstance(widget, Input | Picked | Choice):
                widget.value = text

    def read(self, name: str, text: str) -> str:
        """What a field that is not a date reads as, in words; "" where there is nothing to say.

        Raises PlannerError for what cannot be read.
        """
        _ = name, text
        return ""

    def problem(self) -> str:
        """Why the form as a whole cannot be saved as it stands, or ""."""
        return ""

    def _check(self, name: str) -> bool:
        """Say below a field what it reads as. False: it cannot be read."""
        widget = self.query_one(f"#{name}")
        if isinstance(widget, DateInput):
            return not widget.error  # it says so itself
        field = next(each for each in widget.ancestors if isinstance(each, Field))
        try:
            field.say(self.read(name, self.text_of(name)))
        except PlannerError as error:
            field.say(f"{error.message} {error.hint}".strip(), wrong=True)
            return False
        return True

    def action_save(self) -> None:
        """Hand over what is different; go to the first field that cannot be read."""
        wrong = [name for name in self._values if not self._check(name)]
        problem = self.problem()
        self.say(".problem", problem)
        if wrong:
            widget = self.query_one(f"#{wrong[0]}")
            widget.focus_line() if isinstance(widget, DateInput) else widget.focus()
        elif not problem:
            changed = {name: self.text_of(name) for name, value in self._base.items() if self.text_of(name) != value}
            self.dismiss(changed or None)

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(OneOf.Changed)
    @on(Picked.Changed)
    @on(Choice.Changed)
    def _typed(self, event: Input.Changed | TextArea.Changed | OneOf.Changed | Picked.Changed | Choice.Changed) -> None:
        widget = event.control
        if widget.id in self._values:
            self._check(widget.id)

    @on(Input.Submitted)
    @on(DateInput.Submitted)
    def _entered(self, event: Input.Submitted | DateInput.Submitted) -> None:
        event.stop()
        self.action_save()
