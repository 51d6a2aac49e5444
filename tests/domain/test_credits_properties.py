"""What holds for any rule and any ledger."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.credits import CycleCount, Entry, Missing, count_cycle
from planner.domain.template import (
    CarryOver,
    CredentialRule,
    CreditCategory,
    CreditTopic,
    CycleRule,
    Rate,
    RenewBy,
    Yearly,
)

FIRST, LAST = date(2024, 2, 29), date(2027, 5, 31)
KEYS = ("a", "b", "c", "d")
TOPICS = ("law", "tax", "art")

numbers = st.sampled_from([Decimal(text) for text in ("0", "0.1", "0.5", "1", "2", "3", "5", "7.25", "10", "40")])
maybe = st.none() | numbers
rates = st.one_of(
    st.builds(Rate, per=st.just("hour"), units=numbers),
    st.just(Rate(per="hour", steps=((Decimal(2), Decimal(10)), (Decimal(5), Decimal(3)), (Decimal(7), Decimal(20))))),
)
# A parent for each category, itself for none: any forest, with children after their parents.
shapes = st.tuples(*(st.integers(0, number) for number in range(len(KEYS))))


@st.composite
def trees(draw: st.DrawFn) -> tuple[CreditCategory, ...]:
    parents = draw(shapes)

    def grown(number: int) -> CreditCategory:
        children = tuple(grown(each) for each in range(number + 1, len(KEYS)) if parents[each] == number)
        return CreditCategory(
            key=KEYS[number],
            title=KEYS[number],
            min=draw(maybe),
            max=draw(maybe),
            max_per_year=None if children else draw(maybe),
            rate=draw(st.none() | rates),
            children=children,
        )

    return tuple(grown(number) for number in range(len(KEYS)) if parents[number] == number)


rules = st.builds(
    CredentialRule,
    id=st.just("it"),
    name=st.just("IT"),
    issuer=st.just("Us"),
    cycle=st.builds(
        CycleRule,
        ends=st.just("anniversary"),
        length=st.just("P3Y"),
        opens=st.sampled_from([None, "cycle_start+P1Y", "cycle_end-P6M"]),
        grace=st.sampled_from([None, "P30D"]),
    ),
    required=maybe,
    yearly=st.none() | st.builds(Yearly, min=maybe, advice=maybe),
    categories=trees(),
    topics=st.lists(st.sampled_from(TOPICS), unique=True).flatmap(
        lambda keys: st.tuples(
            *(st.builds(CreditTopic, key=st.just(key), title=st.just(key), min=numbers) for key in keys)
        )
    ),
    carry_over=st.none()
    | st.builds(
        CarryOver,
        max=numbers,
        window=st.sampled_from([None, "P6M", "P9Y"]),
        category=st.none() | st.sampled_from(KEYS),
    ),
    renew_by=st.sampled_from([(), (RenewBy(key="exam", title="Exam"),)]),
)
days = st.integers(-40, (LAST - FIRST).days + 60).map(lambda number: FIRST + timedelta(days=number))
entries = st.one_of(
    st.builds(
        Entry,
        day=days,
        credential=st.sampled_from(["it", "it", "it", "other"]),
        amount=numbers,
        category=st.sampled_from([*KEYS, None, "lost"]),
        topic=st.sampled_from([*TOPICS, None]),
        rejected=st.sampled_from([False, False, False, True]),
    ),
    st.builds(Entry, day=days, credential=st.just("it"), renew_by=st.sampled_from(["exam", "luck"])),
)
ledgers = st.lists(entries, max_size=12)
ends = st.sampled_from([LAST, LAST, LAST, None])


def count(rule: CredentialRule, ledger: Sequence[Entry], last: date | None = LAST, **more: Decimal) -> CycleCount:
    return count_cycle(rule, ledger, FIRST, last, **more)  # type: ignore[arg-type]  # carried_in only


@settings(max_examples=40)
@given(rules, ledgers, entries, ends, numbers)
def test_one_more_entry_never_lowers_what_counts(
    rule: CredentialRule, ledger: list[Entry], more: Entry, last: date | None, carried_in: Decimal
) -> None:
    before = count(rule, ledger, last, carried_in=carried_in)
    after = count(rule, [*ledger, more], last, carried_in=carried_in)
    assert after.total >= before.total
    assert after.carried_on >= before.carried_on
    assert (before.renewed, after.renewed) != (True, False)
    assert all(after.categories[key].value >= each.value for key, each in before.categories.items())
    assert all(after.topics[key] >= value for key, value in before.topics.items())
    assert all(new.value >= old.value for old, new in zip(before.years, after.years, strict=False))
    if not before.missing:
        assert not after.missing


@settings(max_examples=40)
@given(rules, ledgers, ends, st.randoms(use_true_random=False))
def test_the_order_of_the_entries_does_not_matter(
    rule: CredentialRule, ledger: list[Entry], last: date | None, random: object
) -> None:
    mixed = list(ledger)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a Random
    once, again = count(rule, ledger, last), count(rule, mixed, last)
    assert replace(again, outside=once.outside, unplaced=once.unplaced) == once
    assert (Counter(again.outside), Counter(again.unplaced)) == (Counter(once.outside), Counter(once.unplaced))


@settings(max_examples=40)
@given(rules, ledgers, numbers)
def test_what_is_carried_on_stays_within_its_limit_and_what_is_beyond(
    rule: CredentialRule, ledger: list[Entry], carried_in: Decimal
) -> None:
    counted = count(rule, ledger, carried_in=carried_in)
    assert counted.carried_on >= 0
    if counted.carried_on:
        assert rule.carry_over is not None
        assert counted.carried_on <= min(rule.carry_over.max, counted.total - counted.required)
        assert counted.missing == ()


@settings(max_examples=40)
@given(rules, ledgers)
def test_no_category_counts_more_than_its_maximum_and_all_that_was_booked_is_accounted_for(
    rule: CredentialRule, ledger: list[Entry]
) -> None:
    counted = count(rule, ledger)
    known = counted.categories
    assert all(each.max is None or known[each.key].value <= each.max for each in _all(rule.categories))
    assert sum((each.own for each in known.values()), Decimal(0)) == counted.total + sum(
        (each.over for each in known.values()), Decimal(0)
    )


@settings(max_examples=40)
@given(rules, ledgers)
def test_what_is_told_as_missing_is_missing_and_with_none_missing_it_is_renewed(
    rule: CredentialRule, ledger: list[Entry]
) -> None:
    counted = count(rule, ledger)
    assert all(each.amount > 0 for each in counted.missing)
    alone = {each.keys for each in counted.missing if each.what == "topics" and len(each.keys) == 1}
    together = {each.keys for each in counted.missing if each.what == "topics" and len(each.keys) > 1}
    assert not (alone and together)
    assert counted.renewed is not False or counted.missing or (rule.renew_by and counted.renewed_by is None)


@settings(max_examples=80)
@given(
    trees(),
    st.lists(st.integers(0, 3).map(Decimal), min_size=1, max_size=3),
    st.lists(
        st.tuples(st.sampled_from(KEYS), st.sampled_from([*TOPICS, None]), st.integers(0, 3).map(Decimal)), max_size=5
    ),
)
def test_topics_are_met_exactly_when_some_choice_of_units_meets_them_all(
    tree: tuple[CreditCategory, ...], least: list[Decimal], booked: list[tuple[str, str | None, Decimal]]
) -> None:
    """By brute force: of every entry every number of units is taken in turn, and every ceiling looked at."""
    whole = tuple(_whole(each) for each in tree)
    topics = tuple(CreditTopic(key=key, title=key, min=each) for key, each in zip(TOPICS, least, strict=False))
    rule = CredentialRule(
        id="it", name="IT", issuer="Us", cycle=CycleRule(ends="never"), categories=whole, topics=topics
    )
    ledger = [
        Entry(day=FIRST, credential="it", category=category, topic=topic, amount=amount)
        for category, topic, amount in booked
    ]
    wanted = {each.key: each.min for each in topics}
    choices = itertools.product(*(range(int(amount) + 1) for _, _, amount in booked))
    possible = any(
        _fits(whole, booked, taken)
        and all(
            sum(n for n, (_, topic, _) in zip(taken, booked, strict=True) if topic == key) >= need
            for key, need in wanted.items()
        )
        for taken in choices
    )
    missing: tuple[Missing, ...] = count(rule, ledger).missing
    assert (not any(each.what == "topics" for each in missing)) is possible


def _all(categories: Sequence[CreditCategory]) -> list[CreditCategory]:
    return [inner for each in categories for inner in (each, *_all(each.children))]


def _whole(category: CreditCategory) -> CreditCategory:
    """Ceilings in whole units, and neither floors nor rates, so that single units can be chosen."""
    most = None if category.max is None else Decimal(int(category.max) % 5)
    children = tuple(_whole(each) for each in category.children)
    return replace(category, min=None, max=most, rate=None, max_per_year=None, children=children)


def _fits(
    categories: Sequence[CreditCategory], booked: Sequence[tuple[str, str | None, Decimal]], taken: Sequence[int]
) -> bool:
    for each in _all(categories):
        inside = {inner.key for inner in _all([each])}
        units = sum(n for n, (category, _, _) in zip(taken, booked, strict=True) if category in inside)
        if each.max is not None and units > each.max:
            return False
    return True
