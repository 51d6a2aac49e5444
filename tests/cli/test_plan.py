"""plan check and plan level, days away and the hours of a goal, from the shell."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from planner.wiring import Planner

Run = Callable[..., Result]
Value = Callable[..., Any]


@pytest.fixture
def full(run: Run) -> None:
    """Two steps in one week that hold too much together."""
    assert run("goal", "add", "Speak well", "--target", "2027-03-01").exit_code == 0
    for line in ("Mock exam 1 2026-12-13 ~6h", "Mock exam 2 2026-12-11 ~5h"):
        assert run("add", line, "--goal", "Speak well").exit_code == 0


def test_the_weeks_in_the_machine_format(full: None, value: Value, golden: Callable[[str, object], None]) -> None:
    golden("plan-check", value("plan", "check", "--weeks", "4"))


def test_the_overloaded_week_is_named_with_what_could_move(full: None, run: Run) -> None:
    result = run("plan", "check", "--weeks", "4")
    assert "week of 2026-12-07: " in result.stdout
    assert "6 h available; moving “Mock exam" in result.stdout
    assert "plan level --dry-run" in result.stderr


def test_one_week_that_is_asked_for_is_this_week(full: None, run: Run) -> None:
    assert "This week does not hold too much." in run("plan", "check", "--weeks", "1").stderr
    assert "No week of the next 2 holds too much." in run("plan", "check", "--weeks", "2").stderr


def test_levelling_is_seen_first_then_made_as_one_change(
    full: None, run: Run, planner: Planner, value: Value, golden: Callable[[str, object], None]
) -> None:
    before = {each.id: each.due for each in planner.queries.plan().milestones.values()}
    seen = value("plan", "level", "--dry-run")
    assert {each.id: each.due for each in planner.queries.plan().milestones.values()} == before
    assert run("plan", "level").exit_code == 0
    after = {each.id: each.due for each in planner.queries.plan().milestones.values()}
    moved = {each["id"]: each["to"] for each in seen["moved"]}
    assert {each: day.isoformat() for each, day in after.items() if day and day != before[each]} == moved
    assert not [week for week in value("plan", "check")["weeks"] if week["overload_minutes"]]
    assert run("undo").exit_code == 0
    assert {each.id: each.due for each in planner.queries.plan().milestones.values()} == before
    golden("plan-level-dry-run", seen)


@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("n\n", 1)])
def test_a_person_is_asked(full: None, run: Run, typed: str, code: int) -> None:
    result = run("plan", "level", person=True, typed=typed)
    assert result.exit_code == code
    assert "no week is too full" in result.stderr


def test_where_no_plan_exists_the_dates_in_the_way_are_named(full: None, run: Run) -> None:
    for line in ("Talk 2026-11-25 ~20h !fixed", "Panel 2026-11-26 ~20h !fixed"):
        assert run("add", line, "--goal", "Speak well").exit_code == 0
    result = run("plan", "level", "--dry-run")
    assert "2 weeks stay too full" in result.stderr
    assert "“Talk” cannot be done by 2026-11-25" in result.stderr
    assert (result.exit_code, run("plan", "level").exit_code) == (0, 0)
    result = run("plan", "level", "--dry-run")
    assert "There is no plan" in result.stderr
    assert "What would help: those later dates" in result.stderr
    refused = run("plan", "level", "--yes")
    assert (result.exit_code, refused.exit_code) == (1, 1)
    assert "“Talk” cannot be done by" in refused.stderr


def test_an_empty_plan_says_so(run: Run) -> None:
    assert "no milestones yet" in run("plan", "check").stderr
    for more in (["--dry-run"], ["--yes"], []):
        assert "no milestones yet" in run("plan", "level", *more).stderr


def test_days_away_are_kept_taken_out_of_the_weeks_and_taken_back(full: None, run: Run, value: Value) -> None:
    assert run("profile", "--away", "Winter=21 Dec - 3 Jan").exit_code == 0
    assert value("profile")["away"] == [{"first": "2026-12-21", "last": "2027-01-03", "title": "Winter"}]
    weeks = {week["monday"]: week["available_minutes"] for week in value("plan", "check")["weeks"]}
    assert (weeks["2026-12-21"], weeks["2026-12-28"], weeks["2027-01-04"]) == (0, 0, 360)
    assert "2026-12-21 to 2027-01-03, Winter" in run("profile").stdout
    assert run("profile", "--away", "30 dec - 10 jan").exit_code == 2
    assert run("profile", "--remove-away", "summer").exit_code == 1
    assert run("profile", "--remove-away", "winter").exit_code == 0
    assert value("profile")["away"] == []


@pytest.mark.parametrize(
    "days", ["", "soon", "3 jan - 21 dec 2020", "24 dec 18:00", "2027-01-01..2029-01-01", "a - b - c"]
)
def test_what_are_no_days_is_refused(run: Run, days: str) -> None:
    assert run("profile", "--away", days).exit_code == 2


def test_a_goal_goes_at_its_own_hours(full: None, run: Run, planner: Planner) -> None:
    (goal,) = planner.queries.plan().goals
    assert run("goal", "edit", goal, "--hours", "12,5").exit_code == 0
    assert planner.queries.plan().goals[goal].hours_per_week == "12.5"
    assert run("goal", "edit", goal, "--hours", "none").exit_code == 2
    assert run("goal", "edit", goal, "--hours", "").exit_code == 0
    assert planner.queries.plan().goals[goal].hours_per_week is None


def test_a_levelled_plan_still_moves_with_its_goal(run: Run, planner: Planner, talk: str) -> None:
    """Two of its steps are made so long that they must go; then there and back, every date is what it was."""
    soft = [each for each in planner.queries.plan().milestones.values() if each.repeat is None and not each.fixed]
    for each in soft[:4]:
        assert run("edit", each.id, "--effort", "5h").exit_code == 0
    result = run("plan", "level", "--json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["ids"]
    before = {each.id: each.due for each in planner.queries.plan().milestones.values()}
    was = planner.queries.plan().goals[talk].start
    assert was is not None
    assert run("goal", "move", talk, "--start", "2026-12-14", "--past", "late", "--force").exit_code == 0
    assert run("goal", "move", talk, "--start", was.isoformat(), "--past", "late", "--force").exit_code == 0
    assert {each.id: each.due for each in planner.queries.plan().milestones.values()} == before
