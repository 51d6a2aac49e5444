"""filter: filters under a name."""

from __future__ import annotations

import click

from planner.cli import machine
from planner.cli.narrate import count
from planner.cli.output import ALL_OF_IT, Cell, Column
from planner.cli.session import Group, Session, example, joined, json_option, pass_session
from planner.services.results import Done


@click.group(
    "filter",
    cls=Group,
    epilog=example(
        'planner filter save "hard now" balance:hard due:quarter -is:blocked',
        'planner agenda --filter "hard now"',
        'planner search @"hard now" exam',
    ),
)
def filter_() -> None:
    """Filters under a name, for next, agenda, goal show and search.

    A filter is words and terms that hold all together: #tag, goal:, kind:, skill:, status:, balance:, is:overdue
    (open, closed, blocked, snoozed, undated, fixed, soft, repeating, paused, inbox), due:week (month, quarter, year, a
    day, <day, >day, day..day, none), effort:<1h (>4h, none). A minus turns a term round. @name stands for a saved
    filter.
    """


@filter_.command("list", epilog=example("planner filter list --json"))
@json_option
@pass_session
def list_(session: Session) -> None:
    """The saved filters, and how many milestones each lets through now."""
    saved = session.planner.filters.saved()
    found = [(name, text, len(session.planner.queries.search(text))) for name, text in saved.items()]
    if session.as_json:
        session.out.json([{"name": name, "text": text, "milestones": many} for name, text, many in found])
    elif found:
        rows = [(Cell(name, "accent"), text, Cell(count(many, "milestone"), "dim")) for name, text, many in found]
        session.out.table((Column(), Column(least=20, wraps=ALL_OF_IT), Column(right=True)), rows)
    else:
        session.out.say("No filter is saved yet. planner filter save NAME TEXT saves one.")


@filter_.command(
    "save",
    epilog=example(
        'planner filter save "hard now" balance:hard due:quarter -is:blocked', 'planner filter save short "effort:<1h"'
    ),
    context_settings={"ignore_unknown_options": True},
)
@click.argument("name")
@click.argument("text", metavar="TEXT", nargs=-1, required=True)
@json_option
@pass_session
def save(session: Session, name: str, text: tuple[str, ...]) -> None:
    """Save a filter under a name, in place of one that has it."""
    done = session.planner.filters.save(name, joined(text))
    _told(session, done, "Saved", name)


@filter_.command("delete", epilog=example('planner filter delete "hard now"'))
@click.argument("name", nargs=-1, required=True)
@json_option
@pass_session
def delete(session: Session, name: tuple[str, ...]) -> None:
    """Take a saved filter away. planner undo brings it back."""
    done = session.planner.filters.delete(joined(name))
    _told(session, done, "Deleted", joined(name))


def _told(session: Session, done: Done, verb: str, name: str) -> None:
    """That it was done; a filter has no id, so its name is told."""
    if session.as_json:
        session.out.json(machine.written(done.change.id if done.change else None, done.ids))
    elif done.change is None:
        session.out.say("Nothing changed.")
    else:
        session.out.say(f"{verb} the filter “{name}” (undo: planner undo)")
