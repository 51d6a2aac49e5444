from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from planner.domain.build import GoalRequest, common_ways
from planner.wiring import Planner
from tests.services.people import TODAY, a_planner


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    return a_planner(tmp_path)


@pytest.mark.parametrize("name", ["volunteer-lead", "pmp", "scrum"])
def test_the_preview_tells_the_hours_that_the_goal_will_have(planner: Planner, name: str) -> None:
    request = GoalRequest(template=name, start=TODAY)
    told = planner.goals.preview(request).minutes
    (made,) = planner.goals.create(request).ids
    assert told == planner.queries.goal(made).line.effort_left


def test_a_way_out_that_is_offered_is_one_that_works_when_it_is_taken(planner: Planner) -> None:
    requests = [GoalRequest(template=name) for name in ("find-mentor", "communication", "networking")]
    soon = TODAY + timedelta(weeks=20)
    combining = planner.combining
    drafts = combining.preview(requests, target=soon)
    assert [bool(draft.past) for draft in drafts] == [True, False, True]
    assert [draft.ways for draft in drafts] == [("earliest", "compress", "late"), (), ("earliest", "late")]
    assert common_ways(drafts) == ("earliest", "late")
    for way in ("earliest", "late"):
        taken = [GoalRequest(template=each.template, past=way) for each in requests]
        assert combining.preview(taken, target=soon)[1].goal.target == soon
        combining.create(taken, target=soon)
        planner.history.undo()


def test_what_was_prepared_is_what_is_made(planner: Planner) -> None:
    prepared = planner.combining.prepare([GoalRequest(template="pmp"), GoalRequest(template="networking")])
    done = planner.combining.make(prepared)
    plan = planner.queries.plan()
    assert done.ids == tuple(draft.goal.id for draft in prepared.drafts)
    seen = {each.id: each for draft in prepared.drafts for each in draft.milestones}
    assert {each.id: each for goal in done.ids for each in plan.members(goal)} == seen
    assert [replace(plan.goals[draft.goal.id], order=0) for draft in prepared.drafts] == [
        draft.goal for draft in prepared.drafts
    ]


def test_what_came_into_the_plan_after_it_was_prepared_is_shared_with_all_the_same(planner: Planner) -> None:
    alone = planner.combining.prepare([GoalRequest(template="manager-ready")])
    assert all(line.shared is None for line in alone.drafts[0].lines)
    planner.goals.create(GoalRequest(template="feedback-loop"))
    shared = [line for line in planner.goals.preview(GoalRequest(template="manager-ready")).lines if line.shared]
    (made,) = planner.combining.make(alone).ids
    kept = {each.key for each in planner.queries.plan().members(made)}
    assert shared
    assert kept.isdisjoint(line.step.key for line in shared)
