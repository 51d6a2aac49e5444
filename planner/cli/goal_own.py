"""Goals of one's own: begin one, copy one, put one somewhere else in the row."""

from __future__ import annotations

import click

from planner.cli.narrate import told
from planner.cli.session import Session, example, joined, json_option, pass_session

WHERE = click.Choice(["up", "down", "first", "last"])


@click.command("add", epilog=example('planner goal add "Lead the guild for a year" --target 2027-12-01'))
@click.argument("title", metavar="TITLE", nargs=-1, required=True)
@click.option("--target", metavar="DATE", default="", help="The day you aim for.")
@click.option("--start", metavar="DATE", default="", help="The day you begin.")
@click.option("--notes", default="", help="What it is about.")
@json_option
@pass_session
def add(session: Session, title: tuple[str, ...], target: str, start: str, notes: str) -> None:
    """Begin a goal of your own, without a template. planner add "…" --goal GOAL gives it milestones."""
    told(
        session,
        session.planner.goals.begin(joined(title), target=target, start=start, notes=notes),
        "Began",
        "goal",
    )


@click.command(epilog=example("planner goal duplicate communication", 'planner goal duplicate pmp --title "Once more"'))
@click.argument("ref", metavar="GOAL")
@click.option("--title", metavar="T", default="", help="What to call the copy.")
@json_option
@pass_session
def duplicate(session: Session, ref: str, title: str) -> None:
    """Copy a goal with all of its milestones, open again on the same days."""
    told(session, session.planner.goals.duplicate(ref, title=title), "Made a copy:", "goal")


@click.command(epilog=example("planner goal reorder pmp first"))
@click.argument("ref", metavar="GOAL")
@click.argument("where", metavar="up|down|first|last", type=WHERE)
@json_option
@pass_session
def reorder(session: Session, ref: str, where: str) -> None:
    """Put a goal somewhere else among those of its status."""
    told(session, session.planner.ordering.goal(ref, where), "Moved", "goal")  # type: ignore[arg-type]  # click checked it
