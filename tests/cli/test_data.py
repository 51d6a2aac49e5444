"""undo, redo, backups in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from click.testing import Result

from planner.wiring import Planner

Run = Callable[..., Result]
Value = Callable[..., Any]


def test_undo_and_redo_name_the_change(run: Run) -> None:
    run("add", "Write the talk")
    assert run("undo").stderr == "Undone: Add “Write the talk” (planner redo makes it again)\n"
    assert run("redo").stderr == "Done again: Add “Write the talk” (undo: planner undo)\n"


def test_with_nothing_to_undo_the_code_is_one(run: Run) -> None:
    result = run("undo")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nothing to undo" in result.stderr


def test_a_restore_says_how_many_records_changed(run: Run) -> None:
    run("add", "Write the talk")
    name = run("backup").stderr.removeprefix("Backed up as ").rstrip(".\n")
    run("add", "Give the talk")
    assert run("restore", name).stderr == f"Brought back {name}: 1 record changed (undo: planner undo)\n"
    assert "Give the talk" not in run("search", "talk").stdout
    run("undo")
    assert "Give the talk" in run("search", "talk").stdout


def test_the_history_of_one_goal(run: Run, value: Value, talk: str, step: Callable[[str], str]) -> None:
    run("add", "Something else")
    run("note", step("rehearse"), "Use the small room")
    whole, some = value("history", "--goal", talk), value("history", "--goal", talk, "--limit", "1")
    assert [each["name"] for each in whole] == ["Note on “Rehearse aloud”", "Plan “Give a first talk”"]
    assert some == whole[:1]
    run("goal", "delete", talk, "--yes")
    assert len(value("history", "--goal", talk)) == 3, "also of one that is gone, by its id"
    assert run("history", "--goal", "nobody").exit_code == 1


def test_the_history_says_what_of_it_stands(run: Run, value: Value) -> None:
    for title in ("Call Ann", "Water the plants", "Read a book"):
        run("add", title)
    run("undo")
    run("undo")
    run("redo")
    states = {each["name"]: each["state"] for each in value("history") if each["kind"] == "do"}
    assert states == {"Add “Call Ann”": "stands", "Add “Water the plants”": "stands", "Add “Read a book”": "undone"}
    assert {each["state"] for each in value("history") if each["kind"] != "do"} == {None}
    line = next(line for line in run("history").stdout.splitlines() if "  Add “Read a book”" in line)
    assert "taken back" in line
    run("add", "Something new")
    newest, *_, book, _, _ = value("history")
    assert (newest["state"], book["state"]) == ("stands", "gone")
    assert value("history", book["id"])["state"] == "gone"
    assert value("history", "--limit", "1") == [newest]
    assert "gone" in run("history", book["id"]).stdout.splitlines()[1]


def test_what_a_change_did_is_told_in_words(run: Run, value: Value) -> None:
    run("add", "Call Ann tomorrow ~1h #people")
    run("edit", value("next")[0]["id"], "--effort", "90m", "--notes", "Ask for the form.")
    newest, first = value("history")
    shown = run("history", newest["id"]).stdout
    assert "effort  1 h → 1½ h" in shown
    assert "notes  none → Ask for the form." in shown
    assert "made Call Ann  date 2026-11-22 · effort 1 h · tags people" in run("history", first["id"]).stdout


def test_a_backup_is_named_as_it_is_or_as_its_file_is(run: Run, planner: Planner) -> None:
    run("add", "Water the plants")
    run("backup")
    name = planner.history.backups()[0].name
    run("add", "Call Ann")
    assert run("restore", f"{name}.json").exit_code == 0
    assert len(planner.queries.plan().milestones) == 1
