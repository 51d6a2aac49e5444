"""From one cycle of a goal to the one that runs: the command, and what is said when a cycle is over or has begun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from planner.cli import machine
from planner.cli.output import Cell
from planner.cli.session import Session, example, json_option, pass_session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.domain.running import Behind
    from planner.services.results import Done


@click.command("next-cycle", epilog=example("planner goal next-cycle cfe-keep --dry-run"))
@click.argument("ref", metavar="GOAL")
@click.option("--dry-run", is_flag=True, help="Only say what would be planned; nothing is stored.")
@json_option
@pass_session
def next_cycle(session: Session, ref: str, *, dry_run: bool) -> None:
    """Plan the cycle that runs now, where the planned one is over; what is open of that stays as it is.

    Cycles that went by in between are named and not planned. Without this the next cycle comes when all steps of one
    are closed, or with the first that is closed after its end.
    """
    goal_id = session.planner.queries.resolve_goal(ref)
    done = session.planner.goals.next_cycle(goal_id, store=not dry_run)
    if session.as_json:
        session.out.json(as_json(done))
        return
    tell_begun(session, done)
    if not dry_run:
        short = session.planner.queries.short_ids()[goal_id]
        session.out.say(f"planner goal show {short} shows it (undo: planner undo)")


def tell_begun(session: Session, done: Done) -> None:
    """The cycles that came with an act."""
    if not done.begun:
        return
    from planner.services.cycles import begun_words

    for begun in done.begun:
        for sentence in begun_words(begun):
            session.out.say(sentence)


def say_behind(session: Session, found: Sequence[Behind]) -> None:
    """Which goals are planned for a cycle that is over, on standard error; mostly none."""
    if not found:
        return
    from planner.domain.running import behind_words, missed_words

    ids = session.planner.queries.short_ids()
    for one in found:
        missed = f" {missed_words(one.missed)}" if one.missed else ""
        session.out.say(Cell(f"{behind_words(one)}{missed}", "warn"))
        session.out.say(f"  To plan it: planner goal next-cycle {ids[one.goal.id]}")


def as_json(done: Done) -> dict[str, Any]:
    """What was, or would be, planned."""
    (begun,) = done.begun
    return {
        **machine.written(done.change.id if done.change else None, done.ids),
        "cycle_end": begun.last.isoformat(),
        "milestones": begun.milestones,
        "past": begun.past,
        "missed": [day.isoformat() for day in begun.missed],
    }
