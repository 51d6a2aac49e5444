"""Acts on many milestones: each is one Change, all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.errors import NotFound, NotMet, WrongUsage
from planner.domain.plan import Edit, Repeat
from planner.wiring import Planner
from tests.domain.making import goal, milestone
from tests.services.people import TODAY, a_planner, plan_of

PMP, TALK = goal(1, title="Earn the PMP"), goal(2, title="Speak")
IDS = [milestone(number).id for number in range(1, 5)]


def filled(home: Path) -> Planner:
    planner = a_planner(home)
    records = (
        PMP,
        TALK,
        milestone(1, goal=PMP.id, key="a", moment="start", due=TODAY, tags=("Old", "exam")),
        milestone(2, goal=PMP.id, key="b", due=TODAY, order=1),
        milestone(3, goal=TALK.id, tags=("old",)),
        milestone(4, repeat=Repeat(every="P1W", first=TODAY), due=TODAY),
    )
    planner.store.commit(lambda _plan: Edit("Fill", records))
    return planner


def tags(planner: Planner) -> list[tuple[str, ...]]:
    return [plan_of(planner).milestones[each].tags for each in IDS]


def test_tags_are_added_and_taken_away_as_one_change(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    before = tags(planner)
    change = planner.many.tag(IDS[:3], add=("#new", "EXAM"), remove=("OLD",)).change
    assert change is not None
    assert change.name == "Tag #new #EXAM -#old on 3 milestones"
    assert tags(planner) == [("exam", "new"), ("new", "EXAM"), ("new", "EXAM"), ()]
    planner.history.undo()
    assert tags(planner) == before


def test_tags_that_are_none_are_refused_and_all_or_nothing_holds(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    with pytest.raises(WrongUsage):
        planner.many.tag(IDS, add=("two words",))
    with pytest.raises(NotMet):
        planner.many.tag(IDS)
    with pytest.raises(NotFound):
        planner.many.tag([*IDS, "nobody"], add=("new",))
    assert tags(planner) == [("Old", "exam"), (), ("old",), ()]


def test_a_tag_that_is_there_changes_nothing(tmp_path: Path) -> None:
    assert filled(tmp_path).many.tag([IDS[2]], add=("OLD",)).change is None


def test_many_go_to_another_goal_in_their_order_and_the_one_they_leave_remembers(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    change = planner.many.to_goal([IDS[1], IDS[0], IDS[2]], "speak").change
    assert change is not None
    assert change.name == "Move 3 milestones"
    plan = plan_of(planner)
    assert [each.id for each in plan.members(TALK.id)] == [IDS[2], IDS[1], IDS[0]]
    assert plan.goals[PMP.id].without == ("b", "a")
    assert (plan.milestones[IDS[0]].moment, plan.milestones[IDS[0]].due) == (None, TODAY)
    planner.history.undo()
    assert [each.id for each in plan_of(planner).members(PMP.id)] == IDS[:2]


def test_to_the_inbox_and_to_where_all_are_already(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    assert planner.many.to_goal(IDS[:2], PMP.id).change is None
    planner.many.to_goal(IDS, None)
    assert {each.goal for each in plan_of(planner).milestones.values()} == {None}


def test_lines_are_those_that_are_still_there_a_closed_occurrence_as_it_was(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    planner.milestones.complete([IDS[3]])
    (past,) = plan_of(planner).milestones[IDS[3]].occurrences
    planner.milestones.delete([IDS[0]])
    lines = planner.many.lines([past.id, IDS[0], IDS[3], IDS[1]])
    assert [(line.milestone.id, line.milestone.status) for line in lines] == [
        (past.id, "done"), (IDS[3], "todo"), (IDS[1], "todo"),
    ]  # fmt: skip
