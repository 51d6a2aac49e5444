"""Answering a goal's questions in the app: what the answers date is seen below them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from planner.ui.modals.questions import Questions
from planner.ui.widgets.choice import Choice
from planner.ui.widgets.date_input import DateInput
from planner.wiring import Planner
from tests.domain.making import choice, date_question, step, template
from tests.services.people import TODAY, a_planner, built, keyed
from tests.ui.driving import NARROW, WIDE, Person, day, opened, settled, the_app

PLAN = template(
    step("apply", "start", title="Send the application", asks=("approved",)),
    step("study", "approved+P1W", title="Study the outline", after=("apply",)),
    step("exam", "approved+P8W", title="Sit the exam", fixed=True, after=("study",)),
    step("again", "exam+P4W", title="Sit it again", if_=("failed",)),
    step("party", "exam+P1D", title="Celebrate", if_=("passed",)),
    title="Earn the certificate",
    duration="P20W",
    questions=(date_question("approved"), choice("result", "passed", "failed")),
)


def made(home: Path) -> Planner:
    planner = a_planner(home, PLAN)
    built(planner, start=TODAY)
    return planner


async def looked(person: Person) -> None:
    """Wait for what the answers would do, not for the pause before that."""
    dialog = person.app.screen
    assert isinstance(dialog, Questions)
    await person.wait()
    dialog._look()
    await person.wait()


async def test_what_an_answer_dates_is_seen_before_it_is_saved(tmp_path: Path) -> None:
    planner = made(tmp_path)
    before = planner.store.load().generation
    async with opened(planner) as person:
        await person.press("2", "A")
        dialog = person.app.screen
        dialog.query_one(DateInput).text = "in 10 days"
        await looked(person)
        assert "2 milestones get other dates; 2 still have none." in person.screen
        assert "no date     → Tue 8 Dec" in person.screen
        assert planner.store.load().generation == before
        dialog.query(Choice).last().take("failed")
        await looked(person)
        assert "3 milestones get other dates, 1 goes." in person.screen
        await person.press("ctrl+s")
        assert (keyed(planner, "study").due, keyed(planner, "exam").due) == (day(17), day(66))


@pytest.mark.thorough
async def test_what_lies_in_the_past_or_cannot_be_is_said(tmp_path: Path) -> None:
    planner = made(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "A")
        dialog = person.app.screen
        dialog.query_one(DateInput).text = "2026-11-01"
        await looked(person)
        assert "in the past" in person.screen
        assert "would come before" in person.screen
        dialog.query_one(DateInput).text = "nonsense"
        await looked(person)
        assert "get other dates" not in person.screen
        dialog.query_one(DateInput).text = ""
        await looked(person)
        await person.press("ctrl+s")
        assert keyed(planner, "study").due is None


@pytest.mark.thorough
async def test_the_question_of_a_completed_step_shows_it_too(tmp_path: Path) -> None:
    planner = made(tmp_path)
    async with opened(planner) as person:
        await person.press("space")
        dialog = person.app.screen
        assert isinstance(dialog, Questions)
        dialog.query_one(DateInput).text = "today"
        await looked(person)
        assert "2 milestones get other dates" in person.screen
        await person.press("ctrl+s")
        assert keyed(planner, "study").due == day(7)


@pytest.mark.thorough
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
def test_it_looks_as_it_did(snap_compare: Callable[..., bool], tmp_path: Path, size: tuple[int, int]) -> None:
    async def walk(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("2", "A")
        await settled(pilot)
        dialog = pilot.app.screen
        assert isinstance(dialog, Questions)
        for field in dialog.query(Input):
            field.cursor_blink = False
            field._cursor_visible = True
        dialog.query_one(DateInput).text = "2026-11-10"
        await settled(pilot)
        dialog._look()
        await settled(pilot)

    assert snap_compare(the_app(made(tmp_path)), terminal_size=size, run_before=walk)
