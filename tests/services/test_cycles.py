"""From one cycle to the one that runs: by closing a step after the end, or because the person asks for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner.domain.errors import NotMet
from planner.wiring import Planner
from tests.domain.making import step, template
from tests.services.people import TODAY, a_planner, built, clock_of, only_goal, plan_of

ANSWERS = {"earned": "2024-03-12", "joined": "2021-10-05"}


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    """A CFE that is kept, in its year to October 2027, with all but the learning series closed."""
    planner = a_planner(tmp_path)
    built(planner, "cfe-keep", answers=ANSWERS, past="late")
    clock_of(planner).pass_days((date(2027, 10, 20) - TODAY).days)
    rest = [each.id for each in plan_of(planner).milestones.values() if each.key != "quarter"]
    planner.milestones.complete(rest, force=True)
    return planner


def wait_until(planner: Planner, day: date) -> None:
    clock_of(planner).pass_days((day - planner.queries.today()).days)


def of_cycle(planner: Planner, cycle: int) -> dict[str, date | None]:
    return {each.key or "": each.due for each in plan_of(planner).milestones.values() if each.cycle == cycle}


def quarter(planner: Planner) -> str:
    return next(each.id for each in plan_of(planner).milestones.values() if each.key == "quarter" and each.is_open)


def test_what_is_over_is_told_and_the_running_one_is_planned_though_something_old_is_open(planner: Planner) -> None:
    assert planner.queries.behind() == []
    wait_until(planner, date(2029, 11, 15))
    (one,) = planner.queries.behind()
    assert (one.ended, one.last) == (date(2027, 10, 31), date(2030, 10, 31))
    looked = planner.goals.next_cycle("cfe-keep", store=False)
    assert looked.change is None
    assert only_goal(planner).cycle == one.cycle - 3
    done = planner.goals.next_cycle("cfe-keep")
    assert done.change is not None
    assert done.change.name == "Plan the running cycle of “Keep the CFE”"
    (begun,) = done.begun
    assert (begun,) == looked.begun
    assert (begun.last, begun.milestones, begun.past) == (date(2030, 10, 31), 7, 1)
    assert begun.missed == (date(2028, 10, 31), date(2029, 10, 31))
    assert of_cycle(planner, one.cycle)["quarter"] == date(2029, 12, 31)
    assert planner.queries.behind() == []
    planner.history.undo()
    assert [each.cycle for each in planner.queries.behind()] == [one.cycle]
    assert of_cycle(planner, one.cycle) == {}


def test_what_is_left_open_reminds_of_the_end_of_its_cycle(tmp_path: Path) -> None:
    planner = a_planner(tmp_path)
    built(planner, "cfe-keep", answers=ANSWERS, past="late")
    wait_until(planner, date(2027, 8, 20))
    rest = [each.id for each in plan_of(planner).milestones.values() if each.key not in {"quarter", "proof"}]
    planner.milestones.complete(rest, force=True)
    said = [each.body for each in planner.reminders.list(90) if each.milestone == quarter(planner)]
    assert [one for one in said if "the cycle ends Sun 31 Oct" in one] != []
    proof = next(each.id for each in plan_of(planner).milestones.values() if each.key == "proof")
    assert not any("cycle" in each.body for each in planner.reminders.list(90) if each.milestone == proof)


def test_its_series_begins_with_the_first_day_that_is_not_past(planner: Planner) -> None:
    wait_until(planner, date(2030, 2, 1))
    planner.goals.next_cycle("cfe-keep")
    (series,) = (each for each in plan_of(planner).milestones.values() if each.key == "quarter" and each.cycle > 4)
    assert (series.due, series.repeat and series.repeat.count) == (date(2030, 3, 31), 2)


def test_the_first_step_that_is_closed_after_the_end_brings_the_running_one(planner: Planner) -> None:
    wait_until(planner, date(2029, 11, 15))
    done = planner.milestones.complete([quarter(planner)])
    (begun,) = done.begun
    assert begun.last == date(2030, 10, 31)
    assert len(begun.missed) == 2
    assert planner.milestones.complete([quarter(planner)]).begun == ()
    planner.history.undo()
    planner.history.undo()
    assert len(plan_of(planner).milestones) == 7


def test_the_last_step_of_a_cycle_that_is_closed_before_its_end_brings_the_next_one(planner: Planner) -> None:
    done = planner.milestones.skip([quarter(planner)], missed="all")
    (begun,) = done.begun
    assert (begun.last, begun.missed) == (date(2028, 10, 31), ())


def test_all_closed_years_too_late_brings_the_running_one_and_not_the_next(planner: Planner) -> None:
    wait_until(planner, date(2033, 6, 1))
    (begun,) = planner.milestones.skip([quarter(planner)], missed="all").begun
    assert begun.last == date(2033, 10, 31)


def test_several_closed_in_one_go_bring_it_once(tmp_path: Path) -> None:
    planner = a_planner(tmp_path)
    built(planner, "cfe-keep", answers=ANSWERS, past="late")
    wait_until(planner, date(2028, 1, 10))
    ids = [each.id for each in plan_of(planner).milestones.values() if each.key in {"ethics", "sum", "certify"}]
    assert len(planner.milestones.complete(ids, force=True).begun) == 1


def test_what_is_not_behind_is_refused_in_its_own_words(planner: Planner) -> None:
    with pytest.raises(NotMet, match="is planned for the cycle until 2027-10-31 already"):
        planner.goals.next_cycle("cfe-keep")
    planner.goals.begin("Of my own")
    with pytest.raises(NotMet, match="has no cycles"):
        planner.goals.next_cycle("Of my own")
    wait_until(planner, date(2029, 11, 15))
    planner.goals.pause("cfe-keep")
    assert planner.queries.behind() == []
    with pytest.raises(NotMet, match="is paused, not active"):
        planner.goals.next_cycle("cfe-keep")


def test_a_cycle_of_a_plan_of_its_own_begins_anew_too(tmp_path: Path) -> None:
    planner = a_planner(tmp_path, template(step("ask", "cycle_start+P1M"), duration=None, cycle="P1Y"))
    built(planner, start=TODAY)
    wait_until(planner, date(2028, 12, 1))
    (begun,) = planner.goals.next_cycle("A sample").begun
    assert (begun.last, begun.missed) == (date(2029, 11, 20), (date(2028, 11, 20),))


def test_a_step_that_leaves_while_others_are_open_brings_no_cycle(tmp_path: Path) -> None:
    planner = a_planner(tmp_path)
    built(planner, "cfe-keep", answers=ANSWERS, past="late")
    wait_until(planner, date(2029, 11, 15))
    goal, steps = only_goal(planner), plan_of(planner).milestones
    first, second, *_ = (each for each in steps.values() if each.is_open and each.key != "quarter")
    planner.milestones.delete([first.id])
    planner.milestones.move(second.id, None)
    assert only_goal(planner).cycle == goal.cycle
    assert plan_of(planner).milestones.keys() == steps.keys() - {first.id}
