"""The history as a person walks through it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from planner.domain.walk import Act
from planner.wiring import Planner
from tests.services.people import a_planner, plan_of
from tests.ui.driving import NARROW, WIDE, opened, settled, the_app


def written(home: Path) -> Planner:
    planner = a_planner(home)
    for title in ("Read the handbook", "Write the letter", "[/foo] call"):
        planner.milestones.add(f"{title} tomorrow")
    return planner


def titles(planner: Planner) -> set[str]:
    return {each.title for each in plan_of(planner).milestones.values()}


async def test_acts_are_listed_by_day_with_what_they_changed(tmp_path: Path) -> None:
    planner = written(tmp_path)
    planner.milestones.start([next(iter(plan_of(planner).milestones))])
    async with opened(planner) as person:
        await person.press("H")
        assert "TODAY  4" in person.screen
        assert "status  todo → doing" in person.screen
        assert "Add “[/foo] call”" in person.screen


async def test_back_to_a_point_asks_and_forward_makes_again(tmp_path: Path) -> None:
    planner = written(tmp_path)
    async with opened(planner) as person:
        await person.press("H", "j", "enter")
        assert "Take back 2 acts?" in person.screen
        assert "Add “Write the letter”,\n" in "\n".join(each.strip("│ ") for each in person.screen.splitlines())
        assert "and the 1 act after it." in person.screen
        await person.press("y")
        assert titles(planner) == {"Read the handbook"}
        assert "taken back" in person.screen
        assert "Undone: Add “Write the letter” and 1 more" in person.toasts
        await person.press("k", "enter", "y")
        assert titles(planner) == {"Read the handbook", "Write the letter", "[/foo] call"}


async def test_what_is_gone_is_said_to_be(tmp_path: Path) -> None:
    planner = written(tmp_path)
    planner.history.undo()
    planner.milestones.add("Another")
    async with opened(planner) as person:
        await person.press("H")
        gone = next(act.change.id for act in planner.history.acts() if act.state == "gone")
        person.list.go(gone)
        await person.press("enter")
        assert "cannot be made again" in person.toasts


async def test_an_empty_history_says_so_and_escape_leaves(tmp_path: Path) -> None:
    async with opened(a_planner(tmp_path)) as person:
        await person.press("H")
        assert "Nothing was done yet." in person.screen
        await person.press("escape")
        assert "Nothing planned yet." in person.screen


async def test_the_cursor_stays_on_its_act(tmp_path: Path) -> None:
    planner = written(tmp_path)
    async with opened(planner) as person:
        await person.press("H", "j")
        row = person.list.row
        assert row is not None
        act: Act = row.data
        await person.press("u")
        assert person.list.key == act.change.id


@pytest.mark.thorough
async def test_only_what_touched_one_goal_is_shown_and_going_back_counts_all(tmp_path: Path) -> None:
    planner = written(tmp_path)
    planner.goals.begin("Lead the guild")
    planner.milestones.add("Found it tomorrow", goal="Lead the guild")
    planner.milestones.add("Something else")
    async with opened(planner) as person:
        await person.press("H", "f")
        assert "Show only what touched" in person.screen
        await person.press("j", "enter")
        assert "only: “Lead the guild”  2 of 6  esc takes it off" in person.screen
        assert "Something else" not in person.screen
        assert "goal  “Lead the guild”" in person.screen, "what was made is told field by field"
        await person.press("enter")
        assert "and the 1 act after it." in person.screen, "also of what is not shown"
        await person.press("escape", "escape")
        assert "Something else" in person.screen
        await person.press("escape")
        assert "Everything" not in person.screen


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
def test_it_looks_as_it_did(snap_compare: Callable[..., bool], tmp_path: Path, size: tuple[int, int]) -> None:
    planner = written(tmp_path)
    planner.history.undo()

    async def walk(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("H")
        await settled(pilot)

    assert snap_compare(the_app(planner), terminal_size=size, run_before=walk)
