"""The form of a goal: its title, dates, hours, reminders and notes. Another date is looked at as a move is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from textual.widgets import Input, TextArea

from planner.domain.errors import ChangedMeanwhile, PlannerError
from planner.domain.lead_words import leads_text, read_leads
from planner.domain.plan import NOTES_LIMIT, TITLE_LIMIT, Goal
from planner.domain.text import clean
from planner.services.goal_edits import GoalEdit
from planner.services.profile import read_hours
from planner.services.results import UNSET
from planner.ui.modals.form import Field, Form, Now
from planner.ui.modals.move_goal import MoveGoal, Wanted
from planner.ui.present import lead_words
from planner.ui.widgets.date_input import DateInput
from planner.ui.widgets.line_input import LineInput
from planner.ui.widgets.one_of import OneOf

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult

    from planner.ui.app import PlannerApp


HEARD, MUTED = "heard", "muted"
NAMES = {"leads": "reminders", "muted": "whether they come"}
"""Words for fields."""
DATES = ("target", "start")
"""Fields of a goal that is not closed: a date that is changed is looked at before anything is stored."""


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
        """Title, dates, hours, reminders, notes."""
        yield Field(
            "Title",
            Input(self._values["title"], id="title", max_length=TITLE_LIMIT, compact=True, select_on_focus=False),
        )
        for name in DATES:
            if name in self._values:
                day = DateInput(self._values[name], today=self._today, empty=f"no {name} yet", id=name)
                yield Field(name.capitalize(), day)
        hours = LineInput(
            self._values["hours"],
            id="hours",
            max_length=20,
            placeholder="a week; empty: as in your profile",
            compact=True,
            select_on_focus=False,
        )
        yield Field("Hours", hours)
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

    def _today(self) -> date:
        return self.app_.today

    def read(self, name: str, text: str) -> str:
        """What the hours and the reminders read as."""
        if name == "hours":
            return f"{read_hours(text)} h a week in place of your profile's" if text.strip() else ""
        if name != "leads":
            return ""
        leads = read_leads(text)
        return "" if leads is None or any(each.startswith("@") for each in leads) else lead_words(leads)

    def problem(self) -> str:
        """What cannot be saved."""
        if not self.text_of("title").strip():
            return "The title is empty."
        for name in DATES:
            if self._base.get(name) and not self.text_of(name).strip():
                return f"The {name} can be moved, not taken away."
        too_long = len(self.text_of("notes")) > NOTES_LIMIT
        return f"The notes are longer than {NOTES_LIMIT:,} characters." if too_long else ""


def _values(goal: Goal) -> dict[str, str]:
    dates = {"target": goal.target, "start": goal.start} if goal.status in {"active", "paused"} else {}
    return {
        "title": clean(goal.title),
        **{name: day.isoformat() if day else "" for name, day in dates.items()},
        "hours": goal.hours_per_week or "",
        "leads": leads_text(goal.leads),
        "muted": MUTED if goal.muted else HEARD,
        "notes": clean(goal.notes, lines=True),
    }


def _changes(texts: Mapping[str, str], seen: Goal) -> GoalEdit:
    return GoalEdit(
        title=texts.get("title"),
        notes=texts.get("notes"),
        leads=read_leads(texts["leads"]) if "leads" in texts else UNSET,
        muted=texts["muted"] == MUTED if "muted" in texts else None,
        hours=texts.get("hours"),
        seen=seen,
    )


def edit_goal(app: PlannerApp, goal: Goal) -> None:
    """Open the form; save what was changed, and ask when that was changed underneath."""
    _Editing(app, goal).open()


class _Editing:
    """One goal in the form, from opening it to the save: what was typed is not lost on the way."""

    def __init__(self, app: PlannerApp, goal: Goal) -> None:
        self._app = app
        self._goal = goal
        self._base = _values(goal)
        self._typed: Mapping[str, str] = {}
        self._move: Wanted | None = None
        """Where a date was changed, what the person chose about it."""

    def open(self, returned: Now | None = None) -> None:
        """Show the form with what was typed so far; see `Form.returned`."""
        form = EditGoal(self._goal, {**self._base, **self._typed}, self._base)
        form.seen, form.get_now, form.returned, form.names = self._goal, self._now, returned, NAMES
        self._app.push_screen(form, lambda texts: self._saved(form, texts))

    def _now(self) -> Now | None:
        """In the store's thread."""
        found = self._app.planner.queries.plan().goals.get(self._goal.id)
        return Now(record=found, values=_values(found)) if found is not None else None

    def _saved(self, form: EditGoal, texts: Mapping[str, str] | None) -> None:
        self._goal, self._base = form.seen, dict(form.base)
        self._typed, self._move = dict(texts or {}), None
        if dates := {name: self._typed[name] for name in DATES if name in self._typed}:
            self._app.push_screen(MoveGoal(self._goal, dates=dates), self._looked)
        elif texts:
            self._save(self._goal)

    def _looked(self, wanted: Wanted | None) -> None:
        self._move = wanted
        if wanted is None:
            self.open()
        else:
            self._save(self._goal)

    def _save(self, seen: Goal) -> None:
        services, goal, changes = self._app.planner, self._goal.id, _changes(self._typed, seen)
        if self._move is None:
            self._app.act(lambda: services.goals.edit(goal, changes), again=self._again)
        else:
            given = asdict(self._move)
            self._app.act(lambda: services.moving.move_goal(goal, **given, changes=changes), again=self._again)

    def _again(self, error: PlannerError) -> None:
        """The form comes back, and asks whose text is to stand where there is another one by now."""
        now = error.now if isinstance(error, ChangedMeanwhile) else None
        self.open(Now(record=now, values=_values(now)) if isinstance(now, Goal) else None)
