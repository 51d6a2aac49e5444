"""filter, and --filter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Value = Callable[..., Any]


@pytest.fixture
def two(run: Run) -> None:
    run("add", "Call Ann today ~20m")
    run("add", "Write the talk tomorrow ~5h")


@pytest.mark.usefixtures("two")
def test_a_filter_is_saved_listed_used_and_deleted(run: Run, value: Value) -> None:
    saved = run("filter", "save", "deep work", "effort:>2h", "-is:blocked")
    assert saved.stderr == "Saved the filter “deep work” (undo: planner undo)\n"
    assert value("filter", "list") == [{"name": "deep work", "text": "effort:>2h -is:blocked", "milestones": 1}]
    for command in (("next",), ("agenda",), ("next", "--limit", "1")):
        for asked in ("deep work", '@"deep work"'):
            assert [row["title"] for row in value(*command, "--filter", asked)] == ["Write the talk"]
    assert [row["title"] for row in value("search", '@"deep work"')] == ["Write the talk"]
    assert run("filter", "delete", "deep", "work").exit_code == 0
    assert run("filter", "list").stderr.startswith("No filter is saved yet.")


@pytest.mark.usefixtures("two")
def test_a_text_does_as_well(run: Run, value: Value) -> None:
    assert [row["title"] for row in value("next", "--filter", "effort:<1h")] == ["Call Ann"]
    assert "Call Ann" in run("next", "--filter", "effort:<1h").stdout
    assert run("next", "--filter", "kind:exam").stderr == "Nothing that is due passes the filter: kind exam.\n"
    empty = run("agenda", "--filter", "exam")
    assert empty.stderr == "Nothing that is due in the next 7 days passes the filter: exam.\n"


def test_a_goal_shows_what_a_filter_lets_through(run: Run, value: Value, talk: str) -> None:
    whole = [row["title"] for row in value("goal", "show", talk)["milestones"]]
    some = [row["title"] for row in value("goal", "show", talk, "--filter", "-is:blocked")["milestones"]]
    assert some
    assert set(some) < set(whole)
    assert run("goal", "show", talk, "--filter", "is:nice").exit_code == 2


def test_goals_are_listed_that_have_what_a_filter_lets_through(run: Run, value: Value, talk: str) -> None:
    assert [row["id"] for row in value("goal", "list", "--filter", "is:open")] == [talk]
    assert value("goal", "list", "--filter", "is:overdue") == []
    assert run("goal", "list", "--filter", "is:overdue").stderr == "No goal has a milestone that passes the filter.\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("next", "--filter", "@mine"), 1, "No filter is called “mine”."),
        (("agenda", "--filter", "kind:party"), 2, "There is no “kind:party”."),
        (("filter", "delete", "mine"), 1, "No filter is called “mine”."),
        (("filter", "save", "hard", "balance:hard"), 2, "a word that filters are made of"),
        (("filter", "save", "mine", "is:nice"), 2, "There is no “is:nice”."),
    ],
)
def test_what_is_refused_says_why(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert said in result.stderr
    assert result.stderr.count("\n") == 2, "and what to do next"
