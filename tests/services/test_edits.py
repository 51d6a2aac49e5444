from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.domain.errors import WrongUsage
from planner.domain.plan import Repeat
from planner.domain.template import StepRepeat
from planner.services.edits import MilestoneEdit
from planner.wiring import Planner
from tests.domain.making import choice, date_question, step, template
from tests.services.people import TODAY, a_planner, built, keyed, named, only_goal, plan_of


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    made = template(
        step("a", "start"),
        step("s", "start", repeat=StepRepeat(every="P1W", until="target")),
        step("hoped", "hope"),
        step("maybe", "start+P1W", if_=("yes",)),
        questions=(date_question("hope", expect="start+P2W"), choice("well", "yes", "no")),
    )
    return a_planner(tmp_path, made)


def weekly(planner: Planner, times: int) -> str:
    """A series of the person's own, done so many times."""
    planner.milestones.add(f"Practise {TODAY.isoformat()}")
    series = named(planner, "Practise").id
    planner.milestones.edit(series, MilestoneEdit(repeat=Repeat(every="P1W")))
    for _ in range(times):
        planner.milestones.complete([series])
    return series


def test_another_rhythm_of_a_running_series_counts_on_from_its_open_day(planner: Planner) -> None:
    for rule, following in (
        (Repeat(every="P2W"), TODAY + timedelta(weeks=6)),
        (Repeat(every="P1M"), date(2027, 1, 19)),
        (Repeat(rrule="FREQ=WEEKLY;BYDAY=MO"), date(2026, 12, 21)),
    ):
        series = weekly(planner, 4)
        planner.milestones.edit(series, MilestoneEdit(repeat=rule))
        changed = named(planner, "Practise")
        assert (changed.n, changed.due) == (5, TODAY + timedelta(weeks=4))
        planner.milestones.complete([series])
        assert named(planner, "Practise").due == following
        planner.milestones.delete([series])


def test_a_series_with_another_rhythm_still_moves_with_its_goal(planner: Planner) -> None:
    goal = built(planner, start=TODAY)
    series = keyed(planner, "s").id
    planner.milestones.complete([series])
    planner.milestones.complete([series])
    planner.milestones.edit(series, MilestoneEdit(repeat=Repeat(every="P3D")))
    assert keyed(planner, "s").due == TODAY + timedelta(weeks=2)
    planner.goals.answer(goal, {"start": (TODAY + timedelta(days=5)).isoformat()})
    assert keyed(planner, "s").due == TODAY + timedelta(days=19)


def test_the_copy_of_a_running_series_begins_with_the_open_day(planner: Planner) -> None:
    series = weekly(planner, 4)
    (copy,) = planner.milestones.duplicate(series).ids
    planner.milestones.complete([copy])
    assert plan_of(planner).milestones[copy].due == TODAY + timedelta(weeks=5)
    assert [past.n for past in plan_of(planner).milestones[copy].occurrences] == [1]


def test_a_series_that_is_none_any_more_keeps_its_open_step_when_asked_to_reopen(planner: Planner) -> None:
    from planner.domain.errors import NotMet

    series = weekly(planner, 2)
    planner.milestones.edit(series, MilestoneEdit(repeat=None))
    before = named(planner, "Practise")
    with pytest.raises(NotMet, match="open already"):
        planner.milestones.reopen([series])
    assert named(planner, "Practise") == before


def test_what_is_moved_or_copied_is_the_persons_own(planner: Planner) -> None:
    goal = built(planner, start=TODAY)
    hoped = keyed(planner, "hoped")
    (copy,) = planner.milestones.duplicate(hoped.id).ids
    assert not plan_of(planner).milestones[copy].expected
    planner.milestones.move(hoped.id, None)
    moved = plan_of(planner).milestones[hoped.id]
    assert (moved.goal, moved.due, moved.expected, moved.key) == (None, hoped.due, False, None)
    assert "hoped" in only_goal(planner).without
    planner.milestones.move(keyed(planner, "maybe").id, None)
    planner.goals.answer(goal, {"well": "yes"})
    assert [m.title for m in plan_of(planner).milestones.values()].count("Step maybe") == 1


@pytest.mark.parametrize("rule", [Repeat(every="P1W"), Repeat(rrule="FREQ=WEEKLY;BYDAY=MO")])
def test_a_repeat_may_not_end_before_its_open_day(planner: Planner, rule: Repeat) -> None:
    series = weekly(planner, 2)
    due = named(planner, "Practise").due
    assert due is not None
    planner.milestones.edit(series, MilestoneEdit(repeat=replace(rule, until=due)))
    before = plan_of(planner)
    with pytest.raises(WrongUsage, match=f"is due on {due}, after the last day of its repeat, {TODAY}"):
        planner.milestones.edit(series, MilestoneEdit(repeat=replace(rule, until=TODAY)))
    assert plan_of(planner) == before
