"""A compact form: labelled fields below each other, ctrl+s or enter saves, only what was changed is handed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from planner.ui.modals.dialog import Dialog
from planner.ui.present import literal
from planner.ui.widgets.date_input import DateInput

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Field(Horizontal):
    """A label and what is filled in."""

    DEFAULT_CSS = """
    Field { height: auto; }
    Field > .label { width: 10; color: $muted; }
    Field > Input { width: 1fr; }
    Field > DateInput { width: 1fr; }
    Field > TextArea { width: 1fr; height: 5; }
    Field.-apart { margin-top: 1; }
    Field > Choice { width: 1fr; background: $surface; }
    Field > Choice:focus { background: $panel; }
    """

    def __init__(self, label: str, widget: Widget) -> None:
        super().__init__(classes="-apart" if isinstance(widget, TextArea) else "")
        self._label = label
        self._widget = widget

    def compose(self) -> ComposeResult:
        """Side by side."""
        yield Static(self._label, classes="label", markup=False)
        yield self._widget


class Form(Dialog[Mapping[str, str]]):
    """Dismissed with the texts of the fields that are not as they were, by name; None when nothing was changed."""

    SCROLLS = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "Save", show=False, priority=True)]

    def __init__(self, title: str, values: Mapping[str, str]) -> None:
        """`values` are what the fields begin with, by the id of the field."""
        super().__init__()
        self._title = title
        self._values = dict(values)

    def fields(self) -> ComposeResult:
        """The fields, each with the id of its value."""
        yield from ()

    def content(self) -> ComposeResult:
        """The form."""
        yield self.title_line(self._title)
        yield from self.fields()
        yield Static("", classes="problem", markup=False)
        yield self.keys_line(("tab", "next field"), ("ctrl+s", "saves"), ("esc", "leaves it as it was"))

    def text_of(self, name: str) -> str:
        """What stands in a field."""
        widget = self.query_one(f"#{name}")
        if isinstance(widget, TextArea | DateInput):
            return widget.text
        return str(widget.value)  # type: ignore[attr-defined]  # Input and Choice have a value

    def problem(self) -> str:
        """Why the form cannot be saved as it stands, or ""."""
        return ""

    def action_save(self) -> None:
        """Hand over what is different."""
        if problem := self.problem():
            self.query_one(".problem", Static).update(literal(problem))
            return
        changed = {name: self.text_of(name) for name, value in self._values.items() if self.text_of(name) != value}
        self.dismiss(changed or None)

    @on(Input.Submitted)
    @on(DateInput.Submitted)
    def _entered(self, event: Input.Submitted | DateInput.Submitted) -> None:
        event.stop()
        self.action_save()
