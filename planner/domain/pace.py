"""How fast a goal goes: what was done on it in the last eight weeks, day by day, and how many days the rest takes.

Days are ordinals of the person's calendar days. An amount is in minutes, or in steps where nothing says how long it
takes. Only whole numbers are kept and divided last, so equal records give equal days on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, TypeAlias

from planner.domain.values import dataclass

WEEKS = 8
WINDOW = 7 * WEEKS
"""Days, today the last of them, that a pace is taken from."""
ENOUGH_DAYS, ENOUGH_DONE = 21, 4
"""A pace is measured from four steps in three weeks that count on,"""
LONG = 28
"""or from one in four weeks: so long a time tells something by itself."""
FURTHEST = 3653
"""Days, ten years: what takes longer is not reached at this pace."""

Unit: TypeAlias = Literal["minutes", "steps"]


class Rate(NamedTuple):
    """An amount in so many days."""

    amount: int
    days: int

    @property
    def per_week(self) -> float:
        """The amount in seven days."""
        return self.amount * 7 / self.days

    def days_for(self, amount: int) -> int | None:
        """How many days an amount takes; None: it never gets done."""
        if amount <= 0:
            return 0
        return -(-amount * self.days // self.amount) if self.amount > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What gets done, on the whole and in the poorest and the best run of days.

    `done` is how many steps it was taken from; an `assumed` one was taken from the hours a week instead.
    """

    unit: Unit
    usual: Rate
    least: Rate
    best: Rate
    done: int = 0
    assumed: bool = False


def days_that_count(since: int, today: int, out: Iterable[tuple[int, int]]) -> list[int]:
    """The days of the window from `since` on, without those in `out`, (first, last) each."""
    first = max(since, today - WINDOW + 1)
    gone = {day for start, end in out for day in range(max(start, first), min(end, today) + 1)}
    return [day for day in range(first, today + 1) if day not in gone]


def measured(done: Iterable[tuple[int, int]], days: Sequence[int], unit: Unit) -> Pace:
    """The pace of what was done, (day, amount) each, on the days that count; on other days it does not count either.

    The range comes from within the window: half of its days in a row, four weeks where all eight count, of which the
    poorest and the best are taken. Throughput as it was, rather than an estimate, is what forecasts of agile teams are
    drawn from (D. S. Vacanti, “Actionable Agile Metrics for Predictability”, 2015); they draw weeks at random. Runs of
    days that really followed each other need no random numbers, keep what weeks have to do with their neighbours, and
    a person can count them after us.
    """
    by_day = dict.fromkeys(days, 0)
    count = 0
    for day, amount in done:
        if day in by_day and amount > 0:
            by_day[day] += amount
            count += 1
    amounts = list(by_day.values())
    run = max(1, (len(amounts) + 1) // 2)
    total = sum(amounts)
    least = best = current = sum(amounts[:run])
    for number in range(run, len(amounts)):
        current += amounts[number] - amounts[number - run]
        least, best = min(least, current), max(best, current)
    return Pace(
        unit=unit,
        usual=Rate(total, max(1, len(amounts))),
        least=Rate(least, run),
        best=Rate(best, run),
        done=count,
    )


def is_enough(pace: Pace) -> bool:
    """Whether so much was done, on so many days, that it tells a pace."""
    days = pace.usual.days
    return (days >= ENOUGH_DAYS and pace.done >= ENOUGH_DONE) or (days >= LONG and pace.done >= 1)


def assumed(rate: Rate) -> Pace:
    """The pace of somebody who does so much a week; of whom nothing is known: between half and one and a half."""
    return Pace(
        unit="minutes",
        usual=rate,
        least=Rate(rate.amount, rate.days * 2),
        best=Rate(rate.amount * 3, rate.days * 2),
        assumed=True,
    )


def day_after(start: int, days: int | None, away: Sequence[tuple[int, int]]) -> int | None:
    """The day so many days after `start`, days `away`, (first, last) each in their order, not among them.

    None: never, or not within ten years.
    """
    if days is None:
        return None
    day = start
    for first, last in away:
        if last <= day:
            continue
        free = max(0, first - 1 - day)
        if days <= free:
            break
        days -= free
        day = max(day, last)
    return day + days if day + days - start <= FURTHEST else None


def days_between(after: int, until: int, away: Sequence[tuple[int, int]]) -> int:
    """How many days that are not away lie after one day and up to another."""
    gone, seen = 0, after
    for first, last in away:
        begin, end = max(first, seen + 1), min(last, until)
        if begin <= end:
            gone, seen = gone + end - begin + 1, end
    return max(0, until - after - gone)
