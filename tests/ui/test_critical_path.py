"""The critical path in the app, and what presses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planner.domain.plan import Edit
from planner.ui.screens.critical_path import PathScreen
from planner.ui.widgets.detail import DetailPane
from planner.wiring import Planner
from tests.domain.making import goal, milestone
from tests.services.people import a_planner
from tests.ui.driving import NARROW, WIDE, Person, day, opened, stored, title_of
from tests.ui.test_hostile import WORST, check, named

SIZES = [WIDE, pytest.param(NARROW, marks=pytest.mark.thorough)]


def pressed(home: Path) -> Planner:
    """A chain to a fixed date, of which the second step should have been begun; other goals without a path."""
    own = goal(1, title="Speak well", target=day(60))
    rest = goal(2, title="A rest", status="paused", paused_on=day(-2), order=1)
    return stored(
        a_planner(home),
        *(own, rest, goal(3, title="Nothing yet", order=2)),
        milestone(1, title="Read the book", goal=own.id, due=day(0), effort=60, order=1),
        milestone(2, title="Write it down", goal=own.id, due=day(4), effort=720, order=2),
        milestone(
            3,
            title="Give the [b]talk[/b]",
            goal=own.id,
            due=day(5),
            fixed=True,
            after=(milestone(1).id, milestone(2).id),
            order=3,
        ),
        milestone(4, title="Buy a pen", goal=own.id, due=day(30), order=4),
        milestone(5, title="Sleep", goal=rest.id, due=day(-30), effort=600),
    )


async def path(person: Person, *keys: str) -> PathScreen:
    await person.press("2", *keys, "P")
    screen = person.app.screen
    assert isinstance(screen, PathScreen)
    return screen


def shown(person: Person) -> str:
    """The id of the record that has the screen for itself."""
    return person.app.screen.query_one(DetailPane).about


LATE = "“Write it down” should have been begun by Wed 11 Nov"


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_path_of_a_goal_is_shown_and_its_steps_open(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(pressed(tmp_path), size) as person:
        await path(person)
        assert "Critical path: 2 steps · no slack" in person.screen
        assert "! begin by Wed 11 Nov · no slack" in person.screen
        assert "⊘ Give the [b]talk[/b]" in person.screen
        assert "up to the fixed date of “Give the [b]talk[/b]”, Thu 26 Nov" in person.screen
        assert LATE in person.screen
        await person.press("enter")
        late = title_of(person.app.planner, "Write it down").id
        assert shown(person) == late
        await person.press("escape")
        person.app.screen.query_one(DetailPane).go(f"warning:{late}")
        await person.press("enter")
        assert shown(person) == late
        await person.press("escape", "escape")
        assert "ACTIVE  2" in person.screen


@pytest.mark.thorough
async def test_a_step_of_the_path_is_done_where_it_stands(tmp_path: Path) -> None:
    async with opened(pressed(tmp_path)) as person:
        await path(person)
        await person.press("space")
        assert title_of(person.app.planner, "Write it down").status == "done"
        assert "Critical path: 2 steps" in person.screen
        assert "Read the book" in person.screen
        assert LATE not in person.screen


@pytest.mark.thorough
async def test_it_opens_from_a_milestone_of_the_goal_and_from_the_goals_own_screen(tmp_path: Path) -> None:
    async with opened(pressed(tmp_path), NARROW) as person:
        screen = await path(person, "right", "down")
        assert screen.record == goal(1).id
        await person.press("escape")
        person.list.go(f"goal:{goal(1).id}")
        await person.press("enter")
        assert shown(person) == goal(1).id
        assert "2 critical steps, no slack, 1 warning: P shows the path" in person.screen
        await person.press("P")
        assert "Critical path: 2 steps · no slack" in person.screen


@pytest.mark.thorough
async def test_a_goal_without_a_path_says_why(tmp_path: Path) -> None:
    async with opened(pressed(tmp_path)) as person:
        await person.press("2")
        for title, said in (("Nothing yet", "“Nothing yet” has no milestones yet"), ("A rest", "“A rest” is paused")):
            await person.go(title)
            await person.press("P")
            assert said in person.screen
            await person.press("escape")


@pytest.mark.thorough
async def test_where_there_is_no_goal_nothing_opens(tmp_path: Path) -> None:
    planner = a_planner(tmp_path)
    planner.milestones.add("Buy a pen tomorrow")
    async with opened(planner) as person:
        await person.press("2", "P")
        assert "Choose a goal first." in person.toasts


async def test_a_latest_start_that_has_passed_is_told_in_words(tmp_path: Path) -> None:
    async with opened(pressed(tmp_path)) as person:
        await person.press("2", "right")
        row = next(line for line in person.screen.splitlines() if "○ Write it down" in line)
        assert "! begin now" in row
        assert "! begin now" not in next(line for line in person.screen.splitlines() if "○ Read the book" in line)
        person.list.go(f"milestone:{milestone(2).id}")
        await person.wait()
        assert "begin by Wed 11 Nov · no slack" in person.screen
        assert "! “Write it down” should have been" in person.screen
        await person.press("t")
        assert "! begin now" not in person.screen


@pytest.mark.thorough
async def test_a_circle_from_a_damaged_file_is_named(tmp_path: Path) -> None:
    planner = pressed(tmp_path)
    talk = title_of(planner, "Give the [b]talk[/b]")
    read = title_of(planner, "Read the book")
    planner.store.commit(lambda _plan: Edit("By hand", (replace(read, after=(talk.id,)),)))
    async with opened(planner) as person:
        await path(person)
        said = " ".join(person.screen.split())
        assert "each waits for the next, round in a circle. Take one of these links away." in said
        await person.press("escape", "right")
        assert "! in a circle" in person.screen


@pytest.mark.thorough
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("text", WORST, ids=named(WORST))
async def test_hostile_titles_are_text_on_the_path_and_among_the_links(
    tmp_path: Path, text: str, size: tuple[int, int]
) -> None:
    planner = pressed(tmp_path)
    plan = planner.store.load()
    goals = [replace(each, title=text) for each in plan.goals.values()]
    stored(planner, *goals, *(replace(each, title=text) for each in plan.milestones.values()))
    async with opened(planner, size) as person:
        for key in ("2", "right", "P", "j", "enter", "d", "enter", "tab", "enter", "escape", "escape", "escape"):
            await person.press(key)
            check(person)


@pytest.mark.thorough
async def test_the_screen_goes_with_its_goal(tmp_path: Path) -> None:
    planner = pressed(tmp_path)
    async with opened(planner) as person:
        await path(person)
        planner.goals.delete(goal(1).id)
        person.app.changed()
        await person.wait()
        assert "It is no longer there." in person.toasts
        assert "Critical path" not in person.screen


async def test_with_much_room_nothing_is_critical_and_the_tightest_chain_is_shown(tmp_path: Path) -> None:
    own = goal(1, title="Speak well", target=day(200))
    planner = stored(
        a_planner(tmp_path),
        own,
        milestone(1, title="Read the book", goal=own.id, due=day(10), effort=60, order=1),
        milestone(2, title="Give the talk", goal=own.id, due=day(200), after=(milestone(1).id,), order=2),
    )
    async with opened(planner) as person:
        await path(person)
        assert "Nothing is critical: 189 days of room · the tightest chain:" in person.screen
        assert "begin by" in person.screen or "can begin as late as" in person.screen
        await person.press("escape")
        pane = " ".join(line.partition("│")[2].strip() for line in person.screen.splitlines() if "│" in line)
        assert "nothing is critical: 189 days of room: P shows the path" in " ".join(pane.split())
