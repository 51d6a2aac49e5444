"""A zone as a VTIMEZONE: each change of the clock in the years that are needed, written out one by one.

No rule of recurrence and no list of dates: some servers keep only the first of a list, and rules outlive their law.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Component, Timezone

_STEP = timedelta(days=7)
_MINUTE = timedelta(minutes=1)


def timezone(zone: ZoneInfo, first: int, last: int) -> Timezone:
    """`zone` from the beginning of the year `first` to the end of `last`."""
    import icalendar

    made = icalendar.Timezone()
    made.add("tzid", zone.key)
    begin = datetime(first, 1, 1, tzinfo=UTC)
    made.add_component(_observance(zone, begin, begin))
    for change in changes(zone, begin, datetime(last + 1, 1, 1, tzinfo=UTC)):
        made.add_component(_observance(zone, change - _MINUTE, change))
    return made


def changes(zone: ZoneInfo, begin: datetime, end: datetime) -> list[datetime]:
    """The instants (UTC) after `begin` and before `end` from which the clock has another offset or name."""
    found = []
    at = begin
    while at < end:
        following = min(at + _STEP, end)
        if _state(zone, at) != _state(zone, following):
            low, high = at, following
            while high - low > _MINUTE:
                middle = low + (high - low) // 2
                middle = middle.replace(second=0, microsecond=0)
                low, high = (middle, high) if _state(zone, middle) == _state(zone, at) else (low, middle)
            if high < end:
                found.append(high)
            at = high
        else:
            at = following
    return found


def _state(zone: ZoneInfo, at: datetime) -> tuple[timedelta | None, str | None, bool]:
    local = at.astimezone(zone)
    return local.utcoffset(), local.tzname(), bool(local.dst())


def _observance(zone: ZoneInfo, before: datetime, at: datetime) -> Component:
    """What holds from `at` on; its DTSTART is the wall time there as the offset before had it."""
    import icalendar

    offset = before.astimezone(zone).utcoffset()
    local = at.astimezone(zone)
    assert offset is not None
    part = icalendar.TimezoneDaylight() if local.dst() else icalendar.TimezoneStandard()
    part.add("dtstart", (at + offset).replace(tzinfo=None))
    part.add("tzoffsetfrom", offset)
    part.add("tzoffsetto", local.utcoffset())
    part.add("tzname", local.tzname())
    return part
