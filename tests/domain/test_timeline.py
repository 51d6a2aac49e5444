"""The plan laid out in time."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.agenda import Lister
from planner.domain.filters import parse_filter
from planner.domain.plan import STATUSES, CheckItem, Goal, Milestone, Plan, Profile, Repeat
from planner.domain.progress import occupied
from planner.domain.timeline import Timeline, linked, next_overload, timeline
from tests.domain.making import NOW, TODAY, goal, milestone, plan


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def laid(*records: Goal | Milestone, only: str = "", **fields: Any) -> Timeline:
    lister = Lister(plan(*records, **fields), NOW, UTC, lambda _goal: None)
    return timeline(lister, parse_filter(only, TODAY, strict=True) if only else None)


def test_an_empty_plan_is_an_empty_timeline_of_today() -> None:
    shown = laid()
    assert (shown.rows, shown.first, shown.last, shown.dated, shown.undated) == ((), TODAY, TODAY, 0, 0)
    assert len(shown.weeks) == 1


def test_a_goal_spans_from_its_first_start_to_its_target_or_its_last_due() -> None:
    one = goal(1, target=day(30))
    shown = laid(one, milestone(1, goal=one.id, due=day(10)), milestone(2, goal=one.id, due=day(20)))
    assert (shown.rows[0].first, shown.rows[0].last) == (day(9), day(30))
    later = laid(one, milestone(1, goal=one.id, due=day(44)))
    assert (later.rows[0].first, later.rows[0].last) == (day(30), day(44))
    assert (shown.first, shown.last) == (TODAY, day(30))


def test_a_bar_occupies_what_its_effort_takes_at_the_pace_of_its_goal() -> None:
    one, quick = goal(1), goal(2, hours_per_week="12")
    shown = laid(
        one, quick, milestone(1, goal=one.id, due=day(20), effort=360),
        milestone(2, goal=quick.id, due=day(20), effort=360),
    )  # fmt: skip
    assert [(bar.start, bar.due) for row in shown.rows for bar in row.bars] == [(day(13), day(20)), (day(16), day(20))]


def test_a_goal_without_dates_and_what_has_no_date_are_told() -> None:
    one = goal(1)
    shown = laid(one, milestone(1, goal=one.id), milestone(2, title="Loose"), milestone(3, due=day(1)))
    assert [(row.goal.title if row.goal else None, len(row.bars), len(row.undated)) for row in shown.rows] == [
        ("Goal 1", 0, 1),
        (None, 1, 1),
    ]
    assert (shown.rows[0].first, shown.dated, shown.undated) == (None, 1, 2)


def test_dropped_goals_are_left_out_and_achieved_ones_come_last() -> None:
    goals = [goal(number, status=status) for number, status in enumerate(("achieved", "dropped", "paused", "active"))]
    steps = [milestone(number, goal=each.id, due=day(number)) for number, each in enumerate(goals)]
    shown = laid(*goals, *steps)
    assert [row.goal.status for row in shown.rows if row.goal] == ["active", "paused", "achieved"]
    assert shown.rows[0].health == "on_track"


def test_links_are_between_bars_only_and_are_found_from_both_ends() -> None:
    one = goal(1)
    steps = [milestone(number, goal=one.id, due=day(number)) for number in (1, 2)]
    undated = milestone(3, goal=one.id)
    last = milestone(4, due=day(9), after=(steps[0].id, steps[1].id, undated.id, "gone"))
    shown = laid(one, *steps, undated, last)
    assert shown.links == ((steps[0].id, last.id), (steps[1].id, last.id))
    before, after = linked(shown.links)
    assert before == {last.id: [steps[0].id, steps[1].id]}
    assert after == {steps[0].id: [last.id], steps[1].id: [last.id]}


@pytest.mark.parametrize(
    ("fields", "share"),
    [
        ({"status": "done"}, (1, 1)),
        ({"status": "skipped"}, (0, 1)),
        ({"status": "doing"}, (0, 1)),
        ({"checklist": (CheckItem(title="a", done=True), CheckItem(title="b"))}, (1, 2)),
        ({"repeat": Repeat(every="P1W", count=4, first=TODAY)}, (0, 1)),
        ({"repeat": Repeat(every="P1W", first=TODAY)}, (0, 1)),
    ],
)
def test_how_much_of_a_bar_is_done(fields: dict[str, Any], share: tuple[int, int]) -> None:
    (bar,) = laid(milestone(1, due=day(3), **fields)).rows[0].bars
    assert (bar.done, bar.parts) == share


def test_a_filter_leaves_what_it_lets_through_and_counts_the_rest_but_the_hours_are_those_of_all() -> None:
    one, two = goal(1, title="Earn the PMP"), goal(2, title="Speak")
    records = (
        one, two,
        milestone(1, goal=one.id, due=day(2), kind="exam", skills=("sql",), effort=600),
        milestone(2, goal=one.id, due=day(3), effort=600),
        milestone(3, goal=two.id, kind="exam"),
        milestone(4, goal=two.id, due=day(4), after=(milestone(3).id,)),
    )  # fmt: skip
    whole = laid(*records)
    for text, dated, undated, rows in (
        ("kind:exam", 1, 1, 2),
        ("goal:pmp", 2, 0, 1),
        ("skill:sql", 1, 0, 1),
        ("is:blocked", 1, 0, 1),
        ("status:done", 0, 0, 0),
    ):
        shown = laid(*records, only=text)
        assert (shown.dated, shown.undated, len(shown.rows)) == (dated, undated, rows), text
        assert shown.hidden == 4 - dated - undated
        assert shown.weeks[0] == whole.weeks[0]
        assert shown.rows == () or shown.rows[0].total == 2, "progress is that of the whole goal"
    assert laid(*records, only="goal:pmp due:2026-11-24").rows[0].first == whole.rows[0].first, "and so is its span"


def test_weeks_lie_without_a_gap_and_an_overloaded_one_is_found_on_both_sides() -> None:
    shown = laid(milestone(1, due=day(20), effort=1200, fixed=True), profile=Profile(hours_per_week="3"))
    mondays = [week.monday for week in shown.weeks]
    assert all(two - one == timedelta(days=7) for one, two in pairwise(mondays))
    heavy = [week for week in shown.weeks if week.overload]
    assert heavy
    assert next_overload(shown.weeks, TODAY - timedelta(days=99), 1) == heavy[0]
    assert next_overload(shown.weeks, day(99), -1) == heavy[-1]
    assert next_overload(shown.weeks, day(99), 1) is None
    assert shown.week_of(heavy[0].monday + timedelta(days=6)) == heavy[0]
    assert shown.week_of(TODAY - timedelta(days=30)) is None


def test_the_hours_are_counted_so_far_and_no_further() -> None:
    series = milestone(1, due=day(1), effort=30, repeat=Repeat(every="P1D", first=day(1)))
    shown = laid(series, milestone(2, due=date(2199, 12, 31)))
    assert len(shown.weeks) == 156


STEPS = st.builds(
    lambda due, effort, status, owner, fixed: (due, effort, status, owner, fixed),
    st.none() | st.integers(-400, 800),
    st.none() | st.integers(5, 6000),
    st.sampled_from(STATUSES),
    st.none() | st.integers(1, 3),
    st.booleans(),
)


@settings(max_examples=40)
@given(st.lists(STEPS, max_size=12), st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=14))
def test_each_milestone_appears_once_inside_the_span_of_its_row(
    steps: list[tuple[Any, ...]], follows: list[tuple[int, int]]
) -> None:
    goals = {number: goal(number, target=day(50) if number == 1 else None) for number in (1, 2, 3)}
    made: list[Milestone] = []
    for number, (due, effort, status, owner, fixed) in enumerate(steps):
        after = tuple(f"{one:032x}" for one, two in follows if two == number and one < number)
        made.append(
            milestone(
                number,
                due=None if due is None else day(due),
                effort=effort,
                status=status,
                fixed=fixed,
                goal=goals[owner].id if owner else None,
                after=after,
                done_on=TODAY if status == "done" else None,
            )
        )
    whole: Plan = plan(*goals.values(), *made)
    shown = timeline(Lister(whole, NOW, UTC, lambda _goal: None))
    seen = Counter(bar.milestone.id for row in shown.rows for bar in row.bars)
    seen += Counter(line.milestone.id for row in shown.rows for line in row.undated)
    assert seen == Counter(each.id for each in made)
    assert (shown.dated, shown.undated) == (
        sum(1 for each in made if each.due),
        sum(1 for each in made if not each.due),
    )
    for row in shown.rows:
        for bar in row.bars:
            assert row.first is not None
            assert row.last is not None
            assert shown.first <= row.first <= bar.start <= bar.due <= row.last <= shown.last
            assert (bar.start, bar.due) == occupied(bar.milestone, whole.milestones, "6")
            assert 0 <= bar.done <= bar.parts
        assert list(row.bars) == sorted(row.bars, key=lambda bar: (bar.start, bar.due))
