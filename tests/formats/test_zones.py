from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner.formats.zones import changes, timezone
from tests.formats.rfc5545 import read

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata", "UTC")


@pytest.mark.parametrize("name", ZONES)
def test_by_its_observances_every_hour_has_the_offset_of_the_zone(name: str) -> None:
    zone = ZoneInfo(name)
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", "test")
    calendar.add("version", "2.0")
    calendar.add_component(timezone(zone, 2026, 2028))
    (part,) = read(calendar.to_ical(sorted=False)).all("VTIMEZONE")
    begins = []
    for each in part.parts:
        wall = datetime.strptime(each["DTSTART"].value, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        begins.append((wall - _offset(each["TZOFFSETFROM"].value), _offset(each["TZOFFSETTO"].value)))
    begins.sort()
    at = datetime(2026, 1, 1, tzinfo=UTC)
    while at < datetime(2029, 1, 1, tzinfo=UTC):
        ((_, offset),) = [begin for begin in begins if begin[0] <= at][-1:]
        assert at.astimezone(zone).utcoffset() == offset, at
        at += timedelta(hours=5)


def test_the_changes_are_found_to_the_minute() -> None:
    found = changes(ZoneInfo("Europe/Berlin"), datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    assert found == [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]


def _offset(text: str) -> timedelta:
    size = timedelta(hours=int(text[1:3]), minutes=int(text[3:5]), seconds=int(text[5:] or 0))
    return -size if text[0] == "-" else size
