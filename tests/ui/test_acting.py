"""What a key does it does to the line under the cursor, once, and the cursor is the person's."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.plan import Repeat
from planner.wiring import Planner
from tests.domain.making import goal, milestone
from tests.services.people import a_planner, plan_of
from tests.ui.driving import NARROW, Gate, day, filled, keys_of, opened, stored, title_of, until

LONG = 600.0


def named(planner: Planner, word: str) -> int:
    """How many Changes in the history begin so."""
    return sum(each.name.startswith(word) for each in planner.store.history())


@pytest.mark.parametrize("key", ["p", "M", "X", "D", "e", "exclamation_mark"])
async def test_a_key_right_after_the_cursor_acts_on_the_goal_under_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("2")
        first = plan_of(planner).goals[goal(1).id]
        gate = Gate(monkeypatch, planner.queries, "goal")
        await keys_of(person, "j", key)
        gate.open()
        await person.wait()
        assert plan_of(planner).goals[first.id] == first
        said = person.screen + person.toasts
        if key == "p":
            assert plan_of(planner).goals[goal(2).id].status == "paused"
        elif key == "M":
            assert plan_of(planner).goals[goal(2).id].muted
        elif key == "e":
            assert person.app.screen.query_one("#title").value == "Communicate clearly"  # type: ignore[attr-defined]
        else:
            assert "“Communicate clearly”" in said


async def test_right_after_a_place_came_its_first_goal_is_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner = filled(tmp_path)
    gate = Gate(monkeypatch, planner.queries, "goal")
    async with opened(planner) as person:
        await keys_of(person, "2")
        await until(lambda: person.app.current_mode == "plan" and bool(person.list.key))
        await keys_of(person, "M")
        gate.open()
        await person.wait()
        assert plan_of(planner).goals[goal(1).id].muted


async def test_the_questions_are_those_of_the_goal_whose_milestone_is_chosen(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("2", "l", "j", "A")
        assert "“Earn the certificate” has no questions." in person.toasts


async def test_edit_on_nothing_says_what_to_choose(tmp_path: Path) -> None:
    async with opened(stored(a_planner(tmp_path), milestone(1, title="Alone", due=day(0)))) as person:
        await person.press("k", "e")
        assert person.list.key == ""
        assert "Choose a milestone first." in person.toasts


def weekly(home: Path) -> Planner:
    """A goal with a weekly series."""
    own = goal(1, title="Stay in touch", plan_from="start", start=day(-9))
    series = milestone(1, title="Call one person", goal=own.id, due=day(0), repeat=Repeat(every="P1W", first=day(0)))
    return stored(a_planner(home), own, series)


@pytest.mark.parametrize("way", [("enter",), ("2", "enter")])
async def test_a_key_held_down_on_a_page_closes_one_occurrence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: tuple[str, ...]
) -> None:
    monkeypatch.setattr("planner.ui.screens.acting.HELD", LONG)
    planner = weekly(tmp_path)
    async with opened(planner, NARROW) as person:
        await person.press(*way)
        if len(way) > 1:
            await person.press("G")
        await person.press("space", "space", "space")
        assert named(planner, "Complete") == 1
        person.app.screen._occurred_until -= LONG  # type: ignore[attr-defined]  # a moment later
        await person.press("space")
        assert named(planner, "Complete") == 2


async def test_while_a_save_is_under_way_nothing_is_done_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planner = weekly(tmp_path)
    async with opened(planner, NARROW) as person:
        await person.press("enter")
        gate = Gate(monkeypatch, planner.milestones, "complete")
        await keys_of(person, "space")
        await until(lambda: gate.reached)
        person.app.screen._occurred_until = 0.0  # type: ignore[attr-defined]
        await keys_of(person, "space")
        gate.open()
        await person.wait()
        assert named(planner, "Complete") == 1


async def test_the_cursor_that_was_moved_while_a_save_was_under_way_stays_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        gate = Gate(monkeypatch, planner.milestones, "complete")
        await keys_of(person, "space", "j", "j", "j")
        there = person.list.key
        gate.open()
        await person.wait()
        assert title_of(planner, "Ask two references for their dates").status == "done"
        assert person.list.key == there


async def test_a_nudge_after_the_cursor_was_moved_is_for_the_line_under_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.ui.screens.dating.HELD", LONG)
    late, near = milestone(1, title="Late", due=day(6)), milestone(2, title="Near", due=day(2))
    planner = stored(a_planner(tmp_path), late, near)
    async with opened(planner) as person:
        await person.press("f")
        await person.type("due:<2026-11-28")
        await person.press("enter")
        await person.go("Late")
        await person.press("right_square_bracket")
        assert person.list.row_of(late.id) is None
        await person.press("k", "j", "right_square_bracket")
        assert title_of(planner, "Late").due == day(7)
        assert title_of(planner, "Near").due == day(3)


async def test_on_the_page_of_a_goal_p_is_about_the_goal_until_a_series_is_chosen(tmp_path: Path) -> None:
    planner = weekly(tmp_path)
    async with opened(planner, NARROW) as person:
        await person.press("2", "enter")
        assert "p pause" in person.screen
        await person.press("p")
        assert plan_of(planner).goals[goal(1).id].status == "paused"
        await person.press("u", "G", "p")
        assert title_of(planner, "Call one person").is_paused
