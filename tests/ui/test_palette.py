"""The palette: every command, found by name, done where it belongs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual import events

from planner.ui.actions import ROOMS, every, show_key
from planner.ui.commands import Command, commands, named
from planner.ui.modals.level import LevelWeeks
from planner.ui.modals.palette import Palette
from planner.ui.places import MODES
from planner.ui.screens.plan import PlanScreen
from planner.ui.screens.timeline import TimelineScreen
from planner.ui.screens.today import TodayScreen
from planner.ui.screens.weeks import WeeksScreen
from planner.ui.widgets.lines import Lines
from tests.ui.driving import Person, filled, opened


def the_palette(person: Person) -> Palette:
    palette = person.app.screen
    assert isinstance(palette, Palette)
    return palette


def chosen(person: Person) -> str:
    """The command under the cursor."""
    return the_palette(person).query_one(Lines).key


async def call(person: Person, text: str) -> None:
    """Do the first command that is found for these words."""
    await person.press("ctrl+p")
    await person.type(text)
    await person.press("enter")


async def test_every_command_of_every_place_is_there_with_its_key(tmp_path: Path) -> None:
    async with opened(filled(tmp_path), (120, 300)) as person:
        await person.press("ctrl+p")
        for action in every():
            key = show_key(action.keys.split(",")[0])
            assert not action.palette or any(
                action.help[:50] in line and re.search(rf" {re.escape(key)} +[│▁-█]", line)
                for line in person.screen.splitlines()
            ), action
        for room in ("ON A MILESTONE", "EVERYWHERE", "ON A GOAL", "TIMELINE", "CALENDAR", "TEMPLATES", "WEEKS"):
            assert room in person.screen


def test_every_command_can_be_reached_from_somewhere() -> None:
    opened_by = {each.id for each in every() if each.where == "app"}
    for action in every():
        if action.palette and action.where != "app":
            kind, _, mode = ROOMS[action.where].opens.partition(":")
            assert (mode in MODES) if kind in {"place", "face"} else (kind in opened_by), action


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("goal of your own", "app/new_goal"),
        ("own goal", "app/new_goal"),
        ("new goal", "app/new_goal"),
        ("critical path", "goals/path"),
        ("no two", ""),
        ("crtpth", "goals/path"),
        ("undo", "app/undo"),
        ("delete", "milestones/delete"),
        ("weeks level", "weeks/level"),
        ("pause the goal", "goals/pause"),
    ],
)
def test_words_find_a_command(typed: str, first: str) -> None:
    here = ("today", "milestones", "app")
    known = [Command(each, "", each.where in here) for each in commands(here)]
    assert next((each.name for each in named(known, typed)), "") == first


@pytest.mark.thorough
async def test_a_command_of_another_place_goes_there_and_does_it(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("3")
        assert isinstance(person.app.screen, TimelineScreen)
        before = person.app.screen.chart.scale.zoom
        await person.press("1")
        await call(person, "zoom out")
        assert person.app.current_mode == "timeline"
        assert isinstance(person.app.screen, TimelineScreen)
        assert person.app.screen.chart.scale.zoom != before
        await call(person, "level all")
        assert [type(each) for each in person.app.screen_stack[-2:]] == [WeeksScreen, LevelWeeks]
        await person.press("escape", "escape")
        await call(person, "only one category")
        assert person.app.current_mode == "templates"
        assert "Which category?" in person.screen


async def test_a_command_that_is_about_a_line_goes_there_and_says_what_to_choose(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    generation = planner.store.load().generation
    async with opened(planner) as person:
        await call(person, "drop")
        assert person.app.current_mode == "plan"
        assert "Choose a goal, then X: Drop the goal" in person.toasts
        await person.press("7")
        await call(person, "skip")
        assert person.app.current_mode == "today"
        assert "Choose a milestone, then s: Skip it" in person.toasts
    assert planner.store.load().generation == generation


@pytest.mark.thorough
async def test_from_the_weeks_a_command_of_today_finds_today_below(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("W")
        await call(person, "only what a filter lets through")
        assert isinstance(person.app.screen_stack[0], TodayScreen)
        assert not any(isinstance(each, WeeksScreen) for each in person.app.screen_stack)


async def test_what_is_not_there_is_said_and_enter_does_nothing(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("ctrl+p")
        await person.type("xyzzy [/foo] \x1b")
        assert "No command is called “xyzzy [/foo]" in person.screen
        await person.press("down", "up", "pagedown", "pageup", "enter")
        the_palette(person)


async def test_the_arrows_step_over_the_heads(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("ctrl+p")
        first = chosen(person)
        await person.press("up")
        assert chosen(person) == first
        for _ in range(22):
            the_palette(person).action_move(1)
            assert chosen(person)
        assert chosen(person) != first
        await person.press("pagedown", "pageup", "ctrl+p")
        assert chosen(person)


@pytest.mark.parametrize("place", ["1", *(pytest.param(key, marks=pytest.mark.thorough) for key in "37WH")])
async def test_a_goal_of_ones_own_begins_anywhere(tmp_path: Path, place: str) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press(place, "N")
        await person.type("Lead the guild")
        await person.press("ctrl+s")
        assert "Lead the guild" in [each.title for each in planner.store.load().goals.values()]
        assert person.app.current_mode == "plan"
        assert isinstance(person.app.screen, PlanScreen)
        goal = person.app.screen.goal_here()
        assert goal is not None
        assert goal.title == "Lead the guild"


async def test_two_clicks_beside_it_close_it_once(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("ctrl+p")
        palette = the_palette(person)
        palette.dismiss()
        palette.dismiss()
        await person.wait()
        assert person.app._exception is None
        assert len(person.app.screen_stack) == 1


async def test_two_answers_to_a_question_are_one(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("2", "enter", "D")
        depth = len(person.app.screen_stack)
        question = person.app.screen
        question.dismiss(None)
        question.dismiss(None)
        await person.wait()
        assert len(person.app.screen_stack) == depth - 1


@pytest.mark.parametrize("keys", ["ctrl+p", "slash", "a", "n", "w", "z", "e"])
async def test_what_is_pasted_reaches_no_terminal(tmp_path: Path, keys: str) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press(keys)
        if keys == "z":
            await person.press("tab")
        paste = events.Paste("esc \x1b[2J \x9b2J \u202eevil")
        assert person.app._driver is not None
        person.app._driver.process_message(paste)
        await person.wait()
        assert "evil" in person.screen
        assert not {"\x1b", "\x9b", "\u202e"} & set(person.screen)
