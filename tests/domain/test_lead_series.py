"""A series that goes by the calendar reminds of each of its days, also of those after one that nobody closed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.leads import Notice, due_notices, upcoming
from planner.domain.plan import Milestone, Plan, Repeat
from planner.domain.repeat import close
from planner.domain.values import replace

BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
FRIDAY = date(2026, 11, 27)
WEEK = timedelta(weeks=1)


def weekly(**changes: Any) -> Milestone:
    """A review on Fridays at 16:00."""
    known: dict[str, Any] = {
        "repeat": Repeat(every="P1W", first=FRIDAY),
        "scheduled": FRIDAY,
        "due": FRIDAY,
        "at": time(16),
        "leads": ("PT0M",),
    }
    return Milestone(id=f"{1:032x}", title="Weekly review", created=LONG_AGO, dated_at=LONG_AGO, **{**known, **changes})


def at_four(day: date) -> datetime:
    return datetime.combine(day, time(15), UTC)  # in Berlin's winter


def plan(*milestones: Milestone) -> Plan:
    return Plan(milestones={each.id: each for each in milestones})


def none(_: Milestone) -> None:
    """No template says anything."""


def coming(milestone: Milestone, now: datetime, days: int = 30) -> list[Notice]:
    return upcoming(plan(milestone), now, BERLIN, now + timedelta(days=days), none)


def due(milestone: Milestone, now: datetime) -> list[Notice]:
    return due_notices(plan(milestone), now, BERLIN, none, since=now - timedelta(days=30))


@pytest.mark.parametrize("weeks", [0, 1, 2, 8, 60])
def test_one_that_was_forgotten_reminds_again_on_its_next_day(weeks: int) -> None:
    day = FRIDAY + weeks * WEEK
    four = datetime.combine(day, time(16), BERLIN).astimezone(UTC)
    (notice,) = due(weekly(), four)
    assert (notice.due, notice.moment) == (day, four)
    before = due(weekly(), four - timedelta(minutes=1))
    assert [each.due for each in before] == ([day - WEEK] if weeks else [])


def test_what_will_come_lists_every_day_of_it() -> None:
    found = coming(weekly(), at_four(FRIDAY) - timedelta(days=5))
    assert [each.due for each in found] == [FRIDAY + n * WEEK for n in range(4)]


def test_one_that_counts_from_the_day_it_is_done_reminds_of_its_open_one_only() -> None:
    waits = weekly(repeat=Repeat(every="P1W", first=FRIDAY, mode="after"))
    assert [each.due for each in coming(waits, at_four(FRIDAY) - timedelta(days=5))] == [FRIDAY]
    assert [each.due for each in due(waits, at_four(FRIDAY + 2 * WEEK))] == [FRIDAY]


@pytest.mark.parametrize(
    ("repeat", "days"),
    [
        (Repeat(every="P1W", first=FRIDAY, count=2), 2),
        (Repeat(every="P1W", first=FRIDAY, until=FRIDAY + 2 * WEEK), 3),
        (Repeat(rrule="FREQ=WEEKLY;BYDAY=FR", first=FRIDAY), 5),
        (Repeat(every="P1W", first=FRIDAY, paused_on=FRIDAY), 0),
    ],
)
def test_it_ends_and_rests_with_the_series(repeat: Repeat, days: int) -> None:
    found = coming(weekly(repeat=repeat), at_four(FRIDAY) - timedelta(hours=1), days=29)
    assert [each.due for each in found] == [FRIDAY + n * WEEK for n in range(days)]


def test_one_that_was_moved_to_a_later_day_stands_in_for_that() -> None:
    moved = weekly(due=FRIDAY + WEEK)
    found = coming(moved, at_four(FRIDAY) - timedelta(days=1), days=20)
    assert [each.due for each in found] == [FRIDAY + WEEK, FRIDAY + 2 * WEEK]


def test_a_time_that_was_changed_this_once_is_the_open_ones() -> None:
    once = weekly(at=time(18), repeat=Repeat(every="P1W", first=FRIDAY, once=True, usual_at=time(16)))
    assert [each.at for each in coming(once, at_four(FRIDAY) - timedelta(days=1), days=10)] == [time(18), time(16)]


def test_a_snooze_holds_the_days_that_come_before_its_end() -> None:
    end = datetime.fromisoformat("2026-12-08T09:00")
    found = coming(weekly(snoozed_until=end), at_four(FRIDAY) - timedelta(days=1), days=20)
    assert [(each.due, each.moment) for each in found] == [
        (FRIDAY, datetime(2026, 12, 8, 8, tzinfo=UTC)),
        (FRIDAY + 2 * WEEK, at_four(FRIDAY + 2 * WEEK)),
    ]
    assert due(weekly(snoozed_until=end), at_four(FRIDAY + WEEK)) == []


def test_a_lead_longer_than_the_rhythm_does_not_remind_of_one_before_the_one_before_it() -> None:
    found = coming(weekly(leads=("P10D", "P1D")), at_four(FRIDAY - timedelta(days=14)), days=30)
    assert [(each.due, each.lead) for each in found] == [
        (FRIDAY, "P10D"),
        *((FRIDAY + n * WEEK, "P1D") for n in range(3)),
    ]


@given(
    every=st.sampled_from(["P1D", "P3D", "P1W", "P1M"]),
    leads=st.lists(st.sampled_from(["P10D", "P2D", "P1D", "PT2H", "PT0M"]), min_size=1, max_size=3, unique=True),
    after=st.integers(0, 60 * 24),
    timed=st.booleans(),
)
def test_what_was_listed_is_what_is_due_when_its_moment_has_come(
    every: str, leads: list[str], after: int, timed: bool
) -> None:
    one = weekly(repeat=Repeat(every=every, first=FRIDAY), leads=tuple(leads), at=time(16) if timed else None)
    now = at_four(FRIDAY) - timedelta(days=20) + timedelta(hours=after)
    listed = coming(one, now, days=20)
    assert len({each.moment for each in listed}) == len(listed)
    for each in listed:
        assert due(one, each.moment) == [each]


@given(weeks=st.integers(0, 30))
def test_closing_it_in_time_leaves_what_comes_as_it_was(weeks: int) -> None:
    one = weekly()
    for n in range(weeks):
        day = FRIDAY + n * WEEK
        one = close(one, "done", at=datetime.combine(day, time(16), BERLIN).astimezone(UTC), on=day)
    now = datetime.combine(FRIDAY + weeks * WEEK, time(12), UTC)
    kept, forgotten = (coming(each, now, days=40) for each in (one, weekly()))
    assert [(each.due, each.key) for each in kept] == [(each.due, each.key) for each in forgotten]
    assert replace(one, occurrences=()).n == weeks + 1
