"""What levelling found, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from planner.domain.durations import show_effort
from planner.domain.holding import Conflict, Held
from planner.domain.levelling import Full, Levelled

Shown = Callable[[date], str]
_NAMED = 3


def summary(found: Levelled) -> str:
    """The moves in one sentence or two; where nothing moves, why."""
    if not found.shifts:
        return found.problem
    full = len(found.full)
    then = f"{_count(full, 'week stays', 'weeks stay')} too full" if full else "then no week is too full"
    said = f"{_count(len(found.shifts), 'milestone')} later, {_count(found.days, 'day')} in all; {then}."
    return f"{said} {_best(found)}"


def _best(found: Levelled) -> str:
    if found.best:
        return "No plan that does the same moves fewer days." if found.full else "No plan moves fewer days."
    return f"A plan of {_count(found.days, 'day')}; there may be a shorter one."


def remaining(found: Levelled, shown: Shown = date.isoformat) -> Iterator[str]:
    """Which weeks stay too full and why, the dates that cannot hold with the earliest that can, and what would help.
    `shown` says how a day is written."""
    yield from (_full(each, found.until, shown) for each in found.full)
    for conflict in found.conflicts:
        yield from _conflict(conflict, shown, one=len(found.conflicts) == 1)
    if found.full:
        yield helps(found)


def helps(found: Levelled) -> str:
    """What the person can do about weeks that stay too full."""
    series = sorted({f"“{stays.title}”" for each in found.full for stays in each.stays if stays.series})
    ways = ["more hours a week", "a pause of a goal"]
    if series:
        ways.insert(0, f"a pause of {' or '.join(series[:2])}{' or another series' if len(series) > 2 else ''}")
    if found.conflicts:
        ways.insert(
            0, "one of those later dates" if not any(c.together for c in found.conflicts) else "those later dates"
        )
    return f"What would help: {', '.join(ways[:-1])} or {ways[-1]}."


def _full(week: Full, until: date | None, shown: Shown) -> str:
    over = f"The week of {shown(week.monday)} stays {show_effort(week.over)} too full"
    if not week.stays:
        return f"{over}: what lies in it " + (f"finds no room by {shown(until)}." if until else "can go no further.")
    named = ", ".join(f"“{each.title}” {show_effort(each.minutes)}" for each in week.stays[:_NAMED])
    more = f" and {len(week.stays) - _NAMED} more" if len(week.stays) > _NAMED else ""
    away = ""
    if week.away:
        away = ", and you are away all week" if week.away == 7 else f", and you are away for {_count(week.away, 'day')}"
    return f"{over} of what no move takes out of it: {named}{more}{away}."


def _conflict(conflict: Conflict, shown: Shown, *, one: bool) -> Iterator[str]:
    if len(conflict.held) > 1:
        which = "These dates" if one else f"For the week of {shown(conflict.weeks[0])}: these dates"
        yield (
            f"{which} cannot hold together; all of them have to move:"
            if conflict.together
            else f"{which} compete; it is enough if any one of them moves:"
        )
    yield from (_held(each, shown) for each in conflict.held)


def _held(each: Held, shown: Shown) -> str:
    what = (
        f"“{each.title}” cannot be done by {shown(each.due)}"
        if each.kind == "milestone"
        else f"The target of “{each.title}”, {shown(each.due)}, cannot hold"
    )
    if each.sure:
        return f"{what}; the earliest that can is {shown(each.earliest)}."
    return f"{what}; {shown(each.earliest)} can, and perhaps an earlier day."


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"
