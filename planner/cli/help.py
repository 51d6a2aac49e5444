"""The help on terminals that are narrower than click reckons with."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

import click

from planner.cli.output import terminal_columns

_LEAST_OF_CLICK = 52
"""Columns: on fewer, click would write as if there were so many."""


class _Formatter(click.HelpFormatter):
    """What is explained takes a third of the width at most; what is longer has a line of its own."""

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """As click does."""
        super().write_dl(rows, self.width // 3 if self.width < _LEAST_OF_CLICK else col_max, col_spacing)


class _Context(click.Context):
    formatter_class = _Formatter


def settings() -> dict[str, Any]:
    """What the context of the main command is given on such a terminal, and hands on."""
    columns = terminal_columns(sys.stdout)
    return {"terminal_width": columns} if columns is not None and columns < _LEAST_OF_CLICK else {}


def fitted(
    ctx: click.Context, name: str | None, command: click.Command | None, args: list[str]
) -> tuple[str | None, click.Command | None, list[str]]:
    """What a group found, with the command explained within the width that the context of the group was given."""
    if command is not None and ctx.terminal_width is not None:
        command.context_class = _Context
    return name, command, args
