"""What stands on the timeline, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from planner.domain.agenda import Line
from planner.domain.bars import short_day
from planner.domain.capacity import Week
from planner.domain.dates import relative, show_day
from planner.domain.plan import Milestone
from planner.domain.text import clean
from planner.domain.timeline import Bar, GoalRow
from planner.ui.present import HEALTH, MUTED, count, cut, due_words, effort_words, listed, symbol, total_words, width
from planner.ui.rows import INBOX

SIGNS: tuple[tuple[str, str], ...] = (
    ("█", "done"),
    ("░", "to do"),
    ("▒", "to do, on the critical path of its goal"),
    ("┄", "overdue since then"),
    ("↻", "comes again"),
    ("━", "what of a goal is done"),
    ("─", "the rest of it"),
    ("⚑", "its target"),
    ("┃", "today"),
    ("▇", "how full a week is"),
    ("▲", "a week that holds too much"),
    ("←", "what the chosen one follows"),
    ("→", "what follows it"),
)
"""Every sign of the timeline that is no symbol of a milestone, with what it says, for the help."""


MOST_NAMED = 4
"""Milestones of a week that are named."""
LEAST_TITLE = 16
"""Cells that a title keeps where it is cut for what is said about it."""


def bar_words(bar: Bar, today: date, *, critical: bool = False, cells: int | None = None) -> str:
    """`Mock exam 1 · Sun 22 Nov, tomorrow · begins Fri 20 Nov · 4 h · to do · Earn the PMP`."""
    milestone = bar.milestone
    _, status = symbol(milestone, blocked=bool(bar.line.blocked_by), snoozed=bar.line.snoozed)
    when = due_words(bar.line, today)
    if not milestone.is_open and milestone.done_on is not None:
        when = f"{show_day(bar.due, today)} · {milestone.status} {show_day(milestone.done_on, today)}"
    times = sum(1 for past in milestone.occurrences if past.status == "done")
    begins = "begins" if bar.start >= today else "began"
    parts = [
        when,
        f"{begins} {show_day(bar.start, today)}" if milestone.is_open else "",
        effort_words(milestone.effort),
        "fixed date" if milestone.fixed else "",
        "critical" if critical or bar.critical else "",
        status if milestone.is_open and status != "fixed date" else "",
        f"{bar.done} of {bar.parts} ticked" if bar.parts > 1 else "",
        f"done {count(times, 'time')} so far" if times else "",
        bar.line.goal.title if bar.line.goal else INBOX,
    ]
    return titled(milestone.title, parts, cells)


def titled(title: str, parts: Sequence[str], cells: int | None = None) -> str:
    """A title and what is said about it; the title is cut first where it has to be, as its row shows it too."""
    rest = " · ".join(clean(part) for part in parts if part)
    if cells is not None:
        title = cut(title, max(LEAST_TITLE, cells - width(rest) - 3))
    whole = f"{clean(title)} · {rest}"
    return whole if cells is None else cut(whole, cells)


def next_words(row: GoalRow, today: date) -> str:
    """`next Mock exam 1, Sun 22 Nov, tomorrow`; "" where nothing that is open has a date."""
    bars = [bar for bar in row.bars if bar.milestone.is_open and not bar.line.blocked_by]
    if not bars:
        return ""
    first = min(bars, key=lambda bar: (bar.due, bar.start, bar.milestone.title))
    return f"next {clean(first.milestone.title)}, {due_words(first.line, today)}"


def links_words(before: Sequence[Line], after: Sequence[Line]) -> str:
    """`← after A and B · → then C`; "" where there is nothing."""
    parts = [
        f"← after {listed(line.milestone.title for line in before)}" if before else "",
        f"→ then {listed(line.milestone.title for line in after)}" if after else "",
    ]
    return " · ".join(part for part in parts if part)


def goal_words(row: GoalRow, today: date, cells: int | None = None) -> str:
    """`Earn the PMP · at risk · 5 of 17 done · 12 Aug to 1 Jan 2027 · target 1 Jan 2027, in 41 days`."""
    goal = row.goal
    target = goal.target if goal else None
    parts = [
        HEALTH[row.health][1] if row.health else goal.status if goal else "",
        MUTED[1] if goal and goal.muted else "",
        f"{row.done:,} of {row.total:,} done" if row.total else "",
        f"{short_day(row.first, today)} to {short_day(row.last, today)}" if row.first and row.last else "nothing dated",
        f"target {show_day(target, today)}, {relative(target, today)}" if target else "",
        f"{count(len(row.undated), 'milestone')} without a date" if row.undated else "",
    ]
    return titled(goal.title if goal else INBOX, parts, cells)


def no_date_words(line: Line, today: date) -> str:
    """`no date until Application approved`, `done Wed 18 Nov`, `no date`."""
    milestone = line.milestone
    if not milestone.is_open:
        return f"{milestone.status} {show_day(milestone.done_on, today)}" if milestone.done_on else milestone.status
    return f"no date until {line.undated_until}" if line.undated_until else "no date"


def undated_words(line: Line, today: date, cells: int | None = None) -> str:
    """`Book the exam slot · no date until Application approved · Earn the PMP`."""
    return titled(line.milestone.title, (no_date_words(line, today), line.goal.title if line.goal else INBOX), cells)


def week_words(monday: date, week: Week | None, milestones: Mapping[str, Milestone], today: date) -> str:
    """`Week of 7 Dec (W50): 11 h planned, 6 h available · ▲ 5 h too much: Mock exam 2 (6 h)`."""
    head = f"Week of {short_day(monday, today)} (W{monday.isocalendar().week}): "
    if monday + timedelta(days=6) < today:
        return f"{head}it is over"
    if week is None:
        return f"{head}beyond the weeks whose hours are counted"
    said = f"{head}{total_words(week.planned)} planned, {total_words(week.available)} available"
    known = [(milestones[each].title, minutes) for each, minutes in week.shares[:MOST_NAMED] if each in milestones]
    names = [f"{clean(title)} ({total_words(minutes)})" for title, minutes in known]
    rest = len(week.shares) - len(known)
    named = f"{', '.join(names)} and {rest:,} more" if rest else listed(names, MOST_NAMED)
    if week.overload:
        said += f" · ▲ {total_words(week.overload)} too much"
    return f"{said}: {named}" if names else said
