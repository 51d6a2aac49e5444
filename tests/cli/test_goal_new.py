"""From a template and a date to a plan, with its three ways out of the past."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from planner.wiring import Planner

TEMPLATE = Path(__file__).parent / "first-talk.json"
Run = Callable[..., Result]


def test_a_plan_that_would_begin_in_the_past_is_refused_with_the_three_ways_out(run: Run, planner: Planner) -> None:
    run("template", "import", str(TEMPLATE))
    result = run("goal", "new", "first-talk", "--target", "2026-12-20")
    assert result.exit_code == 1
    for way in ("earliest", "compress", "late"):
        assert f"--past {way}" in result.stderr
    assert not planner.queries.plan().goals


@pytest.mark.parametrize("way", ["earliest", "compress", "late"])
def test_each_way_out_makes_the_plan(run: Run, planner: Planner, way: str) -> None:
    run("template", "import", str(TEMPLATE))
    assert run("goal", "new", "first-talk", "--target", "2026-12-01", "--past", way).exit_code == 0
    (goal,) = planner.queries.plan().goals.values()
    assert goal.late_start is (way == "late")
    assert (str(goal.target) == "2026-12-01") is (way != "earliest")


def test_a_person_chooses_the_way_out(run: Run, planner: Planner) -> None:
    run("template", "import", str(TEMPLATE))
    result = run("goal", "new", "first-talk", "--target", "2026-12-24", person=True, typed="late\n")
    assert result.exit_code == 0, result.stderr
    (goal,) = planner.queries.plan().goals.values()
    assert goal.late_start


def test_a_person_is_asked_for_the_first_date(run: Run, planner: Planner) -> None:
    run("template", "import", str(TEMPLATE))
    result = run("goal", "new", "first-talk", person=True, typed="1 mar 2027\n")
    assert "When is the talk?" in result.stderr
    (goal,) = planner.queries.plan().goals.values()
    assert str(goal.target) == "2027-03-01"


def test_steps_are_left_out_and_taken_in(run: Run, planner: Planner) -> None:
    run("template", "import", str(TEMPLATE))
    run("goal", "new", "first-talk", "--start", "mon", "--without", "slides", "--with", "room", "--title", "Mine")
    keys = {each.key for each in planner.queries.plan().milestones.values()}
    assert "slides" not in keys
    assert "room" in keys


def test_a_dry_run_stores_nothing(run: Run, planner: Planner) -> None:
    run("template", "import", str(TEMPLATE))
    result = run("goal", "new", "first-talk", "--start", "mon", "--dry-run")
    assert result.exit_code == 0
    assert "2027-01-18  Give the talk" in result.stdout
    assert planner.queries.plan().generation == 0


def test_dates_that_do_not_fit_are_refused_with_the_shortest_window(run: Run, planner: Planner) -> None:
    result = run("goal", "new", "pmp", "--start", "2026-12-01", "--target", "2026-12-20")
    assert result.exit_code == 1
    assert "shortest window" in result.stderr
    assert not planner.queries.plan().goals


@pytest.mark.parametrize("value", ["approved", "=x", "approved=someday"])
def test_an_answer_that_cannot_be_read_is_refused(run: Run, value: str) -> None:
    assert run("goal", "new", "pmp", "--target", "2027-06-01", "--set", value).exit_code == 2


def test_a_dry_run_asks_only_what_was_not_answered(run: Run) -> None:
    asking = ("goal", "new", "communication", "--start", "mon", "--dry-run")
    assert "--set people=" in run(*asking).stderr
    answered = run(*asking, "--set", "people=4").stderr
    assert "--set people=" not in answered
    assert "--set meeting=" in answered
