"""What would begin in the past, what does not fit, what cannot be read: said beside the dates, and mended there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner.ui.screens.template_fit import FitBox
from planner.ui.widgets.choice import Choice
from planner.ui.widgets.date_input import DateInput
from tests.services.people import keyed, only_goal, plan_of
from tests.ui.templates_app import Walk, at_templates, open_form, planner_with, sample

pytestmark = pytest.mark.thorough


async def in_the_past(walk: Walk) -> None:
    await open_form(walk, "sample")
    await walk.date("target", "2027-01-08")
    assert "1 milestone would lie before today: “Begin”." in walk.said("#lying")


async def test_a_plan_that_would_begin_in_the_past_is_not_made_before_a_way_out_is_chosen(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, sample())
    async with at_templates(planner) as walk:
        await in_the_past(walk)
        await walk.press("ctrl+s")
        assert plan_of(planner).goals == {}
        assert walk.build.query_one("#way", Choice).has_focus


async def test_the_first_way_out_takes_the_earliest_date_that_fits(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, sample())
    async with at_templates(planner) as walk:
        await in_the_past(walk)
        await walk.press("tab", "1")
        assert not walk.build.query_one(FitBox).display
        assert walk.build.query_one("#date-start", DateInput).value == date(2026, 11, 21)
        assert walk.build.query_one("#date-target", DateInput).value == date(2027, 1, 9)
        assert walk.build.focused is not None
        await walk.press("ctrl+s")
        await walk.until(lambda: walk.app.current_mode == "plan")
        goal = only_goal(planner)
        assert (goal.start, goal.target) == (date(2026, 11, 21), date(2027, 1, 9))


async def test_the_second_way_out_compresses_in_proportion(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, sample())
    async with at_templates(planner) as walk:
        await in_the_past(walk)
        await walk.press("tab", "2")
        await walk.press("ctrl+s")
        await walk.until(lambda: walk.app.current_mode == "plan")
        assert keyed(planner, "begin").due == date(2026, 11, 21)
        assert keyed(planner, "exam").due == date(2027, 1, 8)
        assert date(2026, 11, 21) < (keyed(planner, "learn").due or date.min) < date(2026, 12, 20)
        assert not only_goal(planner).late_start


async def test_the_third_way_out_keeps_the_dates_and_marks_a_late_start(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, sample())
    async with at_templates(planner) as walk:
        await in_the_past(walk)
        await walk.press("tab", "3")
        await walk.press("ctrl+s")
        await walk.until(lambda: walk.app.current_mode == "plan")
        assert only_goal(planner).late_start
        assert keyed(planner, "begin").due == date(2026, 10, 30)


async def test_another_date_asks_for_the_way_out_anew(tmp_path: Path) -> None:
    async with at_templates(planner_with(tmp_path, sample())) as walk:
        await in_the_past(walk)
        await walk.press("tab", "3")
        await walk.date("target", "2027-01-07")
        assert walk.build.query_one("#way", Choice).value == "ask"


# -- what does not fit


async def test_dates_that_do_not_fit_are_named_and_one_key_takes_the_earliest_that_does(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, sample())
    async with at_templates(planner) as walk:
        await open_form(walk, "sample")
        await walk.date("start", "2026-12-01")
        await walk.date("target", "2026-12-31")
        told = walk.said("#problems")
        assert "“Book” (2026-12-10)" in told
        assert "“Learn” (2026-12-29)" in told
        assert "7 weeks (49 days)" in told
        await walk.press("ctrl+s")
        assert plan_of(planner).goals == {}
        walk.build.query_one("#fit").focus()
        await walk.press("enter")
        assert walk.build.query_one("#date-target", DateInput).value == date(2027, 1, 19)
        assert not walk.build.query_one(FitBox).display
        await walk.press("ctrl+s")
        await walk.until(lambda: walk.app.current_mode == "plan")
        assert only_goal(planner).target == date(2027, 1, 19)


async def test_a_date_that_cannot_be_read_is_said_and_nothing_is_made(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, sample())
    async with at_templates(planner) as walk:
        await open_form(walk, "sample")
        await walk.date("target", "04/05/2027")
        assert walk.build.query_one("#date-target", DateInput).error
        assert walk.build.has_class("-stale")
        await walk.press("ctrl+s")
        assert plan_of(planner).goals == {}
        assert walk.build.query_one("#date-target Input").has_focus


async def test_a_plan_that_would_leave_the_calendar_is_said_beside_the_date_and_mends_itself(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, sample())
    async with at_templates(planner) as walk:
        await open_form(walk, "sample")
        await walk.date("target", "1970-01-02")
        assert "1970 to 2199" in walk.said("#problems")
        await walk.press("ctrl+s")
        assert plan_of(planner).goals == {}
        await walk.date("target", "2027-06-01")
        assert not walk.build.query_one(FitBox).display
        assert not walk.build.has_class("-stale")
