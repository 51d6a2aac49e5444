"""The form of a new goal of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.widgets import TextArea

from planner.domain.plan import NOTES_LIMIT, TITLE_LIMIT
from planner.ui.modals.form import Field, Form
from planner.ui.screens.place import Place
from planner.ui.widgets.date_input import DateInput
from planner.ui.widgets.line_input import LineInput

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult

    from planner.services.results import Done
    from planner.ui.app import PlannerApp


class NewGoal(Form):
    """Title, target, start and notes; dismissed with what was filled in."""

    DRAFT = "new goal"

    def __init__(self, begun: Mapping[str, str] | None = None) -> None:
        """`begun` are texts that were typed before."""
        empty = {"title": "", "target": "", "start": "", "notes": ""}
        super().__init__("A goal of your own", {**empty, **(begun or {})}, empty)

    def fields(self) -> ComposeResult:
        """One below the other."""
        known = self._values
        title = LineInput(
            known["title"],
            id="title",
            max_length=TITLE_LIMIT,
            compact=True,
            placeholder="Lead the guild",
            select_on_focus=False,
        )
        yield Field("Title", title)
        yield Field("Target", DateInput(known["target"], today=self._today, empty="no target yet", id="target"))
        yield Field("Start", DateInput(known["start"], today=self._today, empty="no start", id="start"))
        yield Field("Notes", TextArea(known["notes"], id="notes", compact=True, tab_behavior="focus"))

    def _today(self) -> date:
        return self.app_.today

    def problem(self) -> str:
        """What cannot be saved."""
        if not self.text_of("title").strip():
            return "It needs a title."
        target, start = self.query_one("#target", DateInput), self.query_one("#start", DateInput)
        if error := target.error or start.error:
            return error
        if target.value and start.value and start.value > target.value:
            return "The start lies after the target."
        return (
            f"The notes are longer than {NOTES_LIMIT:,} characters." if len(self.text_of("notes")) > NOTES_LIMIT else ""
        )


def new_goal(app: PlannerApp) -> None:
    """Ask for it and begin it, and show it in the Plan; what could not be saved comes back as it was typed."""

    def ask(begun: Mapping[str, str] | None = None) -> None:
        app.push_screen(NewGoal(begun), typed)

    def begun_there(done: Done) -> None:
        if isinstance(app.screen, Place):  # else the person is at the next thing already
            app.go_to("plan")
        app.look_at(done)

    def typed(values: Mapping[str, str] | None) -> None:
        if values:
            rest = {name: text for name, text in values.items() if name != "title"}
            app.act(
                lambda: app.planner.goals.begin(values["title"], **rest),
                # asked after what the place in front asked for: else that would take the cursor there
                lambda done: app.ask(lambda: done, begun_there),
                again=lambda _: ask(values),
            )

    ask()
