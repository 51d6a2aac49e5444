"""Parts of a plan that can be levelled each by itself."""

from __future__ import annotations

import pytest

from planner.domain import levelling_parts
from planner.domain.capacity import Load, limit_of
from planner.domain.levelling_parts import parts_of
from planner.domain.levelling_rooms import Rooms
from planner.domain.plan import Plan
from tests.domain.planning import MONDAY, day, plan, step

FAR = 1 << 30


def rooms_of(made: Plan) -> Rooms:
    load = Load(made, MONDAY, day(200))
    limits = {each: limit_of(made.milestones[each], made, load.movable) for each in load.movable}
    return Rooms(load, load.weeks(), limits)


def named(made: Plan, days: int) -> list[list[str]] | None:
    rooms = rooms_of(made)
    found = parts_of(rooms, days)
    return None if found is None else [sorted(rooms.ids[one] for one in part) for part in found]


def test_what_is_weeks_apart_and_moves_a_few_days_is_levelled_by_itself() -> None:
    made = plan(step("a", 6, 6), step("b", 4, 5), step("x", 83, 6), step("y", 81, 5))
    assert named(made, 6) == [["a", "b"], ["x", "y"]]


def test_what_could_go_as_far_as_the_others_is_one_part_with_them() -> None:
    made = plan(step("a", 6, 6), step("b", 4, 5), step("x", 83, 6), step("y", 81, 5))
    assert named(made, FAR) == [["a", "b", "x", "y"]]


def test_what_lies_in_weeks_that_hold_enough_is_in_no_part() -> None:
    assert named(plan(step("a", 6, 6), step("b", 4, 5), step("calm", 60, 1)), 6) == [["a", "b"]]
    assert named(plan(step("a", 6, 2)), FAR) == []


def test_what_follows_and_lies_otherwise_with_it_is_in_its_part() -> None:
    made = plan(step("a", 6, 6), step("b", 4, 5), step("c", 20, 1, after=("a",)))
    parts = named(made, 6)
    assert parts == [["a", "b", "c"]]


def test_of_too_many_no_parts_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made = plan(*(step(str(each), 6, 1) for each in range(12)))
    assert named(made, FAR) is not None
    monkeypatch.setattr(levelling_parts, "MOST_REACHED", 11)
    assert named(made, FAR) is None


def test_what_meets_only_in_a_week_with_room_for_all_stays_apart() -> None:
    one = (step("stays", 6, 18, fixed=True), step("a", 6, 3))
    other = (step("remains", 34, 14, fixed=True), step("x", 30, 12))
    assert named(plan(*one, *other, hours_per_week="20"), 15) == [["a"], ["x"]]
