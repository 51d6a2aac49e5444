"""What would move, before it moves: the words that every preview of the command line has in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from planner.cli.narrate import count
from planner.cli.output import Cell, Column

if TYPE_CHECKING:
    from planner.cli.session import Session
    from planner.domain.moving import Moved

COLUMNS = (Column(), Column(), Column(least=28, wraps=3), Column(right=True), Column(folds=1))
"""Short id, the day it moves to, title, by how much, what is to be known of it."""


def day_of(each: Moved) -> str:
    """The day it moves to, or that it has none then."""
    return each.after.due.isoformat() if each.after.due else "no date"


def by_words(each: Moved) -> str:
    """`+1 day`, `-5 days`; "" where one of the days is not known, and of a series of which only the end moves."""
    days = each.days
    if days is None or (days == 0 and each.ends):
        return ""
    return f"{days:+d} {'day' if abs(days) == 1 else 'days'}"


def end_words(each: Moved) -> str:
    """`until 2027-06-30`, of a series of which only the end moves; else ""."""
    return f"until {each.ends.isoformat()}" if each.ends and each.days == 0 else ""


def remarks(*words: str) -> str:
    """Those that are not empty, in a row."""
    return " · ".join(word for word in words if word)


def moved_row(short_id: str, each: Moved, *words: str, warn: bool) -> tuple[Any, ...]:
    """A row of COLUMNS, with what is to be known of it in `words`; those that are empty do not count."""
    remark = remarks(*words, "until now without a date" if each.before.due is None else "", end_words(each))
    return (
        Cell(short_id, "accent"),
        day_of(each),
        each.after.title,
        by_words(each),
        Cell(remark, "warn" if warn else "dim"),
    )


def say_rows(session: Session, rows: Iterable[tuple[Any, ...]]) -> None:
    """The rows of COLUMNS as part of a question, on standard error; an id helps nobody there."""
    for row in rows:
        day, title, by, remark = (str(getattr(cell, "text", cell)) for cell in row[1:])
        session.out.say(f"  {day}  {title}  {by}  {remark}".rstrip())


def say_problems(session: Session, problems: Sequence[str], past: int = 0) -> None:
    """What the person has to see to or does not fit, on standard error, and how many would lie in the past."""
    for problem in problems:
        session.out.say(Cell(problem, "warn"))
    if past:
        session.out.say(Cell(f"{count(past, 'milestone')} would lie in the past.", "warn"))
