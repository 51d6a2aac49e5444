"""What a ledger of credits comes to in one cycle of a credential, by the rule of that credential.

Categories are one tree with floors and ceilings, topics cut across it and have floors only. So counting is a sum with
caps from the leaves up: exact, and the order of the entries does not matter. Numbers are Decimals throughout; days
are calendar days, the first and the last of a cycle included.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Literal

from planner.domain.cycles import carries_from, grace_ends, opens_on
from planner.domain.durations import LAST_DAY, Days
from planner.domain.errors import WrongUsage
from planner.domain.template import CredentialRule, CreditCategory, Rate

ZERO = Decimal(0)
MOST_AMOUNT = Decimal(100_000)
_FINEST = Decimal("0.001")
_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a ledger: what was done on a day for a credential.

    `amount` is in what the rate of its category is per (hours, months, books), in units where there is no rate.
    `category` and `topic` are keys of the rule. An entry with `renew_by`, the key of a way to renew, says that this
    way was gone; it earns no credits. A rejected entry stays in the ledger and counts for nothing.
    Raises WrongUsage for an amount that is not a number from 0 to 100000 with at most three decimals.
    """

    day: date
    credential: str
    amount: Decimal = ZERO
    category: str | None = None
    topic: str | None = None
    renew_by: str | None = None
    rejected: bool = False
    id: str = ""

    def __post_init__(self) -> None:
        amount = self.amount
        if not amount.is_finite() or not 0 <= amount <= MOST_AMOUNT or amount % _FINEST:
            raise WrongUsage(
                f"{amount} is not an amount of credits.", "Write a number from 0 to 100000, at most three decimals."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryCount:
    """One category in units: `own` was booked on it, `value` counts (with its children, cut), `over` was cut here."""

    own: Decimal
    value: Decimal
    over: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCount:
    """Twelve months from the first day of the cycle, or what is left of them, and the units that count in them alone.

    Only the last one may be no whole year; no yearly minimum is asked of it.
    """

    number: int
    first: date
    last: date
    value: Decimal
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """So many units are still needed: in total, in a category, of these topics together, or in a year of the cycle.

    `keys` holds the key of the category or the keys of the topics, in the order of the rule; `year` counts from 1.
    """

    what: Literal["total", "category", "topics", "year"]
    amount: Decimal
    keys: tuple[str, ...] = ()
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleCount:
    """What one cycle of a ledger comes to.

    `categories` and `topics` are by key, in the order of the rule, each with all of its entries; `total` includes what
    was carried in. `missing` has sets of topics, the smallest ones, only where no single topic is short. `behind` are
    whole years below what the rule advises. `outside` are entries not dated in the cycle; `unplaced` are in it but
    name no category of the rule, so nothing says how they count. `renewed` is None where the end is not known, or
    where the rule names nothing that renews; `renewed_by` is the key of the way that was gone in place of credits.
    """

    first: date
    last: date | None
    required: Decimal
    total: Decimal
    carried_in: Decimal
    categories: Mapping[str, CategoryCount]
    topics: Mapping[str, Decimal]
    years: tuple[YearCount, ...]
    missing: tuple[Missing, ...]
    behind: tuple[Missing, ...]
    outside: tuple[Entry, ...]
    unplaced: tuple[Entry, ...]
    renewed: bool | None
    renewed_by: str | None
    carried_on: Decimal


def count_cycle(
    rule: CredentialRule,
    entries: Iterable[Entry],
    first: date,
    last: date | None,
    *,
    carried_in: Decimal = ZERO,
    exempt: bool = False,
    held: Collection[str] = _NOBODY,
) -> CycleCount:
    """Count the entries of `rule.id` in the cycle from `first` to `last` (None: its end is not known yet).

    `carried_in` are units from the cycle before, `exempt` says that nothing is required in this one (see
    `cycles.is_exempt`), `held` are the ids of other credentials that the person holds in it. Raises WrongUsage when a
    day that the rule counts to leaves the years 1970 to 2199.
    """
    mine = [each for each in entries if each.credential == rule.id and not each.rejected]
    credits_ = [each for each in mine if each.renew_by is None]
    inside, outside = _split(credits_, lambda each: first <= each.day and (last is None or each.day <= last))
    tree = {each.key: each for each in _nodes(rule.categories)}
    placed, unplaced = _split(inside, lambda each: each.category in tree if tree else each.category is None)
    starts = _years_from(first, last or max((each.day for each in inside), default=first))
    booked = [_booked(each, tree, starts) for each in placed]

    counted = _Fold(rule, booked, carried_in)
    years = tuple(_year(rule, booked, starts, number, last) for number in range(1, len(starts) + 1))
    required = ZERO if exempt else rule.required or ZERO
    missing = () if exempt else tuple(_missing(rule, booked, counted, years))
    ways = [each for each in mine if each.renew_by is not None]
    by = _renewed_by(rule, ways, held, first, last)
    return CycleCount(
        first=first,
        last=last,
        required=required,
        total=counted.total,
        carried_in=carried_in,
        categories=counted.categories,
        topics={topic.key: _Fold(rule, _about(booked, {topic.key})).total for topic in rule.topics},
        years=years,
        missing=missing,
        behind=() if exempt else tuple(_short_years(years, rule.yearly.advice if rule.yearly else None)),
        outside=tuple(outside),
        unplaced=tuple(unplaced),
        renewed=_is_renewed(rule, last, is_short=bool(missing), is_exempt=exempt, by=by),
        renewed_by=by,
        carried_on=ZERO if missing else _carried_on(rule, booked, counted.total - required, first, last),
    )


def units(amount: Decimal, rate: Rate | None) -> Decimal:
    """The units that one entry of this amount earns."""
    if rate is None:
        return amount
    if rate.units is not None:
        return amount * rate.units
    return next((each for least, each in reversed(rate.steps) if least <= amount), ZERO)


@dataclass(frozen=True, slots=True)
class _Booked:
    """An entry in units. `year` counts from 0."""

    day: date
    category: str | None
    topic: str | None
    year: int
    units: Decimal


class _Fold:
    """The values of the tree with only these entries in it."""

    def __init__(self, rule: CredentialRule, booked: Iterable[_Booked], carried_in: Decimal = ZERO) -> None:
        self._own: defaultdict[str | None, defaultdict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for each in booked:
            self._own[each.category][each.year] += each.units
        home = rule.carry_over.category if rule.carry_over else None
        self._carried = {home: carried_in} if home is not None else {}
        found: dict[str, CategoryCount] = {}
        self.total = sum((self._value(each, found) for each in rule.categories), ZERO)
        self.total += sum(self._own[None].values(), ZERO) + (carried_in if home is None else ZERO)
        self.categories = {each.key: found[each.key] for each in _nodes(rule.categories)}

    def _value(self, node: CreditCategory, found: dict[str, CategoryCount]) -> Decimal:
        years = self._own[node.key].values()
        own = sum(years, ZERO)
        kept = own if node.max_per_year is None else sum((min(each, node.max_per_year) for each in years), ZERO)
        below = sum((self._value(child, found) for child in node.children), ZERO)
        whole = kept + below + self._carried.get(node.key, ZERO)
        value = whole if node.max is None else min(whole, node.max)
        found[node.key] = CategoryCount(own=own, value=value, over=own - kept + whole - value)
        return value


def _split(entries: Iterable[Entry], belongs: Callable[[Entry], bool]) -> tuple[list[Entry], list[Entry]]:
    found: tuple[list[Entry], list[Entry]] = ([], [])
    for each in entries:
        found[0 if belongs(each) else 1].append(each)
    return found


def _nodes(categories: Iterable[CreditCategory]) -> Iterator[CreditCategory]:
    for each in categories:
        yield each
        yield from _nodes(each.children)


def _booked(entry: Entry, tree: Mapping[str, CreditCategory], starts: Sequence[date]) -> _Booked:
    rate = tree[entry.category].rate if entry.category is not None else None
    year = bisect_right(starts, entry.day) - 1
    return _Booked(entry.day, entry.category, entry.topic, year, units(entry.amount, rate))


def _about(booked: Iterable[_Booked], topics: Collection[str]) -> list[_Booked]:
    return [each for each in booked if each.topic in topics]


def _years_from(first: date, last: date) -> list[date]:
    """The first days of the years of a cycle: each counted from its first day, so that 29 February does not drift."""
    starts = [first]
    while first.year + len(starts) <= LAST_DAY.year and (start := Days(12 * len(starts)).added_to(first)) <= last:
        starts.append(start)
    return starts


def _year(
    rule: CredentialRule, booked: Iterable[_Booked], starts: Sequence[date], number: int, last: date | None
) -> YearCount:
    start = starts[number - 1]
    following = Days(12 * number).added_to(starts[0]) if starts[0].year + number <= LAST_DAY.year else None
    day = LAST_DAY if following is None else following - timedelta(days=1)
    return YearCount(
        number=number,
        first=start,
        last=day if last is None else min(day, last),
        value=_Fold(rule, (each for each in booked if each.year == number - 1)).total,
        # Of a cycle whose end is not known no year is known to be part of it to its last day.
        is_whole=last is not None and day <= last,
    )


def _missing(
    rule: CredentialRule, booked: Sequence[_Booked], counted: _Fold, years: Iterable[YearCount]
) -> Iterator[Missing]:
    if rule.required is not None and counted.total < rule.required:
        yield Missing(what="total", amount=rule.required - counted.total)
    for each in _nodes(rule.categories):
        value = counted.categories[each.key].value
        if each.min is not None and value < each.min:
            yield Missing(what="category", keys=(each.key,), amount=each.min - value)
    yield from _missing_topics(rule, booked)
    yield from _short_years(years, rule.yearly.min if rule.yearly else None)


def _missing_topics(rule: CredentialRule, booked: Sequence[_Booked]) -> Iterator[Missing]:
    """Topics that each have enough may still be short together: under a ceiling they share, one takes the other's room.

    For a tree of ceilings it is enough, and exact, to look at every set of topics on its own. Single topics first;
    sets only if none of these is short, and none that holds a set already told.
    """
    told: list[frozenset[str]] = []
    for size in range(1, len(rule.topics) + 1):
        if size == 2 and told:
            return
        for topics in combinations(rule.topics, size):
            keys = frozenset(each.key for each in topics)
            if any(smaller <= keys for smaller in told):
                continue
            amount = sum((each.min for each in topics), ZERO) - _Fold(rule, _about(booked, keys)).total
            if amount > 0:
                told.append(keys)
                yield Missing(what="topics", keys=tuple(each.key for each in topics), amount=amount)


def _short_years(years: Iterable[YearCount], least: Decimal | None) -> Iterator[Missing]:
    for each in years:
        if least is not None and each.is_whole and each.value < least:
            yield Missing(what="year", year=each.number, amount=least - each.value)


def _renewed_by(
    rule: CredentialRule, ways: Iterable[Entry], held: Collection[str], first: date, last: date | None
) -> str | None:
    opens = opens_on(rule.cycle, first, last) or first
    closes = None if last is None else grace_ends(rule.cycle, last)
    gone = {each.renew_by for each in ways if opens <= each.day and (closes is None or each.day <= closes)}
    by = (each.key for each in rule.renew_by if each.key in gone or any(one in held for one in each.credentials))
    return next(by, None)


def _is_renewed(
    rule: CredentialRule, last: date | None, *, is_short: bool, is_exempt: bool, by: str | None
) -> bool | None:
    if last is None:
        return None
    if by is not None or (not is_short and (is_exempt or _asks_credits(rule))):
        return True
    return False if _asks_credits(rule) or rule.renew_by else None


def _asks_credits(rule: CredentialRule) -> bool:
    """Whether credits renew at all; where none are asked for, that none is missing renews nothing."""
    yearly = rule.yearly is not None and rule.yearly.min is not None
    floors = any(each.min is not None for each in _nodes(rule.categories))
    return rule.required is not None or bool(rule.topics) or yearly or floors


def _carried_on(
    rule: CredentialRule, booked: Iterable[_Booked], beyond: Decimal, first: date, last: date | None
) -> Decimal:
    carry = rule.carry_over
    if carry is None or last is None:
        return ZERO
    since = carries_from(carry, first, last)
    there = {
        inner.key for each in _nodes(rule.categories) if each.key == carry.category for inner in _nodes([each])
    } or None
    part = [each for each in booked if each.day >= since and (there is None or each.category in there)]
    return min(carry.max, beyond, _Fold(rule, part).total)
