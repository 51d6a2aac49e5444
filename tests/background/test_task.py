"""A task of the Task Scheduler. Tried with stand-ins for its programs only; nobody has tried it on Windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.background.task import SPACE, Task, xml
from planner.domain.errors import NotMet
from planner.domain.schedule import MINUTES
from tests.background.fakes import JOB, SCHTASKS, Programs

PYTHON = r"C:\Program Files\Python 3.13\python.exe"
# The order that the schema of Task Scheduler 1.2 gives for what is used of it; Settings may come in any order.
CHILDREN = {
    "Task": ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"],
    "RegistrationInfo": ["Description", "URI"],
    "Triggers": ["TimeTrigger"],
    "TimeTrigger": ["Repetition", "StartBoundary", "Enabled"],
    "Repetition": ["Interval", "StopAtDurationEnd"],
    "Principals": ["Principal"],
    "Principal": ["LogonType", "RunLevel"],
    "Actions": ["Exec"],
    "Exec": ["Command", "Arguments"],
}


@pytest.fixture
def schtasks(programs: Programs, home: Path) -> Programs:
    programs.add("schtasks", SCHTASKS)
    return programs


def parsed(text: str) -> ET.Element:
    """As a strict reader gets it: the file is UTF-16 with the mark of its byte order."""
    return ET.fromstring(text.encode("utf-16"))


def words(line: str) -> list[str]:
    """The arguments after the program's name, as the C runtime of Windows takes a command line apart."""
    found: list[str] = []
    word, quoted, begun, n = "", False, False, 0
    while n < len(line):
        sign = line[n]
        if sign == "\\":
            slashes = len(line[n:]) - len(line[n:].lstrip("\\"))
            n += slashes
            if n < len(line) and line[n] == '"':
                word += "\\" * (slashes // 2)
                if slashes % 2:
                    word += '"'
                    n += 1
            else:
                word += "\\" * slashes
            begun = True
            continue
        if sign == '"':
            if quoted and line[n + 1 : n + 2] == '"':
                word += '"'
                n += 1
            else:
                quoted = not quoted
            begun = True
        elif sign in " \t" and not quoted:
            if begun:
                found.append(word)
            word, begun = "", False
        else:
            word, begun = word + sign, True
        n += 1
    return [*found, word] if begun else found


def arguments(text: str) -> Sequence[str]:
    return words(parsed(text).findtext(f".//{{{SPACE}}}Arguments") or "")


@pytest.mark.parametrize("minutes", MINUTES)
def test_the_task_is_what_the_task_scheduler_reads(minutes: int) -> None:
    task = parsed(xml(replace(JOB, command=(PYTHON, *JOB.command[1:]), minutes=minutes)))
    assert task.get("version") == "1.2"
    for name, children in CHILDREN.items():
        (each,) = [found for found in task.iter() if found.tag == f"{{{SPACE}}}{name}"]
        assert [child.tag for child in each] == [f"{{{SPACE}}}{child}" for child in children]
    told = {found.tag.partition("}")[2]: found.text for found in task.iter()}
    assert told["Interval"] == f"PT{minutes}M"
    assert told["Command"] == PYTHON
    assert told["StartWhenAvailable"] == "true"
    assert told["DisallowStartIfOnBatteries"] == told["StopIfGoingOnBatteries"] == "false"
    assert told["MultipleInstancesPolicy"] == "IgnoreNew"
    assert told["LogonType"] == "InteractiveToken"
    assert told["RunLevel"] == "LeastPrivilege"


def test_a_path_with_spaces_and_quotes_arrives_as_it_is() -> None:
    home = 'C:\\Users\\Ann "Annie" O\'Brien\\my plan & <more> 5%\\'
    command = (PYTHON, "-P", "-m", "planner", "--home", home, "remind", "run")
    assert arguments(xml(replace(JOB, command=command))) == list(command[1:])


@given(st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_characters="%")), max_size=4))
def test_any_arguments_arrive_as_they_are(given_words: list[str]) -> None:
    assert arguments(xml(replace(JOB, command=(PYTHON, *given_words)))) == given_words


@given(st.lists(st.text(st.sampled_from('\\" a\t')), max_size=4))
def test_backslashes_before_quotes_arrive_as_they_are(given_words: list[str]) -> None:
    assert arguments(xml(replace(JOB, command=(PYTHON, "x", *given_words)))) == ["x", *given_words]


def test_a_name_that_windows_would_take_for_a_variable_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMP", r"C:\Temp")
    with pytest.raises(NotMet, match="%temp%"):
        xml(replace(JOB, command=(PYTHON, "--home", r"C:\%temp%\plan")))
    xml(replace(JOB, command=(PYTHON, "--home", r"C:\100% mine, 50% yours")))


def test_the_python_without_a_window_is_taken_where_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "pythonw.exe").touch()
    task = parsed(xml(replace(JOB, command=(str(tmp_path / "python.exe"), "-m", "planner"))))
    assert task.findtext(f".//{{{SPACE}}}Command") == str(tmp_path / "pythonw.exe")


def test_installing_makes_the_task_and_removing_deletes_it(schtasks: Programs, home: Path) -> None:
    said = Task().install(JOB, dry_run=True)
    assert not (schtasks.state / "task.xml").exists()
    assert said == Task().install(JOB)
    assert said[0].text == xml(JOB)
    assert (schtasks.state / "task.xml").read_bytes() == xml(JOB).encode("utf-16")
    assert Task().install(JOB) == []
    assert Task().install(replace(JOB, minutes=5))
    file = schtasks.asked("schtasks")[-1].split()[4]
    assert file.endswith(".xml")
    assert not Path(file).exists()
    gone = Task().uninstall(JOB, dry_run=True)
    assert gone == Task().uninstall(JOB)
    assert not (schtasks.state / "task.xml").exists()
    assert Task().uninstall(JOB) == []


def test_a_refusal_leaves_what_was_there(schtasks: Programs, home: Path) -> None:
    schtasks.make("refuses")
    with pytest.raises(NotMet, match="Access is denied"):
        Task().install(JOB)
    assert not Task().status(JOB).installed


def test_the_status_is_what_powershell_tells(schtasks: Programs, home: Path) -> None:
    schtasks.add("powershell", 'cat "$STATE/info"')
    Task().install(replace(JOB, minutes=2))
    schtasks.make(
        "info",
        '{"LastTaskResult": 0, "LastRunTime": "2026-11-22T02:35:01", "NextRunTime": "2026-11-22T02:37:00"}',
    )
    found = Task().status(JOB)
    assert found.last == datetime(2026, 11, 22, 2, 35, 1, tzinfo=UTC)
    assert found.next == datetime(2026, 11, 22, 2, 37, tzinfo=UTC)
    assert (found.minutes, found.troubles) == (2, ())
    schtasks.make("info", '{"LastTaskResult": 267011, "LastRunTime": "1999-11-30T00:00:00", "NextRunTime": null}')
    found = Task().status(JOB)
    assert (found.last, found.next, found.troubles) == (None, None, ())
    schtasks.make("info", '{"LastTaskResult": 3}')
    assert "result 3" in Task().status(JOB).troubles[0].text
    schtasks.make("info", "")
    assert Task().status(replace(JOB, command=("C:\\x.exe",))).troubles[0].fix == "planner remind install"


def test_elsewhere_it_is_absent(programs: Programs) -> None:
    assert "no Task Scheduler" in Task().absent()
    assert not Task().status(JOB).installed
