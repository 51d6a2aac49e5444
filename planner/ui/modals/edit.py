"""The form of a milestone, and saving what was changed in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.widgets import Input, TextArea

from planner.domain.dates import iso_due, local_day
from planner.domain.errors import PlannerError
from planner.domain.plan import NOTES_LIMIT, TITLE_LIMIT, Milestone
from planner.domain.quickadd import read_effort
from planner.domain.text import clean
from planner.services.edits import MilestoneEdit
from planner.ui.modals.dialog import Confirm
from planner.ui.modals.form import Field, Form
from planner.ui.present import listed
from planner.ui.widgets.choice import Choice
from planner.ui.widgets.date_input import DateInput

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult

    from planner.ui.app import PlannerApp

SOFT, FIXED = "soft", "fixed"


def values_of(milestone: Milestone) -> dict[str, str]:
    """The texts of the form's fields, clean: a field shows what it holds."""
    return {
        "title": clean(milestone.title),
        "due": iso_due(milestone.due, milestone.at).replace("T", " ") if milestone.due else "",
        "fixed": FIXED if milestone.fixed else SOFT,
        "effort": effort_text(milestone.effort),
        "tags": " ".join(f"#{clean(tag)}" for tag in milestone.tags),
        "evidence": clean(milestone.evidence),
        "notes": clean(milestone.notes, lines=True),
    }


def effort_text(minutes: int | None) -> str:
    """As it would be typed: `2h`, `1h30m`, `20m`."""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    return (f"{hours}h" if hours else "") + (f"{rest}m" if rest else "")


def changes_of(texts: Mapping[str, str]) -> MilestoneEdit:
    """The edit for the fields that were changed."""
    given: dict[str, Any] = dict(texts)
    if "fixed" in given:
        given["fixed"] = given["fixed"] == FIXED
    if "tags" in given:
        given["tags"] = tuple(given["tags"].replace(",", " ").split())
    return MilestoneEdit(**given)


class EditMilestone(Form):
    """See the module."""

    def fields(self) -> ComposeResult:
        """Title, date, fixed, effort, tags, proof, notes."""
        values = self._values
        yield Field(
            "Title", Input(values["title"], id="title", max_length=TITLE_LIMIT, compact=True, select_on_focus=False)
        )
        yield Field("Date", DateInput(values["due"], today=self._today, times=True, empty="no date", id="due"))
        yield Field(
            "",
            Choice([(SOFT, "soft: it may slide"), (FIXED, "fixed: set by someone else")], values["fixed"], id="fixed"),
        )
        yield Field("Effort", Input(values["effort"], placeholder="2h, 90m", id="effort", max_length=20, compact=True))
        yield Field("Tags", Input(values["tags"], placeholder="#networking", id="tags", max_length=500, compact=True))
        yield Field(
            "Proof", Input(values["evidence"], id="evidence", max_length=1000, compact=True, select_on_focus=False)
        )
        yield Field("Notes", TextArea(values["notes"], id="notes", compact=True, tab_behavior="focus"))

    def _today(self) -> date:
        clock = self.app_.planner.clock
        return local_day(clock.now(), clock.zone())

    def problem(self) -> str:
        """What cannot be read as it stands."""
        due = self.query_one("#due", DateInput)
        if not self.text_of("title").strip():
            return "The title is empty."
        if due.error:
            return due.error
        if len(self.text_of("notes")) > NOTES_LIMIT:
            return f"The notes are longer than {NOTES_LIMIT:,} characters."
        effort = self.text_of("effort").strip()
        try:
            if effort:
                read_effort(effort)
        except PlannerError as error:
            return f"{error.message} {error.hint}".strip()
        return ""


def edit(app: PlannerApp, milestone: Milestone) -> None:
    """Open the form; save what was changed, and ask when one of those fields was changed underneath."""
    base = values_of(milestone)

    def saved(texts: Mapping[str, str] | None) -> None:
        if texts:
            app.ask(lambda: _changed_underneath(app, milestone.id, base, texts), lambda names: checked(texts, names))

    def checked(texts: Mapping[str, str], names: list[str]) -> None:
        if not names:
            save(texts)
            return
        question = Confirm(
            "It was changed meanwhile, by you elsewhere or by another window.",
            "Save mine over it",
            no="Leave it as it is now",
            say=f"Changed on both sides: {listed(names, 7)}.",
        )
        app.push_screen(question, lambda answer: save(texts) if answer == "yes" else None)

    def save(texts: Mapping[str, str]) -> None:
        app.act(lambda: app.planner.milestones.edit(milestone.id, changes_of(texts)))

    app.push_screen(EditMilestone("Edit", base), saved)


def _changed_underneath(app: PlannerApp, record: str, base: Mapping[str, str], texts: Mapping[str, str]) -> list[str]:
    """In the store's thread: which of the edited fields are no longer as the form began with."""
    now = app.planner.queries.plan().milestones.get(record)
    current = values_of(now) if now else {}
    names = {"evidence": "proof", "due": "date"}
    return [names.get(name, name) for name in texts if current and current[name] not in {base[name], texts[name]}]
