"""The days that milestones may get, and in which week they begin then."""

from __future__ import annotations

from planner.domain.capacity import Load, limit_of
from planner.domain.levelling_choices import NEVER, Choices
from planner.domain.levelling_rooms import Rooms
from planner.domain.levelling_work import Work
from planner.domain.plan import Plan
from tests.domain.planning import MONDAY, day, plan, step


def choices_of(made: Plan, names: str, *, most: int = NEVER, **pinned: int) -> Choices:
    load = Load(made, MONDAY, day(60))
    rooms = Rooms(load, load.weeks(), {each: limit_of(made.milestones[each], made, load.movable) for each in "abc"})
    part = [rooms.number[each] for each in names]
    return Choices(rooms, part, most, Work(), {names.index(each): at(by) for each, by in pinned.items()})


def at(number: int) -> int:
    return day(number).toordinal()


def three(a: int, b: int, c: int, *, after: tuple[str, ...] = (), target: int = 20) -> Plan:
    return plan(step("a", a, 6), step("b", b, 5, after=after), step("c", c, 1, after=("b",)), target=target)


def test_the_days_are_those_up_to_the_limit_and_to_the_most() -> None:
    found = choices_of(three(6, 4, 12), "abc")
    assert list(found.days(0)) == list(range(at(6), at(20) + 1))
    assert list(choices_of(three(6, 4, 12), "abc", most=3).days(0)) == [at(6), at(7), at(8)]
    assert list(choices_of(three(6, 4, 12), "abc", a=9).days(0)) == [at(9)]


def test_what_is_late_stays_or_goes_to_today_at_the_earliest() -> None:
    found = choices_of(plan(step("a", -3, 2), step("b", 40, 1), step("c", 41, 1), target=1), "a")
    assert list(found.days(0)) == [at(-3), at(0), at(1)]
    ((stays, _), *_) = found.beginning(0, 0, 0, 0)
    assert stays == at(-3)
    assert found.effort == [0]  # it lies after its due


def test_one_begins_in_the_first_week_in_which_it_lies() -> None:
    found = choices_of(three(6, 4, 12), "abc")
    begun = {day: week for week in range(3) for day, _ in found.beginning(0, week, 0, 0)}
    assert (begun[at(6)], begun[at(12)], begun[at(13)], begun[at(20)]) == (0, 0, 1, 2)
    assert found.beginning(0, 0, 0, at(13)) == []
    assert found.earliest(0, 1, 0, 0) == at(13)
    assert found.earliest(0, 1, at(8), 0) == at(7)  # all of it on its day, which what it follows leaves to it
    assert found.earliest(0, 4, 0, 0) == NEVER


def test_no_day_is_earlier_than_the_nearest_whatever_it_follows() -> None:
    found = choices_of(three(6, 4, 12), "abc")
    assert [found.nearest(0, week, 0) for week in range(4)] == [at(6), at(7), at(14), NEVER]
    assert found.nearest(0, 0, at(9)) == at(9)


def test_a_day_with_which_it_alone_is_too_much_for_a_week_is_none() -> None:
    found = choices_of(plan(step("a", 6, 4, after=("b",)), step("b", 6, 3), step("c", 5, 3, fixed=True)), "ab")
    days = {day for week in range(9) for day, _ in found.beginning(0, week, at(6), 0)}
    assert at(6) not in days
    assert min(days) == at(7)


def test_each_comes_after_what_it_follows() -> None:
    found = choices_of(three(6, 7, 12, after=("a",)), "abc")
    order = [found.in_order.index(one) for one in range(3)]
    assert order == sorted(order)
    assert (found.before, found.order, found.behind) == ([[], [0], [1]], [[], [0], [1]], [[1], [2], []])
    assert not found.loose
    assert found.floor(1, (at(9), 0, 0)) == found.least(1, (at(9), 0, 0)) == at(9)


def test_what_stands_after_its_follower_is_loose_until_it_is_pinned() -> None:
    made = three(6, 4, 12, after=("a",))
    assert choices_of(made, "abc").loose == {0}
    pinned = choices_of(made, "abc", a=8)
    assert not pinned.loose
    assert pinned.floor(1, (at(8), 0, 0)) == at(8)
    assert pinned.least(1, (at(8), 0, 0)) == 0  # it may stay before it


def test_what_must_follow_a_pinned_one_is_not_before_its_day() -> None:
    made = plan(step("a", 6, 1), step("b", 4, 1, after=("a",)), step("c", 12, 1, after=("a",)), target=20)
    assert choices_of(made, "abc").loose == {0}
    pinned = choices_of(made, "abc", a=14)
    assert [pinned.least(one, (at(14), 0, 0)) for one in range(3)] == [0, 0, at(14)]
