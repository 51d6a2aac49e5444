"""What goes wrong is told in the app: nothing is lost, nothing is overwritten, no traceback."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from planner.domain.change import Change
from planner.domain.errors import Busy, NewerFormat, NotDurable, SaveFailed, Unreadable
from planner.domain.plan import Edit, Plan
from planner.ports import Backup
from planner.store.memory import MemoryStore
from planner.ui.modals.broken import Broken
from planner.ui.modals.dialog import Choose
from planner.ui.modals.move_goal import MoveGoal
from tests.domain.making import milestone
from tests.services.people import HashedIds, SetClock
from tests.ui.driving import day, filled, opened, settled, stored, title_of, until


class TroubledStore(MemoryStore):
    """A store whose disk can be made to fail."""

    def __init__(self) -> None:
        super().__init__(SetClock(), HashedIds(), "test")
        self.saving: Exception | None = None
        self.reading: Exception | None = None

    def load(self) -> Plan:
        if self.reading:
            raise self.reading
        return super().load()

    def commit(self, act: Callable[[Plan], Edit]) -> Change | None:
        if isinstance(self.saving, NotDurable):
            super().commit(act)
        if self.saving:
            raise self.saving
        return super().commit(act)

    def restore(self, name: str) -> Change:
        self.reading = None
        return super().restore(name)


def troubled(home: Path) -> tuple[Any, TroubledStore]:
    store = TroubledStore()
    return filled(home, store=store), store


@pytest.mark.parametrize(
    "error",
    [
        SaveFailed("plan.json could not be saved (no space left); nothing was changed.", "Make room and try again."),
        Busy("plan.json is in use by another planner.", "Try again in a moment."),
    ],
)
async def test_a_failing_save_says_so_and_the_screen_shows_what_is_on_disk(tmp_path: Path, error: Exception) -> None:
    planner, store = troubled(tmp_path)
    async with opened(planner) as person:
        store.saving = error
        await person.press("space")
        assert "Not saved" in person.screen
        assert str(error)[:20] in person.screen
        await person.press("enter")
        assert "OVERDUE  1" in person.screen
        store.saving = None
        await person.press("space")
        assert title_of(planner, "Ask two references for their dates").status == "done"


async def test_a_save_that_is_not_confirmed_is_shown_as_made(tmp_path: Path) -> None:
    planner, store = troubled(tmp_path)
    async with opened(planner) as person:
        store.saving = NotDurable("plan.json is saved, but the disk did not confirm it.", "Do not repeat it.")
        await person.press("space")
        assert "Saved, but not confirmed" in person.screen
        assert "Do not repeat it." in person.screen
        await person.press("enter")
        assert "OVERDUE" not in person.screen


async def test_a_line_whose_save_failed_comes_back_to_be_tried_again(tmp_path: Path) -> None:
    planner, store = troubled(tmp_path)
    async with opened(planner) as person:
        store.saving = SaveFailed("It could not be saved.", "Make room.")
        await person.press("a")
        await person.type("A long line that took thought")
        await person.press("enter")
        assert "Make room." in person.screen
        assert "A long line that took thought" in person.screen
        store.saving = None
        await person.press("enter")
        assert title_of(planner, "A long line that took thought").is_open


@pytest.mark.parametrize("marks", [(), ("x", "x")], ids=["one", "many"])
@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (("z", "tab"), "in 3 days"),
        (("number_sign",), "networking -old"),
        (("m",), "2026-12-24"),
    ],
    ids=["snooze", "tags", "move"],
)
async def test_what_was_typed_comes_back_when_it_cannot_be_saved(
    tmp_path: Path, marks: tuple[str, ...], keys: tuple[str, ...], text: str
) -> None:
    planner, store = troubled(tmp_path)
    before = planner.store.load().generation
    async with opened(planner) as person:
        await person.press(*marks, *keys)
        dialog = type(person.app.screen)
        await person.type(text)
        store.saving = SaveFailed("It could not be saved.", "Make room.")
        await person.press("ctrl+s" if keys == ("m",) else "enter")
        await until(lambda: isinstance(person.app.screen, Choose))
        await person.press("enter")
        assert isinstance(person.app.screen, dialog)
        assert isinstance(person.app.focused, Input)
        assert person.app.focused.value == text
        store.saving = None
        await person.press("ctrl+s" if keys == ("m",) else "enter")
        await until(lambda: planner.store.load().generation == before + 1)


async def test_the_date_of_a_goal_comes_back_when_it_cannot_be_saved(tmp_path: Path) -> None:
    planner, store = troubled(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "m")
        await person.type("2027-03-01")
        dialog = person.app.screen
        assert isinstance(dialog, MoveGoal)
        await until(lambda: dialog._move is not None)
        store.saving = SaveFailed("It could not be saved.", "Make room.")
        await person.press("ctrl+s")
        await until(lambda: isinstance(person.app.screen, Choose))
        await person.press("enter")
        assert isinstance(person.app.focused, Input)
        assert person.app.focused.value == "2027-03-01"


async def test_an_unreadable_plan_offers_the_backups_and_touches_nothing(tmp_path: Path) -> None:
    planner, store = troubled(tmp_path)
    planner.history.backup()
    store.reading = Unreadable("plan.json cannot be read: it is not JSON.", "A backup can be brought back.")
    async with opened(planner) as person:
        assert isinstance(person.app.screen, Broken)
        for words in ("The plan cannot be read", "it is not JSON", "Bring back the backup of Sat 21 Nov 2026, 10:00"):
            assert words in person.screen, words
        await person.press("enter")
        await settled(person.pilot)
        assert "OVERDUE  1" in person.screen
        assert "Restore the backup" in person.toasts


async def test_an_unreadable_plan_can_be_looked_at_again_or_left(tmp_path: Path) -> None:
    planner, store = troubled(tmp_path)
    store.reading = Unreadable("plan.json cannot be read.", "There is no backup of it.")
    async with opened(planner) as person:
        assert "Look again" in person.screen
        assert "Bring back" not in person.screen
        await person.press("enter")
        assert isinstance(person.app.screen, Broken), "it still cannot be read"
        store.reading = None
        await person.press("enter")
        assert "OVERDUE  1" in person.screen


async def test_q_leaves_an_unreadable_plan_alone(tmp_path: Path) -> None:
    planner, store = troubled(tmp_path)
    store.reading = Unreadable("plan.json cannot be read.", "")
    async with opened(planner) as person:
        await person.pilot.press("q")
        await person.pilot.pause()
    assert person.app.return_code == 0


async def test_a_plan_of_a_newer_planner_is_left_alone(tmp_path: Path) -> None:
    planner, store = troubled(tmp_path)
    planner.history.backup()
    store.reading = NewerFormat("plan.json was written by a newer planner.", "Update this planner.")
    async with opened(planner) as person:
        assert "Update this planner." in person.screen
        assert "Bring back" not in person.screen


async def test_a_plan_that_becomes_unreadable_while_the_app_is_open_is_told_once(tmp_path: Path) -> None:
    planner, store = troubled(tmp_path)
    async with opened(planner) as person:
        store.reading = Unreadable("plan.json cannot be read: it is cut short.", "")
        while not isinstance(person.app.screen, Broken):
            await person.pilot.pause(0.05)
        person.app._look()
        await person.wait()
        assert [type(each) for each in person.app.screen_stack].count(Broken) == 1


async def test_nothing_to_undo_is_a_toast(tmp_path: Path) -> None:
    planner = stored(filled(tmp_path))
    async with opened(planner) as person:
        await person.press("u", "u")
        assert "There is nothing to undo." in person.toasts


async def test_quitting_waits_for_a_save_that_was_begun(tmp_path: Path) -> None:
    planner = stored(filled(tmp_path), milestone(60, title="Last", due=day(-30)))
    async with opened(planner) as person:
        person.app.screen.action_complete()  # type: ignore[attr-defined]
        person.app.leave()
        while person.app._exit is False:
            await person.pilot.pause(0.02)
    assert title_of(planner, "Last").status == "done"


def test_a_backup_is_named_by_its_day_in_the_persons_zone() -> None:
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    from planner.ui.modals.broken import _dialog

    backup = Backup(name="b1", made=datetime(2026, 11, 20, 23, 30, tzinfo=UTC), size=2048, generation=3)
    dialog = _dialog(Unreadable("It broke."), [backup], ZoneInfo("Europe/Berlin"))
    assert dialog._options[0].label == "Bring back the backup of Sat 21 Nov 2026, 00:30"


async def test_an_answer_that_comes_while_the_app_goes_down_is_shown_to_nobody(tmp_path: Path) -> None:
    release = threading.Event()
    entered = threading.Event()

    class SlowStore(TroubledStore):
        def load(self) -> Plan:
            if entered.is_set():
                release.wait(20)
            return super().load()

    planner = filled(tmp_path, store=SlowStore())
    async with opened(planner) as person:
        entered.set()
        person.app.changed()
        person.app.action_place("plan")
        release.set()
    assert person.app._exception is None
