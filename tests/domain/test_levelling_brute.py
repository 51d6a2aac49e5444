"""Levelling against brute force: realistic chains of several weeks, with a reckoning of its own.

The reckoning here knows nothing of the planner's: it lays the minutes day by day and tries day after day. Shares of a
minute are rounded as they are laid, week by week, so that both compare whole minutes.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.levelling import level
from planner.domain.plan import Plan
from tests.domain.planning import MONDAY, plan, step


@dataclass(frozen=True, kw_only=True)
class Small:
    """A step: its day after the Monday, hours, what it follows, whether it stays."""

    due: int
    hours: int
    after: tuple[int, ...] = ()
    fixed: bool = False


@dataclass(frozen=True, kw_only=True)
class Case:
    """Steps in the order in which they follow each other, hours a week, the last day of all."""

    steps: tuple[Small, ...]
    per_week: int
    target: int

    @property
    def made(self) -> Plan:
        """As a plan."""
        return plan(
            *(
                step(str(at), each.due, each.hours, after=tuple(map(str, each.after)), fixed=each.fixed)
                for at, each in enumerate(self.steps)
            ),
            target=self.target,
            hours_per_week=str(self.per_week),
        )

    def lying(self, at: int, due: int, before: int) -> Counter[int]:
        """Minutes by week of a step due that day, begun after `before` and not before the Monday."""
        one = self.steps[at]
        length = max(1, math.ceil(one.hours * 7 / self.per_week)) if one.hours else 1
        first = max(min(max(due - length, before), due - 1) + 1, 0)
        days = range(first, due + 1)
        found: Counter[int] = Counter()
        laid = 0
        for number, each in enumerate(days, start=1):
            until = one.hours * 60 * number // len(days)
            found[each // 7] += until - laid
            laid = until
        return found

    def fewest(self, most: int = 1 << 20) -> int | None:
        """The fewest days later, of all ways to give every soft step a day up to the target; None if there is none."""
        best: int | None = None
        full = self.per_week * 60 + 15

        def go(at: int, days: list[int], used: Counter[int], spent: int) -> None:
            nonlocal best
            if spent >= (most if best is None else best):
                return
            if at == len(self.steps):
                best = spent
                return
            one = self.steps[at]
            before = max((days[each] for each in one.after), default=-(1 << 20))
            if one.fixed:
                choices = range(one.due, one.due + 1) if before <= one.due else range(0)
            else:
                choices = range(max(one.due, before), self.target + 1)
            for due in choices:
                now = used + self.lying(at, due, before)
                if all(minutes <= full for minutes in now.values()):
                    go(at + 1, [*days, due], now, spent + due - one.due)

        go(0, [], Counter(), 0)
        return best


@st.composite
def cases(draw: st.DrawFn, *, most: int, slack: int, stay: int = 7) -> Case:
    """Chains and steps beside each other over several weeks; some take longer than a week's hours give."""
    per_week = draw(st.sampled_from([3, 4, 6]))
    steps: list[Small] = []
    for at in range(draw(st.integers(2, most))):
        after = tuple(sorted(draw(st.sets(st.integers(0, at - 1), max_size=2)))) if at else ()
        least = max((steps[each].due for each in after), default=4)
        due = least + draw(st.integers(0, 4))
        hours = draw(st.integers(1, per_week * 3 // 2))
        steps.append(Small(due=due, hours=hours, after=after, fixed=draw(st.integers(0, stay)) == 0))
    target = max(each.due for each in steps) + draw(st.integers(0, slack))
    return Case(steps=tuple(steps), per_week=per_week, target=target)


def check(case: Case) -> None:
    found = level(case.made, MONDAY)
    wanted = case.fewest(1 << 20 if found.full else found.days + 1)
    assert bool(found.full) == (wanted is None)
    assert found.best
    if wanted is not None:
        assert found.days == wanted


@settings(max_examples=10, deadline=None)
@given(cases(most=5, slack=20))
def test_chains_of_several_weeks_are_levelled_by_the_fewest_days(case: Case) -> None:
    check(case)


def chain(per_week: int, target: int, *steps: tuple[int, int, tuple[int, ...]]) -> Case:
    made = tuple(Small(due=due, hours=hours, after=after) for due, hours, after in steps)
    return Case(steps=made, per_week=per_week, target=target)


@pytest.mark.parametrize(
    "case",
    [
        chain(6, 22, (4, 2, ()), (4, 3, (0,)), (6, 5, (1,)), (8, 2, (0, 1))),
        chain(3, 34, (8, 3, ()), (10, 2, (0,)), (4, 2, ())),
        chain(4, 32, (6, 6, ()), (9, 2, (0,)), (10, 4, (0, 1))),
        chain(6, 18, (4, 6, ()), (6, 5, (0,)), (5, 1, ()), (6, 3, (2,))),
        chain(6, 31, (4, 6, ()), (7, 7, (0,)), (8, 4, (0,)), (8, 4, (0, 1))),
        chain(3, 22, (4, 2, ()), (8, 4, (0,)), (9, 3, (0, 1))),
    ],
)
def test_where_week_after_week_gives_more_days_the_search_finds_the_fewest(case: Case) -> None:
    quick = level(case.made, MONDAY, search=False)
    check(case)
    assert level(case.made, MONDAY).days < quick.days


@pytest.mark.parametrize(
    "case",
    [
        chain(3, 30, (4, 4, ()), (6, 4, ()), (9, 1, ()), (4, 1, ()), (5, 1, ())),
        chain(3, 32, (7, 1, ()), (10, 3, ()), (6, 4, ()), (3, 1, ()), (7, 2, ())),
    ],
)
def test_what_costs_less_but_leaves_less_room_is_not_taken_for_better(case: Case) -> None:
    check(case)


@pytest.mark.thorough
@settings(max_examples=60, deadline=None)
@given(cases(most=7, slack=60))
def test_up_to_seven_steps_the_search_comes_to_its_end(case: Case) -> None:
    found = level(case.made, MONDAY)
    assert found.best
    assert found.sure


@pytest.mark.thorough
@settings(max_examples=30, deadline=None)
@given(cases(most=7, slack=14))
def test_up_to_seven_steps_in_chains_are_levelled_by_the_fewest_days(case: Case) -> None:
    check(case)


def check_earliest(case: Case) -> None:
    """Every single date that is named makes a plan possible on its earliest day, and, where that is said to be sure,
    on no day before."""
    found = level(case.made, MONDAY)
    for conflict in found.conflicts:
        if conflict.together or len(found.conflicts) > 1:
            continue
        for held in conflict.held:
            for tried_on, fits in ((held.earliest, True), (date.fromordinal(held.earliest.toordinal() - 1), False)):
                if not (fits or held.sure):
                    continue
                at = (tried_on - MONDAY).days
                if held.kind == "target":
                    tried = replace(case, target=at)
                else:
                    steps = list(case.steps)
                    steps[int(held.id)] = replace(steps[int(held.id)], due=at)
                    tried = replace(case, steps=tuple(steps))
                assert (tried.fewest() is not None) == fits, (held, tried_on)


@settings(max_examples=15, deadline=None)
@given(cases(most=3, slack=2, stay=1))
def test_the_earliest_day_that_is_named_can_and_no_day_before(case: Case) -> None:
    check_earliest(case)


@pytest.mark.thorough
@settings(max_examples=50, deadline=None)
@given(cases(most=4, slack=2, stay=1))
def test_the_earliest_day_of_more_steps_can_and_no_day_before(case: Case) -> None:
    check_earliest(case)
