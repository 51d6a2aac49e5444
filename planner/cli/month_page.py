"""plan calendar: a month on a sheet, and what stands on its days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from planner.cli import machine
from planner.cli.narrate import count
from planner.cli.output import Cell, Column
from planner.cli.session import Session, example, joined, json_option, pass_session
from planner.cli.views import line_table
from planner.domain.dates import DAY_NAMES, MONTH_NAMES
from planner.domain.durations import show_effort

if TYPE_CHECKING:
    from datetime import date

    from planner.domain.agenda import Line
    from planner.domain.month import Month, MonthDay, MonthWeek

_INDENT = 5
_CELL = 5


@click.command(
    epilog=example(
        "planner plan calendar",
        "planner plan calendar next month",
        "planner plan calendar 2026-12 --filter kind:exam",
        'planner plan calendar december --goal "Earn the PMP" --json',
    )
)
@click.argument("month", nargs=-1)
@click.option("--goal", help="Only this goal: its id, or the beginning of its title.")
@click.option("--filter", "wanted", metavar="FILTER", help="Only what this lets through; see planner filter --help.")
@json_option
@pass_session
def calendar(session: Session, month: tuple[str, ...], goal: str | None, wanted: str | None) -> None:
    """A month of milestones, targets and days away: MONTH is 2026-12, december, next month or a day in it.

    What is done stands on its day too; later occurrences of what repeats are marked as projected.
    """
    from planner.domain.month import narrowed, read_month

    planner = session.planner
    found = planner.months.month(read_month(joined(month), planner.queries.today()), goal)
    if wanted is not None:
        found = narrowed(found, planner.filters.read(wanted))
    found = planner.months.with_hours(found)
    if session.as_json:
        session.out.json(_json(found, session))
    else:
        _show(session, found)


def _show(session: Session, month: Month) -> None:
    out = session.out
    name = f"{MONTH_NAMES[month.first.month - 1]} {month.first.year}"
    out.line(Cell(f"{'':{_INDENT}}{name:^{7 * _CELL - 1}}".rstrip(), "strong"))
    out.line(Cell(f"{'':{_INDENT}}{''.join(f'{each[:3]:<{_CELL}}' for each in DAY_NAMES)}".rstrip(), "dim"))
    for week in month.weeks:
        over = "▲" if week.load is not None and week.load.overload else " "
        out.drawn(Cell(f"{week.number:>2}{over} ", "dim"), "".join(_cell(month, each) for each in week.days).rstrip())
    lines = [line for each in month.own() for line in each.lines]
    line_table(out, lines, session.planner.queries.short_ids(), heading=_heading)
    rows = [*_targets(month), *_away(month)]
    if rows:
        out.line(Cell("Also", "strong"))
        out.table((Column(), Column(), Column(least=16, wraps=3)), rows)
    for week in month.overloaded:
        out.line(Cell(_hours(week), "warn"))
    number, done = month.counts
    said = f"{count(number, 'milestone')}, {done} closed." if number else f"Nothing stands in {name}."
    out.say(said)


def _cell(month: Month, each: MonthDay) -> str:
    """`[24]` today, ` 24·` where something stands; nothing for days of other months."""
    if each.day.month != month.first.month:
        return " " * _CELL
    if each.day == month.today:
        return f"[{each.day.day:>2}] "
    return f" {each.day.day:>2}{' ' if each.is_empty else '·'} "


def _heading(line: Line) -> str:
    assert line.day is not None
    return _day(line.day)


def _day(day: date) -> str:
    return f"{day:%a} {day.isoformat()}"


def _targets(month: Month) -> Iterator[tuple[Cell, str, str]]:
    for each in month.own():
        yield from ((Cell("target", "accent"), _day(each.day), goal.title) for goal in each.targets)


def _away(month: Month) -> Iterator[tuple[Cell, str, str]]:
    seen = dict.fromkeys(each.away for each in month.own() if each.away is not None)
    yield from ((Cell("away", "dim"), f"{_day(each.first)} to {_day(each.last)}", each.title) for each in seen)


def _hours(week: MonthWeek) -> str:
    load = week.load
    assert load is not None
    there = show_effort(load.available) if load.available else "0 h"
    return f"week of {week.monday.isoformat()}: {show_effort(load.planned)} planned, {there} available"


def _json(month: Month, session: Session) -> dict[str, Any]:
    zone = session.planner.clock.zone()
    return {
        "month": f"{month.first:%Y-%m}",
        "today": month.today.isoformat(),
        "milestones": month.counts[0],
        "closed": month.counts[1],
        "weeks": [
            {
                "monday": week.monday.isoformat(),
                "week": week.number,
                "planned_minutes": week.load.planned if week.load else None,
                "available_minutes": week.load.available if week.load else None,
                "overload_minutes": week.load.overload if week.load else None,
                "days": [
                    {
                        "day": each.day.isoformat(),
                        "in_month": each.day.month == month.first.month,
                        "away": each.away
                        and {
                            "from": each.away.first.isoformat(),
                            "to": each.away.last.isoformat(),
                            "title": each.away.title,
                        },
                        "targets": [{"id": goal.id, "title": goal.title} for goal in each.targets],
                        "milestones": machine.lines(each.lines, zone),
                        "missed": sorted(each.missed),
                    }
                    for each in week.days
                ],
            }
            for week in month.weeks
        ],
    }
