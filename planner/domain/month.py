"""A month of ISO weeks with what stands on every day: the calendar.

A milestone stands on its due; one that was closed without ever having had a date stands on the day it was closed.
Open steps of paused goals, and all of dropped ones, are left out, as they are from the agenda. Days are the person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from planner.domain.agenda import Lister, order
from planner.domain.capacity import Week, monday_of
from planner.domain.dates import MONTH_NAMES, local_day, overdue_from, parse_day
from planner.domain.durations import FIRST_DAY, LAST_DAY, Days
from planner.domain.errors import WrongUsage
from planner.domain.repeat import as_done, as_usual, projected
from planner.domain.text import shown

if TYPE_CHECKING:
    from planner.domain.agenda import Line
    from planner.domain.capacity import Load
    from planner.domain.filters import Filter
    from planner.domain.plan import Away, Goal, Milestone, Plan

LAID_OUT = 5 * 366
"""Days ahead for which hours are laid out; what a week so far away will ask for is nothing to go by."""
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDay:
    """One day: its milestones in order (open ones first, `projected` ones of series among them), the goals whose target
    it is, and the days away it belongs to. `missed` are the ids of those of series that nobody closed in their time."""

    day: date
    lines: tuple[Line, ...] = ()
    targets: tuple[Goal, ...] = ()
    away: Away | None = None
    missed: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands on it."""
        return not (self.lines or self.targets)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthWeek:
    """An ISO week, Monday first. `load` are its hours: None for weeks that are over, far away, or not laid out yet."""

    days: tuple[MonthDay, ...]
    load: Week | None = None

    @property
    def monday(self) -> date:
        """The day it begins with."""
        return self.days[0].day

    @property
    def number(self) -> int:
        """Its ISO number."""
        return self.monday.isocalendar().week


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The weeks that hold the days of one month, whole: the first and the last may begin and end in another.

    `first` is the first day of the month, `today` the person's day.
    """

    first: date
    today: date
    weeks: tuple[MonthWeek, ...]

    def day(self, day: date) -> MonthDay:
        """One day of the weeks; an empty one for a day that is in none."""
        weeks, days = divmod((day - self.weeks[0].monday).days, 7)
        return self.weeks[weeks].days[days] if 0 <= weeks < len(self.weeks) else MonthDay(day=day)

    def own(self) -> Iterator[MonthDay]:
        """The days of the month itself."""
        days = chain.from_iterable(week.days for week in self.weeks)
        return (each for each in days if (each.day.year, each.day.month) == (self.first.year, self.first.month))

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines of its weeks, those of the months around among them."""
        return tuple(line for week in self.weeks for each in week.days for line in each.lines)

    @property
    def counts(self) -> tuple[int, int]:
        """(milestones of the month, how many of them are closed); later occurrences of series count."""
        lines = [line for each in self.own() for line in each.lines]
        return len(lines), sum(1 for line in lines if not line.milestone.is_open)

    @property
    def overloaded(self) -> tuple[MonthWeek, ...]:
        """The weeks that hold too much."""
        return tuple(week for week in self.weeks if week.load is not None and week.load.overload)


def mondays_of(first: date) -> tuple[date, ...]:
    """The Mondays of the weeks that hold the days of the month of `first`: four to six."""
    first = first.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    start = monday_of(first)
    return tuple(start + _WEEK * number for number in range((last - start).days // 7 + 1))


def another_month(day: date, months: int) -> date:
    """The same day so many months on, or the last one of a shorter month; `day` itself where the calendar ends."""
    try:
        return Days(months).added_to(day)
    except WrongUsage:
        return day


def month_of(lister: Lister, first: date, goal: str | None = None) -> Month:
    """The month of `first`, of the goal with this id or of all."""
    mondays = mondays_of(first)
    start, end = mondays[0], mondays[-1] + timedelta(days=6)
    on: dict[date, list[Line]] = {}
    for line in _lines(lister, start, end, goal):
        if line.day is not None:
            on.setdefault(line.day, []).append(line)
    targets: dict[date, list[Goal]] = {}
    for each in lister.plan.goals.values():
        inside = each.target is not None and start <= each.target <= end
        if inside and goal in {None, each.id} and each.status != "dropped":
            targets.setdefault(each.target or start, []).append(each)
    away = _away(lister.plan, start, end)
    missed = {past.id for each in lister.plan.milestones.values() for past in each.occurrences if past.missed}

    def day_of(day: date) -> MonthDay:
        lines = sorted(on.get(day, ()), key=lambda line: (not line.milestone.is_open, *order(line)))
        goals = sorted(targets.get(day, ()), key=lambda each: (each.title.casefold(), each.id))
        gone = frozenset(line.milestone.id for line in lines) & missed if missed else frozenset()
        return MonthDay(day=day, lines=tuple(lines), targets=tuple(goals), away=away.get(day), missed=gone)

    weeks = (tuple(day_of(monday + timedelta(days=number)) for number in range(7)) for monday in mondays)
    return Month(first=first.replace(day=1), today=lister.today, weeks=tuple(MonthWeek(days=days) for days in weeks))


def narrowed(month: Month, wanted: Filter) -> Month:
    """The month with the lines that a filter lets through, and the targets of the goals that it does not rule out."""

    def passing(each: MonthDay) -> MonthDay:
        lines = tuple(line for line in each.lines if wanted.lets(line))
        return replace(each, lines=lines, targets=tuple(goal for goal in each.targets if wanted.names(goal)))

    weeks = (replace(week, days=tuple(passing(each) for each in week.days)) for week in month.weeks)
    return replace(month, weeks=tuple(weeks))


def with_load(month: Month, load: Load) -> Month:
    """The month with the hours of its weeks, as far as `load` reaches."""
    known = set(load.weeks())

    def laid(week: MonthWeek) -> MonthWeek:
        monday = week.monday.toordinal()
        if monday not in known or monday + 6 > load.end.toordinal():
            return week
        hours = Week(monday=week.monday, planned=load.planned[monday], available=load.available(monday))
        return replace(week, load=hours)

    return replace(month, weeks=tuple(laid(week) for week in month.weeks))


def _lines(lister: Lister, start: date, end: date, goal: str | None) -> Iterator[Line]:
    """What stands on the days from `start` to `end`."""
    plan = lister.plan
    for milestone in plan.milestones.values():
        if goal is not None and milestone.goal != goal:
            continue
        owner = plan.goals.get(milestone.goal) if milestone.goal else None
        if owner is not None and owner.status == "dropped":
            continue
        for past in milestone.occurrences:
            day = past.due or past.scheduled or past.done_on
            if day is not None and start <= day <= end:
                yield replace(lister.line(as_done(milestone, past)), day=day)
        if milestone.is_open and owner is not None and owner.status != "active":
            continue
        day = _stands_on(lister, milestone)
        if day is not None and start <= day <= end:
            yield replace(lister.line(milestone), day=day)
        if milestone.repeat is not None:
            yield from _projected(lister, milestone, start, end)


def _stands_on(lister: Lister, milestone: Milestone) -> date | None:
    if milestone.due is not None or milestone.is_open:
        return milestone.due
    if milestone.done_on is not None or milestone.closed_at is None:
        return milestone.done_on
    return local_day(milestone.closed_at, lister.zone)


def _projected(lister: Lister, milestone: Milestone, start: date, end: date) -> Iterator[Line]:
    line = None
    usual = as_usual(milestone)
    for day in projected(milestone, start, end):
        line = line or replace(lister.line(usual), overdue=False, blocked_by=(), snoozed=False, projected=True)
        at = overdue_from(day, usual.at, usual.zone, lister.zone)
        yield replace(line, due_at=at, day=day)


def _away(plan: Plan, start: date, end: date) -> dict[date, Away]:
    return {
        date.fromordinal(number): each
        for each in plan.profile.away
        for number in range(max(each.first, start).toordinal(), min(each.last, end).toordinal() + 1)
    }


# Reading

_ISO_MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)


def read_month(text: str, today: date) -> date:
    """The first day of the month that is named: `2026-12`, `december`, `dec 2027`, `this month`, or by any date in it.

    A name alone is the next such month, the running one included. Raises WrongUsage.
    """
    words = text.casefold().split()
    if not words or words in (["this", "month"], ["month"]):
        return today.replace(day=1)
    named = _named(words, today)
    if named is None and (match := _ISO_MONTH.fullmatch(words[0])) and len(words) == 1:
        named = int(match[1]), int(match[2])
    if named is None:
        try:
            return parse_day(text, today).replace(day=1)
        except WrongUsage as error:
            hint = "Write 2026-12, december, dec 2027, next month, or a day in it."
            raise WrongUsage(f"“{shown(text)}” names no month: {error.message}", hint) from error
    year, month = named
    if not (FIRST_DAY.year <= year <= LAST_DAY.year and 1 <= month <= 12):
        raise WrongUsage(f"There is no month “{shown(text)}” here.", "Months go from 1970-01 to 2199-12.")
    return date(year, month, 1)


def _named(words: list[str], today: date) -> tuple[int, int] | None:
    """(year, month) of `december` or `dec 2027`."""
    names = [number for number, name in enumerate(MONTH_NAMES, 1) if words[0] in {name.casefold(), name[:3].casefold()}]
    if words[0] == "sept":
        names = [9]
    if not names or len(words) > 2:
        return None
    (month,) = names
    if len(words) == 1:
        return today.year + (month < today.month), month
    return (int(words[1]), month) if re.fullmatch(r"\d{4}", words[1], re.ASCII) else None
