"""Reminders while the app is open."""

from __future__ import annotations

import threading
from datetime import time
from pathlib import Path
from typing import Any

from planner.ports import Outcome
from planner.wiring import Planner
from tests.domain.making import milestone
from tests.services.people import a_planner, clock_of
from tests.ui.driving import Person, day, opened, stored

MISSING = "No notification service answers on the session bus. Install one, e.g. `apt install dunst`, and start it."


class Desk:
    """A desktop that can be missing, or hang until it is let go."""

    def __init__(self) -> None:
        self.works = True
        self.raised: list[str] = []
        self.free = threading.Event()
        self.free.set()
        self.hanging = threading.Event()

    def notify(self, title: str, body: str, key: str) -> Outcome:  # noqa: ARG002 - the port's names
        if not self.free.is_set():
            self.hanging.set()
            self.free.wait(20)
        if self.works:
            self.raised.append(title)
        return Outcome(self.works, "desktop", "" if self.works else MISSING)

    def check(self) -> Outcome:
        return Outcome(self.works, "desktop", "" if self.works else MISSING)


def with_something_due(home: Path, desk: Desk, count: int = 1) -> Planner:
    """Each is due at 10:30 with a reminder at its time; it is 10:00."""
    due = [
        milestone(number, title=f"Call number {number}", due=day(0), at=time(10, 30), leads=("PT0M",))
        for number in range(1, count + 1)
    ]
    early = clock_of(a_planner(home)).moment.replace(hour=5)
    from dataclasses import replace

    return stored(a_planner(home, notifier=desk), *(replace(each, dated_at=early) for each in due))


async def later(person: Person, planner: Planner, **minute: Any) -> None:
    """The clock moves on and is looked at."""
    clock_of(planner).moment = clock_of(planner).moment.replace(**minute)
    person.app._tick()
    await person.wait()


async def test_a_notice_that_comes_due_goes_to_the_desktop_and_is_told_here_once(tmp_path: Path) -> None:
    desk = Desk()
    planner = with_something_due(tmp_path, desk)
    async with opened(planner) as person:
        assert desk.raised == []
        await later(person, planner, hour=9, minute=31)
        assert desk.raised == ["Call number 1"]
        assert "Call number 1" in person.toasts
        await later(person, planner, hour=9, minute=33)
        assert desk.raised == ["Call number 1"]
        assert person.toasts.count("Call number 1") == 1


async def test_without_a_notification_service_it_is_told_here_with_the_bell_and_what_is_missing_once(
    tmp_path: Path,
) -> None:
    desk = Desk()
    desk.works = False
    planner = with_something_due(tmp_path, desk)
    async with opened(planner) as person:
        rung: list[int] = []
        person.app.bell = lambda: rung.append(1)  # type: ignore[method-assign]
        await later(person, planner, hour=9, minute=31)
        assert "Call number 1" in person.toasts
        assert person.toasts.count("apt install dunst") == 1
        assert rung == [1]
        for minute in (35, 45, 55):
            await later(person, planner, hour=9, minute=minute)
        assert person.toasts.count("Call number 1") == 1
        assert person.toasts.count("apt install dunst") == 1
        assert rung == [1]
        desk.works = True
        await later(person, planner, hour=12, minute=0)
        assert desk.raised == ["Call number 1"], "it is tried again until the desktop shows it"


async def test_a_desktop_that_hangs_freezes_nothing(tmp_path: Path) -> None:
    desk = Desk()
    desk.free.clear()
    planner = with_something_due(tmp_path, desk)
    async with opened(planner) as person:
        clock_of(planner).moment = clock_of(planner).moment.replace(hour=9, minute=31)
        person.app._tick()
        while not desk.hanging.is_set():
            await person.pilot.pause(0.02)
        await person.pilot.press("2")
        while person.app.current_mode != "plan" or "INBOX" not in person.screen:
            await person.pilot.pause(0.02)
        assert not desk.free.is_set(), "the desktop still hangs"
        desk.free.set()
        await person.wait()


async def test_many_at_once_do_not_cover_the_plan(tmp_path: Path) -> None:
    desk = Desk()
    planner = with_something_due(tmp_path, desk, count=9)
    async with opened(planner) as person:
        await later(person, planner, hour=9, minute=31)
        assert desk.raised == ["9 reminders"]
        assert "9 reminders" in person.toasts
        assert "and 3 more" in person.toasts
        assert len(person.app._notifications) == 1
