"""Which dates cannot hold where no moves of soft dates take the overload out of the weeks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from planner.domain.capacity import TOLERANCE, Load, limit_of
from planner.domain.plan import Milestone


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A date that cannot hold. `earliest` is the first day found on which it could be done; None: none was."""

    milestone: str
    title: str
    due: date
    limit: date
    earliest: date | None


def in_the_way(load: Load, levelled: Collection[int]) -> tuple[tuple[Held, ...], tuple[date, ...]]:
    """Which dates cannot hold, even if what must be done first is done first, with the first day on which each could;
    and the Mondays of `levelled` weeks that hold too much even without all that can move.

    With any of these there is no plan that takes all overload out; without, there may be one.
    """
    weeks, levelled = load.weeks(), frozenset(levelled)
    soft = [one for each, one in load.members.items() if each in load.movable]
    stays, latest = _staying(load, weeks, soft)
    room = [max(0, load.available(week) - taken) for week, taken in zip(weeks, latest, strict=True)]
    heavy = [week for week, taken in zip(weeks, stays, strict=True) if week in levelled and load.excess(week, taken)]
    held = _set_by_others(load, weeks, room, heavy)
    limits = {one.id: max(limit_of(one, load.plan, load.movable), load.last_day(one)) for one in soft}
    cumulative = list(accumulate(room))
    needed, number = 0, 0
    for one in sorted(soft, key=lambda each: (limits[each.id], each.due, each.title, each.id)):
        needed += one.effort or 0
        while number < len(weeks) and cumulative[number] + TOLERANCE * (number + 1) < needed:
            number += 1
        last = weeks[number] + 6 if number < len(weeks) else None
        if last is None or weeks[number] > limits[one.id]:
            held.append(_held(one, limits[one.id], last))
    ordered = sorted(held, key=lambda each: (each.due, each.title, each.milestone))
    return tuple(ordered), tuple(date.fromordinal(week) for week in heavy)


def _staying(load: Load, weeks: list[int], soft: list[Milestone]) -> tuple[list[int], list[int]]:
    """By week, what cannot move: the least there is of it in that week, and as late as it can lie in all. The two
    differ by what can begin later, because it follows something that moves."""
    at = {week: number for number, week in enumerate(weeks)}
    least = [load.planned[week] for week in weeks]
    for one in soft:
        for week, minutes in load.share(one, {}).items():
            if week in at:
                least[at[week]] -= minutes
    latest = list(least)
    for each, one in load.members.items():
        if each in load.movable or not any(before in load.movable for before in one.after):
            continue
        lies = load.share(one, {})
        last = max(lies)
        for week in lies:
            if week in at and week != last:
                least[at[week]] -= lies[week]
                latest[at[week]] -= lies[week]
                if last in at:
                    latest[at[last]] += lies[week]
    return least, latest


def _set_by_others(load: Load, weeks: list[int], room: list[int], heavy: list[int]) -> list[Held]:
    """The fixed dates in weeks that hold too much even without all that can move."""
    found = []
    for week in heavy:
        for each in sorted(load.by_week.get(week, {})):
            one = load.members[each]
            if one.fixed and one.repeat is None and one.due is not None:
                needs = one.effort or 0
                later = (other + 6 for other, free in zip(weeks, room, strict=True) if other > week and free >= needs)
                found.append(_held(one, one.due.toordinal(), next(later, None)))
    return list({each.milestone: each for each in found}.values())


def _held(one: Milestone, limit: int, earliest: int | None) -> Held:
    assert one.due is not None
    return Held(
        milestone=one.id,
        title=one.title,
        due=one.due,
        limit=date.fromordinal(limit),
        earliest=None if earliest is None else date.fromordinal(earliest),
    )
