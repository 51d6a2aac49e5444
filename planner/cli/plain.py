"""`next` and `remind run`, which are run all day, in the way they are mostly written: without loading click.

What they do stands here once, for both ways of calling them. Everything that is written in another way, `--help` and
what is wrong included, is left to click.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from planner.cli.errors import DONE, NOT_MET, ended, fill_closed_streams, flushed
from planner.cli.sitting import Session

if TYPE_CHECKING:
    from planner.domain.agenda import Line

NEXT_LIMIT = 10
"""How many `next` shows unless it is told otherwise."""
NOTHING_RAISED: Mapping[str, list[object]] = {"raised": [], "failed": []}
"""What `remind run --json` prints when there was nothing to raise: as `pass_result`, which loads more."""
_MOST_DIGITS = 9


def run(arguments: Sequence[str]) -> int | None:
    """Run what these arguments of the process ask for and give the exit code; None: it is for click."""
    session = Session()
    act = _asked(session, arguments)
    if act is None:
        return None
    fill_closed_streams()
    return ended(lambda: flushed(act))


def show_next(session: Session, limit: int) -> int:
    """The body of `next`."""
    rows = session.planner.queries.next(limit)
    if session.as_json:
        print_lines(session, rows)
    elif rows:
        from planner.cli.views import line_table

        line_table(session.out, rows, session.planner.queries.short_ids(rows))
    else:
        say_nothing_is_due(session)
    if not session.as_json and (behind := session.planner.queries.behind()):
        from planner.cli.goal_cycle import say_behind  # mostly there is nothing to say

        say_behind(session, behind)
    return DONE


def raise_due(session: Session) -> int:
    """The body of `remind run`; its exit code."""
    ahead = session.planner.look_ahead
    if ahead is not None and ahead.holds():
        if session.as_json:
            session.out.json(NOTHING_RAISED)
        return DONE
    planner = session.planner
    stale = planner.keeps_calendars and planner.calendars.stale()
    # While a calendar waits to be written the passes go on looking.
    result = planner.reminders.run(None if stale else ahead)
    if stale:
        planner.calendars.refresh()
    if session.as_json:
        from planner.cli import machine_reminders

        session.out.json(machine_reminders.pass_result(result, session.planner.clock.zone()))
    elif result.raised or result.failed:
        from planner.cli.narrate import passed

        passed(session.out, result)
    return NOT_MET if result.failed else DONE


def print_lines(session: Session, rows: list[Line]) -> None:
    """A list of milestones for programs."""
    from planner.cli import machine

    session.out.json(machine.lines(rows, session.planner.clock.zone()))


def say_nothing_is_due(session: Session, when: str = "") -> None:
    """What stands in place of an empty list."""
    if session.planner.queries.plan().milestones:
        session.out.say(f"Nothing is due{when}.")
    else:
        session.out.say("Nothing is planned yet. planner template list shows what you can plan;")
        session.out.say('planner goal new TEMPLATE makes a plan, planner add "…" a single step.')


def _asked(session: Session, arguments: Sequence[str]) -> Callable[[], int] | None:
    """`[--home DIR] next [--limit N] [--json]`, `[--home DIR] remind run [--json]`; each option once."""
    if "_PLANNER_COMPLETE" in os.environ:
        return None
    words = list(arguments)
    if words[:1] == ["--home"] and len(words) > 1:
        if not _is_home(words[1]):
            return None
        from pathlib import Path

        session.home = Path(words[1])
        del words[:2]
    limit = NEXT_LIMIT
    if words[:1] == ["next"]:
        del words[:1]
        if "--limit" in words[:-1]:
            place = words.index("--limit")
            number = words[place + 1]
            if not (number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS):
                return None
            limit = int(number)
            del words[place : place + 2]
        act: Callable[[], int] = lambda: show_next(session, limit)  # noqa: E731  # one of two
    elif words[:2] == ["remind", "run"]:
        del words[:2]
        act = lambda: raise_due(session)  # noqa: E731  # the other
    else:
        return None
    session.as_json = words == ["--json"]
    return act if session.as_json or not words else None


def _is_home(text: str) -> bool:
    """Whether this is a folder, or a name that is free: what is wrong with any other is click's to say."""
    if not text or text.startswith("-"):
        return False
    try:
        return (os.path.isdir(text) and os.access(text, os.R_OK)) or not os.path.lexists(text)  # noqa: PTH112  # pathlib refuses more
    except ValueError:
        return False
