"""plan: the weeks of all goals together, and levelling them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from planner.cli.forecast_page import forecast
from planner.cli.month_page import calendar
from planner.cli.narrate import count, told
from planner.cli.output import Cell, Column
from planner.cli.path_page import path
from planner.cli.session import Group, Session, example, json_option, pass_session, yes_option
from planner.cli.timeline_page import timeline
from planner.domain.durations import show_effort
from planner.domain.errors import NotMet

if TYPE_CHECKING:
    from planner.domain.capacity import Check, Week
    from planner.domain.levelling import Levelled


@click.group(cls=Group, epilog=example("planner plan check", "planner plan level --dry-run", "planner plan forecast"))
def plan() -> None:
    """Whether the hours are there, moves that make all of it fit, when goals are reached, and what is critical."""


plan.add_command(calendar)
plan.add_command(forecast)
plan.add_command(path)
plan.add_command(timeline)


@plan.command(epilog=example("planner plan check", "planner plan check --weeks 52 --json"))
@click.option("--weeks", type=click.IntRange(1, 520), default=26, show_default=True, help="How many weeks.")
@json_option
@pass_session
def check(session: Session, weeks: int) -> None:
    """Lay the hours of all active goals over the weeks; name those that hold too much."""
    found = session.planner.planning.check(weeks)
    if session.as_json:
        session.out.json(_check_json(found))
        return
    for week in found.weeks:
        if week.planned or week.overload:
            words = Cell(_overload(week), "warn") if week.overload else ""
            hours = (
                f"{show_effort(week.planned) if week.planned else '0 h'} planned, {_hours(week.available)} available"
            )
            session.out.line(f"week of {week.monday.isoformat()}: {hours}", words)
    if found.problem:
        session.out.say(found.problem)
    elif not found.overloaded:
        session.out.say(
            f"No week of the next {weeks} holds too much." if weeks > 1 else "This week does not hold too much."
        )
    else:
        session.out.say("planner plan level --dry-run looks at all weeks together and shows what could move.")
    left = [f"{number} {why}" for why, number in sorted(found.left_out.items())]
    if left:
        session.out.say(f"Left out: {', '.join(left)}.")


def _hours(minutes: int) -> str:
    return show_effort(minutes) if minutes else "0 h"


def _overload(week: Week) -> str:
    move = week.suggestion
    if move is None:
        return "; no single move within four weeks makes it fit"
    return f"; moving “{move.title}” by {count(move.days, 'day')} fits"


def _check_json(found: Check) -> dict[str, Any]:
    return {
        "weeks": [
            {
                "monday": week.monday.isoformat(),
                "sunday": (week.monday + timedelta(days=6)).isoformat(),
                "planned_minutes": week.planned,
                "available_minutes": week.available,
                "overload_minutes": week.overload,
                "milestones": [{"id": each, "minutes": minutes} for each, minutes in week.shares],
                "suggestion": week.suggestion
                and {
                    "id": week.suggestion.milestone,
                    "title": week.suggestion.title,
                    "days": week.suggestion.days,
                    "to": week.suggestion.to.isoformat(),
                },
            }
            for week in found.weeks
        ],
        "left_out": {why: found.left_out.get(why, 0) for why in ("expected", "paused", "undated")},
        "problem": found.problem or None,
    }


@plan.command(epilog=example("planner plan level --dry-run", "planner plan level --yes"))
@click.option("--dry-run", is_flag=True, help="Only show what would move; nothing is stored.")
@yes_option("Move without asking.")
@json_option
@pass_session
def level(session: Session, *, dry_run: bool, yes: bool) -> None:
    """Move soft dates later, by the fewest days, until no week holds too much. One undo takes it back."""
    from planner.services.planning import refuse_unlevelled

    session.out.meanwhile("Looking for the fewest days …")
    found, asks = session.planner.planning.preview_level(), session.asks() and not yes
    if session.as_json and dry_run:
        session.out.json(_level_json(found))
    elif not session.as_json and (dry_run or asks or not found.shifts):
        _show(session, found)
    refuse_unlevelled(found)
    if dry_run:
        return
    if not found.shifts and not session.as_json:
        return  # nothing has to move: that was told
    if asks and not session.confirm("Move them?"):
        raise NotMet("Nothing was moved.")
    told(session, session.planner.planning.level(found), "Moved")


def _show(session: Session, found: Levelled) -> None:
    from planner.domain.levelling_words import remaining, summary

    ids = session.planner.queries.short_ids()
    rows = [
        (Cell(ids[each.milestone], "accent"), each.to.isoformat(), each.title, f"+{count(each.days, 'day')}")
        for each in found.shifts
    ]
    session.out.table((Column(), Column(), Column(least=16, wraps=3), Column(right=True)), rows)
    if found.shifts or not found.full:  # else it is told as the error that it is
        session.out.say(summary(found))
    for words in remaining(found):
        session.out.say(Cell(words, "warn"))


def _level_json(found: Levelled) -> dict[str, Any]:
    return {
        "moved": [
            {
                "id": each.milestone,
                "title": each.title,
                "from": each.due.isoformat(),
                "to": each.to.isoformat(),
                "days": each.days,
            }
            for each in found.shifts
        ],
        "days": found.days,
        "best": found.best,
        "overload_before_minutes": found.before[0],
        "overload_after_minutes": found.after[0],
        "cannot_hold": [
            {
                "weeks": [each.isoformat() for each in conflict.weeks],
                "any_one": not conflict.together,
                "dates": [
                    {
                        "kind": each.kind,
                        "id": each.id,
                        "title": each.title,
                        "due": each.due.isoformat(),
                        "earliest": each.earliest.isoformat(),
                        "sure": each.sure,
                    }
                    for each in conflict.held
                ],
            }
            for conflict in found.conflicts
        ],
        "too_full": [
            {
                "monday": week.monday.isoformat(),
                "overload_minutes": week.over,
                "away_days": week.away,
                "stays": [
                    {"id": each.milestone, "title": each.title, "minutes": each.minutes, "series": each.series}
                    for each in week.stays
                ],
            }
            for week in found.full
        ],
        "problem": found.problem or None,
    }
