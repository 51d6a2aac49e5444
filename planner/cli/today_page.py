"""today: how the week stands, what is next on a fixed date, and what is to be done: the app's first place in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from planner.cli import machine
from planner.cli.output import FACT_COLUMNS, Cell, Text
from planner.cli.plain import say_nothing_is_due
from planner.cli.session import Session, example, json_option, pass_session
from planner.cli.views import line_table
from planner.domain.dates import relative
from planner.domain.durations import show_hours

if TYPE_CHECKING:
    from planner.domain.agenda import TodayView


@click.command(epilog=example("planner today", "planner today --json"))
@json_option
@pass_session
def today(session: Session) -> None:
    """How the week stands, what is overdue, and the next seven days."""
    view = session.planner.queries.today_view()
    if session.as_json:
        session.out.json(_json(session, view))
        return
    session.out.table(FACT_COLUMNS, [(Cell(name, "dim"), text) for name, text in _facts(view) if text])
    shown = (("Overdue", view.overdue), ("Today", view.today_lines), ("Next 7 days", view.week))
    headings = {row.milestone.id: name for name, rows in shown for row in rows}
    rows = [row for _, rows in shown for row in rows]
    if rows:
        ids = session.planner.queries.short_ids()
        line_table(session.out, rows, ids, heading=lambda row: headings[row.milestone.id])
    else:
        say_nothing_is_due(session, " in the next 7 days")
    rest = (("later this month", view.later), ("without a date", view.undated), ("blocked", view.blocked))
    more = [f"{len(lines):,} {name}" for name, lines in rest if lines]
    if more:
        session.out.say(f"Also open: {', '.join(more)}.")


def _facts(view: TodayView) -> list[tuple[str, Text]]:
    """What stands above the lists; "" where there is nothing to say."""
    planned, there = view.minutes_this_week, view.minutes_available
    over = planned > there
    hours = f"{show_hours(planned)} of {show_hours(there)} h{', more than there are' if over else ''}"
    fixed = ""
    if view.next_fixed is not None and view.next_fixed.day is not None:
        day = view.next_fixed.day
        fixed = f"{view.next_fixed.milestone.title} · {day.isoformat()}, {relative(day, view.today)}"
    hard = "" if view.hard_percent is None else f"hard {view.hard_percent}% · soft {view.soft_percent}%"
    return [
        ("today", f"{view.today:%a} {view.today.isoformat()}"),
        ("this week", f"{view.done_this_week:,} of {view.planned_this_week:,} done"),
        ("hours", Cell(hours, "warn" if over else "")),
        ("next fixed date", fixed),
        ("balance", hard),
    ]


def _json(session: Session, view: TodayView) -> dict[str, Any]:
    zone = session.planner.clock.zone()
    fixed = view.next_fixed
    return {
        "day": view.today.isoformat(),
        "done_this_week": view.done_this_week,
        "planned_this_week": view.planned_this_week,
        "minutes_this_week": view.minutes_this_week,
        "minutes_available": view.minutes_available,
        "next_fixed": machine.line(fixed, zone) if fixed else None,
        "days_to_next_fixed": (fixed.day - view.today).days if fixed and fixed.day else None,
        "hard_percent": view.hard_percent,
        "soft_percent": view.soft_percent,
        "overdue": machine.lines(view.overdue, zone),
        "today": machine.lines(view.today_lines, zone),
        "next_7_days": machine.lines(view.week, zone),
        "later_this_month": machine.lines(view.later, zone),
        "undated": machine.lines(view.undated, zone),
        "blocked": machine.lines(view.blocked, zone),
        "done_today": machine.lines(view.done_today, zone),
    }
