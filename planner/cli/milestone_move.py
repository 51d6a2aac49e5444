"""edit --due: another day for a milestone, with a look at what follows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from planner.cli import machine
from planner.cli.moved_page import COLUMNS, by_words, moved_row, say_problems, say_rows
from planner.cli.narrate import count, told
from planner.cli.output import Cell
from planner.domain.errors import NotMet

if TYPE_CHECKING:
    from planner.cli.session import Session
    from planner.domain.moving import Moved
    from planner.domain.shifting import Shift
    from planner.services.edits import MilestoneEdit


def edit_date(session: Session, id_: str, changes: MilestoneEdit, *, dry_run: bool, alone: bool | None) -> None:
    """Make an edit with a new date; `alone` says whether what follows stays, None: the person is asked, and in a
    script it stays."""
    moving = session.planner.moving
    seen = moving.preview_edit(id_, changes)
    if dry_run:
        _show(session, seen)
        return
    stays = False
    if alone is None and seen.moved:
        if session.asks():
            _say(session, seen)
            alone = answered(session)
        else:
            alone = stays = True
    elif not session.as_json:
        say_problems(session, _said(seen, seen.alone if alone else seen.problems))
    done = moving.edit(id_, changes, alone=bool(alone))
    after = "" if alone or not seen.moved else f", with {_that_follow(seen)}"
    told(session, done, "Changed", after=after)
    if stays and not session.as_json:
        say_problems(session, _said(seen, seen.alone))
        session.out.say(f"{_that_follow(seen)} stayed; --with-followers moves what follows as well.")


def _said(seen: Shift, problems: Sequence[str]) -> Sequence[str]:
    return (seen.note, *problems) if seen.note else problems


def _that_follow(seen: Shift) -> str:
    return f"{count(len(seen.moved), 'milestone')} that {'follows' if len(seen.moved) == 1 else 'follow'}"


def answered(session: Session) -> bool:
    """Whether it moves alone, by what the person says to the preview."""
    answers: dict[str, bool | None] = {"yes": False, "y": False, "alone": True, "no": None, "": None}
    chosen = session.choose("Move them too? yes, alone, no [no]:", answers)
    if chosen is None:
        raise NotMet("Nothing was changed.")
    return chosen


def _show(session: Session, seen: Shift) -> None:
    """The preview as what was asked for: data."""
    if session.as_json:
        session.out.json(as_json(seen))
        return
    out = session.out
    ids = session.planner.queries.short_ids()
    out.line(Cell(seen.milestone.after.title, "strong"), Cell(f"  {_days(seen.milestone)}", "dim"))
    out.table(COLUMNS, [_row(ids[each.after.id], each, seen) for each in seen.moved])
    if not seen.moved:
        out.say("Nothing else moves with it.")
    say_problems(session, _said(seen, seen.problems), len(seen.past))


def _say(session: Session, seen: Shift) -> None:
    """The preview as part of a question, on standard error."""
    ids = session.planner.queries.short_ids()
    session.out.say(f"{seen.milestone.after.title}: {_days(seen.milestone)}; {_that_follow(seen)} would move with it.")
    say_rows(session, (_row(ids[each.after.id], each, seen) for each in seen.moved))
    say_problems(session, _said(seen, seen.problems), len(seen.past))


def _days(each: Moved) -> str:
    before, after = (machine.due(one.due, one.at) or "no date" for one in (each.before, each.after))
    by = by_words(each) if each.days else ""
    return f"{before} to {after}{f', {by}' if by else ''}".replace("T", " ")


def _row(short_id: str, each: Moved, seen: Shift) -> tuple[Any, ...]:
    past = "in the past" if each.after.id in seen.past else ""
    beyond = "after the target" if each.after.id in seen.beyond else ""
    pushed = "makes room" if each.after.id in seen.pushed else ""
    return moved_row(short_id, each, past, beyond, pushed, warn=bool(past or beyond))


def as_json(seen: Shift) -> dict[str, Any]:
    """A move that was not made yet."""
    return {
        **_moved(seen.milestone, seen),
        "moved": [_moved(each, seen) | {"pushed": each.after.id in seen.pushed} for each in seen.moved],
        "problems": list(seen.problems),
        "broken": list(seen.broken),
        "beyond_target": list(seen.beyond),
        "problems_alone": list(seen.alone),
        "note": seen.note or None,
    }


def _moved(each: Moved, seen: Shift) -> dict[str, Any]:
    return {
        "id": each.after.id,
        "title": each.after.title,
        "goal": each.after.goal,
        "from": machine.due(each.before.due, each.before.at),
        "to": machine.due(each.after.due, each.after.at),
        "days": each.days,
        "past": each.after.id in seen.past,
    }
