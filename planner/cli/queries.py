"""Looking: next, agenda, search, show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from planner.cli import machine
from planner.cli.plain import NEXT_LIMIT, print_lines, say_nothing_is_due, show_next
from planner.cli.session import Session, example, joined, json_option, pass_session
from planner.cli.views import line_table, milestone_page

if TYPE_CHECKING:
    from planner.domain.agenda import Line


_FILTER_HELP = (
    "Only what this lets through: “kind:exam -is:blocked”, or the name of a saved one; see planner filter --help."
)


@click.command(
    "next", epilog=example("planner next", "planner next --limit 0 --json", "planner next --filter balance:soft")
)
@click.option("--limit", type=click.IntRange(min=0), default=NEXT_LIMIT, show_default=True, help="How many; 0 for all.")
@click.option("--filter", "wanted", metavar="FILTER", help=_FILTER_HELP)
@json_option
@pass_session
def next_(session: Session, limit: int, wanted: str | None) -> None:
    """What to do next: dated, not blocked, not snoozed; overdue first."""
    if wanted is None:
        show_next(session, limit)
        return
    queries = session.planner.queries
    rows = queries.filtered(queries.next(0), wanted)[: limit or None]
    if session.as_json:
        print_lines(session, rows)
    elif rows:
        line_table(session.out, rows, queries.short_ids(rows))
    else:
        _say_nothing_passes(session, wanted)


def _say_nothing_passes(session: Session, wanted: str, when: str = "") -> None:
    """An empty list, when a filter may be what empties it."""
    said = session.planner.filters.read(wanted)
    asked = " · ".join(part for part in (" ".join(said.words), said.said) if part)
    session.out.say(f"Nothing that is due{when} passes the filter: {asked}.")


@click.command(epilog=example("planner agenda", "planner agenda --days 30", "planner agenda --filter balance:hard"))
@click.option("--days", type=click.IntRange(min=1, max=3660), default=7, show_default=True, help="How many days.")
@click.option("--filter", "wanted", metavar="FILTER", help=_FILTER_HELP)
@json_option
@pass_session
def agenda(session: Session, days: int, wanted: str | None) -> None:
    """What is overdue, then day by day."""
    rows = session.planner.queries.agenda(days)
    if wanted is not None:
        rows = session.planner.queries.filtered(rows, wanted)
    if session.as_json:
        print_lines(session, rows)
        return
    if not rows and wanted is not None:
        _say_nothing_passes(session, wanted, f" in the next {days} days")
        return
    if not rows:
        say_nothing_is_due(session, f" in the next {days} days")
        return
    line_table(session.out, rows, session.planner.queries.short_ids(), heading=_heading)


def _heading(row: Line) -> str:
    if row.overdue:
        return "Overdue"
    day = row.day or row.milestone.due
    return f"{day:%a} {day.isoformat()}" if day else "No date"


@click.command(
    epilog=example(
        "planner search exam",
        'planner search "#networking" is:open',
        "planner search kind:practice due:quarter -is:blocked",
        "planner search goal:pmp status:waiting",
    )
)
@click.argument("text", nargs=-1, required=True)
@json_option
@pass_session
def search(session: Session, text: tuple[str, ...]) -> None:
    """Find milestones by their titles, notes, tags, goals, and who has the ball; best first.

    Terms narrow it down: #tag, goal:, kind:, skill:, status:, balance:, is:overdue (blocked, snoozed, undated, fixed,
    repeating, paused, inbox), due:week (month, quarter, a day, <day, >day, day..day, none), effort:<1h (>4h, none).
    A minus turns a term round; @name stands for a saved filter, see planner filter.
    """
    rows = session.planner.queries.search(joined(text))
    if not rows:
        session.planner.queries.check_terms(joined(text))
    if session.as_json:
        print_lines(session, rows)
    elif rows:
        line_table(session.out, rows, session.planner.queries.short_ids())
    else:
        session.out.say(f"Nothing holds “{joined(text)}”.")


@click.command(epilog=example("planner show 3f2a"))
@click.argument("id_", metavar="ID")
@json_option
@pass_session
def show(session: Session, id_: str) -> None:
    """Everything about one milestone: dates, proof, notes, what it follows, sources."""
    detail = session.planner.queries.milestone(id_)
    if session.as_json:
        session.out.json(machine.milestone(detail, session.planner.clock.zone()))
    else:
        milestone_page(session.out, detail, session.planner.queries.short_ids(), session.planner.queries.today())
