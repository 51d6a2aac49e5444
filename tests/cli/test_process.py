"""The program as others start it: exit codes, what it imports, pipes, terminals, interrupts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Process = Callable[..., "subprocess.CompletedProcess[str]"]
Terminal = Callable[..., tuple[int, str]]

ROOT = Path(__file__).parents[2]
PLANNER = (sys.executable, "-m", "planner")
HEAVY = {"textual", "rich", "plyer", "jeepney", "jsonschema", "tinydb", "icalendar"}


def added(process: Process, *lines: str) -> list[str]:
    """The ids of new milestones."""
    return [json.loads(process("add", line, "--json").stdout)["ids"][0] for line in lines]


# Imports


def modules(environ: dict[str, str], *arguments: str) -> set[str]:
    code = (
        "import sys\n"
        "from planner.cli.main import cli\n"
        f"code = cli.main({list(arguments)!r}, standalone_mode=False)\n"
        "assert code == 0, code\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True, timeout=60
    )
    return set(result.stderr.split())


@pytest.mark.parametrize("arguments", [("next",), ("agenda", "--json"), ("goal", "list"), ("show", "{id}")])
def test_looking_imports_nothing_heavy(process: Process, environ: dict[str, str], arguments: tuple[str, ...]) -> None:
    (milestone_id,) = added(process, "Water the plants tomorrow")
    loaded = modules(environ, *(each.format(id=milestone_id) for each in arguments))
    assert "planner.cli.queries" in loaded or "planner.cli.goals" in loaded
    assert not {name for name in loaded if name.partition(".")[0] in HEAVY}


def test_only_the_file_of_the_command_is_imported(process: Process, environ: dict[str, str]) -> None:
    loaded = modules(environ, "next")
    ours = {name for name in loaded if name.startswith("planner.cli.")}
    assert not ours & {f"planner.cli.{name}" for name in ("goals", "templates", "data", "reminders", "open_app")}


def test_a_reminder_pass_with_nothing_due_loads_no_channel(process: Process, environ: dict[str, str]) -> None:
    added(process, "Water the plants tomorrow")
    loaded = modules(environ, "remind", "run")
    assert not {name for name in loaded if name.partition(".")[0] in {"textual", "rich", "plyer", "jsonschema"}}


# What stands between the person and `next`, or the machine and its look every minute: each of these costs 5 to 30 ms.
SLOW = {"click", "msgspec", "dataclasses", "inspect", "uuid", "decimal", "platform", "locale", "tzlocal", "tomllib"}


def plain_modules(environ: dict[str, str], *arguments: str) -> set[str]:
    code = (
        "import sys\n"
        "from planner.cli import plain\n"
        f"code = plain.run({list(arguments)!r})\n"
        "assert code == 0, code\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True, timeout=60
    )
    return {name.partition(".")[0] for name in result.stderr.split()} | set(result.stderr.split())


@pytest.mark.parametrize("arguments", [("next",), ("next", "--json"), ("next", "--limit", "0"), ("remind", "run")])
def test_what_is_run_all_day_loads_nothing_slow(
    process: Process, environ: dict[str, str], arguments: tuple[str, ...]
) -> None:
    added(process, "Water the plants tomorrow", "Read a book in 3 weeks 18:00 #reading ~2h !fixed")
    loaded = plain_modules(environ, *arguments)
    assert "planner.store.reading" in loaded
    assert not loaded & (HEAVY | SLOW)


def test_a_pass_after_one_that_found_nothing_reads_no_plan_and_loads_no_rules(
    process: Process, environ: dict[str, str]
) -> None:
    added(process, "Water the plants tomorrow")
    for arguments in (("remind", "run"), ("remind", "run", "--json")):
        plain_modules(environ, *arguments)
        loaded = plain_modules(environ, *arguments)
        assert not loaded & {"planner.store.reading", "planner.domain.agenda", "planner.services", "zoneinfo"}
        assert not loaded & (HEAVY | SLOW)


# Exit codes


def test_zero_for_what_was_done(process: Process) -> None:
    result = process("add", "Water the plants tomorrow")
    assert (result.returncode, result.stdout) == (0, "")
    assert "Water the plants" in result.stderr


def test_one_for_what_cannot_be_met(process: Process) -> None:
    for arguments in (("show", "ffff"), ("undo",), ("redo",), ("restore", "nothing")):
        result = process(*arguments)
        assert (result.returncode, result.stdout) == (1, ""), arguments
        assert "Traceback" not in result.stderr


def test_two_for_wrong_usage(process: Process) -> None:
    for arguments in (("done",), ("add", "3/4 is no date 3/4"), ("goal", "set", "x"), ("nonsense",)):
        assert process(*arguments).returncode == 2, arguments


def test_three_for_data_that_cannot_be_read_and_it_is_left_alone(process: Process, home: Path) -> None:
    added(process, "Water the plants tomorrow")
    (home / "plan.json").write_text('{"goals": {"', encoding="utf-8")
    for arguments in (("next",), ("add", "More")):
        result = process(*arguments)
        assert (result.returncode, result.stdout) == (3, ""), arguments
        assert "Traceback" not in result.stderr
        assert "backup" in result.stderr
    assert '{"goals": {"' in [each.read_text(encoding="utf-8") for each in home.glob("plan*.json*")]


def test_four_for_an_invalid_template(process: Process, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"format": 1, "id": "broken"}', encoding="utf-8")
    result = process("template", "check", str(broken))
    assert (result.returncode, result.stdout) == (4, "")
    assert "milestones" in result.stderr
    result = process("template", "check", str(broken), "--json")
    assert result.returncode == 4
    assert json.loads(result.stdout)[0]["problems"]


def test_a_home_that_is_a_file_is_wrong_usage(process: Process, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    assert process("--home", str(file), "next").returncode == 2


def test_home_wins_over_the_environment(process: Process, home: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert process("--home", str(other), "add", "Water the plants").returncode == 0
    assert (other / "plan.json").exists()
    assert not home.exists()


# Pipes and closed streams


def test_a_reader_that_goes_away_ends_it_quietly(process: Process, environ: dict[str, str]) -> None:
    added(process, "Water the plants tomorrow")
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(
        [*PLANNER, "next"], env=environ, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, timeout=60
    )
    os.close(writing)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("closed", [">&-", "<&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_do_no_harm(process: Process, environ: dict[str, str], closed: str) -> None:
    (milestone_id,) = added(process, "Water the plants tomorrow")
    for arguments in (("next", "--json"), ("note", milestone_id, "Not the cactus")):
        result = subprocess.run(
            ["sh", "-c", f'"$@" {closed}', "sh", *PLANNER, *arguments], env=environ, capture_output=True, check=False
        )
        assert (result.returncode, b"Traceback" in result.stderr) == (0, False), result.stderr
    assert json.loads(process("show", milestone_id, "--json").stdout)["notes"] == "Not the cactus"


def test_output_that_cannot_be_written_is_told_without_a_traceback(process: Process, environ: dict[str, str]) -> None:
    added(process, "Water the plants tomorrow")
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [*PLANNER, "next"], env=environ, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )
    assert result.returncode == 3
    assert "No space left" in result.stderr
    assert "Traceback" not in result.stderr


# A terminal


def test_an_interrupt_at_a_question_changes_nothing(process: Process, terminal: Terminal) -> None:
    (milestone_id,) = added(process, "Water the plants tomorrow")
    code, shown = terminal("delete", milestone_id, answer=("[y/N]", lambda pid, _: os.kill(pid, signal.SIGINT)))
    assert code == 130
    assert "Traceback" not in shown
    assert len(json.loads(process("next", "--json").stdout)) == 1


def test_control_c_typed_at_a_question_is_an_interrupt(process: Process, terminal: Terminal) -> None:
    (milestone_id,) = added(process, "Water the plants tomorrow")
    code, _ = terminal("delete", milestone_id, answer=("[y/N]", lambda _, terminal: os.write(terminal, b"\x03")))
    assert code == 130


def test_a_yes_typed_at_a_question_is_heard(process: Process, terminal: Terminal) -> None:
    (milestone_id,) = added(process, "Water the plants tomorrow")
    code, shown = terminal("delete", milestone_id, answer=("[y/N]", lambda _, terminal: os.write(terminal, b"y\n")))
    assert code == 0
    assert "Deleted “Water the plants”" in shown
    assert json.loads(process("next", "--json").stdout) == []


def test_a_terminal_gets_colour_unless_no_color_is_set(process: Process, terminal: Terminal) -> None:
    added(process, "Water the plants tomorrow")
    assert "\x1b[" in terminal("next")[1]
    assert "\x1b" not in terminal("next", env={"NO_COLOR": "1"})[1]
    assert "\x1b" not in process("next").stdout


def test_lists_fit_a_narrow_terminal(process: Process, terminal: Terminal) -> None:
    from planner.cli.width import cell_width

    added(process, f"Read {'a very long book ' * 9} tomorrow #reading ~2h", f"{'試' * 90} tomorrow #reading")
    narrow = {"NO_COLOR": "1", "COLUMNS": "60"}
    lines = terminal("next", env=narrow)[1].splitlines()
    assert len(lines) == 8, "three of each title, one with what stands beside it"
    assert all(cell_width(line) <= 60 for line in lines)
    assert [line[-1] == "…" for line in lines] == [False, False, True, False] * 2
    assert all(len(line) > 120 for line in process("next").stdout.splitlines())


def test_json_on_a_terminal_has_no_colour_and_is_the_same_value(process: Process, terminal: Terminal) -> None:
    added(process, "Water the plants tomorrow")
    shown = terminal("next", "--json")[1]
    assert "\x1b" not in shown
    assert json.loads(shown) == json.loads(process("next", "--json").stdout)


# Hostile text


HOSTILE = "\x1b[2J\x1b]52;c;cm0gLXJm\x07 \x9b31m [/foo] [@click=app.quit]x[/] [b ab\u202edc \u2066 👩‍👩‍👧‍👦 e\u0301"


def test_hostile_words_on_the_command_line_come_out_harmless(process: Process, environ: dict[str, str]) -> None:
    for arguments in (
        ("add", HOSTILE, "tomorrow"),
        ("show", HOSTILE),
        ("goal", "show", HOSTILE),
        ("template", "show", HOSTILE),
        ("template", "check", HOSTILE),
        ("search", HOSTILE),
        ("edit", "ffff", "--due", HOSTILE),
        ("goal", "set", "ffff", HOSTILE),
        (HOSTILE,),
        ("add", "\udcff\udc9b31m", "tomorrow"),
        ("template", "check", "\udcff\udc9b"),
        ("restore", HOSTILE),
        ("next", "--limit", HOSTILE),
    ):
        result = process(*arguments)
        for text in (result.stdout, result.stderr):
            assert not any((ord(char) < 32 and char != "\n") or 127 <= ord(char) < 160 for char in text), arguments
            assert not {"\u202e", "\u2066"} & set(text), arguments
        assert "Traceback" not in result.stderr
    title = json.loads(process("next", "--json").stdout)[0]["title"]
    assert "[/foo] [@click=app.quit]x[/] [b" in title
    assert "👩‍👩‍👧‍👦 é" in title
