"""Acts on many milestones: each is one Change, all or nothing."""

from __future__ import annotations

from datetime import timedelta
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
    with pytest.raises(WrongUsage, match="#new cannot be added and removed at once"):
        planner.many.tag(IDS, add=("#New",), remove=("old", "new"))
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


def dated(home: Path) -> Planner:
    planner = a_planner(home)
    records = (
        goal(1, title="Earn the PMP", start=TODAY, target=TODAY + timedelta(days=90)),
        milestone(1, title="Read", goal=PMP.id, key="a", moment="start+P4D", due=TODAY + timedelta(days=4)),
        milestone(2, title="Write", goal=PMP.id, key="b", moment="a+P3D", due=TODAY + timedelta(days=7), order=1),
        milestone(3, title="Rest", due=TODAY + timedelta(days=1)),
        milestone(4, title="Some day"),
        milestone(5, title="Over", due=TODAY, status="done", done_on=TODAY),
    )
    planner.store.commit(lambda _plan: Edit("Fill", records))
    return planner


def days(planner: Planner) -> list[int | None]:
    known = plan_of(planner).milestones
    dues = [known[milestone(number).id].due for number in range(1, 5)]
    return [None if due is None else (due - TODAY).days for due in dues]


@pytest.mark.parametrize(
    ("words", "alone", "after", "named"),
    [
        ("+5", False, [9, 12, 6, None], "Move 2 milestones by 5 days, with 1 that follows"),
        ("+5", True, [9, 7, 6, None], "Move 2 milestones by 5 days, alone"),
        ("-1", False, [3, 6, 0, None], "Move 2 milestones 1 day earlier, with 1 that follows"),
        ("2026-12-01", False, [10, 13, 10, None], "Move 2 milestones to 2026-12-01, with 1 that follows"),
    ],
)
def test_many_move_with_what_follows_or_alone_as_one_change(
    tmp_path: Path, words: str, alone: bool, after: list[int | None], named: str
) -> None:
    planner = dated(tmp_path)
    change = planner.many.move_dates([IDS[0], IDS[2]], words, alone=alone).change
    assert change is not None
    assert change.name == named
    assert days(planner) == after
    planner.moving.move_goal(PMP.id, start=(TODAY + timedelta(days=10)).isoformat())
    assert days(planner)[:2] == [each + 10 for each in after[:2] if each is not None], "all of it moves with its goal"
    planner.history.undo()
    planner.history.undo()
    assert days(planner) == [4, 7, 1, None]


def test_what_has_no_date_stays_without_one_unless_it_is_given_one(tmp_path: Path) -> None:
    planner = dated(tmp_path)
    assert planner.many.preview_move([IDS[2], IDS[3]], "+5").undated == (IDS[3],)
    planner.many.move_dates([IDS[2], IDS[3]], "+5")
    assert days(planner) == [4, 7, 6, None]
    planner.many.move_dates([IDS[2], IDS[3]], "tomorrow")
    assert days(planner) == [4, 7, 1, 1]
    planner.history.undo()
    with pytest.raises(NotMet, match="None of these has a date"):
        planner.many.move_dates([IDS[3]], "+5")


def test_one_that_is_done_is_refused_and_nothing_moves(tmp_path: Path) -> None:
    planner = dated(tmp_path)
    with pytest.raises(NotMet, match="“Over” is done already"):
        planner.many.move_dates([IDS[2], milestone(5).id], "+5")
    assert days(planner) == [4, 7, 1, None]


def test_lines_are_those_that_are_still_there_a_closed_occurrence_as_it_was(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    planner.milestones.complete([IDS[3]])
    (past,) = plan_of(planner).milestones[IDS[3]].occurrences
    planner.milestones.delete([IDS[0]])
    lines = planner.many.lines([past.id, IDS[0], IDS[3], IDS[1]])
    assert [(line.milestone.id, line.milestone.status) for line in lines] == [
        (past.id, "done"), (IDS[3], "todo"), (IDS[1], "todo"),
    ]  # fmt: skip
