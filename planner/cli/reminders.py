"""Reminders: run one pass, list what comes, try the channels."""

from __future__ import annotations

import click

from planner.cli import machine
from planner.cli.errors import NOT_MET
from planner.cli.narrate import count
from planner.cli.output import Cell, Column
from planner.cli.session import Session, example, json_option, pass_session


@click.group(epilog=example("planner remind list --days 30", "planner remind test"))
def remind() -> None:
    """Desktop reminders."""


@remind.command(epilog=example("* * * * * planner remind run      (a line of a crontab)"))
@json_option
@pass_session
@click.pass_context
def run(ctx: click.Context, session: Session) -> None:
    """Raise what is due now, once, and exit. What can't be shown is tried again by a later run."""
    result = session.planner.reminders.run()
    if session.as_json:
        session.out.json(machine.pass_result(result, session.planner.clock.zone()))
    else:
        if result.raised:
            session.out.say(f"Raised {count(len(result.raised), 'reminder')}.")
        for one, detail in result.failed:
            session.out.say(Cell(f"Not shown: {one.title}. {detail}", "warn"))
        if result.failed:
            session.out.say("  It will be tried again. planner doctor says what is missing.")
    if result.failed:
        ctx.exit(NOT_MET)


@remind.command("list", epilog=example("planner remind list --days 30"))
@click.option("--days", type=click.IntRange(min=1, max=3660), default=7, show_default=True, help="How many days.")
@json_option
@pass_session
def list_(session: Session, days: int) -> None:
    """The reminders to come."""
    rows = session.planner.reminders.list(days)
    zone = session.planner.clock.zone()
    if session.as_json:
        session.out.json([machine.upcoming(each, zone) for each in rows])
        return
    if not rows:
        session.out.say(f"No reminder in the next {count(days, 'day')}.")
        return
    ids = session.planner.queries.short_ids()
    session.out.table(
        (Column(), Column(), Column(least=16), Column(least=10)),
        [
            (
                f"{each.at.astimezone(zone):%Y-%m-%d %H:%M}",
                Cell(ids.get(each.milestone, each.milestone[:8]), "dim"),
                each.title,
                Cell(each.body, "dim"),
            )
            for each in rows
        ],
    )


@remind.command(epilog=example("planner remind test"))
@json_option
@pass_session
@click.pass_context
def test(ctx: click.Context, session: Session) -> None:
    """Raise a reminder now through every channel, and say what each of them answered."""
    outcomes = session.planner.reminders.test()
    if session.as_json:
        session.out.json([machine.outcome(each) for each in outcomes])
    else:
        session.out.table(
            (Column(), Column(), Column(least=20)),
            [
                (Cell("✓ shown" if each.ok else "✗ failed", "" if each.ok else "warn"), each.channel, each.detail)
                for each in outcomes
            ],
        )
    if not any(each.ok for each in outcomes):
        ctx.exit(NOT_MET)
