"""Levelling many: soon, in order, within the limits."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from planner.domain import levelling_quick
from planner.domain.capacity import Load, limit_of
from planner.domain.dependencies import comes_late
from planner.domain.levelling import level
from planner.domain.levelling_carry import carry
from planner.domain.levelling_quick import quick
from planner.domain.levelling_rooms import Rooms
from planner.domain.plan import Goal, Milestone, Plan
from tests.domain.making import NOW
from tests.domain.planning import MONDAY, day, plan, step

TARGET = 330


def crowd(count: int, seed: int) -> Plan:
    """So many steps, a third of them on a few days, in chains here and there, a few fixed."""
    chance = random.Random(seed)
    crowded = [chance.randrange(200) for _ in range(6)]
    dues = sorted(chance.choice(crowded) if chance.random() < 0.4 else chance.randrange(200) for _ in range(count))
    steps: list[Milestone] = []
    for number, due in enumerate(dues):
        after = (f"{number - 1}",) if number and chance.random() < 0.3 else ()
        hours = chance.choice([1, 1, 2, 3, 4]) / 4
        steps.append(step(f"{number}", due, hours, after=after, fixed=chance.random() < 0.04))
    return plan(*steps, target=TARGET, hours_per_week=str(count // 60 + 1))


def levelled(made: Plan) -> dict[str, int] | None:
    load = Load(made, MONDAY, day(TARGET + 60))
    limits = {each: limit_of(made.milestones[each], made, load.movable) for each in load.movable}
    return quick(Rooms(load, load.weeks(), limits))


def check_all(made: Plan, moved: dict[str, int]) -> None:
    milestones = dict(made.milestones)
    for each, at in moved.items():
        assert not milestones[each].fixed
        assert (milestones[each].due or MONDAY) < date.fromordinal(at) <= day(TARGET)
        milestones[each] = replace(milestones[each], due=date.fromordinal(at))
    after = Load(replace(made, milestones=milestones), MONDAY, day(TARGET + 60))
    assert not any(after.excess(week) for week in after.weeks())
    assert not any(comes_late(milestones[a], each) for each in milestones.values() for a in each.after)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_hundreds_are_levelled_within_their_limits_and_in_order(seed: int) -> None:
    made = crowd(300, seed)
    assert level(made, MONDAY, search=False).before[0] > 0
    moved = levelled(made)
    assert moved
    check_all(made, moved)
    assert levelled(made) == moved


def test_where_going_through_the_weeks_finds_none_setting_down_anew_does(monkeypatch: pytest.MonkeyPatch) -> None:
    made = crowd(120, 4)
    monkeypatch.setattr(levelling_quick, "carry", lambda _rooms, _stay: None)
    moved = levelled(made)
    assert moved
    check_all(made, moved)


def test_what_could_not_leave_a_week_it_was_carried_into_stays_out_of_it_the_next_time() -> None:
    far = Goal(id="h", title="Goal h", created=NOW, target=day(30))
    made = plan(
        step("a", 1, 3, goal="h"),
        step("b", 6, 2),
        step("c", 7, 1),
        step("d", 11, 3, goal="h", fixed=True),
        goals=(far,),
        target=13,
        hours_per_week="4",
    )
    load = Load(made, MONDAY, day(60))
    limits = {each: limit_of(made.milestones[each], made, load.movable) for each in load.movable}
    rooms = Rooms(load, load.weeks(), limits)
    stuck = carry(rooms, set())
    assert {rooms.ids[one] for one in stuck or ()} == {"b", "c"}
    moved = quick(Rooms(load, load.weeks(), limits))
    assert moved
    assert set(moved) == {"a"}


def test_where_there_is_no_room_at_all_nothing_is_moved() -> None:
    made = plan(*(step(f"{each}", 3, 6) for each in range(4)), target=12, hours_per_week="6")
    assert levelled(made) is None
    assert level(made, MONDAY).cannot_hold


def test_what_follows_one_that_found_no_room_is_not_waited_with_for_ever() -> None:
    made = plan(step("a", 3, 9), step("b", 4, 9, after=("a",)), step("c", 5, 9, after=("b",)), target=12)
    assert levelled(made) is None
