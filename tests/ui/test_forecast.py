"""When goals are reached, and why their health is what it is, in the Plan place."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from planner.wiring import Planner
from tests.domain.making import goal, milestone
from tests.services.people import MORNING, a_planner
from tests.ui.driving import NARROW, day, opened, stored, title_of

BROAD = (200, 40)


def lived(home: Path) -> Planner:
    """A goal that is too slow for its target, one that is not, and one without anything in it."""
    made = MORNING - timedelta(days=90)
    slow, fine, empty = (
        replace(goal(number, title=title, target=day(23), order=number), created=made)
        for number, title in enumerate(("Earn the certificate", "Communicate clearly", "Find a mentor"), start=1)
    )
    done = [
        milestone(10 * number + week, goal=each.id, status="done", effort=minutes, done_on=day(-7 * week - 1))
        for number, (each, minutes) in enumerate(((slow, 126), (fine, 600)), start=1)
        for week in range(8)
    ]
    left = (
        milestone(100, title="Sit the exam", goal=slow.id, due=day(23), effort=14 * 60, fixed=True),
        milestone(101, title="Give a talk", goal=fine.id, due=day(20), effort=14 * 60),
    )
    return stored(a_planner(home), slow, fine, empty, *done, *left)


def in_one_line(screen: str) -> str:
    """What stands in the pane, with its lines joined."""
    return " ".join(line.partition("│")[2].strip() for line in screen.splitlines() if "│" in line)


async def test_the_pane_of_a_goal_says_why_it_is_at_risk_with_the_range_and_the_pace(tmp_path: Path) -> None:
    async with opened(lived(tmp_path)) as person:
        await person.press("2")
        assert "▲ at risk" in person.screen
        assert "● on track" in person.screen
        pane = in_one_line(person.screen)
        assert "14 h left, you do 2.1 h a week; expected 7 Jan, target 14 Dec" in pane
        assert "Expected  7 Jan" in pane
        assert "Pace      2.1 h a week; at worst 2.1 h," in pane
        assert "Needed    4.3 h a week" in pane
        await person.press("j", "j")
        assert "it has no milestones yet" in in_one_line(person.screen)
        assert "· unknown" in person.screen


async def test_the_day_expected_stands_in_the_row_where_there_is_room(tmp_path: Path) -> None:
    async with opened(lived(tmp_path), size=BROAD) as person:
        await person.press("2")
        rows = [line.partition("│")[0] for line in person.screen.splitlines()]
        row = next(line for line in rows if "Earn the certificate" in line)
        assert row.rstrip().endswith("→ 7 Jan 2027")
        assert "→" not in next(line for line in rows if "Find a mentor" in line)


async def test_on_a_narrow_terminal_the_goal_tells_it_when_it_is_opened(tmp_path: Path) -> None:
    async with opened(lived(tmp_path), size=NARROW) as person:
        await person.press("2")
        assert "▲ at risk" in person.screen
        await person.press("enter")
        assert "14 h left, you do 2.1 h a week; expected 7 Jan, target 14 Dec" in person.screen


async def test_what_is_done_changes_the_forecast_at_once(tmp_path: Path) -> None:
    planner = lived(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "l")
        person.list.go(f"milestone:{milestone(100).id}")
        await person.wait()
        await person.press("space")
        assert title_of(planner, "Sit the exam").status == "done"
        person.list.go(f"goal:{goal(1).id}")
        await person.wait()
        assert "everything is done" in in_one_line(person.screen)
        await person.press("u")
        assert "14 h left, you do 2.1 h a week" in in_one_line(person.screen)


def test_neither_today_nor_what_is_next_pays_for_forecasts() -> None:
    code = "import sys, planner.ui.screens.today, planner.cli.views; print([m for m in sys.modules if 'forecast' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
