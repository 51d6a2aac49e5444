"""A task of the Task Scheduler, on Windows."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from planner.background.programs import must, run, step, there
from planner.domain.errors import NotMet
from planner.domain.schedule import MINUTES, Job, Schedule, Step, Trouble

AGAIN = "planner remind install"
SPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_REFUSED = "Nothing was left behind. The Task Scheduler says more; some firms do not let people make tasks."
_NEVER_RAN, _RUNNING = 267011, 267009
_WITHOUT_WINDOW = "pythonw.exe"


class Task:
    """The scheduler `task`. Windows knows the data folder itself, so no variable is handed on."""

    name = "task"

    def absent(self) -> str:
        """Why it cannot be used here; "" when it can."""
        return "" if there("schtasks") else "there is no Task Scheduler here"

    def install(self, job: Job, *, dry_run: bool = False) -> Sequence[Step]:
        """Make or replace the task; with `dry_run` only say so. Empty when all stands as it should.

        Raises NotMet; then what was there stands.
        """
        text = xml(job)
        if self._installed(job.name) == _told(text):
            return []
        steps = [step(_create(job.name, "FILE"), text)]
        if dry_run:
            return steps
        number, name = tempfile.mkstemp(suffix=".xml")
        try:
            with os.fdopen(number, "wb") as file:
                file.write(
                    text.encode("utf-16", "surrogatepass")
                )  # with its mark of the byte order: nothing else is taken
            must(_create(job.name, name), _REFUSED)
        finally:
            with suppress(OSError):
                Path(name).unlink()
        return steps

    def uninstall(self, job: Job, *, dry_run: bool = False) -> Sequence[Step]:
        """Delete the task. Raises NotMet where it stays."""
        if self._installed(job.name) is None:
            return []
        arguments = ["schtasks", "/Delete", "/TN", job.name, "/F"]
        if not dry_run:
            must(arguments, "The Task Scheduler can also delete it by hand.")
        return [step(arguments)]

    def status(self, job: Job) -> Schedule:
        """As PowerShell tells it: schtasks itself speaks the language of the machine."""
        told = self._installed(job.name)
        if told is None:
            return Schedule(installed=False)
        info = _info(job.name)
        result = info.get("LastTaskResult")
        minutes = re.fullmatch(r"PT(\d+)M", told.get("interval", ""))
        return Schedule(
            installed=True,
            minutes=int(minutes[1]) if minutes and int(minutes[1]) in MINUTES else None,
            last=None if result == _NEVER_RAN else _instant(info.get("LastRunTime")),
            next=_instant(info.get("NextRunTime")),
            troubles=tuple(_troubles(job, told, result)),
            note="It runs while you are logged in.",
        )

    @staticmethod
    def _installed(name: str) -> Mapping[str, str] | None:
        answer = run(["schtasks", "/Query", "/TN", name, "/XML"])
        return _told(answer.text) if answer.ok else None


def xml(job: Job) -> str:
    """The task as Task Scheduler imports it. Raises NotMet for what it would read as something else."""
    program, *arguments = _windowless(job.command)
    line = subprocess.list2cmdline(arguments)
    for name in re.findall(r"%([^%]+)%", f"{program} {line}"):
        if name.upper() in {each.upper() for each in os.environ}:
            text = f"Windows would read %{name}% in the path as a variable."
            raise NotMet(text, "planner --home NAME gives another data folder.")
    task = ET.Element("Task", {"version": "1.2", "xmlns": SPACE})
    _add(task, "RegistrationInfo", Description="Planner: one look for reminders that are due", URI=f"\\{job.name}")
    trigger = ET.SubElement(ET.SubElement(task, "Triggers"), "TimeTrigger")
    _add(trigger, "Repetition", Interval=f"PT{job.minutes}M", StopAtDurationEnd="false")
    ET.SubElement(trigger, "StartBoundary").text = "2026-01-01T00:00:00"
    ET.SubElement(trigger, "Enabled").text = "true"
    principal = _add(
        ET.SubElement(task, "Principals"), "Principal", LogonType="InteractiveToken", RunLevel="LeastPrivilege"
    )
    principal.set("id", "Author")
    _add(
        task,
        "Settings",
        MultipleInstancesPolicy="IgnoreNew",
        DisallowStartIfOnBatteries="false",
        StopIfGoingOnBatteries="false",
        StartWhenAvailable="true",
        RunOnlyIfNetworkAvailable="false",
        Enabled="true",
        Hidden="true",
        WakeToRun="false",
        ExecutionTimeLimit="PT2M",
    )
    actions = ET.SubElement(task, "Actions", {"Context": "Author"})
    _add(actions, "Exec", Command=program, Arguments=line)
    ET.indent(task)
    return f'<?xml version="1.0" encoding="UTF-16"?>\n{ET.tostring(task, encoding="unicode")}\n'


def _add(parent: ET.Element, name: str, **children: str) -> ET.Element:
    made = ET.SubElement(parent, name)
    for each, text in children.items():
        ET.SubElement(made, each).text = text
    return made


def _windowless(command: Sequence[str]) -> Sequence[str]:
    """The same with the Python that opens no window, where it is beside the other."""
    other = Path(command[0]).with_name(_WITHOUT_WINDOW)
    return [str(other), *command[1:]] if other.exists() else command


def _told(text: str) -> Mapping[str, str]:
    """What counts of a task's XML: what it starts, and how often."""
    try:
        task = ET.fromstring(text.partition("?>")[2] or text)  # noqa: S314  # it is the answer of the system itself
    except ET.ParseError:
        return {}
    found = {}
    for name, path in (("program", "Command"), ("arguments", "Arguments"), ("interval", "Interval")):
        found[name] = task.findtext(f".//{{{SPACE}}}{path}") or ""
    return found


def _troubles(job: Job, told: Mapping[str, str], result: object) -> Iterable[Trouble]:
    wanted = _told(xml(job))
    if any(told.get(each) != wanted[each] for each in ("program", "arguments")):
        yield Trouble("it starts another installation of the planner than this one", AGAIN)
    if result not in {None, 0, _NEVER_RAN, _RUNNING}:
        yield Trouble(f"the last pass did not end well (result {result})", "planner remind run says why")


def _info(name: str) -> Mapping[str, Any]:
    shown = "LastTaskResult," + ",".join(
        f"@{{n='{each}';e={{if ($_.{each}) {{$_.{each}.ToUniversalTime().ToString('s')}}}}}}"
        for each in ("LastRunTime", "NextRunTime")
    )
    line = f"Get-ScheduledTaskInfo -TaskName '{name}' | Select-Object {shown} | ConvertTo-Json"
    answer = run(["powershell", "-NoProfile", "-NonInteractive", "-Command", line])
    try:
        found = json.loads(answer.text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _instant(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=UTC)
    except ValueError:
        return None


def _create(name: str, file: str) -> list[str]:
    return ["schtasks", "/Create", "/TN", name, "/XML", file, "/F"]
