from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.agenda import Lister, order
from planner.domain.filters import parse_filter
from planner.domain.plan import Goal, Milestone, Plan, Repeat
from planner.domain.repeat import close
from tests.domain.making import NOW, TODAY, goal, milestone, plan

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)


def lister(*records: Goal | Milestone, now: datetime = NOON, whole: Plan | None = None) -> Lister:
    return Lister(whole or plan(*records), now, BERLIN, lambda _goal: None)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def titles(lines: object) -> list[str]:
    return [line.milestone.title for line in lines]  # type: ignore[attr-defined]  # any sequence of lines


def test_a_day_is_overdue_from_the_next_local_midnight_and_a_time_from_its_minute() -> None:
    by_day, timed = milestone(1, due=TODAY), milestone(2, due=TODAY, at=time(12, 0))
    assert not lister(by_day).line(by_day).overdue
    before = datetime(2026, 11, 21, 22, 59, tzinfo=UTC)
    assert not lister(by_day, now=before).line(by_day).overdue
    assert lister(by_day, now=before + timedelta(minutes=1)).line(by_day).overdue
    assert lister(timed).line(timed).overdue
    assert not lister(timed, now=NOON - timedelta(minutes=1)).line(timed).overdue


def test_a_pinned_zone_holds_wherever_the_machine_is() -> None:
    pinned = milestone(1, due=TODAY, at=time(12, 0), zone="America/New_York")
    assert lister(pinned).line(pinned).due_at == datetime(2026, 11, 21, 17, 0, tzinfo=UTC)
    floating = milestone(2, due=TODAY, at=time(12, 0))
    assert lister(floating).line(floating).due_at == NOON


def test_undated_blocked_paused_expected_and_closed_ones_are_never_overdue() -> None:
    paused = goal(1, status="paused")
    before = milestone(1, due=days(5))
    late = [
        milestone(2),
        milestone(3, due=days(-5), after=(before.id,)),
        milestone(4, due=days(-5), goal=paused.id),
        milestone(5, due=days(-5), expected=True),
        milestone(6, due=days(-5), status="done", done_on=TODAY),
    ]
    found = lister(paused, before, *late)
    assert not any(found.line(each).overdue for each in late)


def test_next_is_open_dated_free_and_awake_overdue_first_then_due_then_fixed_then_title() -> None:
    paused = goal(1, status="paused")
    blocker = milestone(1, title="blocker", due=days(40))
    records: list[Goal | Milestone] = [
        paused,
        blocker,
        milestone(2, title="b soft", due=days(1)),
        milestone(3, title="c fixed", due=days(1), fixed=True),
        milestone(4, title="a soft", due=days(1)),
        milestone(5, title="overdue", due=days(-1)),
        milestone(6, title="undated"),
        milestone(7, title="blocked", due=days(0), after=(blocker.id,)),
        milestone(8, title="asleep", due=days(0), snoozed_until=datetime(2026, 11, 22, 9)),  # noqa: DTZ001  # wall time
        milestone(9, title="paused", due=days(0), goal=paused.id),
        milestone(10, title="closed", due=days(0), status="skipped"),
        milestone(11, title="waiting", due=days(0), status="waiting"),
    ]
    found = lister(*records)
    assert titles(found.next()) == ["overdue", "waiting", "c fixed", "a soft", "b soft", "blocker"]
    assert titles(found.next(2)) == ["overdue", "waiting"]
    many = [milestone(number, due=days(1)) for number in range(20, 40)]
    assert len(lister(*many).next()) == 10
    assert len(lister(*many).next(0)) == 20


@given(
    st.lists(
        st.tuples(
            st.integers(-3, 3) | st.integers(27, 33),
            st.booleans(),
            st.booleans(),
            st.sampled_from([None, time(1), time(12), time(23)]),
            st.sampled_from([None, "Pacific/Kiritimati", "Pacific/Pago_Pago"]),
            st.integers(0, 8),
        ),
        max_size=9,
    ),
    st.integers(0, 4),
)
def test_next_is_what_stands_in_the_order_of_all_lines(
    rows: list[tuple[int, bool, bool, time | None, str | None, int]], limit: int
) -> None:
    records = [
        milestone(
            n,
            due=days(day),
            fixed=fixed,
            expected=expected,
            at=at,
            zone=zone,
            after=(f"{other:032x}",) if other < n else (),
        )
        for n, (day, fixed, expected, at, zone, other) in enumerate(rows)
    ]
    found = lister(*records)
    free = [line for line in map(found.line, records) if not line.blocked_by]
    free.sort(key=order)
    assert found.next(limit) == (free[:limit] if limit else free)


def test_a_snooze_is_over_at_its_minute_and_changes_neither_due_nor_overdue() -> None:
    asleep = milestone(1, due=days(-1), snoozed_until=datetime(2026, 11, 21, 12, 0))  # noqa: DTZ001  # wall time
    line = lister(asleep, now=NOON - timedelta(minutes=1)).line(asleep)
    assert (line.snoozed, line.overdue) == (True, True)
    assert not lister(asleep).line(asleep).snoozed


def test_the_agenda_is_overdue_then_day_by_day_with_later_occurrences_projected() -> None:
    weekly = Repeat(every="P3D", first=days(1))
    records: list[Goal | Milestone] = [
        milestone(1, title="late", due=days(-2)),
        milestone(2, title="series", due=days(1), scheduled=days(1), repeat=weekly),
        milestone(3, title="soon", due=days(3)),
        milestone(4, title="beyond", due=days(7)),
    ]
    lines = lister(*records).agenda(7)
    assert [(line.milestone.title, line.day, line.projected) for line in lines] == [
        ("late", days(-2), False),
        ("series", days(1), False),
        ("soon", days(3), False),
        ("series", days(4), True),
    ]


def test_today_puts_each_line_into_one_section() -> None:
    blocker = milestone(1, title="tomorrow", due=days(1))
    records: list[Goal | Milestone] = [
        blocker,
        milestone(2, title="late", due=days(-1)),
        milestone(3, title="now", due=days(0)),
        milestone(4, title="later", due=days(20)),
        milestone(5, title="far", due=days(31)),
        milestone(6, title="undated"),
        milestone(7, title="blocked", due=days(2), after=(blocker.id,)),
        milestone(8, title="fixed", due=days(60), fixed=True),
        milestone(9, title="yesterday", due=days(-1), status="done", done_on=days(-1), effort=30),
        milestone(10, title="done", due=days(0), status="done", done_on=days(0), effort=60),
    ]
    view = lister(*records).today_view()
    assert titles(view.overdue) == ["late"]
    assert titles(view.today_lines) == ["now"]
    assert titles(view.week) == ["tomorrow"]
    assert titles(view.later) == ["later"]
    assert titles(view.undated) == ["undated"]
    assert titles(view.blocked) == ["blocked"]
    assert titles(view.done_today) == ["done"]
    assert view.next_fixed is not None
    assert view.next_fixed.milestone.title == "fixed"
    assert (view.done_this_week, view.planned_this_week, view.minutes_this_week) == (2, 5, 90)
    assert view.minutes_available == 360


def test_what_was_done_today_of_a_series_that_goes_on_stands_there_by_its_own_id() -> None:
    series = milestone(1, title="series", due=days(0), scheduled=days(0), repeat=Repeat(every="P1W", first=days(0)))
    begun = close(series, "done", at=NOW, on=days(0))
    skipped = close(milestone(2, due=days(0), repeat=Repeat(every="P1W", first=days(0))), "skipped", at=NOW, on=days(0))
    view = lister(begun, skipped).today_view()
    assert [(line.milestone.id, line.milestone.status, line.day) for line in view.done_today] == [
        (begun.occurrences[0].id, "done", days(0))
    ]
    assert titles(view.week) == [skipped.title, "series"]


def test_the_balance_is_by_effort_and_both_counts_half() -> None:
    records: list[Goal | Milestone] = [
        milestone(1, due=days(1), effort=60, balance="hard"),
        milestone(2, due=days(1), effort=60, balance="soft"),
        milestone(3, due=days(1), effort=120, balance="both"),
        milestone(4, due=days(100), effort=6000, balance="hard"),
    ]
    view = lister(*records).today_view()
    assert (view.hard_percent, view.soft_percent) == (50, 50)
    assert lister().today_view().hard_percent is None


def test_health_is_late_at_risk_or_on_track() -> None:
    mine = goal(1)
    first = milestone(1, due=days(-1), goal=mine.id)
    last = milestone(2, due=days(5), goal=mine.id)
    assert lister(mine, first, last).goal_line(mine).health == "at_risk"
    assert lister(mine, replace(first, fixed=True), last).goal_line(mine).health == "late"
    assert lister(mine, first, replace(last, due=days(-1))).goal_line(mine).health == "late"
    assert lister(mine, replace(first, due=days(1)), last).goal_line(mine).health == "on_track"
    assert lister(mine).goal_line(mine).health == "unknown"
    paused = replace(mine, status="paused")
    assert lister(paused, first, last).goal_line(paused).health is None


def test_progress_counts_a_series_as_many_and_an_open_optional_step_not() -> None:
    mine = goal(1)
    series = milestone(1, goal=mine.id, due=days(1), repeat=Repeat(every="P1W", count=4, first=days(1)), effort=30)
    optional = milestone(2, goal=mine.id, due=days(1), optional=True, effort=600)
    done = milestone(3, goal=mine.id, status="done")
    line = lister(mine, series, optional, done).goal_line(mine)
    assert (line.done, line.total, line.effort_left) == (1, 5, 120)


def test_search_wants_every_word_and_puts_titles_first() -> None:
    mine = goal(1, title="Earn the PMP")
    records: list[Goal | Milestone] = [
        mine,
        milestone(1, title="Mock exam", due=days(9)),
        milestone(2, title="Exam day", due=days(90)),
        milestone(3, title="Read", notes="before the exam", due=days(1)),
        milestone(4, title="Mentor", tags=("exam",), due=days(2)),
        milestone(5, title="Dinner", goal=mine.id, due=days(3)),
        milestone(6, title="Exam fee", status="done"),
    ]
    found = lister(*records)
    assert titles(found.find(parse_filter("exam", TODAY))) == ["Exam day", "Exam fee", "Mock exam", "Read", "Mentor"]
    assert titles(found.find(parse_filter("EXAM mock", TODAY))) == ["Mock exam"]
    assert titles(found.find(parse_filter("pmp", TODAY))) == ["Dinner"]
    assert titles(found.find(parse_filter("#exam ment", TODAY))) == ["Mentor"]
    assert titles(found.find(parse_filter("nothing", TODAY))) == []
