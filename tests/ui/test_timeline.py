"""Place 3 as a person meets it."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest
from textual import events

from planner.domain.plan import Edit, Profile
from planner.domain.scale import ZOOMS
from planner.domain.timeline import GoalRow
from planner.ui.screens.detail import GoalScreen, MilestoneScreen
from planner.ui.screens.timeline import TimelineScreen
from planner.ui.widgets.bars import BottomBar
from planner.ui.widgets.chart import Chart
from planner.ui.widgets.time_axis import HoursStrip
from planner.wiring import Planner
from tests.domain.making import goal, milestone
from tests.services.people import TODAY, SetClock, a_planner
from tests.ui.driving import NARROW, WIDE, Person, day, filled, opened, stored, title_of
from tests.ui.test_hostile import WORST, check, hostile


def chart(person: Person) -> Chart:
    return person.app.screen.query_one(Chart)


def place(person: Person) -> TimelineScreen:
    screen = person.app.screen
    assert isinstance(screen, TimelineScreen)
    return screen


def row(person: Person, title: str) -> str:
    """The line of the screen with this title."""
    return next(line for line in person.screen.splitlines() if title in line)


def rows(person: Person) -> str:
    """What the rows show."""
    return "\n".join(chart(person).render_line(y).text for y in range(chart(person).size.height))


async def choose(person: Person, title: str) -> None:
    """Put the cursor on the row of this milestone."""
    found = [
        key
        for key, row in ((key, chart(person).row_of(key)) for key in chart(person).keys)
        if row is not None and not isinstance(row.data, GoalRow) and row.data.line.milestone.title == title
    ]
    assert chart(person).go(found[0])
    await person.wait()


def words(person: Person) -> str:
    return str(person.app.screen.query_one("#words").render())


async def test_goals_stand_in_time_with_today_their_target_and_what_is_done(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("3")
        shown = person.screen
        for text in ("today", "Nov 2026", "Earn the certificate", "Lean Six Sigma", "Inbox", "Hours by week", "⚑", "┃"):
            assert text in shown, text
        assert "◆" in row(person, "Send the application") or "⊘" in row(person, "Send the application")
        assert "✓" in row(person, "Finish 35 contact hours")
        assert "no date" in row(person, "Book the exam slot")
        assert "2 undated" in shown
        assert "at risk · 1 of 6 done" in words(person)
        assert "target 20 Jan 2027, in 60 days" in words(person)


@pytest.mark.thorough
async def test_enter_opens_a_goal_into_milestones_and_a_milestone_into_its_detail(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("3", "enter")
        assert "Mock exam 1" not in rows(person)
        await person.press("enter")
        assert "Mock exam 1" in rows(person)
        await choose(person, "Mock exam 1")
        await person.press("enter")
        opened_milestone: object = person.app.screen
        assert isinstance(opened_milestone, MilestoneScreen)
        await person.press("escape")
        assert chart(person).key == f"milestone:{milestone(2).id}"
        await person.press("i")
        opened_goal: object = person.app.screen
        assert isinstance(opened_goal, GoalScreen)
        await person.press("escape", "backspace")
        assert chart(person).key == f"goal:{goal(1).id}", "folding goes to the goal"
        assert "Mock exam 1" not in rows(person)


@pytest.mark.thorough
async def test_the_words_say_dates_links_and_the_hours_of_the_week(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("3")
        await choose(person, "Send the application")
        said = words(person)
        for text in (
            "Send the application",
            "Tue 24 Nov, in 3 days",
            "3 h",
            "fixed date",
            "← after Finish 35",
            "→ then Pay",
        ):
            assert text in said, text
        assert "Week of 23 Nov (W48): " in said
        assert "6 h available" in said
        assert row(person, "Finish 35 contact hours").lstrip().startswith("←")
        assert row(person, "Pay the fee").lstrip().startswith("→")
        await choose(person, "Book the exam slot")
        assert "no date" in words(person)


async def test_left_and_right_pan_and_t_comes_back(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("3")
        first = chart(person).scale.first
        await person.press("right", "l")
        assert chart(person).scale.first > first
        await person.press("h", "left")
        assert chart(person).scale.first == first
        await person.press("shift+right", "shift+right")
        assert not chart(person).scale.shows(TODAY)
        assert "┃" not in row(person, "Communicate clearly")
        await person.press("T")
        assert chart(person).scale.shows(TODAY)
        assert "today" in person.screen
        await person.press("shift+left")
        assert chart(person).scale.first < first


@pytest.mark.thorough
async def test_plus_and_minus_zoom_from_days_to_years_round_the_chosen_day_and_it_is_remembered(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("3")
        await choose(person, "Send the application")
        seen = []
        for key in ("plus", "plus", "plus", "minus", "minus", "minus", "minus", "minus"):
            await person.press(key)
            seen.append(chart(person).scale.zoom)
            assert chart(person).scale.shows(day(3))
        assert seen[2] == "day"
        assert seen[-4:] == ["month", "quarter", "year", "year"]
        assert "Years" in person.screen
    assert planner.remembered.load()["timeline.zoom"] == "year"
    async with opened(planner) as person:
        await person.press("3")
        assert chart(person).scale.zoom == "year"


@pytest.mark.thorough
async def test_the_cursor_brings_a_bar_in_sight_and_an_edge_says_where_it_is(tmp_path: Path) -> None:
    far = milestone(50, title="Far away", goal=goal(1).id, due=day(900))
    ago = milestone(51, title="Long ago", goal=goal(1).id, due=day(-900), status="done")
    async with opened(stored(filled(tmp_path), far, ago)) as person:
        await person.press("3")
        assert "▸" in row(person, "Far away")
        assert "2029 ▸" in row(person, "Far away")
        await choose(person, "Far away")
        assert chart(person).scale.shows(day(900))
        await choose(person, "Long ago")
        assert chart(person).scale.shows(day(900)), "what is over does not take the window along"
        assert "◂ " in row(person, "Long ago")


@pytest.mark.thorough
async def test_what_is_folded_is_remembered(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("3", "enter", "G", "enter")
        assert "Attend the chapter dinner" in person.screen
    async with opened(planner) as person:
        await person.press("3")
        assert "Attend the chapter dinner" in person.screen
        assert "Mock exam 1" not in rows(person)


async def test_acts_on_a_milestone_work_here_and_the_cursor_stays_on_it(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("3")
        await choose(person, "Mock exam 1")
        await person.press("space")
        assert title_of(planner, "Mock exam 1").status == "done"
        assert chart(person).key == f"milestone:{milestone(2).id}"
        assert "✓" in row(person, "Mock exam 1")
        await person.press("u")
        assert title_of(planner, "Mock exam 1").status == "todo"
        await person.press("t")
        assert title_of(planner, "Mock exam 1").status == "doing"
        assert "◐" in row(person, "Mock exam 1")


@pytest.mark.thorough
async def test_space_and_the_acts_of_goals_work_on_a_goal(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("3", "space")
        assert "Mock exam 1" not in rows(person)
        await person.press("p")
        assert planner.store.load().goals[goal(1).id].status == "paused"
        assert chart(person).key == f"goal:{goal(1).id}"


@pytest.mark.thorough
async def test_a_line_added_here_is_the_goals_and_is_shown(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("3", "j", "a")
        assert "Add to “Earn the certificate”" in person.screen
        await person.type("Buy a calculator tomorrow")
        await person.press("enter")
        assert chart(person).key == f"milestone:{title_of(planner, 'Buy a calculator').id}"


@pytest.mark.thorough
async def test_a_filter_opens_what_it_lets_through_and_escape_takes_it_off(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("3", "enter", "f")
        await person.type("kind:practice")
        await person.press("enter")
        assert "Mock exam 1" in rows(person)
        assert "Communicate clearly" not in rows(person)
        assert "1 of 11" in person.screen
        await person.press("backspace")
        assert "Mock exam 1" not in rows(person)
        await person.press("escape")
        assert "Communicate clearly" in person.screen
        assert "Mock exam 1" not in rows(person), "folded as before"
        await person.press("f")
        await person.type("kind:renew")
        await person.press("enter")
        assert "None of the 11 lines passes" in words(person)


@pytest.mark.thorough
async def test_weeks_that_are_too_full_are_marked_and_gone_to(tmp_path: Path) -> None:
    planner = stored(
        a_planner(tmp_path), Profile(hours_per_week="3"),
        milestone(1, title="Write it", due=day(10), effort=600, fixed=True),
        *(milestone(n, title="Say it", due=day(60), effort=600, fixed=True) for n in (2, 3)),
    )  # fmt: skip
    async with opened(planner) as person:
        await person.press("3", "full_stop")
        assert "▲" in words(person)
        assert "too much" in words(person)
        first = place(person)._week
        await person.press("full_stop")
        second = place(person)._week
        assert first is not None
        assert second is not None
        assert second > first
        assert chart(person).scale.shows(second)
        await person.press("comma")
        assert place(person)._week == first
        for _ in range(12):
            await person.press("full_stop")
        assert "No later week is too full." in person.toasts


@pytest.mark.thorough
async def test_an_empty_plan_says_what_to_do_first(tmp_path: Path) -> None:
    async with opened(a_planner(tmp_path)) as person:
        await person.press("3")
        assert "Nothing planned yet." in person.screen
        await person.press(
            "j", "plus", "right", "T", "full_stop", "enter", "space", "i", "backspace", "f", "escape", "m"
        )
        assert person.app.is_running


@pytest.mark.thorough
async def test_the_first_line_added_here_is_in_sight_round_today(tmp_path: Path) -> None:
    """The first line added: the rows come into sight with it."""
    async with opened(a_planner(tmp_path)) as person:
        await person.press("3", "a")
        await person.type("Call the office tomorrow")
        await person.press("enter")
        assert "Call the office" in rows(person)
        assert "today" in person.screen
        scale = chart(person).scale
        assert scale.width > 60
        assert scale.width // 8 < scale.cell(TODAY) < scale.width // 3


@pytest.mark.thorough
async def test_a_narrow_terminal_shows_all_of_it_too(tmp_path: Path) -> None:
    async with opened(filled(tmp_path), NARROW) as person:
        await person.press("3")
        await choose(person, "Send the application")
        shown = person.screen
        for text in ("today", "Send the appl", "Hours by week", "Tue 24 Nov, in 3 days", "Week of 23 Nov"):
            assert text in shown, text


@pytest.mark.thorough
async def test_the_mouse_chooses_opens_pans_and_folds(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("3")
        lines = person.screen.splitlines()
        y = next(at for at, line in enumerate(lines) if "Mock exam 1" in line)
        assert await person.pilot.click("#list", offset=(6, y - person.app.screen.query_one("#list").region.y))
        await person.wait()
        assert chart(person).key == f"milestone:{milestone(2).id}"
        assert await person.pilot.click("#list", offset=(6, 0))
        await person.wait()
        assert "Mock exam 1" not in rows(person), "a click on a goal folds it"
        first = chart(person).scale.first
        for kind, later in ((events.MouseScrollDown, True), (events.MouseScrollUp, False)):
            event = kind(chart(person), 40, 5, 0, 0, 0, True, False, False)
            chart(person).post_message(event)
            await person.wait()
            assert (chart(person).scale.first > first) is later
        strip = person.app.screen.query_one(HoursStrip)
        assert await person.pilot.click(HoursStrip, offset=(strip.size.width - 20, 1))
        await person.wait()
        chosen = place(person)._week
        assert chosen is not None
        assert chosen > TODAY + timedelta(days=20)
        assert chosen.weekday() == 0


@pytest.mark.thorough
async def test_a_double_click_opens_a_milestone(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("3")
        assert await person.pilot.click("#list", offset=(6, 1), times=2)
        await person.wait()
        assert isinstance(person.app.screen, MilestoneScreen)


@pytest.mark.thorough
async def test_what_becomes_overdue_meanwhile_is_seen(tmp_path: Path) -> None:
    clock = SetClock()
    planner = stored(a_planner(tmp_path, clock=clock), milestone(1, title="Call", due=day(0), at=time(18, 0)))
    async with opened(planner) as person:
        await person.press("3", "j")
        assert "overdue" not in words(person)
        clock.moment += timedelta(hours=9)
        person.app._tick()
        await person.wait()
        assert "overdue" in words(person)


@pytest.mark.thorough
async def test_where_the_mouse_rests_a_row_is_said_whole(tmp_path: Path) -> None:
    long = "A title that is far longer than the column of titles could ever show " * 2
    async with opened(stored(filled(tmp_path), milestone(60, title=long.strip(), due=day(2))), NARROW) as person:
        await person.press("3", "G", "enter", "j")
        said = [chart(person).hint_at(y) for y in range(chart(person).size.height)]
        assert any(long.strip() in each for each in said)


@pytest.mark.thorough
async def test_another_day_and_another_process_are_followed(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("3")
        await choose(person, "Mock exam 1")
        planner.store.commit(
            lambda _plan: Edit("Rename", (milestone(70, title="Out of nowhere", goal=goal(1).id, due=day(4)),))
        )
        person.app.changed()
        await person.wait()
        assert "Out of nowhere" in person.screen
        assert chart(person).key == f"milestone:{milestone(2).id}"


@pytest.mark.thorough
@pytest.mark.parametrize("size", [(20, 8), (40, 12), (99, 30), (300, 80)], ids=str)
async def test_no_size_breaks_it(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(filled(tmp_path), size) as person:
        await person.press("3", "j", "j", "plus", "minus", "minus", "minus", "right", "T", "G", "enter")
        for strip in person.app.screen._compositor.render_strips():
            assert strip.cell_length == size[0]


@pytest.mark.thorough
async def test_search_and_help_know_the_timeline(tmp_path: Path) -> None:
    async with opened(filled(tmp_path), (120, 150)) as person:
        await person.press("3", "question_mark")
        for text in ("Timeline", "Pan to an earlier time", "Zoom in", "a week that holds too much", "its target"):
            assert text in person.screen, text


@pytest.mark.thorough
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("text", WORST, ids=["markup", "controls"])
async def test_hostile_text_is_text_on_the_timeline(tmp_path: Path, text: str, size: tuple[int, int]) -> None:
    async with opened(hostile(tmp_path, text), size) as person:
        await person.press("3")
        for key in ("j", "j", "j", "plus", "G", "enter", "j", "minus", "minus", "x", "x", "escape"):
            await person.press(key)
            check(person)


def many(home: Path, count: int) -> Planner:
    owner = goal(1, title="All of it")
    steps = [milestone(n, title=f"Step {n}", goal=owner.id, due=day(n % 700 - 30), effort=60) for n in range(count)]
    return stored(a_planner(home), owner, *steps)


@pytest.mark.thorough
async def test_only_what_shows_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(many(tmp_path, 3000)) as person:
        await person.press("3")
        painted = 0
        paint = Chart._time

        def counting(self: Chart, key: str, data: object) -> object:
            nonlocal painted
            painted += 1
            return paint(self, key, data)  # type: ignore[arg-type]  # what it was called with

        monkeypatch.setattr(Chart, "_time", counting)
        await person.press("j")
        assert painted <= 2 * chart(person).size.height
        painted = 0
        await person.press("right")
        assert 0 < painted <= 2 * chart(person).size.height


async def test_a_click_in_the_footer_does_what_it_names(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("3")
        before = chart(person).scale.zoom
        bar = person.app.screen.query_one(BottomBar)
        offset = person.screen.splitlines()[-1].index("closer"), bar.outer_size.height - 1
        assert await person.pilot.click(BottomBar, offset=offset)
        await person.wait()
        assert ZOOMS.index(chart(person).scale.zoom) == ZOOMS.index(before) - 1
