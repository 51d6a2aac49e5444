"""The search of the plan of the fewest days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.capacity import Load, limit_of
from planner.domain.levelling_rooms import Rooms
from planner.domain.levelling_search import MOST, Sought, best
from planner.domain.levelling_work import Work
from planner.domain.plan import Plan
from tests.domain.planning import MONDAY, day, plan, step


def sought(made: Plan, known: dict[str, int] | None = None, *, work: int = 3_000_000) -> Sought:
    load = Load(made, MONDAY, day(400))
    limits = {each: limit_of(made.milestones[each], made, load.movable) for each in load.movable}
    return best(Rooms(load, load.weeks(), limits), known, Work(left=work))


def crowd(count: int, *, target: int = 200) -> Plan:
    return plan(*(step(f"{each}", 4, 3) for each in range(count)), target=target)


def at(number: int) -> int:
    return day(number).toordinal()


def later(made: Plan, moved: dict[str, int]) -> int:
    """The days that these moves take in all."""
    return sum(to - (made.milestones[each].due or MONDAY).toordinal() for each, to in moved.items())


def is_too_full(made: Plan, moved: dict[str, int]) -> bool:
    """Whether some week holds too much after these moves."""
    there = {each: replace(made.milestones[each], due=date.fromordinal(to)) for each, to in moved.items()}
    load = Load(replace(made, milestones={**made.milestones, **there}), MONDAY, day(400))
    return any(load.excess(week) for week in load.weeks())


def test_of_two_in_one_week_the_shorter_way_is_taken() -> None:
    assert sought(plan(step("a", 6, 6), step("b", 4, 5))) == Sought({"a": at(12)}, sure=True)


def test_what_is_known_stands_where_nothing_is_shorter_and_not_where_something_is() -> None:
    made = plan(step("a", 6, 6), step("b", 4, 5))
    assert sought(made, {"a": at(12)}) == Sought({"a": at(12)}, sure=True)
    assert sought(made, {"b": at(30)}) == Sought({"a": at(12)}, sure=True)


def test_parts_that_meet_in_no_week_are_put_together() -> None:
    made = plan(step("a", 6, 6), step("b", 4, 5), step("x", 90, 6), step("y", 88, 5))
    assert sought(made, {"b": at(13), "y": at(97)}) == Sought({"a": at(12), "x": at(95)}, sure=True)


def test_that_there_is_none_is_sure_once_all_was_tried() -> None:
    assert sought(crowd(3, target=6)) == Sought(None, sure=True)
    assert sought(plan(step("a", 6, 9, fixed=True))) == Sought(None, sure=True)


def test_one_that_stands_before_what_it_follows_lies_as_that_one_leaves_it() -> None:
    # “b” may stay before “a”; the later “a” is, the less of the week before is left to it.
    made = plan(step("a", 8, 3), step("b", 7, 9, after=("a",)), step("c", 6, 2, fixed=True), target=30)
    found = sought(made)
    assert found.sure
    assert found.moved
    assert not is_too_full(made, found.moved)


@pytest.mark.parametrize(("count", "sure"), [(4, True), (MOST + 1, False)])
def test_more_than_so_many_are_only_bettered_a_few_at_a_time(count: int, sure: bool) -> None:
    known = {f"{each}": at(18 + 7 * (each // 2)) for each in range(2, count)}
    made = crowd(count)
    found = sought(made, known)
    assert found.sure == sure
    assert found.moved
    assert later(made, found.moved) < later(made, known)
    assert not is_too_full(made, found.moved)


def test_what_is_known_stands_when_the_work_is_used_up() -> None:
    known = {"b": at(30)}
    assert sought(plan(step("a", 6, 6), step("b", 4, 5)), known, work=20) == Sought(known, sure=False)
    assert sought(plan(step("a", 6, 6), step("b", 4, 5)), work=20) == Sought(None, sure=False)
