"""What the picture of the timeline says: of the whole, of a goal, of a bar, and along its axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from planner.domain.dates import MONTH_NAMES
from planner.domain.durations import show_effort

if TYPE_CHECKING:
    from planner.domain.timeline import Bar, GoalRow

INBOX = "Inbox"
MOST_SAID = 30
"""Goals that the description names."""
_HEALTH = {"on_track": "on track", "at_risk": "at risk", "late": "late"}
_STATES = {"todo": "to do", "doing": "doing", "waiting": "waiting", "done": "done", "skipped": "skipped"}


def day_words(day: date) -> str:
    """`24 Nov 2026`."""
    return f"{short_day(day)} {day.year}"


def short_day(day: date) -> str:
    """`24 Nov`."""
    return f"{day.day} {MONTH_NAMES[day.month - 1][:3]}"


def counted(number: int, one: str) -> str:
    """`1 goal`, `1,204 goals`."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def about(first: date, last: date, rows: Sequence[GoalRow]) -> str:
    """All of the picture in sentences, for who does not see it."""
    named = ". ".join(goal_words(row) for row in rows[:MOST_SAID])
    more = f". And {len(rows) - MOST_SAID:,} more" if len(rows) > MOST_SAID else ""
    return f"From {day_words(first)} to {day_words(last)}. {named or 'Nothing stands on these days'}{more}."


def goal_words(row: GoalRow) -> str:
    """`Earn the PMP: 5 of 17 done, target 1 Jan 2027, on track`."""
    goal = row.goal
    if goal is None:
        return f"{INBOX}: {counted(len(row.bars), 'milestone')}"
    said = [f"{row.done:,} of {row.total:,} done"] if row.total else []
    said += [f"target {day_words(goal.target)}"] if goal.target else []
    said += [_HEALTH[row.health]] if row.health in _HEALTH else [goal.status] if goal.status != "active" else []
    return f"{goal.title}: {', '.join(said)}" if said else goal.title


def progress_words(row: GoalRow) -> str:
    """`5 of 17 · at risk`."""
    status = row.goal.status if row.goal is not None and row.goal.status != "active" else ""
    parts = [f"{row.done:,} of {row.total:,}" if row.total else "", _HEALTH.get(row.health or "", status)]
    return " · ".join(part for part in parts if part)


def bar_words(bar: Bar) -> str:
    """`Send the application: to do, 17 to 24 Nov 2026, fixed date, 3 h`."""
    milestone = bar.milestone
    begin = short_day(bar.start) if bar.start.year == bar.due.year else day_words(bar.start)
    said = [_STATES[milestone.status], f"{begin} to {day_words(bar.due)}"]
    said += ["overdue"] if bar.line.overdue else []
    said += ["fixed date"] if milestone.fixed else []
    said += [f"follows {len(bar.line.blocked_by)} that are open"] if bar.line.blocked_by else []
    said += [f"{bar.done} of {bar.parts} parts done"] if bar.parts > 1 else []
    said += [show_effort(milestone.effort)] if milestone.effort else []
    return f"{milestone.title}: {', '.join(said)}"


def months(first: date, last: date, day_width: float) -> Iterator[tuple[date, str]]:
    """The beginnings of months, of quarters or of years, as many as have room for a name; `first` has one too."""
    every = next((each for each in (1, 3, 12) if each * 30 * day_width >= 44), 12)
    yield first, f"{MONTH_NAMES[first.month - 1][:3]} {first.year}" if every < 12 else str(first.year)
    year, month = first.year, first.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        if year > last.year or (year, month) > (last.year, last.month):
            return
        if (month - 1) % every == 0:
            name = MONTH_NAMES[month - 1][:3]
            yield date(year, month, 1), str(year) if every == 12 else f"{name} {year}" if month == 1 else name
