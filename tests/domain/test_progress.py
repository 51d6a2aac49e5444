from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.dependencies import find_loop, open_before
from planner.domain.plan import Milestone, Repeat
from planner.domain.progress import occupied
from tests.domain.making import TODAY, milestone


def by_id(*milestones: Milestone) -> dict[str, Milestone]:
    return {each.id: each for each in milestones}


def test_a_milestone_takes_its_effort_at_the_persons_pace_and_at_least_a_day() -> None:
    assert occupied(milestone(due=TODAY), {}, "6") == (TODAY - timedelta(days=1), TODAY)
    assert occupied(milestone(due=TODAY, effort=360), {}, "6") == (TODAY - timedelta(days=7), TODAY)
    assert occupied(milestone(due=TODAY, effort=60), {}, "6") == (TODAY - timedelta(days=2), TODAY)
    assert occupied(milestone(), {}, "6") is None


def test_it_does_not_begin_before_its_last_predecessor_is_due() -> None:
    before = milestone(1, due=TODAY - timedelta(days=3))
    step = milestone(2, due=TODAY, effort=600, after=(before.id,))
    assert occupied(step, by_id(before, step), "6") == (TODAY - timedelta(days=3), TODAY)


def test_done_or_skipped_satisfies_and_what_is_gone_holds_nothing() -> None:
    opened, done, skipped = milestone(1), milestone(2, status="done"), milestone(3, status="skipped")
    step = milestone(4, after=(opened.id, done.id, skipped.id, "f" * 32))
    assert open_before(step, by_id(opened, done, skipped, step)) == (opened.id,)


def test_a_series_holds_back_until_its_end_and_one_without_an_end_nothing() -> None:
    endless = milestone(1, due=TODAY, repeat=Repeat(every="P1W", first=TODAY))
    ending = milestone(2, due=TODAY, repeat=Repeat(every="P1W", first=TODAY, count=3))
    step = milestone(3, after=(endless.id, ending.id))
    assert open_before(step, by_id(endless, ending, step)) == (ending.id,)
    dated = milestone(3, due=TODAY - timedelta(days=1), after=(ending.id,))
    assert open_before(dated, by_id(ending, dated)) == ()


def test_a_circle_is_found_and_named_in_order() -> None:
    a, b, c = (
        milestone(1, after=("3".zfill(32),)),
        milestone(2, after=("1".zfill(32),)),
        milestone(3, after=("2".zfill(32),)),
    )
    assert find_loop(a.id, by_id(a, b, c)) == [a.id, c.id, b.id, a.id]
    assert find_loop("4".zfill(32), by_id(a, b, c)) is None


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_arrows_that_only_point_back_never_make_a_circle(arrows: list[tuple[int, int]]) -> None:
    after: dict[int, set[str]] = {}
    for one, other in arrows:
        if one != other:
            after.setdefault(max(one, other), set()).add(f"{min(one, other):032x}")
    milestones = by_id(*(milestone(n, after=tuple(sorted(after.get(n, ())))) for n in range(10)))
    assert all(find_loop(each, milestones) is None for each in milestones)
