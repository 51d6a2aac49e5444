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


def test_what_is_set_about_reminders_is_shown(run: Run, golden: Callable[[str, object], None]) -> None:
    changed = run(
        "profile", "--set", "Exam set=P60D,P30D", "--leads", "exam=exam set", "--quiet", "21:00-07:00",
        "--working-days", "mon-fri", "--morning-digest", "8:00", "--weekly-digest", "mon 7:30",
    )  # fmt: skip
    assert changed.exit_code == 0, changed.stderr
    shown = run("profile").stdout
    for words in ("Exam set (P60D, P30D)", "21:00 to 07:00", "Mon–Fri", "every day at 08:00, Mon at 07:30"):
        assert words in shown
    golden("profile-reminders", json.loads(run("profile", "--json").stdout))
    assert run("profile", "--rename-set", "exam set=Big exams").exit_code == 0
    assert "Big exams (P60D, P30D)" in run("profile").stdout
    assert run("profile", "--remove-set", "Big exams", "--quiet", "off").exit_code == 0
    assert "Big exams" not in run("profile").stdout
    assert run("profile", "--remove-set", "Big exams").exit_code == 1
    assert run("profile", "--set", "P7D=P1D").exit_code == 2


def test_what_is_no_pair_shows_one_of_its_own_kind(run: Run) -> None:
    assert "“exam” is not NAME=LEADS.\n  Write it as exam=P30D,P1D." in run("profile", "--leads", "exam").stderr
    assert "Write it as Exam set=P30D,P1D." in run("profile", "--set", "=P1D").stderr
    assert "Write it as Old name=New name." in run("profile", "--rename-set", "x").stderr
