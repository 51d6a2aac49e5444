"""Lines of the person's crontab."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.background.cron import Cron, block, mark_file, without
from planner.domain.errors import NotMet
from planner.domain.schedule import MINUTES, Job
from planner.wiring import open_planner
from tests.background.fakes import CRONTAB, JOB, ODD, Programs, tree

OTHERS = b"# m h dom mon dow command\n\nMAILTO=me@example.org\n5 4 * * *\t/usr/bin/backup --at 5\\%  # caf\xe9 \xff\n"


@pytest.fixture
def crontab(programs: Programs, home: Path) -> Programs:
    programs.add("crontab", CRONTAB)
    return programs


def table(crontab: Programs) -> bytes | None:
    path = crontab.state / "crontab"
    return path.read_bytes() if path.exists() else None


def commands(text: bytes) -> list[str]:
    """What cron gives to the shell: a percent sign is a line break, unless a backslash, which goes, is before it."""
    lines = [os.fsdecode(line) for line in text.split(b"\n") if line and not line.startswith(b"#")]
    found = []
    for line in lines:
        if match := re.match(r"(?:\S+\s+){5}(.*)", line):
            command = re.sub(r"\\%|%", lambda sign: "%" if sign[0] == "\\%" else "\n", match[1])
            assert "\n" not in command
            found.append(command)
    return found


def test_installing_adds_a_marked_line_and_keeps_every_byte_of_the_others(crontab: Programs, home: Path) -> None:
    (crontab.state / "crontab").write_bytes(OTHERS)
    steps = Cron().install(JOB)
    text = table(crontab)
    assert text is not None
    assert text.startswith(OTHERS)
    ours = text.removeprefix(OTHERS).decode().splitlines()
    assert ours[0].startswith("# >>> planner-remind: ")
    assert ours[1].startswith("* * * * * '/usr/bin/python3' '-P' '-m' 'planner' 'remind' 'run' >/dev/null 2>&1; ")
    assert ours[2:] == ["# <<< planner-remind"]
    assert [each.act for each in steps] == ["write", "run"]
    assert steps[1].what == "crontab -"
    assert Cron().status(JOB).installed
    Cron().uninstall(JOB)
    assert table(crontab) == OTHERS


def test_without_a_crontab_one_is_made_and_taken_away(crontab: Programs, home: Path) -> None:
    before = set(home.rglob("*")) - {home / ".local", home / ".local/state"}
    Cron().install(JOB)
    assert table(crontab)
    mark_file(JOB.name).write_text("0\n")
    Cron().uninstall(JOB)
    assert table(crontab) is None
    assert tree(home) == {}
    assert set(home.rglob("*")) - {home / ".local", home / ".local/state"} == before
    assert Cron().uninstall(JOB) == []


def test_a_dry_run_says_the_same_and_does_nothing(crontab: Programs, home: Path) -> None:
    (crontab.state / "crontab").write_bytes(OTHERS)
    said = Cron().install(JOB, dry_run=True)
    assert (table(crontab), tree(home)) == (OTHERS, {})
    assert "# >>> planner-remind" in said[1].text
    assert said == Cron().install(JOB)
    gone = Cron().uninstall(JOB, dry_run=True)
    assert table(crontab) != OTHERS
    assert gone == Cron().uninstall(JOB)


def test_a_dry_run_without_a_cron_shows_the_line(programs: Programs, home: Path) -> None:
    assert Cron().absent()
    steps = Cron().install(JOB, dry_run=True)
    assert "planner-remind" in steps[-1].text
    with pytest.raises(NotMet):
        Cron().install(JOB)


def test_installing_again_does_nothing_and_another_rhythm_replaces_the_line(crontab: Programs, home: Path) -> None:
    Cron().install(JOB)
    assert Cron().install(JOB) == []
    assert Cron().install(replace(JOB, minutes=5))
    text = table(crontab)
    assert text is not None
    assert text.count(b"remind' 'run'") == 1
    assert b"\n*/5 * * * * " in text
    assert Cron().status(JOB).minutes == 5
    assert Cron().status(replace(JOB, minutes=1)).troubles == Cron().status(replace(JOB, minutes=5)).troubles


def test_two_data_folders_have_a_line_each(crontab: Programs, home: Path) -> None:
    other = replace(JOB, name="planner-remind-0a1b2c3d", command=(*JOB.command[:4], "--home", "/else", "remind", "run"))
    Cron().install(JOB)
    Cron().install(other)
    Cron().uninstall(JOB)
    assert Cron().status(other).installed
    assert not Cron().status(JOB).installed
    text = table(crontab)
    assert text is not None
    assert text.count(b"\n") == 3


def test_a_crontab_that_cannot_be_read_is_never_written(crontab: Programs, home: Path) -> None:
    (crontab.state / "crontab").write_bytes(OTHERS)
    crontab.make("refuses")
    with pytest.raises(NotMet, match="not allowed to use"):
        Cron().install(JOB)
    assert crontab.asked("crontab") == ["-l"]
    assert table(crontab) == OTHERS


def test_a_crontab_that_cannot_be_written_stays_as_it_was(crontab: Programs, home: Path) -> None:
    (crontab.state / "crontab").write_bytes(OTHERS)
    for flag, said in (("full", "No space left"), ("deaf", "did not take")):
        crontab.make(flag)
        with pytest.raises(NotMet, match=said) as caught:
            Cron().install(JOB)
        assert caught.value.hint
        crontab.undo(flag)
        assert (table(crontab), tree(home)) == (OTHERS, {})


def test_half_of_our_lines_is_not_touched(crontab: Programs, home: Path) -> None:
    Cron().install(JOB)
    text = table(crontab)
    assert text is not None
    for left in (text.partition(b"\n")[2], text.rpartition(b"# <<<")[0]):
        (crontab.state / "crontab").write_bytes(left)
        with pytest.raises(NotMet, match="only a part"):
            Cron().install(JOB)
        assert table(crontab) == left


def test_a_shell_that_others_set_is_not_ours_and_stays_theirs(crontab: Programs, home: Path) -> None:
    (crontab.state / "crontab").write_bytes(b"SHELL=/usr/bin/fish\n1 2 * * * true\n")
    Cron().install(JOB)
    text = table(crontab)
    assert text is not None
    lines = text.decode().splitlines()
    assert lines[3] == "SHELL=/bin/sh"
    assert lines[5] == "SHELL=/usr/bin/fish"
    assert Cron().install(JOB) == []
    assert Cron().status(JOB).minutes == 1
    Cron().uninstall(JOB)
    assert table(crontab) == b"SHELL=/usr/bin/fish\n1 2 * * * true\n"


def test_a_last_line_without_an_end_gets_one(crontab: Programs, home: Path) -> None:
    (crontab.state / "crontab").write_bytes(b"1 2 * * * true")
    Cron().install(JOB)
    text = table(crontab)
    assert text is not None
    assert text.startswith(b"1 2 * * * true\n# >>>")


def test_what_a_crontab_cannot_hold_is_refused(crontab: Programs, home: Path) -> None:
    with pytest.raises(NotMet, match="line break"):
        Cron().install(replace(JOB, command=("/bin/true", "two\nlines")))
    with pytest.raises(NotMet, match="990"):
        Cron().install(replace(JOB, command=("/bin/true", "x" * 1000)))
    assert table(crontab) is None


@settings(max_examples=40)  # each starts a shell
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n\0")), min_size=1, max_size=4))
def test_any_words_reach_the_program_as_they_are(words: list[str]) -> None:
    job = replace(JOB, command=("/usr/bin/printf", "%s\\0", *words))
    if sum(len(word.encode()) + 25 * word.count("%") + 5 * word.count("'") for word in words) > 500:
        return
    (command,) = commands(block(job, Path("/nowhere/mark"), b""))
    shown = command.partition(" >/dev/null 2>&1;")[0] if " >/dev/null 2>&1;" not in "".join(words) else None
    if shown is not None:
        done = subprocess.run(["/bin/sh", "-c", shown], capture_output=True, check=True)
        assert done.stdout == b"".join(word.encode() + b"\0" for word in words)


@given(st.binary(max_size=200), st.sampled_from(MINUTES))
def test_taking_out_gives_back_what_was_there(others: bytes, minutes: int) -> None:
    ended = others if not others or others.endswith(b"\n") else others + b"\n"
    ours = block(replace(JOB, minutes=minutes), Path("/m"), others)
    assert without(ended + ours, JOB.name) == ended
    assert without(ended + ours + others, JOB.name) == ended + others


# How it goes


def vienna() -> datetime:
    return datetime(2026, 11, 22, 3, 33, 20, tzinfo=ZoneInfo("Europe/Vienna"))


def test_the_status_tells_the_last_and_the_next_pass(
    crontab: Programs, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.background.cron._daemon_runs", lambda: True)
    Cron().install(replace(JOB, minutes=5))
    assert Cron(vienna).status(JOB).last is None
    mark = mark_file(JOB.name)
    mark.write_text("0\n")
    os.utime(mark, (1_795_314_901, 1_795_314_901))
    found = Cron(vienna).status(JOB)
    assert found.last == datetime.fromtimestamp(1_795_314_901, UTC)
    assert found.next == datetime(2026, 11, 22, 2, 35, tzinfo=UTC)
    assert found.troubles == ()


def test_what_is_wrong_is_named_with_what_mends_it(
    crontab: Programs, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.background.cron._daemon_runs", lambda: False)
    Cron().install(JOB)
    mark_file(JOB.name).write_text("3\n")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/tmp/elsewhere")
    other = replace(JOB, command=("/opt/python", *JOB.command[1:]))
    found = Cron().status(other)
    told = "\n".join(each.text for each in found.troubles)
    assert "no cron is running" in told
    assert "exit code 3" in told
    assert "another installation" in told
    assert found.next is None
    assert all(each.fix for each in found.troubles)


def test_without_the_program_it_is_absent_and_nothing_is_installed(programs: Programs, home: Path) -> None:
    assert "no cron here" in Cron().absent()
    assert not Cron().status(JOB).installed
    assert Cron().uninstall(JOB) == []


# The line, as cron runs it


def as_cron_runs(job: Job, environ: Mapping[str, str]) -> None:
    (command,) = commands(block(job, mark_file(job.name), b""))
    kept = {"HOME": environ["HOME"], "LOGNAME": "me", "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"}
    done = subprocess.run(["/bin/sh", "-c", command], env=kept, cwd=kept["HOME"], capture_output=True, check=False)
    assert (done.stdout, done.stderr) == (b"", b""), "cron would send a mail"


def test_the_line_really_runs_a_pass_on_an_odd_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = home / ODD.strip("/")
    planner = open_planner(data)
    planner.milestones.add("Mock exam", due="2020-01-01")
    command = (sys.executable, "-P", "-m", "planner", "--home", str(data), "remind", "run")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "st'ate 5%"))
    mark_file(JOB.name).parent.mkdir(parents=True)
    job = replace(JOB, command=command, environ={"TZ": "Europe/Berlin", "ODD": ODD})
    as_cron_runs(job, os.environ)
    assert mark_file(JOB.name).read_text() == "0\n"
    (data / "plan.json").write_text("no plan")
    as_cron_runs(job, os.environ)
    assert mark_file(JOB.name).read_text() == "3\n"
