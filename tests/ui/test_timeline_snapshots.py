"""What the timeline looks like: wide and narrow, in 16 colours, without any, in ASCII, at every zoom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.domain.plan import CheckItem, Occurrence, Profile, Record, Repeat
from planner.ui import theme
from planner.wiring import Planner
from tests.domain.making import NOW, goal, milestone
from tests.services.people import a_planner
from tests.ui.driving import NARROW, WIDE, day, stored, the_app
from tests.ui.test_snapshots import Compare, pressing


def done_on(days: int) -> dict[str, Any]:
    """That it was done on a day counted from today."""
    return {"status": "done", "done_on": day(days)}


def a_year() -> tuple[Record, ...]:
    """A goal half done with links, a series and a fixed date; one that begins; an overdue step; the inbox."""
    exam, talk, old = (
        goal(1, title="Earn the certificate", target=day(62), start=day(-60)),
        goal(2, title="Speak in public", target=day(150), order=1),
        goal(3, title="Foundations of the craft", status="achieved", target=day(-30), order=2),
    )
    past = tuple(
        Occurrence(id=f"p{n}", n=n, scheduled=day(on), due=day(on), done_on=day(on), closed_at=NOW, status=status)  # type: ignore[arg-type]  # one of the two
        for n, on, status in ((1, -22, "done"), (2, -15, "done"), (3, -8, "skipped"))
    )
    series = Repeat(every="P1W", first=day(-22), count=9)
    return (
        *(exam, talk, old),
        milestone(1, title="Check the current rules", goal=exam.id, due=day(-55), effort=30, **done_on(-55)),
        milestone(2, title="Finish 35 contact hours", goal=exam.id, due=day(-20), effort=2100, **done_on(-21)),
        milestone(3, title="Send the application", goal=exam.id, due=day(-9), effort=180, after=(milestone(2).id,)),
        milestone(
            4, title="Study by weight", goal=exam.id, due=day(-1), effort=240, repeat=series, n=4, occurrences=past,
            checklist=(CheckItem(title="one", done=True), CheckItem(title="two")),
        ),
        milestone(5, title="Sit a full mock exam", goal=exam.id, due=day(21), effort=600, after=(milestone(3).id,)),
        milestone(6, title="Sit a second mock exam", goal=exam.id, due=day(38), effort=360, after=(milestone(5).id,)),
        milestone(
            7, title="Sit the exam", goal=exam.id, due=day(55), effort=300, fixed=True, kind="exam",
            after=(milestone(6).id, milestone(4).id),
        ),
        milestone(8, title="Book the audit", goal=exam.id),
        milestone(9, title="Choose a small stage", goal=talk.id, due=day(10), effort=60, status="doing"),
        milestone(
            10, title="Give a talk of ten minutes", goal=talk.id, due=day(100), effort=900, after=(milestone(9).id,)
        ),
        milestone(11, title="Pass the test", goal=old.id, due=day(-31), **done_on(-31)),
        milestone(12, title="Attend the chapter dinner", due=day(5), effort=120, tags=("networking",)),
    )  # fmt: skip


def a_year_of(home: Path) -> Planner:
    """Six hours a week for it."""
    return stored(a_planner(home), *a_year())


def too_full(home: Path) -> Planner:
    """The same with two hours a week."""
    return stored(a_planner(home), *a_year(), Profile(hours_per_week="2"))


SCREENS: dict[str, tuple[Callable[[Path], Planner], tuple[str, ...]]] = {
    "open": (a_year_of, ("3", "j", "j", "j", "j", "j", "j")),
    "folded": (a_year_of, ("3", "backspace")),
    "too_full": (too_full, ("3", "full_stop", "full_stop")),
    "days": (a_year_of, ("3", "plus", "plus", "plus", "T")),
    "quarters": (a_year_of, ("3", "minus")),
    "years": (a_year_of, ("3", "minus", "minus", "minus")),
    "filtered": (a_year_of, ("3", "f", "=kind:exam", "enter")),
    "marked": (a_year_of, ("3", "j", "j", "x", "x")),
    "empty": (a_planner, ("3",)),
}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
@pytest.mark.parametrize("name", SCREENS)
def test_screen(name: str, size: tuple[int, int], tmp_path: Path, snap_compare: Compare) -> None:
    make, keys = SCREENS[name]
    assert snap_compare(the_app(make(tmp_path)), terminal_size=size, run_before=pressing(*keys))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
@pytest.mark.parametrize("look", ["light", "ansi", "ascii", "no-color"])
def test_look(
    look: str, size: tuple[int, int], tmp_path: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = {
        "light": f'[ui]\ntheme = "{theme.LIGHT}"\n',
        "ansi": '[ui]\ntheme = "ansi-dark"\n',
        "ascii": '[ui]\nsymbols = "ascii"\n',
    }
    if look == "no-color":
        monkeypatch.setenv("NO_COLOR", "1")
    planner = a_year_of(tmp_path)
    planner.paths.settings.write_text(written.get(look, ""), encoding="utf-8")
    _, keys = SCREENS["open"]
    assert snap_compare(the_app(planner), terminal_size=size, run_before=pressing(*keys))
