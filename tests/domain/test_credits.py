from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from planner.domain.credits import Entry, count_cycle, units
from planner.domain.errors import WrongUsage
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
from planner.library.checking import check_bytes
from tests.domain.ledgers import BLOCKS, LEDGERS, Ledger, count, document_of, expected, rule_from, told
from tests.strategies.spoiling import encoded

FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
THREE_YEARS = CycleRule(ends="anniversary", length="P3Y")

every_ledger = pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.name)


def rule(*categories: CreditCategory, **fields: object) -> CredentialRule:
    base = CredentialRule(id="it", name="IT", issuer="Us", cycle=THREE_YEARS, categories=categories)
    return replace(base, **fields)  # type: ignore[arg-type]  # fields of a rule, by name


def node(key: str, *children: CreditCategory, **fields: object) -> CreditCategory:
    return CreditCategory(key=key, title=key.title(), children=children, **fields)  # type: ignore[arg-type]  # by name


def entry(amount: int | str, category: str | None = None, topic: str | None = None, day: date = FIRST) -> Entry:
    return Entry(day=day, credential="it", amount=Decimal(amount), category=category, topic=topic)


def tally(*args: Any, **fields: Any) -> Any:
    """`count_cycle`, loosely typed: in these tests whole numbers stand for decimals."""
    return count_cycle(*args, **fields)


@every_ledger
def test_the_worked_ledgers_come_to_their_numbers(ledger: Ledger) -> None:
    assert told(ledger, rule_from(BLOCKS[ledger.rule])) == expected(ledger)


@pytest.mark.parametrize("block", BLOCKS.values(), ids=list(BLOCKS))
def test_the_rule_blocks_of_the_data_are_sound(block: dict[str, object]) -> None:
    assert check_bytes(encoded(document_of(block)), "rule").credentials[0].id == block["id"]


@every_ledger
def test_the_order_of_the_entries_does_not_matter(ledger: Ledger) -> None:
    once = count(ledger, rule_from(BLOCKS[ledger.rule]))
    again = count(replace(ledger, entries=ledger.entries[::-1]), rule_from(BLOCKS[ledger.rule]))
    assert replace(again, outside=once.outside, unplaced=once.unplaced) == once


def test_tenths_add_up_exactly() -> None:
    tenths = [entry("0.1") for _ in range(180)]
    counted = tally(rule(required=Decimal(18)), tenths, FIRST, LAST)
    assert (counted.total, counted.renewed) == (Decimal(18), True)


@pytest.mark.parametrize("amount", ["-0.001", "100000.001", "0.0001", "NaN", "sNaN", "Infinity", "-1"])
def test_an_amount_that_is_none_is_refused(amount: str) -> None:
    with pytest.raises(WrongUsage, match="is not an amount"):
        entry(amount)


@pytest.mark.parametrize("amount", ["0", "0.001", "100000", "1E+2", "-0"])
def test_an_amount_within_the_limits_is_let_in(amount: str) -> None:
    assert entry(amount).amount == Decimal(amount)


@pytest.mark.parametrize(
    ("amount", "earned"), [("49.999", 0), ("50", 10), ("99.999", 10), ("100", 20), ("5000", 20), ("0", 0)]
)
def test_of_the_steps_of_a_rate_the_highest_one_reached_counts(amount: str, earned: int) -> None:
    steps = ((Decimal(50), Decimal(10)), (Decimal(100), Decimal(20)))
    assert units(Decimal(amount), Rate(per="hour", steps=steps)) == earned


def test_without_categories_entries_count_as_they_are_and_a_category_is_not_placed() -> None:
    counted = tally(rule(required=Decimal(5)), [entry(5), entry(7, "writing")], FIRST, LAST)
    assert (counted.total, counted.renewed) == (Decimal(5), True)
    assert [each.amount for each in counted.unplaced] == [7]


def test_with_categories_an_entry_that_names_none_of_them_is_told_and_counts_nothing() -> None:
    counted = tally(rule(node("a")), [entry(5), entry(7, "b"), entry(2, "a")], FIRST, LAST)
    assert counted.total == 2
    assert [each.amount for each in counted.unplaced] == [5, 7]


def test_entries_of_other_credentials_and_rejected_ones_are_not_seen() -> None:
    others = [replace(entry(5), credential="other"), replace(entry(5), rejected=True)]
    counted = tally(rule(), others, FIRST, LAST)
    assert (counted.total, counted.outside, counted.unplaced) == (0, (), ())


def test_every_level_of_the_tree_cuts_its_own() -> None:
    tree = node("top", node("mid", node("leaf", max=Decimal(10)), max=Decimal(12)), max=Decimal(20))
    booked = [entry(15, "leaf"), entry(5, "mid"), entry(11, "top")]
    counted = tally(rule(tree), booked, FIRST, LAST)
    assert {key: (each.own, each.value, each.over) for key, each in counted.categories.items()} == {
        "top": (11, 20, 3),
        "mid": (5, 12, 3),
        "leaf": (15, 10, 5),
    }
    assert list(counted.categories) == ["top", "mid", "leaf"]


def test_a_year_of_the_cycle_runs_from_its_first_day() -> None:
    leap = date(2024, 2, 29)
    capped = rule(node("a", max_per_year=Decimal(3)))
    days = [date(2025, 2, 27), date(2025, 2, 28), date(2027, 2, 27), date(2027, 2, 28), date(2028, 2, 28)]
    counted = tally(capped, [entry(2, "a", day=day) for day in days], leap, date(2029, 2, 27))
    assert [(each.first, each.last, each.value) for each in counted.years] == [
        (date(2024, 2, 29), date(2025, 2, 27), 2),
        (date(2025, 2, 28), date(2026, 2, 27), 2),
        (date(2026, 2, 28), date(2027, 2, 27), 2),
        (date(2027, 2, 28), date(2028, 2, 28), 3),
        (date(2028, 2, 29), date(2029, 2, 27), 0),
    ]
    assert all(each.is_whole for each in counted.years)
    assert counted.total == 9
    assert counted.categories["a"].over == 1


def test_a_yearly_minimum_is_asked_of_whole_years_only() -> None:
    asked = rule(yearly=Yearly(min=Decimal(10), advice=Decimal(20)))
    counted = tally(asked, [entry(12)], FIRST, date(2028, 6, 30))
    assert [(each.value, each.is_whole) for each in counted.years] == [(12, True), (0, True), (0, False)]
    assert [(each.what, each.year, each.amount) for each in counted.missing] == [("year", 2, 10)]
    assert [(each.year, each.amount) for each in counted.behind] == [(1, 8), (2, 20)]
    assert counted.renewed is False


def test_the_last_year_ends_with_the_cycle_and_may_be_one_day() -> None:
    counted = tally(rule(), [entry(3, day=date(2027, 1, 1))], FIRST, date(2027, 1, 1))
    assert [(each.first, each.last, each.value) for each in counted.years] == [
        (date(2026, 1, 1), date(2026, 12, 31), 0),
        (date(2027, 1, 1), date(2027, 1, 1), 3),
    ]


def test_what_an_unknown_end_leaves_open_is_not_told() -> None:
    asked = rule(
        required=Decimal(5),
        yearly=Yearly(min=Decimal(10)),
        carry_over=CarryOver(max=Decimal(5)),
        renew_by=(RenewBy(key="exam", title="Exam"),),
    )
    passed = Entry(day=FIRST, credential="it", renew_by="exam")
    counted = tally(asked, [entry(9, day=date(2027, 5, 1)), passed], FIRST, None)
    assert (counted.renewed, counted.missing, counted.carried_on) == (None, (), 0)
    assert [(each.value, each.is_whole) for each in counted.years] == [(0, False), (9, False)]


def test_an_exempt_cycle_asks_nothing_and_is_renewed() -> None:
    asked = rule(
        node("a", min=Decimal(3)),
        required=Decimal(5),
        topics=(CreditTopic(key="law", title="Law", min=Decimal(1)),),
        yearly=Yearly(min=Decimal(1), advice=Decimal(2)),
    )
    counted = tally(asked, [], FIRST, LAST, exempt=True)
    assert (counted.required, counted.missing, counted.behind, counted.renewed) == (0, (), (), True)


def test_three_topics_that_fit_two_by_two_may_not_fit_all_together() -> None:
    topics = tuple(CreditTopic(key=key, title=key, min=Decimal(4)) for key in "abc")
    capped = rule(node("talks", max=Decimal(10)), topics=topics)
    booked = [entry(4, "talks", key) for key in "abc"]
    counted = tally(capped, booked, FIRST, LAST)
    assert [(each.what, each.keys, each.amount) for each in counted.missing] == [("topics", ("a", "b", "c"), 2)]


def test_sets_of_topics_are_told_only_when_no_single_one_is_short_and_the_smallest_only() -> None:
    topics = tuple(CreditTopic(key=key, title=key, min=Decimal(4)) for key in "abc")
    capped = rule(node("talks", max=Decimal(6)), topics=topics)
    booked = [entry(4, "talks", "a"), entry(4, "talks", "b")]
    alone = tally(capped, booked, FIRST, LAST)
    assert [each.keys for each in alone.missing] == [("c",)]
    together = tally(capped, [*booked, entry(4, "talks", "c")], FIRST, LAST)
    assert [(each.keys, each.amount) for each in together.missing] == [
        (("a", "b"), 2),
        (("a", "c"), 2),
        (("b", "c"), 2),
    ]


def test_what_is_carried_in_is_booked_in_its_category_and_counts_under_its_maximum_and_for_its_minimum() -> None:
    carry = CarryOver(max=Decimal(10), category="a")
    asked = rule(node("a", min=Decimal(8), max=Decimal(12)), node("b"), required=Decimal(12), carry_over=carry)
    counted = tally(asked, [entry(5, "a"), entry(1, "b")], FIRST, LAST, carried_in=Decimal(9))
    assert counted.categories["a"].value == 12
    assert counted.categories["a"].own == 5
    assert counted.categories["a"].over == 2
    assert (counted.total, counted.renewed) == (13, True)


def test_carried_units_that_were_carried_in_are_not_carried_on() -> None:
    asked = rule(required=Decimal(5), carry_over=CarryOver(max=Decimal(10)))
    counted = tally(asked, [entry(3)], FIRST, LAST, carried_in=Decimal(9))
    assert (counted.total, counted.carried_on) == (12, 3)


@pytest.mark.parametrize(("day", "carried"), [(date(2028, 6, 30), 0), (date(2028, 7, 1), 6)])
def test_only_what_was_earned_in_the_window_and_under_the_category_is_carried_on(day: date, carried: int) -> None:
    carry = CarryOver(max=Decimal(10), window="P6M", category="a")
    asked = rule(node("a", node("inner")), node("b"), required=Decimal(2), carry_over=carry)
    booked = [entry(6, "inner", day=day), entry(4, "b", day=LAST)]
    assert tally(asked, booked, FIRST, LAST).carried_on == carried


def test_nothing_is_carried_on_while_something_is_missing() -> None:
    asked = rule(node("a", min=Decimal(1)), node("b"), required=Decimal(2), carry_over=CarryOver(max=Decimal(10)))
    assert tally(asked, [entry(9, "b")], FIRST, LAST).carried_on == 0


EXAM = RenewBy(key="exam", title="Exam")
HIGHER = RenewBy(key="higher", title="Higher", credentials=("more", "most"))


def passed(day: date, way: str = "exam") -> Entry:
    return Entry(day=day, credential="it", renew_by=way)


@pytest.mark.parametrize(
    ("day", "renewed"),
    [
        (date(2028, 6, 29), False),
        (date(2028, 6, 30), True),
        (LAST, True),
        (date(2029, 1, 30), True),
        (date(2029, 1, 31), False),
    ],
)
def test_a_way_to_renew_counts_from_when_it_opens_to_the_end_of_the_grace(day: date, renewed: bool) -> None:
    cycle = CycleRule(ends="anniversary", length="P3Y", opens="cycle_end-P6M", grace="P30D")
    counted = tally(rule(cycle=cycle, renew_by=(EXAM, HIGHER)), [passed(day)], FIRST, LAST)
    assert counted.renewed is renewed
    assert counted.renewed_by == ("exam" if renewed else None)
    assert counted.outside == ()


def test_holding_one_of_the_named_credentials_renews_by_itself() -> None:
    asked = rule(required=Decimal(50), renew_by=(EXAM, HIGHER))
    assert tally(asked, [], FIRST, LAST, held={"other"}).renewed is False
    counted = tally(asked, [], FIRST, LAST, held={"most"})
    assert (counted.renewed, counted.renewed_by) == (True, "higher")
    assert [each.amount for each in counted.missing] == [50]


def test_a_way_that_the_rule_does_not_name_or_that_was_rejected_renews_nothing() -> None:
    asked = rule(renew_by=(EXAM,))
    assert tally(asked, [passed(FIRST, "luck")], FIRST, LAST).renewed is False
    assert tally(asked, [replace(passed(FIRST), rejected=True)], FIRST, LAST).renewed is False
    assert tally(asked, [passed(FIRST)], FIRST, LAST).renewed is True


def test_a_rule_that_asks_for_nothing_does_not_say_that_it_is_renewed() -> None:
    assert tally(rule(), [], FIRST, LAST).renewed is None
    assert tally(rule(node("a", max=Decimal(5))), [entry(9, "a")], FIRST, LAST).renewed is None


@pytest.mark.parametrize(
    "asked",
    [
        rule(required=Decimal(0)),
        rule(node("a", node("b", min=Decimal(0)))),
        rule(yearly=Yearly(min=Decimal(0))),
        rule(topics=(CreditTopic(key="law", title="Law", min=Decimal(0)),)),
    ],
    ids=["required", "floor", "yearly", "topics"],
)
def test_a_rule_that_asks_for_credits_is_renewed_when_none_is_missing(asked: CredentialRule) -> None:
    assert tally(asked, [], FIRST, LAST).renewed is True


def test_a_long_ledger_in_the_last_years_of_the_calendar_is_counted() -> None:
    many = [entry(1, day=date(2190, 1, 1) + timedelta(days=number)) for number in range(3000)]
    counted = tally(rule(required=Decimal(3000)), many, date(2190, 1, 1), date(2199, 12, 31))
    assert (len(counted.years), counted.years[-1].last, counted.total) == (10, date(2199, 12, 31), 3000)
