"""Who types faster than the screen gets every letter where it was meant."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events
from textual.app import ComposeResult
from textual.widgets import Input, TextArea

from planner.ui.modals.dialog import Dialog
from planner.ui.modals.edit import EditMilestone
from planner.ui.modals.search import Search
from tests.services.people import plan_of
from tests.ui.driving import Person, filled, key_event, opened, until


async def at_once(person: Person, *keys: str) -> None:
    """All keys in one go, as a slow line brings them."""
    assert person.app._driver is not None
    for key in keys:
        event = key_event(key)
        event.set_sender(person.app)
        person.app._driver.send_message(event)
    await person.wait()


async def test_a_line_typed_at_once_is_added_and_acts_on_nothing(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    before = plan_of(planner)
    async with opened(planner) as person:
        await at_once(person, "a", *"sDskip", "space", *"tomorrow", "enter")
        titles = {each.title for each in plan_of(planner).milestones.values()}
        assert "sDskip" in titles
        assert {key: plan_of(planner).milestones[key] for key in before.milestones} == before.milestones


async def test_what_first_asks_the_store_gets_its_letters_too(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await at_once(person, "e", "end", *" sst")
        screen = person.app.screen
        assert isinstance(screen, EditMilestone)
        assert screen.text_of("title").endswith(" sst")


async def test_keys_over_places_dialogs_and_back(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await at_once(person, "2", "j", "l", "7", "slash", *"dinner")
        search = person.app.screen
        assert isinstance(search, Search)
        assert search.query_one(Input).value == "dinner"
        await at_once(person, "escape", "2", "question_mark", "escape", "slash", "escape")
        assert person.app.current_mode == "plan"
        await at_once(person, "escape", "7", "j", "k")
        assert person.app.current_mode == "templates"


async def test_what_is_pasted_right_after_a_key_goes_where_the_key_leads(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        assert person.app._driver is not None
        event = key_event("a")
        event.set_sender(person.app)
        person.app._driver.send_message(event)
        person.app._driver.send_message(events.Paste("Pasted [b]line[/b]"))
        await person.wait()
        assert person.app.screen.query_one(Input).value == "Pasted [b]line[/b]"


async def test_keys_come_in_order_while_a_save_is_under_way(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("g", *"jjkj")
        there = person.list.cursor
        await person.press("g")
        assert person.list.cursor != there
        await at_once(person, *"jjkj")
        assert person.list.cursor == there
        await at_once(person, "space", "u")
        assert "Undone" in person.toasts


async def test_what_takes_too_long_holds_up_no_key(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        person.app.hold_keys()
        person.app._held_since -= 10
        before = person.list.cursor
        await at_once(person, "j")
        assert person.list.cursor > before


async def test_what_is_never_done_holds_no_key_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.ui.typeahead.PATIENCE", 0.05)
    async with opened(filled(tmp_path)) as person:
        person.app.hold_keys()
        before = person.list.cursor
        await at_once(person, "j", "j")
        assert not person.app.typed_early
        assert person.list.cursor > before


async def test_a_dialog_that_was_left_is_no_trouble_for_what_it_asked(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("a")
        dialog = person.app.screen
        assert isinstance(dialog, Dialog)
        await person.press("escape")
        thread = asyncio.get_running_loop().run_in_executor(None, lambda: dialog.app_)
        assert await thread is person.app


async def test_a_key_that_closes_what_it_was_typed_in_holds_up_no_other(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("n")
        person.app.screen.query_one(TextArea).text = "Kept"
        await at_once(person, "ctrl+s")
        assert person.app._holds == 0


class Hesitant(Input):
    """A line that hears a key only when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.may = asyncio.Event()

    async def on_key_heard(self) -> None:
        await self.may.wait()


class OneLine(Dialog[str]):
    def content(self) -> ComposeResult:
        yield Hesitant()


async def test_a_key_that_was_under_way_in_a_dialog_when_it_closed_holds_up_no_other(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        dialog = OneLine()
        person.app.push_screen(dialog)
        await person.wait()
        line = dialog.query_one(Hesitant)
        event = key_event("x")
        event.set_sender(person.app)
        assert person.app._driver is not None
        person.app._driver.send_message(event)
        await until(lambda: line.value == "x")
        dialog.dismiss()
        await until(lambda: person.app.screen is not dialog)
        line.may.set()
        await until(lambda: not (dialog.is_attached or person.app._awaited.total()))
        assert person.app._holds == 0
