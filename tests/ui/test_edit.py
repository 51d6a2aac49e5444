"""The form of a milestone: only what was changed is saved, and it asks when that changed underneath."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input, Static, TextArea

from planner.domain.change import Change
from planner.domain.plan import Edit, Plan
from planner.services.edits import MilestoneEdit
from planner.services.goal_edits import GoalEdit
from planner.ui.modals.calendar import PickDay
from planner.ui.modals.edit import (
    EditMilestone,
    changes_of,
    checklist_text,
    effort_text,
    read_checklist,
    values_of,
)  # fmt: skip
from planner.ui.modals.form import Field
from planner.ui.widgets.date_input import DateInput
from planner.ui.widgets.one_of import OneOf
from planner.ui.widgets.picked import Picked
from tests.domain.making import TODAY, goal, milestone
from tests.services.people import plan_of
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
        person.app.screen.query_one("#fixed", OneOf).take("fixed")
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
        assert "“Mine”" in person.screen
        assert "“Written elsewhere”" in person.screen
        await person.press("escape")
        assert field(person, "title").value == "Mine", "back in the form"
        await person.press("enter", "enter")
        assert field(person, "title").value == "Written elsewhere", "left as it is now"
        await person.press("escape")
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
    changes = changes_of({"fixed": texts["fixed"], "tags": texts["tags"]}, TODAY)
    assert (changes.fixed, changes.tags) == (True, ("#a", "#b"))


async def test_every_other_field_reaches_the_plan_too(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("e")
        form = person.app.screen
        field(person, "repeat").value = "every 2 weeks on mon, thu, 6 times"
        field(person, "leads").value = "7d 2h"
        form.query_one("#kind", OneOf).take("meet")
        form.query_one("#balance", OneOf).take("soft")
        field(person, "zone").value = "Europe/Vienna"
        form.query_one("#checklist", TextArea).text = "x Ask Ann\n- Ask Ben\nThank both"
        form.query_one("#after", Picked)._take(milestone(3).id)
        await person.wait()
        assert "every 2 weeks on Mon, Thu" in person.screen
        assert "reminds 7 d, 2 h before" in person.screen
        assert "1 of 3 done" in person.screen
        await person.press("ctrl+s")
        edited = title_of(planner, NAME)
        assert edited.repeat is not None
        assert (edited.repeat.rrule, edited.repeat.count) == ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", 6)
        assert (edited.leads, edited.kind, edited.balance, edited.zone) == (
            ("P7D", "PT2H"), "meet", "soft", "Europe/Vienna",
        )  # fmt: skip
        assert [(item.title, item.done) for item in edited.checklist] == [
            ("Ask Ann", True), ("Ask Ben", False), ("Thank both", False),
        ]  # fmt: skip
        assert edited.after == (milestone(3).id,)
        await person.press("u")
        assert title_of(planner, NAME).repeat is None, "one Change, one undo"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("effort", "a while", "effort"),
        ("repeat", "often", "no rhythm"),
        ("leads", "soon", "no time before"),
        ("zone", "Mars/Olympus", "Mars/Olympus"),
        ("title", " ", "The title is empty."),
    ],
)
async def test_what_cannot_be_read_is_said_beside_its_field_while_it_is_typed(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("e")
        field(person, name).value = text
        await person.wait()
        wrong = [each for each in person.app.screen.query(Field) if each.has_class("-wrong")]
        assert [each.widget.id for each in wrong] == [name]
        assert said in str(wrong[0].query_one(".note", Static).content)
        await person.press("ctrl+s")
        assert isinstance(person.app.screen, EditMilestone), "it is not saved"
        assert person.app.focused is wrong[0].widget


async def test_what_it_follows_is_picked_by_searching(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("e")
        person.app.set_focus(person.app.screen.query_one(Picked))
        await person.press("enter")
        await person.type("mock")
        assert "☐" in person.screen
        await person.press("enter")
        assert "☑" in person.screen
        await person.press("ctrl+s")
        assert "Mock exam 1" in person.screen
        await person.press("ctrl+s")
        assert title_of(planner, NAME).after == (title_of(planner, "Mock exam 1").id,)


async def test_a_circle_is_refused_and_the_form_comes_back_with_what_was_typed(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    blocked = next(line for line in planner.queries.today_view().blocked)
    first = blocked.blocked_by[0]
    async with opened(planner) as person:
        person.list.go(first)
        await person.press("e")
        field(person, "title").value = "Typed already"
        person.app.screen.query_one(Picked)._take(blocked.milestone.id)
        await person.press("ctrl+s")
        assert "circle" in person.toasts
        assert isinstance(person.app.screen, EditMilestone)
        assert field(person, "title").value == "Typed already"
        person.app.screen.query_one(Picked)._take("")
        await person.press("ctrl+s")
        assert title_of(planner, "Typed already").id == first


async def test_a_day_is_picked_from_a_month(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("e")
        person.app.screen.query_one("#due", DateInput).focus_line()
        await person.press("ctrl+o")
        assert isinstance(person.app.screen, PickDay)
        assert "November 2026" in person.screen
        await person.press("right", "down", "pagedown")
        assert "December 2026" in person.screen
        await person.press("enter", "ctrl+s")
        assert title_of(planner, NAME).due == date(2026, 12, 28)


async def test_notes_are_written_in_the_persons_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(filled(tmp_path)) as person:
        monkeypatch.setattr("planner.ui.modals.edit.write_outside", lambda _app, text: f"{text}Written outside\n")
        await person.press("e", "ctrl+e")
        assert person.app.screen.query_one("#notes", TextArea).text.endswith("Written outside")


async def test_where_no_editor_can_open_it_is_said(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("e", "ctrl+e")
        assert "no terminal to open an editor in" in person.toasts
        assert isinstance(person.app.screen, EditMilestone)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", []),
        ("Ask Ann", [("Ask Ann", False)]),
        ("x Ask Ann\n- Ask Ben", [("Ask Ann", True), ("Ask Ben", False)]),
        ("[x] Ask Ann\n[ ] Ask Ben", [("Ask Ann", True), ("Ask Ben", False)]),
        ("x\n-\n \nXylophone", [("x", False), ("Xylophone", False)]),
    ],
)
def test_checklists_as_people_type_them(text: str, items: list[tuple[str, bool]]) -> None:
    assert [(item.title, item.done) for item in read_checklist(text)] == items
    again = read_checklist(checklist_text(read_checklist(text)))
    assert again == read_checklist(text)


async def test_what_came_while_it_was_being_saved_is_asked_about_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner = filled(tmp_path)
    commit = planner.store.commit

    def late(act: Callable[[Plan], Edit]) -> Change | None:
        monkeypatch.setattr(planner.store, "commit", commit)
        planner.milestones.edit(milestone(1).id, MilestoneEdit(title="Written elsewhere"))
        return commit(act)

    async with opened(planner) as person:
        await person.press("e")
        field(person, "title").value = "Mine"
        monkeypatch.setattr(planner.store, "commit", late)
        await person.press("enter")
        assert "Changed on both sides: title." in person.screen
        assert title_of(planner, "Written elsewhere").id == milestone(1).id
        planner.milestones.edit(milestone(1).id, MilestoneEdit(title="Once more"))
        await person.press("y")
        assert "Changed on both sides: title." in person.screen, "what nobody has seen is asked about again"
        await person.press("y")
        assert title_of(planner, "Mine").id == milestone(1).id


@pytest.mark.parametrize("answer", ["y", "enter"])
async def test_an_answer_about_texts_that_changed_again_is_asked_anew(tmp_path: Path, answer: str) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("e")
        field(person, "title").value = "Mine"
        planner.milestones.edit(milestone(1).id, MilestoneEdit(title="Written elsewhere"))
        person.app._look()
        await person.wait()
        await person.press("ctrl+s")
        assert "“Written elsewhere”" in person.screen
        planner.milestones.edit(milestone(1).id, MilestoneEdit(title="Written once more"))
        person.app._look()
        await person.wait()
        await person.press(answer)
        assert "“Written once more”" in person.screen, "asked again, with what is there now"
        assert title_of(planner, "Written once more").id == milestone(1).id
        await person.press("y")
        assert title_of(planner, "Mine").id == milestone(1).id


async def test_an_open_form_follows_what_is_changed_elsewhere_and_asks_about_both(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("e")
        field(person, "title").value = "Mine"
        planner.milestones.edit(milestone(1).id, MilestoneEdit(title="Written elsewhere", evidence="A mail"))
        person.app._look()
        await person.wait()
        assert field(person, "evidence").value == "A mail"
        assert field(person, "title").value == "Mine"
        assert "elsewhere: “Written elsewhere”" in person.screen
        await person.press("ctrl+end")
        for words in ("Proof changed elsewhere; here too.", "Title changed on both sides: ctrl+s asks."):
            assert words in " ".join(str(person.app.screen.query_one(".elsewhere", Static).content).split())
        await person.press("ctrl+s")
        assert "Changed on both sides: title." in person.screen
        await person.press("y")
        saved = plan_of(planner).milestones[milestone(1).id]
        assert (saved.title, saved.evidence) == ("Mine", "A mail")


async def test_the_form_of_a_goal_follows_too(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "e")
        planner.goals.edit(goal(1).id, GoalEdit(title="Written elsewhere"))
        person.app._look()
        await person.wait()
        assert field(person, "title").value == "Written elsewhere"
        await person.press("ctrl+s")
        assert plan_of(planner).goals[goal(1).id].title == "Written elsewhere"
