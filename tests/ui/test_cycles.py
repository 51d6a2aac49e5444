"""A cycle that is over: it is offered at opening, and planned by a key on its goal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from planner.ui.modals.dialog import Confirm
from planner.wiring import Planner
from tests.domain.making import credential, date_question, step, template
from tests.services.people import TODAY, a_planner, built, clock_of, only_goal
from tests.ui.driving import opened, until

KEEP = template(
    step("log", "cycle_end-P6M", title="Collect the hours"),
    step("renew", "cycle_end-P4W", title="Renew it", kind="renew"),
    title="Keep it",
    plan_from="earned",
    duration=None,
    questions=(date_question("earned"),),
    credentials=(credential(length="P1Y"),),
)


def behind(home: Path) -> Planner:
    planner = a_planner(home, KEEP)
    built(planner, answers={"earned": "2026-05-01"}, past="late")
    clock_of(planner).pass_days((date(2029, 8, 1) - TODAY).days)
    return planner


async def test_the_running_cycle_is_offered_at_opening_and_planned_with_a_yes(tmp_path: Path) -> None:
    planner = behind(tmp_path)
    async with opened(planner) as person:
        await until(lambda: isinstance(person.app.screen, Confirm))
        await person.wait()
        assert "The cycle of “Keep it” is over. Plan the one until 30 Apr 2030?" in person.screen
        await person.press("y")
        await until(lambda: only_goal(planner).cycle == 4)


async def test_it_can_be_left_and_asked_for_later(tmp_path: Path) -> None:
    planner = behind(tmp_path)
    async with opened(planner) as person:
        await until(lambda: isinstance(person.app.screen, Confirm))
        await person.press("n")
        assert only_goal(planner).cycle == 1
        await person.press("2", "Y")
        await until(lambda: only_goal(planner).cycle == 4)
