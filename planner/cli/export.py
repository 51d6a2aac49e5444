"""The plan in other formats: `planner export FORMAT`, one file of commands a format."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click

from planner.cli.session import Group

FORMATS: Mapping[str, str] = {
    "ics": "export_ics:ics",
    "timeline": "export_timeline:timeline",
}
"""Every format with the file and the name it has there; the file is read only when its command is asked for."""


class _Export(Group):
    """The formats by their names."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  the signature is click's
        """All of them, by name."""
        return sorted(FORMATS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  same
        """The command of this name, imported now."""
        if cmd_name not in FORMATS:
            return None
        module, _, name = FORMATS[cmd_name].partition(":")
        command = getattr(import_module(f"planner.cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Export)
def export() -> None:
    """The plan for other programs."""
