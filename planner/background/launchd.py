"""An agent of launchd, on macOS. Man pages: launchd.plist(5), launchctl(1)."""

from __future__ import annotations

import os
import plistlib
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from planner.background.files import put_back, read, remove, write
from planner.background.programs import Answer, run, step, there
from planner.domain.errors import NotMet
from planner.domain.schedule import MINUTES, Job, Schedule, Step, Trouble, next_pass

AGAIN = "planner remind install"
_REFUSED = "Nothing was left behind. Log in at the screen (not by ssh) and try again."
_TRIES = 3
"""Taking an agent out ends a moment after launchctl says so; until then putting it in again fails."""


class Launchd:
    """The scheduler `launchd`."""

    name = "launchd"

    def absent(self) -> str:
        """Why it cannot be used here; "" when it can."""
        return "" if there("launchctl") else "there is no launchd here"

    def install(self, job: Job, *, dry_run: bool = False) -> Sequence[Step]:
        """Write the agent and put it in; with `dry_run` only say so. Empty when all stands as it should.

        Raises NotMet, and then everything is as before.
        """
        path, data = _path(job.name), plist(job)
        before = read(path)
        if before == data and self._ask(job).ok:
            return []
        out, ins = _out(job.name), [["launchctl", "enable", _target(job.name)], _in(path)]
        steps = [Step(act="write", what=str(path), text=data.decode()), step(out), *(step(each) for each in ins)]
        if dry_run:
            return steps
        with ExitStack() as back:
            if before is not None:
                back.callback(run, _in(path))
            back.callback(put_back, path, before)
            back.callback(run, out)
            write(path, data)
            run(out)  # it is not in the first time
            run(ins[0])
            _put_in(path)
            back.pop_all()
        return steps

    def uninstall(self, job: Job, *, dry_run: bool = False) -> Sequence[Step]:
        """Take the agent out and its file away. Raises NotMet where the file stays."""
        path, out = _path(job.name), _out(job.name)
        if not path.exists():
            return []
        steps = [step(out), Step(act="remove", what=str(path))]
        if not dry_run:
            run(out)
            remove(path)
        return steps

    def status(self, job: Job) -> Schedule:
        """As launchctl tells it, which keeps no time of the last run."""
        data = read(_path(job.name))
        if data is None:
            return Schedule(installed=False)
        said = self._ask(job)
        agent = _parsed(data)
        minutes = _minutes_of(agent)
        return Schedule(
            installed=True,
            minutes=minutes,
            next=next_pass(datetime.now(UTC).astimezone(), minutes).astimezone(UTC) if minutes and said.ok else None,
            troubles=tuple(_troubles(job, agent, said)),
            note=_runs(said),
        )

    @staticmethod
    def _ask(job: Job) -> Answer:
        return run(["launchctl", "print", _target(job.name)])


def plist(job: Job) -> bytes:
    """The file of the agent. By the calendar, so that what was missed in sleep is made up for once."""
    minutes = [{"Minute": minute} for minute in range(0, 60, job.minutes)]
    agent: dict[str, Any] = {
        "Label": job.name,
        "ProgramArguments": list(job.command),
        "StartCalendarInterval": {} if job.minutes == 1 else minutes,
        "RunAtLoad": True,
        "ProcessType": "Background",
        "LimitLoadToSessionType": "Aqua",
    }
    if job.environ:
        agent["EnvironmentVariables"] = dict(job.environ)
    try:
        return plistlib.dumps(agent)
    except ValueError as error:
        raise NotMet(f"launchd cannot be given this path: {error}", "planner --home NAME gives another.") from error


def _troubles(job: Job, agent: Mapping[str, Any], said: Answer) -> Iterable[Trouble]:
    if not said.ok:
        yield Trouble(f"launchd does not know {job.name}", AGAIN)
    wanted = plistlib.loads(plist(job))
    if any(agent.get(key) != wanted.get(key) for key in ("ProgramArguments", "EnvironmentVariables")):
        yield Trouble("it starts another installation of the planner than this one", AGAIN)
    code = re.search(r"last exit code = (\d+)", said.text)
    if code and code[1] != "0":
        yield Trouble(f"the last pass did not end well (exit code {code[1]})", "planner remind run says why")


def _runs(said: Answer) -> str:
    found = re.search(r"\bruns = (\d+)", said.text)
    return f"It has run {found[1]} times since the login; launchd does not say when it last did." if found else ""


def _minutes_of(agent: Mapping[str, Any]) -> int | None:
    given = agent.get("StartCalendarInterval")
    if given == {}:
        return 1
    count = len(given) if isinstance(given, list) and given else 0
    return 60 // count if count and 60 // count in MINUTES else None


def _parsed(data: bytes) -> Mapping[str, Any]:
    try:
        found = plistlib.loads(data)
    except (plistlib.InvalidFileException, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _put_in(path: Path) -> None:
    import time

    for n in range(_TRIES):
        answer = run(_in(path))
        if answer.ok:
            return
        if n + 1 < _TRIES:
            time.sleep(0.5)
    raise NotMet(f"launchd did not take {path}: {answer.said}", _REFUSED)


def _path(name: str) -> Path:
    return Path.home() / "Library/LaunchAgents" / f"{name}.plist"


def _domain() -> str:
    return f"gui/{os.getuid()}"


def _target(name: str) -> str:
    return f"{_domain()}/{name}"


def _in(path: Path) -> list[str]:
    return ["launchctl", "bootstrap", _domain(), str(path)]


def _out(name: str) -> list[str]:
    return ["launchctl", "bootout", _target(name)]
