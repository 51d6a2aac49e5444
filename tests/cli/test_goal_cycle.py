"""A cycle that is over: it is said where one looks, and one command plans the one that runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import Result

from planner.wiring import Planner

Run = Callable[..., Result]


@pytest.fixture
def late(run: Run, planner: Planner, clock: Any) -> Planner:
    """Three years after a CFE was planned and nothing done."""
    made = run("goal", "new", "cfe-keep", "--set", "earned=2024-03-12", "--set", "joined=2021-10-05", "--past", "late")
    assert made.exit_code == 0
    clock.moment = datetime(2029, 11, 15, 9, 0, tzinfo=UTC)
    return planner


def test_next_list_and_show_say_it_on_standard_error(run: Run, late: Planner) -> None:
    for words in (("next",), ("goal", "list"), ("goal", "show", "cfe-keep")):
        said = run(*words).stderr
        assert "The cycle of “Keep the CFE” ended on 2027-10-31" in said, words
        assert "The cycles that ended on 2028-10-31 and 2029-10-31 went by without a plan." in said
        assert "To plan it: planner goal next-cycle " in said
    assert run("next", "--json").stderr == ""
    assert len(late.queries.behind()) == 1


def test_list_and_show_say_it_to_programs_too(value: Callable[..., Any], late: Planner) -> None:
    said = {
        "cycle_ended": "2027-10-31",
        "running_from": "2029-11-01",
        "running_until": "2030-10-31",
        "missed": ["2028-10-31", "2029-10-31"],
    }
    assert value("goal", "list")[0]["behind"] == said
    assert value("goal", "show", "cfe-keep")["behind"] == said
    assert value("goal", "next-cycle", "cfe-keep")["change"]
    assert value("goal", "list")[0]["behind"] is None


def test_the_command_looks_first_and_then_plans_it(run: Run, value: Callable[..., Any], late: Planner) -> None:
    looked = value("goal", "next-cycle", "cfe-keep", "--dry-run")
    assert (looked["change"], looked["cycle_end"], looked["milestones"]) == (None, "2030-10-31", 7)
    assert looked["missed"] == ["2028-10-31", "2029-10-31"]
    said = run("goal", "next-cycle", "cfe-keep").stderr
    assert "“Keep the CFE” goes on in the cycle until 2030-10-31: 7 milestones." in said
    assert "1 milestone of it lies in the past." in said
    assert "undo: planner undo" in said
    assert run("next").stderr == ""
    assert run("goal", "next-cycle", "cfe-keep").exit_code == 1
    assert late.queries.behind() == []


def test_what_a_completion_brings_is_said(run: Run, late: Planner) -> None:
    first = next(each.id for each in late.queries.plan().milestones.values() if each.key == "verify")
    said = run("done", first).stderr
    assert "“Keep the CFE” goes on in the cycle until 2030-10-31: 7 milestones." in said


@pytest.mark.parametrize("name", ["cfe-keep", "cissp-keep", "google-cloud-keep"])
def test_the_day_it_was_earned_is_asked_for_also_with_a_start(run: Run, name: str) -> None:
    refused = run("goal", "new", name, "--start", "2026-11-25")
    assert refused.exit_code == 2
    assert "--set earned=DATE" in refused.stderr


def test_a_plan_without_a_date_says_that_it_begins_today(run: Run) -> None:
    assert "No date was given: “Earn the PMP and keep it” begins today, 2026-11-21." in run("goal", "new", "pmp").stderr
    assert "No date" not in run("goal", "new", "find-mentor", "--start", "2027-01-04").stderr
