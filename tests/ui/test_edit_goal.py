"""The form of a goal: hours and dates are changed where the title is, and a date is looked at first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from planner.domain.plan import Edit, Goal
from planner.services.goal_edits import GoalEdit
from planner.ui.modals.edit_goal import EditGoal
from planner.ui.modals.move_goal import MoveGoal
from planner.ui.widgets.date_input import DateInput
from planner.wiring import Planner
from tests.ui.driving import Person, day, filled, opened, title_of


def the_goal(planner: Planner) -> Goal:
    (found,) = [each for each in planner.store.load().goals.values() if each.title.startswith("Earn the certificate")]
    return found


async def fill(person: Person, name: str, text: str) -> None:
    field = person.app.screen.query_one(f"#{name}")
    if isinstance(field, DateInput):
        field.text = text
    else:
        assert isinstance(field, Input)
        field.value = text
    await person.wait()


async def test_the_hours_of_a_goal_are_its_own_or_those_of_the_profile(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "e")
        await fill(person, "hours", "many")
        assert "no number of hours a week" in person.screen
        await person.press("ctrl+s")
        assert isinstance(person.app.screen, EditGoal)
        await fill(person, "hours", "7.50")
        await person.press("ctrl+s")
        assert the_goal(planner).hours_per_week == "7.5"
        await person.press("e")
        assert "7.5 h a week in place of your profile's" in person.screen
        await fill(person, "hours", "")
        await person.press("ctrl+s")
        assert the_goal(planner).hours_per_week is None


async def test_another_target_is_looked_at_and_is_one_change_with_the_rest(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    before = planner.store.load()
    target = day(90)
    async with opened(planner) as person:
        await person.press("2", "e")
        await fill(person, "title", "Earn the certificate at last")
        await fill(person, "target", target.isoformat())
        await person.press("ctrl+s")
        assert isinstance(person.app.screen, MoveGoal)
        assert f"to {target.day} Feb" in person.screen
        assert planner.store.load() == before
        await person.press("ctrl+s")
        goal = the_goal(planner)
        assert (goal.title, goal.target) == ("Earn the certificate at last", target)
        assert "Edit and move “Earn the certificate”" in person.toasts
        await person.press("u")
        assert (the_goal(planner).title, the_goal(planner).target) == ("Earn the certificate", day(60))
    assert title_of(planner, "Pay the fee").due == day(9)


@pytest.mark.thorough
async def test_who_leaves_the_look_is_back_in_the_form_with_all_that_was_typed(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    before = planner.store.load()
    async with opened(planner) as person:
        await person.press("2", "e")
        await fill(person, "title", "Another name")
        await fill(person, "target", day(90).isoformat())
        await person.press("ctrl+s", "escape")
        assert isinstance(person.app.screen, EditGoal)
        assert "Another name" in person.screen
        assert day(90).isoformat() in person.screen
        await person.press("escape")
    assert planner.store.load() == before


@pytest.mark.thorough
async def test_a_date_can_be_moved_and_not_taken_away(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("2", "e")
        await fill(person, "target", "")
        await person.press("ctrl+s")
        assert "The target can be moved, not taken away." in person.screen


@pytest.mark.thorough
async def test_a_goal_that_is_over_has_no_dates_to_move(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    over = replace(the_goal(planner), status="achieved", ended_on=day(0))
    planner.store.commit(lambda _plan: Edit("End it", (over,)))
    async with opened(planner) as person:
        await person.press("2")
        await person.press("G", "k", "k", "l")
        await person.go("Earn the certificate")
        await person.press("e")
        assert isinstance(person.app.screen, EditGoal)
        assert not person.app.screen.query("#target")


def test_alone_the_milestones_stay_and_the_edit_is_part_of_it(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    goal = the_goal(planner)
    due = title_of(planner, "Mock exam 1").due
    changes = GoalEdit(notes="Later.", seen=goal)
    planner.moving.move_goal(goal.id, target=day(90).isoformat(), alone=True, force=True, changes=changes)
    assert (the_goal(planner).notes, the_goal(planner).target) == ("Later.", day(90))
    assert title_of(planner, "Mock exam 1").due == due
