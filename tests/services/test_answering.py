"""What answers date is known before they are stored, and everything that waited gets its date."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.domain.build import GoalRequest
from planner.domain.errors import Infeasible, NotFound, NotMet, WrongUsage
from planner.wiring import Planner
from tests.domain.making import choice, date_question, step, template
from tests.services.people import TODAY, a_planner, built, keyed, only_goal, plan_of

PLAN = template(
    step("apply", "start"),
    step("study", "approved+P1W", after=("apply",)),
    step("mock", "study+P2W"),
    step("exam", "approved+P8W", fixed=True, after=("mock",)),
    step("again", "exam+P4W", if_=("failed",)),
    step("party", "exam+P1D", if_=("passed",)),
    duration="P20W",
    questions=(date_question("approved"), choice("result", "passed", "failed")),
)


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    made = a_planner(tmp_path, PLAN)
    built(made)
    return made


def test_all_that_waited_is_dated_directly_or_through_others_and_seen_before(planner: Planner) -> None:
    before = plan_of(planner)
    seen = planner.goals.preview_answer("A sam", {"approved": "in 10 days"})
    assert plan_of(planner).generation == before.generation
    assert {each.after.key for each in seen.move.moved} == {"study", "mock", "exam"}
    assert (seen.waiting, seen.move.past, seen.move.problems) == (2, (), ())
    planner.goals.answer("A sam", {"approved": "in 10 days"})
    assert keyed(planner, "mock").due == TODAY + timedelta(days=31)
    for each in seen.move.moved:
        assert plan_of(planner).milestones[each.after.id] == each.after
    both = planner.goals.preview_answer("A sam", {"result": "failed"})
    assert [each.key for each in both.gone] == ["party"]
    assert [each.after.key for each in both.move.moved] == ["again"]
    assert both.waiting == 0
    planner.goals.answer("A sam", {"result": "failed"})
    assert "party" not in {each.key for each in plan_of(planner).milestones.values()}
    back = planner.goals.preview_answer("A sam", {"result": "passed"})
    assert [each.key for each in back.added] == ["party"]


def test_what_it_puts_into_the_past_or_out_of_order_is_said(planner: Planner) -> None:
    seen = planner.goals.preview_answer("A sam", {"approved": (TODAY - timedelta(days=30)).isoformat()})
    assert {keyed(planner, "study").id, keyed(planner, "mock").id} == set(seen.move.past)
    assert any("would come before “Step apply”" in problem for problem in seen.move.problems)


def test_an_answer_that_says_nothing_new_touches_nothing(planner: Planner) -> None:
    planner.goals.answer("A sam", {"approved": "in 10 days"})
    assert planner.goals.preview_answer("A sam", {"approved": "in 10 days"}).is_empty


def test_it_is_refused_as_the_answer_itself(planner: Planner) -> None:
    target = only_goal(planner).target
    assert target is not None
    planner.goals.answer("A sam", {"approved": "in 10 days"})
    with pytest.raises(NotFound, match="has no question"):
        planner.goals.preview_answer("A sam", {"nothing": "1"})
    with pytest.raises(WrongUsage, match="is no answer"):
        planner.goals.preview_answer("A sam", {"result": "perhaps"})
    with pytest.raises(WrongUsage, match="has a time"):
        planner.goals.preview_answer("A sam", {"approved": "18:00"})
    with pytest.raises(Infeasible):
        planner.goals.preview_answer("A sam", {"start": (target + timedelta(days=9)).isoformat()})
    planner.goals.begin("Some aim")
    with pytest.raises(NotMet, match="asks nothing"):
        planner.goals.preview_answer("Some aim", {"approved": "today"})


def test_the_exam_of_the_shipped_plan_is_not_booked_before_the_approval(tmp_path: Path) -> None:
    planner = a_planner(tmp_path)
    goal = planner.goals.create(GoalRequest(template="pmp", target=date(2027, 6, 1))).ids[0]
    planned = keyed(planner, "book").due
    assert planned == date(2027, 3, 23)
    planner.goals.answer(goal, {"approved": "2027-03-02"})
    assert keyed(planner, "book").due == planned
    planner.goals.answer(goal, {"approved": "2027-04-12"})
    assert keyed(planner, "book").due == date(2027, 4, 12)
    planner.goals.answer(goal, {"approved": ""})
    assert keyed(planner, "book").due == planned
    seen = planner.goals.preview_answer(goal, {"approved": "2026-05-10"})
    assert seen.move.notes == (
        "“Sit the PMP exam” (2027-06-01) would come after 2027-05-10, 1 year after PMI approved the application.",
    )
