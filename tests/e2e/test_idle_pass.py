"""What the reminding pass costs when there is nothing to do: it runs every minute, all day."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from planner.wiring import open_planner
from tests.files import as_written

HEAVY = (
    "plyer",
    "jeepney",
    "textual",
    "rich",
    "jsonschema",
    "tinydb",
    "filelock",
    "tzlocal",
    "subprocess",
    "icalendar",
    "apprise",
    "keyring",
    "planner.formats",
    "planner.services.calendars",
    "planner.notify.terminal",
    "planner.notify.services",
)
PASS = f"""
import sys
from planner.cli import plain
code = plain.run(["remind", "run"])
print(code, [name for name in {HEAVY} if name in sys.modules])
"""
WITH_CLICK = f"""
import sys
from planner.cli.main import main
sys.argv[1:] = ["remind", "run"]
try:
    main()
except SystemExit as end:
    print(end.code, [name for name in {HEAVY} if name in sys.modules])
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A plan whose reminders are all to come."""
    planner = open_planner(tmp_path / "home")
    planner.milestones.add("Mock exam", due=f"{datetime.now(UTC).date() + timedelta(days=30)}")
    return tmp_path / "home"


@pytest.mark.parametrize("code", [PASS, WITH_CLICK], ids=["plain", "with click"])
def test_a_pass_with_nothing_due_loads_no_channel_and_notes_that_once(home: Path, code: str) -> None:
    before = state_of(home)
    look(home, code)
    first = state_of(home)
    (noted,) = first.keys() - before.keys()
    assert noted.name == "delivery.ahead.json"
    assert {path: first[path] for path in before} == before
    look(home, code)
    assert state_of(home) == first


def look(home: Path, code: str) -> None:
    environ = {**os.environ, "PLANNER_HOME": str(home), "TZ": "Europe/Berlin"}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout == "0 []\n"
    assert done.stderr == ""


def state_of(folder: Path) -> dict[Path, tuple[int, int, int]]:
    return {path: as_written(path) for path in folder.rglob("*") if path != folder}
