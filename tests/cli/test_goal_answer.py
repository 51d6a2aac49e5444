"""goal set: what an answer dates is seen before and said after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from click.testing import Result

from planner.wiring import Planner

Run = Callable[..., Result]


def test_a_dry_run_is_a_stable_value_and_stores_nothing(
    value: Callable[..., Any], planner: Planner, talk: str, golden: Callable[[str, object], None]
) -> None:
    generation = planner.queries.plan().generation
    golden("goal-set-dry-run", value("goal", "set", talk, "accepted=2026-12-01", "result=badly", "--dry-run"))
    assert planner.queries.plan().generation == generation


def test_a_person_sees_what_would_be_dated(run: Run, talk: str) -> None:
    shown = run("goal", "set", talk, "accepted=2026-12-01", "--dry-run").stdout
    assert "2026-12-15  Draw the slides  until now without a date" in shown
    nothing = run("goal", "set", talk, "result=well", "--dry-run")
    assert "Ask what was hard to follow" in nothing.stdout
    assert "goes" in nothing.stdout


def test_what_was_dated_is_said(run: Run, planner: Planner, talk: str, step: Callable[[str], str]) -> None:
    result = run("goal", "set", talk, "accepted=2026-12-01")
    assert result.stderr.startswith("Noted; 1 milestone changed with it (undo: planner undo)\n")
    assert "  2026-12-15  Draw the slides\n" in result.stderr
    assert "1 milestone of “Give a first talk” still has no date." in result.stderr
    again = run("goal", "set", talk, "accepted=2025-12-01", "--dry-run").stdout
    assert "was 2026-12-15 · in the past" in again
    back = run("goal", "set", talk, "accepted=")
    assert "  no date  Draw the slides" in back.stderr
    assert planner.queries.plan().milestones[step("slides")].due is None


def test_what_is_no_answer_is_refused_in_a_dry_run_too(run: Run, talk: str) -> None:
    assert run("goal", "set", talk, "accepted=someday", "--dry-run").exit_code == 2
    assert run("goal", "set", talk, "nothing=2026-12-01", "--dry-run").exit_code == 1
