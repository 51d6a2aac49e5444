"""plan path, and the room of steps in goal show and show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from click.testing import Result

from planner.domain.plan import Edit
from planner.wiring import Planner
from tests.cli.conftest import FixedClock

Run = Callable[..., Result]
Value = Callable[..., Any]


@pytest.fixture
def exam(run: Run, planner: Planner) -> Callable[[str], str]:
    """A goal with a chain of three to a fixed date; gives the id of a milestone by its title."""
    assert run("goal", "add", "Speak well", "--target", "2027-03-01").exit_code == 0
    lines = ("Read 2026-11-30 ~2h", "Write 2026-12-10 ~6h", "Give the talk 2026-12-18 !fixed", "Buy a pen 2026-12-01")
    for line in lines:
        assert run("add", line, "--goal", "Speak well").exit_code == 0

    def of(title: str) -> str:
        return next(each.id for each in planner.queries.plan().milestones.values() if each.title == title)

    assert run("edit", of("Write"), "--after", of("Read")).exit_code == 0
    assert run("edit", of("Give the talk"), "--after", of("Write")).exit_code == 0
    return of


def test_the_path_in_the_machine_format(
    exam: Callable[[str], str], value: Value, golden: Callable[[str, object], None]
) -> None:
    golden("plan-path", value("plan", "path", "Speak"))


def test_the_path_is_printed_from_its_first_step_to_its_end(exam: Callable[[str], str], run: Run) -> None:
    result = run("plan", "path", "Speak")
    assert result.exit_code == 0
    title, facts, *rows = result.stdout.splitlines()
    assert title == "Speak well"
    assert facts == "2 steps to the fixed date of “Give the talk”, 2026-12-18 · 7 days of slack"
    assert [row.split("  ")[3] for row in rows] == ["Write", "Give the talk"]
    assert "7 d · begin 2026-12-10" in rows[0]
    assert "0 d · begin 2026-12-17" in rows[1]


def test_with_much_room_nothing_is_critical(exam: Callable[[str], str], run: Run, value: Value) -> None:
    assert run("edit", exam("Give the talk"), "--due", "2027-02-10", "--alone").exit_code == 0
    facts = run("plan", "path", "Speak").stdout.splitlines()[1]
    assert facts == (
        "Nothing is critical: 61 days of room · the tightest chain to the fixed date of “Give the talk”, 2027-02-10"
    )
    assert "critical" not in run("goal", "show", "Speak").stdout
    found = value("plan", "path", "Speak")
    assert (found["slack_days"], [each["critical"] for each in found["steps"]]) == (61, [False, False])
    shown = value("goal", "show", "Speak")
    assert shown["critical_path"] == []


def test_what_should_have_been_begun_is_told_everywhere(
    exam: Callable[[str], str], run: Run, value: Value, clock: FixedClock
) -> None:
    clock.moment += timedelta(days=21)
    said = (
        "! “Write” should have been begun by Thu 10 Dec, 2 days ago: it takes 7 days and has to be done by Thu 17 Dec"
    )
    assert said in run("plan", "path", "Speak").stdout
    assert said in run("goal", "show", "Speak").stdout
    assert said in run("show", exam("Write")).stdout
    shown = value("show", exam("Write"))
    assert shown["warning"].startswith(said.removeprefix("! "))
    assert (shown["latest_start"], shown["latest_start_passed"], shown["slack_days"]) == ("2026-12-10", True, 5)
    assert value("goal", "show", "Speak")["warnings"][-1]["id"] == exam("Write")


def test_a_goal_marks_what_is_critical(exam: Callable[[str], str], run: Run, value: Value) -> None:
    result = run("goal", "show", "Speak")
    rows = {line.split("  ")[3]: line for line in result.stdout.splitlines() if "begin " in line}
    assert "critical · 7 d · begin 2026-12-10" in rows["Write"]
    assert "critical" not in rows["Buy a pen"]
    shown = value("goal", "show", "Speak")
    assert shown["critical_path"] == [exam("Write"), exam("Give the talk")]
    assert [each["critical"] for each in shown["milestones"]] == [False, True, True, False]
    assert "critical" not in rows["Read"]
    assert "can begin as late as 2026-12-10 · 7 days of slack · critical" in run("show", exam("Write")).stdout
    assert value("show", exam("Buy a pen"))["critical"] is False


@pytest.mark.parametrize(
    ("acts", "said"),
    [
        ([], "“Speak well” has no milestones yet"),
        ([("add", "Read", "--goal", "Speak")], "Nothing that is open in “Speak well” has a date that holds yet"),
        ([("add", "Read tomorrow", "--goal", "Speak"), ("goal", "achieve", "Speak", "--yes")], "is achieved"),
        ([("add", "Read tomorrow", "--goal", "Speak"), ("goal", "pause", "Speak")], "is paused"),
        ([("add", "Read tomorrow", "--goal", "Speak"), ("goal", "drop", "Speak")], "was dropped"),
    ],
)
def test_where_there_is_no_path_it_says_why(run: Run, value: Value, acts: list[tuple[str, ...]], said: str) -> None:
    assert run("goal", "add", "Speak well", "--target", "2027-03-01").exit_code == 0
    for act in acts:
        assert run(*act).exit_code == 0
    result = run("plan", "path", "Speak")
    assert result.exit_code == 0
    assert said in result.stderr
    assert said in value("plan", "path", "Speak")["problem"]


def test_a_circle_in_a_file_that_was_written_by_hand_is_named(
    exam: Callable[[str], str], run: Run, planner: Planner, value: Value
) -> None:
    read, talk = exam("Read"), exam("Give the talk")
    planner.store.commit(lambda plan: Edit("By hand", (replace(plan.milestones[read], after=(talk,)),)))
    said = "round in a circle. Take one of these links away."
    result = run("plan", "path", "Speak")
    assert said in result.stdout
    assert "! in a circle" in run("goal", "show", "Speak").stdout
    assert "waits for itself" in run("show", read).stdout
    found = value("plan", "path", "Speak")
    assert len(found["circles"][0]) == 4
    assert exam("Buy a pen") == found["steps"][0]["id"]
    shown = [each["id"] for each in value("next", "--limit", "0")]
    assert shown == [exam("Buy a pen")]


def test_a_goal_that_is_not_there_is_not_found(run: Run) -> None:
    assert run("plan", "path", "nothing").exit_code == 1


def test_single_links_are_added_and_taken_away(exam: Callable[[str], str], run: Run, planner: Planner) -> None:
    def after(title: str) -> set[str]:
        return set(planner.queries.plan().milestones[exam(title)].after)

    assert run("edit", exam("Give the talk"), "--also-after", exam("Buy a pen")).exit_code == 0
    assert after("Give the talk") == {exam("Write"), exam("Buy a pen")}
    assert run("edit", exam("Give the talk"), "--not-after", exam("Write")).exit_code == 0
    assert after("Give the talk") == {exam("Buy a pen")}
    refused = run("edit", exam("Buy a pen"), "--also-after", exam("Give the talk"))
    assert refused.exit_code == 1
    assert "round in a circle: “Buy a pen” → “Give the talk” → “Buy a pen”" in refused.stderr
    assert run("edit", exam("Read"), "--not-after", exam("Write")).exit_code == 1
    assert run("edit", exam("Read"), "--after", exam("Write"), "--not-after", exam("Write")).exit_code == 2
    assert run("undo").exit_code == 0
    assert after("Give the talk") == {exam("Write"), exam("Buy a pen")}


def test_without_a_goal_the_paths_of_all_are_shown(exam: Callable[[str], str], run: Run, value: Value) -> None:
    assert run("goal", "add", "Write well").exit_code == 0
    shown = run("plan", "path").stdout
    assert shown.index("Speak well") < shown.index("\n\nWrite well")
    assert [each["problem"] is None for each in value("plan", "path")] == [True, False]


def test_without_goals_it_says_so(run: Run, value: Value) -> None:
    assert "There is no active goal." in run("plan", "path").stderr
    assert value("plan", "path") == []
