"""Every dialog, on a low terminal: its keys are in sight, and so is the field that has the focus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Static

from planner.ui.modals.dialog import Dialog
from planner.wiring import Planner
from tests.domain.making import milestone
from tests.services.people import built
from tests.ui.driving import NARROW, WIDE, Person, day, filled, opened, stored
from tests.ui.test_snapshots import asking, reminding
from tests.ui.test_suggesting import early


def heavy(home: Path) -> Planner:
    """A plan with weeks that are too full."""
    planner = filled(home)
    return stored(planner, *(milestone(40 + n, title=f"Full day {n}", due=day(12), effort=600) for n in range(4)))


def suggesting(home: Path) -> Planner:
    """A plan that is under way, and templates that would go with it."""
    planner = early(home)
    built(planner, "craft")
    return planner


DIALOGS: dict[str, tuple[Callable[[Path], Planner], tuple[str, ...]]] = {
    "edit": (filled, ("j", "j", "j", "j", "j", "j", "e")),
    "edit a goal": (filled, ("2", "e")),
    "profile": (filled, ("f6",)),
    "reminders": (reminding, ("R",)),
    "answers": (asking, ("2", "A")),
    "move a goal": (filled, ("2", "m", "right_curly_bracket")),
    "move a milestone": (filled, ("m", "right_curly_bracket")),
    "move many": (filled, ("x", "j", "x", "m", "right_curly_bracket")),
    "tags of many": (filled, ("x", "j", "x", "number_sign")),
    "add": (filled, ("a",)),
    "note": (filled, ("n",)),
    "snooze": (filled, ("z",)),
    "links": (filled, ("d",)),
    "follows": (filled, ("e", "follows")),
    "calendar": (filled, ("e", "tab", "ctrl+o")),
    "delete": (filled, ("D",)),
    "new goal": (filled, ("2", "N")),
    "suggestions": (suggesting, ("f5",)),
    "background": (filled, ("f4",)),
    "filter": (filled, ("f",)),
    "themes": (filled, ("f2",)),
    "help": (filled, ("question_mark",)),
    "first steps": (filled, ("question_mark", "f")),
    "search": (filled, ("slash",)),
    "levelling": (heavy, ("W", "L")),
    "history": (filled, ("space", "H", "enter")),
    "achieve": (filled, ("2", "exclamation_mark")),
}


async def press(person: Person, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key == "follows":
            person.app.screen.query_one("#after").focus()
            await person.press("enter")
        else:
            await person.press(key)


async def opens(person: Person, keys: tuple[str, ...]) -> Dialog[object]:
    await press(person, keys)
    screen = person.app.screen
    assert isinstance(screen, Dialog), f"{keys} opens {screen}"
    return screen


def keys_in_sight(dialog: Dialog[object]) -> None:
    shown = [each for each in dialog.query(".keys").results(Static) if each.display]
    assert len(shown) == 1
    keys, box = shown[0].region, dialog.query_one(".box").region
    assert keys.height > 0
    assert dialog.region.contains_region(keys)
    assert keys.bottom <= box.bottom
    found, _ = dialog.get_widget_at(keys.x, keys.y)
    assert found is shown[0], "nothing lies over it"


async def test_how_to_save_and_leave_is_in_sight_in_a_form_that_scrolls(tmp_path: Path) -> None:
    async with opened(filled(tmp_path), NARROW) as person:
        dialog = await opens(person, ("e",))
        keys_in_sight(dialog)
        assert "ctrl+s saves" in person.screen


@pytest.mark.thorough
@pytest.mark.parametrize("size", [NARROW, (80, 15), WIDE], ids=str)
@pytest.mark.parametrize("name", DIALOGS)
async def test_the_keys_of_a_dialog_are_in_sight_wherever_the_focus_is(
    tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    make, keys = DIALOGS[name]
    async with opened(make(tmp_path), size) as person:
        dialog = await opens(person, keys)
        keys_in_sight(dialog)
        foot = next(each for each in dialog.query(".keys") if each.display).region.y
        for _ in range(len(dialog.focus_chain)):
            await person.press("tab")
            if person.app.screen is not dialog:
                break
            keys_in_sight(dialog)
            focused = person.app.focused
            if focused is not None and size[1] >= NARROW[1]:
                assert focused.region.y < foot, f"{focused} is above the keys"


@pytest.mark.thorough
@pytest.mark.parametrize("keys", [("e", "tab", "tab"), ("e", "follows", "escape")], ids=["one of", "picked"])
async def test_a_field_without_a_cursor_has_a_mark_while_it_has_the_focus(
    tmp_path: Path, keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(filled(tmp_path), NARROW) as person:
        await press(person, keys)
        focused = person.app.focused
        assert focused is not None
        region = focused.region
        line = person.app.screen._compositor.render_strips()[region.y].crop(region.x, region.right).text
        assert line.startswith("▌")
        await person.press("tab")
        line = person.app.screen._compositor.render_strips()[region.y].crop(region.x, region.right).text
        assert not line.startswith("▌")
