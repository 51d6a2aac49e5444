from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from planner.clock import SystemClock

ZONES = Path("/usr/share/zoneinfo")


@pytest.fixture(autouse=True)
def zone_of_the_process() -> Iterator[None]:
    yield
    time.tzset()


@pytest.fixture
def etc(tmp_path: Path) -> Path:
    link(tmp_path, "Europe/Berlin")
    return tmp_path


def link(etc: Path, zone: str) -> None:
    new = etc / "new"
    new.symlink_to(ZONES / zone)
    new.replace(etc / "localtime")


def test_now_is_an_instant_in_utc() -> None:
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_zone_is_the_one_localtime_is_a_link_to(etc: Path) -> None:
    assert SystemClock(etc, {}).zone() == ZoneInfo("Europe/Berlin")


def test_a_running_clock_notices_that_localtime_was_linked_anew(etc: Path) -> None:
    clock = SystemClock(etc, {})
    clock.zone()
    link(etc, "Asia/Tokyo")
    assert clock.zone() == ZoneInfo("Asia/Tokyo")


def test_a_running_clock_notices_another_variable(etc: Path) -> None:
    environ = {"TZ": "America/New_York"}
    clock = SystemClock(etc, environ)
    assert clock.zone() == ZoneInfo("America/New_York")
    environ["TZ"] = ":Asia/Kolkata"
    assert clock.zone() == ZoneInfo("Asia/Kolkata")
    del environ["TZ"]
    assert clock.zone() == ZoneInfo("Europe/Berlin")


def test_the_c_library_follows_too(etc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SystemClock(etc)
    for name, hours in (("Asia/Tokyo", 9), ("Asia/Kathmandu", 5.75)):
        monkeypatch.setenv("TZ", name)
        clock.zone()
        assert time.localtime().tm_gmtoff == hours * 3600


def test_the_zone_is_looked_up_once_as_long_as_nothing_changes(etc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SystemClock(etc, {})
    found = clock.zone()
    monkeypatch.setattr(SystemClock, "_find", lambda *_: pytest.fail("looked up again"))
    assert clock.zone() is found


@pytest.mark.parametrize("variable", ["CET-1CEST,M3.5.0,M10.5.0/3", "CET-1CEST,M3.5.0,M10.5.0/3".replace("CET", "XYZ")])
def test_a_zone_without_a_name_is_what_the_c_library_makes_of_it(
    etc: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv("TZ", variable)
    zone = SystemClock(etc).zone()
    assert datetime(2026, 7, 1, tzinfo=zone).utcoffset() == timedelta(hours=2)
    assert datetime(2026, 12, 1, tzinfo=zone).utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize("variable", ["Nowhere/Land", "../../etc/passwd", "Europe", "/nonsense", "\ud800"])
def test_a_variable_that_names_no_zone_still_gives_one(etc: Path, variable: str) -> None:
    assert datetime(2026, 7, 1, tzinfo=SystemClock(etc, {"TZ": variable}).zone()).utcoffset() is not None


def test_no_setting_at_all_still_gives_a_zone(tmp_path: Path) -> None:
    assert datetime(2026, 7, 1, tzinfo=SystemClock(tmp_path / "none", {}).zone()).utcoffset() is not None


def test_the_usual_zone_costs_no_tzlocal() -> None:
    code = "import sys; from planner.clock import SystemClock; SystemClock().zone(); print('tzlocal' in sys.modules)"
    environ = {**os.environ, "TZ": "Europe/Berlin"}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
