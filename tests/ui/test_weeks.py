"""The weeks in the app: what is too full, what could move, one key for one move and one for all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from planner.domain.capacity import Week
from planner.ui.modals.level import LevelWeeks
from planner.ui.screens.detail import MilestoneScreen
from planner.ui.screens.weeks import WeeksScreen, _bar
from planner.wiring import Planner
from tests.domain.making import milestone
from tests.services.people import a_planner, plan_of
from tests.ui.driving import NARROW, WIDE, Person, day, opened, settled, stored, the_app


def full(home: Path) -> Planner:
    """Three weeks too full, days away, something that cannot be laid out."""
    planner = a_planner(home)
    for text in (
        "Mock exam 1 2026-12-12 ~4h",
        "Mock exam 2 2026-12-13 ~4h",
        "Read [b]all[/b] of it 2027-02-06 ~4h",
        "Write the case 2027-02-07 ~4h",
        "Send the case 2027-01-23 ~4h !fixed",
        "Defend the case 2027-01-24 ~4h !fixed",
        "Ask for a date ~1h",
    ):
        planner.milestones.add(text)
    return planner


def due(planner: Planner) -> dict[str, str]:
    return {each.title: str(each.due) for each in plan_of(planner).milestones.values()}


async def weeks(person: Person) -> WeeksScreen:
    await person.press("W")
    screen = person.app.screen
    assert isinstance(screen, WeeksScreen)
    return screen


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=str)
async def test_what_is_too_full_is_named_with_its_hours(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(full(tmp_path), size) as person:
        await weeks(person)
        assert "▲ 3 weeks of 26 too full" in person.screen
        assert "7 – 13 Dec" in person.screen
        assert "8 of 6 h" in person.screen
        assert "2 h over" in person.screen
        assert "Not laid out: 1 has no date." in person.screen
        await person.press("escape")
        assert not isinstance(person.app.screen, WeeksScreen)


async def test_one_key_takes_the_move_and_one_takes_it_back(tmp_path: Path) -> None:
    planner = full(tmp_path)
    before = due(planner)
    async with opened(planner) as person:
        screen = await weeks(person)
        screen.lines.go("2026-12-07")
        await person.wait()
        assert "→ Move “Mock exam" in person.screen
        await person.press("y")
        assert "2 weeks of 26 too full" in person.screen
        assert due(planner) != before
        await person.press("u")
        assert due(planner) == before
        assert "3 weeks of 26 too full" in person.screen


async def test_a_week_that_fits_needs_no_move(tmp_path: Path) -> None:
    planner = full(tmp_path)
    async with opened(planner) as person:
        screen = await weeks(person)
        screen.lines.go("2026-12-28")
        await person.press("y")
        assert "not too full" in person.toasts
        screen.lines.go("2027-01-18")
        await person.press("y")
        assert "No single move" in person.toasts


async def test_levelling_is_seen_first_and_refused_where_no_plan_fits(tmp_path: Path) -> None:
    planner = full(tmp_path)
    planner.milestones.delete([each.id for each in plan_of(planner).milestones.values() if not each.fixed])
    before = due(planner)
    async with opened(planner) as person:
        await weeks(person)
        await person.press("L")
        assert isinstance(person.app.screen, LevelWeeks)
        assert "“Defend the case” cannot be done by 24 Jan 2027" in person.screen
        assert "What would help" in person.screen
        assert "enter moves them" not in person.screen
        await person.press("enter")
        assert due(planner) == before


async def test_all_that_is_said_can_be_read_on_a_low_terminal(tmp_path: Path) -> None:
    jobs = [
        milestone(80 + n, title=f"A job that stays {n} " * 4, due=day(12), effort=300, fixed=True) for n in range(7)
    ]
    async with opened(stored(full(tmp_path), *jobs), NARROW) as person:
        await person.press("W", "L")
        assert "What would help" not in person.screen
        for _ in range(6):
            await person.press("pagedown")
        assert "What would help" in person.screen
        assert "enter moves them" in person.screen or "esc leaves" in person.screen


async def test_levelling_moves_what_was_seen_as_one_change(tmp_path: Path) -> None:
    planner = full(tmp_path)
    planner.milestones.delete([each.id for each in plan_of(planner).milestones.values() if each.fixed])
    before = due(planner)
    async with opened(planner) as person:
        await weeks(person)
        await person.press("L")
        assert "milestones later" in person.screen
        await person.press("escape")
        assert due(planner) == before
        await person.press("L", "enter")
        assert "Level the weeks" in person.toasts
        assert "✓ No week of the next 26 is too full" in person.screen
        await person.press("u")
        assert due(planner) == before


async def test_a_milestone_of_the_week_opens(tmp_path: Path) -> None:
    async with opened(full(tmp_path)) as person:
        screen = await weeks(person)
        screen.lines.go("2026-12-28")
        screen.lines.go("2027-02-01")
        await person.press("enter")
        assert person.app.focused is screen.pane
        screen.pane.go(next(key for key in screen.pane.keys if key.startswith("milestone:")))
        await person.press("enter")
        assert isinstance(person.app.screen, MilestoneScreen)


async def test_where_there_is_no_room_the_week_opens_as_a_dialog(tmp_path: Path) -> None:
    planner = full(tmp_path)
    before = due(planner)
    async with opened(planner, NARROW) as person:
        screen = await weeks(person)
        screen.lines.go("2026-12-07")
        await person.press("enter")
        assert "8 h planned, 6 h available" in person.screen
        await person.press("y")
        assert due(planner) != before


async def test_an_empty_plan_says_so(tmp_path: Path) -> None:
    async with opened(a_planner(tmp_path)) as person:
        await weeks(person)
        assert "There are no milestones yet" in person.screen


def shown(*keys: str) -> Callable[[Pilot[None]], object]:
    async def act(pilot: Pilot[None]) -> None:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)

    return act


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", ["weeks", "level"])
def test_screen(tmp_path: Path, snap_compare: Callable[..., bool], size: tuple[int, int], name: str) -> None:
    keys = {"weeks": ("W", "j", "j", "j"), "level": ("W", "L")}[name]
    app = the_app(full(tmp_path))
    assert snap_compare(app, terminal_size=size, run_before=shown(*keys))


@pytest.mark.parametrize("cells", range(8, 41))
def test_a_week_that_is_a_little_too_full_is_seen_to_be(cells: int) -> None:
    week = Week(monday=date(2026, 11, 16), available=137, planned=175)
    bar = str(_bar(week, cells, 1350))
    assert "▄" in bar
    assert len(bar) == cells
