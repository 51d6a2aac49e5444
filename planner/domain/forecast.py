"""When a goal will be reached at the pace of the last eight weeks, and the health that follows from it.

A pure function of the goal's records and the day: what was done when, what is left, the days away. One pass over the
members. What is optional, and series without an end, neither hold a goal up nor count for its pace, as in its total.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from operator import mul
from typing import Literal, TypeAlias

from planner.domain.durations import LAST_DAY, Days, parse_days
from planner.domain.errors import WrongUsage
from planner.domain.pace import (
    FURTHEST,
    LONG,
    WINDOW,
    Pace,
    Rate,
    Unit,
    assumed,
    day_after,
    days_between,
    days_that_count,
    is_enough,
    measured,
)
from planner.domain.plan import CLOSED, Away, Goal, Health, Milestone, Occurrence, Profile, Repeat
from planner.domain.progress import hours, source_of
from planner.domain.repeat import has_end, remaining
from planner.domain.values import dataclass, replace

Why: TypeAlias = Literal["", "empty", "done", "endless", "idle", "few"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What is to be expected of an active goal, as of `today`.

    `left` is an amount of the `unit`, up to the target where there is one, and `later` says that steps follow that.
    `expected` is the day it is reached, with the range around it; None: not at this pace, or see `why`. `deadline` is
    the target, or the last day of the plan where none is set or nothing is left until then; `needed` is the rate that
    reaches it, as long as there is a day for it. `overdue` are titles, the first due first; `too_soon` is the first
    fixed date, with its title, that even the best pace does not hold.

    `why` is a reason that there is no date: there are no steps, all are done, they go on without an end, nothing was
    done for long, or too little to tell a pace.
    """

    today: date
    health: Health
    why: Why = ""
    unit: Unit = "minutes"
    left: int = 0
    later: bool = False
    pace: Pace | None = None
    expected: date | None = None
    expected_from: date | None = None
    expected_to: date | None = None
    deadline: date | None = None
    needed: Rate | None = None
    has_target: bool = False
    overdue: tuple[str, ...] = ()
    too_soon: tuple[str, date] | None = None


_Row: TypeAlias = tuple[int, int, bool, str, int, int, int]
"""A step, or the open occurrence of a series: its day, the minutes of one, whether its date is fixed, its title, how
often it is left, the last day it gives itself, and the first on which all of it can be done, however fast it goes."""


class _Group:
    """What is to be done before the target, or after it. Of a series it is all that it has left.

    `behind` says that a day of it is over, `dated` that there is one at all.
    """

    def __init__(self, rows: Sequence[_Row], now: int) -> None:
        self.rows, self.count = rows, len(rows)
        # By columns: there may be thousands.
        days, minutes, fixed, _, left, last, floor = zip(*rows, strict=True) if rows else ((),) * 7
        self.steps: int = sum(left)
        self.minutes: int = sum(map(mul, minutes, left))
        self.unit: Unit = "minutes" if 2 * minutes.count(0) <= self.count else "steps"
        self.last: int = max(last, default=0)
        self.floor: int = max(floor, default=0)
        self.dated, self.fixed = any(days), True in fixed
        self.behind = any(0 < day < now for day in days)

    @property
    def left(self) -> int:
        """All of it, in its unit."""
        return self.minutes if self.unit == "minutes" else self.steps


class _Records:
    """The members of a goal, sorted by what they say of it. Days as ordinals, 0 for none."""

    def __init__(
        self, members: Iterable[Milestone], milestones: Mapping[str, Milestone], target: date | None, now: int
    ) -> None:
        ahead: list[_Row] = []
        later: list[_Row] = []
        self.done: list[tuple[int, int]] = []
        self.last = 0
        self.endless = False
        self._milestones, self._target, self._now = milestones, target, now
        self._first = now - WINDOW + 1
        self._limit = target.toordinal() if target else 0
        for milestone in members:
            if milestone.repeat is not None:
                row = self._series(milestone, milestone.repeat)
            else:
                due = milestone.due.toordinal() if milestone.due is not None else 0
                for past in milestone.occurrences:  # it was a series
                    self._closed(past, milestone.effort or 0)
                if milestone.status in CLOSED:
                    self._closed(milestone, milestone.effort or 0)
                fixed = milestone.fixed and not milestone.expected
                row = (due, milestone.effort or 0, fixed, milestone.title, 1, due, due if fixed else 0)
            if row is not None:
                self.last = max(self.last, row[5])
                if not milestone.optional and milestone.status not in CLOSED:
                    (later if self._limit and row[0] > self._limit else ahead).append(row)
        self.ahead, self.later = _Group(ahead, now), _Group(later, now)

    def _closed(self, each: Milestone | Occurrence, effort: int) -> None:
        if each.status == "done" and each.done_on is not None:
            day = each.done_on.toordinal()
            if day >= self._first:
                self.done.append((day, effort))

    def _series(self, milestone: Milestone, repeat: Repeat) -> _Row | None:
        """None for one without an end, of which nothing counts."""
        source = source_of(milestone, self._milestones)
        left, last, floor = self._left(milestone, repeat, source) if milestone.is_open else (0, 0, 0)
        # One that goes on for longer than any forecast has no end that anybody sees.
        if milestone.is_open and (not left or floor > self._now + FURTHEST):
            self.endless = True
            return None
        effort = milestone.effort or 0
        for past in milestone.occurrences:
            self._closed(past, effort)
        if not milestone.is_open:
            self._closed(milestone, effort)
        due = milestone.due.toordinal() if milestone.due is not None else 0
        if repeat.paused_on is not None:  # it rests: what it has left is there, its days are not
            due = floor = 0
        fixed = milestone.fixed and not milestone.expected
        return due, effort, fixed, milestone.title, left, max(due, last), max(floor, due) if fixed else floor

    def _left(self, milestone: Milestone, repeat: Repeat, source: Milestone | None) -> tuple[int, int, int]:
        """How many occurrences are left, the day of the last, and the first day on which that can be done; up to the
        target, if the series begins before it. 0 are left of one without an end."""
        left = remaining(milestone, source) if has_end(milestone) else None
        if left is None:
            return 0, 0, 0
        due = milestone.due.toordinal() if milestone.due is not None else 0
        target = self._target if self._limit >= due else None
        if repeat.each is not None:
            if target is not None and source is not None:
                left = min(left, remaining(milestone, _until(source, target)) or 1)
            return left, due, due
        end = min(filter(None, (repeat.until, target)), default=None)
        left, last = _last_day(milestone, repeat, left, end)
        # What counts from the day it is done is put off by as much as the open one is behind.
        floor = last + max(0, self._now - due) if repeat.mode == "after" and due else last
        return left, last, min(floor, end.toordinal()) if end is not None else floor


def _until(series: Milestone, target: date) -> Milestone:
    """A series that ends with the target at the latest."""
    repeat = series.repeat
    if repeat is None or repeat.each is not None:
        return series
    return replace(series, repeat=replace(repeat, until=min(repeat.until or target, target)))


def _last_day(milestone: Milestone, repeat: Repeat, left: int, end: date | None) -> tuple[int, int]:
    """How many of so many occurrences come until `end`, the open one among them, and the day of the last of these."""
    due = milestone.scheduled or milestone.due
    if due is None or left <= 1:
        return left, milestone.due.toordinal() if milestone.due is not None else 0
    if repeat.rrule is not None:
        return _hits(repeat.rrule, repeat.first or due, due, left, end)
    step = parse_days(repeat.every or "")
    if end is not None:
        until = replace(milestone, scheduled=due, repeat=replace(repeat, until=end))
        left = min(left, remaining(until) or 1)
    try:
        return left, Days(step.months * (left - 1), step.days * (left - 1)).added_to(due).toordinal()
    except WrongUsage:
        return left, LAST_DAY.toordinal()


@lru_cache(maxsize=4096)
def _hits(rule: str, first: date, due: date, left: int, end: date | None) -> tuple[int, int]:
    from planner.domain.rrule import hits

    if due >= LAST_DAY:
        return left, due.toordinal()
    last = end or due + timedelta(days=2 * FURTHEST)
    days = list(islice(hits(rule, first, due + timedelta(days=1), last), left - 1))
    if end is None and len(days) < left - 1:
        return left, last.toordinal()
    return 1 + len(days), (days[-1] if days else due).toordinal()


def with_rest(goal: Goal, today: date) -> Goal:
    """The goal with the whole days kept on which it was paused, dropped or achieved until today."""
    since = goal.paused_on or goal.ended_on
    if since is None or goal.status == "active" or (today - since).days < 2:
        return goal
    one = timedelta(days=1)
    return replace(goal, pauses=(*goal.pauses, Away(first=since + one, last=today - one)))


def forecast(
    goal: Goal,
    members: Collection[Milestone],
    milestones: Mapping[str, Milestone],
    profile: Profile,
    *,
    today: date,
    created: date,
    overdue: Collection[Milestone] = (),
) -> Forecast | None:
    """When the goal is reached; None if it is not active. `milestones` hold what series follow, `created` is the
    person's day on which the goal was made, `overdue` are those of the members that are.

    Health is, the first that holds:
    `late` if a fixed or the last milestone is overdue; if the target has passed with something left; or if something is
    behind and even the best pace measured ends past the deadline;
    `unknown` if nothing is dated, or there is neither a date ahead nor a pace;
    `at_risk` if anything is overdue, if the expected day is past the deadline (of a pace that is assumed, or where
    nothing is behind, the whole range), or a fixed date before that comes before even the best pace gets there;
    `on_track` else, and when everything is done.
    An assumed pace never makes a goal late, nor does a plan on which nothing is behind: it was asked for no more yet.
    """
    if goal.status != "active":
        return None
    now = today.toordinal()
    records = _Records(members, milestones, goal.target, now)
    behind = sorted((m for m in overdue if not m.optional), key=lambda m: (m.due or date.max, m.order))
    found = Forecast(
        today=today, health="on_track", overdue=tuple(m.title for m in behind), has_target=goal.target is not None
    )
    by_date = _late_by_date(members, behind)
    group = records.ahead if records.ahead.count else records.later
    if not group.count:
        why: Why = "empty" if not members else "endless" if records.endless else "done"
        health: Health = "late" if by_date else "at_risk" if behind else "unknown" if why == "empty" else "on_track"
        return replace(found, health=health, why=why, deadline=goal.target)
    is_target = goal.target is not None and records.ahead.count > 0
    last = records.later.last if goal.target else records.last
    deadline = goal.target if is_target else date.fromordinal(last) if last else None
    found = replace(found, deadline=deadline, has_target=is_target, later=is_target and records.later.count > 0)
    found = _with_dates(found, goal, profile, records=records, group=group, now=now, created=created)
    return replace(found, health=_health(found, group, late=by_date))


def _late_by_date(members: Iterable[Milestone], behind: Collection[Milestone]) -> bool:
    if not behind:
        return False
    last = max((m for m in members if m.due is not None), key=lambda m: (m.due or date.min, m.order))
    return any(m.fixed or m.id == last.id for m in behind)


def _with_dates(
    found: Forecast, goal: Goal, profile: Profile, *, records: _Records, group: _Group, now: int, created: date
) -> Forecast:
    """The forecast with what is left, the pace, and the days that follow."""
    unit, left = group.unit, group.left
    begun = max(created, goal.start or created).toordinal()
    pace, why = _pace(goal, profile, records=records, group=group, now=now, begun=begun, unit=unit)
    start = now if records.done else max(now, begun - 1)
    away = sorted((each.first.toordinal(), each.last.toordinal()) for each in profile.away)
    free = days_between(start, found.deadline.toordinal(), away) if found.deadline is not None else 0
    found = replace(found, unit=unit, left=left, pace=pace, why=why, needed=Rate(left, free) if free else None)
    if pace is None or why:
        return found
    days = [day_after(start, rate.days_for(left), away) for rate in (pace.best, pace.usual, pace.least)]
    earliest, usual, latest = (None if day is None else date.fromordinal(max(day, group.floor)) for day in days)
    # The mean of a few days may lie beside its own runs.
    if usual is not None and (earliest is None or earliest > usual):
        earliest = usual
    if usual is None or (latest is not None and latest < usual):
        latest = usual
    return replace(
        found,
        expected=usual,
        expected_from=earliest,
        expected_to=latest,
        too_soon=_too_soon(group, pace.best, unit, start=start, away=away, deadline=found.deadline),
    )


def _pace(
    goal: Goal, profile: Profile, *, records: _Records, group: _Group, now: int, begun: int, unit: Unit
) -> tuple[Pace | None, Why]:
    """What is known of the pace, or assumed."""
    since = min([begun, *(day for day, _ in records.done)])
    out = [(each.first.toordinal(), each.last.toordinal()) for each in (*profile.away, *goal.pauses)]
    days = days_that_count(since, now, out)
    counted = records.done if unit == "minutes" else [(day, 1) for day, _ in records.done]
    pace = measured(counted, days, unit)
    if is_enough(pace):
        return pace, ""
    nothing = not any(day in days for day, _ in records.done)
    if nothing and len(days) >= LONG and group.behind:
        return pace, "idle"
    if unit == "steps":
        return None, "few"
    return assumed(int(hours(goal.hours_per_week or profile.hours_per_week) * 60)), ""


def _too_soon(
    group: _Group, best: Rate, unit: Unit, *, start: int, away: list[tuple[int, int]], deadline: date | None
) -> tuple[str, date] | None:
    """The first fixed date ahead, before the deadline, that what is due before it does not fit into.

    With a week to spare: a step shows nothing of what is done of it until all of it is.
    """
    before = amount = day = 0
    limit = deadline.toordinal() if deadline is not None else 0
    for due, minutes, fixed, title, *_ in sorted(group.rows) if group.fixed else ():
        if not due:
            continue
        if due > day:
            day, before = due, amount
        if fixed and start <= day < limit and before:
            reached = day_after(start, best.days_for(before), away)
            if reached is None or reached > day + 7:
                return title, date.fromordinal(day)
        amount += minutes if unit == "minutes" else 1
    return None


def _health(found: Forecast, group: _Group, *, late: bool) -> Health:
    """See `forecast`."""
    deadline = found.deadline
    if deadline is None:
        return "unknown"
    if late or (found.has_target and deadline < found.today):
        return "late"
    if found.why:
        return "at_risk" if found.overdue else "on_track" if group.dated and found.why == "few" else "unknown"
    hopeless = found.expected_from is None or found.expected_from > deadline
    if found.pace is None or found.pace.assumed or not group.behind:
        # Who is behind with nothing has done all that was asked: the pace is the least of what they can do.
        past = hopeless
    else:
        past = found.expected is None or found.expected > deadline
        if past and hopeless and group.behind:
            return "late"
    return "at_risk" if past or found.overdue or found.too_soon else "on_track"
