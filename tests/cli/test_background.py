"""remind install, uninstall and status."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from planner.domain.schedule import Job, Schedule, Trouble
from planner.wiring import Planner
from tests.background.fakes import JOB, SYSTEMCTL, Memory, Programs
from tests.cli.conftest import SATURDAY

Run = Callable[..., Result]
Golden = Callable[[str, object], None]


@pytest.fixture(autouse=True)
def _same_job_everywhere(planner: Planner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planner, "_job", lambda: JOB)
    monkeypatch.setattr("planner.background.this.must_start", lambda _job: None)


def test_installing_tells_what_was_done_and_how_it_is_undone(run: Run, scheduler: Memory) -> None:
    result = run("remind", "install", "--every", "5")
    assert result.exit_code == 0, result.stderr
    assert "systemd looks every 5 minutes (undo: planner remind uninstall)" in result.stderr
    assert result.stdout == "write /systemd/planner-remind\n"
    assert scheduler.job is not None
    assert scheduler.job.minutes == 5
    again = run("remind", "install")
    assert (again.stdout, again.exit_code) == ("", 0)
    assert "Nothing to do" in again.stderr


def test_a_dry_run_prints_what_would_be_written_and_run(run: Run, scheduler: Memory) -> None:
    result = run("remind", "install", "--dry-run")
    assert result.stdout == "write /systemd/planner-remind\n    -P -m planner remind run\n"
    assert "Nothing was changed" in result.stderr
    assert scheduler.job is None


def test_a_dry_run_of_a_scheduler_that_is_absent_prints_it_and_says_so(run: Run, scheduler: Memory) -> None:
    scheduler.missing = "there is no systemd here"
    result = run("remind", "install", "--dry-run", "--scheduler", "systemd")
    assert result.stdout == "write /systemd/planner-remind\n    -P -m planner remind run\n"
    assert "There is no systemd here." in result.stderr
    assert result.exit_code == 1
    found = json.loads(run("remind", "install", "--dry-run", "--json").stdout)
    assert "there is no systemd here" in found["absent"]
    assert found["changed"] is False


def test_removing_tells_what_was_taken_away(run: Run, scheduler: Memory) -> None:
    run("remind", "install")
    result = run("remind", "uninstall")
    assert result.stdout == "remove /systemd/planner-remind\n"
    assert "Removed from systemd" in result.stderr
    assert scheduler.job is None
    assert "Nothing to do" in run("remind", "uninstall").stderr


def test_what_cannot_be_set_up_is_told_with_what_to_do(run: Run, scheduler: Memory) -> None:
    scheduler.refuses = "It would not."
    result = run("remind", "install")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "It would not.\n  Ask somebody.\n"
    assert run("remind", "install", "--scheduler", "at").exit_code == 2
    assert run("remind", "install", "--every", "7").exit_code == 2


def test_the_status_is_told_and_what_is_missing_makes_the_exit_code(run: Run, scheduler: Memory, desk: Any) -> None:
    result = run("remind", "status")
    assert result.exit_code == 1
    assert "none is set up" in result.stdout
    assert "✗ nothing looks for reminders while the planner is closed\n    planner remind install\n" in result.stdout
    run("remind", "install")
    scheduler.schedule = Schedule(installed=True, last=SATURDAY, next=SATURDAY + timedelta(minutes=1))
    result = run("remind", "status")
    assert result.exit_code == 0
    assert "last look  today 10:00" in result.stdout
    assert "next look  today 10:01" in result.stdout
    desk.away = True
    assert "no notification service" in run("remind", "status").stdout


def test_the_machine_formats(run: Run, golden: Golden, scheduler: Memory, clock: Any, desk: Any) -> None:
    def value(*arguments: str) -> Any:
        return json.loads(run(*arguments, "--json").stdout)

    run("add", "Call the office today 12:00", "--remind", "PT0M")
    run("add", "Send the form today 12:30", "--remind", "PT0M")
    dry = value("remind", "install", "--dry-run")
    made = value("remind", "install")
    clock.moment += timedelta(hours=2)
    run("remind", "run")
    clock.moment += timedelta(hours=1)
    desk.away = True
    run("remind", "run")
    scheduler.schedule = Schedule(
        installed=True,
        last=clock.moment,
        next=clock.moment + timedelta(minutes=1),
        troubles=(Trouble("it starts another installation of the planner than this one", "planner remind install"),),
        note="It runs while you are logged in.",
    )
    status = value("remind", "status")
    golden(
        "remind-background",
        {"dry": dry, "install": made, "status": status, "uninstall": value("remind", "uninstall")},
    )


def test_the_job_is_of_this_data_folder(planner: Planner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    job = planner._job()
    assert isinstance(job, Job)
    assert str(planner.paths.data) in job.command


def test_the_program_sets_a_timer_up_and_takes_it_away(
    tmp_path: Path, process: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    programs = Programs(tmp_path / "programs")
    programs.add("systemctl", SYSTEMCTL)
    programs.make("environment", "DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere\n")
    units = tmp_path / "my settings/systemd/user"
    env = {
        "PATH": str(programs.bin),
        "XDG_CONFIG_HOME": str(tmp_path / "my settings"),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "PLANNER_HOME": str(tmp_path / "my plan"),
    }
    said = process("remind", "install", "--dry-run", "--json", env=env)
    assert not units.exists()
    made = process("remind", "install", "--every", "5", env=env)
    assert (made.returncode, json.loads(said.stdout)["minutes"]) == (0, 1), made.stderr
    written = {each["what"] for each in json.loads(said.stdout)["steps"] if each["act"] == "write"}
    assert written == {str(path) for path in units.glob("planner-remind-*")}
    (service,) = units.glob("*.service")
    assert f'"--home" "{tmp_path}/my plan" "remind" "run"' in service.read_text()
    status = process("remind", "status", env=env)
    assert "systemd, every 5 minutes" in status.stdout
    gone = process("remind", "uninstall", env=env)
    assert gone.returncode == 0
    assert not (tmp_path / "my settings/systemd").exists()
