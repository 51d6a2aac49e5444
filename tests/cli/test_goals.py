"""Acts on goals, and a goal in full."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from click.testing import Result

from planner.wiring import Planner
from tests.cli.conftest import FixedClock

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


def test_resuming_without_a_word_on_the_dates_says_how_they_move(run: Run, talk: str, clock: FixedClock) -> None:
    run("goal", "pause", talk)
    clock.moment += timedelta(days=27)
    told = run("goal", "resume", talk).stderr
    assert "after 27 days of pause" in told
    assert f"planner goal resume {talk[:4]} --shift" in told
    run("undo")
    assert "--shift" not in run("goal", "resume", talk, "--keep").stderr


def test_a_copy_begins_today_on_a_day_or_keeps_its_days(run: Run) -> None:
    assert run("goal", "add", "Once more", "--start", "2026-11-02").exit_code == 0
    assert run("add", "Ask around 5 nov 2026", "--goal", "Once more").exit_code == 0
    first = "Its first step is on "
    assert f"{first}2026-11-21." in run("goal", "duplicate", "Once more", "--title", "A").stderr
    assert (
        f"{first}2027-01-04." in run("goal", "duplicate", "Once more", "--title", "B", "--start", "2027-01-04").stderr
    )
    assert f"{first}2026-11-05." in run("goal", "duplicate", "Once more", "--title", "C", "--same-days").stderr
    assert run("goal", "duplicate", "Once more", "--start", "2027-01-04", "--same-days").exit_code == 2
