"""Series that were not looked at for a while: what was missed is one offer, never a pile.

A series with a rhythm that does not wait (`fixed`) has one open occurrence, however long ago its day was. Once the day
of a later one has come, the open one and all between them were missed: the person does the last of them, or goes on to
the next. What was missed stays on record as such. Days are the person's.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice

from planner.domain.durations import LAST_DAY, Days
from planner.domain.plan import Milestone
from planner.domain.repeat import as_usual, following_day, in_place, is_last, next_day, projected, went_by
from planner.domain.values import dataclass, replace

_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """What of a series is over and was not done.

    `days` are those before today, that of the open occurrence first. `last` is the last day that has come, today
    included: what is done today counts as that one. `next` is the first from today on; None: there is none.
    """

    days: tuple[date, ...]
    last: date
    next: date | None

    @property
    def several(self) -> bool:
        """Whether more than the open one has come: then there is something to choose."""
        return self.last > self.days[0]


def missed(milestone: Milestone, today: date) -> Missed | None:
    """What was missed of the series by `today`; None for what is not late, rests, or waits until it is done."""
    repeat, due = milestone.repeat, milestone.due
    if repeat is None or repeat.each is not None or repeat.mode == "after" or repeat.paused_on is not None:
        return None
    if due is None or due >= today or not milestone.is_open or milestone.expected:
        return None
    later = list(projected(milestone, due + _ONE, today))
    last = later[-1] if later else due
    following = last if last == today else next(islice(projected(milestone, today + _ONE, LAST_DAY), 1), None)
    return Missed(days=(due, *(day for day in later if day < today)), last=last, next=following)


def gone_on(milestone: Milestone, day: date, *, at: datetime) -> Milestone:
    """The series with the occurrence of `day` open, and those before it on record as missed."""
    milestone = in_place(milestone, at=at)
    repeat = milestone.repeat
    assert repeat is not None
    while (now := milestone.scheduled or milestone.due) is not None and now < day:
        following = next_day(milestone, now)
        if following is None or following > day or is_last(repeat, milestone.n, following):
            break
        milestone = went_by(milestone, following, at=at, missed=True)
    return milestone


def gone_with(follower: Milestone, source: Milestone, offset: Days, *, at: datetime) -> Milestone:
    """A series that follows another, past the occurrences that were missed of that one: there is nothing to follow."""
    gone = {past.n for past in source.occurrences if past.missed}
    while follower.is_open and follower.n in gone:
        following, ended = following_day(follower, source, offset)
        if ended or following is None:
            break
        follower = went_by(follower, following, at=at, missed=True)
    return follower


def paused(milestone: Milestone, on: date) -> Milestone:
    """The series at rest from that day on."""
    assert milestone.repeat is not None
    return replace(milestone, repeat=replace(milestone.repeat, paused_on=on))


def resumed(milestone: Milestone, today: date, *, at: datetime) -> Milestone:
    """The series that goes on: on its day if that is still to come, else on the next one its rhythm gives, from today.

    One that counts from the day it is done goes on today. Days that fell into the pause are no occurrences; what was
    late before it was missed. Where the rhythm gives no day any more the open one stays as it is.
    """
    repeat, due = milestone.repeat, milestone.due
    assert repeat is not None
    since = repeat.paused_on or today
    current = replace(milestone, repeat=replace(repeat, paused_on=None))
    if due is None or due >= today or since >= today or repeat.each is not None:
        return current
    if repeat.mode == "after":
        return current if repeat.until and repeat.until < today else _dated(current, today, at)
    late = missed(current, since)
    if late is not None and late.next is not None:
        # In the record as it would be had the person gone on then; from there on nothing was missed.
        current = gone_on(current, late.next, at=at)
    while (now := current.due) is not None and now < today:
        following = next_day(current, now)
        rule = current.repeat
        if following is None or rule is None or (rule.until is not None and following > rule.until):
            return current
        current = replace(current, repeat=replace(rule, passed=rule.passed + 1))
        current = _dated(current, following, at)
    return current


def _dated(milestone: Milestone, day: date, at: datetime) -> Milestone:
    repeat = milestone.repeat
    if repeat is not None and repeat.once:
        milestone, repeat = as_usual(milestone), replace(repeat, once=False, usual_at=None)
    return replace(milestone, due=day, scheduled=day, repeat=repeat, dated_at=at)
