"""The form of a goal: its title and its notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.widgets import Input, TextArea

from planner.domain.plan import NOTES_LIMIT, TITLE_LIMIT, Goal
from planner.domain.text import clean
from planner.ui.modals.dialog import Confirm
from planner.ui.modals.form import Field, Form

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.ui.app import PlannerApp


class EditGoal(Form):
    """See the module."""

    def fields(self) -> ComposeResult:
        """Title and notes."""
        yield Field(
            "Title",
            Input(self._values["title"], id="title", max_length=TITLE_LIMIT, compact=True, select_on_focus=False),
        )
        yield Field("Notes", TextArea(self._values["notes"], id="notes", compact=True, tab_behavior="focus"))

    def problem(self) -> str:
        """What cannot be saved."""
        if not self.text_of("title").strip():
            return "The title is empty."
        too_long = len(self.text_of("notes")) > NOTES_LIMIT
        return f"The notes are longer than {NOTES_LIMIT:,} characters." if too_long else ""


def _values(goal: Goal) -> dict[str, str]:
    return {"title": clean(goal.title), "notes": clean(goal.notes, lines=True)}


def edit_goal(app: PlannerApp, goal: Goal) -> None:
    """Open the form; save what was changed, and ask when that was changed underneath."""
    base = _values(goal)

    def saved(texts: Mapping[str, str] | None) -> None:
        if texts:
            app.ask(lambda: app.planner.queries.plan().goals.get(goal.id), lambda now: checked(texts, now))

    def checked(texts: Mapping[str, str], now: Goal | None) -> None:
        current = _values(now) if now else base
        both = [name for name, text in texts.items() if current[name] not in {base[name], text}]
        if not both:
            save(texts)
            return
        question = Confirm("It was changed meanwhile.", "Save mine over it", no="Leave it as it is now")
        app.push_screen(question, lambda answer: save(texts) if answer == "yes" else None)

    def save(texts: Mapping[str, str]) -> None:
        app.act(lambda: app.planner.goals.edit(goal.id, title=texts.get("title"), notes=texts.get("notes")))

    app.push_screen(EditGoal("Edit the goal", base), saved)
