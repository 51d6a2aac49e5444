from __future__ import annotations

from pathlib import Path

import pytest

from planner.services.ordering import Where
from planner.wiring import Planner
from tests.services.people import a_planner, named, plan_of


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    made = a_planner(tmp_path)
    for title in "ABCD":
        made.milestones.add(title)
        made.goals.begin(f"Goal {title}")
    return made


def inbox(planner: Planner) -> str:
    return "".join(each.title for each in plan_of(planner).members(None))


def goals(planner: Planner) -> str:
    return "".join(line.goal.title[-1] for line in planner.queries.goals())


@pytest.mark.parametrize(
    ("title", "where", "row"),
    [("C", "up", "ACBD"), ("B", "down", "ACBD"), ("D", "first", "DABC"), ("A", "last", "BCDA")],
)
def test_it_stands_where_it_was_put(planner: Planner, title: str, where: Where, row: str) -> None:
    done = planner.ordering.milestone(named(planner, title).id, where)
    assert done.change is not None
    assert inbox(planner) == row
    planner.ordering.goal(f"Goal {title}", where)
    assert goals(planner) == row
    planner.history.undo()
    planner.history.undo()
    assert (inbox(planner), goals(planner)) == ("ABCD", "ABCD")


@pytest.mark.parametrize(("title", "where"), [("A", "up"), ("A", "first"), ("D", "down"), ("D", "last")])
def test_at_the_end_of_the_row_nothing_changes(planner: Planner, title: str, where: Where) -> None:
    assert planner.ordering.milestone(named(planner, title).id, where).change is None
    assert planner.ordering.goal(f"Goal {title}", where).change is None


def test_goals_move_among_those_of_their_status_and_new_ones_come_last(planner: Planner) -> None:
    planner.goals.pause("Goal D")
    planner.ordering.goal("Goal A", "last")
    assert goals(planner) == "BCAD"
    planner.goals.begin("Goal E")
    assert goals(planner) == "BCAED"
