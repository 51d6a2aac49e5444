"""Background reminders in the app."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.schedule import Schedule, Trouble
from planner.wiring import Planner
from tests.background.fakes import JOB, Memory
from tests.services.people import a_planner
from tests.ui.driving import NARROW, WIDE, a_plan, opened, stored

SIZES = (WIDE, NARROW)


@pytest.fixture
def scheduler() -> Memory:
    return Memory()


@pytest.fixture
def planner(tmp_path: Path, scheduler: Memory, monkeypatch: pytest.MonkeyPatch) -> Planner:
    monkeypatch.setattr("planner.background.this.must_start", lambda _job: None)
    planner = stored(a_planner(tmp_path, schedulers=(scheduler,)), *a_plan())
    monkeypatch.setattr(planner, "_job", lambda: JOB)
    return planner


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_set_up_after_a_look_at_what_that_does(
    planner: Planner, scheduler: Memory, size: tuple[int, int]
) -> None:
    async with opened(planner, size) as person:
        await person.press("f4")
        assert "none is set up" in person.screen
        assert "planner remind install" in person.screen
        assert "▌s Set up   shows first what it does" in person.screen
        await person.press("s")
        assert "/systemd/planner-remind" in person.screen
        assert scheduler.held() is None
        await person.press("enter")
        assert scheduler.held() == JOB
        assert "undo: planner remind uninstall" in person.toasts


async def test_it_is_removed(planner: Planner, scheduler: Memory) -> None:
    scheduler.job = JOB
    async with opened(planner) as person:
        await person.press("f4")
        assert "systemd, every minute" in person.screen
        await person.press("escape")
        assert scheduler.held() == JOB
        await person.press("f4", "r")
        assert "Remove the background reminders?" in person.screen
        await person.press("enter")
        assert scheduler.held() == JOB
        await person.press("f4", "r", "y")
        assert scheduler.held() is None
        assert "Removed from systemd" in person.toasts


async def test_what_is_wrong_is_told_and_can_be_mended(planner: Planner, scheduler: Memory) -> None:
    scheduler.job = JOB
    scheduler.schedule = Schedule(installed=True, troubles=(Trouble("the timer is [b]off[/]", "start it"),))
    async with opened(planner) as person:
        await person.press("f4")
        assert "✗ the timer is [b]off[/]" in person.screen
        assert "Set up again" in person.screen
        await person.press("s")
        assert "Nothing to do" in person.toasts


async def test_what_cannot_be_set_up_is_told(planner: Planner, scheduler: Memory) -> None:
    scheduler.missing = "there is no systemd here"
    async with opened(planner) as person:
        await person.press("f4")
        assert "there is no systemd here" in person.screen
        assert "▌Leave it as it is" in person.screen
        assert "s Set up   once what is said above is there" in person.screen
        await person.press("s")
        assert "planner remind watch" in person.toasts


async def test_the_palette_finds_it(planner: Planner) -> None:
    async with opened(planner) as person:
        await person.press("ctrl+p")
        await person.type("set up background reminders")
        await person.wait()
        assert "Set up, remove or look at background reminders" in person.screen
