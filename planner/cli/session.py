"""What every command written with click shares: its session, --json, and texts of its help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from planner.cli.help import fitted
from planner.cli.sitting import Session as Session  # noqa: PLC0414  # given on
from planner.domain.errors import WrongUsage

SENTENCE = 1_000
"""More characters than the first sentence of any help."""
Command = TypeVar("Command", bound=Callable[..., Any])


class Group(click.Group):
    """A group whose commands are listed with the whole first sentence of their help, in as many lines as it takes."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does."""
        return fitted(ctx, *super().resolve_command(ctx, args))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """One command under the other."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, each.get_short_help_str(SENTENCE)) for name, each in found if each])


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


def pairs(answers: Sequence[str], such_as: str = "approved=2027-01-12", what: str = "KEY=VALUE") -> dict[str, str]:
    """`KEY=VALUE` words as a mapping; `such_as` shows how one is written. Raises WrongUsage."""
    found = {}
    for answer in answers:
        key, separator, value = answer.partition("=")
        if not separator or not key.strip():
            raise WrongUsage(f"“{answer}” is not {what}.", f"Write it as {such_as}.")
        found[key.strip()] = value.strip()
    return found
