"""template suggest: what could be next, and why."""

from __future__ import annotations

import click

from planner.cli.output import Cell
from planner.cli.session import Session, example, json_option, pass_session


@click.command(epilog=example("planner template suggest", "planner profile --stage mid"))
@json_option
@pass_session
def suggest(session: Session) -> None:
    """What to do next: at most three templates, each with its reason, from your stage and your plan."""
    found = session.planner.suggesting.next()
    if session.as_json:
        session.out.json([{"template": each.template, "title": each.title, "reason": each.reason} for each in found])
        return
    for each in found:
        session.out.line(Cell(each.template, "accent"), f"  {each.title}")
        session.out.paragraph(each.reason)
    if found:
        session.out.say(f"planner goal new {found[0].template} --dry-run shows it with dates.")
    else:
        session.out.say("Nothing to add: what fits you is under way or done. planner template list shows all.")
    if session.planner.queries.plan().profile.stage is None:
        session.out.say("They fit better when your stage is known: planner profile --stage early|mid|senior")
