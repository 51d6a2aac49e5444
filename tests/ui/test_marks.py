"""Many at once: lines are marked, and what is done is done with all of them as one Change."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from planner.domain.plan import Edit, Repeat
from planner.ui.screens.detail import GoalScreen
from planner.ui.screens.today import TodayScreen
from planner.wiring import Planner
from tests.domain.making import goal, milestone
from tests.services.people import a_planner, plan_of
from tests.ui.driving import day, filled, opened, stored, title_of

FIRST = ("Ask two references for their dates", "Mock exam 1", "Listen without interrupting")


def statuses(planner: Planner, *numbers: int) -> list[str]:
    return [plan_of(planner).milestones[milestone(number).id].status for number in numbers]


@pytest.mark.thorough
async def test_x_marks_and_goes_down_and_the_bar_says_how_many_and_what_can_be_done(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("x")
        assert "☑ 1 marked  esc unmarks  space done · s skip · z snooze" in person.screen
        assert "☑ ○ Ask two references" in person.screen
        assert person.list.key == milestone(2).id
        await person.press("x", "x")
        assert "☑ 3 marked" in person.screen
        await person.press("k", "k", "x")
        assert "☑ 2 marked" in person.screen, "what is marked loses its mark"
        await person.press("escape")
        assert "marked" not in person.screen
        assert "☑ ○" not in person.screen


@pytest.mark.thorough
async def test_in_plain_symbols_too(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("f7", "x")
        assert "x 1 marked" in "\n".join(
            "".join(segment.text for segment in strip) for strip in person.app.screen._compositor.render_strips()
        ).replace("☑", "x")


@pytest.mark.thorough
async def test_v_marks_a_range_across_heads_from_the_last_one_marked(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("x")
        await person.go("Send the application")
        await person.press("v")
        assert "☑ 5 marked" in person.screen
        await person.press("escape", "g", "j", "v")
        assert "☑ 1 marked" in person.screen, "without a last one it is the line itself"


async def test_space_completes_all_as_one_change_and_one_undo(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("x", "x", "x", "space")
        assert statuses(planner, 1, 2, 3) == ["done"] * 3
        assert "Complete 3 milestones" in person.toasts
        assert "marked" not in person.screen
        await person.press("u")
        assert statuses(planner, 1, 2, 3) == ["todo", "todo", "doing"]


@pytest.mark.thorough
async def test_a_key_that_is_held_down_does_it_once(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("x", "x")
        for _ in range(3):
            person.app.screen.action_complete()  # type: ignore[attr-defined]  # faster than any answer
        await person.wait()
        assert statuses(planner, 1, 2) == ["done"] * 2
        assert "already" not in person.toasts


async def test_of_those_that_are_blocked_it_is_asked_once(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    two = milestone(40, title="Pack the bag", after=(milestone(9).id,), due=day(1))
    stored(planner, two)
    async with opened(planner) as person:
        await person.press("x")
        for title in ("BLOCKED", ""):
            await person.press("G", "enter") if title else await person.press("j", "x", "x")
        assert "☑ 3 marked" in person.screen
        await person.press("space")
        assert "2 of 3 milestones follow something that is still open" in person.screen
        assert "Pack the bag and Pay the fee" in person.screen
        await person.press("enter")
        assert statuses(planner, 1, 7, 40) == ["todo"] * 3
        assert "☑ 3 marked" in person.screen, "nothing was done, so the marks stay"
        await person.press("space", "f")
        assert statuses(planner, 1, 7, 40) == ["done", "todo", "todo"]
        await person.press("u")


@pytest.mark.thorough
async def test_what_is_marked_with_what_it_follows_is_not_asked_about(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "l", "j")
        for number in (4, 7):
            person.list.go(f"milestone:{milestone(number).id}")
            await person.press("x")
        await person.press("space")
        assert statuses(planner, 4, 7) == ["done", "done"]


@pytest.mark.thorough
async def test_all_anyway(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("x", "G", "enter", "j", "x", "space", "y")
        assert statuses(planner, 1, 7) == ["done", "done"]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("keys", "named"),
    [
        (("s",), "Skip 2 milestones"),
        (("z", "3"), "Snooze 2 milestones"),
        (("t",), "Start 2 milestones"),
        (("D", "y"), "Delete 2 milestones"),
        (("F", "enter"), "Move 2 milestones"),
    ],
)
async def test_each_act_is_one_change_with_a_name_and_one_undo(
    tmp_path: Path, keys: tuple[str, ...], named: str
) -> None:
    planner = filled(tmp_path)
    before = plan_of(planner).milestones
    async with opened(planner) as person:
        await person.press("x", "x", *keys)
        assert named in person.toasts
        assert plan_of(planner).milestones != before
        assert "marked" not in person.screen
        await person.press("u")
        assert plan_of(planner).milestones == before


@pytest.mark.thorough
async def test_delete_says_how_many_and_keeps_them_when_told_so(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("x", "x", "D")
        assert "Delete 2 milestones?" in person.screen
        assert "Ask two references for their dates and Mock exam 1" in person.screen
        await person.press("enter")
        assert len(plan_of(planner).milestones) == 11
        assert "☑ 2 marked" in person.screen


@pytest.mark.thorough
async def test_tags_are_added_to_all_and_taken_from_all(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("x", "x", "#")
        assert "Tags of 2 milestones" in person.screen
        assert "No tags so far." in person.screen
        await person.type("#winter, exam -old")
        assert "adds #winter and #exam · takes away #old" in person.screen
        await person.press("enter")
        assert title_of(planner, FIRST[0]).tags == ("winter", "exam")
        assert "Tag #winter #exam -#old on 2 milestones" in person.toasts
        await person.press("#")
        assert f"Tags of “{title_of(planner, FIRST[0]).title}”" in person.screen or "Tags of “" in person.screen


async def test_dates_are_moved_with_a_look_at_what_else_moves(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("x", "x", "]")
        assert "Move 2 milestones" in person.screen
        assert "1 day later" in person.screen
        assert "Fri 20 Nov  → Sat 21 Nov    +1 d  Ask two references" in person.screen
        await person.press("}", "[")
        assert "7 days later" in person.screen
        await person.press("enter")
        assert "Move 2 milestones by 7 days" in person.toasts
        assert [title_of(planner, each).due for each in FIRST[:2]] == [day(6), day(7)]
        assert "marked" not in person.screen
        await person.press("u")
        assert [title_of(planner, each).due for each in FIRST[:2]] == [day(-1), day(0)]


@pytest.mark.thorough
async def test_what_follows_goes_with_them_or_stays(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        for number in (4, 6):
            person.list.go(milestone(number).id)
            await person.press("x")
        await person.press("m")
        await person.type("+10")
        assert "10 days later · 1 goes with them" in person.screen
        assert "fixed date" in person.screen
        assert "+5 d  Pay the fee" in person.screen
        assert "makes room" in person.screen
        assert "Alone: “Pay the fee” (2026-11-30) would come before" in person.screen
        await person.press("ctrl+l")
        assert "Move 2 milestones by 10 days, alone" in person.toasts
        assert title_of(planner, "Pay the fee").due == day(9)


@pytest.mark.thorough
async def test_a_number_of_days_that_is_none_is_said_and_nothing_moves(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    before = plan_of(planner).milestones
    async with opened(planner) as person:
        await person.press("x", "m")
        await person.type("soon")
        assert "“soon” is no number of days and no date." in person.screen
        await person.press("enter", "ctrl+l")
        assert "Move 1 milestone" in person.screen
        await person.press("escape")
        assert plan_of(planner).milestones == before
        assert "☑ 1 marked" in person.screen


@pytest.mark.thorough
async def test_one_line_has_its_tags_changed_without_a_mark(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("#")
        await person.type("two words?")
        await person.press("enter")
        assert title_of(planner, FIRST[0]).tags == ("two", "words?")
        await person.press("#")
        await person.type("-TWO")
        await person.press("enter")
        assert title_of(planner, FIRST[0]).tags == ("words?",)


@pytest.mark.thorough
async def test_marked_ones_are_reopened(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("x", "x", "space")
        await person.press("G", "enter", "j", "x", "x", "o")
        assert statuses(planner, 1, 2) == ["todo", "todo"]
        assert "Reopen 2 milestones" in person.toasts


@pytest.mark.thorough
async def test_what_does_not_fit_is_left_out_and_told(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("x", "x")
        planner.milestones.complete([milestone(1).id])
        await person.press("space")
        assert statuses(planner, 1, 2) == ["done", "done"]
        assert "1 of the marked was closed already, and stays so." in person.toasts
        await person.press("x", "o")
        assert "All of the marked are open." in person.toasts


@pytest.mark.thorough
async def test_marks_outlive_a_reload_and_vanish_with_the_record(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("x", "x")
        planner.store.commit(lambda _plan: Edit("Elsewhere", (milestone(50, title="New", due=day(-9)),)))
        person.app.changed()
        await person.wait()
        assert "☑ 2 marked" in person.screen
        planner.milestones.delete([milestone(1).id])
        person.app.changed()
        await person.wait()
        assert "☑ 1 marked" in person.screen
        assert "☑ ○ Mock exam 1" in person.screen


@pytest.mark.thorough
async def test_what_is_marked_and_folded_away_is_said(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("x", "x", "g", "h")
        assert "☑ 2 marked, 1 not in sight" in person.screen


@pytest.mark.thorough
async def test_on_a_goal_in_plan_the_acts_are_about_what_is_marked(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "x")
        assert "Only milestones can be marked" in person.toasts
        await person.press("l", "j", "x", "x", "g", "j", "space")
        assert sum(each.status == "done" for each in plan_of(planner).milestones.values()) == 3
        await person.press("u")


@pytest.mark.thorough
async def test_lines_of_a_goal_on_a_screen_of_its_own_are_marked(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner, (80, 24)) as person:
        await person.press("2", "enter")
        assert isinstance(person.app.screen, GoalScreen)
        pane = person.app.screen.marking_list
        while not pane.key.startswith("milestone:"):
            await person.press("j")
        await person.press("x", "x")
        assert "☑ 2 marked" in person.screen
        await person.press("escape")
        assert isinstance(person.app.screen, GoalScreen), "the marks first"
        await person.press("escape")
        assert not isinstance(person.app.screen, GoalScreen)


@pytest.mark.thorough
async def test_a_filter_and_marks_hold_together(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("x", "x", "f")
        await person.type("is:overdue")
        await person.press("enter")
        assert "☑ 2 marked, 1 not in sight  esc unmarks   only: overdue  1 of 9  f changes it" in person.screen
        await person.press("escape")
        assert "only: overdue  1 of 9  esc takes it off" in person.screen
        await person.press("escape")
        assert "only:" not in person.screen


@pytest.mark.thorough
async def test_very_many_are_completed_at_once(tmp_path: Path) -> None:
    own = goal(1)
    many = [
        milestone(each, title=f"Step {each}", goal=own.id, due=day(0) - timedelta(days=1)) for each in range(1, 301)
    ]
    planner = stored(a_planner(tmp_path), own, *many)
    async with opened(planner) as person:
        await person.press("x", "G", "v")
        assert "☑ 300 marked" in person.screen
        await person.press("space")
        assert {each.status for each in plan_of(planner).milestones.values()} == {"done"}


@pytest.mark.parametrize("key", ["e", "n", "w", "d", "c"])
async def test_what_works_on_one_line_says_so_and_does_nothing_while_there_are_marks(tmp_path: Path, key: str) -> None:
    planner = filled(tmp_path)
    before = planner.store.load().milestones
    async with opened(planner) as person:
        await person.press("x", key)
        assert "works on one line; escape lets the marks go." in person.toasts
        assert isinstance(person.app.screen, TodayScreen)
        assert planner.store.load().milestones == before


async def test_series_that_are_marked_rest_and_go_on_together_and_reminders_of_all_are_put_to_rest(
    tmp_path: Path,
) -> None:
    series = [
        milestone(at, title=f"Series {at}", due=day(0), repeat=Repeat(every="P1W", first=day(0))) for at in (1, 2)
    ]
    planner = stored(a_planner(tmp_path), *series, milestone(3, title="Once", due=day(9)))
    async with opened(planner) as person:
        await person.press("x", "x", "p")
        assert [title_of(planner, f"Series {at}").is_paused for at in (1, 2)] == [True, True]
        await person.press("u")
        await person.go("Series 1")
        await person.press("x", "x", "r")
        assert "2 milestones" in person.toasts


@pytest.mark.parametrize("size", [(80, 24), (80, 14), (120, 40)])
async def test_answers_and_keys_are_seen_however_long_the_question(tmp_path: Path, size: tuple[int, int]) -> None:
    goals = [goal(at, title=f"Goal number {at}") for at in range(1, 17)]
    many = [milestone(at, title=f"{at} " + "very long " * 19, due=day(0)) for at in range(1, 7)]
    async with opened(stored(a_planner(tmp_path), *goals, *many), size) as person:
        await person.press("F")
        assert "esc leaves everything" in person.screen
        assert "Goal number 1" in person.screen
        await person.press("escape", *"xxxxxx", "D")
        for words in ("Delete 6 milestones", "Keep them", "esc leaves everything"):
            assert words in person.screen, person.screen
        await person.press("escape", "F", "G")
        assert "Goal number 9" in person.screen
        assert "esc leaves everything" in person.screen
