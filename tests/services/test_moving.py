from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.domain.errors import Infeasible, InThePast, NotMet, WrongUsage
from planner.wiring import Planner
from tests.domain.making import step, template
from tests.services.people import TODAY, a_planner, built, clock_of, keyed, only_goal, plan_of

PLAN = template(
    step("a", "start"),
    step("b", "target-P4W", after=("a",)),
    step("exam", "target", fixed=True, after=("b",)),
    duration="P12W",
)


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    made = a_planner(tmp_path, PLAN)
    built(made)
    return made


def in_days(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def test_a_move_is_one_change_and_one_undo_takes_it_back(planner: Planner) -> None:
    before = plan_of(planner)
    done = planner.moving.move_goal("A sam", target=in_days(100))
    assert done.change is not None
    assert done.change.name == "Move “A sample”"
    assert keyed(planner, "exam").due == only_goal(planner).target == TODAY + timedelta(days=100)
    planner.history.undo()
    assert plan_of(planner).milestones == before.milestones
    assert plan_of(planner).goals == before.goals


def test_a_look_stores_nothing(planner: Planner) -> None:
    before = plan_of(planner).generation
    move = planner.moving.preview_goal("A sam", target="in 20 weeks")
    assert [each.after.key for each in move.moved] == ["b", "exam"]
    assert plan_of(planner).generation == before


def test_nothing_goes_into_the_past_without_a_word(planner: Planner) -> None:
    clock_of(planner).pass_days(14)
    planner.milestones.complete([keyed(planner, "a").id])
    with pytest.raises(InThePast, match="would lie before today") as told:
        planner.moving.move_goal("A sam", target=in_days(20))
    assert "the earliest date that fits, 2027-01-02 (--past earliest)" in told.value.hint
    planner.moving.move_goal("A sam", target=in_days(20), way="earliest")
    assert only_goal(planner).target == date(2027, 1, 2)
    assert keyed(planner, "b").due == planner.queries.today()
    planner.moving.move_goal("A sam", target=in_days(20), way="late")
    assert keyed(planner, "b").due == TODAY + timedelta(days=-8)
    assert only_goal(planner).late_start


def test_what_would_come_before_what_it_follows_is_refused_and_named(planner: Planner) -> None:
    with pytest.raises(Infeasible, match=r"“Step b” .* would come before “Step a”"):
        planner.moving.move_goal("A sam", start=in_days(80))
    planner.moving.move_goal("A sam", start=in_days(80), force=True)
    assert keyed(planner, "a").due == TODAY + timedelta(days=80)


def test_a_goal_moved_alone_leaves_its_milestones_where_they_are(planner: Planner) -> None:
    days = [milestone.due for milestone in plan_of(planner).milestones.values()]
    planner.moving.move_goal("A sam", target=in_days(10), alone=True)
    assert [milestone.due for milestone in plan_of(planner).milestones.values()] == days
    assert only_goal(planner).target == TODAY + timedelta(days=10)


@pytest.mark.parametrize("answers", [{"target": "2026-12-10"}, {"start": "2027-02-20"}, {"start": "2027-06-01"}])
def test_a_date_set_as_an_answer_is_asked_about_just_the_same(planner: Planner, answers: dict[str, str]) -> None:
    before = plan_of(planner).generation
    with pytest.raises((Infeasible, InThePast)):
        planner.goals.answer("A sam", answers)
    assert plan_of(planner).generation == before


def test_a_move_needs_a_date_and_an_open_goal(planner: Planner) -> None:
    with pytest.raises(WrongUsage):
        planner.moving.move_goal("A sam")
    with pytest.raises(WrongUsage, match="has a time"):
        planner.moving.move_goal("A sam", target="tomorrow 18:00")
    planner.goals.drop("A sam")
    with pytest.raises(NotMet, match="is dropped"):
        planner.moving.move_goal("A sam", target=in_days(200))
