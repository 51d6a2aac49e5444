"""planner export: the plan for other programs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from click.testing import Result

from tests.cli.conftest import ROOT, environment
from tests.formats.rfc5545 import read

Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]


def test_a_calendar_is_printed_to_the_byte(run: Run) -> None:
    run("add", "Call; the, office tomorrow 18:00")
    result = run("export", "ics")
    assert (result.exit_code, result.stderr) == (0, "")
    (todo,) = read(result.stdout_bytes).all("VTODO")
    assert (todo["SUMMARY"].text, todo["DUE"].value) == ("Call; the, office", "20261122T180000")


def test_a_calendar_of_one_goal_as_events_in_a_file(run: Run, talk: str, tmp_path: Path) -> None:
    run("add", "Call the office tomorrow")
    path = tmp_path / "talk.ics"
    result = run("export", "ics", "--goal", talk[:8], "--as", "event", "-o", str(path))
    assert result.exit_code == 0
    assert str(path) in result.stderr
    calendar = read(path.read_bytes())
    events = calendar.all("VEVENT")
    assert events
    assert all(event["CATEGORIES"].text == calendar["X-WR-CALNAME"].text for event in events)
    assert "Call the office" not in {event["SUMMARY"].text for event in events}


def test_a_file_is_kept_by_the_passes_until_it_is_forgotten(run: Run, desk: Any, tmp_path: Path) -> None:
    path = tmp_path / "plan.ics"
    run("add", "Call the office tomorrow")
    assert "It follows the plan from now on" in run("export", "ics", "--keep", str(path)).stderr
    desk.away = True
    run("add", "Send the form tomorrow")
    assert str(path) in run("export", "ics", "--list").stdout
    assert run("remind", "run").exit_code == 0
    assert len(read(path.read_bytes()).all("VTODO")) == 2
    assert "is up to date" in run("doctor").stdout
    assert run("export", "ics", "--forget", str(path)).exit_code == 0
    run("add", "One more tomorrow")
    run("remind", "run")
    assert len(read(path.read_bytes()).all("VTODO")) == 2
    assert "No calendar is kept" in run("export", "ics", "--list").stderr
    assert run("export", "ics", "--forget", str(path)).exit_code == 1


def test_a_calendar_that_cannot_be_written_stops_no_reminder(run: Run, clock: Any, desk: Any, tmp_path: Path) -> None:
    path = tmp_path / "away" / "plan.ics"
    path.parent.mkdir()
    run("add", "Send the form today 12:00", "--remind", "PT0M")
    run("export", "ics", "--keep", str(path))
    path.unlink()
    path.parent.rmdir()
    run("add", "Call the office tomorrow")
    clock.moment = clock.moment.replace(hour=11)
    assert run("remind", "run").exit_code == 0
    assert len(desk.shown) == 1
    result = run("doctor")
    assert f"✗ calendar: {path} could not be brought up to date" in result.stdout


def test_what_does_not_go_together_and_files_of_others_are_refused(run: Run, tmp_path: Path) -> None:
    mine = tmp_path / "notes.txt"
    mine.write_text("mine")
    assert run("export", "ics", "-o", "a", "--keep", "b").exit_code == 2
    result = run("export", "ics", "-o", str(mine))
    assert (result.exit_code, mine.read_text()) == (1, "mine")
    assert run("export", "nothing").exit_code == 2
    assert run("export", "ics", "-o", str(tmp_path / "no" / "plan.ics")).exit_code == 3


def test_the_machine_formats(value: Callable[..., Any], golden: Callable[[str, object], None], tmp_path: Path) -> None:
    value("add", "Call the office tomorrow 18:00", "--remind", "P1D")
    path = tmp_path / "plan.ics"
    found = {
        "printed": value("export", "ics"),
        "written": value("export", "ics", "-o", str(path)),
        "kept": value("export", "ics", "--keep", str(path), "--as", "event"),
        "list": value("export", "ics", "--list"),
        "forgotten": value("export", "ics", "--forget", str(path)),
    }
    golden("export-ics", _without(found, str(tmp_path)))


def _without(found: Any, folder: str) -> Any:
    if isinstance(found, Mapping):
        return {key: _without(each, folder) for key, each in found.items()}
    if isinstance(found, list):
        return [_without(each, folder) for each in found]
    return found.replace(folder, "FOLDER") if isinstance(found, str) else found


def test_a_pass_loads_icalendar_only_when_a_kept_file_is_to_be_written(
    process: Process, home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "plan.ics"
    loads = (
        "import sys; from planner.cli import plain; code = plain.run(sys.argv[1:]);"
        " print(code, sorted({'icalendar', 'apprise', 'keyring'} & set(sys.modules)))"
    )

    def ran(*words: str) -> str:
        command = [sys.executable, "-c", loads, *words]
        done = subprocess.run(
            command, cwd=ROOT, env=environment(home, tmp_path), capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout.splitlines()[-1]

    process("add", "Call the office in 20 days")
    process("export", "ics", "--keep", str(path))
    assert ran("remind", "run") == "0 []"
    assert ran("next") == "0 []"
    process("add", "Send the form in 20 days")
    assert ran("remind", "run") == "0 ['icalendar']"
    assert ran("remind", "run") == "0 []"
    assert len(read(path.read_bytes()).all("VTODO")) == 2
