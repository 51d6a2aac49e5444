"""next, agenda, search, show in words."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from planner.wiring import Planner

Run = Callable[..., Result]
Value = Callable[..., Any]
Find = Callable[[str], str]


@pytest.mark.parametrize("arguments", [("next",), ("agenda",), ("goal", "list"), ("history",), ("backup", "--list")])
def test_an_empty_plan_says_so_on_standard_error_and_what_to_do(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.strip()


def test_an_empty_plan_is_an_empty_list_for_programs(value: Value) -> None:
    for arguments in (("next",), ("agenda",), ("goal", "list"), ("history",), ("search", "x"), ("remind", "list")):
        assert value(*arguments) == []


def test_next_with_nothing_due_says_that_nothing_is_due(run: Run) -> None:
    run("add", "Read a book on estimating")
    assert run("next").stderr == "Nothing is due.\n"


def test_next_shows_prefixes_of_four_and_the_due_in_iso(run: Run, planner: Planner) -> None:
    run("add", "Attend the chapter dinner tomorrow 18:00 #networking ~2h")
    (milestone_id,) = planner.queries.plan().milestones
    line = run("next").stdout
    assert line == f"{milestone_id[:4]}  ○  2026-11-22 18:00  Attend the chapter dinner  Inbox #networking  2 h\n"
    assert run("done", milestone_id[:4]).exit_code == 0


def test_an_ambiguous_prefix_is_refused_with_the_candidates(run: Run, planner: Planner) -> None:
    for number in range(300):  # of three hundred ids two begin alike
        planner.milestones.add(f"Step {number}")
        ids = sorted(planner.queries.plan().milestones)
        alike = [(a, b) for a, b in itertools.pairwise(ids) if a[:2] == b[:2]]
        if alike:
            break
    result = run("show", alike[0][0][:2])
    assert result.exit_code == 1
    assert alike[0][0][:4] in result.stderr
    assert alike[0][1][:4] in result.stderr


def test_show_tells_everything(run: Run, talk: str, step: Find) -> None:
    run("note", step("rehearse"), "Use the small room")
    page = run("show", step("rehearse")).stdout
    for expected in (
        "Rehearse aloud", "Give a first talk", "1½ h", "Minutes it took", "worth ten readings", "Use the small room",
        "Give the talk", "A book on talks", "repeat",
    ):  # fmt: skip
        assert expected in page


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("@nope", 1, "No filter is called “nope”."),
        ("effort:<x", 2, "“x” is no effort."),
        ("is:nice", 2, "There is no “is:nice”."),
        ("http://x.org", 0, "Nothing holds “http://x.org”."),
        ("kind:exam re:invent", 0, "Nothing holds “kind:exam re:invent”."),
        ('re:invent "kind:nice thing"', 2, "There is no “kind:nice thing”."),
    ],
)
def test_a_term_that_makes_no_sense_is_told_by_search_as_by_any_list(run: Run, text: str, code: int, said: str) -> None:
    run("add", "Water the plants")
    result = run("search", text)
    assert (result.exit_code, said in result.stderr) == (code, True)


def test_a_blocked_fixed_step_has_the_sign_of_what_is_blocked(
    run: Run, planner: Planner, talk: str, step: Find
) -> None:
    run("edit", step("propose"), "--fixed")
    for words in (("search", "proposal"), ("goal", "show", talk), ("search", "is:blocked")):
        lines = [line for line in run(*words).stdout.splitlines() if "proposal" in line]
        assert lines
        assert all("⊘" in line for line in lines), words
