"""The main group: help, wrong usage, commands that are not there."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest
from click.testing import Result

Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]


def test_every_command_has_a_help_text_an_example_and_json(run: Run) -> None:
    import click

    from planner.cli.main import COMMANDS, cli

    context = click.Context(cli)

    def look(command: click.Command, path: str) -> None:
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                found = command.get_command(context, name)
                assert found is not None
                look(found, f"{path} {name}")
            return
        assert command.help, path
        assert command.epilog, path
        assert "Example:" in command.epilog, path
        assert any("--json" in parameter.opts for parameter in command.params), path

    for name in COMMANDS:
        found = cli.get_command(context, name)
        assert found is not None
        look(found, name)


def test_the_main_help_names_every_command(run: Run) -> None:
    from planner.cli.main import COMMANDS, SECTIONS

    text = run("--help").stdout
    assert sorted(name for names in SECTIONS.values() for name in names) == sorted(COMMANDS)
    for name in COMMANDS:
        assert f"  {name} " in text


def test_a_command_that_is_not_there_is_answered_with_what_is_near(run: Run) -> None:
    result = run("nexd")
    assert result.exit_code == 2
    assert "Did you mean next" in result.stderr


@pytest.mark.parametrize("arguments", [("done",), ("next", "--limit", "-1"), ("next", "--colour"), ("goal", "fly")])
def test_wrong_usage_has_the_code_two_and_points_to_the_help(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "--help" in result.stderr
    assert result.stdout == ""


def test_the_shell_completes_commands_and_options(process: Process) -> None:
    def completed(words: str) -> list[str]:
        env = {"_PLANNER_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
        return process(env=env).stdout.split()

    assert completed("planner ne") == ["plain,next"]
    assert completed("planner goal ac") == ["plain,achieve"]
    assert completed("planner next --li") == ["plain,--limit"]


def test_the_version_is_told(run: Run) -> None:
    from planner import __version__

    assert run("--version").stdout == f"planner {__version__}\n"


@pytest.mark.parametrize("words", [(), ("goal",), ("template",), ("plan",), ("remind",), ("export",), ("filter",)])
def test_help_fits_eighty_columns_and_no_sentence_is_cut(run: Run, words: tuple[str, ...]) -> None:
    lines = run(*words, "--help").stdout.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert not [line for line in lines[1:] if line.endswith("...")]


@pytest.mark.parametrize(
    "words", [(), ("goal",), ("goal", "move"), ("remind", "install"), ("move",), ("export", "ics")]
)
def test_the_help_fits_a_narrow_terminal_but_for_its_examples(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("planner.cli.output.is_terminal", lambda _: True)
    lines = run(*words, "--help").stdout.splitlines()
    examples = next((at for at, line in enumerate(lines) if "Example:" in line or "Without a command" in line), None)
    assert [line for line in lines[:examples] if len(line) > 40 and "|" not in line] == []
    assert any("--help" in line for line in lines)
