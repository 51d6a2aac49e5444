"""Many milestones with one command: several ids, or all that a filter lets through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from planner.wiring import Planner

Run = Callable[..., Result]
Value = Callable[..., Any]


@pytest.fixture
def ids(run: Run, planner: Planner) -> list[str]:
    """Call Ann (today), Write the talk (tomorrow), Pack (no date), Rest (done)."""
    found: list[str] = []
    for line in ("Call Ann today #people", "Write the talk tomorrow #talk", "Pack #talk", "Rest today #talk"):
        found += planner.milestones.add(line).ids
    run("done", found[3])
    return found


def dues(planner: Planner, ids: list[str]) -> list[str | None]:
    known = planner.queries.plan().milestones
    return [due.isoformat() if (due := known[each].due) else None for each in ids]


def test_without_yes_a_filter_shows_what_it_touches_and_touches_nothing(run: Run, ids: list[str]) -> None:
    result = run("done", "--filter", "#talk")
    assert result.exit_code == 1
    assert "Write the talk" in result.stderr
    assert "Pack" in result.stderr
    assert "Rest" not in result.stderr, "it is done already"
    assert "This would complete 2 milestones; nothing was changed." in result.stderr
    assert result.stdout == ""
    assert len(ids) == 4


@pytest.mark.usefixtures("ids")
def test_a_person_is_asked(run: Run, value: Value) -> None:
    assert run("done", "--filter", "#talk", person=True, typed="n\n").exit_code == 1
    assert len(value("search", "is:open")) == 3
    asked = run("done", "--filter", "#talk", person=True, typed="y\n")
    assert asked.exit_code == 0
    assert "Complete all 2? [y/N]:" in asked.stderr
    assert [row["title"] for row in value("search", "is:open")] == ["Call Ann"]
    assert run("undo").stderr.startswith("Undone: Complete 2 milestones")


@pytest.mark.parametrize(
    ("arguments", "filter_", "left"),
    [
        (("done",), "is:open", []),
        (("skip",), "#talk is:open", ["Call Ann"]),
        (("reopen",), "is:closed", ["Call Ann", "Write the talk", "Pack", "Rest"]),
        (("delete",), "#talk", ["Call Ann"]),
    ],
)
@pytest.mark.usefixtures("ids")
def test_each_act_takes_a_filter(
    run: Run, value: Value, arguments: tuple[str, ...], filter_: str, left: list[str]
) -> None:
    assert run(*arguments, "--filter", filter_, "--yes").exit_code == 0
    assert {row["title"] for row in value("search", "is:open")} == set(left)


def test_dates_move_by_days_or_to_a_day(run: Run, value: Value, planner: Planner, ids: list[str]) -> None:
    moved = value("move", *ids[:3], "--by", "1w", "--dry-run")
    assert [(row["title"], row["days"], row["follows"]) for row in moved["moved"]] == [
        ("Call Ann", 7, False), ("Write the talk", 7, False),
    ]  # fmt: skip
    assert moved["undated"] == [ids[2]]
    assert dues(planner, ids[:3]) == ["2026-11-21", "2026-11-22", None]
    table = run("move", *ids[:2], "--by", "-1", "--dry-run")
    assert "2026-11-20" in table.stdout
    assert "in the past" in table.stdout
    done = run("move", *ids[:3], "--by", "5d")
    assert done.stderr.startswith("Moved 2 milestones")
    assert "1 milestone without a date stayed so." in done.stderr
    run("move", *ids[:3], "--to", "tomorrow")
    assert dues(planner, ids[:3]) == ["2026-11-22"] * 3
    assert run("undo").stderr.startswith("Undone: Move 3 milestones to 2026-11-22")
    assert dues(planner, ids[:3]) == ["2026-11-26", "2026-11-27", None]


def test_what_follows_stays_in_a_script_and_is_asked_about_at_a_terminal(
    run: Run, planner: Planner, ids: list[str]
) -> None:
    run("edit", ids[1], "--after", ids[0])
    result = run("move", ids[0], "--by", "3")
    assert result.stderr.endswith("1 milestone that follows stayed; --with-followers moves what follows as well.\n")
    assert dues(planner, ids[:2]) == ["2026-11-24", "2026-11-22"]
    run("undo")
    asked = run("move", ids[0], "--by", "3", person=True, typed="yes\n")
    assert "2026-11-22 → 2026-11-25  +3 days  Write the talk  makes room" in asked.stderr
    assert dues(planner, ids[:2]) == ["2026-11-24", "2026-11-25"]
    run("undo")
    run("move", ids[0], "--by", "3", "--with-followers")
    assert dues(planner, ids[:2]) == ["2026-11-24", "2026-11-25"]


def test_many_go_to_a_goal_and_back(run: Run, value: Value, ids: list[str], talk: str) -> None:
    assert run("move", *ids[:2], "--goal", talk).stderr.startswith("Moved 2 milestones")
    assert {"Call Ann", "Write the talk"} < {row["title"] for row in value("goal", "show", talk)["milestones"]}
    run("move", "--filter", "goal:first-talk #talk", "--inbox", "--yes")
    assert {row["title"] for row in value("search", "is:inbox is:open")} == {"Write the talk", "Pack"}


def test_tags(run: Run, value: Value, ids: list[str]) -> None:
    assert run("tag", *ids[:2], "--add", "winter", "--remove", "people").exit_code == 0
    assert [row["tags"] for row in value("search", "#winter")] == [["winter"], ["talk", "winter"]]
    assert run("tag", ids[0]).exit_code == 2
    assert run("tag", ids[0], "--add", "two words").exit_code == 2


def test_several_are_snoozed_until_a_time_of_several_words(run: Run, value: Value, ids: list[str]) -> None:
    assert run("snooze", ids[0][:4], ids[1][:4], "next", "mon").stderr.endswith(
        "until 2026-11-23 09:00 (undo: planner undo)\n"
    )
    assert len(value("search", "is:snoozed")) == 2
    run("snooze", ids[0][:4], ids[1][:4], "--wake")
    assert value("search", "is:snoozed") == []
    run("snooze", "--filter", "#people", "-y", "2", "hours")
    assert [row["title"] for row in value("search", "is:snoozed")] == ["Call Ann"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("done",), 2, "Say which milestones: their ids, or --filter."),
        (("done", "--filter", "kind:exam"), 1, "There is nothing to complete that passes the filter."),
        (("done", "--filter", "is:nice"), 2, "There is no “is:nice”."),
        (("delete", "--filter", "@old", "--yes"), 1, "No filter is called “old”."),
        (("move", "--by", "5d"), 2, "Say which milestones"),
        (("move", "x", "--by", "5d", "--to", "tomorrow"), 2, "one of --goal GOAL, --inbox, --by DAYS and --to DATE"),
        (("move", "x", "--inbox", "--alone"), 2, "belong to --by and --to"),
        (("move", "--filter", "is:open", "--by", "soon", "-y"), 2, "“soon” is no number of days and no date."),
        (("snooze",), 2, "Say until when"),
    ],
)
@pytest.mark.usefixtures("ids")
def test_what_is_refused_says_why(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == code, result.stderr
    assert said in result.stderr


def test_ids_and_a_filter_exclude_each_other(run: Run, ids: list[str]) -> None:
    assert "Either ids or --filter" in run("done", ids[0], "--filter", "#talk").stderr


def test_what_belongs_to_a_dropped_goal_is_left_out(run: Run, value: Value, talk: str) -> None:
    run("goal", "drop", talk)
    assert run("done", "--filter", "goal:first-talk", "-y").exit_code == 1
    assert run("delete", "--filter", "goal:first-talk", "-y").exit_code == 1
    assert value("goal", "show", talk)["milestones"]


def test_the_moment_until_which_something_is_snoozed_is_told(run: Run, ids: list[str]) -> None:
    told = run("snooze", ids[0][:4], "1", "hour").stderr
    assert told == "Snoozed “Call Ann” until 2026-11-21 11:00 (undo: planner undo)\n"


def test_nothing_is_no_time_to_snooze_until(run: Run, planner: Planner, ids: list[str]) -> None:
    run("snooze", ids[0], "mon")
    result = run("snooze", ids[0], "")
    assert (result.exit_code, "Say until when" in result.stderr) == (2, True)
    assert planner.queries.plan().milestones[ids[0]].snoozed_until is not None


def test_a_wrong_id_before_the_time_is_named(run: Run, planner: Planner, ids: list[str]) -> None:
    result = run("snooze", ids[0][:6], "zzzz", "next", "mon")
    assert result.exit_code == 1
    assert result.stderr.startswith("No milestone has the id “zzzz”.")
    assert planner.queries.plan().milestones[ids[0]].snoozed_until is None
    assert run("snooze", ids[0][:6], "when", "pigs", "fly").exit_code == 2


def test_a_tag_is_not_added_and_taken_away_at_once(run: Run, ids: list[str]) -> None:
    result = run("tag", ids[0], "--add", "#New", "--remove", "new")
    assert (result.exit_code, "#new cannot be added and removed at once." in result.stderr) == (2, True)
    assert run("tag", ids[0], "--remove", "people").stderr.startswith("Took tags from “Call Ann”")
