"""Hours that several goals share: what of them each gets, and when it is reached with that.

Of a goal whose pace is known, or that was given hours of its own, the hours go first. As long as those that are left
suffice, each other goal, what is due sooner before the rest, gets what it needs to be reached in time, and what is over
goes to all in proportion. Those that cannot all be reached share what is left in proportion to what they need. When
one is reached its hours go to the others. So on no day more hours are given than there are.

Days are counted from today on without days away. Only whole numbers are kept, so equal plans give equal days on every
machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from planner.domain.pace import FURTHEST, Rate
from planner.domain.values import dataclass

FINE = 100
"""Rates are in hundredths of a minute a week, so that many small shares lose next to nothing."""
NEAR = 7
"""Days: what is due sooner, or was, needs no more than all of it within a week."""
UNDATED = 365
"""Days in which a goal without a date is taken to be due."""
_ROUNDS = 240
"""So often hours are given anew; beyond that, with hundreds of goals, one comes after the other."""
_SPARE = 100
"""A hundredth: days are whole, so what fits may seem not to by a little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a goal asks of the hours: minutes `left`, from the day `start` on, until the day `due`. `rate` is the pace
    it keeps, whatever the others do; None: it gets a share."""

    goal: str
    left: int
    start: int = 0
    due: int | None = None
    rate: Rate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What a goal gets: the pace from the day `begins` on, and the day on which it is reached; None: not within ten
    years. It is `steady` where the pace stays the same until then."""

    rate: Rate
    begins: int
    reached: int | None
    steady: bool


class _Open:
    """A claim on its way; work in hundredths of a minute times seven, so that a day takes off its weekly rate."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.left = claim.left * 7 * FINE
        self.due = _due(claim)
        self.own = None if claim.rate is None else claim.rate.amount * 7 * FINE // claim.rate.days
        self.first: int | None = None
        self.begins = claim.start
        self.steady = True
        self.reached: int | None = None

    def needs(self, day: int) -> int:
        """The rate that reaches it in time."""
        return -(-self.left // max(self.due - day, NEAR))

    def give(self, rate: int, day: int) -> None:
        """Let it go at this rate from a day on."""
        if self.first is None and rate:
            self.first, self.begins = rate, day
        self.steady = self.steady and rate in {0, self.first}


def shares(claims: Iterable[Claim], minutes_per_week: int) -> Mapping[str, Share]:
    """What each goal gets of the hours a week, by its id."""
    every = [_Open(each) for each in sorted(claims, key=lambda each: (_due(each), each.goal))]
    going = [each for each in every if each.left]
    hours, day = minutes_per_week * FINE, 0
    for _ in range(_ROUNDS):
        here = [each for each in going if each.claim.start <= day]
        rates = _given(here, [each for each in going if each.claim.start > day], hours, day)
        for each, rate in zip(here, rates, strict=True):
            each.give(rate, day)
        ends = [-(-each.left // rate) for each, rate in zip(here, rates, strict=True) if rate]
        ends += [each.claim.start - day for each in going if each.claim.start > day]
        if not ends or day + min(ends) > FURTHEST:
            break
        step = min(ends)
        day += step
        for each, rate in zip(here, rates, strict=True):
            each.left = max(0, each.left - rate * step)
            if not each.left:
                each.reached = day
        going = [each for each in going if each.left]
    else:
        _one_by_one(going, hours, day)
    return {
        each.claim.goal: Share(
            rate=Rate(each.first or 0, 7 * FINE),
            begins=each.begins,
            reached=each.reached if each.claim.left else 0,
            steady=each.steady,
        )
        for each in every
    }


def _due(claim: Claim) -> int:
    return UNDATED if claim.due is None else claim.due


def _given(here: Sequence[_Open], coming: Sequence[_Open], hours: int, day: int) -> list[int]:
    """The rate of each, in the same order, which is that of their days; `coming` are those that begin later."""
    own = [each for each in here if each.own is not None]
    rest = max(0, hours - sum(each.own or 0 for each in own))
    sharing = [each for each in here if each.own is None]
    needs = [each.needs(day) for each in sharing]
    given: list[int] = []
    if sum(needs) > rest:
        ahead = [each for each in coming if each.own is None]
        fitting = _fitting(sharing, ahead, own=own, hours=hours, day=day)
        for each in needs[:fitting]:
            given.append(min(each, rest))
            rest -= given[-1]
        needs = needs[fitting:]
    whole = sum(needs)
    given += [rest * each // whole for each in needs]
    found = iter(given)
    return [next(found) if each.own is None else each.own for each in here]


def _fitting(sharing: Sequence[_Open], coming: Sequence[_Open], *, own: Sequence[_Open], hours: int, day: int) -> int:
    """How many, the one due first before the others, can be reached in time one after the other."""
    work = count = 0
    now = set(sharing)
    for due, group in groupby(sorted([*sharing, *coming], key=lambda each: each.due), key=lambda each: each.due):
        alike = list(group)
        days = due - day
        there = hours * days - sum(min((each.own or 0) * days, each.left) for each in own)
        work += sum(each.left for each in alike)
        if days <= 0 or work > there + there // _SPARE:
            break
        count += sum(1 for each in alike if each in now)
    return count


def _one_by_one(going: Sequence[_Open], hours: int, day: int) -> None:
    for each in going:
        start = max(day, each.claim.start)
        rate = hours if each.own is None else each.own
        each.give(rate, start)
        end = start + -(-each.left // rate) if rate else FURTHEST + 1
        if each.own is None:
            day = end
        each.reached = end if end <= FURTHEST else None
