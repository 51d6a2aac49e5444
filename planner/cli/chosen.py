"""Which milestones a command is about: by their ids, or all that a filter lets through, after these were shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from planner.cli.narrate import count
from planner.cli.output import Cell
from planner.domain.errors import NotMet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.cli.session import Session
    from planner.domain.agenda import Line

FILTER_HELP = "In place of ids: all that this lets through; see planner filter."
YES_HELP = "Do not ask before it is done with all that a filter lets through."

Command = TypeVar("Command", bound=Callable[..., object])


def some_or_filter(command: Command) -> Command:
    """`ID…`, or `--filter FILTER` with `--yes`: parameters `ids`, `wanted` and `yes`."""
    options = (
        click.argument("ids", metavar="ID…", nargs=-1),
        click.option("--filter", "wanted", metavar="FILTER", help=FILTER_HELP),
        click.option("--yes", "-y", is_flag=True, help=YES_HELP),
    )
    for option in reversed(options):
        command = option(command)
    return command


def chosen(
    session: Session,
    ids: tuple[str, ...],
    wanted: str | None,
    *,
    yes: bool,
    act: str,
    fits: Callable[[Line], bool] | None = None,
) -> tuple[str, ...]:
    """The ids that were given; or those of what a filter lets through, shown and asked about unless `yes`.

    `act` is what is done with them: `complete`. What does not fit (by default what is closed, or belongs to a goal that
    is no longer under way) is left out. Raises NotMet where nothing passes, or nobody says yes.
    """
    if wanted is None:
        if not ids:
            raise click.UsageError("Say which milestones: their ids, or --filter.")
        return ids
    if ids:
        raise click.UsageError("Either ids or --filter, not both.")
    queries = session.planner.queries
    rows = [row for row in queries.filtered(queries.lines(), wanted) if (fits or is_under_way)(row)]
    if not rows:
        raise NotMet(f"There is nothing to {act} that passes the filter.", "planner search shows what a filter finds.")
    if not yes:
        _confirm(session, rows, act)
    return tuple(row.milestone.id for row in rows)


def is_under_way(row: Line) -> bool:
    """Open, and of the inbox or a goal that is under way."""
    return row.milestone.is_open and (row.goal is None or row.goal.status in {"active", "paused"})


def is_closed(row: Line) -> bool:
    """Done or skipped, of the inbox or a goal that was not dropped."""
    return not row.milestone.is_open and is_kept(row)


def is_kept(row: Line) -> bool:
    """Of the inbox or a goal that was not dropped."""
    return row.goal is None or row.goal.status != "dropped"


def _confirm(session: Session, rows: Sequence[Line], act: str) -> None:
    """Show what would be touched, on standard error, and ask."""
    ids = session.planner.queries.short_ids(rows)
    for row in rows:
        one = row.milestone
        due = one.due.isoformat() if one.due else "no date"
        where = row.goal.title if row.goal else "Inbox"
        session.out.say("  ", Cell(ids[one.id], "dim"), f"  {due}  {one.title}", Cell(f"  {where}", "dim"))
    many = count(len(rows), "milestone")
    if not session.asks():
        raise NotMet(f"This would {act} {many}; nothing was changed.", "Add --yes to do it without a question.")
    if not session.confirm(f"{act.capitalize()} {'it' if len(rows) == 1 else f'all {len(rows):,}'}?"):
        raise NotMet("Nothing was changed.")
