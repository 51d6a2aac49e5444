"""The Welcome: from nothing to a first dated plan, and out of it whenever one wants."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from planner.domain.template import Template
from planner.ui.screens.welcome import FirstPlan, WelcomeScreen
from planner.ui.widgets.cards import Cards
from planner.wiring import Planner
from tests.domain.making import step, template
from tests.services.people import only_goal, plan_of
from tests.ui.driving import NARROW, WIDE, Person, opened, settled, the_app, until
from tests.ui.templates_app import planner_with

CRAFT = template(step("a", "start"), id="craft", title="Master your craft", summary="Half a year of practice.")
LEAD = template(step("a", "start"), id="lead", title="Lead by example", category="leadership", stages=("senior",))
EXAM = template(
    step("study", "target-P8W"),
    step("exam", "target", fixed=True),
    id="exam",
    title="Earn a certificate",
    category="certification",
    plan_from="target",
    stages=("early", "mid"),
)
SHELF: tuple[Template, ...] = (CRAFT, EXAM, LEAD)


def empty(home: Path) -> Planner:
    return planner_with(home, *SHELF)


def at_cards(person: Person) -> Cards:
    assert isinstance(person.app.screen, WelcomeScreen)
    assert person.app.screen.has_class("-cards")
    return person.app.screen.query_one(Cards)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_three_answers_and_a_date_are_a_dated_plan(tmp_path: Path, size: tuple[int, int]) -> None:
    planner = empty(tmp_path)
    async with opened(planner, size, welcome=True) as person:
        assert "Where are you in your career?" in person.screen
        await person.press("2", "enter")
        await person.type("7.5")
        assert "32½ h a month" in person.screen
        await person.press("enter")
        assert at_cards(person).key == "exam"
        assert "certification" in person.screen
        await person.press("enter")
        assert isinstance(person.app.screen, FirstPlan)
        assert "3 of 3" in person.screen
        await person.type("1 jun 2027")
        await person.press("ctrl+s")
        assert only_goal(planner).title == "Earn a certificate"
        profile = planner.profiles.get()
        assert (profile.stage, profile.hours_per_week) == ("mid", "7.5")
        assert person.app.current_mode == "plan"
        await until(lambda: "Shall reminders also come while the planner is closed?" in person.screen)
        await person.press("n")
        assert "Earn a certificate" in person.screen


async def test_it_can_be_left_at_once_and_comes_back_from_the_palette(tmp_path: Path) -> None:
    planner = empty(tmp_path)
    async with opened(planner, welcome=True) as person:
        await person.press("escape")
        assert "Nothing planned yet." in person.screen
        assert plan_of(planner).generation == 0
        await person.press("1")
        assert "Nothing planned yet." in person.screen
        await person.press("f3")
        assert isinstance(person.app.screen, WelcomeScreen)


async def test_who_has_a_plan_is_not_asked(tmp_path: Path) -> None:
    planner = empty(tmp_path)
    planner.milestones.add("Read on")
    async with opened(planner, welcome=True) as person:
        assert "NO DATE YET  1" in person.screen
        await person.press("u")
        assert "Nothing planned yet." in person.screen


async def test_what_is_typed_filters_and_escape_goes_back_step_by_step(tmp_path: Path) -> None:
    async with opened(empty(tmp_path), welcome=True) as person:
        await person.press("ctrl+s")
        cards = at_cards(person)
        assert cards.key == "craft"
        await person.press("right")
        assert cards.key == "exam"
        await person.press("down", "left", "left")
        assert cards.key == "craft"
        await person.type("lead")
        assert cards.key == "lead"
        await person.type("nothing like it")
        assert "Nothing has “nothing like it”" in person.screen
        await person.press("enter")
        assert at_cards(person).key == ""
        await person.press("escape")
        assert cards.key == "craft"
        await person.press("escape")
        assert "Where are you in your career?" in person.screen
        await person.press("escape")
        assert "Nothing planned yet." in person.screen


async def test_who_begins_and_types_the_name_of_a_plan_gets_that_plan(tmp_path: Path) -> None:
    first = template(step("a", "start"), id="capm", title="Earn the CAPM", summary="A step before the PMP.")
    other = template(step("a", "start"), id="pmp", title="Earn the PMP", stages=("mid",))
    async with opened(planner_with(tmp_path, first, other), welcome=True) as person:
        await person.press("1", "ctrl+s")
        cards = at_cards(person)
        assert cards.key == "capm"
        await person.press("p", "m")
        assert cards.key == "capm"  # both have it, and this one fits the stage
        await person.press("p")
        assert cards.key == "pmp"
        await person.press("enter")
        assert "Plan it  Earn the PMP" in person.screen


async def test_hours_that_are_none_are_told_beside_the_field_and_hold_it_up(tmp_path: Path) -> None:
    planner = empty(tmp_path)
    async with opened(planner, welcome=True) as person:
        await person.press("enter")
        await person.type("many")
        assert "no number of hours a week" in person.screen
        await person.press("enter")
        assert "Where are you in your career?" in person.screen
        assert plan_of(planner).generation == 0


async def test_the_whole_of_what_is_wrong_with_the_hours_is_seen_on_a_narrow_terminal(tmp_path: Path) -> None:
    async with opened(empty(tmp_path), NARROW, welcome=True) as person:
        await person.press("enter")
        await person.type("20 may 2027")
        assert "Write a number such as 6, or 7.5." in " ".join(person.screen.split())


async def test_a_card_is_taken_with_the_mouse(tmp_path: Path) -> None:
    async with opened(empty(tmp_path), welcome=True) as person:
        await person.press("ctrl+s")
        cards = at_cards(person)
        await person.pilot.click(cards, offset=(45, 2))
        await person.wait()
        assert cards.key == "exam"
        await person.pilot.click(cards, offset=(45, 2))
        await person.wait()
        assert isinstance(person.app.screen, FirstPlan)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
@pytest.mark.parametrize("step_", ["about", "cards"])
def test_it_looks_as_it_did(
    snap_compare: Callable[..., bool], tmp_path: Path, step_: str, size: tuple[int, int]
) -> None:
    async def walk(pilot: Pilot[None]) -> None:
        await settled(pilot)
        if step_ == "cards":
            await pilot.press("ctrl+s")
            await settled(pilot)
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False
        await settled(pilot)

    assert snap_compare(the_app(empty(tmp_path), welcome=True), terminal_size=size, run_before=walk)
