"""The form of a milestone: only what was changed is saved, and it asks when that changed underneath."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input, TextArea

from planner.services.edits import MilestoneEdit
from planner.ui.modals.edit import EditMilestone, changes_of, effort_text, values_of
from planner.ui.widgets.choice import Choice
from planner.ui.widgets.date_input import DateInput
from tests.domain.making import milestone
from tests.ui.driving import Person, day, filled, opened, title_of

NAME = "Ask two references for their dates"


def field(person: Person, name: str) -> Input:
    return person.app.screen.query_one(f"#{name}", Input)


async def test_only_the_changed_fields_are_saved(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("e")
        planner.milestones.edit(milestone(1).id, MilestoneEdit(effort="3h"))
        field(person, "title").value = "Ask both references"
        await person.press("ctrl+s")
        edited = title_of(planner, "Ask both references")
        assert edited.effort == 180, "what another one changed meanwhile stays"
        assert "Edit “" in person.toasts


async def test_every_field_reaches_the_plan(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("e")
        person.app.screen.query_one("#due", DateInput).text = "next fri 14:00"
        await person.wait()
        assert "Fri 27 Nov 2026 14:00, in 6 days" in person.screen
        person.app.screen.query_one("#fixed", Choice).take("fixed")
        field(person, "effort").value = "1h30m"
        field(person, "tags").value = "#people, mail"
        field(person, "evidence").value = "Both answers"
        person.app.screen.query_one("#notes", TextArea).text = "Two\nlines"
        await person.press("ctrl+s")
        edited = title_of(planner, NAME)
        assert (edited.due, edited.fixed, edited.effort) == (day(6), True, 90)
        assert (edited.tags, edited.evidence, edited.notes) == (("people", "mail"), "Both answers", "Two\nlines")


async def test_it_asks_when_an_edited_field_was_changed_underneath(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("e")
        planner.milestones.edit(milestone(1).id, MilestoneEdit(title="Written elsewhere"))
        field(person, "title").value = "Mine"
        await person.press("enter")
        assert "Changed on both sides: title." in person.screen
        await person.press("enter")
        assert title_of(planner, "Written elsewhere").id == milestone(1).id
        assert not [each for each in planner.store.load().milestones.values() if each.title == "Mine"]


async def test_saving_mine_over_it_is_possible(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("e")
        planner.milestones.edit(milestone(1).id, MilestoneEdit(title="Written elsewhere"))
        field(person, "title").value = "Mine"
        await person.press("enter", "y")
        assert title_of(planner, "Mine").id == milestone(1).id


async def test_what_cannot_be_read_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("e")
        field(person, "effort").value = "a while"
        await person.press("ctrl+s")
        assert "a while" in person.screen
        assert isinstance(person.app.screen, EditMilestone)
        field(person, "effort").value = ""
        field(person, "title").value = "  "
        await person.press("ctrl+s")
        assert "The title is empty." in person.screen
        await person.press("escape")
        assert title_of(planner, NAME).effort == 60


async def test_leaving_the_form_as_it_was_changes_nothing(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    generation = planner.store.load().generation
    async with opened(planner) as person:
        await person.press("e", "ctrl+s")
        assert not isinstance(person.app.screen, EditMilestone)
        assert planner.store.load().generation == generation


def test_efforts_are_written_as_they_are_typed() -> None:
    assert [effort_text(each) for each in (None, 20, 60, 90, 600)] == ["", "20m", "1h", "1h30m", "10h"]


def test_the_texts_of_a_form_give_back_the_milestone() -> None:
    texts = values_of(milestone(1, due=day(3), fixed=True, effort=90, tags=("a", "b")))
    assert texts["due"] == "2026-11-24"
    changes = changes_of({"fixed": texts["fixed"], "tags": texts["tags"]})
    assert (changes.fixed, changes.tags) == (True, ("#a", "#b"))
