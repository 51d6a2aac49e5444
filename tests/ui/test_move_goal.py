"""Moving a goal in the app: what would move is seen first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from planner.domain.moving import Moved
from planner.domain.plan import Repeat
from planner.domain.values import replace
from planner.services.edits import MilestoneEdit
from planner.ui.modals.move_goal import MoveGoal
from planner.ui.widgets.choice import Choice
from planner.ui.widgets.date_input import DateInput
from planner.ui.widgets.moved import moved_row
from planner.wiring import Planner
from tests.domain.making import milestone, step, template
from tests.services.people import TODAY, a_planner, built, keyed, only_goal
from tests.ui.driving import NARROW, WIDE, Person, day, opened, settled, the_app

PLAN = template(
    step("read", "start", title="Read the outline"),
    step("mock", "target-P2W", title="Sit a mock exam", after=("read",)),
    step("exam", "target", title="Sit the exam", fixed=True, after=("mock",)),
    title="Earn the certificate",
    duration="P12W",
)


def made(home: Path) -> Planner:
    planner = a_planner(home, PLAN)
    built(planner, start=TODAY)
    return planner


async def dated(person: Person, text: str) -> None:
    """Type a target, and wait for what it would do."""
    dialog = person.app.screen
    assert isinstance(dialog, MoveGoal)
    dialog.query_one("#target", DateInput).text = text
    await person.wait()
    dialog._look()
    await person.wait()


async def test_what_moves_is_seen_and_one_undo_takes_it_back(tmp_path: Path) -> None:
    planner = made(tmp_path)
    before = only_goal(planner).target
    async with opened(planner) as person:
        await person.press("2", "m")
        assert "Type another target" in person.screen
        await dated(person, day(100).isoformat())
        assert "2 milestones would move" in person.screen
        assert "+16 d" in person.screen
        await person.press("ctrl+s")
        assert only_goal(planner).target == day(100) == keyed(planner, "exam").due
        await person.press("u")
        assert only_goal(planner).target == before


async def test_a_fixed_date_that_is_the_target_and_one_that_would_be_broken_are_told(tmp_path: Path) -> None:
    planner = made(tmp_path)
    slot = keyed(planner, "mock")
    assert slot.due is not None
    planner.milestones.edit(slot.id, MilestoneEdit(fixed=True))
    async with opened(planner) as person:
        await person.press("2", "m")
        await dated(person, (slot.due - timedelta(days=1)).isoformat())
        problems = str(person.app.screen.query_one("#problems", Static).render())
        assert "“Sit the exam” is the target itself, fixed: make sure that the slot is changed as well." in problems
        assert f"“Sit a mock exam” ({slot.due}) would come after the target" in problems
        assert "force" in [key for key, _ in person.app.screen.query_one(Choice).options]


async def test_what_is_typed_takes_the_place_of_the_day_that_stands_there(tmp_path: Path) -> None:
    async with opened(made(tmp_path)) as person:
        await person.press("2", "m", *"3 jan")
        field = person.app.screen.query_one("#target", DateInput)
        assert (field.text, field.error) == ("3 jan", "")


def test_where_only_the_end_of_a_series_moves_that_is_said() -> None:
    series = milestone(due=date(2026, 11, 23), repeat=Repeat(every="P1W", until=date(2027, 3, 31)))
    later = replace(series, repeat=Repeat(every="P1W", until=date(2027, 6, 30)))
    row = moved_row(Moved(before=series, after=later), 100, TODAY).plain
    assert "until 30 Jun 2027" in row
    assert "+0" not in row
    both = moved_row(Moved(before=series, after=later), 100, TODAY, "in the past", bad=True).plain
    assert "in the past · until 30 Jun 2027" in both


async def test_it_can_move_alone(tmp_path: Path) -> None:
    planner = made(tmp_path)
    due = keyed(planner, "mock").due
    async with opened(planner) as person:
        await person.press("2", "m")
        await dated(person, day(100).isoformat())
        await person.press("ctrl+l")
        assert (only_goal(planner).target, keyed(planner, "mock").due) == (day(100), due)


async def test_what_does_not_fit_asks_for_the_way_out_first(tmp_path: Path) -> None:
    planner = made(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "m")
        await dated(person, day(10).isoformat())
        assert "would lie in the past" in person.screen
        await person.press("ctrl+s")
        assert isinstance(person.app.screen, MoveGoal), "it is asked first"
        ways = person.app.screen.query_one(Choice)
        assert ways.has_focus
        assert [key for key, _ in ways.options] == ["earliest", "compress", "force"]
        ways.take("compress")
        await person.wait()
        person.app.screen._look()
        await person.wait()
        await person.press("ctrl+s")
        assert only_goal(planner).target == day(10)
        mock = keyed(planner, "mock").due
        assert mock is not None
        assert TODAY <= mock <= day(10)


async def test_nothing_changed_moves_nothing_and_escape_leaves(tmp_path: Path) -> None:
    planner = made(tmp_path)
    generation = planner.store.load().generation
    async with opened(planner) as person:
        await person.press("2", "m", "ctrl+s")
        assert "Nothing is changed yet" in person.screen
        await person.press("ctrl+l", "escape")
        assert not isinstance(person.app.screen, MoveGoal)
    assert planner.store.load().generation == generation


@pytest.mark.thorough
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
def test_it_looks_as_it_did(snap_compare: Callable[..., bool], tmp_path: Path, size: tuple[int, int]) -> None:
    async def walk(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("2", "m")
        await settled(pilot)
        dialog = pilot.app.screen
        assert isinstance(dialog, MoveGoal)
        for field in dialog.query(Input):
            field.cursor_blink = False
            field._cursor_visible = True
        dialog.query_one("#target", DateInput).text = day(10).isoformat()
        await settled(pilot)
        dialog._look()
        await settled(pilot)

    assert snap_compare(the_app(made(tmp_path)), terminal_size=size, run_before=walk)
