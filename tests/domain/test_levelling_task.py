"""What levelling has to do: caps of weeks, limits of milestones, and a bound of work."""

from __future__ import annotations

from planner.domain.capacity import TOLERANCE, Load
from planner.domain.levelling_task import Task
from planner.domain.levelling_work import Work
from planner.domain.plan import Plan, Repeat
from tests.domain.planning import MONDAY, day, plan, step

FIRST = MONDAY.toordinal()


def task_of(made: Plan) -> Task:
    load = Load(made, MONDAY, day(400))
    return Task(load, load.weeks())


def test_a_week_that_holds_too_much_of_what_stays_may_go_on_holding_that() -> None:
    task = task_of(plan(step("a", 6, 4, fixed=True), step("b", 5, 4, fixed=True), step("c", 5, 2), step("d", 40, 9)))
    assert task.least == {FIRST: 8 * 60}
    assert task.series == {}
    assert FIRST in task.heavy
    assert task.caps(()) == {FIRST: 8 * 60}
    assert task.caps([FIRST])[FIRST] == 10 * 60
    assert task.free(FIRST) == 6 * 60 + TOLERANCE


def test_weeks_that_series_alone_overfill_are_told_apart() -> None:
    task = task_of(
        plan(step("w", 4, 7, repeat=Repeat(every="P4W", first=day(4)), scheduled=day(4)), hours_per_week="6")
    )
    assert task.series == {FIRST: 7 * 60} == task.least
    assert task_of(plan(step("a", 6, 9, fixed=True), hours_per_week="6")).series == {}


def test_freed_dates_and_targets_stand_in_place_of_their_own() -> None:
    task = task_of(plan(step("a", 6, 4, fixed=True), step("b", 6, 4), target=20))
    assert task.limits() == {"b": day(20).toordinal()}
    assert task.limits({"a": day(30).toordinal()}, {"g": day(25).toordinal()}) == {
        "a": day(30).toordinal(),
        "b": day(25).toordinal(),
    }


def test_a_plan_is_found_within_the_caps_and_the_best_one_unless_any_will_do() -> None:
    task = task_of(plan(step("a", 6, 6), step("b", 4, 5)))
    found = task.solve(task.limits(), task.caps(()), work=Work())
    assert found.sure
    assert found.moved == {"a": day(12).toordinal()}
    work = Work(left=1000)
    some = task.solve(task.limits(), task.caps(()), work=work, any_will_do=True)
    assert work.left < 1000
    assert some.moved
    assert not some.sure


def test_where_the_work_is_used_up_a_plan_stands_that_is_not_sure() -> None:
    task = task_of(plan(step("a", 6, 6), step("b", 4, 5)))
    found = task.solve(task.limits(), task.caps(()), work=Work(left=1))
    assert found.moved
    assert not found.sure


def test_no_more_work_is_spent_than_there_is_by_much() -> None:
    steps = [step(str(at), 10 + 6 * at, 20, after=(str(at - 1),) if at % 2 else ()) for at in range(7)]
    task = task_of(plan(*steps, hours_per_week="2"))
    work = Work(left=200_000)
    found = task.solve(task.limits(), task.caps(()), work=work)
    assert not found.sure
    assert work.left > -200_000


def test_a_part_of_the_work_comes_back_with_what_was_not_needed() -> None:
    work = Work(left=100)
    part = work.part(0.6)
    part.spend(20)
    assert (work.left, part.left) == (40, 40)
    work.returned(part)
    assert work.left == 80
