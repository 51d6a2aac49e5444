"""What the calendar looks like: wide, narrow, empty, full, light, in sixteen colours, without colour, in ASCII.

After a change that is meant to be seen: look at the report, then `pytest tests/ui/test_calendar_snapshots.py
--snapshot-update`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from planner.ui import theme
from planner.wiring import Planner
from tests.services.people import a_planner
from tests.ui.driving import NARROW, WIDE, filled, the_app
from tests.ui.test_calendar_month import crowded
from tests.ui.test_snapshots import pressing

Compare = Callable[..., bool]

SHOWN: dict[str, tuple[Callable[[Path], Planner], tuple[str, ...]]] = {
    "month": (filled, ("3", "C")),
    "next_month": (filled, ("3", "C", "pagedown")),
    "empty": (a_planner, ("3", "C")),
    "full": (crowded, ("3", "C", "j")),
    "away": (crowded, ("3", "C", "pagedown")),
    "in_the_day": (filled, ("3", "C", "tab", "j", "x")),
    "filtered": (filled, ("3", "C", "f", "=is:fixed", "enter")),
    "adding": (filled, ("3", "C", "down", "a", "=Dinner 19:00")),
    "help": (filled, ("3", "C", "question_mark")),
}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
@pytest.mark.parametrize("name", SHOWN)
def test_calendar(name: str, size: tuple[int, int], tmp_path: Path, snap_compare: Compare) -> None:
    make, keys = SHOWN[name]
    assert snap_compare(the_app(make(tmp_path)), terminal_size=size, run_before=pressing(*keys))


def test_the_light_calendar(tmp_path: Path, snap_compare: Compare) -> None:
    app = the_app(crowded(tmp_path))
    app.theme = theme.LIGHT
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing("3", "C"))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
def test_the_calendar_in_sixteen_colours(size: tuple[int, int], tmp_path: Path, snap_compare: Compare) -> None:
    app = the_app(crowded(tmp_path))
    app.theme = "ansi-dark"
    assert snap_compare(app, terminal_size=size, run_before=pressing("3", "C", "j"))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
def test_the_calendar_without_colour(
    size: tuple[int, int], tmp_path: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(the_app(crowded(tmp_path)), terminal_size=size, run_before=pressing("3", "C", "j"))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
def test_the_calendar_in_ascii(size: tuple[int, int], tmp_path: Path, snap_compare: Compare) -> None:
    assert snap_compare(the_app(crowded(tmp_path)), terminal_size=size, run_before=pressing("3", "C", "f7"))
