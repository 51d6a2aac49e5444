from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.capacity import Load
from planner.domain.durations import FIRST_DAY, LAST_DAY
from planner.domain.errors import WrongUsage
from planner.domain.filters import parse_filter
from planner.domain.month import Month, another_month, mondays_of, month_of, narrowed, read_month, with_load
from planner.domain.plan import Away, Goal, Milestone, Occurrence, Profile, Repeat
from tests.domain.making import NOW, TODAY, goal, milestone, plan
from tests.domain.test_agenda import days, lister

DECEMBER = date(2026, 12, 1)


def november(*records: Goal | Milestone, only: str = "", of: str | None = None) -> Month:
    month = month_of(lister(*records), TODAY, of)
    return narrowed(month, parse_filter(only, TODAY)) if only else month


def on(month: Month, day: date) -> list[str]:
    return [line.milestone.title for line in month.day(day).lines]


@given(st.dates(FIRST_DAY, LAST_DAY))
def test_a_sheet_holds_every_day_of_its_month_once_in_whole_weeks(day: date) -> None:
    mondays = mondays_of(day)
    sheet = [monday + timedelta(days=number) for monday in mondays for number in range(7)]
    assert all(monday.weekday() == 0 for monday in mondays)
    assert sheet == [sheet[0] + timedelta(days=number) for number in range(len(sheet))]
    own = [each for each in sheet if (each.year, each.month) == (day.year, day.month)]
    assert own[0].day == 1
    assert (own[-1] + timedelta(days=1)).day == 1
    assert 4 <= len(mondays) <= 6
    assert own[0] - sheet[0] < timedelta(days=7)
    assert sheet[-1] - own[-1] < timedelta(days=7)


@given(st.dates(FIRST_DAY, LAST_DAY), st.integers(-30, 30))
def test_another_month_is_there_and_back_but_for_days_that_a_month_lacks(day: date, months: int) -> None:
    there = another_month(day, months)
    assert FIRST_DAY <= there <= LAST_DAY
    if there != day:
        assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
        assert there.day == day.day or (there + timedelta(days=1)).day == 1


_milestones = st.builds(
    lambda number, due, status, repeat, fixed: milestone(
        number, due=due, status=status, repeat=repeat, fixed=fixed, done_on=due if status == "done" else None
    ),
    st.integers(1, 10**6),
    st.none() | st.dates(TODAY - timedelta(days=60), TODAY + timedelta(days=60)),
    st.sampled_from(["todo", "doing", "done", "skipped"]),
    st.none() | st.sampled_from(["P1D", "P1W", "P1M"]).map(lambda every: Repeat(every=every, count=5)),
    st.booleans(),
)


@given(st.lists(_milestones, max_size=8, unique_by=lambda each: each.id), st.dates(TODAY, TODAY + timedelta(days=90)))
def test_every_dated_milestone_stands_on_its_day_once_and_projected_ones_come_after_it(
    found: list[Milestone], first: date
) -> None:
    month = month_of(lister(*found), first)
    sheet = [each for week in month.weeks for each in week.days]
    shown = [(line.milestone.id, each.day, line.projected) for each in sheet for line in each.lines]
    assert len(shown) == len(set(shown))
    assert all(line.day == each.day for each in sheet for line in each.lines)
    inside = {each.id: each.due for each in found if each.due and sheet[0].day <= each.due <= sheet[-1].day}
    assert {key: day for key, day, projected in shown if not projected} == inside
    dues = {each.id: each.due for each in found}
    assert all(dues[key] is not None and day > dues[key] for key, day, projected in shown if projected)  # type: ignore[operator]
    assert month.counts[1] <= month.counts[0] <= len(shown)


def test_a_day_is_in_order_times_first_then_fixed_ones_then_by_title_and_what_is_closed_last() -> None:
    day = days(3)
    month = november(
        milestone(1, title="B soft", due=day),
        milestone(2, title="A done", due=day, status="done", done_on=TODAY),
        milestone(3, title="C fixed", due=day, fixed=True),
        milestone(4, title="D timed", due=day, at=time(18, 0)),
        milestone(5, title="A soft", due=day),
    )
    assert on(month, day) == ["D timed", "C fixed", "A soft", "B soft", "A done"]


def test_a_series_stands_with_what_was_done_what_is_open_and_what_is_projected() -> None:
    past = Occurrence(
        id="9" * 32, n=1, scheduled=days(-14), due=days(-13), status="done", done_on=days(-12), closed_at=NOW
    )
    series = milestone(
        1, title="Review", due=days(-7), repeat=Repeat(every="P1W", first=days(-14)), occurrences=(past,), n=2
    )
    month = month_of(lister(replace(series, scheduled=days(-7))), TODAY)
    shown = {each.day: each.lines[0] for week in month.weeks for each in week.days if each.lines}
    assert sorted(shown) == [days(-13), days(-7), days(0), days(7), days(14)]
    assert [shown[each].projected for each in sorted(shown)] == [False, False, True, True, True]
    assert shown[days(-13)].milestone.id == "9" * 32
    assert shown[days(-7)].overdue
    assert not shown[days(0)].overdue


def test_what_was_missed_of_a_series_is_told_from_what_was_skipped() -> None:
    past = tuple(
        Occurrence(id=f"{n}" * 32, n=n, scheduled=days(n), due=days(n), status="skipped", missed=n == 1, closed_at=NOW)
        for n in (1, 2)
    )
    series = milestone(7, due=days(3), repeat=Repeat(every="P1D", first=days(1), count=3), occurrences=past, n=3)
    month = november(series)
    assert [month.day(days(n)).missed for n in (1, 2, 3)] == [{"1" * 32}, frozenset(), frozenset()]


def test_a_series_that_rests_has_no_later_ones() -> None:
    resting = milestone(1, due=TODAY, repeat=Repeat(every="P1D", first=TODAY, paused_on=TODAY))
    assert november(resting).counts == (1, 0)


def test_what_never_had_a_date_stands_where_it_was_closed() -> None:
    month = november(
        milestone(1, title="Done", status="done", done_on=days(-2)),
        milestone(2, title="Skipped", status="skipped", closed_at=NOW),
        milestone(3, title="Open"),
    )
    assert (on(month, days(-2)), on(month, TODAY), month.counts) == (["Done"], ["Skipped"], (2, 2))


def test_open_steps_of_paused_goals_and_all_of_dropped_ones_are_left_out() -> None:
    paused, dropped, over = (
        goal(1, status="paused"),
        goal(2, status="dropped", target=TODAY),
        goal(3, status="achieved"),
    )
    month = november(
        *(paused, dropped, over),
        milestone(1, title="Open, paused", goal=paused.id, due=TODAY),
        milestone(2, title="Done, paused", goal=paused.id, due=TODAY, status="done"),
        milestone(3, title="Done, dropped", goal=dropped.id, due=TODAY, status="done"),
        milestone(4, title="Done, achieved", goal=over.id, due=TODAY, status="done"),
    )
    assert on(month, TODAY) == ["Done, achieved", "Done, paused"]
    assert month.day(TODAY).targets == ()


def test_a_day_has_the_goals_whose_target_it_is_and_the_days_away_it_belongs_to() -> None:
    away = Away(first=days(2), last=days(40), title="Rome")
    whole = replace(
        plan(goal(1, title="B", target=TODAY), goal(2, title="A", target=TODAY)), profile=Profile(away=(away,))
    )
    month = month_of(lister(whole=whole), TODAY)
    assert [each.title for each in month.day(TODAY).targets] == ["A", "B"]
    assert not month.day(TODAY).is_empty
    assert month.day(days(1)).is_empty
    assert next(each.day for each in month.own() if each.away is away) == days(2)
    assert month.day(date(2030, 1, 1)).is_empty


def test_a_filter_and_a_goal_narrow_it_down() -> None:
    one, two = goal(1, title="Earn the PMP", target=TODAY), goal(2, title="Speak", target=TODAY)
    records = (
        one,
        two,
        milestone(1, title="Mock", goal=one.id, due=TODAY, kind="exam"),
        milestone(2, title="Talk", due=TODAY),
    )
    exams = november(*records, only="kind:exam")
    assert on(exams, TODAY) == ["Mock"]
    assert [line.milestone.title for line in exams.lines] == ["Mock"]
    named = november(*records, only="goal:pmp")
    assert (on(named, TODAY), named.day(TODAY).targets) == (["Mock"], (one,))
    assert on(november(*records, only="is:blocked"), TODAY) == []
    of_two = november(*records, of=two.id)
    assert (on(of_two, TODAY), of_two.day(TODAY).targets) == ([], (two,))


def test_weeks_have_their_hours_from_the_running_one_on_as_far_as_they_are_laid_out() -> None:
    whole = plan(milestone(1, due=days(5), effort=20 * 60))
    month = month_of(lister(whole=whole), TODAY)
    assert not month.overloaded
    laid = with_load(month, Load(whole, TODAY, days(10)))
    assert [week.load is not None for week in laid.weeks] == [False, False, False, True, True, False]
    assert [week.monday for week in laid.overloaded] == [days(-5), days(2)]
    assert [week.number for week in laid.weeks] == [44, 45, 46, 47, 48, 49]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12", DECEMBER),
        ("2199-12", date(2199, 12, 1)),
        ("december", DECEMBER),
        ("Dec 2027", date(2027, 12, 1)),
        ("sept", date(2027, 9, 1)),
        ("november", date(2026, 11, 1)),
        ("may", date(2027, 5, 1)),
        ("this month", date(2026, 11, 1)),
        ("", date(2026, 11, 1)),
        ("next month", DECEMBER),
        ("in 3 weeks", DECEMBER),
        ("24 dec", DECEMBER),
        ("2027-02-28", date(2027, 2, 1)),
    ],
)
def test_a_month_is_read_from_its_number_its_name_or_a_day_in_it(text: str, expected: date) -> None:
    assert read_month(text, TODAY) == expected


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "1969-12", "2200-01", "dec 1969", "decem", "soon", "12/2026", "9" * 200]
)
def test_what_names_no_month_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(WrongUsage) as refused:
        read_month(text, TODAY)
    assert refused.value.hint
