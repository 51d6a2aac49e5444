from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.durations import parse_days
from planner.domain.errors import NotMet, WrongUsage
from planner.domain.plan import CheckItem, Milestone, Repeat
from planner.domain.repeat import (
    close,
    counted,
    followed,
    has_end,
    is_untouched,
    nth_day,
    occurrence_id,
    projected,
    remaining,
    reopen,
)
from tests.domain.making import NOW, milestone

FIRST = date(2027, 1, 4)


def series(**repeat: object) -> Milestone:
    rule = Repeat(**{"every": "P1W", "first": FIRST, **repeat})  # type: ignore[arg-type]  # fields by name
    return milestone(due=FIRST, scheduled=FIRST, repeat=rule)


def done(current: Milestone, on: date) -> Milestone:
    return close(current, "done", at=NOW, on=on)


def test_a_fixed_series_counts_from_the_planned_day_and_one_after_from_the_day_it_was_done() -> None:
    late = FIRST + timedelta(days=3)
    assert done(series(), late).due == FIRST + timedelta(weeks=1)
    assert done(series(mode="after"), late).due == late + timedelta(weeks=1)


def test_a_monthly_series_does_not_drift() -> None:
    current = series(every="P1M", first=date(2027, 1, 31))
    days = [nth_day(current.repeat or Repeat(), n) for n in range(1, 5)]
    assert days == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


def test_a_rule_gives_the_next_hit() -> None:
    current = series(every=None, rrule="FREQ=MONTHLY;BYDAY=1MO")
    assert done(current, FIRST).due == date(2027, 2, 1)


def test_a_series_ends_with_its_count_and_then_stands_as_its_last_occurrence() -> None:
    second = done(series(count=2), FIRST)
    assert second.is_open
    assert second.n == 2
    last = done(second, FIRST + timedelta(weeks=1))
    assert last.status == "done"
    assert last.due == FIRST + timedelta(weeks=1)
    assert [past.n for past in last.occurrences] == [1]


def test_until_is_inclusive_and_whichever_comes_first_ends_it() -> None:
    until = FIRST + timedelta(weeks=1)
    assert done(series(until=until), FIRST).is_open
    assert not done(done(series(until=until), FIRST), until).is_open
    assert not done(series(until=until - timedelta(days=1)), FIRST).is_open
    assert not done(series(count=1, until=until), FIRST).is_open


def test_closing_starts_the_next_occurrence_afresh() -> None:
    busy = replace(series(), status="waiting", waiting_on="the editor", checklist=(CheckItem(title="a", done=True),))
    following = done(busy, FIRST)
    assert is_untouched(following)
    assert following.dated_at == NOW


def test_two_machines_make_the_same_occurrence() -> None:
    current = series()
    closed = done(current, FIRST)
    assert closed.occurrences[0].id == uuid5(UUID(hex=current.id), FIRST.isoformat()).hex
    by_number = series(mode="after")
    assert done(by_number, FIRST).occurrences[0].id == uuid5(UUID(hex=by_number.id), "1").hex
    assert occurrence_id(current.id, current.repeat or Repeat(), 1, FIRST) == closed.occurrences[0].id


def test_reopening_removes_the_next_one_if_it_is_untouched() -> None:
    current = series()
    again = reopen(done(current, FIRST), at=NOW)
    assert (again.n, again.due, again.occurrences) == (1, FIRST, ())
    begun = replace(done(current, FIRST), status="doing")
    with pytest.raises(NotMet, match="already begun"):
        reopen(begun, at=NOW)


def test_reopening_the_last_occurrence_opens_the_record() -> None:
    ended = done(series(count=1), FIRST)
    assert reopen(ended, at=NOW).is_open
    with pytest.raises(NotMet, match="open already"):
        reopen(milestone(), at=NOW)


def test_what_is_skipped_has_no_day_on_which_it_was_done() -> None:
    skipped = close(milestone(due=FIRST), "skipped", at=NOW, on=FIRST)
    assert (skipped.status, skipped.done_on) == ("skipped", None)


def test_a_series_counts_as_many_and_one_without_an_end_counts_nothing() -> None:
    assert counted(series(count=9)) == (0, 9)
    assert counted(done(series(count=9), FIRST)) == (1, 9)
    assert counted(series(until=FIRST + timedelta(weeks=3))) == (0, 4)
    assert counted(series(every="P1M", until=date(2027, 4, 4))) == (0, 4)
    assert counted(series(every=None, rrule="FREQ=WEEKLY;BYDAY=MO", until=date(2027, 1, 18))) == (0, 3)
    assert counted(series(until=FIRST + timedelta(weeks=30), count=5)) == (0, 5)
    assert counted(series()) == (0, 0)
    assert remaining(series()) is None
    assert not has_end(series())
    assert has_end(series(count=3))
    assert counted(milestone()) == (0, 1)


def test_a_first_day_that_its_rule_does_not_name_counts_as_well() -> None:
    thursday = FIRST + timedelta(days=3)
    rule = Repeat(rrule="FREQ=WEEKLY;BYDAY=MO", first=thursday, until=FIRST + timedelta(weeks=3))
    current = milestone(due=thursday, scheduled=thursday, repeat=rule)
    total = counted(current)[1]
    times = 0
    while current.is_open:
        current = done(current, current.due or FIRST)
        times += 1
    assert times == total == 4


def test_the_nth_day_of_a_rule_is_where_the_series_gets_to() -> None:
    current = series(every=None, rrule="FREQ=MONTHLY;BYDAY=1MO")
    rule = current.repeat or Repeat()
    for n in range(1, 6):
        assert nth_day(rule, n) == current.due
        current = done(current, current.due)
    with pytest.raises(WrongUsage, match="does not come 3 times"):
        nth_day(Repeat(rrule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", first=date(2196, 2, 29)), 3)


def follower_of(source: Milestone) -> Milestone:
    day = FIRST + timedelta(days=2)
    return milestone(2, due=day, scheduled=day, moment="s+P2D", repeat=Repeat(each=source.id), after=(source.id,))


def test_a_step_after_each_occurrence_counts_from_the_day_its_source_was_really_done() -> None:
    source = series(count=2)
    follower = follower_of(source)
    offset = parse_days("P2D")
    source = done(source, FIRST)
    stays = followed(follower, source, offset, at=NOW, moving=False)
    assert stays.due == FIRST + timedelta(days=2)
    second = close(stays, "done", at=NOW, on=FIRST + timedelta(days=2), source=source, offset=offset)
    assert (second.n, second.due) == (2, FIRST + timedelta(days=9))
    assert counted(second, source) == (1, 2)
    source = done(source, FIRST + timedelta(days=10))
    assert not source.is_open
    assert followed(second, source, offset, at=NOW, moving=False) == second
    second = followed(second, source, offset, at=NOW, moving=True)
    assert second.due == FIRST + timedelta(days=12)
    last = close(second, "done", at=NOW, on=FIRST + timedelta(days=12), source=source, offset=offset)
    assert last.status == "done"


def test_an_occurrence_that_waits_is_dated_by_its_source_and_loses_its_day_with_it() -> None:
    source, offset = series(count=3), parse_days("P2D")
    ahead = close(follower_of(source), "done", at=NOW, on=FIRST, source=source, offset=offset)
    assert (ahead.n, ahead.due) == (2, None)
    gone_on = done(source, FIRST)
    dated = followed(ahead, gone_on, offset, at=NOW, moving=False)
    assert dated.due == FIRST + timedelta(days=9)
    assert followed(dated, reopen(gone_on, at=NOW), offset, at=NOW, moving=False).due is None


def test_what_follows_a_series_is_expected_only_as_long_as_that_one_is() -> None:
    source = replace(series(count=3), expected=True)
    follower = replace(follower_of(source), expected=True)
    offset = parse_days("P2D")
    known = replace(source, expected=False)
    assert not followed(follower, known, offset, at=NOW, moving=False).expected
    second = done(source, FIRST)
    assert second.expected  # an interval still counts from a day that is only expected
    assert not done(replace(source, repeat=replace(source.repeat or Repeat(), mode="after")), FIRST).expected
    bound = followed(follower, second, offset, at=NOW, moving=False)
    assert not bound.expected
    then = close(bound, "done", at=NOW, on=FIRST, source=second, offset=offset)
    assert (then.n, then.expected) == (2, True)


def test_projection_shows_later_occurrences_inside_the_window_only() -> None:
    window = FIRST + timedelta(days=1), FIRST + timedelta(days=15)
    assert list(projected(series(), *window)) == [FIRST + timedelta(weeks=1), FIRST + timedelta(weeks=2)]
    assert list(projected(series(count=2), *window)) == [FIRST + timedelta(weeks=1)]
    assert list(projected(milestone(due=FIRST), *window)) == []


RULES = st.one_of(
    st.builds(lambda n: {"every": f"P{n}D"}, st.integers(1, 60)),
    st.builds(lambda n: {"every": f"P{n}M"}, st.integers(1, 6)),
    st.sampled_from(
        [
            {"every": None, "rrule": rule}
            for rule in ("FREQ=DAILY", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=WEEKLY;BYDAY=MO,TH")
        ]
    ),
)


@given(
    RULES,
    st.sampled_from(["fixed", "after"]),
    st.integers(1, 6),
    st.lists(st.tuples(st.sampled_from(["close", "reopen"]), st.integers(0, 20)), max_size=25),
)
def test_exactly_one_occurrence_is_open_until_the_series_ends(
    rule: dict[str, object], mode: str, count: int, acts: list[tuple[str, int]]
) -> None:
    current = series(mode=mode, count=count, **rule)
    for act, late in acts:
        if act == "close" and current.is_open:
            current = done(current, (current.due or FIRST) + timedelta(days=late))
        elif act == "reopen" and (current.occurrences or not current.is_open):
            current = reopen(current, at=NOW)
        numbers = [past.n for past in current.occurrences]
        assert numbers == list(range(1, len(numbers) + 1))
        assert current.n == len(numbers) + 1
        assert current.n <= count
        closed, whole = counted(current)
        assert whole == count
        assert closed == len(numbers) + (not current.is_open)
        ids = [past.id for past in current.occurrences]
        assert len(set(ids)) == len(ids)
        days = [past.scheduled for past in current.occurrences]
        assert len(set(days)) == len(days)
