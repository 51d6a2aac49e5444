"""Series: one record with its occurrences, of which exactly one is open until the series ends.

A series ends with its count, its `until`, or the series it follows; the record then stands as its last
occurrence. Days are the person's calendar days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Literal

from planner.domain.durations import Days, parse_days
from planner.domain.errors import NotMet, WrongUsage
from planner.domain.plan import Milestone, Occurrence, Repeat
from planner.domain.values import replace


def occurrence_id(series: str, repeat: Repeat, n: int, scheduled: date | None) -> str:
    """The id of occurrence `n`: the same on every machine that makes it.

    uuid5 of the series and the scheduled day where the calendar gives the day, of the series and n otherwise.
    """
    from uuid import UUID, uuid5  # 5 ms that a list of what is next need not pay

    by_day = repeat.mode == "fixed" and repeat.each is None and scheduled is not None
    return uuid5(UUID(hex=series), scheduled.isoformat() if by_day and scheduled else str(n)).hex


def nth_day(repeat: Repeat, n: int) -> date:
    """The scheduled day of occurrence `n` (from 1), counted from its first: no drift. Days that fell into a pause have
    no number.

    Raises WrongUsage where it leaves the calendar, or a rule does not come that often.
    """
    assert repeat.first is not None
    if repeat.rrule is not None:
        from planner.domain.rrule import next_hit

        day: date | None = repeat.first
        for _ in range(n - 1 + repeat.passed):
            day = next_hit(repeat.rrule, repeat.first, day) if day else None
        if day is None:
            raise WrongUsage(f"“{repeat.rrule}” does not come {n} times.", "Choose another rule.")
        return day
    assert repeat.every is not None
    step = parse_days(repeat.every)
    times = n - 1 + repeat.passed
    return Days(step.months * times, step.days * times).added_to(repeat.first)


def next_day(milestone: Milestone, done_on: date) -> date | None:
    """The day the series gives to the occurrence after the open one; None = it has no further one."""
    repeat = milestone.repeat
    assert repeat is not None
    try:
        if repeat.rrule is not None:
            from planner.domain.rrule import next_hit

            last = done_on if repeat.mode == "after" else milestone.scheduled or done_on
            return next_hit(repeat.rrule, repeat.first or last, last)
        if repeat.mode == "after":
            return parse_days(repeat.every or "").added_to(done_on)
        if repeat.first is None:
            return parse_days(repeat.every or "").added_to(milestone.scheduled or done_on)
        return nth_day(repeat, milestone.n + 1)
    except WrongUsage:
        return None  # past the last year the calendar here knows


def is_last(repeat: Repeat, n: int, following: date | None) -> bool:
    """Whether occurrence `n` is the last one, `following` being the day the next would have."""
    if repeat.count is not None and n >= repeat.count:
        return True
    return following is None or (repeat.until is not None and following > repeat.until)


def went_by(milestone: Milestone, following: date, *, at: datetime, missed: bool) -> Milestone:
    """The series on its next day, `following`, without its open step having been done: that one is skipped, or was
    `missed`."""
    repeat = milestone.repeat
    assert repeat is not None
    past = Occurrence(
        id=occurrence_id(milestone.id, repeat, milestone.n, milestone.scheduled),
        n=milestone.n,
        scheduled=milestone.scheduled,
        due=milestone.due,
        at=milestone.at,
        status="skipped",
        closed_at=at,
        missed=missed,
    )
    return _on_to(milestone, past, following, milestone.expected and repeat.mode == "fixed")


def _on_to(milestone: Milestone, past: Occurrence, following: date | None, expected: bool) -> Milestone:
    """The next occurrence, begun afresh."""
    repeat = milestone.repeat
    if repeat is not None and repeat.once:
        milestone, repeat = as_usual(milestone), replace(repeat, once=False, usual_at=None)
    return replace(
        milestone,
        repeat=repeat,
        status="todo",
        n=milestone.n + 1,
        scheduled=following,
        due=following,
        expected=expected,
        occurrences=(*milestone.occurrences, past),
        checklist=tuple(replace(item, done=False) for item in milestone.checklist),
        snoozed_until=None,
        waiting_on="",
        dated_at=past.closed_at,
    )


def in_place(milestone: Milestone, *, at: datetime) -> Milestone:
    """The milestone whose open step was moved to the day of a later one, or beyond: it stands in for that one.

    So no day has two occurrences. What it leaves behind counts as skipped.
    """
    repeat, due = milestone.repeat, milestone.due
    if repeat is None or repeat.each is not None or repeat.mode == "after" or due is None:
        return milestone
    while milestone.scheduled is not None and milestone.scheduled < due:
        following = next_day(milestone, due)
        if is_last(repeat, milestone.n, following) or following is None or following > due:
            break
        kept = milestone
        left = replace(milestone, due=milestone.scheduled)
        milestone = went_by(left, following, at=at, missed=False)
        milestone = replace(
            milestone,
            status=kept.status,
            due=due,
            at=kept.at,
            repeat=kept.repeat,
            checklist=kept.checklist,
            waiting_on=kept.waiting_on,
        )
    return milestone


def close(
    milestone: Milestone,
    status: Literal["done", "skipped"],
    *,
    at: datetime,
    on: date,
    source: Milestone | None = None,
    offset: Days | None = None,
) -> Milestone:
    """The milestone after its open step was done or skipped at the instant `at`, which is the person's day `on`.

    A series goes on to its next occurrence, or stays closed as its last. For a series that follows another,
    `source` is that other and `offset` what lies between the two.
    """
    milestone = in_place(milestone, at=at)
    closed = replace(
        milestone,
        status=status,
        closed_at=at,
        done_on=on if status == "done" else None,
        snoozed_until=None,
        waiting_on="",
        expected=False,
    )
    repeat = milestone.repeat
    if repeat is None:
        return closed
    # An interval counts on from a first day that may be expected; the day it was done is known.
    expected = milestone.expected and repeat.mode == "fixed"
    if repeat.each is not None:
        following, ended = following_day(milestone, source, offset or Days())
        expected = source is not None and _is_expected(source, milestone.n + 1)
    else:
        following = next_day(milestone, on)
        ended = is_last(repeat, milestone.n, following)
    if ended:
        return closed
    past = Occurrence(
        id=occurrence_id(milestone.id, repeat, milestone.n, milestone.scheduled),
        n=milestone.n,
        scheduled=milestone.scheduled,
        due=milestone.due,
        at=milestone.at,
        status=status,
        done_on=closed.done_on,
        closed_at=at,
    )
    return _on_to(milestone, past, following, expected)


def following_day(milestone: Milestone, source: Milestone | None, offset: Days) -> tuple[date | None, bool]:
    """The day of occurrence n + 1 that follows the source's n + 1, and whether there is none any more."""
    if source is None:
        return None, True
    n = milestone.n + 1
    days = _source_days(source)
    if n in days:
        return offset.added_to(days[n]), False
    return None, not source.is_open


def _source_days(source: Milestone) -> dict[int, date]:
    days = {past.n: day for past in source.occurrences if (day := past.done_on or past.due)}
    if source.done_on or source.due:
        days[source.n] = source.done_on or source.due or date.max
    return days


def followed(milestone: Milestone, source: Milestone, offset: Days, *, at: datetime, moving: bool) -> Milestone:
    """The open occurrence of a following series with the day that its source gives it now.

    A binding day stays unless dates are `moving`, because the person moved the goal or took the offer to; one that
    the person chose for this occurrence stays even then. Without an occurrence of the source there is no day.
    """
    day = _source_days(source).get(milestone.n)
    scheduled = offset.added_to(day) if day else None
    expected = _is_expected(source, milestone.n)
    if not milestone.is_open or (scheduled, expected) == (milestone.scheduled, milestone.expected):
        return milestone
    if not moving and day is not None and milestone.due is not None and not milestone.expected:
        return milestone
    if milestone.due != milestone.scheduled:
        return replace(milestone, scheduled=scheduled)
    return replace(milestone, due=scheduled, scheduled=scheduled, expected=expected, dated_at=at)


def _is_expected(source: Milestone, n: int) -> bool:
    """Whether the day of its occurrence `n` is only expected; those that were closed have a day."""
    return source.is_open and source.n == n and source.expected


def as_done(milestone: Milestone, past: Occurrence) -> Milestone:
    """A closed occurrence of a series as the milestone it was: with its own id, days and status."""
    return replace(
        milestone,
        id=past.id,
        status=past.status,
        n=past.n,
        scheduled=past.scheduled,
        due=past.due,
        at=past.at,
        done_on=past.done_on,
        closed_at=past.closed_at,
        checklist=(),
        snoozed_until=None,
        waiting_on="",
        expected=False,
    )


def is_untouched(milestone: Milestone) -> bool:
    """Whether nobody has done anything to the open occurrence yet."""
    return (
        milestone.status == "todo"
        and (milestone.repeat is None or milestone.due == milestone.scheduled)
        and milestone.snoozed_until is None
        and not milestone.waiting_on
        and not any(item.done for item in milestone.checklist)
    )


def reopen(milestone: Milestone, *, at: datetime) -> Milestone:
    """Open what was closed last. In a series this removes the next occurrence, if that is untouched.

    Raises NotMet when nothing is closed, or when the next occurrence was already begun.
    """
    if not milestone.is_open:
        return replace(milestone, status="todo", closed_at=None, done_on=None, dated_at=at)
    if not milestone.occurrences or milestone.repeat is None:  # without a rule the open one would not come again
        raise NotMet(f"“{milestone.title}” is open already.")
    if not is_untouched(milestone):
        raise NotMet(
            f"The next “{milestone.title}” was already begun.", "Undo what was done to it, then reopen the one before."
        )
    last = milestone.occurrences[-1]
    repeat = _before_pauses(milestone.repeat, last.n, last.scheduled)
    if last.at != milestone.at:
        repeat = replace(repeat, once=True, usual_at=milestone.at)
    return replace(
        milestone,
        status="todo",
        repeat=repeat,
        n=last.n,
        scheduled=last.scheduled,
        due=last.due,
        at=last.at,
        occurrences=milestone.occurrences[:-1],
        dated_at=at,
    )


def _before_pauses(repeat: Repeat, n: int, scheduled: date | None) -> Repeat:
    """The rule as it counted when occurrence `n` had that day: without the days that fell into a pause later."""
    while repeat.passed and repeat.mode == "fixed" and scheduled and repeat.first and nth_day(repeat, n) > scheduled:
        repeat = replace(repeat, passed=repeat.passed - 1)
    return repeat


def remaining(milestone: Milestone, source: Milestone | None = None) -> int | None:
    """How many occurrences are left, the open one included; None = without an end; 0 = closed."""
    if not milestone.is_open:
        return 0
    repeat = milestone.repeat
    if repeat is None:
        return 1
    if repeat.each is not None:
        if source is None:
            return 1
        left = remaining(source)
        return None if left is None else max(1, len(source.occurrences) + left - milestone.n + (not source.is_open) + 1)
    left = None if repeat.count is None else max(1, repeat.count - milestone.n + 1)
    if repeat.until is not None and milestone.scheduled is not None:
        by_date = max(1, _days_until(repeat, milestone.scheduled, repeat.until))
        left = by_date if left is None else min(left, by_date)
    return left


def _days_until(repeat: Repeat, scheduled: date, until: date) -> int:
    """How many scheduled days lie from `scheduled` to `until`, both included."""
    if repeat.rrule is not None:
        from planner.domain.rrule import hits

        # The open one counts wherever it lies: a first day need not be one that the rule names.
        later = scheduled + timedelta(days=1)
        return 1 + sum(1 for _ in hits(repeat.rrule, repeat.first or scheduled, later, until))
    step = parse_days(repeat.every or "")
    if not step.months and step.days:
        return (until - scheduled).days // step.days + 1
    count = 1
    while count < 4000 and Days(step.months * count, step.days * count).added_to(scheduled) <= until:
        count += 1
    return count


def counted(milestone: Milestone, source: Milestone | None = None) -> tuple[int, int]:
    """(done or skipped, total) that the milestone adds to its goal; a series without an end adds (0, 0)."""
    left = remaining(milestone, source)
    if left is None:
        return 0, 0
    closed = len(milestone.occurrences) + (not milestone.is_open)
    return closed, closed + left


def has_end(milestone: Milestone) -> bool:
    """Whether the milestone is a single step or a series that ends."""
    repeat = milestone.repeat
    return repeat is None or repeat.each is not None or repeat.count is not None or repeat.until is not None


def as_usual(milestone: Milestone) -> Milestone:
    """A series with the time of the day that it has apart from its open occurrence."""
    repeat = milestone.repeat
    return replace(milestone, at=repeat.usual_at) if repeat is not None and repeat.once else milestone


def projected(milestone: Milestone, start: date, end: date) -> Iterator[date]:
    """Days from `start` to `end` of the occurrences after the open one, as far as the calendar gives them; none of a
    series that rests."""
    repeat = milestone.repeat
    if repeat is None or repeat.each is not None or not milestone.is_open or milestone.due is None:
        return
    if repeat.paused_on is not None:
        return
    current = replace(milestone, scheduled=milestone.scheduled or milestone.due)
    while True:
        base = current.scheduled or start
        following = next_day(current, base)
        if is_last(repeat, current.n, following) or following is None or following > end or following <= base:
            return
        # One that was moved to a later one's day stands in for it.
        if following >= start and (repeat.mode == "after" or following > milestone.due):
            yield following
        current = replace(current, n=current.n + 1, scheduled=following)
