"""A calendar file from the app, and reminders through the terminal the app runs in."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from planner.notify.terminal import TerminalNotifier
from planner.ports import Channel
from planner.wiring import Planner
from tests.domain.making import milestone
from tests.formats.rfc5545 import read
from tests.services.people import a_planner, clock_of
from tests.ui.driving import day, opened, stored


def with_a_call(home: Path) -> Planner:
    planner = a_planner(home)
    early = clock_of(planner).moment.replace(hour=5)
    call = milestone(1, title="Call the office", due=day(0), at=time(10, 30), leads=("PT0M",), dated_at=early)
    return stored(planner, call)


async def test_a_calendar_is_written_where_the_person_says(tmp_path: Path) -> None:
    path = tmp_path / "plan.ics"
    async with opened(with_a_call(tmp_path / "home")) as person:
        await person.press("f8")
        assert "Export a calendar file" in person.screen
        await person.press("e")
        await person.type(str(path))
        await person.press("enter")
        assert f"1 milestone in {path}" in person.toasts
        (event,) = read(path.read_bytes()).all("VEVENT")
        assert event["SUMMARY"].text == "Call the office"
        await person.press("f8", "escape")
        await person.press("f8", "t", "escape")
        assert person.toasts.count("milestone in") == 1


async def test_one_that_is_kept_follows_the_plan_with_the_passes_of_the_app(tmp_path: Path) -> None:
    path = tmp_path / "plan.ics"
    planner = with_a_call(tmp_path / "home")
    async with opened(planner) as person:
        await person.press("f8", "1")
        await person.type(str(path))
        await person.press("enter")
        assert "It follows the plan from now on." in person.toasts
        planner.milestones.add("Send the form tomorrow")
        person.app._tick()
        await person.wait()
        assert len(read(path.read_bytes()).all("VTODO")) == 2


async def test_a_file_of_others_is_refused_with_a_reason(tmp_path: Path) -> None:
    mine = tmp_path / "notes.txt"
    mine.write_text("mine")
    async with opened(with_a_call(tmp_path / "home")) as person:
        await person.press("f8", "t")
        await person.type(str(mine))
        await person.press("enter")
        assert "is no calendar of the planner" in person.toasts
        assert mine.read_text() == "mine"


@pytest.mark.thorough
async def test_the_timeline_is_a_picture_and_a_file_of_others_is_replaced_only_after_a_question(tmp_path: Path) -> None:
    path = tmp_path / "plan.svg"
    path.write_text("mine")
    async with opened(with_a_call(tmp_path / "home")) as person:
        await person.press("E")
        assert "Write the picture to which file?" in person.screen
        await person.type(str(path))
        await person.press("enter")
        assert "is no picture of the planner" in person.screen
        await person.press("n")
        assert path.read_text() == "mine"
        await person.press("E")
        await person.type(str(path))
        await person.press("enter", "y")
        assert f"1 milestone in {path}" in person.toasts
        assert "Call the office" in path.read_text("utf-8")


async def test_the_channel_of_the_terminal_writes_through_the_app(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner = with_a_call(tmp_path / "home")
    environ = {"TERM": "xterm-kitty", "LANG": "C.UTF-8"}
    planner.channels._make = lambda: [
        Channel("terminal", TerminalNotifier("osc777", write=planner.terminal, environ=environ))
    ]
    async with opened(planner) as person:
        written: list[str] = []
        driver = person.app._driver
        assert driver is not None
        monkeypatch.setattr(driver, "write", written.append)
        clock_of(planner).moment = clock_of(planner).moment.replace(hour=9, minute=31)
        person.app._tick()
        await person.wait()
        assert "\x1b]777;notify;Call the office;due today 10:30\x07" in written
        assert "Call the office" in person.toasts
