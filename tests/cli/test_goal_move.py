"""goal move: a look first, then the move."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import Result

from planner.wiring import Planner

Run = Callable[..., Result]


def target_of(planner: Planner, goal: str) -> str:
    day = planner.queries.plan().goals[goal].target
    return day.isoformat() if day else ""


def test_a_look_in_the_machine_format(
    run: Run, planner: Planner, talk: str, golden: Callable[[str, object], None]
) -> None:
    before = planner.queries.plan().generation
    result = run("goal", "move", talk, "--target", "2027-06-01", "--dry-run", "--json")
    assert result.exit_code == 0
    golden("goal-move-dry-run", json.loads(result.stdout))
    assert planner.queries.plan().generation == before


def test_a_script_moves_at_once_and_is_told_what_it_wrote(run: Run, planner: Planner, talk: str) -> None:
    result = run("goal", "move", talk, "--target", "2027-06-01", "--json")
    assert json.loads(result.stdout)["ids"] == [talk]
    assert target_of(planner, talk) == "2027-06-01"
    assert run("undo").exit_code == 0
    assert target_of(planner, talk) != "2027-06-01"


def test_what_does_not_fit_is_refused_with_the_ways_out(run: Run, planner: Planner, talk: str) -> None:
    result = run("goal", "move", talk, "--target", "2026-11-23")
    assert result.exit_code == 1
    assert "--past earliest" in result.stderr
    assert run("goal", "move", talk, "--target", "2026-11-23", "--past", "earliest").exit_code == 0
    assert target_of(planner, talk) > "2026-11-23"


@pytest.mark.parametrize(("typed", "moved"), [("yes\n", True), ("no\n", False), ("\n", False), ("alone\n", True)])
def test_a_person_sees_what_moves_and_chooses(run: Run, planner: Planner, talk: str, typed: str, moved: bool) -> None:
    before = {each.id: each.due for each in planner.queries.plan().milestones.values()}
    result = run("goal", "move", talk, "--target", "2027-06-01", person=True, typed=typed)
    assert "would move" in result.stderr
    assert result.exit_code == (0 if moved else 1)
    assert (target_of(planner, talk) == "2027-06-01") == moved
    if typed in {"alone\n", "no\n", "\n"}:
        assert {each.id: each.due for each in planner.queries.plan().milestones.values()} == before


def test_a_person_is_offered_the_ways_out(run: Run, planner: Planner, talk: str) -> None:
    result = run("goal", "move", talk, "--target", "2026-11-23", person=True, typed="earliest\n")
    assert result.exit_code == 0
    assert target_of(planner, talk) > "2026-11-23"


def test_a_move_without_a_date_is_wrong_usage(run: Run, talk: str) -> None:
    assert run("goal", "move", talk).exit_code == 2


def test_a_goal_without_milestones_moves_by_itself(run: Run) -> None:
    run("goal", "add", "Solo", "--target", "2027-03-01")
    assert run("goal", "move", "Solo", "--target", "2027-04-01").stderr.startswith("Moved “Solo” (undo")


def test_the_fixed_step_that_is_the_target_is_named_before_and_after_it_moved(
    run: Run, planner: Planner, talk: str
) -> None:
    note = "“Give the talk” is the target itself, fixed: make sure that the slot is changed as well."
    look = run("goal", "move", talk, "--target", "2027-06-01", "--dry-run")
    assert "the target itself, fixed" in look.stdout
    assert note in look.stderr.replace("\n", " ")
    assert note in run("goal", "move", talk, "--target", "2027-06-01", "--yes").stderr.replace("\n", " ")


def test_a_fixed_date_that_would_lie_after_the_target_is_refused_unless_forced(
    run: Run, planner: Planner, talk: str
) -> None:
    exam = next(each for each in planner.queries.plan().milestones.values() if each.title == "Give the talk")
    assert exam.due is not None
    assert run("edit", exam.id, "--due", "2027-01-10", "--fixed", "--alone").exit_code == 0
    look = run("goal", "move", talk, "--target", "2027-01-04", "--dry-run", "--json")
    assert json.loads(look.stdout)["broken"] == [exam.id]
    refused = run("goal", "move", talk, "--target", "2027-01-04", "--yes")
    assert refused.exit_code == 1
    assert "would come after the target, 2027-01-04. It is fixed." in refused.stderr.replace("\n", " ")
    assert run("goal", "move", talk, "--target", "2027-01-04", "--yes", "--force").exit_code == 0
    assert planner.queries.plan().milestones[exam.id].due == exam.due.replace(day=10)


def test_a_goal_moved_alone_names_what_it_leaves_behind_its_target(run: Run, planner: Planner, talk: str) -> None:
    exam = next(each for each in planner.queries.plan().milestones.values() if each.title == "Give the talk")
    goal = planner.queries.plan().goals[talk]
    assert goal.target is not None
    target = (goal.target - timedelta(days=3)).isoformat()
    left = f"“Give the talk” ({exam.due}) would come after the target, {target}. It is fixed."
    look = run("goal", "move", talk, "--target", target, "--alone", "--dry-run")
    assert "No milestone moves with it." in look.stderr
    assert left in look.stderr.replace("\n", " ")
    assert "--past" not in look.stderr
    seen = json.loads(run("goal", "move", talk, "--target", target, "--alone", "--dry-run", "--json").stdout)
    assert seen["moved"] == []
    assert left in seen["problems"]
    assert left in run("goal", "move", talk, "--target", target, "--alone").stderr.replace("\n", " ")
    assert target_of(planner, talk) == target
    assert planner.queries.plan().milestones[exam.id].due == exam.due
    assert run("undo").exit_code == 0
    chosen = run("goal", "move", talk, "--target", target, person=True, typed="alone\n")
    assert left in chosen.stderr.replace("\n", " ")


def test_what_compressing_leaves_no_time_for_is_said(run: Run, planner: Planner) -> None:
    assert run("goal", "new", "pmp", "--target", "2027-06-01").exit_code == 0
    said = "There is less time than before"
    look = run("goal", "move", "earn", "--target", "2027-01-10", "--past", "compress", "--dry-run")
    assert said in look.stderr
    chosen = run("goal", "move", "earn", "--target", "2027-01-10", person=True, typed="compress\n")
    assert said in chosen.stderr
    assert chosen.exit_code == 0
    assert run("undo").exit_code == 0
    assert said in run("goal", "move", "earn", "--target", "2027-01-10", "--past", "compress").stderr
    pmp = planner.queries.resolve_goal("earn")
    assert target_of(planner, pmp) == "2027-01-10"
