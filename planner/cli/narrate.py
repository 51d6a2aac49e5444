"""What a writing command says: its machine format, or a sentence and what may be done next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from planner.cli import machine
from planner.cli.output import Cell

if TYPE_CHECKING:
    from planner.cli.output import Writer
    from planner.cli.session import Session
    from planner.domain.change import Change
    from planner.services.reminders import PassResult
    from planner.services.results import Done

MOST_NAMED = 3


def told(session: Session, done: Done, verb: str, what: str = "milestone", *, after: str = "") -> None:
    """Tell that `done` was done: `Completed “Submit application” (undo: planner undo)`, or the JSON of it."""
    if session.as_json:
        session.out.json(machine.written(done.change.id if done.change else None, done.ids))
        return
    if done.change is None:
        session.out.say("Nothing changed.")
        return
    named = names([titles(done.change).get(each, each[:8]) for each in done.ids], what)
    session.out.say(f"{verb} {named}{after} (undo: planner undo)")


def told_of_answer(session: Session, done: Done) -> None:
    """Tell that an answer was noted and how many milestones it moved, brought in or took out."""
    if session.as_json or done.change is None:
        told(session, done, "Answered", "goal")
        return
    touched = sum(1 for record in done.change.records if record.table == "milestones")
    changed = f"; {count(touched, 'milestone')} changed with it" if touched else ""
    session.out.say(f"Noted{changed} (undo: planner undo)")


def passed(out: Writer, result: PassResult) -> None:
    """Tell what a pass of reminders raised, and what it could not."""
    if result.raised:
        out.say(f"Raised {count(len(result.raised), 'reminder')}.")
    for one, detail in result.failed:
        where = " everywhere" if one in result.raised else ""
        out.say(Cell(f"Not shown{where}: {one.title}. {detail}", "warn"))
    if result.failed:
        out.say("  It will be tried again. planner doctor says what is missing.")


def titles(change: Change) -> Mapping[str, str]:
    """By id, the titles of the records a Change touched."""
    found = {}
    for record in change.records:
        document = record.after or record.before or {}
        if "title" in document:
            found[record.id] = str(document["title"])
    return found


def names(these: Sequence[str], what: str = "milestone") -> str:
    """`“A”`, `3 milestones: “A”, “B”, “C”`, `5 milestones: “A”, “B”, “C” and 2 more`."""
    quoted = [f"“{each}”" for each in these]
    if len(quoted) == 1:
        return quoted[0]
    more = f" and {len(quoted) - MOST_NAMED} more" if len(quoted) > MOST_NAMED else ""
    return f"{len(quoted)} {what}s: {', '.join(quoted[:MOST_NAMED])}{more}"


def count(number: int, what: str) -> str:
    """`1 milestone`, `2 milestones`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
