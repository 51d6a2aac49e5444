"""What holds of slack and of the critical path in every plan that is in order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.critical import Path, Paths, Timing
from planner.domain.critical_chain import ROOM
from planner.domain.plan import Plan
from tests.domain.planning import MONDAY, plan, step


def timed(whole: Plan, name: str) -> Timing:
    found = Paths(whole, MONDAY).timing(name)
    assert found is not None
    return found


Arrows = list[tuple[int, int]]


def made(days: Sequence[int], arrows: Arrows, *, fixed: set[int], hours: Sequence[int], target: int | None) -> Plan:
    """Steps in the order of their days, of which only later ones follow earlier ones: nothing is out of order."""
    after: dict[int, set[int]] = {}
    for one, other in arrows:
        if one % len(days) != other % len(days):
            low, high = sorted((one % len(days), other % len(days)))
            after.setdefault(high, set()).add(low)
    ordered = sorted(days)
    steps = [
        step(
            f"{n:02}",
            ordered[n],
            hours[n % len(hours)],
            after=tuple(f"{each:02}" for each in sorted(after.get(n, ()))),
            fixed=n in fixed,
        )
        for n in range(len(ordered))
    ]
    return plan(*steps, target=target)


plans = st.builds(
    made,
    st.lists(st.integers(0, 60), min_size=1, max_size=9),
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=16),
    fixed=st.sets(st.integers(0, 8), max_size=3),
    hours=st.lists(st.integers(0, 20), min_size=1, max_size=4),
    target=st.none() | st.integers(0, 80),
)


def pushed(whole: Plan, name: str, by: int) -> dict[str, date]:
    """Where all stand when one is delayed: what follows is pushed just enough to keep the room it has. Written anew,
    without the rules under test."""
    effort_days = {
        each.id: max(1, -(-(each.effort or 0) * 7 // (60 * 6))) if each.effort else 1
        for each in whole.milestones.values()
    }
    due = {each.id: each.due or MONDAY for each in whole.milestones.values()}
    new = dict(due)
    new[name] += timedelta(days=by)
    for each in sorted(whole.milestones):  # the names are in an order that keeps all arrows
        step_ = whole.milestones[each]
        if not step_.after:
            continue
        start = max(due[each] - timedelta(days=effort_days[each]), *(due[before] for before in step_.after))
        room = due[each] - start
        if each != name:
            new[each] = max(new[each], *(new[before] + room for before in step_.after))
    return new


def breaks(whole: Plan, new: dict[str, date]) -> bool:
    """Whether a fixed date is pushed, the target missed that was kept, or the end of a plan without one."""
    target = whole.goals["g"].target
    last = max(each.due or MONDAY for each in whole.milestones.values())
    for each in whole.milestones.values():
        assert each.due is not None
        limit = each.due if each.fixed else target if target and each.due <= target else last
        if new[each.id] > limit:
            return True
    return False


def never_negative(whole: Plan) -> None:
    paths = Paths(whole, MONDAY)
    for each in whole.milestones:
        timing = paths.timing(each)
        assert timing is not None
        assert timing.slack is not None
        assert timing.slack >= 0
        assert timing.latest_start is not None
        assert timing.latest_due is not None
        assert timing.latest_start <= timing.latest_due
    assert all(each.slack is None or each.slack >= 0 for each in paths.path("g").late)


def exact(whole: Plan) -> None:
    paths = Paths(whole, MONDAY)
    for each in whole.milestones:
        timing = paths.timing(each)
        assert timing is not None
        assert timing.slack is not None
        assert not breaks(whole, pushed(whole, each, timing.slack))
        assert breaks(whole, pushed(whole, each, timing.slack + 1))


def leads_to_the_end(whole: Plan) -> None:
    paths = Paths(whole, MONDAY)
    found = paths.path("g")
    assert found.steps
    assert found.slack is not None
    for before, then in zip(found.steps, found.steps[1:], strict=False):
        assert before in whole.milestones[then].after
    timings = {each: timed(whole, each) for each in whole.milestones}
    assert timings[found.steps[-1]].limit in {"fixed", "target", "last"}
    assert paths.critical() == found.critical == (set(found.steps) if found.slack <= ROOM else set())
    assert all((timings[each].slack or 0) <= found.slack for each in found.steps)
    target = whole.goals["g"].target
    aims = [each for each in whole.milestones.values() if each.due and target and each.due <= target]
    inner = {each.id for each in aims or whole.milestones.values() if not at_its_limit(timings[each.id], each.due)}
    on_path = inner & set(found.steps)
    if on_path:
        assert found.slack == min(timings[each].slack or 0 for each in inner)
        assert days_of(whole, paths, found.steps) == max(
            days_of(whole, paths, each) for each in chains(whole, found, inner)
        )
    elif inner:
        assert found.slack == 0, "the end hangs on a step to which nothing leads up that is as near"
    assert not inner or found.critical or min(timings[each].slack or 0 for each in inner) > ROOM


def at_its_limit(timing: Timing, due: date | None) -> bool:
    return timing.limit != "step" and timing.latest_due == due


def days_of(whole: Plan, paths: Paths, chain: Sequence[str]) -> int:
    found = (paths.timing(each) for each in chain)
    return sum(each.length for each in found if each is not None)


def chains(whole: Plan, path: Path, inner: Collection[str]) -> Iterator[list[str]]:
    """All chains of steps with no more slack than the path through one that has as much, to a limit; by brute force."""
    slacks = {each: timed(whole, each).slack or 0 for each in whole.milestones}
    least = path.slack or 0
    for lead in (each for each in inner if slacks[each] == least):
        ahead, last = [], timed(whole, lead)
        while last.limit == "step":
            ahead.append(last.by)
            last = timed(whole, last.by)
        waiting = [[lead]]
        while waiting:
            chain = waiting.pop()
            yield chain + ahead
            waiting += [[each, *chain] for each in whole.milestones[chain[0]].after if slacks[each] <= least]


@settings(max_examples=40)
@given(plans)
def test_slack_is_never_negative_where_all_is_in_order(whole: Plan) -> None:
    never_negative(whole)


@settings(max_examples=40)
@given(plans)
def test_a_delay_by_the_slack_breaks_nothing_and_one_more_day_does(whole: Plan) -> None:
    exact(whole)


@settings(max_examples=40)
@given(plans)
def test_the_path_is_a_path_of_dependencies_with_the_least_slack_on_it(whole: Plan) -> None:
    leads_to_the_end(whole)


@pytest.mark.thorough
@settings(max_examples=1500)
@given(plans)
def test_slack_and_path_hold_for_many_plans(whole: Plan) -> None:
    never_negative(whole)
    exact(whole)
    leads_to_the_end(whole)
