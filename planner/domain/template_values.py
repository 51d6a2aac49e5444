"""Single values of a template document, and what can be wrong with one of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.domain.durations import Days, parse_days
from planner.domain.errors import WrongUsage
from planner.domain.places import Flaw, Place
from planner.domain.template_names import Names, Node, moment, near, text

MOST_DAYS = 230 * 366
"""The years 1970 to 2199 in days: nothing is longer."""


def approximately(days: Days) -> int:
    """A duration in days, months at 30: never more than it really is."""
    return days.months * 30 + days.days


def positive(owner: Node, key: str, place: Place) -> Iterable[Flaw]:
    """The duration at `key` must not be empty, nor longer than the calendar."""
    if days := days_at(owner, key):
        if days == Days():
            yield Flaw((*place, key), "is no time at all; expected at least one day")
        elif approximately(days) > MOST_DAYS:
            yield Flaw((*place, key), "leaves the years 1970 to 2199")


def real_date(owner: Node, key: str, place: Place) -> Iterable[Flaw]:
    """The date at `key` must be in the calendar, from 1970 to 2199."""
    value = text(owner, key)
    if value is None:
        return
    try:
        year = date.fromisoformat(value).year
    except ValueError:
        yield Flaw((*place, key), f"“{value}” is not a date of the calendar")
        return
    if not 1970 <= year <= 2199:
        yield Flaw((*place, key), f"“{value}” is outside the years 1970 to 2199")


def days_at(owner: Node, key: str) -> Days | None:
    """The duration at `key`, if it is one."""
    value = text(owner, key)
    try:
        return parse_days(value) if value is not None else None
    except WrongUsage:
        return None


def anchored(owner: Node, key: str, place: Place, names: Names) -> Iterable[Flaw]:
    """The moment at `key` must count from something that is there."""
    found = moment(owner, key)
    if found and (message := names.anchor_flaw(found.anchor)):
        yield Flaw((*place, key), message)


def known(places: Iterable[tuple[Place, str]], there: Iterable[str], what: str) -> Iterable[Flaw]:
    """Each of the names at `places` must be one of those that are `there`."""
    names = set(there)
    for place, name in places:
        if name not in names:
            yield Flaw(place, f"there is no {what} “{name}”{near(name, names)}")
