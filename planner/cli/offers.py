"""What a series offers on the command line: when it comes again, and what was missed of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.cli import machine

if TYPE_CHECKING:
    from datetime import date

    from planner.cli.session import Session
    from planner.domain.missed import Missed
    from planner.services.results import Done


def comes_again(session: Session, result: Done) -> str:
    """`, next on 2026-11-29`, when the one thing that was closed is a series that goes on."""
    if session.as_json or len(result.ids) != 1:
        return ""
    one = session.planner.queries.plan().milestones[result.ids[0]]
    return f", next on {machine.due(one.due, one.at)}".replace("T", " ") if one.is_open and one.due else ""


def was_the_last(session: Session, refs: Sequence[str], on: date | None) -> bool:
    """Ask whether what was done, on that day or today, stands for the last of those that were missed."""
    late = _late(session, refs, on)
    if late is None:
        return False
    return session.confirm(f"{_were_missed(late)}. Does this one count as the last, of {late.last.isoformat()}?")


def skips_all(session: Session, refs: Sequence[str]) -> bool:
    """Ask whether all that were missed are to be skipped."""
    late = _late(session, refs)
    if late is None:
        return False
    goes_on = f" and go on with {late.next.isoformat()}" if late.next else ""
    return session.confirm(f"{_were_missed(late)}. Skip all of them{goes_on}?")


def tell_missed(session: Session, result: Done) -> None:
    """The command that goes on with a series of which more is late."""
    if session.as_json or len(result.ids) != 1:
        return
    late = session.planner.queries.missed(result.ids[0])
    if late is not None:
        how = f"planner skip {session.planner.queries.short_ids()[result.ids[0]]} --missed"
        goes_on = f" goes on with {late.next.isoformat()}" if late.next else " ends it"
        session.out.say(f"{_were_missed(late)}: {how}{goes_on}.")


def _late(session: Session, refs: Sequence[str], on: date | None = None) -> Missed | None:
    """What was missed of the one series that is named, where there is something to choose and somebody to ask."""
    if len(refs) != 1 or not session.asks():
        return None
    late = session.planner.queries.missed(refs[0], on)
    return late if late is not None and late.several else None


def _were_missed(late: Missed) -> str:
    number, since = len(late.days), late.days[0].isoformat()
    return f"1 was missed, of {since}" if number == 1 else f"{number} were missed since {since}"
