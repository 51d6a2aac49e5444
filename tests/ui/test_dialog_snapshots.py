"""What dialogs, first steps, questions after trouble and empty places look like, wide and narrow."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from planner.domain.draft import Draft
from planner.domain.errors import SaveFailed
from planner.services.edits import MilestoneEdit
from planner.store.unfinished import FileUnfinished
from planner.ui import theme
from planner.wiring import Planner
from tests.domain.making import milestone
from tests.services.people import a_planner
from tests.ui.driving import NARROW, WIDE, filled, the_app
from tests.ui.test_dialogs import heavy, suggesting
from tests.ui.test_snapshots import asking, pressing, reminding
from tests.ui.test_trouble import troubled

Compare = Callable[..., bool]
Act = Callable[[Pilot[Any]], Awaitable[None]]


def failing(home: Path) -> Planner:
    """Its disk is full."""
    planner, store = troubled(home)
    store.saving = SaveFailed(
        "plan.json could not be saved (no space left on the device); nothing was changed.", "Make room and try again."
    )
    made: Planner = planner
    return made


def typing(home: Path) -> Planner:
    """Ended while a line was typed."""
    texts = {"line": "Ask Ada about the mentoring next thu"}
    FileUnfinished(home).save(Draft(kind="add", record="", about="", texts=texts))
    return filled(home)


def muted(home: Path) -> Planner:
    """A goal whose reminders do not come."""
    planner = filled(home)
    planner.goals.mute("Earn the certificate", muted=True)
    return planner


def focusing(name: str, *keys: str) -> Act:
    """Press `e`, put the focus on a field, press these."""

    async def act(pilot: Pilot[Any]) -> None:
        await pressing("e")(pilot)
        pilot.app.screen.query_one(f"#{name}").focus()
        await pressing(*keys)(pilot)

    return act


async def meanwhile(pilot: Pilot[Any]) -> None:
    """The title is changed in the form, and elsewhere before it is saved."""
    await pressing("e")(pilot)
    app: Any = pilot.app
    app.screen.query_one("#title", Input).value = "Ask three references"
    app.planner.milestones.edit(milestone(1).id, MilestoneEdit(title="Ask two old colleagues"))
    await pressing("ctrl+s")(pilot)


SCREENS: dict[str, tuple[Callable[[Path], Planner], Act]] = {
    "calendar_of_a_date": (filled, focusing("due", "tab", "ctrl+o")),
    "follows": (filled, focusing("after", "enter")),
    "one_of": (filled, focusing("kind", "enter")),
    "focus_on_a_choice": (filled, focusing("kind")),
    "new_goal": (filled, pressing("2", "N")),
    "suggestions": (suggesting, pressing("f5")),
    "background": (filled, pressing("f4")),
    "profile": (reminding, pressing("f6")),
    "picture": (filled, pressing("E")),
    "calendar_file": (filled, pressing("f8")),
    "first_steps": (filled, pressing("question_mark", "f")),
    "typed_before": (typing, pressing()),
    "changed_meanwhile": (filled, meanwhile),
    "not_saved": (failing, pressing("space")),
    "levelling": (heavy, pressing("W", "L")),
    "levelling_nothing": (filled, pressing("W", "L")),
    "take_back": (filled, pressing("space", "a", "=Call Ada", "enter", "H", "j", "enter")),
    "muted": (muted, pressing("2")),
    "muted_goal": (muted, pressing("2", "enter")),
    "move_goal": (asking, pressing("2", "m", "right_curly_bracket")),
    "filter": (filled, pressing("f")),
    "reminders_off": (filled, pressing("R")),
    "weeks_empty": (a_planner, pressing("W")),
    "history_empty": (a_planner, pressing("H")),
    "plan_empty": (a_planner, pressing("2")),
    "timeline_empty": (a_planner, pressing("3")),
    "search_empty": (a_planner, pressing("slash", "=nothing like it")),
}


async def still(pilot: Pilot[Any]) -> None:
    """No cursor blinks."""
    for field in pilot.app.screen.query("Input, TextArea"):
        assert isinstance(field, Input | TextArea)
        field.cursor_blink = False
        field._cursor_visible = True
    await pressing()(pilot)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
@pytest.mark.parametrize("name", SCREENS)
def test_dialog(name: str, size: tuple[int, int], tmp_path: Path, snap_compare: Compare) -> None:
    make, act = SCREENS[name]

    async def walk(pilot: Pilot[Any]) -> None:
        await act(pilot)
        await still(pilot)

    assert snap_compare(the_app(make(tmp_path)), terminal_size=size, run_before=walk)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
def test_a_form_in_the_light_theme(size: tuple[int, int], tmp_path: Path, snap_compare: Compare) -> None:
    app = the_app(filled(tmp_path))
    app.theme = theme.LIGHT
    assert snap_compare(app, terminal_size=size, run_before=focusing("kind"))


@pytest.mark.parametrize("shown", [theme.DARK, theme.LIGHT])
def test_sixteen_colours(shown: str, tmp_path: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("COLORTERM")
    app = the_app(filled(tmp_path))

    async def walk(pilot: Pilot[Any]) -> None:
        pilot.app.theme = shown
        await pressing("2")(pilot)

    assert snap_compare(app, terminal_size=WIDE, run_before=walk)
