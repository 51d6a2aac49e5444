from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.errors import NotFound, NotMet
from planner.wiring import Planner
from tests.services.people import a_planner, named, plan_of


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    made = a_planner(tmp_path)
    for title in "ABCD":
        made.milestones.add(title)
    return made


def titles(planner: Planner) -> str:
    return "".join(sorted(each.title for each in plan_of(planner).milestones.values()))


def act_on(planner: Planner, title: str) -> str:
    return next(act.change.id for act in planner.history.acts() if f"“{title}”" in act.change.name)


def test_back_to_any_point_and_forward_again(planner: Planner) -> None:
    before = plan_of(planner).milestones
    done = planner.history.back_to(act_on(planner, "B"))
    assert [change.name for change in done] == ["Add “D”", "Add “C”", "Add “B”"]
    assert titles(planner) == "A"
    assert [act.state for act in planner.history.acts()] == ["undone"] * 3 + ["stands"]
    planner.history.forward_to(act_on(planner, "C"))
    assert titles(planner) == "ABC"
    planner.history.forward_to(act_on(planner, "D"))
    assert plan_of(planner).milestones == before


def test_what_is_gone_cannot_be_walked_to(planner: Planner) -> None:
    gone = act_on(planner, "D")
    planner.history.undo()
    planner.milestones.add("E")
    with pytest.raises(NotMet, match="not among what stands"):
        planner.history.back_to(gone)
    with pytest.raises(NotMet, match="was not taken back"):
        planner.history.forward_to(act_on(planner, "A"))
    with pytest.raises(NotFound):
        planner.history.back_to("ffff")
    assert titles(planner) == "ABCE"


def test_a_change_is_found_by_the_beginning_of_its_id(planner: Planner) -> None:
    planner.milestones.complete([named(planner, "A").id])
    newest = planner.history.list(1)[0]
    assert planner.history.get(newest.id[:12]) == newest
