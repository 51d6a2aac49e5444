"""Weeks as rooms: what lies where, and the first day with room."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.capacity import Load, limit_of
from planner.domain.levelling_rooms import NOWHERE, Rooms
from planner.domain.plan import Away, Plan
from tests.domain.planning import MONDAY, day, plan, step

LAST = 80


def rooms_of(made: Plan) -> Rooms:
    load = Load(made, MONDAY, day(LAST + 30))
    limits = {each: limit_of(made.milestones[each], made, load.movable) for each in load.movable}
    return Rooms(load, load.weeks(), limits)


def one_by_one(rooms: Rooms, one: int, first: int, last: int) -> int:
    """The same as `find`, day by day."""
    for at in range(first, min(last, rooms.limit[one]) + 1):
        lies = rooms.lying(one, at)
        if (at == rooms.due[one] or at >= rooms.today) and all(
            minutes <= rooms.room.get(week, minutes) for week, minutes in lies.items()
        ):
            return at
    return NOWHERE


@st.composite
def full_weeks(draw: st.DrawFn) -> Plan:
    """One step to find room for, among others that stay."""
    steps = [step("one", draw(st.integers(-3, 20)), draw(st.integers(1, 40)) / 4)]
    steps += [
        step(str(number), draw(st.integers(0, 60)), draw(st.integers(1, 24)) / 4, fixed=True)
        for number in range(draw(st.integers(1, 9)))
    ]
    if draw(st.booleans()):
        steps[0] = step("one", draw(st.integers(6, 20)), draw(st.integers(1, 40)) / 4, after=("before",))
        steps.append(step("before", draw(st.integers(0, 6)), fixed=True))
    start = draw(st.integers(0, 40))
    away = (Away(first=day(start), last=day(start + draw(st.integers(0, 12)))),) if draw(st.booleans()) else ()
    return plan(*steps, away=away, hours_per_week=draw(st.sampled_from(["2", "5", "8"])))


@settings(max_examples=60, deadline=None)
@given(full_weeks())
def test_the_day_found_is_the_first_with_room(made: Plan) -> None:
    rooms = rooms_of(made)
    one = rooms.number["one"]
    rooms.take_up(one)
    found = rooms.find(one, rooms.due[one], day(LAST).toordinal())
    wanted = one_by_one(rooms, one, rooms.due[one], day(LAST).toordinal())
    # Of a week in the middle of a long step minutes are rounded: a day too late is no harm, a day too early would be.
    assert found == wanted or (rooms.length[one] > 7 and found == wanted + 1)


def test_what_was_taken_up_and_set_down_again_leaves_the_rooms_as_they_were() -> None:
    rooms = rooms_of(plan(step("a", 3, 4), step("b", 9, 5, after=("a",)), step("c", 9, 2, after=("b",))))
    before = rooms.state()
    one = rooms.number["a"]
    rooms.take_up(one)
    assert sum(rooms.room.values()) == sum(before[2].values()) + 4 * 60
    assert rooms.set_down(one, rooms.due[one]) == []
    assert rooms.state() == before


def test_what_follows_and_would_stand_before_is_taken_up_too() -> None:
    rooms = rooms_of(plan(step("a", 3, 4), step("b", 9, 5, after=("a",)), step("c", 20, 2, after=("a",))))
    a, b = rooms.number["a"], rooms.number["b"]
    assert rooms.driven(a, day(12).toordinal()) == 1
    rooms.take_up(a)
    assert rooms.set_down(a, day(12).toordinal()) == [b]
    assert not rooms.down[b]


def test_nothing_may_go_where_what_follows_it_cannot() -> None:
    rooms = rooms_of(
        plan(step("a", 3, 4), step("b", 9, 5, after=("a",)), step("c", 15, 1, after=("b",), fixed=True), target=40)
    )
    assert rooms.limit[rooms.number["a"]] == day(15).toordinal()


def test_what_follows_itself_in_a_circle_stays() -> None:
    rooms = rooms_of(plan(step("a", 6, 6, after=("b",)), step("b", 6, 5, after=("a",)), step("c", 5, 3)))
    assert rooms.in_circles
    assert [each for each in rooms.ids if rooms.soft[rooms.number[each]]] == ["c"]
