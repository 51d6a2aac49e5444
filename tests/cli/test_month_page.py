"""plan calendar from the shell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Value = Callable[..., Any]


@pytest.fixture
def december(run: Run) -> None:
    """A goal with its target, a fixed date with its time, a series, days away; too much in one week."""
    assert run("goal", "add", "Speak well", "--target", "2026-12-31").exit_code == 0
    for line in (
        "Mock exam 1 2026-12-11 ~6h",
        "Mock exam 2 2026-12-13 ~5h",
        "Give the talk 2026-12-16 15:00 ~4h !fixed",
    ):
        assert run("add", line, "--goal", "Speak well").exit_code == 0
    assert run("add", "Call; [the] office tomorrow").exit_code == 0
    assert run("edit", next_id(run), "--every", "P2W").exit_code == 0
    assert run("profile", "--away", "Rome=21 dec - 3 jan").exit_code == 0


def next_id(run: Run) -> str:
    import json

    found = json.loads(run("search", "office", "--json").stdout)
    assert isinstance(found[0]["id"], str)
    return found[0]["id"]


def test_a_month_in_the_machine_format(december: None, value: Value, golden: Callable[[str, object], None]) -> None:
    golden("plan-calendar", value("plan", "calendar", "december"))


def test_a_month_is_a_sheet_and_what_stands_on_its_days(december: None, run: Run) -> None:
    result = run("plan", "calendar", "next", "month")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].strip() == "December 2026"
    assert lines[1].split() == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert lines[3].startswith("50▲")
    assert " 11·" in lines[3]
    assert "Fri 2026-12-11" in lines
    assert "◆  2026-12-16 15:00  Give the talk" in result.stdout
    assert "projected" in result.stdout
    assert "target  Thu 2026-12-31" in result.stdout
    assert "Mon 2026-12-21 to Sun 2027-01-03  Rome" in result.stdout
    assert "week of 2026-12-07:" in result.stdout


def test_today_stands_between_brackets_and_an_empty_month_says_so(run: Run) -> None:
    result = run("plan", "calendar")
    assert "[21]" in result.stdout
    assert result.stderr.strip() == "Nothing stands in November 2026."


def test_a_goal_and_a_filter_narrow_the_month_down(december: None, value: Value, run: Run) -> None:
    assert value("plan", "calendar", "2026-12")["milestones"] == 5
    assert value("plan", "calendar", "2026-12", "--goal", "speak")["milestones"] == 3
    assert value("plan", "calendar", "2026-12", "--filter", "is:fixed")["milestones"] == 1
    assert run("plan", "calendar", "--filter", "kind:nothing").exit_code == 2
    assert run("plan", "calendar", "--goal", "nothing").exit_code == 1
    refused = run("plan", "calendar", "soon")
    assert refused.exit_code == 2
    assert "names no month" in refused.stderr
