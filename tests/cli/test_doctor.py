"""What `planner doctor` says of the settings that only the app can judge."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result

from planner.wiring import Planner

Run = Callable[..., Result]

WRONG = """[ui]
theme = "nrod"
[keys]
edit = "banana"
skip = "ctrl+nonsense"
"weeks.level" = "v"
complete = "/"
nothing = "f9"
"""


def test_every_wrong_key_and_the_theme_are_told_with_their_line(run: Run, planner: Planner) -> None:
    planner.paths.settings.parent.mkdir(parents=True, exist_ok=True)
    planner.paths.settings.write_text(WRONG, "utf-8")
    result = run("doctor")
    assert result.exit_code == 1
    for said in (
        "line 2: There is no theme “nrod”; did you mean “nord”?",
        "line 4: “edit” names no key with “banana”",
        "line 5: “skip” names no key with “ctrl+nonsense”",
        "line 7: “complete” takes a key that “Search",
        "line 8: “nothing” names no action",
    ):
        assert said in result.stdout, said
    assert "weeks.level" not in result.stdout
    assert result.stdout.count("✗ settings") == 5


@pytest.mark.parametrize("text", ["", '[ui]\ntheme = "nord"\n[keys]\ncomplete = "f9"\n'])
def test_what_is_right_is_not_worth_a_line(run: Run, planner: Planner, text: str) -> None:
    planner.paths.settings.parent.mkdir(parents=True, exist_ok=True)
    planner.paths.settings.write_text(text, "utf-8")
    assert "settings" not in run("doctor").stdout
