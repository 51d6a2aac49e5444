"""The cycles of a credential: from which day to which day each of them runs.

All days are calendar days and belong to the cycle, the first and the last included; cycles are numbered from 1.
The next one begins the day after. Ends are always counted from the same first day, so 29 February does not drift.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.domain.durations import Days, parse_days, parse_moment
from planner.domain.errors import WrongUsage
from planner.domain.template import CarryOver, CredentialRule, CycleRule, ListedEnd

_ONE_DAY = timedelta(days=1)
_NOTHING: Mapping[int, date] = {}


def cycle_bounds(
    rule: CycleRule,
    earned: date,
    n: int,
    *,
    birth_month: int | None = None,
    anniversary: date | None = None,
    printed: Mapping[int, date] = _NOTHING,
    renewed: Mapping[int, date] = _NOTHING,
    listed: Sequence[ListedEnd] = (),
) -> tuple[date | None, date | None]:
    """First and last day of cycle `n` of a certificate `earned` on that day; None where a day is not known yet.

    `birth_month` (1 to 12) is the person's, `anniversary` the answer to the question `rule.of`. By number of the
    cycle, `printed` are ends as they stand on the certificate (they win, and later ones are counted on from them)
    and `renewed` the days on which the cycle was renewed. `listed` are ends that the person added to the rule's.
    Raises WrongUsage for a month or a number that cannot be, and when a day leaves the years 1970 to 2199.
    """
    if n < 1 or not 1 <= (birth_month or 1) <= 12:
        raise WrongUsage("there is no such cycle" if n < 1 else "a month of birth is a number from 1 to 12")
    if rule.mode == "after" and (before := [k for k in renewed if k < n]):
        # A renewal is a new certificate: everything counts from its day.
        last = max(before)
        return cycle_bounds(
            replace(rule, exempt_first=False),
            renewed[last],
            n - last,
            birth_month=birth_month,
            anniversary=anniversary,
            printed={k - last: day for k, day in printed.items() if k > last},
            listed=listed,
        )
    certificate = _Certificate(rule, earned, birth_month, anniversary, printed, tuple(listed))
    last_day = certificate.end(n)
    first = earned
    if n > 1:
        end = certificate.end(n - 1)
        if end is None:
            return None, last_day
        first = min(end, renewed.get(n - 1, end)) + _ONE_DAY
    if last_day is not None and last_day < first:
        raise WrongUsage(f"cycle {n} would end on {last_day}, before it begins on {first}", "Look at the dates given.")
    return first, last_day


def is_exempt(rule: CycleRule, n: int) -> bool:
    """Whether nothing is required in cycle `n`: the days from `earned` to the first end, where the rule says so."""
    return rule.exempt_first and n == 1


def opens_on(rule: CycleRule, first: date, last: date | None) -> date | None:
    """From which day on one may renew a cycle; its first day where the rule names none. None: not known.

    Not known either is a moment that counts from anything but the cycle: that day is not the rule's to tell.
    """
    if rule.opens is None:
        return first
    moment = parse_moment(rule.opens)
    anchor = {"cycle_start": first, "cycle_end": last}.get(moment.anchor)
    return None if anchor is None else moment.offset.added_to(anchor)


def grace_ends(rule: CycleRule, last: date) -> date:
    """The last day on which one may still renew a cycle that ended on `last`."""
    return last if rule.grace is None else parse_days(rule.grace).added_to(last)


def proof_until(rule: CredentialRule, last: date) -> date | None:
    """Until when the proofs of a cycle that ended on `last` are kept; None: the rule does not say."""
    return None if rule.keep_proof is None else parse_days(rule.keep_proof).added_to(last)


def carries_from(carry: CarryOver, first: date, last: date) -> date:
    """From which day of the cycle on credits may be carried over: its last `window`, or all of it."""
    if carry.window is None:
        return first
    return max(first, (-parse_days(carry.window)).added_to(last + _ONE_DAY))


@dataclass(frozen=True, slots=True)
class _Certificate:
    """What the ends of one certificate follow from."""

    rule: CycleRule
    earned: date
    birth_month: int | None
    anniversary: date | None
    printed: Mapping[int, date]
    listed: tuple[ListedEnd, ...]

    def end(self, n: int) -> date | None:
        """The last day of cycle `n`, if it is known."""
        if any(k <= n for k in self.printed):
            return self._counted_on(n)
        match self.rule.ends:
            case "anniversary":
                return self._times(n).added_to(self.earned) - _ONE_DAY
            case "birth_month":
                return None if self.birth_month is None else self._in_year(n, self.birth_month, 31)
            case "anniversary_month":
                counted = self.earned if self.rule.of is None else self.anniversary
                return None if counted is None else self._in_year(n, counted.month, 31)
            case "day":
                month, day = (int(part) for part in (self.rule.day or "12-31").split("-"))
                return self._in_year(n, month, day)
            case "listed":
                return self._listed(n)
            case _:
                return None

    def _times(self, n: int) -> Days:
        length = parse_days(self.rule.length or "")
        return Days(length.months * n, length.days * n)

    def _counted_on(self, n: int) -> date | None:
        """The printed end of cycle `n`, or as many lengths after the newest one before it."""
        newest = max(k for k in self.printed if k <= n)
        day = self.printed[newest]
        if newest == n or self.rule.length is None:
            return day if newest == n else None
        end = self._times(n - newest).added_to(day)
        by_month = self.rule.ends in {"birth_month", "anniversary_month"}
        return _last_of_month(end) if by_month and day == _last_of_month(day) else end

    def _in_year(self, n: int, month: int, day: int) -> date:
        """The n-th end on one day of the year; 31 stands for the last of the month.

        The first lies in the year of `earned` + length, or, where the first months are exempt, it is the first such
        day from `earned` on. Each later one follows a length on.
        """
        year = self.earned.year if self.rule.exempt_first else self._times(1).added_to(self.earned).year
        while _in_month(date(year, month, 1), day) < self.earned:
            year += 1
        return _in_month(self._times(n - 1).added_to(date(year, month, 1)), day)

    def _listed(self, n: int) -> date | None:
        """Each cycle ends as listed in the first line that its first day is in time for; past the list it is open."""
        by_day = {line.earned_by: line for line in (*self.rule.dates, *self.listed)}
        first = self.earned
        end = None
        for _ in range(n):
            in_time = [by_day[day] for day in sorted(by_day) if first <= day]
            end = next((line.end for line in in_time if line.end >= first), None)
            if end is None:
                return None
            first = end + _ONE_DAY
        return end


def _in_month(day_of_month: date, day: int) -> date:
    """That day of the month, or the last one the month has."""
    return min(day_of_month.replace(day=1) + timedelta(days=day - 1), _last_of_month(day_of_month))


def _last_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - _ONE_DAY
