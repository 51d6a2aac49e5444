"""Reminders while the planner is closed: set the system's scheduler up, take it away, and see how it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from planner.cli import machine_reminders
from planner.cli.errors import NOT_MET
from planner.cli.output import FACT_COLUMNS, Cell
from planner.cli.session import Session, example, json_option, pass_session
from planner.domain.schedule import MINUTES

if TYPE_CHECKING:
    from planner.services.background import Setup

SCHEDULERS = ("systemd", "cron", "launchd", "task")

_scheduler = click.option(
    "--scheduler", type=click.Choice(SCHEDULERS), default=None, help="Use this one, whatever else is there."
)
_dry_run = click.option("--dry-run", is_flag=True, help="Print what would be written and run; change nothing.")


@click.command(epilog=example("planner remind install --dry-run", "planner remind install --every 5"))
@click.option(
    "--every",
    "minutes",
    type=click.Choice([str(each) for each in MINUTES]),
    default=None,
    help="Minutes between two looks; 1 unless it was set up with another number.",
)
@_scheduler
@_dry_run
@json_option
@pass_session
def install(session: Session, minutes: str | None, scheduler: str | None, dry_run: bool) -> None:
    """Have the system look for reminders while the planner is closed.

    On Linux by a timer of your own systemd, or by cron where there is none; on macOS by launchd; on Windows by the Task
    Scheduler. Can be called again at any time, for instance after the planner was installed elsewhere.
    """
    from planner.services.background import told_setup

    made = session.planner.background.install(
        scheduler or "", int(minutes) if minutes else None, dry_run=dry_run, also_absent=True
    )
    _tell(session, made, told_setup(made))
    if made.absent is not None and not session.as_json:
        raise made.absent
    if made.steps and not dry_run and not session.as_json:
        session.out.say("  planner remind test raises one now; planner remind status says how it goes.")


@click.command(epilog=example("planner remind uninstall"))
@_scheduler
@_dry_run
@json_option
@pass_session
def uninstall(session: Session, scheduler: str | None, dry_run: bool) -> None:
    """Take away what `install` set up for this data. Nothing is left behind; the plan is not touched."""
    from planner.services.background import told_removal

    made = session.planner.background.uninstall(scheduler or "", dry_run=dry_run)
    _tell(session, made, told_removal(made))


def _tell(session: Session, made: Setup, sentence: str) -> None:
    if session.as_json:
        session.out.json(machine_reminders.setup(made))
        return
    session.out.say(sentence)
    for each in made.steps:
        session.out.line(Cell(f"{each.act} ", "dim"), each.what)
        if made.dry_run and each.text:
            session.out.paragraph(each.text.rstrip("\n"), indent="    ")


@click.command(epilog=example("planner remind status"))
@json_option
@pass_session
@click.pass_context
def status(ctx: click.Context, session: Session) -> None:
    """How reminding goes, and what is missing.

    When the system last looked and when it will look again, what was raised, what could not be, and what mends it.
    Exit code 1 when something is missing.
    """
    from planner.services.background import told_status

    found = session.planner.background.status()
    clock = session.planner.clock
    if session.as_json:
        session.out.json(machine_reminders.background(found, clock.zone()))
    else:
        rows = told_status(found, clock.now(), clock.zone())
        session.out.table(FACT_COLUMNS, [(Cell(label, "dim"), text) for label, text in rows])
        for each in found.troubles:
            session.out.line(Cell("✗ ", "warn"), each.text)
            session.out.line("    ", each.fix)
    if found.troubles:
        ctx.exit(NOT_MET)
