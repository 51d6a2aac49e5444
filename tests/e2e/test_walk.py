"""The main job as a person does it, in a real terminal: template, plan, complete, undo, quit, and come back."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.terminal import Terminal

PLANNER = str(Path(sys.executable).with_name("planner"))
EXAM = date.today() + timedelta(days=300)  # noqa: DTZ011  # the day of the machine that runs the program
SHIPPED = sum(1 for path in (Path(__file__).parents[2] / "templates").glob("*.json") if path.stem != "template.schema")

pytestmark = pytest.mark.system


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def terminal(tmp_path: Path, home: Path) -> Iterator[Terminal]:
    # No bus: what the desktop cannot show is not this test's concern.
    command = f"env -u DBUS_SESSION_BUS_ADDRESS -u XDG_RUNTIME_DIR {PLANNER} --home {shlex.quote(str(home))}"
    opened = Terminal(tmp_path, command)
    yield opened
    opened.close()


def asked(home: Path, *arguments: str) -> Any:
    command = [PLANNER, "--home", str(home), *arguments, "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize(("key", "name", "stage"), [("1", "Early", "early"), ("2", "Middle", "mid")])
def test_from_the_first_start_to_a_dated_plan(terminal: Terminal, home: Path, key: str, name: str, stage: str) -> None:
    terminal.wait_for("Where are you in your career?", "(●) Early")
    terminal.press(key)
    terminal.wait_for(f"(●) {name}")
    terminal.press("Enter")
    terminal.press("Enter")
    terminal.wait_for("What do you want to work on first?")
    terminal.type("pmp")
    terminal.wait_for("┃ Earn the PMP")
    terminal.press("Enter")
    terminal.wait_for("3 of 3", "if you begin today")
    terminal.type(EXAM.isoformat())
    terminal.wait_for("in 300 days", "☑ ◆")
    terminal.press("C-s")
    terminal.wait_for("ACTIVE", "Earn the PMP and keep it", "at risk")
    (goal,) = asked(home, "goal", "list")
    assert (goal["target"], goal["template"]) == (EXAM.isoformat(), "pmp")
    assert asked(home, "profile")["stage"] == stage
    terminal.press("q")


def test_from_a_template_to_a_plan_and_on(terminal: Terminal, home: Path) -> None:
    terminal.wait_for("Where are you in your career?")
    terminal.press("Escape")
    terminal.wait_for("Nothing planned yet")
    terminal.press("7")
    terminal.wait_for(f"{SHIPPED} templates", "Become")
    terminal.press("f")
    terminal.wait_for("▏")  # the list has given the focus to the filter
    terminal.type("earn the PMP")
    terminal.wait_for(f" of {SHIPPED} templates")
    terminal.press("Enter")
    terminal.wait_for("▌  Earn the PMP")
    terminal.press("Enter")
    terminal.wait_for("About this template", "Sit the PMP exam")
    terminal.press("p")
    terminal.wait_for("Plan it  Earn the PMP", "if you begin today")
    terminal.type(EXAM.isoformat())
    terminal.wait_for("in 300 days", "☑ ◆")
    assert asked(home, "goal", "list") == []
    terminal.press("C-s")
    terminal.wait_for("ACTIVE", "Earn the PMP and keep it", "at risk")
    (goal,) = asked(home, "goal", "list")
    assert (goal["target"], goal["template"]) == (EXAM.isoformat(), "pmp")

    terminal.press("1")
    terminal.wait_for("This week")
    terminal.press("a")
    terminal.wait_for("Attend the chapter dinner tomorrow 18:00")
    terminal.type("Call the chapter today #networking")
    terminal.wait_for("Call the chapter · ", "· #networking")
    terminal.press("Enter")
    terminal.wait_for("TODAY  1", "▌○ Call the chapter")
    terminal.press("Space")
    terminal.wait_for("DONE TODAY  1", gone="○ Call the chapter")
    assert [each["status"] for each in asked(home, "search", "call the chapter")] == ["done"]
    terminal.press("u")
    terminal.wait_for("○ Call the chapter", gone="DONE TODAY")
    terminal.press("C-r")
    terminal.wait_for("DONE TODAY  1", gone="○ Call the chapter")
    terminal.press("q")
    assert terminal.exit_code() == 0


def test_undo_reaches_back_over_a_restart(tmp_path: Path, home: Path) -> None:
    subprocess.run([PLANNER, "--home", str(home), "add", "Read the handbook today"], check=True, capture_output=True)
    second = Terminal(tmp_path, f"{PLANNER} --home {shlex.quote(str(home))}")
    try:
        second.wait_for("▌○ Read the handbook")
        second.press("u")
        second.wait_for("Nothing planned yet")
        second.press("q")
        assert second.exit_code() == 0
    finally:
        second.close()


def test_what_the_shell_changes_appears_in_the_open_app(terminal: Terminal, home: Path) -> None:
    terminal.wait_for("Where are you in your career?")
    terminal.press("Escape")
    terminal.wait_for("Nothing planned yet")
    subprocess.run([PLANNER, "--home", str(home), "add", "Read the handbook today"], check=True, capture_output=True)
    terminal.wait_for("○ Read the handbook")
    terminal.press("q")
    assert terminal.exit_code() == 0
