"""The calendar of place 3 as a person meets it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.strip import Strip

from planner.domain.plan import Away, Edit, Goal, Milestone, Profile, Repeat
from planner.ui.actions import inside
from planner.ui.screens.calendar_month import CalendarScreen
from planner.ui.screens.timeline import TimelineScreen
from planner.ui.widgets.month_grid import MonthGrid
from planner.wiring import Planner
from tests.domain.making import goal, milestone
from tests.services.people import a_planner
from tests.ui.driving import NARROW, WIDE, Person, day, filled, opened, settled, stored, title_of
from tests.ui.test_hostile import WORST, check, hostile


def in_front(person: Person) -> type:
    return type(person.app.screen)


def grid_of(person: Person) -> MonthGrid:
    return person.app.screen.query_one(MonthGrid)


def rows_of(grid: MonthGrid) -> list[Strip]:
    return [grid.render_line(y) for y in range(grid.size.height)]


async def click(person: Person, on: date, times: int = 1) -> None:
    """Click the middle of a day."""
    grid = grid_of(person)
    for y in range(grid.size.height):
        for x in range(grid.size.width):
            if grid.day_at(x, y) == on:
                assert await person.pilot.click(grid, offset=(x + 2, y), times=times)
                await settled(person.pilot)
                return
    raise AssertionError(on)


@pytest.mark.thorough
async def test_the_calendar_is_one_key_away_from_the_timeline_and_the_place_comes_back_as_it_was_left(
    tmp_path: Path,
) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("3", "C")
        assert in_front(person) is CalendarScreen
        assert "November 2026" in person.screen
        await person.press(">", "l")
        await person.press("1", "3")
        assert in_front(person) is CalendarScreen
        assert grid_of(person).day == date(2026, 12, 22)
        await person.press("C")
        assert in_front(person) is TimelineScreen
        await person.press("1", "3")
        assert in_front(person) is TimelineScreen
        await person.press("C")
        assert grid_of(person).day == date(2026, 12, 22)
        await person.press("T")
        assert grid_of(person).day == day(0)


async def test_a_month_says_what_it_holds_and_a_day_what_stands_on_it(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("3", "C")
        for words in ("9 milestones, 1 closed", "[21]today ", "○ Mock e", "Saturday 21 November, today", "18:00"):
            assert words in person.screen, words
        assert "Measure" not in person.screen, "the goal is paused"
        await person.press("l", "l")
        assert "Monday 23 November, in 2 days" in person.screen
        assert "Weekly review ↻" in person.screen
        await person.press("pagedown")
        assert "December 2026" in person.screen
        assert "↻ Weekly" in person.screen, "projected"


@pytest.mark.thorough
async def test_an_empty_month_and_an_empty_day_say_so(tmp_path: Path) -> None:
    async with opened(a_planner(tmp_path), NARROW) as person:
        await person.press("3", "C")
        assert "nothing stands in it" in person.screen
        assert "Nothing stands on it; a adds one." in person.screen
        await person.press("enter")
        assert "Nothing stands on this day" in person.toasts
        assert grid_of(person).has_focus


@pytest.mark.thorough
async def test_arrows_and_vim_keys_move_the_day_and_cross_the_ends_of_the_month(tmp_path: Path) -> None:
    async with opened(filled(tmp_path), NARROW) as person:
        await person.press("3", "C")
        for keys, expected in (
            (("l", "right"), date(2026, 11, 23)),
            (("j", "down"), date(2026, 12, 7)),
            (("k", "up", "h", "left"), date(2026, 11, 21)),
            (("g",), date(2026, 11, 1)),
            (("h",), date(2026, 10, 31)),
            (("pagedown",), date(2026, 11, 30)),
            (("<",), date(2026, 10, 30)),
            (("G",), date(2026, 10, 31)),
            ((">", ">"), date(2026, 12, 30)),
        ):
            await person.press(*keys)
            assert grid_of(person).day == expected, keys
            assert f"{expected:%B %Y}" in person.screen


@pytest.mark.thorough
async def test_the_years_that_the_calendar_knows_have_two_ends(tmp_path: Path) -> None:
    async with opened(filled(tmp_path), NARROW) as person:
        await person.press("3", "C")
        for first, keys in ((date(1970, 1, 1), ("h", "k", "<", "g")), (date(2199, 12, 31), ("l", "j", ">", "G"))):
            grid_of(person).go(first)
            await person.wait()
            await person.press(*keys)
            assert grid_of(person).day == first
            assert f"{first:%B %Y}" in person.screen


@pytest.mark.thorough
async def test_milestones_are_acted_on_in_the_list_of_the_day_and_the_cursor_stays(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("3", "C", "enter")
        assert person.list.has_focus
        assert person.list.key == milestone(2).id
        await person.press("space")
        assert title_of(planner, "Mock exam 1").status == "done"
        assert grid_of(person).day == day(0)
        assert person.list.has_focus
        assert person.list.key == milestone(3).id, "the next one of the day"
        assert "✓ Mock e" in person.screen
        await person.press("u")
        assert title_of(planner, "Mock exam 1").status == "todo"
        await person.press("escape")
        assert grid_of(person).has_focus
        await person.press("tab", "e")
        assert "Edit" in person.screen


@pytest.mark.thorough
async def test_what_is_only_projected_cannot_be_completed_before_its_turn_but_opens_its_series(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("3", "C")
        grid_of(person).go(day(9))
        await person.wait()
        await person.press("tab", "j", "space")
        assert "Its turn comes once the one before it is closed" in person.toasts
        assert title_of(planner, "Weekly review").n == 1
        await person.press("z")
        assert "Choose an open milestone first." in person.toasts
        await person.press("enter")
        assert "every week" in person.screen
        await person.press("escape")
        assert in_front(person) is CalendarScreen


@pytest.mark.thorough
async def test_a_line_added_is_on_the_day_unless_it_says_another_and_the_cursor_goes_there(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("3", "C", "down", "a")
        assert "Add a line, due Sat 28 Nov" in person.screen
        await person.type("Dinner with the chapter 19:00")
        assert "Sat 28 Nov 19:00" in person.screen
        await person.press("enter")
        made = title_of(planner, "Dinner with the chapter")
        assert (made.due, made.at) == (day(7), time(19, 0))
        assert person.list.key == made.id
        await person.press("a")
        await person.type("Call the office tomorrow")
        await person.press("enter")
        assert title_of(planner, "Call the office").due == day(1)
        assert grid_of(person).day == day(1)


@pytest.mark.thorough
async def test_a_filter_narrows_the_month_down_and_escape_takes_it_off(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("3", "C", "f")
        await person.type("is:fixed")
        await person.press("enter")
        assert "◆ Send th" in person.screen
        assert "Mock e" not in person.screen
        assert "Nothing passes the filter." in person.screen
        assert "only: fixed" in person.screen
        await person.press("C", "C")
        assert "only: fixed" in person.screen, "kept while the timeline was in front"
        await person.press("escape")
        assert "Mock e" in person.screen


@pytest.mark.thorough
async def test_a_click_goes_to_a_day_a_second_one_opens_what_is_alone_and_the_wheel_turns_months(
    tmp_path: Path,
) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("3", "C")
        await click(person, day(3))
        assert grid_of(person).day == day(3)
        assert "Send the application" in person.screen
        await click(person, day(0), times=2)
        assert person.list.has_focus, "several stand on it"
        await click(person, day(3), times=2)
        assert in_front(person) is not CalendarScreen, "it is the only one"
        await person.press("escape")
        grid = grid_of(person)
        for wheel, expected in ((events.MouseScrollDown, "December 2026"), (events.MouseScrollUp, "November 2026")):
            await person.pilot._post_mouse_events([wheel], grid, offset=(20, 5))
            await person.wait()
            assert expected in person.screen


def crowded(home: Path) -> Planner:
    """Every day of November and December has something, one day very much; days away, targets, wide letters."""
    own = goal(1, title="Lernen und Lehren — 学んで教える", target=day(9))
    records: list[Goal | Milestone] = [own, goal(2, title="[b]Ziel[/b]", target=day(9))]
    for number in range(-20, 40):
        status: Any = "done" if number < -2 else "todo"
        records.append(
            milestone(
                100 + number,
                title=f"Read chapter {number + 21}",
                goal=own.id,
                due=day(number),
                status=status,
                effort=90,
            )
        )
    wide = "漢字の長い題名がここにある"
    records += [
        milestone(300 + number, title=f"{wide} {number}", due=day(4), at=time(8 + number, 0), fixed=number % 2 == 0)
        for number in range(12)
    ]
    records.append(
        milestone(400, title="e\u0301tude \u202e[red]", due=day(5), repeat=Repeat(every="P1D", first=day(5)))
    )
    planner = stored(a_planner(home), *records)
    profile = Profile(away=(Away(first=day(30), last=day(43), title="Rome"),))
    planner.store.commit(lambda _plan: Edit("Go away", (profile,)))
    return planner


@pytest.mark.thorough
async def test_wide_letters_keep_the_columns_and_what_does_not_fit_is_counted(tmp_path: Path) -> None:
    async with opened(crowded(tmp_path)) as person:
        await person.press("3", "C")
        assert "more" in person.screen
        lines = person.app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in lines} == {WIDE[0]}
        grid = grid_of(person)
        for row in rows_of(grid):
            assert row.cell_length == grid.size.width, row.text


@pytest.mark.parametrize("size", [(40, 10), (47, 30), (60, 20), (100, 12), (160, 50), (200, 16)])
@pytest.mark.thorough
async def test_the_month_is_whole_at_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(crowded(tmp_path), size) as person:
        await person.press("3", "C", ">")
        shown = "\n".join(row.text for row in rows_of(grid_of(person)))
        for number in range(1, 32):
            assert str(number) in shown, number


@pytest.mark.thorough
async def test_days_away_and_hours_that_are_too_many_are_said_in_words(tmp_path: Path) -> None:
    async with opened(crowded(tmp_path)) as person:
        await person.press("3", "C")
        assert "weeks hold too much" in person.screen
        assert " m too much" in person.screen or " h too much" in person.screen
        await person.press(">")
        assert "away" in person.screen
        assert "≈ away: Rome, until 3 Jan 2027" in person.screen
        assert " m too much" in person.screen or " h too much" in person.screen


@pytest.mark.thorough
async def test_what_another_place_changed_is_there_when_the_calendar_comes_back(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("3", "C", "1", "a")
        await person.type("Water the plants today")
        await person.press("enter", "3")
        assert "Water th" in person.screen


@pytest.mark.thorough
async def test_the_line_of_a_target_opens_its_goal(tmp_path: Path) -> None:
    async with opened(crowded(tmp_path)) as person:
        await person.press("3", "C")
        grid_of(person).go(day(9))
        await person.wait()
        assert "⚑ [b]Ziel" in person.screen
        await person.press("enter", "space")
        assert "Choose a milestone first." in person.toasts
        await person.press("enter")
        assert "[b]Ziel[/b]" in person.screen


@pytest.mark.thorough
async def test_the_help_has_the_keys_and_the_signs_of_the_calendar(tmp_path: Path) -> None:
    async with opened(filled(tmp_path), (120, 120)) as person:
        await person.press("3", "C", "question_mark")
        assert "In the month" in person.screen
        assert "The week after" in person.screen
        await person.press("G")
        for words in ("⚑   the target of a goal", "a day away", "the day under the cursor"):
            assert words in person.screen, words


@pytest.mark.thorough
async def test_a_day_says_all_its_titles_where_the_mouse_rests(tmp_path: Path) -> None:
    async with opened(crowded(tmp_path)) as person:
        await person.press("3", "C")
        grid = grid_of(person)
        x, y = next((x, y) for y in range(grid.size.height) for x in range(82) if grid.day_at(x, y) == day(9))
        await person.pilot.hover(grid, offset=(x + 2, y))
        await person.wait()
        said = str(grid.tooltip)
        assert "⚑ [b]Ziel[/b]" in said
        assert "○ Read chapter 30" in said
        await person.pilot.hover(grid, offset=(1, y))
        await person.wait()
        assert grid.tooltip is None


@pytest.mark.thorough
async def test_several_lines_of_a_day_are_marked_and_completed_together(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("3", "C", "enter", "x", "x")
        assert "2 marked" in person.screen
        await person.press("escape")
        assert person.list.has_focus, "escape takes the marks off first"
        await person.press("g", "x", "x", "space")
        assert {title_of(planner, each).status for each in ("Mock exam 1", "Listen without interrupting")} == {"done"}
        await person.press("u")
        assert title_of(planner, "Mock exam 1").is_open


@pytest.mark.thorough
async def test_a_milestone_that_is_moved_by_days_is_followed(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("3", "C")
        grid_of(person).go(day(5))
        await person.wait()
        await person.press("enter", "]", "]")
        assert title_of(planner, "Attend the chapter dinner").due == day(7)
        assert grid_of(person).day == day(7)
        assert (person.list.key, person.list.has_focus) == (milestone(6).id, True)


def test_every_action_of_the_month_is_a_method_of_the_grid_and_of_the_screen() -> None:
    for action in inside(CalendarScreen.WHERE):
        assert callable(getattr(CalendarScreen, f"action_{action.id.partition(':')[0]}")), action.id
    for action in inside(["month"]):
        assert callable(getattr(MonthGrid, f"action_{action.id.partition(':')[0]}")), action.id
    for rooms in (("month", "app"), (*(each for each in CalendarScreen.WHERE if each != "month"), "list", "app")):
        owners: dict[str, str] = {}
        for action in inside(rooms):
            for key in action.keys.split(","):
                assert owners.setdefault(key, action.id) == action.id, key


@pytest.mark.thorough
@pytest.mark.parametrize("text", WORST, ids=["markup", "control"])
async def test_hostile_text_is_only_text_on_every_day(tmp_path: Path, text: str) -> None:
    planner = hostile(tmp_path, text)
    planner.store.commit(
        lambda plan: Edit("Go away", (replace(plan.profile, away=(Away(first=day(0), last=day(9), title=text),)),))
    )
    for size in (WIDE, NARROW):
        async with opened(planner, size) as person:
            for keys in (("3", "C"), ("h",), ("tab", "question_mark"), ("escape", "escape", "l", "a"), ("escape", "f")):
                await person.press(*keys)
                check(person)
            await person.press("escape", "tab", "enter")
            check(person)
