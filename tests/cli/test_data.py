"""undo, redo, backups in words."""

from __future__ import annotations

from collections.abc import Callable

from click.testing import Result

Run = Callable[..., Result]


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
