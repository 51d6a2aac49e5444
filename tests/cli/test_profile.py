"""profile: shown and changed from the shell."""

from __future__ import annotations

import json
from collections.abc import Callable

from click.testing import Result

from planner.wiring import Planner

Run = Callable[..., Result]


def test_it_is_shown_and_changed(run: Run, planner: Planner, golden: Callable[[str, object], None]) -> None:
    assert "not said" in run("profile").stdout
    assert run("profile", "--stage", "mid", "--hours", "7.5", "--leads", "exam=P30D,P1D").exit_code == 0
    assert planner.profiles.get().stage == "mid"
    golden("profile", json.loads(run("profile", "--json").stdout))
    assert "P30D, P1D" in run("profile").stdout
    assert run("profile", "--leads", "exam=usual").exit_code == 0
    assert planner.profiles.get().leads == {}


def test_what_is_no_stage_is_wrong_usage(run: Run) -> None:
    assert run("profile", "--stage", "boss").exit_code == 2
    assert run("profile", "--leads", "exam").exit_code == 2
