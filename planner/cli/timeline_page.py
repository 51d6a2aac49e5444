"""plan timeline: the goals as bars in time, drawn in text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import click

from planner.cli.narrate import count
from planner.cli.output import Cell, Style, Text
from planner.cli.session import Session, example, json_option, pass_session
from planner.cli.width import pad, shorten
from planner.domain.bars import Cells, draw_bar, draw_goal, draw_load, draw_wires, ground, spot_of
from planner.domain.errors import WrongUsage
from planner.domain.scale import Scale
from planner.domain.signs import sign_of
from planner.domain.text import clean
from planner.domain.timeline import last_target
from planner.domain.wires import wires

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.domain.bars import Role
    from planner.domain.plan import Milestone
    from planner.domain.timeline import Bar, GoalRow, Timeline

IN_A_PIPE = 100
"""Columns where there is no terminal to fit into."""
LEAST, MOST = 40, 1000
BEHIND = timedelta(weeks=2)
"""How far back it begins unless it is told otherwise."""
INBOX = "Inbox"
STYLES: Mapping[Role, Style] = {
    "": "", "grid": "dim", "today": "strong", "done": "", "rest": "accent", "goal": "strong", "mark": "strong",
    "late": "warn", "link": "dim", "chosen": "strong", "quiet": "dim",
}  # fmt: skip


@click.command(
    epilog=example(
        "planner plan timeline",
        "planner plan timeline --goal pmp --from 2027-01-01 --to 2027-06-30",
        "planner plan timeline --filter kind:exam --width 160",
    )
)
@click.option("--goal", "goal", metavar="GOAL", help="Only this goal, with all its milestones.")
@click.option("--from", "begin", metavar="DATE", help="The first day; two weeks ago unless told.")
@click.option("--to", "end", metavar="DATE", help="The last day; the latest target unless told.")
@click.option("--width", type=click.IntRange(LEAST, MOST), help="How many columns; those of the terminal unless told.")
@click.option("--filter", "wanted", metavar="FILTER", help="Only what this lets through; see planner filter --help.")
@json_option
@pass_session
def timeline(
    session: Session, *, goal: str | None, begin: str | None, end: str | None, width: int | None, wanted: str | None
) -> None:
    """Draw the goals as bars in time: what is done, what follows what, and which weeks are too full.

    █ done, ░ to do, ▒ critical, ━ what of a goal is done, ⚑ its target, ◆ a fixed date, ┄ overdue, ┃ today, ▲ too full.
    """
    shown = _laid(session, goal, wanted)
    first, last = _window(session, shown, begin, end)
    if session.as_json:
        session.out.json(_json(shown, first, last))
        return
    if not shown.rows:
        session.out.say(
            "Nothing passes the filter." if wanted else "There are no goals and no milestones yet: planner goal new"
        )
        return
    columns = max(LEAST, width or session.out.columns or IN_A_PIPE)
    side = max(14, min(40, columns * 3 // 10))
    scale = Scale.fitting(first, last, columns - side - 1, "day")
    if end:
        scale = scale.resized(min(scale.width, scale.last_cell(last) + 1))
    _Picture(session, shown, scale, side).print(opened=goal is not None or wanted is not None)


def _laid(session: Session, goal: str | None, wanted: str | None) -> Timeline:
    planner = session.planner
    only = planner.filters.read(wanted) if wanted and wanted.strip() else None
    shown = planner.timelines.show(only, critical=True)
    if goal is None:
        return shown
    goal_id = planner.queries.resolve_goal(goal)
    rows = tuple(row for row in shown.rows if row.key == goal_id)
    ids = {bar.milestone.id for row in rows for bar in row.bars}
    return replace(
        shown,
        rows=rows,
        links=tuple(link for link in shown.links if ids >= set(link)),
        dated=len(ids),
        undated=sum(len(row.undated) for row in rows),
        first=min([shown.today, *(row.first for row in rows if row.first)]),
        last=max([shown.today, *(row.last for row in rows if row.last)]),
    )


def _window(session: Session, shown: Timeline, begin: str | None, end: str | None) -> tuple[date, date]:
    last = session.day(end) if end else last_target(shown)
    first = session.day(begin) if begin else min(shown.today - BEHIND, last)
    if first > last:
        raise WrongUsage(f"{first.isoformat()} comes after {last.isoformat()}.", "Give --from a day before --to.")
    return first, last


class _Picture:
    """One timeline on its way to the writer."""

    def __init__(self, session: Session, shown: Timeline, scale: Scale, side: int) -> None:
        self.out = session.out
        self.shown, self.scale, self.side = shown, scale, side
        self.axis = scale.axis()
        self.ground = ground(scale, shown.today, self.axis.grid)
        self.left_out = 0

    def print(self, *, opened: bool) -> None:
        """All of it: the axis, the rows, the hours, and what was left out."""
        for title, labels in ((self.scale.zoom, self.axis.upper), ("", self.axis.lower)):
            cells = Cells([" "] * self.scale.width, [""] * self.scale.width)
            for label in labels:
                cells.put(label.cell, label.text, "quiet")
            words = {"day": "Days", "week": "Weeks", "month": "Months", "quarter": "Quarters", "year": "Years"}
            self._line(words.get(title, ""), "dim", cells)
        self._rows(self.shown.rows, opened=opened)
        full, heavy = draw_load(self.shown, self.scale, self.axis.grid)
        self._line("Hours by week", "dim", full)
        if any(sign != " " for sign in heavy.signs):
            self._line("", "dim", heavy)
        self._say()

    def _rows(self, rows: Sequence[GoalRow], *, opened: bool) -> None:
        for row in rows:
            cells = Cells(self.ground.signs, self.ground.roles)
            draw_goal(cells, row, self.scale, self.shown.today)
            name = clean(row.goal.title) if row.goal else INBOX
            self._line(name, "strong", cells, tail=f" {row.done}/{row.total}" if row.total else "")
            bars = [bar for bar in row.bars if opened or self._is_in_sight(bar)]
            self.left_out += len(row.bars) - len(bars)
            spots = {bar.milestone.id: spot_of(bar, number, self.scale) for number, bar in enumerate(bars)}
            joined = wires(spots, self.shown.links, range(len(bars)), self.scale.width)
            for number, bar in enumerate(bars):
                cells = Cells(self.ground.signs, self.ground.roles)
                draw_wires(cells, joined.get(number, {}), "link")
                draw_bar(cells, bar, self.scale, self.shown.today, named=bar.milestone.fixed and bar.milestone.is_open)
                self._line(f"  {sign_of(bar.line)} {clean(bar.milestone.title)}", "", cells)
            for line in row.undated if opened else ():
                waits = f"no date until {clean(line.undated_until)}" if line.undated_until else "no date"
                words = shorten(waits, self.scale.width)
                title = self._title(f"  {sign_of(line)} {clean(line.milestone.title)}", "")
                self.out.drawn(f"{title} ", Cell(words, "dim"))

    def _is_in_sight(self, bar: Bar) -> bool:
        return self.scale.cell(bar.due) >= 0 and self.scale.cell(bar.start) < self.scale.width

    def _title(self, text: str, tail: str) -> str:
        room = self.side - len(tail)
        return pad(shorten(text, room), room) + tail

    def _line(self, title: str, style: Style, cells: Cells, tail: str = "") -> None:
        texts: list[Text] = [Cell(self._title(title, tail), style), " "]
        runs = cells.runs()
        while runs and not runs[-1][0].strip():
            runs.pop()
        if runs:
            runs[-1] = (runs[-1][0].rstrip(), runs[-1][1])
        texts += [Cell(text, STYLES[role]) for text, role in runs]
        self.out.drawn(*texts)

    def _say(self) -> None:
        shown = self.shown
        heavy = [week for week in shown.weeks if week.overload]
        if heavy:
            self.out.say(f"{count(len(heavy), 'week')} too full; planner plan check names them with what could move.")
        if shown.undated:
            self.out.say(f"{count(shown.undated, 'milestone')} without a date.")
        if self.left_out:
            self.out.say(f"{count(self.left_out, 'milestone')} before or after; --goal, --from and --to show them.")
        if shown.hidden:
            self.out.say(f"{count(shown.hidden, 'milestone')} not let through by the filter.")


def _json(shown: Timeline, first: date, last: date) -> dict[str, Any]:
    return {
        "today": shown.today.isoformat(),
        "from": first.isoformat(),
        "to": last.isoformat(),
        "rows": [_row_json(row) for row in shown.rows],
        "links": [{"before": before, "after": after} for before, after in shown.links],
        "weeks": [
            {
                "monday": week.monday.isoformat(),
                "planned_minutes": week.planned,
                "available_minutes": week.available,
                "overload_minutes": week.overload,
            }
            for week in shown.weeks
        ],
        "undated": shown.undated,
        "hidden": shown.hidden,
    }


def _row_json(row: GoalRow) -> dict[str, Any]:
    goal = row.goal
    return {
        "goal": goal.id if goal else None,
        "title": goal.title if goal else None,
        "status": goal.status if goal else None,
        "health": row.health,
        "target": goal.target.isoformat() if goal and goal.target else None,
        "first": row.first.isoformat() if row.first else None,
        "last": row.last.isoformat() if row.last else None,
        "done": row.done,
        "total": row.total,
        "milestones": [_bar_json(bar) for bar in row.bars],
        "undated": [{**_milestone_json(line.milestone), "undated_until": line.undated_until} for line in row.undated],
    }


def _milestone_json(milestone: Milestone) -> dict[str, Any]:
    return {
        "id": milestone.id,
        "title": milestone.title,
        "kind": milestone.kind,
        "status": milestone.status,
        "fixed": milestone.fixed,
    }


def _bar_json(bar: Bar) -> dict[str, Any]:
    return {
        **_milestone_json(bar.milestone),
        "start": bar.start.isoformat(),
        "due": bar.due.isoformat(),
        "done": bar.done,
        "parts": bar.parts,
        "overdue": bar.line.overdue,
        "blocked_by": list(bar.line.blocked_by),
        "critical": bar.critical,
    }
