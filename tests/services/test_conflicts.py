"""Two writers at one record: what the second one did not see is not written over."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from planner.config import Paths
from planner.domain.change import Change
from planner.domain.errors import ChangedMeanwhile
from planner.domain.plan import Edit, Goal, Milestone, Plan
from planner.services.edits import MilestoneEdit
from planner.services.goal_edits import GoalEdit
from planner.wiring import Planner
from tests.domain.making import goal, milestone
from tests.services.people import HashedIds, OneTemplate, SetClock, a_planner, plan_of


def a_plan(home: Path) -> tuple[Planner, Milestone, Goal]:
    planner = a_planner(home)
    records = milestone(1, title="Write the talk", effort=60), goal(2, title="Speak")
    planner.store.commit(lambda _plan: Edit("Fill", records))
    return planner, *records


def interrupted(planner: Planner, monkeypatch: pytest.MonkeyPatch, other: Callable[[], object]) -> None:
    """Another writer comes just before the next Change takes the lock."""
    commit = planner.store.commit

    def late(act: Callable[[Plan], Edit]) -> Change | None:
        monkeypatch.setattr(planner.store, "commit", commit)
        other()
        return commit(act)

    monkeypatch.setattr(planner.store, "commit", late)


def test_what_came_in_between_is_noticed_under_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planner, seen, _ = a_plan(tmp_path)
    other = MilestoneEdit(title="Theirs", notes="Read it again")
    interrupted(planner, monkeypatch, lambda: planner.milestones.edit(seen.id, other))
    with pytest.raises(ChangedMeanwhile) as refused:
        planner.milestones.edit(seen.id, MilestoneEdit(title="Mine", effort="2h"), seen=seen)
    assert refused.value.fields == ("title",)
    now = plan_of(planner).milestones[seen.id]
    assert (now.title, now.effort, now.notes) == ("Theirs", 60, "Read it again"), "nothing of mine, all of theirs"
    planner.milestones.edit(seen.id, MilestoneEdit(title="Mine", effort="2h"), seen=refused.value.now)  # type: ignore[arg-type]  # a milestone, as asked
    now = plan_of(planner).milestones[seen.id]
    assert (now.title, now.effort, now.notes) == ("Mine", 120, "Read it again")


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        (MilestoneEdit(effort="3h"), MilestoneEdit(title="Mine")),
        (MilestoneEdit(title="Mine"), MilestoneEdit(title="Mine")),
        (MilestoneEdit(due="2026-12-01 18:00"), MilestoneEdit(due="2026-12-01 18:00", title="Mine")),
    ],
    ids=["another field", "the same text", "the same date"],
)
def test_what_does_not_collide_is_saved(tmp_path: Path, theirs: MilestoneEdit, mine: MilestoneEdit) -> None:
    planner, seen, _ = a_plan(tmp_path)
    planner.milestones.edit(seen.id, theirs)
    planner.milestones.edit(seen.id, mine, seen=seen)
    assert plan_of(planner).milestones[seen.id].title == "Mine"


def test_another_time_on_the_same_day_collides(tmp_path: Path) -> None:
    planner, seen, _ = a_plan(tmp_path)
    planner.milestones.edit(seen.id, MilestoneEdit(due="2026-12-01 18:00"))
    with pytest.raises(ChangedMeanwhile) as refused:
        planner.milestones.edit(seen.id, MilestoneEdit(due="2026-12-01"), seen=seen)
    assert refused.value.fields == ("due",)


def test_goals_are_compared_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planner, _, seen = a_plan(tmp_path)
    interrupted(planner, monkeypatch, lambda: planner.goals.edit(seen.id, GoalEdit(title="Theirs", leads=("P1D",))))
    with pytest.raises(ChangedMeanwhile) as refused:
        planner.goals.edit(seen.id, GoalEdit(title="Mine", notes="n", leads=None, seen=seen))
    assert refused.value.fields == ("title", "leads")
    planner.goals.edit(seen.id, GoalEdit(notes="n", muted=True, seen=seen))
    assert plan_of(planner).goals[seen.id].notes == "n"


def test_a_second_process_that_waits_for_the_lock_sees_what_the_first_one_wrote(tmp_path: Path) -> None:
    first, second = (
        Planner(Paths(tmp_path, tmp_path), clock=SetClock(), ids=HashedIds(given), templates=OneTemplate())
        for given in (0, 1000)
    )
    first.store.commit(lambda _plan: Edit("Fill", (milestone(1, title="Write the talk"),)))
    seen = second.queries.plan().milestones[milestone(1).id]
    refused: list[ChangedMeanwhile] = []

    def edit() -> None:
        try:
            second.milestones.edit(seen.id, MilestoneEdit(title="Mine"), seen=seen)
        except ChangedMeanwhile as error:
            refused.append(error)

    waiting = threading.Thread(target=edit)

    def act(plan: Plan) -> Edit:
        waiting.start()  # the lock is held: the other one comes after this
        return Edit("Edit elsewhere", (replace(plan.milestones[seen.id], title="Theirs"),))

    first.store.commit(act)
    waiting.join()
    assert [error.fields for error in refused] == [("title",)]
    assert first.queries.plan().milestones[seen.id].title == "Theirs"
