"""A step of a plan that is not made yet: another title, another date, fixed or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button, Input, Static

from planner.domain.errors import PlannerError
from planner.domain.layout import DraftLine, StepChange
from planner.domain.text import title as checked_title
from planner.ui.modals.dialog import Dialog
from planner.ui.present import literal
from planner.ui.widgets.choice import Choice
from planner.ui.widgets.date_input import DateInput
from planner.ui.widgets.line_input import LineInput


class BuildStep(Dialog[StepChange]):
    """Dismissed with what differs from the template's step (nothing: as the template has it); None: left as it was."""

    AUTO_FOCUS = "#step-title"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "Keep", show=False, priority=True)]
    SCROLLS = True
    DEFAULT_CSS = """
    BuildStep .told { height: auto; padding: 0 1; margin-bottom: 1; }
    BuildStep .label { height: auto; padding: 0 1; color: $muted; }
    BuildStep #step-title { margin-bottom: 1; padding: 0 1; }
    BuildStep #step-title:focus { background: $cursor; }
    BuildStep DateInput { margin-bottom: 1; }
    BuildStep .problem { display: none; padding: 0 1; margin-top: 1; }
    BuildStep Button { margin-top: 1; }
    """

    def __init__(self, line: DraftLine, change: StepChange, today: Callable[[], date], told: Content) -> None:
        """`line` is the step as the draft has it, `change` what was changed so far, `told` its facts in words."""
        super().__init__()
        self._line = line
        self._change = change
        self._today = today
        self._told = told
        self._day = line.milestone.due.isoformat() if line.milestone.due else ""

    def content(self) -> ComposeResult:
        """Title, date, fixed or not."""
        milestone = self._line.milestone
        yield self.title_line("Change this step")
        yield Static(self._told, classes="told", markup=False)
        yield Static(literal("Title"), classes="label")
        yield LineInput(milestone.title, id="step-title", compact=True, select_on_focus=False)
        yield Static(literal("Date"), classes="label")
        waits = self._line.undated_until
        empty = f"no date yet, it waits for: {waits}" if waits else "no date yet"
        yield DateInput(self._day, today=self._today, empty=empty, id="step-date")
        options = [("soft", "The date may move with the plan"), ("fixed", "◆ The date is set by someone else")]
        yield Choice(options, "fixed" if milestone.fixed else "soft", id="step-fixed")
        yield Static(classes="problem", markup=False)
        if self._change != StepChange():
            yield Button(Content("As in the template"), id="undo", compact=True)
        yield self.keys_line(("ctrl+s", "keeps it"), ("tab", "next field"), ("esc", "leaves"))

    @on(Input.Submitted)
    @on(DateInput.Submitted)
    @on(Choice.Submitted)
    def action_save(self) -> None:
        """Give back what is different."""
        day = self.query_one(DateInput)
        if day.error:
            day.focus_line()
            return
        typed = self.query_one("#step-title", Input).value
        try:
            title = checked_title(typed) if typed.strip() else self._line.step.title
        except PlannerError as error:
            wrong = self.query_one(".problem", Static)
            wrong.display = True
            wrong.update(literal(f"{error.message} {error.hint}"))
            return
        fixed = self.query_one(Choice).value == "fixed"
        moved = day.text != self._day and day.value is not None
        self.dismiss(
            StepChange(
                title=title if title != self._line.step.title else None,
                due=day.value if moved else self._change.due,
                fixed=fixed if fixed != self._line.step.fixed else None,
            )
        )

    @on(Button.Pressed, "#undo")
    def action_undo(self) -> None:
        """Take the change back."""
        self.dismiss(StepChange())
