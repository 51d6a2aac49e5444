"""Reminders: run one pass, list what comes, try the channels."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click

from planner.cli import machine_reminders
from planner.cli.errors import NOT_MET
from planner.cli.narrate import count
from planner.cli.output import Cell, Column
from planner.cli.plain import raise_due
from planner.cli.session import Group, Session, example, json_option, pass_session

# What a pass does not need is read only when it is asked for: it may run every minute, for years.
_ELSEWHERE: Mapping[str, str] = {
    "ack": "remind_acts:ack",
    "install": "background:install",
    "pause": "remind_acts:pause",
    "resume": "remind_acts:resume",
    "status": "background:status",
    "uninstall": "background:uninstall",
    "watch": "watch:watch",
}


class _Remind(Group):
    """The commands of this file, and those of others by their names."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All of them, by name."""
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, read now where it is not here."""
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, _, name = _ELSEWHERE[cmd_name].partition(":")
        command = getattr(import_module(f"planner.cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Remind, epilog=example("planner remind install", "planner remind list --days 30"))
def remind() -> None:
    """Desktop reminders."""


@remind.command(epilog=example("planner remind run      (planner remind install has the system start it)"))
@json_option
@pass_session
@click.pass_context
def run(ctx: click.Context, session: Session) -> None:
    """Raise what is due now, once, and exit. What can't be shown is tried again by a later run."""
    ctx.exit(raise_due(session))


@remind.command("list", epilog=example("planner remind list --days 30"))
@click.option("--days", type=click.IntRange(min=1, max=3660), default=7, show_default=True, help="How many days.")
@json_option
@pass_session
def list_(session: Session, days: int) -> None:
    """The reminders to come, as they will: quiet hours, free days, digests, muted goals and a pause count."""
    rows = session.planner.reminders.list(days)
    zone = session.planner.clock.zone()
    if session.as_json:
        session.out.json([machine_reminders.upcoming(each, zone) for each in rows])
        return
    if not rows:
        session.out.say(f"No reminder in the next {count(days, 'day')}.")
        return
    ids = session.planner.queries.short_ids()
    cells: list[tuple[str | Cell, ...]] = []
    digest = ""
    for each in rows:
        at = f"{each.at.astimezone(zone):%Y-%m-%d %H:%M}"
        if each.digest and f"{at}{each.digest}" != digest:
            cells.append((at, "", Cell(each.digest, "strong"), ""))
        digest = f"{at}{each.digest}" if each.digest else ""
        short = Cell(ids.get(each.milestone, each.milestone[:8]), "dim")
        cells.append(("" if digest else at, short, each.title, Cell(each.body, "dim")))
    session.out.table((Column(), Column(), Column(least=28, wraps=3), Column(least=20, folds=1)), cells)


@remind.command(epilog=example("planner remind test"))
@json_option
@pass_session
@click.pass_context
def test(ctx: click.Context, session: Session) -> None:
    """Raise a reminder now through every channel, and say what each of them answered.

    Exit code 1 when one of them failed.
    """
    from planner.services.channels import unwell

    outcomes = session.planner.reminders.test()
    if session.as_json:
        session.out.json([machine_reminders.outcome(each) for each in outcomes])
    else:
        width = max((len(each.channel) for each in outcomes), default=0)
        for each in outcomes:
            mark = "✓ shown" if each.ok else "– absent" if each.absent else "✗ failed"
            warns = not each.ok and not each.absent
            session.out.line(
                Cell(f"{mark:<10}", "warn" if warns else ""),
                f"{each.channel:<{width + 2}}{each.detail}".rstrip(),
            )
    if unwell(outcomes):
        ctx.exit(NOT_MET)
