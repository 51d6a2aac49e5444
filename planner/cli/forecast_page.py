"""plan forecast: when each active goal is reached, as a table, in full, and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from planner.cli import machine_forecast
from planner.cli.output import FACT_COLUMNS, Cell, Column, Style, Writer
from planner.cli.session import Session, example, json_option, pass_session
from planner.domain.forecast_words import (
    amount_words,
    day_words,
    pace_words,
    range_short,
    range_words,
    reason,
    sentence,
    whole_pace_words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.domain.agenda import GoalLine
    from planner.domain.forecast import Forecast


def style_of(health: str | None) -> Style:
    """How a word of health is to look."""
    return "warn" if health in {"late", "at_risk"} else "" if health else "dim"


def reason_line(found: Forecast, indent: str = "      ") -> Cell:
    """The reason of a goal's health, to stand under its row."""
    return Cell(indent + reason(found), "dim")


def range_of(found: Forecast | None) -> str:
    """`expected between 20 Jan and 14 Mar`; "" where no day is."""
    days = range_words(found) if found is not None else ""
    return f"expected {days}" if days else ""


@click.command(epilog=example("planner plan forecast", "planner plan forecast pmp --json"))
@click.argument("ref", metavar="[GOAL]", required=False)
@json_option
@pass_session
def forecast(session: Session, ref: str | None) -> None:
    """When your goals are reached at the pace of the last eight weeks, and what that says of their health."""
    rows = session.planner.planning.forecasts(ref)
    if session.as_json:
        session.out.json([machine_forecast.whole(row) for row in rows])
    elif ref is not None:
        for row in rows:
            _page(session.out, row)
    elif rows:
        _table(session.out, rows, session.planner.queries.short_ids())
    else:
        session.out.say("There is no active goal. planner template list shows what you can plan.")


def _table(out: Writer, rows: Sequence[GoalLine], ids: Mapping[str, str]) -> None:
    columns = (
        Column(),
        Column(least=24, wraps=3),
        Column(right=True),
        Column(folds=2),
        Column(),
        Column(folds=1),
        Column(),
        Column(),
    )
    table = []
    for row in rows:
        found = row.forecast
        assert found is not None
        table.append(
            (
                Cell(ids[row.goal.id], "dim"),
                row.goal.title,
                _left(found),
                Cell(_pace(found), "dim"),
                _when(found),
                Cell(range_short(found), "dim"),
                Cell(found.deadline.isoformat() if found.deadline else "no target", "dim"),
                Cell(sentence(found).split(":", 1)[0], style_of(found.health)),
            )
        )
    out.table(columns, table)
    out.say(
        "Id, title, what is left, the pace (~ where it is assumed), the day expected, its range, the target, health."
    )


def _when(found: Forecast) -> str:
    if found.expected is not None:
        return found.expected.isoformat()
    return {"": "not at this pace", "done": "done"}.get(found.why, "not known")


def _left(found: Forecast) -> str:
    return amount_words(found.left, found.unit) if found.left else ""


def _pace(found: Forecast) -> str:
    if found.pace is None:
        return ""
    since = f" from {day_words(found.begins, found.today)}" if found.begins else ""
    return f"{'~' if found.pace.assumed else ''}{pace_words(found.pace.usual, found.unit)}{since}"


def _page(out: Writer, row: GoalLine) -> None:
    out.line(Cell(row.goal.title, "strong"))
    found = row.forecast
    if found is None:
        out.line(f"{row.goal.status}: only of an active goal something is expected")
        return
    word, _, _ = sentence(found).partition(":")
    out.line(Cell(word, style_of(found.health)))
    out.line(reason_line(found, "  "), hang=0)
    facts = [
        ("expected", _when(found) if found.expected else ""),
        ("range", range_words(found) if range_short(found) else ""),
        ("pace", whole_pace_words(found.pace) if found.pace else ""),
        ("needed", pace_words(found.needed, found.unit) if found.needed and found.left else ""),
        ("target" if found.has_target else "planned until", found.deadline.isoformat() if found.deadline else ""),
    ]
    out.table(FACT_COLUMNS, [(Cell(name, "dim"), text) for name, text in facts if text])
