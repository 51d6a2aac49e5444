"""What the scheduler is to start: this very installation of the planner on this data folder."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from planner.background.programs import run
from planner.domain.errors import NotMet
from planner.domain.schedule import NAME, Job
from planner.ports import Scheduler

_HANDED_ON = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "TZ")
"""Variables of the person's shell that say where the data is and which zone they live in: schedulers know none."""


def this_job(data: Path, config: Path, usual_data: Path) -> Job:
    """A pass on the data in `data`; `usual_data` is where it is when nobody names a folder.

    Without -P Python would take a folder `planner` in the home folder for this package.
    """
    chosen = data == config and data != usual_data
    home = ["--home", str(data)] if chosen else []
    ending = f"-{hashlib.sha256(os.fsencode(data)).hexdigest()[:8]}" if chosen else ""
    names = ("TZ",) if chosen else _HANDED_ON
    return Job(
        name=NAME + ending,
        command=(_this_python(), "-P", "-m", "planner", *home, "remind", "run"),
        environ={} if os.name == "nt" else {name: os.environ[name] for name in names if os.environ.get(name)},
    )


def _this_python() -> str:
    """The name of this Python that stays: however it was called, a second look must find the same job.

    Outside of an environment of its own the name has the version, since a newer Python would not know this package.
    """
    called = Path(sys.executable)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for name in ("python", "python3") if sys.prefix != sys.base_prefix else (version, "python3"):
        other = called.with_name(name)
        if other.exists() and called.exists() and other.samefile(called):
            return str(other)
    return sys.executable


def schedulers_of(platform: str) -> Sequence[Scheduler]:
    """Those that a system may have, the better one first; `platform` as `sys.platform` spells it."""
    from planner.background.cron import Cron
    from planner.background.launchd import Launchd
    from planner.background.systemd import Systemd
    from planner.background.task import Task

    known: Mapping[str, Sequence[Scheduler]] = {
        "linux": (Systemd(), Cron()),
        "darwin": (Launchd(), Cron()),
        "win32": (Task(),),
    }
    return known.get(platform, (Cron(),))


def must_start(job: Job) -> None:
    """Start it as a scheduler would, only to hear its version. Raises NotMet where that fails."""
    program, *_, home = job.command[:-2]
    if Path(home).name.startswith("planner-demo-"):
        raise NotMet("This is a sample that goes away again.", "Set reminders up from your own plan.")
    fix = "Install the planner (pipx install, or pip install in its environment) and run it from there."
    if not Path(program).is_absolute():
        raise NotMet("Where this Python lies is not known, so no scheduler can start it.", fix)
    kept = dict.fromkeys(("PYTHONPATH", "PYTHONHOME"), "")
    answer = run([program, "-P", "-m", "planner", "--version"], environ={**kept, **job.environ})
    if not answer.ok:
        raise NotMet(f"A scheduler could not start this planner: {answer.said[-300:]}", fix)
