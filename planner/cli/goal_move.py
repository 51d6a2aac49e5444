"""goal move: another start or target, with a look at what moves with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from planner.cli import machine
from planner.cli.goal_new import WAYS
from planner.cli.moved_page import COLUMNS, moved_row, say_problems, say_rows
from planner.cli.narrate import count, told
from planner.cli.output import Cell
from planner.cli.session import Session, example, json_option, pass_session, yes_option
from planner.domain.errors import NotMet, WrongUsage
from planner.domain.values import replace

if TYPE_CHECKING:
    from planner.domain.build import Way
    from planner.domain.moving import Move, Moved


@click.command(
    epilog=example(
        "planner goal move pmp --target 2027-06-01 --dry-run",
        "planner goal move pmp --target 2027-06-01",
        "planner goal move pmp --target 2027-02-01 --past compress",
    )
)
@click.argument("ref", metavar="GOAL")
@click.option("--target", metavar="DATE", default="", help="The new day it aims for.")
@click.option("--start", metavar="DATE", default="", help="The new day it begins.")
@click.option("--past", type=click.Choice(WAYS), help="The way out if something would lie in the past.")
@click.option("--alone", is_flag=True, help="Move the goal's own date only; every milestone keeps its day.")
@click.option(
    "--force", is_flag=True, help="Also when something would come before what it follows or after the target."
)
@click.option("--dry-run", is_flag=True, help="Only show what would move; nothing is stored.")
@yes_option("Move without asking.")
@json_option
@pass_session
def move(
    session: Session,
    ref: str,
    *,
    target: str,
    start: str,
    past: Way | None,
    alone: bool,
    force: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    """Move a goal: its soft, open dates go with it; done, skipped and fixed ones stay, but for the one that is the
    very day you name, as the exam that is the target."""
    if not (target.strip() or start.strip()):
        raise WrongUsage("A goal moves to a date.", "Say --target DATE, or --start DATE.")
    goal_id = session.planner.queries.resolve_goal(ref)
    moving = session.planner.moving
    way: Way = past or "ask"
    seen = moving.preview_goal(goal_id, start=start, target=target, way=way)
    if dry_run:
        _show(session, _by_itself(seen) if alone else seen, alone=alone)
        return
    said: tuple[str, ...] = ()
    if session.asks() and not yes:
        shown = _by_itself(seen) if alone else seen
        _say(session, shown, alone=alone)
        said, asked = (*shown.notes, *shown.problems), way
        way, alone, force = _chosen(session, seen, way, alone=alone, force=force)
        if way != asked:
            seen = moving.preview_goal(goal_id, start=start, target=target, way=way)
    done = moving.move_goal(goal_id, start=start, target=target, way=way, force=force, alone=alone)
    say_problems(session, [each for each in (seen.alone if alone else seen.notes) if each not in said])
    with_it = f" and {count(len(seen.moved), 'milestone')}" if seen.moved and not alone else ""
    told(session, done, "Moved", "goal", after=with_it)


def _by_itself(seen: Move) -> Move:
    """The move of the goal's own dates, with what lies outside them then."""
    return replace(seen, moved=(), past=(), problems=seen.alone, broken=(), notes=())


def _chosen(session: Session, seen: Move, way: Way, *, alone: bool, force: bool) -> tuple[Way, bool, bool]:
    """What the person says to the preview: the way out, whether alone, whether all the same."""
    offers: dict[str, tuple[Way, bool, bool] | None] = {"alone": (way, True, force), "no": None, "": None}
    if alone:
        offers = {"yes": (way, True, force), "no": None, "": None}
    elif seen.fits or way == "late" or (force and not seen.past):
        offers = {"yes": (way, False, force), **offers}
    else:
        ways: dict[str, tuple[Way, bool, bool] | None] = {}
        if seen.earliest is not None:
            ways["earliest"] = ("earliest", False, force)
        if seen.can_compress:
            ways["compress"] = ("compress", False, force)
        ways["late" if not seen.problems else "force"] = ("late", False, True)
        offers = {**ways, **offers}
    chosen = session.choose(f"Move it? {', '.join(each for each in offers if each)} [no]:", offers)
    if chosen is None:
        raise NotMet("Nothing was moved.")
    return chosen


def _show(session: Session, seen: Move, *, alone: bool) -> None:
    """The preview as what was asked for: data."""
    if session.as_json:
        session.out.json(as_json(seen))
        return
    out = session.out
    ids = session.planner.queries.short_ids()
    out.line(Cell(seen.goal.title, "strong"), Cell(f"  {_window(seen)}", "dim"))
    out.table(COLUMNS, [_row(ids[each.after.id], each, seen) for each in seen.moved])
    if not seen.moved:
        out.say("No milestone moves with it.")
    _say_what_is_wrong(session, seen, alone=alone)


def _say(session: Session, seen: Move, *, alone: bool) -> None:
    """The preview as part of a question, on standard error."""
    ids = session.planner.queries.short_ids()
    session.out.say(f"{seen.goal.title}: {_window(seen)}; {count(len(seen.moved), 'milestone')} would move.")
    say_rows(session, (_row(ids[each.after.id], each, seen) for each in seen.moved))
    _say_what_is_wrong(session, seen, alone=alone)


def _say_what_is_wrong(session: Session, seen: Move, *, alone: bool) -> None:
    from planner.services.moving import ways_out

    say_problems(session, (*seen.notes, *seen.problems), len(seen.past))
    if not (seen.fits or seen.goal.late_start or alone):
        session.out.say(ways_out(seen))


def _row(short_id: str, each: Moved, seen: Move) -> tuple[Any, ...]:
    past = "in the past" if each.after.id in seen.past else ""
    fixed = _fixed(each)
    return moved_row(short_id, each, past, fixed, warn=bool(past or fixed or each.before.due is None))


def _fixed(each: Moved) -> str:
    """Of a fixed date: that it moves as it is the very day that was named."""
    if not each.after.fixed:
        return ""
    return "the target itself, fixed" if each.after.moment == "target" else "fixed"


def _window(seen: Move) -> str:
    start, target = (day.isoformat() if day else "…" for day in (seen.goal.start, seen.goal.target))
    return f"{start} to {target}"


def as_json(seen: Move) -> dict[str, Any]:
    """A move that was not made yet."""
    return {
        "id": seen.goal.id,
        "title": seen.goal.title,
        "start": machine.due(seen.goal.start, None),
        "target": machine.due(seen.goal.target, None),
        "moved": [
            {
                "id": each.after.id,
                "title": each.after.title,
                "from": machine.due(each.before.due, each.before.at),
                "to": machine.due(each.after.due, each.after.at),
                "days": each.days,
                "past": each.after.id in seen.past,
            }
            for each in seen.moved
        ],
        "problems": list(seen.problems),
        "broken": list(seen.broken),
        "notes": list(seen.notes),
        "problems_alone": list(seen.alone),
        "earliest": machine.due(seen.earliest, None),
        "can_compress": seen.can_compress,
    }
