"""How milestones and goals stand on the terminal: rows of tables, and a milestone in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from planner.cli import machine
from planner.cli.output import FACT_COLUMNS, Cell, Column, Row, Style, Text, Writer
from planner.domain.durations import show_effort
from planner.domain.signs import sign_of

if TYPE_CHECKING:
    from datetime import date

    from planner.domain.agenda import GoalLine, Line
    from planner.services.queries import MilestoneDetail

LINE_COLUMNS = (
    Column(),  # id
    Column(),  # sign
    Column(),  # due
    Column(least=32, wraps=3),  # title
    Column(least=10, folds=2),  # goal
    Column(right=True, folds=3),  # effort
    Column(folds=1),  # what else there is to say
)
ROOM_COLUMNS = (*LINE_COLUMNS[:4], Column(folds=2), *LINE_COLUMNS[5:])
"""The same with something beside the milestone that is not to be cut."""
HEALTH = {"on_track": "on track", "at_risk": "at risk", "late": "late", "unknown": "unknown"}


def line_table(
    out: Writer,
    rows: Iterable[Line],
    ids: Mapping[str, str],
    *,
    goal: bool = True,
    heading: Callable[[Line], str] | None = None,
    beside: Callable[[Line], Text] | None = None,
) -> None:
    """Milestones, one a row: id, sign, due, title, goal, effort, and in words what is special about them.

    Those with the same `heading` stand together under it. `beside` says what stands in the place of the goal.
    """
    table: list[Row] = []
    above = None
    for row in rows:
        if heading is not None and heading(row) != above:
            above = heading(row)
            table.append(Cell(above, "strong"))
        where = beside(row) if beside is not None else _where(row) if goal else ""
        table.append(_line_row(row, ids, where))
    out.table(LINE_COLUMNS if beside is None else ROOM_COLUMNS, table)


def _where(row: Line) -> Text:
    title = row.goal.title if row.goal else "Inbox"
    return Cell(" ".join([title, *(f"#{tag}" for tag in row.milestone.tags)]), "dim")


def _line_row(row: Line, ids: Mapping[str, str], where: Text) -> Sequence[Text]:
    one = row.milestone
    style: Style = "warn" if row.overdue else "dim" if not one.is_open or row.projected else ""
    return (
        Cell(ids.get(one.id, one.id[:8]), "dim"),
        Cell(sign_of(row), style),
        Cell((machine.due(row.day or one.due, one.at) or "no date").replace("T", " "), style),
        Cell(one.title, style if not one.is_open else ""),
        where,
        show_effort(one.effort) if one.effort else "",
        Cell(state(row), style),
    )


def state(row: Line) -> str:
    """What is special about a milestone, in words: `overdue · fixed`, `waits for: PMI approved the application`."""
    one = row.milestone
    words = []
    if row.overdue:
        words.append("overdue")
    if one.fixed and one.is_open:
        words.append("fixed")
    if one.expected:
        words.append("expected")
    if one.status == "waiting":
        words.append(f"waiting for {one.waiting_on}" if one.waiting_on else "waiting")
    elif one.status == "doing":  # that it is done or skipped says its sign
        words.append(one.status)
    if row.blocked_by:
        words.append(f"after {len(row.blocked_by)} open")
    if row.undated_until:
        words.append(f"waits for: {row.undated_until}")
    if row.snoozed and one.snoozed_until:
        words.append(f"snoozed until {one.snoozed_until:%Y-%m-%d %H:%M}")
    if one.repeat is not None:
        paused = one.is_paused and one.is_open
        words.append("projected" if row.projected else "repeats, paused" if paused else "repeats")
    return " · ".join(words)


def goal_table(out: Writer, rows: Iterable[GoalLine], ids: Mapping[str, str]) -> None:
    """Goals, one a row: id, title, progress, target, health or status, and what comes next; under it why its health is
    not the best."""
    from planner.cli.forecast_page import reason_line  # lists of milestones do without

    columns = (
        Column(),
        Column(least=24, wraps=3),
        Column(right=True),
        Column(folds=2),
        Column(),
        Column(least=20, folds=1),
    )
    table: list[Row] = []
    for row in rows:
        table.append(_goal_row(row, ids))
        if row.forecast is not None and row.health != "on_track":
            table.append(reason_line(row.forecast))
    out.table(columns, table)


def _goal_row(row: GoalLine, ids: Mapping[str, str]) -> Sequence[Text]:
    one = row.goal
    word = HEALTH[row.health] if row.health else one.status
    style: Style = "warn" if row.health in {"late", "at_risk"} else "" if row.health else "dim"
    return (
        Cell(ids[one.id], "dim"),
        Cell(one.title, "" if row.health else "dim"),
        f"{row.done} of {row.total}",
        one.target.isoformat() if one.target else "no date",
        Cell(word, style),
        Cell(f"next: {row.next.milestone.title}" if row.next else "", "dim"),
    )


def milestone_page(out: Writer, detail: MilestoneDetail, ids: Mapping[str, str], today: date) -> None:
    """Everything about one milestone, as of the person's day."""
    from planner.domain.critical_words import room_words

    row, one = detail.line, detail.line.milestone
    out.line(Cell(one.title, "strong"))
    facts: list[tuple[str, str]] = [
        ("id", ids.get(one.id, one.id)),
        ("goal", row.goal.title if row.goal else "Inbox"),
        ("status", one.status),
        ("kind", f"{one.kind}, {one.balance}"),
        ("due", (machine.due(one.due, one.at) or "no date").replace("T", " ") + (f" {one.zone}" if one.zone else "")),
        ("", state(row)),
        *_series(detail, today),
        ("effort", show_effort(one.effort) if one.effort else ""),
        ("room", room_words(detail.timing, critical=detail.critical)),
        ("counts from", one.moment or ""),
        ("reminds", _leads(detail, muted=bool(row.goal and row.goal.muted))),
        ("tags", " ".join(f"#{tag}" for tag in one.tags)),
        ("skills", ", ".join(one.skills)),
        ("proof", one.evidence),
        ("why", one.why),
    ]
    out.table(FACT_COLUMNS, [(Cell(name, "dim"), text) for name, text in facts if text])
    if detail.warning:
        out.line(Cell(f"! {detail.warning}", "warn"))
    for number, item in enumerate(one.checklist, start=1):
        out.line(f"  {number}. {'☑' if item.done else '☐'} ", item.title)
    if one.notes:
        out.line(Cell("notes", "dim"))
        out.paragraph(one.notes)
    for name, others in (("after", detail.before), ("then", detail.after)):
        if others:
            out.line(Cell(name, "dim"))
            line_table(out, others, ids)
    if detail.sources:
        out.line(Cell("sources", "dim"))
        for source in detail.sources:
            out.line("  ", source.title, f" ({source.as_of})" if source.as_of else "", f"  {source.url or ''}")
        taken = ", ".join(detail.sourced)
        out.line(Cell(f"  From these: {taken}. " if taken else "  ", "dim"), Cell(_defaults(detail), "dim"))


def _series(detail: MilestoneDetail, today: date) -> list[tuple[str, str]]:
    """The rhythm of a series, how it stands and how steadily it is kept up."""
    one = detail.line.milestone
    if one.repeat is None:
        return []
    from planner.domain.repeat_words import repeat_text, series_words, streak_words, strip_signs

    rhythm = repeat_text(one.repeat) or "each time what it follows is done"
    moment = one.repeat.until if one.repeat.moment else None
    facts = [("repeats", f"{rhythm}{f' ({moment.isoformat()})' if moment else ''}, number {one.n}")]
    facts += [("", words) for words in series_words(one, today, detail.missed)]
    if detail.streak is not None and detail.streak.strip:
        facts.append(("kept up", f"{strip_signs(detail.streak)} · {streak_words(detail.streak)}"))
    return facts


def _leads(detail: MilestoneDetail, *, muted: bool) -> str:
    named = f" ({', '.join(detail.lead_sets)})" if detail.lead_sets else ""
    quiet = "; its goal is muted" if muted and detail.leads else ""
    quiet += "; not while it is paused" if detail.line.milestone.is_paused and detail.leads else ""
    own = f"{', '.join(detail.leads) or 'never'}{named}{quiet}"
    if detail.renewal is None:
        return own
    ends = [f"the cycle ends {detail.renewal.end}"]
    ends += [f"its grace ends {detail.renewal.grace}"] if detail.renewal.grace else []
    return f"{own}; {', '.join(detail.renewal.leads)} before {' and '.join(ends)}"


def _defaults(detail: MilestoneDetail) -> str:
    return "Every other number is the author's default." if detail.sourced else "The numbers are the author's defaults."
