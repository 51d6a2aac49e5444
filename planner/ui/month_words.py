"""What the calendar says: about a month, about a day, and the lines of the day's list."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from planner.domain.agenda import Line
from planner.domain.dates import DAY_NAMES, MONTH_NAMES, humanize, relative, show_day
from planner.domain.month import Month, MonthDay, MonthWeek
from planner.domain.plan import Goal
from planner.ui import present
from planner.ui.present import Part, count, cut, fill, line, right
from planner.ui.rows import INBOX, milestone_hint
from planner.ui.widgets.month_grid import MISSED, OVER, TARGET, symbol_of

SIGNS: tuple[tuple[str, str], ...] = (
    (TARGET, "the target of a goal"),
    (MISSED, "of a series: missed"),
    ("≈", "a day away"),
    (OVER, "a week that holds too much, and by how many hours"),
    ("▸", "today; the day under the cursor is in brackets"),
)
"""What stands in the calendar beside milestones, for the help."""


def month_name(first: date) -> str:
    """`December 2026`."""
    return f"{MONTH_NAMES[first.month - 1]} {first.year}"


def head_words(month: Month) -> Content:
    """`December 2026   35 milestones, 4 done   ▲ 2 weeks hold too much`."""
    number, done = month.counts
    targets = sum(len(each.targets) for each in month.own())
    said = [count(number, "milestone") + (f", {done:,} closed" if done else "")] if number else []
    said += [count(targets, "target")] if targets else []
    heavy = len(month.overloaded)
    return line(
        (f" {month_name(month.first)}", "bold $text"),
        (f"   {', '.join(said) or 'nothing stands in it'}", "$muted"),
        (f"   {OVER} {count(heavy, 'week holds', 'weeks hold')} too much" if heavy else "", "$danger"),
    )


def day_words(day: MonthDay, week: MonthWeek | None, today: date, *, only: bool, narrow: bool) -> Content:
    """The day, whether one is away, how full its week is; and that nothing stands on it. At most five lines, where it
    is `narrow` three."""
    name = DAY_NAMES[day.day.weekday()]
    year = f" {day.day.year}" if day.day.year != today.year else ""
    whole = f"{name} {day.day.day} {MONTH_NAMES[day.day.month - 1]}{year}"
    lines = [line((whole, "bold $text"), (f", {relative(day.day, today)}", "$muted"))]
    if day.away is not None:
        about = f": {day.away.title}" if day.away.title else ""
        away = line(("≈ ", "$accent"), (f"away{about}, until {show_day(day.away.last, today)}", "$muted"))
        lines = [line(lines[0], "   ", away)] if narrow else [*lines, away]
    if week is not None and week.load is not None:
        hours = _hours(week)
        lines += [Content("   ").join(hours)] if narrow else hours
    if day.is_empty:
        lines.append(line(("Nothing passes the filter." if only else "Nothing stands on it; a adds one.", "$muted")))
    return Content("\n").join(lines)


def _hours(week: MonthWeek) -> list[Content]:
    load = week.load
    assert load is not None
    said = f"{present.total_words(load.planned)} of {present.total_words(load.available)}"
    lines = [line((f"week {week.number}: {said}", "$muted"))]
    if load.overload:
        lines.append(line((f"{OVER} {present.total_words(load.overload)} too much", "$danger")))
    return lines


def day_row(shown: Line | Goal, cells: int, state: int, *, missed: bool = False) -> Content:
    """`◆ Send the application      18:00`, with whose it is where there is room; `state` are the cells of what
    `state_words` says."""
    if isinstance(shown, Goal):
        return line(
            (f"{TARGET} ", "$accent"),
            (fill(shown.title, max(4, cells - 2 - state)), "bold $text"),
            (right(state_words(shown), state), "$muted"),
        )
    mark, style = symbol_of(shown, missed=missed)
    milestone = shown.milestone
    owner = min(28, cells // 4) if cells >= 54 else 0
    effort = 6 if owner else 0
    room = cells - 2 - (state + 1 if state else 0) - (owner + 2 if owner else 0) - effort
    read_second = shown.projected or not milestone.is_open
    tail = " ↻" if milestone.repeat and not shown.projected else ""
    title = cut(milestone.title, max(4, room - len(tail)))
    parts: list[Part] = [(f"{mark} ", style), (title, "$muted" if read_second else "$text"), (tail, "$muted")]
    parts.append(" " * max(0, room - present.width(title) - len(tail)))
    if owner:
        parts += ["  ", (fill(shown.goal.title if shown.goal else INBOX, owner), "$muted")]
        parts.append((right(present.effort_words(milestone.effort, 5), effort), "$muted"))
    if state:
        parts += [" ", (right(state_words(shown, missed=missed), state), "$danger" if shown.overdue else "$muted")]
    return line(*parts)


def state_words(shown: Line | Goal, *, missed: bool = False) -> str:
    """The time, or in a word what is to be known."""
    if isinstance(shown, Goal):
        return "target"
    milestone = shown.milestone
    if not milestone.is_open:
        return "missed" if missed else milestone.status
    if shown.projected:
        return "projected"
    if milestone.at is not None and not shown.overdue:
        return f"{milestone.at:%H:%M}"
    if shown.overdue:
        return "overdue"
    if shown.blocked_by:
        return "blocked"
    return (
        "fixed"
        if milestone.fixed
        else "snoozed"
        if shown.snoozed
        else ""
        if milestone.status == "todo"
        else milestone.status
    )


def hint(shown: Line | Goal, today: date) -> str:
    """All of a line, where the mouse rests."""
    if isinstance(shown, Goal):
        return f"{shown.title}: its target, {humanize(shown.target, today) if shown.target else ''}"
    return milestone_hint(shown, today)
