"""goal set: answers to a goal's questions, with a look at what they date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from planner.cli import machine
from planner.cli.moved_page import say_problems
from planner.cli.narrate import count, told_of_answer
from planner.cli.output import Cell, Column
from planner.cli.session import Session, example, json_option, pairs, pass_session

if TYPE_CHECKING:
    from planner.domain.moving import Moved
    from planner.services.answering import Answered

MOST_SAID = 12


@click.command(
    "set",
    epilog=example(
        "planner goal set pmp approved=2027-01-12 --dry-run",
        "planner goal set pmp approved=2027-01-12",
        "planner goal set pmp result=passed",
    ),
)
@click.argument("ref", metavar="GOAL")
@click.argument("answers", metavar="KEY=VALUE…", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Only show what would get a date, come or go; nothing is stored.")
@json_option
@pass_session
def set_(session: Session, ref: str, answers: tuple[str, ...], *, dry_run: bool) -> None:
    """Answer a template's questions; what counts from them gets its dates. KEY= takes an answer back."""
    goal_id = session.planner.queries.resolve_goal(ref)
    given = pairs(answers)
    goals = session.planner.goals
    seen = goals.preview_answer(goal_id, given) if dry_run or not session.as_json else None
    if dry_run and seen is not None:
        _show(session, seen)
        return
    told_of_answer(session, goals.answer(goal_id, given))
    if seen is not None:
        _say(session, seen)


def _show(session: Session, seen: Answered) -> None:
    """The preview as what was asked for: data."""
    if session.as_json:
        session.out.json(as_json(seen))
        return
    out, short = session.out, session.planner.queries.short_ids()
    out.line(Cell(seen.move.goal.title, "strong"))
    rows: list[tuple[Any, ...]] = [
        (Cell(short[each.after.id], "accent"), _day(each), each.after.title, Cell(_remark(each, seen), "dim"))
        for each in seen.move.moved
    ]
    rows += [(Cell("", "accent"), machine.due(one.due, one.at) or "no date", one.title, "comes") for one in seen.added]
    rows += [(Cell(short[one.id], "accent"), "", one.title, Cell("goes", "warn")) for one in seen.gone]
    out.table((Column(), Column(), Column(least=28, wraps=3), Column(folds=1)), rows)
    if seen.is_empty:
        out.say("No milestone changes with it.")
    _say_rest(session, seen)


def _say(session: Session, seen: Answered) -> None:
    """What was dated, on standard error."""
    lines = [f"  {_day(each)}  {each.after.title}" for each in seen.move.moved]
    lines += [f"  {machine.due(one.due, one.at) or 'no date'}  {one.title} (new)" for one in seen.added]
    for said in lines[:MOST_SAID]:
        session.out.say(said)
    if len(lines) > MOST_SAID:
        session.out.say(f"  and {len(lines) - MOST_SAID} more")
    _say_rest(session, seen)


def _say_rest(session: Session, seen: Answered) -> None:
    say_problems(session, (*seen.move.notes, *seen.move.problems))
    if seen.move.past:
        lie = "lies" if len(seen.move.past) == 1 else "lie"
        session.out.say(Cell(f"{count(len(seen.move.past), 'milestone')} {lie} in the past.", "warn"))
    if seen.waiting:
        still = "has" if seen.waiting == 1 else "have"
        session.out.say(f"{count(seen.waiting, 'milestone')} of “{seen.move.goal.title}” still {still} no date.")


def _day(each: Moved) -> str:
    return machine.due(each.after.due, each.after.at) or "no date"


def _remark(each: Moved, seen: Answered) -> str:
    before = machine.due(each.before.due, each.before.at)
    said = f"was {before}" if before and each.before.due != each.after.due else "until now without a date"
    if before and each.before.due == each.after.due:
        said = "was only expected" if each.before.expected else "now only expected"
    return f"{said} · in the past" if each.after.id in seen.move.past else said


def as_json(seen: Answered) -> dict[str, Any]:
    """What answers would do."""
    return {
        "id": seen.move.goal.id,
        "title": seen.move.goal.title,
        "answers": dict(seen.move.goal.answers),
        "moved": [
            {
                "id": each.after.id,
                "title": each.after.title,
                "from": machine.due(each.before.due, each.before.at),
                "to": machine.due(each.after.due, each.after.at),
                "days": each.days,
                "expected": each.after.expected,
                "past": each.after.id in seen.move.past,
            }
            for each in seen.move.moved
        ],
        "added": [{"title": one.title, "key": one.key, "due": machine.due(one.due, one.at)} for one in seen.added],
        "gone": [{"id": one.id, "title": one.title} for one in seen.gone],
        "notes": list(seen.move.notes),
        "problems": list(seen.move.problems),
        "broken": list(seen.move.broken),
        "waiting": seen.waiting,
    }
