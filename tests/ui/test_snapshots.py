"""What every screen of Today and Plan looks like, wide and narrow.

After a change that is meant to be seen: look at the report, then `pytest tests/ui --snapshot-update`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from planner.domain.errors import Unreadable
from planner.services.profile import ProfileEdit
from planner.ui import theme
from planner.wiring import Planner
from tests.domain.making import goal, milestone
from tests.services.people import a_planner
from tests.ui.driving import A_TEMPLATE, NARROW, WIDE, day, filled, key_event, settled, stored, templated, the_app
from tests.ui.test_trouble import troubled

Compare = Callable[..., bool]


def pressing(*keys: str) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Press these; `=text` fills the line that has the focus. Then hold the cursor still."""

    async def act(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        for key in keys:
            if key.startswith("="):
                focused = pilot.app.focused
                assert isinstance(focused, Input)
                focused.value = key[1:]
            else:
                event = key_event(key)
                event.set_sender(pilot.app)
                assert pilot.app._driver is not None
                pilot.app._driver.send_message(event)
            await settled(pilot)
        for field in pilot.app.screen.query("Input, TextArea"):
            assert isinstance(field, Input | TextArea)
            field.cursor_blink = False
            field._cursor_visible = True
        await settled(pilot)

    return act


def asking(home: Path) -> Planner:
    """A goal with open questions, and one answered."""
    own, copy = templated(
        a_planner(home, A_TEMPLATE), goal(1, title="Earn the certificate", start=day(0), target=day(70))
    )
    return stored(a_planner(home, A_TEMPLATE), own, copy, milestone(4, title="Send it", goal=own.id, key="apply"))


def reminding(home: Path) -> Planner:
    """Quiet hours, working days, both digests and a pause."""
    planner = filled(home)
    planner.profiles.edit(
        ProfileEdit(
            quiet="21:00-7:00", working_days="mon-fri", morning_digest="8:00", weekly_digest="mon 7:30",
            paused_until="next mon",
        )
    )  # fmt: skip
    return planner


def broken(home: Path) -> Planner:
    """A plan that cannot be read, with a backup."""
    planner, store = troubled(home)
    made: Planner = planner
    made.history.backup()
    store.reading = Unreadable("plan.json cannot be read: it is cut short.", "The newest backup is of today, 10:00.")
    return made


SCREENS: dict[str, tuple[Callable[[Path], Planner], tuple[str, ...]]] = {
    "today": (filled, ()),
    "today_unfolded": (filled, ("G", "enter", "G", "k", "k", "k", "enter")),
    "today_completed": (filled, ("space",)),
    "today_empty": (a_planner, ()),
    "detail": (filled, ("j", "j", "j", "j", "j", "j", "enter")),
    "plan": (filled, ("2",)),
    "plan_unfolded": (filled, ("2", "l", "j")),
    "goal": (asking, ("2", "enter")),
    "add": (filled, ("a", "=Attend the chapter dinner tomorrow 18:00 ~2h #networking")),
    "add_refused": (filled, ("a", "=Dinner 3/4")),
    "edit": (filled, ("j", "j", "j", "j", "j", "j", "e")),
    "snooze": (filled, ("z",)),
    "reminders": (reminding, ("R",)),
    "edit_goal": (filled, ("2", "e")),
    "note": (filled, ("n",)),
    "move": (filled, ("m",)),
    "blocked": (filled, ("G", "enter", "j", "space")),
    "delete": (filled, ("D",)),
    "search": (filled, ("slash", "=the")),
    "help": (filled, ("question_mark",)),
    "palette": (filled, ("ctrl+p",)),
    "questions": (asking, ("2", "A")),
    "achieve": (filled, ("2", "exclamation_mark")),
    "resume": (filled, ("2", "j", "j", "j", "p")),
    "broken": (broken, ()),
}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
@pytest.mark.parametrize("name", SCREENS)
def test_screen(name: str, size: tuple[int, int], tmp_path: Path, snap_compare: Compare) -> None:
    make, keys = SCREENS[name]
    assert snap_compare(the_app(make(tmp_path)), terminal_size=size, run_before=pressing(*keys))


def test_the_light_theme(tmp_path: Path, snap_compare: Compare) -> None:
    app = the_app(filled(tmp_path))
    app.theme = theme.LIGHT
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing("2", "l"))
