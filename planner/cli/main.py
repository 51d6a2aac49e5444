"""The command `planner`: finds the command that was asked for, runs it, and turns what went wrong into an exit code."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from planner import __version__
from planner.cli.errors import ended, fill_closed_streams, flushed
from planner.cli.help import fitted, settings
from planner.cli.session import SENTENCE, Session

COMMANDS: Mapping[str, str] = {
    "add": "milestones:add",
    "agenda": "queries:agenda",
    "backup": "data:backup",
    "delete": "many:delete",
    "demo": "open_app:demo",
    "doctor": "data:doctor",
    "done": "milestones:done",
    "duplicate": "milestones:duplicate",
    "edit": "milestone_edit:edit",
    "export": "export:export",
    "filter": "filters:filter_",
    "goal": "goals:goal",
    "history": "data:history",
    "move": "many:move",
    "next": "queries:next_",
    "note": "milestones:note",
    "pause": "milestones:pause",
    "plan": "plan:plan",
    "profile": "profile:profile",
    "redo": "data:redo",
    "remind": "reminders:remind",
    "reopen": "milestones:reopen",
    "reorder": "milestones:reorder",
    "restore": "data:restore",
    "resume": "milestones:resume",
    "search": "queries:search",
    "show": "queries:show",
    "skip": "milestones:skip",
    "snooze": "many:snooze",
    "start": "milestones:start",
    "tag": "many:tag",
    "template": "templates:template",
    "tick": "milestones:tick",
    "today": "today_page:today",
    "undo": "data:undo",
    "wait": "milestones:wait",
}
"""Every command with the file and the name it has there; the file is read only when its command is asked for."""

SECTIONS: Mapping[str, Sequence[str]] = {
    "Plan": ("template", "goal", "add", "plan"),
    "Look": ("today", "next", "agenda", "search", "show", "filter"),
    "Act on milestones": (
        "done", "skip", "reopen", "start", "wait", "snooze", "pause", "resume", "note", "tick", "tag", "edit",
        "move", "duplicate", "reorder", "delete",
    ),
    "Be reminded": ("remind",),
    "Take it along": ("export",),
    "Say who you are": ("profile",),
    "Look after the data": ("undo", "redo", "history", "backup", "restore", "doctor"),
    "Try it": ("demo",),
}  # fmt: skip


class Root(click.Group):
    """The main group: commands are imported when they are asked for, and every error is reported in one place."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  the signature is click's
        """All commands, by name."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  same
        """The command of this name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(f"planner.cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does; a name that is not there is answered with those that are near."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=3)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            ctx.fail(f"There is no command “{args[0]}”.{hint}")
        return fitted(ctx, *super().resolve_command(ctx, args))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by what they are for."""
        for title, names in SECTIONS.items():
            with formatter.section(title):
                found = [(name, self.get_command(ctx, name)) for name in names]
                formatter.write_dl([(name, each.get_short_help_str(SENTENCE)) for name, each in found if each])

    def invoke(self, ctx: click.Context) -> Any:
        """Run it and flush what it wrote."""
        return flushed(lambda: super(Root, self).invoke(ctx))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line and exit with its code; without `standalone_mode` the code is returned."""
        extra = {**settings(), **extra}
        code = ended(lambda: super(Root, self).main(args, prog_name, complete_var, standalone_mode=False, **extra))
        if standalone_mode:
            sys.exit(code)
        return code


@click.group(
    cls=Root,
    invoke_without_command=True,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    epilog=(
        "\b\nWithout a command the app opens. Every command takes --help and --json."
        "\nDates: 2027-03-01, tomorrow, next fri, in 3 weeks, 24 nov 18:00."
        "\nIds: as lists show them; any first characters that are unique will do."
        "\nCompletion, in ~/.bashrc (zsh_source and fish_source for other shells):"
        '\n  eval "$(_PLANNER_COMPLETE=bash_source planner)"'
    ),
)
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep everything in this folder instead of your own data folder (also PLANNER_HOME).",
)
@click.version_option(__version__, prog_name="planner", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, home: Path | None) -> None:
    """A career planner for the terminal: templates become dated plans that remind."""
    session = ctx.ensure_object(Session)
    if home is not None:
        session.home = home
    if ctx.invoked_subcommand is None:
        from planner.cli.open_app import open_app

        open_app(session)


def main() -> None:
    """Run the command line on the arguments of the process, and exit."""
    fill_closed_streams()
    cli.main(prog_name="planner")
