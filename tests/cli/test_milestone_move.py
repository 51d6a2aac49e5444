"""edit --due: what follows is seen first, and goes along or stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from planner.wiring import Planner

Run = Callable[..., Result]


@pytest.fixture
def chain(run: Run, planner: Planner) -> list[str]:
    """Three in the inbox, each after the one before, a day apart; their ids."""
    ids: list[str] = []
    for number, day in enumerate(("2026-11-23", "2026-11-24", "2026-11-25"), start=1):
        run("add", f"Step {number} {day}")
        new = next(each for each in planner.queries.plan().milestones if each not in ids)
        if ids:
            run("edit", new, "--after", ids[-1])
        ids.append(new)
    return ids


def days(planner: Planner, ids: list[str]) -> list[str]:
    return [str(planner.queries.plan().milestones[each].due) for each in ids]


def test_a_dry_run_is_a_stable_value_and_stores_nothing(
    value: Callable[..., Any], run: Run, planner: Planner, chain: list[str], golden: Callable[[str, object], None]
) -> None:
    run("edit", chain[2], "--fixed")
    generation = planner.queries.plan().generation
    golden("edit-due-dry-run", value("edit", chain[0], "--due", "2026-11-30 18:00", "--dry-run"))
    assert planner.queries.plan().generation == generation


def test_a_dry_run_shows_what_would_move_to_a_person(run: Run, chain: list[str]) -> None:
    shown = run("edit", chain[0], "--due", "2026-11-30", "--dry-run").stdout
    assert "Step 1  2026-11-23 to 2026-11-30, +7 days" in shown
    assert "2026-12-01  Step 2  +7 days  makes room" in shown
    alone = run("edit", chain[2], "--due", "2026-11-20", "--dry-run")
    assert "Nothing else moves with it." in alone.stderr
    assert "“Step 3” (2026-11-20) would come before “Step 2” (2026-11-24), which it follows." in alone.stderr
    assert "1 milestone would lie in the past." in alone.stderr


def test_in_a_script_it_moves_alone_and_says_what_follows(run: Run, planner: Planner, chain: list[str]) -> None:
    result = run("edit", chain[0], "--due", "2026-11-30")
    assert result.exit_code == 0
    assert days(planner, chain) == ["2026-11-30", "2026-11-24", "2026-11-25"]
    assert "“Step 2” (2026-11-24) would come before “Step 1” (2026-11-30), which it follows." in result.stderr
    assert "2 milestones that follow stayed; --with-followers moves what follows as well." in result.stderr


def test_what_follows_goes_along_when_it_is_told_to(run: Run, planner: Planner, chain: list[str]) -> None:
    result = run("edit", chain[0], "--due", "2026-11-30", "--with-followers")
    assert result.stderr == "Changed “Step 1”, with 2 milestones that follow (undo: planner undo)\n"
    assert days(planner, chain) == ["2026-11-30", "2026-12-01", "2026-12-02"]
    assert json.loads(run("history", "--json").stdout)[0]["name"] == "Move “Step 1” by 7 days, with 2 that follow"
    run("undo")
    assert days(planner, chain) == ["2026-11-23", "2026-11-24", "2026-11-25"]


@pytest.mark.parametrize(
    ("typed", "after"),
    [
        ("yes\n", ["2026-11-30", "2026-12-01", "2026-12-02"]),
        ("alone\n", ["2026-11-30", "2026-11-24", "2026-11-25"]),
        ("no\n", ["2026-11-23", "2026-11-24", "2026-11-25"]),
        ("\n", ["2026-11-23", "2026-11-24", "2026-11-25"]),
    ],
)
def test_a_person_sees_it_and_chooses(
    run: Run, planner: Planner, chain: list[str], typed: str, after: list[str]
) -> None:
    result = run("edit", chain[0], "--due", "2026-11-30", person=True, typed=typed)
    assert "Step 1: 2026-11-23 to 2026-11-30, +7 days; 2 milestones that follow would move with it." in result.stderr
    assert "  2026-12-01  Step 2  +7 days  makes room" in result.stderr
    assert days(planner, chain) == after
    assert result.exit_code == (1 if after[0] == "2026-11-23" else 0)


def test_where_nothing_follows_nobody_is_asked_and_what_breaks_is_said(
    run: Run, planner: Planner, chain: list[str]
) -> None:
    result = run("edit", chain[2], "--due", "2026-11-20", person=True)
    assert result.exit_code == 0
    assert "would come before “Step 2”" in result.stderr
    assert days(planner, chain)[2] == "2026-11-20"


def test_for_programs_only_the_change_is_printed(run: Run, planner: Planner, chain: list[str]) -> None:
    result = run("edit", chain[0], "--due", "2026-11-30", "--json", person=True)
    assert set(json.loads(result.stdout)) == {"change", "ids"}
    assert result.stderr == ""
    assert days(planner, chain)[1] == "2026-11-24"


@pytest.mark.parametrize(
    "options",
    [
        ("--title", "New", "--dry-run"),
        ("--title", "New", "--alone"),
        ("--with-followers", "--effort", "2h"),
        ("--due", "tomorrow", "--alone", "--with-followers"),
    ],
)
def test_how_it_moves_belongs_to_a_date(run: Run, planner: Planner, chain: list[str], options: tuple[str, ...]) -> None:
    generation = planner.queries.plan().generation
    assert run("edit", chain[0], *options).exit_code == 2
    assert planner.queries.plan().generation == generation


def test_in_a_goal_what_counts_from_it_goes_along_and_the_target_is_named(
    value: Callable[..., Any], planner: Planner, talk: str
) -> None:
    first = next(
        each.id for each in planner.queries.plan().members(talk) if each.is_open and not each.fixed and each.due
    )
    seen = value("edit", first, "--due", "2199-01-01", "--dry-run")
    assert seen["beyond_target"][0] == first
    assert "would come after the target of" in " ".join(seen["problems"])
    assert seen["goal"] == talk


def test_of_the_step_that_is_the_target_it_is_said_that_the_rest_goes_with_the_goal(
    run: Run, value: Callable[..., Any], talk: str, step: Callable[[str], str]
) -> None:
    said = "is the target of “Give a first talk”"
    one = step("talk")
    assert said in value("edit", one, "--due", "2027-06-01", "--dry-run")["note"]
    assert said in run("edit", one, "--due", "2027-06-01", "--dry-run").stderr
    assert said in run("edit", one, "--due", "2027-06-01").stderr


def test_the_date_of_what_is_done_can_be_put_right(run: Run, planner: Planner, chain: list[str]) -> None:
    run("done", chain[0])
    assert run("edit", chain[0], "--due", "2026-11-30").exit_code == 0
    assert days(planner, chain) == ["2026-11-30", "2026-11-24", "2026-11-25"]
