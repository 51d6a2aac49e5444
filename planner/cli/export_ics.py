"""`planner export ics`: a calendar file, printed, written, or kept up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli.narrate import count
from planner.cli.output import Cell, Column
from planner.cli.session import Session, example, json_option, pass_session
from planner.domain.errors import WrongUsage

if TYPE_CHECKING:
    from planner.services.calendar_files import KeptCalendar
    from planner.services.calendars import Exported

_file = click.Path(dir_okay=False, path_type=Path)


@click.command(
    epilog=example(
        "planner export ics -o plan.ics",
        'planner export ics --goal "Earn the PMP" --as event -o pmp.ics',
        "planner export ics --keep ~/public/plan.ics",
    )
)
@click.option("--output", "-o", type=_file, help="Write it to this file; one that is ours is brought up to date.")
@click.option(
    "--as",
    "as_",
    type=click.Choice(["todo", "event"]),
    default="todo",
    show_default=True,
    help="To-dos with a due, or events.",
)
@click.option("--goal", help="Only this goal: its id, or the beginning of its title.")
@click.option("--keep", type=_file, help="Write it to this file, and have the background passes keep it up to date.")
@click.option("--forget", type=_file, help="Keep this file up to date no longer; it stays as it is.")
@click.option("--list", "list_", is_flag=True, help="List the files that are kept up to date.")
@json_option
@pass_session
def ics(  # noqa: PLR0917  # click gives them by name
    session: Session,
    output: Path | None,
    as_: str,
    goal: str | None,
    keep: Path | None,
    forget: Path | None,
    list_: bool,
) -> None:
    """Milestones as a calendar, with alarms when they remind: to import, or to subscribe to.

    Importing a newer file updates what an older one brought and duplicates nothing. Of what repeats the next
    occurrence is in it; what was closed in the last 90 days is in it as closed.
    """
    if sum([output is not None, keep is not None, forget is not None, list_]) > 1:
        raise WrongUsage("--output, --keep, --forget and --list do not go together.", "Give one of them.")
    calendars = session.planner.calendars
    if list_:
        _list(session, calendars.kept())
    elif forget is not None:
        calendars.forget(forget)
        if session.as_json:
            session.out.json({"file": str(forget), "kept": False})
        else:
            session.out.say(f"{forget} is no longer kept up to date. It stays as it is.")
    elif keep is not None:
        _tell(session, calendars.keep(keep, _as(as_), goal), as_, kept=True)
    elif output is not None:
        _tell(session, calendars.save(output, _as(as_), goal), as_, kept=False)
    else:
        made = calendars.export(_as(as_), goal)
        if session.as_json:
            session.out.json(_shape(made, as_, kept=False) | {"text": made.data.decode()})
        else:
            session.out.file(made.data)


def _as(word: str) -> Any:
    return word  # click took no other than those of `As`


def _tell(session: Session, made: Exported, as_: str, *, kept: bool) -> None:
    if session.as_json:
        session.out.json(_shape(made, as_, kept=kept))
        return
    session.out.say(f"{count(made.milestones, 'milestone')} in {made.path}.")
    if kept:
        session.out.say(
            "  It follows the plan from now on, by the passes that look for reminders: planner remind status."
        )


def _shape(made: Exported, as_: str, *, kept: bool) -> dict[str, Any]:
    return {
        "file": None if made.path is None else str(made.path),
        "as": as_,
        "milestones": made.milestones,
        "sequence": made.sequence,
        "kept": kept,
    }


def _list(session: Session, kept: Any) -> None:
    if session.as_json:
        session.out.json([_row(each) for each in kept])
    elif kept:
        goals = session.planner.queries.plan().goals
        session.out.table(
            (Column(), Column(), Column(least=10), Column(least=20, wraps=3)),
            [
                (
                    str(each.path),
                    f"{each.as_}s",
                    goals[each.goal].title if each.goal in goals else "",
                    Cell(each.problem, "warn"),
                )
                for each in kept
            ],
        )
    else:
        session.out.say("No calendar is kept up to date. planner export ics --keep FILE begins with one.")


def _row(kept: KeptCalendar) -> dict[str, Any]:
    return {"file": str(kept.path), "as": kept.as_, "goal": kept.goal, "problem": kept.problem or None}
