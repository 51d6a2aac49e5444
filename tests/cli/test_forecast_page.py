"""plan forecast, and why a goal's health is what it is, from the shell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from click.testing import Result

from planner.domain.plan import Edit
from planner.wiring import Planner
from tests.domain.making import goal, milestone

Run = Callable[..., Result]
Value = Callable[..., Any]
TODAY = date(2026, 11, 21)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.fixture
def lived(planner: Planner, clock: Any) -> None:
    """Four goals: one that is too slow, one on time, one on which nothing was done yet, and one that is paused."""
    made = clock.moment - timedelta(days=90)
    slow, fine, new, rests = (
        replace(goal(number, title=title, target=days(23), order=number), created=made)
        for number, title in enumerate(("Earn the PMP", "Speak well", "Find a mentor", "Learn to sail"), start=1)
    )
    new = replace(new, created=clock.moment)
    rests = replace(rests, status="paused", paused_on=days(-3))
    done = [
        milestone(10 * number + week, goal=each.id, status="done", effort=minutes, done_on=days(-7 * week - 1))
        for number, (each, minutes) in enumerate(((slow, 126), (fine, 600)), start=1)
        for week in range(8)
    ]
    left = [
        milestone(100, title="Sit the exam", goal=slow.id, due=days(23), effort=14 * 60, fixed=True),
        milestone(101, title="Give a talk", goal=fine.id, due=days(20), effort=14 * 60),
        milestone(102, title="Ask three people", goal=new.id, due=days(20), effort=120),
        milestone(103, goal=rests.id, due=days(20), effort=120),
    ]
    planner.store.commit(lambda _: Edit("Fill the plan", (slow, fine, new, rests, *done, *left)))


def test_the_list_says_why_under_each_goal_that_is_not_on_track(lived: None, run: Run) -> None:
    lines = run("goal", "list").stdout.splitlines()
    assert lines[0].split()[1:4] == ["Earn", "the", "PMP"]
    assert "at risk" in lines[0]
    assert lines[1] == "      14 h left, you do 2.1 h a week; expected 7 Jan, target 14 Dec"
    assert "on track" in lines[2]
    assert "Find a mentor" in lines[3]
    assert len(lines) == 5


def test_the_reason_fits_a_narrow_terminal(lived: None, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "48")
    monkeypatch.setattr("planner.cli.output.is_terminal", lambda _: True)
    monkeypatch.setenv("NO_COLOR", "1")
    lines = run("goal", "list").stdout.splitlines()
    at = lines.index("      14 h left, you do 2.1 h a week; expected 7")
    assert lines[at + 1] == "        Jan, target 14 Dec"


def test_the_machine_format(lived: None, value: Value, golden: Callable[[str, object], None]) -> None:
    golden("plan-forecast", value("plan", "forecast"))


def test_the_list_in_the_machine_format_has_the_reason_the_days_and_the_pace(lived: None, value: Value) -> None:
    slow, *_, paused = value("goal", "list")
    assert slow["health"] == "at_risk"
    assert slow["health_reason"] == "at risk: 14 h left, you do 2.1 h a week; expected 7 Jan, target 14 Dec"
    assert (slow["expected"], slow["expected_from"], slow["expected_to"]) == ("2027-01-07",) * 3
    assert (slow["pace_hours_per_week"], slow["pace_assumed"]) == (2.1, False)
    assert {paused[key] for key in ("health", "health_reason", "expected", "pace_hours_per_week")} == {None}


def test_all_active_goals_in_a_table_or_one_in_full(lived: None, run: Run) -> None:
    table = run("plan", "forecast").stdout.splitlines()
    assert [line.split()[1] for line in table] == ["Earn", "Speak", "Find"]
    assert table[0].split()[4:] == ["14", "h", "2.1", "h", "a", "week", "2027-01-07", "2026-12-14", "at", "risk"]
    assert "~3.9 h a week from 2 Dec  2026-12-05  4 Dec – 9 Dec  2026-12-14  on track" in table[2]
    page = run("plan", "forecast", "Earn").stdout
    assert "14 h left, you do 2.1 h a week; expected 7 Jan, target 14 Dec" in page
    assert "2.1 h a week; at worst 2.1 h, at best 2.1 h" in page
    assert "needed    4.3 h a week" in page


def test_where_no_day_is_expected_the_table_says_why(planner: Planner, run: Run, clock: Any) -> None:
    made = clock.moment - timedelta(days=90)
    done, slow, empty = (replace(goal(n, title=f"Goal {n}", target=days(9), order=n), created=made) for n in (1, 2, 3))
    little = {"status": "done", "effort": 15, "done_on": days(-3)}
    steps = [milestone(n, goal=each.id, **little) for n, each in ((1, done), (2, slow))]
    rest = milestone(3, goal=slow.id, due=days(9), effort=900 * 60)
    planner.store.commit(lambda _: Edit("Fill the plan", (done, slow, empty, *steps, rest)))
    first, second, third = run("plan", "forecast").stdout.splitlines()
    assert first.split()[3] == "done"
    assert "not at this pace" in second
    assert "not known" in third


def test_of_a_goal_that_is_paused_nothing_is_expected(lived: None, run: Run, value: Value) -> None:
    assert "paused: only of an active goal something is expected" in run("plan", "forecast", "Learn").stdout
    assert value("plan", "forecast", "Learn")[0]["health"] is None


def test_a_goal_in_full_has_the_reason_and_the_range(lived: None, run: Run) -> None:
    shown = run("goal", "show", "Earn").stdout
    assert "expected 7 Jan" in shown
    assert "  14 h left, you do 2.1 h a week; expected 7 Jan, target 14 Dec" in shown


def test_without_a_goal_there_is_a_sentence(run: Run, value: Value) -> None:
    assert "There is no active goal" in run("plan", "forecast").stderr
    assert value("plan", "forecast") == []


def test_what_was_done_today_counts_at_once_and_a_pause_does_not(
    lived: None, run: Run, value: Value, clock: Any, planner: Planner
) -> None:
    mentor = next(row["id"] for row in value("goal", "list") if row["title"] == "Earn the PMP")
    before = value("plan", "forecast", mentor)[0]
    assert run("goal", "pause", mentor).exit_code == 0
    clock.moment += timedelta(days=14)
    assert run("goal", "resume", mentor, "--keep").exit_code == 0
    rested = planner.queries.plan().goals[mentor].pauses
    assert [(each.first, each.last) for each in rested] == [(days(1), days(13))]
    after = value("plan", "forecast", mentor)[0]
    assert after["pace_hours_per_week"] == pytest.approx(before["pace_hours_per_week"], abs=0.1)
    assert run("add", "An evening of questions ~4h", "--goal", mentor).exit_code == 0
    extra = next(row["id"] for row in value("search", "evening"))
    assert run("done", extra).exit_code == 0
    assert value("plan", "forecast", mentor)[0]["pace_hours_per_week"] > after["pace_hours_per_week"]
    assert run("undo").exit_code == 0
    assert run("undo").exit_code == 0
    assert run("undo").exit_code == 0, "the pause and its end are changes like any other"
    assert planner.queries.plan().goals[mentor].pauses == ()
