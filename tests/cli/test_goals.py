"""Acts on goals, and a goal in full."""

from __future__ import annotations

from collections.abc import Callable

from click.testing import Result

from planner.wiring import Planner

Run = Callable[..., Result]


def test_achieving_a_goal_names_what_is_open(run: Run, planner: Planner, talk: str) -> None:
    result = run("goal", "achieve", talk)
    assert result.exit_code == 1
    assert "Choose what it is about" in result.stderr
    assert planner.queries.plan().goals[talk].status == "active"
    assert run("goal", "achieve", talk, person=True, typed="y\n").exit_code == 0
    assert planner.queries.plan().goals[talk].status == "achieved"


def test_deleting_a_goal_says_how_much_goes(run: Run, planner: Planner, talk: str) -> None:
    assert "and 6 milestones" in run("goal", "delete", talk).stderr
    assert run("goal", "delete", talk, "--yes").exit_code == 0
    assert not planner.queries.plan().milestones


def test_goal_show_lists_its_milestones_and_open_questions(run: Run, talk: str) -> None:
    result = run("goal", "show", "Give a first")
    assert "Rehearse aloud" in result.stdout
    assert "waits for: The talk was accepted" in result.stdout
    assert "accepted=DATE" in result.stderr
