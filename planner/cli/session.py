"""What every command written with click shares: its session, --json, and texts of its help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from planner.cli.sitting import Session as Session  # noqa: PLC0414  # given on
from planner.domain.errors import WrongUsage

Command = TypeVar("Command", bound=Callable[..., Any])

pass_session = click.make_pass_decorator(Session, ensure=True)


def _remember_json(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    ctx.ensure_object(Session).as_json = value


def json_option(command: Command) -> Command:
    """`--json`: one JSON value on standard output, with stable keys and no colour."""
    option = click.option(
        "--json", "as_json", is_flag=True, expose_value=False, is_eager=True, callback=_remember_json,
        help="Print one JSON value, for programs.",
    )  # fmt: skip
    return option(command)


def yes_option(help_text: str) -> Callable[[Command], Command]:
    """`--yes`: the answer to the question the command would ask."""
    return click.option("--yes", "-y", is_flag=True, help=help_text)


def example(*lines: str) -> str:
    """An epilog with examples, one a line."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


def joined(words: Sequence[str]) -> str:
    """A text that was typed with or without quotes."""
    return " ".join(words)


def pairs(answers: Sequence[str]) -> dict[str, str]:
    """`KEY=VALUE` words as a mapping. Raises WrongUsage."""
    found = {}
    for answer in answers:
        key, separator, value = answer.partition("=")
        if not separator or not key.strip():
            raise WrongUsage(f"“{answer}” is not KEY=VALUE.", "Write it as approved=2027-01-12.")
        found[key.strip()] = value.strip()
    return found
