"""A key that is held down completes one line; pressed again it completes the next one."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.wiring import Planner
from tests.services.people import plan_of
from tests.ui.driving import Person, filled, keys_of, opened, title_of, until

FIRST = "Ask two references for their dates"
SECOND = "Mock exam 1"


class Hand:
    """Presses space at the second that is said."""

    def __init__(self, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        self.person = person
        self.now = 1000.0
        person.app.between = 5.0
        monkeypatch.setattr("planner.ui.pressing.FIRST", 30.0)
        monkeypatch.setattr("planner.ui.pressing.monotonic", lambda: self.now)

    async def press(self, *after: float) -> None:
        """So many seconds after the press before."""
        for seconds in after:
            self.now += seconds
            await self.person.press("space")


def done(planner: Planner) -> int:
    """How many are done beyond the one that was."""
    return sum(each.status == "done" for each in plan_of(planner).milestones.values()) - 1


async def test_a_key_that_is_held_down_completes_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        hand = Hand(person, monkeypatch)
        await hand.press(0.0, 20.0, 1.0, 1.0, 1.0)
        assert person.app._soon is None
        assert done(planner) == 1
        await hand.press(60.0)
        assert done(planner) == 2


async def test_a_key_that_is_pressed_again_completes_the_next_line_before_any_other_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        hand = Hand(person, monkeypatch)
        await hand.press(0.0, 20.0)
        assert done(planner) == 1
        await person.press("u")
        assert title_of(planner, FIRST).status == "done"
        assert title_of(planner, SECOND).status == "todo"
        assert f"Complete “{SECOND}”" in person.toasts


async def test_it_is_done_as_soon_as_it_is_seen_that_the_key_is_not_held_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        hand = Hand(person, monkeypatch)
        person.app.between = 0.01
        await hand.press(0.0, 20.0)
        await until(lambda: done(planner) == 2)


async def test_after_another_key_nothing_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        hand = Hand(person, monkeypatch)
        await hand.press(0.0)
        await person.press("j")
        await keys_of(person, "space")
        await person.wait()
        assert done(planner) == 2


async def test_a_key_that_is_held_down_completes_what_is_marked_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        hand = Hand(person, monkeypatch)
        await person.press("x", "x")
        await hand.press(0.0, 20.0, 1.0, 1.0)
        assert done(planner) == 2
