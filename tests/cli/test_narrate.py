"""What a writing command says."""

from __future__ import annotations

from collections.abc import Callable

from click.testing import Result

Run = Callable[..., Result]


def test_a_writing_command_says_what_it_did_and_how_to_undo_it(run: Run) -> None:
    result = run("add", "Attend the chapter dinner tomorrow 18:00 #networking")
    assert result.stdout == ""
    assert result.stderr == "Added “Attend the chapter dinner”, 2026-11-22 18:00 (undo: planner undo)\n"
