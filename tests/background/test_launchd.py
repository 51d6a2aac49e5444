"""An agent of launchd. Tried with a stand-in for launchctl only; nobody has tried it on a Mac."""

from __future__ import annotations

import plistlib
from dataclasses import replace
from pathlib import Path

import pytest

from planner.background.launchd import Launchd, plist
from planner.domain.errors import NotMet
from planner.domain.schedule import MINUTES
from tests.background.fakes import JOB, LAUNCHCTL, ODD, Programs, tree

AGENT = "Library/LaunchAgents/planner-remind.plist"
KEYS: dict[str, type | tuple[type, ...]] = {
    "Label": str,
    "ProgramArguments": list,
    "StartCalendarInterval": (dict, list),
    "RunAtLoad": bool,
    "ProcessType": str,
    "LimitLoadToSessionType": str,
    "EnvironmentVariables": dict,
}
"""The keys of launchd.plist(5) that are used, with the types it gives them."""


@pytest.fixture
def launchctl(programs: Programs, home: Path) -> Programs:
    programs.add("launchctl", LAUNCHCTL)
    return programs


@pytest.mark.parametrize("minutes", MINUTES)
def test_the_agent_is_what_launchd_reads(minutes: int) -> None:
    command = (f"{ODD}/bin/python", "-P", "-m", "planner", "--home", ODD, "remind", "run")
    agent = plistlib.loads(plist(replace(JOB, command=command, environ={"TZ": "Europe/Berlin"}, minutes=minutes)))
    assert {key: value for key, value in agent.items() if not isinstance(value, KEYS[key])} == {}
    assert agent["ProgramArguments"] == list(command)
    assert agent["EnvironmentVariables"] == {"TZ": "Europe/Berlin"}
    assert agent["ProcessType"] == "Background"
    assert agent["LimitLoadToSessionType"] == "Aqua"
    when = agent["StartCalendarInterval"]
    given = {each["Minute"] for each in when} if isinstance(when, list) else set(range(60))
    assert given == set(range(0, 60, minutes))


def test_installing_puts_the_agent_in_and_removing_leaves_nothing(launchctl: Programs, home: Path) -> None:
    (home / "Library/LaunchAgents").mkdir(parents=True)
    before = set(home.rglob("*"))
    said = Launchd().install(JOB, dry_run=True)
    assert set(home.rglob("*")) == before
    assert said == Launchd().install(JOB)
    assert [each.act for each in said] == ["write", "run", "run", "run"]
    assert (home / AGENT).read_bytes() == plist(JOB)
    assert (launchctl.state / "loaded").exists()
    assert Launchd().install(JOB) == []
    gone = Launchd().uninstall(JOB, dry_run=True)
    assert gone == Launchd().uninstall(JOB)
    assert set(home.rglob("*")) == before
    assert not (launchctl.state / "loaded").exists()
    assert Launchd().uninstall(JOB) == []


def test_a_failure_leaves_nothing_behind_or_what_there_was(
    launchctl: Programs, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    launchctl.make("refuses-bootstrap")
    with pytest.raises(NotMet, match="Input/output error") as caught:
        Launchd().install(JOB)
    assert "not by ssh" in caught.value.hint
    assert tree(home) == {}
    launchctl.undo("refuses-bootstrap")
    Launchd().install(JOB)
    launchctl.make("refuses-bootstrap")
    with pytest.raises(NotMet):
        Launchd().install(replace(JOB, minutes=5))
    assert (home / AGENT).read_bytes() == plist(JOB)


def test_the_status_is_what_launchctl_tells(launchctl: Programs, home: Path) -> None:
    assert not Launchd().status(JOB).installed
    Launchd().install(replace(JOB, minutes=5))
    launchctl.make("printed", "planner-remind = {\n\truns = 12\n\tlast exit code = 0\n}\n")
    found = Launchd().status(JOB)
    assert (found.minutes, found.troubles) == (5, ())
    assert "12 times" in found.note
    assert found.next is not None
    launchctl.make("printed", "\tlast exit code = 3\n")
    assert "exit code 3" in Launchd().status(JOB).troubles[0].text
    assert "another installation" in Launchd().status(replace(JOB, command=("/x",))).troubles[0].text
    launchctl.undo("loaded")
    assert Launchd().status(JOB).troubles[0].fix == "planner remind install"


def test_an_agent_that_makes_no_sense_is_replaced(launchctl: Programs, home: Path) -> None:
    Launchd().install(JOB)
    (home / AGENT).write_text("no plist")
    assert Launchd().status(JOB).troubles
    assert Launchd().install(JOB)
    assert Launchd().status(JOB).troubles == ()


def test_what_a_plist_cannot_hold_is_refused() -> None:
    with pytest.raises(NotMet):
        plist(replace(JOB, command=("/bin/\x01",)))


def test_elsewhere_it_is_absent(programs: Programs) -> None:
    assert "no launchd" in Launchd().absent()
