"""The shell round the places: actions, palette, help, themes, start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from textual.app import App
from textual.color import Color
from textual.screen import Screen
from textual.theme import Theme

from planner.store.memory import MemoryStore
from planner.ui import theme
from planner.ui.actions import bindings, every, inside, show_key
from planner.ui.app import PlannerApp
from planner.ui.modals.help import Help
from planner.ui.places import PLACES
from planner.ui.screens.detail import GoalScreen, MilestoneScreen
from planner.ui.screens.plan import PlanScreen
from planner.ui.screens.timeline import TimelineScreen
from planner.ui.screens.today import TodayScreen
from planner.ui.widgets.lines import Lines
from tests.domain.making import milestone
from tests.services.people import HashedIds, SetClock, a_planner
from tests.ui.driving import NARROW, WIDE, filled, opened, the_app

SCREENS = (TodayScreen, PlanScreen, TimelineScreen, MilestoneScreen, GoalScreen)


@pytest.mark.parametrize("screen", SCREENS)
def test_every_action_of_a_screen_is_a_method_of_it(screen: type[Screen[None]]) -> None:
    for action in inside(screen.WHERE):  # type: ignore[attr-defined]  # all of them are places
        assert callable(getattr(screen, f"action_{action.id.partition(':')[0]}")), action.id


def test_every_action_of_the_app_and_of_lists_is_a_method() -> None:
    for action in inside(["app"]):
        assert callable(getattr(PlannerApp, f"action_{action.id.partition(':')[0]}")), action.id
    for action in inside(["list"]):
        assert callable(getattr(Lines, f"action_{action.id}")), action.id


@pytest.mark.parametrize("screen", SCREENS)
def test_no_key_of_a_screen_means_two_things(screen: type[Screen[None]]) -> None:
    rooms = dict.fromkeys((*screen.WHERE, "list", "app"))  # type: ignore[attr-defined]  # all of them are places
    owners: dict[str, str] = {}
    for action in inside(rooms):
        for key in action.keys.split(","):
            assert owners.setdefault(key, action.id) == action.id, key


def test_the_keys_of_the_design_are_there() -> None:
    keys = {
        action.id: action.keys.split(",") for action in every() if action.where in {"app", "milestones", "list", "pane"}
    }
    expected = {
        "search": "slash", "command_palette": "ctrl+p", "help": "question_mark", "add": "a", "complete": "space",
        "edit": "e", "move": "m", "snooze": "z", "undo": "u", "redo": "ctrl+r", "open_row": "enter", "back": "escape",
    }  # fmt: skip
    for action, key in expected.items():
        assert key in keys[action], action
    assert [place.number for place in PLACES] == ["1", "2", "3", "7"]


def test_every_key_is_shown_as_it_stands_on_the_keyboard() -> None:
    shown = [show_key(key) for action in every() for key in action.keys.split(",")]
    assert [key for key in shown if "_" in key] == []


def test_every_action_says_what_it_does() -> None:
    for action in every():
        assert action.help
        assert action.help[0].isupper()
        assert not action.help.endswith(".")


def test_a_room_without_actions_is_a_mistake() -> None:
    with pytest.raises(LookupError):
        bindings("nowhere")
    assert [show_key(key) for key in ("slash", "ctrl+p", "G")] == ["/", "ctrl+p", "G"]


async def test_help_shows_the_keys_of_where_one_is_and_every_symbol(tmp_path: Path) -> None:
    async with opened(filled(tmp_path), (120, 110)) as person:
        await person.press("question_mark")
        for words in (
            "On a milestone",
            "Complete the milestone",
            "Everywhere",
            "Symbols",
            "waiting for someone",
            "at risk",
        ):
            assert words in person.screen, words
        assert "On a goal" not in person.screen
        await person.press("escape", "2", "question_mark")
        assert "On a goal" in person.screen
        await person.press("q")
        assert not isinstance(person.app.screen, Help)


async def test_the_palette_finds_an_action_by_what_it_does_and_runs_it(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("ctrl+p")
        await person.type("go to plan")
        await person.press("enter")
        assert person.app.current_mode == "plan"


async def test_q_quits_and_so_does_ctrl_q(tmp_path: Path) -> None:
    for key in ("q", "ctrl+q"):
        async with opened(a_planner(tmp_path)) as person:
            await person.pilot.press(key)
            await person.pilot.pause()
        assert person.app.return_code == 0


async def test_a_place_is_built_when_first_opened_and_kept(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        assert "planner.ui.screens.plan" in sys.modules
        await person.press("2")
        plan = person.app.screen
        await person.press("1", "2")
        assert person.app.screen is plan


async def test_a_place_behind_shows_what_changed_when_it_comes_to_the_front(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("2", "1", "space", "2")
        assert "2 of 6" in person.screen


async def test_the_narrow_footer_keeps_help_and_palette(tmp_path: Path) -> None:
    async with opened(filled(tmp_path), (60, 20)) as person:
        last = person.screen.splitlines()[-1]
        assert "? help" in last
        assert "ctrl+p palette" in last
        assert "space done" in last


class WatchedStore(MemoryStore):
    """Says when it was first read."""

    def __init__(self, painted: list[str]) -> None:
        super().__init__(SetClock(), HashedIds(), "test")
        self.painted = painted

    def load(self):  # type: ignore[no-untyped-def]  # as in the store
        self.painted.append("load")
        return super().load()


async def test_the_first_screen_is_painted_before_the_store_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    app = the_app(a_planner(tmp_path, store=WatchedStore(events)))
    paint = App._display

    def painted(self: App[None], screen: Screen[None], renderable: object) -> None:
        events.append("paint")
        paint(self, screen, renderable)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(App, "_display", painted)
    async with app.run_test(size=WIDE) as pilot:
        while "load" not in events:
            await pilot.pause()
    assert "paint" in events[: events.index("load")]


def test_importing_the_app_loads_nothing_that_only_some_screens_need() -> None:
    script = "import sys, planner.ui.app, planner.ui.screens.today; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    for heavy in (
        "tinydb", "plyer", "jeepney", "jsonschema", "textual.widgets._text_area", "textual.widgets._data_table",
        "textual.widgets._markdown", "planner.ui.screens.plan", "planner.ui.screens.templates", "planner.store.tiny",
    ):  # fmt: skip
        assert heavy not in loaded, heavy


def ratio(one: Color, other: Color) -> float:
    def luminance(color: Color) -> float:
        parts = [part / 255 for part in color.rgb]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("each", theme.THEMES, ids=lambda each: each.name)
@pytest.mark.parametrize("ground", ["background", "surface", "panel", "cursor"])
@pytest.mark.parametrize("ink", ["text", "muted", "accent", "danger", "good"])
def test_text_has_enough_contrast_on_every_ground(each: Theme, ground: str, ink: str) -> None:
    colours = {
        "background": each.background, "surface": each.surface, "panel": each.panel, "accent": each.accent,
        **each.variables,
    }  # fmt: skip
    on, of = colours[ground], colours[ink]
    assert on
    assert of
    assert ratio(Color.parse(of), Color.parse(on)) >= 4.5


async def test_another_theme_does_not_break_the_app(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        for name in ("nord", "ansi-dark", "textual-light"):
            person.app.theme = name
            await person.press("j")
            assert "OVERDUE" in person.screen


async def test_without_colour_all_is_still_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(filled(tmp_path), NARROW) as person:
        assert person.app.no_color
        for words in ("OVERDUE  1", "yesterday", "◆", "◐", "▌"):
            assert words in person.screen


@pytest.mark.parametrize("size", [(1, 1), (20, 6), (45, 12), (260, 70)], ids=str)
async def test_no_terminal_is_too_small_or_too_large(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(filled(tmp_path), size) as person:
        for key in (
            "j",
            "enter",
            "escape",
            "a",
            "escape",
            "e",
            "escape",
            "question_mark",
            "escape",
            "2",
            "l",
            "D",
            "escape",
        ):
            await person.press(key)
            assert person.app.is_running
            assert {strip.cell_length for strip in person.app.screen._compositor.render_strips()} == {size[0]}


async def test_the_pane_comes_and_goes_with_the_width(tmp_path: Path) -> None:
    async with opened(filled(tmp_path), NARROW) as person:
        assert "│" not in person.screen
        await person.pilot.resize_terminal(*WIDE)
        await person.wait()
        assert "│  Ask two references for their dates" in person.screen
        await person.press("j", "j")
        assert "│  Mock exam 1" in person.screen
        await person.press("enter")
        await person.pilot.resize_terminal(*NARROW)
        await person.wait()
        await person.press("j")
        assert person.list.key == milestone(3).id, "the keys work without the pane"
