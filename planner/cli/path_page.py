"""plan path: the critical path of a goal, as a table and for programs; the room of steps beside them in other lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from planner.cli import machine_path
from planner.cli.narrate import count
from planner.cli.output import Cell, Text
from planner.cli.session import Session, example, json_option, pass_session
from planner.cli.views import line_table
from planner.domain.critical_words import room_short

if TYPE_CHECKING:
    from planner.domain.agenda import Line
    from planner.services.critical import PathDetail


def beside(detail: PathDetail) -> Callable[[Line], Text]:
    """What stands beside a step in a list: its room, and whether it is critical."""

    def room(row: Line) -> Text:
        timing = detail.timings.get(row.milestone.id)
        pressing = timing is not None and (timing.overrun or timing.in_circle or (timing.slack or 0) < 0)
        words = room_short(timing, critical=row.milestone.id in detail.critical)
        return Cell(f"! {words}" if pressing else words, "warn" if pressing else "dim")

    return room


def show_warnings(session: Session, detail: PathDetail) -> None:
    """What presses, a line each."""
    for each in detail.warnings:
        session.out.line(Cell(f"! {each.text}", "warn"))


@click.command(epilog=example("planner plan path pmp", "planner plan path --json"))
@click.argument("ref", metavar="[GOAL]", required=False)
@json_option
@pass_session
def path(session: Session, ref: str | None) -> None:
    """The critical path of a goal, or of each: the chain with the least slack, and when each step has to be begun.

    Where all of it can slip for more than two weeks nothing is critical, and that is said.
    """
    queries, zone = session.planner.queries, session.planner.clock.zone()
    if ref is not None:
        detail = queries.path(ref)
        if session.as_json:
            session.out.json(machine_path.whole(detail, zone))
        else:
            _page(session, detail)
        return
    details = queries.paths()
    if session.as_json:
        session.out.json([machine_path.whole(each, zone) for each in details])
    elif not details:
        session.out.say("There is no active goal. planner template list shows what you can plan.")
    for number, each in enumerate(() if session.as_json else details):
        if number:
            session.out.line("")
        _page(session, each)


def _page(session: Session, detail: PathDetail) -> None:
    session.out.line(Cell(detail.goal.title, "strong"))
    if detail.steps:
        steps = count(len(detail.steps), "step") if detail.critical else "the tightest chain"
        ends = f"{steps} to {detail.end_words}, {detail.end}"
        said = (ends, detail.room) if detail.critical else (detail.room.capitalize(), ends)
        session.out.line(Cell(" · ".join(each for each in said if each), "dim"))
        timings = {each.timing.milestone: each.timing for each in detail.steps}
        rows = [each.line for each in detail.steps]
        line_table(
            session.out,
            rows,
            session.planner.queries.short_ids(),
            beside=lambda row: Cell(room_short(timings.get(row.milestone.id)), "dim"),
        )
    else:
        session.out.say(detail.problem)
    show_warnings(session, detail)
