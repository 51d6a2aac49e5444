"""What is being typed when the planner ends is kept on this machine and offered again; it is never a Change."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from planner.domain.draft import Draft
from planner.domain.errors import SaveFailed
from planner.store.unfinished import NAME, FileUnfinished
from planner.ui.app import PlannerApp
from planner.ui.modals.edit import EditMilestone
from planner.ui.modals.edit_goal import EditGoal
from planner.ui.modals.new_goal import NewGoal
from planner.ui.modals.search import Search
from planner.ui.modals.typed import AddLine, AddNote
from planner.wiring import Planner
from tests.services.people import plan_of
from tests.ui.driving import Person, filled, key_event, opened, title_of
from tests.ui.test_trouble import troubled

pytestmark = pytest.mark.thorough

OFFER = "You were typing when the planner ended"


async def type_into(person: Person, name: str, text: str) -> None:
    field = person.app.screen.query_one(f"#{name}" if name else "Input, TextArea")
    if isinstance(field, TextArea):
        field.text = text
    else:
        assert isinstance(field, Input)
        field.value = text
    await person.wait()


async def offered(person: Person) -> None:
    """Wait for the offer: it comes once the first screen is painted."""
    for _ in range(500):
        if OFFER in person.screen:
            return
        await person.wait()
    raise AssertionError(person.screen)


async def written(person: Person, text: str) -> None:
    """Wait until a field of the dialog in front holds it."""
    held: list[str] = []
    for _ in range(500):
        screen = person.app.screen
        held = [each.value for each in screen.query(Input)] + [each.text for each in screen.query(TextArea)]
        if text in held:
            return
        await person.wait()
    raise AssertionError(held)


async def left_typing(planner: Planner, keys: Sequence[str], field: str, text: str) -> None:
    """Open, type, and end without leaving the dialog."""
    async with opened(planner) as person:
        await person.press(*keys)
        await type_into(person, field, text)
        person.app.drafts.look()
        await person.wait()


@pytest.mark.parametrize(
    ("keys", "field", "kind"),
    [
        (("a",), "", AddLine),
        (("2", "a"), "", AddLine),
        (("n",), "", AddNote),
        (("slash",), "", Search),
        (("e",), "notes", EditMilestone),
        (("2", "e"), "notes", EditGoal),
        (("2", "N"), "title", NewGoal),
    ],
    ids=["line", "line of a goal", "note", "search", "milestone", "goal", "new goal"],
)
async def test_what_was_being_typed_is_offered_again(
    tmp_path: Path, keys: Sequence[str], field: str, kind: type[AddLine]
) -> None:
    planner = filled(tmp_path)
    before = plan_of(planner)
    await left_typing(planner, keys, field, "half a thought")
    assert plan_of(planner) == before
    async with opened(planner) as person:
        await offered(person)
        assert "half a thought" in person.screen
        await person.press("enter")
        await written(person, "half a thought")
        assert isinstance(person.app.screen, kind)
        await person.press("escape")
        person.app.drafts.look()
        await person.wait()
    assert not (tmp_path / NAME).exists()


async def test_an_app_that_goes_down_does_not_take_the_dialog_for_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The timer may ring once more after the screens were taken down."""
    planner = filled(tmp_path)
    done = PlannerApp.on_unmount

    def rings_once_more(app: PlannerApp) -> None:
        app.drafts.look()
        done(app)

    monkeypatch.setattr(PlannerApp, "on_unmount", rings_once_more)
    await left_typing(planner, ("e",), "notes", "half a thought")
    assert (tmp_path / NAME).exists()
    async with opened(planner) as person:
        await offered(person)


async def test_what_is_gone_on_with_is_kept_while_its_dialog_is_on_its_way(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    await left_typing(planner, ("e",), "notes", "half a thought")
    async with opened(planner) as person:
        await offered(person)
        event = key_event("enter")
        event.set_sender(person.app)
        person.app.post_message(event)
        while OFFER in person.screen:  # the dialog with the offer is gone, the form is not there yet
            await asyncio.sleep(0)
        person.app.drafts.look()
        await written(person, "half a thought")
        assert (tmp_path / NAME).exists()


async def test_what_is_gone_on_with_is_saved_to_the_same_record(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    await left_typing(planner, ("n",), "", "ask Ada")
    async with opened(planner) as person:
        await offered(person)
        await person.press("enter")
        await written(person, "ask Ada")
        await person.press("ctrl+s")
    assert "ask Ada" in title_of(planner, "Ask two references for their dates").notes


async def test_it_can_be_thrown_away(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    await left_typing(planner, ("a",), "", "never mind")
    async with opened(planner) as person:
        await offered(person)
        await person.press("n")
        assert not (tmp_path / NAME).exists()
    async with opened(planner) as person:
        assert OFFER not in person.screen


async def test_a_dialog_that_is_left_or_saved_leaves_nothing(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        for end in ("escape", "enter"):
            await person.press("a")
            await person.type("Buy milk")
            person.app.drafts.look()
            await person.wait()
            assert (tmp_path / NAME).exists()
            await person.press(end)
            person.app.drafts.look()
            await person.wait()
            assert not (tmp_path / NAME).exists()


async def test_a_note_of_a_record_that_is_gone_comes_back_as_a_line(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    planner.unfinished.save(Draft(kind="note", record="0" * 32, about="Gone", texts={"note": "two\nlines"}))
    async with opened(planner) as person:
        await offered(person)
        await person.press("enter")
        assert isinstance(person.app.screen, AddLine)
        assert person.app.screen.query_one(Input).value == "two lines"


async def test_a_full_disk_does_not_stop_the_typing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planner = filled(tmp_path)

    def full(_: Draft) -> None:
        raise SaveFailed("There is no room.", "Make some.")

    monkeypatch.setattr(planner.unfinished, "save", full)
    async with opened(planner) as person:
        await person.press("a")
        await person.type("Buy milk")
        person.app.drafts.look()
        await person.wait()
        assert isinstance(person.app.screen, AddLine)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "\x00" * 9,
        "[" * 9000,
        '{"kind": "add"}',
        '{"kind": "add", "record": 3, "about": "", "texts": {}}',
        '{"kind": "no such", "record": "", "about": "", "texts": {"line": "x"}}',
        '{"kind": "add", "record": "", "about": "", "texts": {"line": 5}}',
        '{"kind": "add", "record": "", "about": "", "texts": ["x"]}',
        '{"kind": "add", "record": "", "about": "", "texts": {"line": "x"}, "process": 1}',
    ],
)
async def test_a_file_that_makes_no_sense_or_is_somebody_elses_offers_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text, "utf-8")
    async with opened(filled(tmp_path)) as person:
        assert OFFER not in person.screen


async def test_hostile_text_is_offered_as_text(tmp_path: Path) -> None:
    hostile = "[@click=app.quit]x[/] \x1b[2J \u202e[/foo]"
    document = {"kind": "milestone", "record": hostile, "about": hostile, "texts": {hostile: hostile, "line": hostile}}
    (tmp_path / NAME).write_text(json.dumps(document), "utf-8")
    async with opened(filled(tmp_path)) as person:
        await offered(person)
        assert "\x1b" not in person.screen
        assert "[@click=app.quit]x[/]" in person.screen
        await person.press("enter")
        assert isinstance(person.app.screen, AddLine)


def test_only_what_is_typed_is_kept(tmp_path: Path) -> None:
    kept = FileUnfinished(tmp_path)
    draft = Draft(kind="note", record="a" * 32, about="Title", texts={"note": "one\ntwo"})
    kept.save(draft)
    assert kept.load() == draft
    kept.clear()
    kept.clear()
    assert kept.load() is None


async def test_a_note_whose_save_failed_comes_back(tmp_path: Path) -> None:
    planner, store = troubled(tmp_path)
    async with opened(planner) as person:
        await person.press("n")
        person.app.screen.query_one(TextArea).text = "long thought"
        store.saving = SaveFailed("It could not be saved.", "Make room.")
        await person.press("ctrl+s")
        assert "Make room." in person.screen
        store.saving = None
        await person.press("enter")
        await written(person, "long thought")
        await person.press("ctrl+s")
    assert "long thought" in title_of(planner, "Ask two references for their dates").notes


@pytest.mark.parametrize(
    ("keys", "field"),
    [(("e",), "title"), (("2", "e"), "title"), (("2", "N"), "title")],
    ids=["milestone", "goal", "new goal"],
)
async def test_a_form_whose_save_failed_comes_back(tmp_path: Path, keys: Sequence[str], field: str) -> None:
    planner, store = troubled(tmp_path)
    async with opened(planner) as person:
        await person.press(*keys)
        await type_into(person, field, "A better title")
        store.saving = SaveFailed("It could not be saved.", "Make room.")
        await person.press("ctrl+s")
        assert "Make room." in person.screen
        store.saving = None
        await person.press("enter")
        await written(person, "A better title")
        await person.press("ctrl+s")
    plan = plan_of(planner)
    titles = [each.title for each in plan.goals.values()] + [each.title for each in plan.milestones.values()]
    assert "A better title" in titles
