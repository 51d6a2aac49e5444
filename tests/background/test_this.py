"""What a scheduler is to start."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from planner.background.this import must_start, this_job
from planner.domain.errors import NotMet
from tests.background.fakes import JOB, Programs

USUAL = Path("/home/me/.local/share/planner")


def test_the_usual_folder_needs_no_name_but_the_variables_that_say_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "TZ"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "/home/me/data")
    job = this_job(USUAL, Path("/home/me/.config/planner"), USUAL)
    assert job.name == "planner-remind"
    assert job.command[1:] == ("-P", "-m", "planner", "remind", "run")
    assert Path(job.command[0]).samefile(sys.executable)
    assert job.environ == {"XDG_DATA_HOME": "/home/me/data"}
    assert this_job(USUAL, USUAL, USUAL).command == job.command, "on macOS and Windows both folders are one"


def test_a_folder_of_ones_own_is_named_and_has_a_job_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/home/me/data")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    one = this_job(Path("/plans/a b"), Path("/plans/a b"), USUAL)
    assert one.command[3:] == ("planner", "--home", "/plans/a b", "remind", "run")
    assert one.environ == {"TZ": "Europe/Berlin"}
    other = this_job(Path("/plans/c"), Path("/plans/c"), USUAL)
    assert len({one.name, other.name, "planner-remind"}) == 3


@pytest.mark.parametrize("own", [True, False])
def test_however_python_was_called_the_job_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: bool
) -> None:
    version = f"python3.{sys.version_info.minor}"
    for name in ("python", "python3", version):
        (tmp_path / name).symlink_to(sys.executable)
    (tmp_path / "python2").touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path) if own else sys.base_prefix)
    found = set()
    for name in ("python", "python3", version):
        monkeypatch.setattr(sys, "executable", str(tmp_path / name))
        found.add(this_job(USUAL, USUAL, USUAL).command[0])
    assert found == {str(tmp_path / ("python" if own else version))}
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python2"))
    assert this_job(USUAL, USUAL, USUAL).command[0] == str(tmp_path / "python2")


def test_this_planner_can_be_started() -> None:
    must_start(replace(JOB, command=(sys.executable, *JOB.command[1:])))


def test_a_planner_that_a_scheduler_could_not_start_is_refused(programs: Programs, tmp_path: Path) -> None:
    other = tmp_path / "python"
    other.write_text("#!/bin/sh\necho No module named planner >&2\nexit 1\n")
    other.chmod(0o755)
    for command in (str(other), "", "/no/such/python"):
        with pytest.raises(NotMet) as caught:
            must_start(replace(JOB, command=(command, *JOB.command[1:])))
        assert "pipx install" in caught.value.hint


def test_a_sample_that_goes_away_is_refused() -> None:
    job = this_job(Path("/tmp/planner-demo-x1"), Path("/tmp/planner-demo-x1"), USUAL)
    with pytest.raises(NotMet, match="sample"):
        must_start(job)
