"""The form of a goal: its title, its reminders and its notes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual.widgets import Input, TextArea

from planner.domain.errors import ChangedMeanwhile, NotDurable, NotFound, PlannerError
from planner.domain.lead_words import leads_text, read_leads
from planner.domain.plan import NOTES_LIMIT, TITLE_LIMIT, Goal
from planner.domain.text import clean
from planner.services.results import UNSET
from planner.ui.modals.edit import changed_meanwhile
from planner.ui.modals.form import Field, Form
from planner.ui.present import lead_words
from planner.ui.widgets.line_input import LineInput
from planner.ui.widgets.one_of import OneOf

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.ui.app import PlannerApp


HEARD, MUTED = "heard", "muted"


class EditGoal(Form):
    """See the module."""

    DRAFT = "goal"

    def __init__(self, goal: Goal, values: Mapping[str, str], base: Mapping[str, str]) -> None:
        super().__init__("Edit the goal", values, base)
        self._goal = goal.id

    @property
    def record(self) -> str:
        """The goal."""
        return self._goal

    def fields(self) -> ComposeResult:
        """Title, reminders, notes."""
        yield Field(
            "Title",
            Input(self._values["title"], id="title", max_length=TITLE_LIMIT, compact=True, select_on_focus=False),
        )
        leads = LineInput(
            self._values["leads"],
            id="leads",
            max_length=200,
            placeholder="of all its milestones; as usual; 30d 7d 1d, none, @name of a set",
            compact=True,
            select_on_focus=False,
        )
        yield Field("Reminds", leads)
        yield Field(
            "", OneOf([(HEARD, "its reminders come"), (MUTED, "muted: none comes")], self._values["muted"], id="muted")
        )
        yield Field("Notes", TextArea(self._values["notes"], id="notes", compact=True, tab_behavior="focus"))

    def read(self, name: str, text: str) -> str:
        """What the reminders read as."""
        if name != "leads":
            return ""
        leads = read_leads(text)
        return "" if leads is None or any(each.startswith("@") for each in leads) else lead_words(leads)

    def problem(self) -> str:
        """What cannot be saved."""
        if not self.text_of("title").strip():
            return "The title is empty."
        too_long = len(self.text_of("notes")) > NOTES_LIMIT
        return f"The notes are longer than {NOTES_LIMIT:,} characters." if too_long else ""


def _values(goal: Goal) -> dict[str, str]:
    return {
        "title": clean(goal.title),
        "leads": leads_text(goal.leads),
        "muted": MUTED if goal.muted else HEARD,
        "notes": clean(goal.notes, lines=True),
    }


def edit_goal(app: PlannerApp, goal: Goal) -> None:
    """Open the form; save what was changed, and ask when that was changed underneath."""
    base = _values(goal)

    typed: dict[str, str] = {}

    def saved(texts: Mapping[str, str] | None) -> None:
        typed.clear()
        if texts:
            typed.update(texts)
            save(texts, goal)

    def save(texts: Mapping[str, str], seen: Goal) -> None:
        app.act(
            lambda: app.planner.goals.edit(
                goal.id,
                title=texts.get("title"),
                notes=texts.get("notes"),
                leads=read_leads(texts["leads"]) if "leads" in texts else UNSET,
                muted=texts["muted"] == MUTED if "muted" in texts else None,
                seen=seen,
            ),
            failed=refused,
        )

    def refused(error: PlannerError) -> None:
        """What was typed is not lost: the form comes back with it, or the person says whose text is to stand."""
        if isinstance(error, ChangedMeanwhile) and isinstance(error.now, Goal):
            app.push_screen(changed_meanwhile(error), partial(answered, error.now))
            return
        if not isinstance(error, NotDurable | NotFound):
            app.push_screen(EditGoal(goal, {**base, **typed}, base), saved)
        app.tell_error(error)

    def answered(now: Goal, answer: str | None) -> None:
        if answer == "yes":
            save(dict(typed), now)

    app.push_screen(EditGoal(goal, base, base), saved)
