"""Search over everything: what is chosen opens, or is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.ui.modals.pick import Picking
from planner.ui.modals.search import MOST, Search
from planner.ui.screens.detail import MilestoneScreen
from planner.ui.screens.template_detail import TemplateScreen
from planner.ui.screens.today import TodayScreen
from tests.domain.making import milestone, step, template
from tests.services.people import a_planner
from tests.ui.driving import Gate, filled, keys_of, opened, stored, title_of, until
from tests.ui.templates_app import planner_with


async def test_milestones_goals_and_commands_are_found_at_once(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("slash")
        assert "Narrow it down" in person.screen
        await person.type("certificate")
        for words in ("MILESTONES  ", "GOALS  ", "Earn the certificate"):
            assert words in person.screen, words
        await person.type("snooze")
        assert "COMMANDS  1" in person.screen


async def test_filters_narrow_it_down_and_are_said(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("slash")
        await person.type("is:fixed -is:blocked")
        assert "1 milestone · fixed · not blocked" in person.screen
        assert "Send the application" in person.screen
        assert "GOALS" not in person.screen
        await person.type("due:none")
        assert "no date" in person.screen


async def test_a_saved_filter_is_called_by_its_name(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    planner.filters.save("hard dates", "is:fixed -is:blocked")
    async with opened(planner) as person:
        await person.press("slash")
        await person.type('@"hard dates"')
        assert "1 milestone · fixed · not blocked" in person.screen
        await person.type("@nobody")
        assert "Nothing has “@nobody”: type less, or something else" in person.screen
        await person.type("is:fixed kind:review")
        assert "Nothing is so: type less, or something else · fixed · kind review" in person.screen


async def test_a_command_runs_where_the_person_was(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("slash")
        await person.type("tick the line of its checklist")
        await person.press("enter")
        assert isinstance(person.app.screen, TodayScreen)
        assert title_of(planner, "Ask two references for their dates").status == "done"


async def test_a_goal_and_a_template_open(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, template(step("a", "start"), id="craft", title="Master your craft"))
    planner.goals.begin("Lead the guild")
    async with opened(planner) as person:
        await person.press("slash")
        await person.type("guild")
        await person.press("enter")
        assert "Lead the guild" in person.screen
        assert not isinstance(person.app.screen, Search)
        await person.press("escape", "slash")
        await person.type("master")
        assert "TEMPLATES  1" in person.screen
        await person.press("enter")
        assert isinstance(person.app.screen, TemplateScreen)


async def test_what_is_called_just_so_stands_before_the_milestones(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, template(step("a", "start"), id="pmp", title="Become a project manager"))
    planner.goals.begin("Earn the PMP")
    for number in range(30):
        planner.milestones.add(f"Read PMP chapter {number}")
    async with opened(planner) as person:
        await person.press("slash")
        await person.type("pmp")
        screen = person.screen
        assert screen.index("GOALS  1") < screen.index("TEMPLATES  1") < screen.index("MILESTONES  30")
        await person.type("chapter")
        assert "GOALS" not in person.screen
        await person.type("pm")  # no name is that, so milestones stand first
        screen = person.screen
        assert "GOALS" not in screen or screen.index("MILESTONES  30") < screen.index("GOALS")


async def test_commands_of_every_place_are_found(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("slash")
        for typed, help_ in (("goal of your own", "Begin a goal of your own"), ("critical path", "The chain of steps")):
            await person.type(typed)
            assert help_ in person.screen
        await person.press("enter")
        assert person.app.current_mode == "plan"
        assert "Choose a goal, then P" in person.toasts


async def test_nothing_found_opens_nothing_and_escape_leaves(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("slash")
        await person.type("zzzz")
        assert "Nothing has “zzzz”: type less, or something else" in person.screen
        await person.press("enter")
        assert isinstance(person.app.screen, Search)
        await person.press("escape")
        assert "OVERDUE  1" in person.screen


async def test_of_very_many_the_best_are_shown(tmp_path: Path) -> None:
    many = [milestone(number, title=f"Step {number}") for number in range(1, MOST + 50)]
    async with opened(stored(a_planner(tmp_path), *many)) as person:
        await person.press("slash")
        await person.type("step")
        assert f"the first {MOST} milestones" in person.screen


async def test_enter_opens_the_first_result_of_what_is_typed_by_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("slash")
        await person.type("list")
        gate = Gate(monkeypatch, planner.queries, "search")
        await keys_of(person, *"en", "backspace", "backspace", "backspace", "backspace", "backspace", "backspace")
        await keys_of(person, *"fee", "enter", "j")
        assert isinstance(person.app.screen, Search)
        gate.open()
        await until(lambda: isinstance(person.app.screen, MilestoneScreen))
        assert person.app.screen.record == title_of(planner, "Pay the fee").id  # type: ignore[attr-defined]


async def test_a_search_sent_in_one_go_opens_its_first_result(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await keys_of(person, "slash", *"fee", "enter")
        await until(lambda: isinstance(person.app.screen, MilestoneScreen))
        assert person.app.screen.record == title_of(planner, "Pay the fee").id  # type: ignore[attr-defined]


async def test_enter_ticks_what_is_typed_by_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("d")
        picking = person.app.screen
        assert isinstance(picking, Picking)
        gate = Gate(monkeypatch, planner.queries, "search")
        await keys_of(person, *"fee", "enter")
        assert not picking._ticked
        gate.open()
        await person.wait()
        assert list(picking._ticked) == [title_of(planner, "Pay the fee").id]
