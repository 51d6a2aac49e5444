"""The plan laid out in time, as both front doors ask for it."""

from __future__ import annotations

from pathlib import Path

from planner.services.pictures import Wanted
from planner.wiring import Planner
from tests.domain.making import goal, milestone
from tests.services.people import a_planner
from tests.ui.driving import day, stored


def planned(home: Path) -> Planner:
    """A step that presses, one that does not, and another goal."""
    one, other = goal(1, title="Exam", target=day(20)), goal(2, title="Talk", target=day(90))
    return stored(
        a_planner(home), one, other,
        milestone(1, goal=one.id, due=day(19), effort=600),
        milestone(2, goal=one.id, due=day(2), kind="exam"),
        milestone(3, goal=other.id, due=day(30)),
    )  # fmt: skip


def test_what_is_critical_is_marked_where_it_is_asked_for(tmp_path: Path) -> None:
    planner = planned(tmp_path)
    assert not any(bar.critical for row in planner.timelines.show().rows for bar in row.bars)
    marked = [
        bar.milestone.id for row in planner.timelines.show(critical=True).rows for bar in row.bars if bar.critical
    ]
    assert marked == [milestone(1).id], "the talk has sixty days of room"
    assert planner.timelines.critical([goal(1).id]) == {milestone(1).id}
    assert planner.timelines.critical(["gone"]) == frozenset()
    assert planner.timelines.critical([goal(2).id]) == frozenset()


def test_a_picture_marks_the_same_as_critical(tmp_path: Path) -> None:
    planner = planned(tmp_path)
    press = 'class="rest critical"'
    for goals, number in (((), 2), ((goal(1).id,), 2), ((goal(2).id,), 0), ((goal(1).id, goal(2).id), 2)):
        data = planner.pictures.timeline(Wanted(goals=goals, last=day(90))).data.decode()
        assert data.count(press) == number, "the one that presses, and its sign in the legend"


def test_a_picture_goes_up_to_the_last_target_of_what_rests_too_and_counts_what_is_on_it(tmp_path: Path) -> None:
    planner = planned(tmp_path)
    planner.goals.pause(goal(2).id)
    made = planner.pictures.timeline()
    assert (made.last, made.goals, made.milestones) == (day(90), 2, 3)
    made = planner.pictures.timeline(Wanted(last=day(25)))
    assert (made.goals, made.milestones) == (1, 2), "the talk is not on it"
    assert "1 goal · 2 milestones" in made.data.decode()


def test_a_filter_leaves_what_it_lets_through(tmp_path: Path) -> None:
    planner = planned(tmp_path)
    shown = planner.timelines.show(planner.filters.read("kind:exam"))
    assert [(row.key, [bar.milestone.id for bar in row.bars]) for row in shown.rows] == [
        (goal(1).id, [milestone(2).id])
    ]
    assert shown.hidden == 2
