"""today: what the app's first place says, in words and for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from planner.wiring import Planner
from tests.cli.conftest import FixedClock

Run = Callable[..., Result]
Value = Callable[..., Any]


@pytest.fixture
def week(run: Run, clock: FixedClock) -> None:
    """Something done, overdue, today, this week, later, without a date, and on a fixed one."""
    for line in (
        "Water the plants 20 nov 2026",
        "Call Ann today ~30m",
        "Read today",
        "Pack fri",
        "Rest 12 dec",
        "Sing",
    ):
        run("add", line)
    run("add", "Sit the exam 2027-01-01 09:00 !fixed ~5h")
    (read,) = (each for each in run("search", "Read").stdout.split()[:1])
    run("done", read)


@pytest.mark.usefixtures("week")
def test_it_says_how_the_week_stands_and_what_is_next(run: Run) -> None:
    result = run("today")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:5] == [
        "today            Sat 2026-11-21",
        "this week        1 of 3 done",
        "hours            ½ of 6 h",
        "next fixed date  Sit the exam · 2027-01-01, in 41 days",
        "balance          hard 50% · soft 50%",
    ]
    assert [line for line in lines if line in {"Overdue", "Today", "Next 7 days"}] == [
        "Overdue",
        "Today",
        "Next 7 days",
    ]
    assert result.stderr == "Also open: 1 later this month, 1 without a date.\n"


@pytest.mark.usefixtures("week")
def test_more_hours_than_there_are_is_said_in_words(run: Run) -> None:
    run("add", "Write it all down today ~30h")
    assert "hours            30½ of 6 h, more than there are" in run("today").stdout


@pytest.mark.usefixtures("week")
def test_the_machine_format_is_what_the_app_shows(
    value: Value, planner: Planner, golden: Callable[[str, object], None]
) -> None:
    found, view = value("today"), planner.queries.today_view()
    assert (found["done_this_week"], found["planned_this_week"]) == (view.done_this_week, view.planned_this_week)
    assert found["days_to_next_fixed"] == 41
    golden("today", found)


def test_an_empty_plan_says_what_to_do(run: Run) -> None:
    result = run("today")
    assert result.stdout == "today      Sat 2026-11-21\nthis week  0 of 0 done\nhours      0 of 6 h\n"
    assert "planner template list" in result.stderr
