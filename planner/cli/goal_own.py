"""Goals of one's own: begin one, copy one, put one somewhere else in the row."""

from __future__ import annotations

import click

from planner.cli.narrate import told
from planner.cli.session import Session, example, joined, json_option, pass_session
from planner.domain.copies import first_day

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


@click.command(
    epilog=example(
        "planner goal duplicate communication",
        'planner goal duplicate pmp --title "Once more" --start 2027-03-01',
    )
)
@click.argument("ref", metavar="GOAL")
@click.option("--title", metavar="T", default="", help="What to call the copy.")
@click.option("--start", metavar="DATE", help="The day of its first step; the soft dates go along.")
@click.option("--same-days", is_flag=True, help="Keep all days, also those that are over.")
@json_option
@pass_session
def duplicate(session: Session, ref: str, title: str, start: str | None, same_days: bool) -> None:
    """Copy a goal with all of its milestones, open again.

    On the same days where these lie ahead; else it begins today, or on the day of --start.
    """
    if start is not None and same_days:
        raise click.UsageError("Either --start or --same-days.")
    day = session.day(start) if start is not None else None
    goals = session.planner.goals
    done = goals.duplicate(ref, title=title, start="as it is" if same_days else day)
    told(session, done, "Made a copy:", "goal")
    if not session.as_json:
        plan = session.planner.queries.plan()
        first = first_day(plan.members(done.ids[0]))
        if first is not None:
            session.out.say(f"Its first step is on {first.isoformat()}.")


@click.command(epilog=example("planner goal reorder pmp first"))
@click.argument("ref", metavar="GOAL")
@click.argument("where", metavar="up|down|first|last", type=WHERE)
@json_option
@pass_session
def reorder(session: Session, ref: str, where: str) -> None:
    """Put a goal somewhere else among those of its status."""
    told(session, session.planner.ordering.goal(ref, where), "Moved", "goal")  # type: ignore[arg-type]  # click checked it
