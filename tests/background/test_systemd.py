"""A timer of the person's own systemd."""

from __future__ import annotations

import os
import socket
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.background.systemd import Systemd, service_text, timer_text
from planner.domain.errors import NotMet
from planner.domain.schedule import MINUTES, Job
from tests.background.fakes import JOB, ODD, SYSTEMCTL, Programs, tree

BUS = "HOME=/home/me\nDBUS_SESSION_BUS_ADDRESS=unix:path=/tmp/x\n"
UNITS = ".config/systemd/user"


@pytest.fixture
def systemctl(programs: Programs, home: Path) -> Programs:
    programs.add("systemctl", SYSTEMCTL)
    programs.make("environment", BUS)
    return programs


def odd_job() -> Job:
    command = (f"{ODD}/.venv/bin/python", "-P", "-m", "planner", "--home", f"{ODD}/data;", "remind", "run")
    return replace(JOB, command=command, environ={"XDG_DATA_HOME": ODD, "TZ": "Europe/Berlin"})


def test_installing_writes_two_units_and_starts_the_timer(systemctl: Programs, home: Path) -> None:
    steps = Systemd().install(JOB)
    units = home / UNITS
    assert [(each.act, each.what) for each in steps] == [
        ("write", str(units / "planner-remind.service")),
        ("write", str(units / "planner-remind.timer")),
        ("run", "systemctl --user daemon-reload"),
        ("run", "systemctl --user enable planner-remind.timer"),
        ("run", "systemctl --user restart planner-remind.timer"),
    ]
    assert {each.what: each.text for each in steps if each.text} == {
        str(path): path.read_text() for path in units.glob("planner*")
    }
    text = (units / "planner-remind.service").read_text()
    assert 'ExecStart=:"/usr/bin/python3" "-P" "-m" "planner" "remind" "run"\n' in text
    assert "Persistent=true" in (units / "planner-remind.timer").read_text()
    assert Systemd().status(JOB).installed


def test_a_dry_run_says_the_same_and_does_nothing(systemctl: Programs, home: Path) -> None:
    said = Systemd().install(JOB, dry_run=True)
    assert tree(home) == {}
    assert not {"enable", "restart", "daemon-reload"} & {each.split()[1] for each in systemctl.asked("systemctl")}
    assert said == Systemd().install(JOB)
    gone = Systemd().uninstall(JOB, dry_run=True)
    assert len(tree(home)) == 3
    assert gone == Systemd().uninstall(JOB)


def test_installing_again_does_nothing_and_another_rhythm_does(systemctl: Programs, home: Path) -> None:
    Systemd().install(JOB)
    assert Systemd().install(JOB) == []
    assert Systemd().install(replace(JOB, minutes=5))
    assert "OnCalendar=*:0/5\n" in (home / UNITS / "planner-remind.timer").read_text()
    assert Systemd().status(JOB).minutes == 5
    systemctl.undo("active")
    assert Systemd().install(replace(JOB, minutes=5)), "a timer that was stopped is started"


def test_removing_leaves_nothing_behind(systemctl: Programs, home: Path) -> None:
    (home / ".config").mkdir()
    before = set(home.rglob("*"))
    Systemd().install(JOB)
    stamp = home / ".local/share/systemd/timers/stamp-planner-remind.timer"
    stamp.parent.mkdir(parents=True)
    stamp.touch()
    Systemd().uninstall(JOB)
    stamp.parents[2].rmdir()
    stamp.parents[3].rmdir()
    assert set(home.rglob("*")) == before
    assert Systemd().uninstall(JOB) == []
    assert not Systemd().status(JOB).installed


def test_removing_keeps_what_others_put_there(systemctl: Programs, home: Path) -> None:
    other = home / UNITS / "timers.target.wants" / "other.timer"
    other.parent.mkdir(parents=True)
    other.write_text("theirs")
    Systemd().install(JOB)
    Systemd().uninstall(JOB)
    assert tree(home) == {f"{UNITS}/timers.target.wants/other.timer": "theirs"}


def test_removing_works_while_no_systemd_runs(systemctl: Programs, home: Path) -> None:
    Systemd().install(JOB)
    systemctl.make("no-bus")
    assert Systemd().uninstall(JOB)
    assert tree(home) == {}


@pytest.mark.parametrize("verb", ["daemon-reload", "enable", "restart"])
def test_a_failure_midway_leaves_nothing_behind(systemctl: Programs, home: Path, verb: str) -> None:
    systemctl.make(f"refuses-{verb}")
    with pytest.raises(NotMet) as caught:
        Systemd().install(JOB)
    assert "made to" in caught.value.message
    assert caught.value.hint
    assert tree(home) == {}
    assert not list(home.rglob("*.timer"))


@pytest.mark.parametrize("verb", ["daemon-reload", "enable", "restart"])
def test_a_failure_of_a_change_brings_back_what_was_there(systemctl: Programs, home: Path, verb: str) -> None:
    Systemd().install(JOB)
    before = tree(home)
    systemctl.make(f"refuses-{verb}")
    with pytest.raises(NotMet):
        Systemd().install(odd_job())
    systemctl.undo(f"refuses-{verb}")
    assert systemctl.asked("systemctl")[-2:] == ["--user daemon-reload", "--user restart planner-remind.timer"]
    assert tree(home) == before
    assert Systemd().status(JOB).troubles == ()


def test_a_folder_that_may_not_be_written_is_named(systemctl: Programs, home: Path) -> None:
    (home / ".config").write_text("a file where a folder should be")
    with pytest.raises(NotMet, match=r"\.config/systemd/user"):
        Systemd().install(JOB)


def test_without_systemd_or_a_login_it_is_absent_and_says_why(programs: Programs, home: Path) -> None:
    assert "no systemd" in Systemd().absent()
    programs.add("systemctl", SYSTEMCTL)
    assert Systemd().absent() == ""
    programs.make("no-bus")
    assert "No medium found" in Systemd().absent()
    assert "enable-linger" in Systemd().absent()


def test_units_go_where_the_manager_looks(systemctl: Programs, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "conf"))
    Systemd().install(JOB)
    assert (home / "conf/systemd/user/planner-remind.timer").exists()
    Systemd().uninstall(JOB)
    monkeypatch.setenv("UNIT_PATH", f"/etc/systemd/user {home}/.config/systemd/user")  # only the shell has the variable
    Systemd().install(JOB)
    assert (home / UNITS / "planner-remind.timer").exists()


# How it goes


def test_the_status_tells_the_last_and_the_next_pass(systemctl: Programs, home: Path) -> None:
    Systemd().install(JOB)
    systemctl.make(
        "timer", "LastTriggerUSec=Sun 2026-11-22 02:35:00 UTC\nNextElapseUSecRealtime=Sun 2026-11-22 02:36:00 UTC\n"
    )
    systemctl.make("service", "Result=success\nExecMainStatus=0\nExecMainExitTimestamp=Sun 2026-11-22 02:35:01 UTC\n")
    found = Systemd().status(JOB)
    assert found.last == datetime(2026, 11, 22, 2, 35, 1, tzinfo=UTC)
    assert found.next == datetime(2026, 11, 22, 2, 36, tzinfo=UTC)
    assert (found.minutes, found.troubles) == (1, ())


def test_before_the_first_pass_nothing_is_known_and_nothing_is_wrong(systemctl: Programs, home: Path) -> None:
    Systemd().install(JOB)
    systemctl.make("timer", "LastTriggerUSec=n/a\nNextElapseUSecRealtime=\n")
    systemctl.make("service", "Result=success\nExecMainStatus=0\nExecMainExitTimestamp=\n")
    found = Systemd().status(JOB)
    assert (found.last, found.next, found.troubles) == (None, None, ())


def troubles(job: Job = JOB) -> str:
    return "\n".join(f"{each.text}: {each.fix}" for each in Systemd().status(job).troubles)


def test_what_is_wrong_is_named_with_what_mends_it(systemctl: Programs, home: Path) -> None:
    Systemd().install(JOB)
    systemctl.make("service", "Result=exit-code\nExecMainStatus=3\n")
    assert "exit code 3" in troubles()
    assert "journalctl --user" in troubles()
    systemctl.make("service", "Result=timeout\nExecMainStatus=0\n")
    assert "(timeout)" in troubles()
    systemctl.undo("service")
    assert "another installation" in troubles(odd_job())
    systemctl.undo("active")
    assert "not switched on: planner remind install" in troubles()
    systemctl.make("no-bus")
    assert "cannot be reached" in troubles()


def test_a_timer_whose_service_is_gone_is_mended_by_installing(systemctl: Programs, home: Path) -> None:
    Systemd().install(JOB)
    (home / UNITS / "planner-remind.service").unlink()
    assert "planner remind install" in troubles()
    assert Systemd().install(JOB)
    assert troubles() == ""


def test_a_bus_that_the_background_cannot_find_is_told(
    systemctl: Programs, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bus = Path(os.environ["XDG_RUNTIME_DIR"], "bus")
    Systemd().install(JOB)
    assert troubles() == ""
    systemctl.undo("environment")
    assert "session bus" in troubles()
    monkeypatch.chdir(bus.parent)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("bus")
        assert troubles() == ""


# The units themselves


def test_every_word_is_quoted_as_systemd_reads_it() -> None:
    lines = service_text(odd_job()).splitlines()
    odd = r"""/home/o'brien/my \"plan\" 5%% $HOME \\x41 ü"""
    words = [
        "/usr/bin/env",
        f"{odd}/.venv/bin/python",
        "-P",
        "-m",
        "planner",
        "--home",
        f"{odd}/data;",
        "remind",
        "run",
    ]
    assert "ExecStart=:" + " ".join(f'"{word}"' for word in words) in lines
    assert f'Environment="XDG_DATA_HOME={odd}"' in lines
    assert 'Environment="TZ=Europe/Berlin"' in lines
    assert r'ExecStart=:"/bin/true" "a\x0ab"' in service_text(replace(JOB, command=("/bin/true", "a\nb")))


def test_a_name_that_is_not_text_is_refused() -> None:
    with pytest.raises(NotMet, match="UTF-8"):
        service_text(replace(JOB, command=("/usr/bin/python3", "--home", "/caf\udce9")))


def verified(folder: Path, job: Job) -> str:
    """What systemd has to say about the units; misspelt keys only get a warning, so it must be silence."""
    folder.mkdir(exist_ok=True)
    (folder / "planner-remind.service").write_text(service_text(job))
    (folder / "planner-remind.timer").write_text(timer_text(job))
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", "planner-remind.service", "planner-remind.timer"],
        cwd=folder,
        env={**os.environ, "XDG_RUNTIME_DIR": str(folder), "SYSTEMD_UNIT_PATH": f"{folder}:"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr if done.returncode == 0 else f"failed: {done.stdout}{done.stderr}"


@pytest.mark.system
def test_systemd_finds_nothing_to_say_about_the_units(tmp_path: Path) -> None:
    for minutes in MINUTES:
        assert verified(tmp_path / str(minutes), replace(JOB, minutes=minutes)) == ""
    program = tmp_path / ODD.strip("/") / ".venv/bin/python"
    program.parent.mkdir(parents=True)
    program.symlink_to("/bin/true")
    odd = replace(JOB, command=(str(program), *odd_job().command[1:]), environ=odd_job().environ)
    assert verified(tmp_path / "odd", odd) == ""
    wrong = replace(JOB, command=("/no/such/python",))
    assert "/no/such/python" in verified(tmp_path / "wrong", wrong), "and it would say something"
