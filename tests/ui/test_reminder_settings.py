"""When reminders may come, from the app: the small form, muting a goal, acknowledging."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from planner.services.profile import ProfileEdit
from planner.ui.modals.edit_goal import MUTED
from planner.ui.modals.reminders import ReminderSettings, values_of
from planner.ui.widgets.one_of import OneOf
from planner.wiring import Planner
from tests.domain.making import goal, milestone
from tests.services.people import MORNING, TODAY, a_planner, only_goal
from tests.ui.driving import NARROW, WIDE, Person, filled, opened, stored, title_of


def field(person: Person, name: str) -> Input:
    return person.app.screen.query_one(f"#{name}", Input)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_what_is_typed_is_read_back_and_saved_as_one_change(tmp_path: Path, size: tuple[int, int]) -> None:
    planner = filled(tmp_path)
    async with opened(planner, size) as person:
        await person.press("R")
        assert isinstance(person.app.screen, ReminderSettings)
        field(person, "quiet").value = "21-7"
        field(person, "working_days").value = "mon-fri"
        field(person, "weekly_digest").value = "sun 18:00"
        field(person, "paused_until").value = "next mon"
        await person.wait()
        assert "what falls between 21:00 and 07:00 comes at 07:00" in person.screen
        assert "reminders come on Mon–Fri" in person.screen
        assert "every Sun at 18:00" in person.screen
        assert "nothing before Mon 23 Nov" in person.screen
        await person.press("ctrl+s")
        one = planner.profiles.get()
        assert (one.quiet_from, one.quiet_until, one.weekly_digest) == (time(21), time(7), "sun")
        assert one.paused_until == date(2026, 11, 23)
        await person.press("u")
        assert planner.profiles.get().quiet_from is None


async def test_what_cannot_be_read_is_said_and_nothing_saved(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("R")
        field(person, "morning_digest").value = "at dawn"
        await person.press("ctrl+s")
        assert "“at dawn” is no time of the day." in person.screen
        await person.press("escape")
        assert planner.profiles.get().morning_digest is None


async def test_it_asks_when_that_was_changed_underneath(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("R")
        planner.profiles.edit(ProfileEdit(quiet="22:00-6:00"))
        field(person, "quiet").value = "21:00-7:00"
        await person.press("ctrl+s")
        assert "Changed on both sides: quiet hours." in person.screen
        await person.press("enter")
        assert planner.profiles.get().quiet_from == time(22)


def test_the_texts_of_the_form_give_back_the_profile(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    given = {
        "quiet": "21:00-07:00", "working_days": "Mon–Fri", "morning_digest": "08:00", "weekly_digest": "mon 09:00",
        "paused_until": "2026-12-01",
    }  # fmt: skip
    planner.profiles.edit(ProfileEdit(**given))  # type: ignore[arg-type]  # all of them texts
    assert values_of(planner.profiles.get(), date(2026, 11, 21)) == given
    assert values_of(planner.profiles.get(), date(2026, 12, 1))["paused_until"] == ""


def with_goal(home: Path) -> Planner:
    return stored(a_planner(home), goal(1, title="Earn it"), milestone(2, title="Sit it", goal=goal(1).id))


async def test_a_goal_is_muted_by_a_key_and_in_its_form(tmp_path: Path) -> None:
    planner = with_goal(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "M")
        assert only_goal(planner).muted
        assert "Mute “Earn it”" in person.toasts
        await person.press("M")
        assert not only_goal(planner).muted
        await person.press("e")
        person.app.screen.query_one("#muted", OneOf).take(MUTED)
        field(person, "leads").value = "30d, 1d"
        await person.wait()
        await person.press("ctrl+s")
        assert (only_goal(planner).muted, only_goal(planner).leads) == (True, ("P30D", "P1D"))


async def test_what_has_reminded_is_acknowledged(tmp_path: Path) -> None:
    made = MORNING - timedelta(days=3)
    planner = stored(a_planner(tmp_path), milestone(1, title="Call", due=TODAY, leads=("P1D",), dated_at=made))
    async with opened(planner) as person:
        await person.press("r")
        assert "Acknowledge “Call”" in person.toasts
        assert title_of(planner, "Call").dated_at > MORNING
        await person.press("r")
        assert "No reminder of" in person.toasts
