"""Stand-ins for the schedulers of a system: one in memory, and the programs of real ones, to be found on the PATH."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from planner.domain.errors import NotMet
from planner.domain.schedule import Job, Schedule, Step

JOB = Job(
    name="planner-remind",
    command=("/usr/bin/python3", "-P", "-m", "planner", "remind", "run"),
    environ={},
)
ODD = '/home/o\'brien/my "plan" 5% $HOME \\x41 ü'
"""A folder with everything a scheduler could take for something else."""


@dataclass
class Memory:
    """A scheduler that does what it is told and keeps it to itself."""

    name: str = "systemd"
    missing: str = ""
    refuses: str = ""
    job: Job | None = None
    schedule: Schedule = field(default_factory=lambda: Schedule(installed=True))

    def held(self) -> Job | None:
        """The job it starts now."""
        return self.job

    def absent(self) -> str:
        return self.missing

    def install(self, job: Job, *, dry_run: bool = False) -> Sequence[Step]:
        if self.refuses:
            raise NotMet(self.refuses, "Ask somebody.")
        if self.job == job:
            return []
        if not dry_run:
            self.job = job
        return [Step(act="write", what=f"/{self.name}/{job.name}", text=shlex.join(job.command[1:]))]

    def uninstall(self, job: Job, *, dry_run: bool = False) -> Sequence[Step]:
        if self.refuses:
            raise NotMet(self.refuses, "Ask somebody.")
        if self.job is None or self.job.name != job.name:
            return []
        if not dry_run:
            self.job = None
        return [Step(act="remove", what=f"/{self.name}/{job.name}")]

    def status(self, job: Job) -> Schedule:
        if self.refuses:
            raise NotMet(self.refuses, "Ask somebody.")
        if self.job is None or self.job.name != job.name:
            return Schedule(installed=False)
        given = self.schedule
        return Schedule(
            installed=True,
            minutes=self.job.minutes,
            last=given.last,
            next=given.next,
            troubles=given.troubles,
            note=given.note,
        )


class Programs:
    """A folder of shell scripts that is the whole PATH, with what they were asked and what they are to say."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.state = folder / "state"
        for each in (self.bin, self.state):
            each.mkdir(parents=True)

    def add(self, name: str, body: str) -> None:
        """A program; in `body`, $STATE is a folder it may use, and it has logged its arguments."""
        path = self.bin / name
        path.write_text(f'#!/bin/sh\nPATH=/usr/bin:/bin\nSTATE={shlex.quote(str(self.state))}\n'
                        f'echo "$*" >>"$STATE/{name}.log"\n{body}')  # fmt: skip
        path.chmod(0o755)

    def asked(self, name: str) -> list[str]:
        """The arguments of every call so far."""
        path = self.state / f"{name}.log"
        return path.read_text().splitlines() if path.exists() else []

    def make(self, flag: str, text: str = "") -> None:
        """Something the programs look for, such as `refuses-enable`."""
        (self.state / flag).write_text(text)

    def undo(self, flag: str) -> None:
        (self.state / flag).unlink()


SYSTEMCTL = """
shift
[ -e "$STATE/no-bus" ] && { echo "Failed to connect to bus: No medium found" >&2; exit 1; }
[ -e "$STATE/refuses-$1" ] && { echo "Failed to $1: made to" >&2; exit 1; }
wants="${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user/timers.target.wants"
case "$1" in
  enable) mkdir -p "$wants"; ln -sf "../$2" "$wants/$2"; touch "$STATE/enabled" ;;
  restart) touch "$STATE/active" ;;
  disable) rm -f "$wants/$3" "$STATE/enabled" "$STATE/active" ;;
  show-environment) cat "$STATE/environment" 2>/dev/null ;;
  show)
    for last; do :; done
    case "$last" in
      *.timer)
        [ -e "$STATE/active" ] && echo ActiveState=active || echo ActiveState=inactive
        [ -e "$STATE/enabled" ] && echo UnitFileState=enabled || echo UnitFileState=
        echo NeedDaemonReload=no
        cat "$STATE/timer" 2>/dev/null ;;
      *.service) cat "$STATE/service" 2>/dev/null ;;
      *) echo "UnitPath=${UNIT_PATH:-${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user}"; echo Version=252 ;;
    esac ;;
esac
exit 0
"""
CRONTAB = """
tab="$STATE/crontab"
[ -e "$STATE/refuses" ] && { echo "You ($USER) are not allowed to use this program (crontab)" >&2; exit 1; }
case "$1" in
  -l) [ -e "$tab" ] || { echo "no crontab for you" >&2; exit 1; }; cat "$tab" ;;
  -r) rm "$tab" ;;
  -)
    [ -e "$STATE/full" ] && { cat >/dev/null; echo "crontab: No space left on device" >&2; exit 1; }
    [ -e "$STATE/deaf" ] && { cat >/dev/null; exit 0; }
    cat >"$tab" ;;
esac
"""
LAUNCHCTL = """
case "$1" in
  bootstrap)
    [ -e "$STATE/refuses-bootstrap" ] && { echo "Bootstrap failed: 5: Input/output error" >&2; exit 5; }
    touch "$STATE/loaded" ;;
  bootout) [ -e "$STATE/loaded" ] || exit 3; rm "$STATE/loaded" ;;
  print) [ -e "$STATE/loaded" ] || { echo "Could not find service" >&2; exit 113; }; cat "$STATE/printed" 2>/dev/null ;;
esac
exit 0
"""
SCHTASKS = """
case "$1" in
  /Create)
    [ -e "$STATE/refuses" ] && { echo "ERROR: Access is denied." >&2; exit 1; }
    cp "$5" "$STATE/task.xml" ;;
  /Delete) rm "$STATE/task.xml" ;;
  /Query) [ -e "$STATE/task.xml" ] || exit 1; iconv -f UTF-16 -t UTF-8 "$STATE/task.xml" ;;
esac
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with a space, and none of the variables that say that something lies elsewhere."""
    home = tmp_path / "home of mine"
    home.mkdir()
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "DBUS_SESSION_BUS_ADDRESS", "PLANNER_HOME"):
        monkeypatch.delenv(name, raising=False)
    runtime = tmp_path / "run"
    runtime.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setenv("HOME", str(home))
    return home


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """A PATH with nothing on it yet."""
    made = Programs(tmp_path / "programs")
    monkeypatch.setenv("PATH", str(made.bin))
    return made


def tree(folder: Path) -> dict[str, str]:
    """Every file and link under `folder`, with what is in it."""
    return {
        str(path.relative_to(folder)): str(path.readlink()) if path.is_symlink() else path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }
