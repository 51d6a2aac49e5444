from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.domain.errors import Infeasible, InThePast, NotMet, WrongUsage
from planner.domain.plan import Repeat
from planner.services.edits import MilestoneEdit
from planner.wiring import Planner
from tests.domain.making import step, template
from tests.services.people import TODAY, a_planner, built, clock_of, keyed, named, only_goal, plan_of

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


# -- one milestone


def offset(planner: Planner, key: str) -> int:
    due = keyed(planner, key).due
    assert due is not None
    return (due - TODAY).days


CHAIN = template(
    step("a", "start+P2W"),
    step("b", "a+P1W"),
    step("c", "start+P4W", after=("b",)),
    step("exam", "target", fixed=True, after=("c",)),
    duration="P12W",
)


@pytest.fixture
def chain(tmp_path: Path) -> Planner:
    made = a_planner(tmp_path, CHAIN)
    built(made)
    return made


def test_a_milestone_moves_with_what_follows_as_one_change_and_one_undo_takes_it_back(chain: Planner) -> None:
    before = plan_of(chain).milestones
    seen = chain.moving.preview_milestone(keyed(chain, "a").id, in_days(24))
    assert plan_of(chain).milestones == before, "a look stores nothing"
    assert {each.after.key: each.days for each in seen.moved} == {"b": 10, "c": 4}
    done = chain.moving.move_milestone(keyed(chain, "a").id, in_days(24))
    assert done.change is not None
    assert done.change.name == "Move “Step a” by 10 days, with 2 that follow"
    assert done.ids == (keyed(chain, "a").id,)
    assert {each.after.id: each.after for each in seen.moved}.items() <= plan_of(chain).milestones.items()
    chain.history.undo()
    assert plan_of(chain).milestones == before


def test_a_milestone_moves_alone_and_what_counts_from_it_stays(chain: Planner) -> None:
    done = chain.moving.move_milestone(keyed(chain, "a").id, in_days(24), alone=True)
    assert done.change is not None
    assert done.change.name == "Move “Step a” by 10 days, alone"
    assert (offset(chain, "a"), offset(chain, "b"), offset(chain, "c")) == (24, 21, 28)
    assert keyed(chain, "b").moment == "a-P3D"
    chain.moving.move_milestone(keyed(chain, "a").id, in_days(25))
    assert offset(chain, "b") == 22, "it still counts from it"


def test_a_milestone_that_nothing_follows_is_just_moved_and_named(chain: Planner) -> None:
    done = chain.moving.move_milestone(keyed(chain, "c").id, f"{in_days(27)} 18:00", alone=True)
    assert done.change is not None
    assert done.change.name == "Move “Step c” 1 day earlier"
    assert str(keyed(chain, "c").at) == "18:00:00"
    assert chain.moving.move_milestone(keyed(chain, "c").id, f"{in_days(27)} 18:00").change is None


def test_a_fixed_date_in_the_way_stays_and_is_named(chain: Planner) -> None:
    seen = chain.moving.preview_milestone(keyed(chain, "c").id, in_days(90))
    exam = keyed(chain, "exam")
    assert (seen.broken, seen.beyond) == ((exam.id,), (keyed(chain, "c").id,))
    assert len(seen.problems) == 2
    chain.moving.move_milestone(keyed(chain, "c").id, in_days(90))
    assert keyed(chain, "exam").due == exam.due


def test_a_nudge_adds_up_and_stops_before_it_touches_another(chain: Planner) -> None:
    c = keyed(chain, "c").id
    for day in range(29, 32):
        nudged = chain.moving.nudge(c, 1)
        assert nudged.done.change is not None
        assert nudged.done.change.name == "Move “Step c” by 1 day"
        assert offset(chain, "c") == day
    generation = plan_of(chain).generation
    stopped = chain.moving.nudge(c, 70)
    assert (stopped.done.change, stopped.done.ids) == (None, (c,))
    assert stopped.shift.problems
    assert plan_of(chain).generation == generation
    assert chain.moving.nudge(keyed(chain, "a").id, 1).shift.moved


def test_a_nudge_keeps_the_time_and_needs_a_date(chain: Planner) -> None:
    chain.milestones.add("Dinner in 3 days 18:00")
    chain.milestones.add("Some day")
    dinner = named(chain, "Dinner")
    chain.moving.nudge(dinner.id, -1)
    moved = named(chain, "Dinner")
    assert (moved.due, moved.at) == (TODAY + timedelta(days=2), dinner.at)
    with pytest.raises(NotMet, match="has no date"):
        chain.moving.nudge(named(chain, "Some day").id, 1)
    chain.milestones.complete([dinner.id])
    with pytest.raises(NotMet, match="done already"):
        chain.moving.nudge(dinner.id, 1)
    with pytest.raises(NotMet, match="done already"):
        chain.moving.move_milestone(dinner.id, "tomorrow")
    with pytest.raises(NotMet, match="done already"):
        chain.moving.preview_milestone(dinner.id, "tomorrow")


def test_an_edit_moves_what_follows_in_the_same_change(chain: Planner) -> None:
    edit = MilestoneEdit(due=in_days(24), title="Step one")
    assert len(chain.moving.preview_edit(keyed(chain, "a").id, edit).moved) == 2
    done = chain.moving.edit(keyed(chain, "a").id, edit, alone=False)
    assert done.change is not None
    assert done.change.name == "Edit “Step a”, moved by 10 days, with 2 that follow"
    assert (keyed(chain, "a").title, offset(chain, "b")) == ("Step one", 31)


def test_a_first_date_is_named_with_its_day(chain: Planner) -> None:
    chain.milestones.add("Some day")
    done = chain.moving.move_milestone(named(chain, "Some day").id, in_days(3))
    assert done.change is not None
    assert done.change.name == "Move “Some day” to 2026-11-24"
    gone = chain.moving.edit(named(chain, "Some day").id, MilestoneEdit(due=""), alone=True)
    assert gone.change is not None
    assert gone.change.name == "Move “Some day” to no date"


def test_a_nudge_moves_the_open_occurrence_of_a_series_and_its_rhythm_stays(chain: Planner) -> None:
    chain.milestones.add("Practise tomorrow")
    one = named(chain, "Practise").id
    chain.milestones.edit(one, MilestoneEdit(repeat=Repeat(every="P1W")))
    chain.moving.nudge(one, 2)
    series = named(chain, "Practise")
    assert (series.due, series.scheduled) == (TODAY + timedelta(days=3), TODAY + timedelta(days=1))
    chain.milestones.complete([one])
    assert named(chain, "Practise").due == TODAY + timedelta(days=8)


def test_in_a_paused_goal_dates_move_as_ever_and_in_a_dropped_one_nothing_follows(chain: Planner) -> None:
    goal = only_goal(chain).id
    chain.milestones.add("Write it up in 15 days")
    chain.milestones.edit(named(chain, "Write it up").id, MilestoneEdit(after=(keyed(chain, "a").id,)))
    chain.goals.pause(goal)
    assert len(chain.moving.preview_milestone(keyed(chain, "a").id, in_days(24)).moved) == 3
    chain.milestones.add("Ask for it in 10 days")
    first = named(chain, "Ask for it").id
    chain.milestones.edit(keyed(chain, "a").id, MilestoneEdit(after=(first,)))
    assert len(chain.moving.preview_milestone(first, in_days(24)).moved) == 4
    chain.goals.drop(goal)
    assert chain.moving.preview_milestone(first, in_days(24)).is_plain


def test_what_is_all_done_moves_nothing_with_it(chain: Planner) -> None:
    chain.milestones.complete([keyed(chain, key).id for key in ("b", "c", "exam")], force=True)
    assert chain.moving.preview_milestone(keyed(chain, "a").id, in_days(24)).is_plain
