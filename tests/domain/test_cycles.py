from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.cycles import carries_from, cycle_bounds, grace_ends, is_exempt, opens_on, proof_until
from planner.domain.errors import WrongUsage
from planner.domain.template import CarryOver, CredentialRule, CycleRule, ListedEnd

WORKED = json.loads((Path(__file__).parent.parent / "data" / "cycles.json").read_text("utf-8"))


def rule_of(name: str) -> CycleRule:
    return read_rule(WORKED["rules"][name])


def read_rule(data: dict[str, Any]) -> CycleRule:
    return CycleRule(**{**data, "dates": tuple(listed(data.get("dates", [])))})


def listed(lines: list[dict[str, str]]) -> list[ListedEnd]:
    return [
        ListedEnd(
            earned_by=date.fromisoformat(line["earned_by"]),
            end=date.fromisoformat(line["end"]),
            title=line.get("title", ""),
        )
        for line in lines
    ]


def bounds(case: dict[str, Any], n: int) -> tuple[date | None, date | None]:
    facts = case["facts"]
    return cycle_bounds(
        rule_of(case["rule"]),
        date.fromisoformat(facts["earned"]),
        n,
        birth_month=facts.get("birth_month"),
        anniversary=date.fromisoformat(facts["joined"]) if "joined" in facts else None,
        printed={1: date.fromisoformat(facts["printed_end"])} if "printed_end" in facts else {},
        renewed={k: date.fromisoformat(day) for k, day in enumerate(facts.get("renewed", ()), start=1)},
        listed=listed(facts.get("dates", [])),
    )


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@pytest.mark.parametrize("case", WORKED["tables"], ids=lambda case: f"{case['rule']} {case['facts']['earned']}")
def test_the_worked_tables_of_ends_hold(case: dict[str, Any]) -> None:
    assert [bounds(case, n)[1] for n in range(1, len(case["ends"]) + 1)] == [day(end) for end in case["ends"]]


@pytest.mark.parametrize("case", [case for case in WORKED["tables"] if "starts" in case], ids=lambda case: case["rule"])
def test_the_worked_tables_of_starts_hold(case: dict[str, Any]) -> None:
    assert [bounds(case, n)[0] for n in range(1, len(case["starts"]) + 1)] == [day(start) for start in case["starts"]]


@pytest.mark.parametrize("case", WORKED["ledgers"], ids=lambda case: case["name"])
def test_the_worked_ledgers_lie_in_their_cycle(case: dict[str, Any]) -> None:
    assert bounds(case, case["cycle"]) == (day(case["start"]), day(case["end"]))


FIXED = st.one_of(
    st.builds(CycleRule, ends=st.just("anniversary"), length=st.sampled_from(["P1Y", "P2Y", "P3Y", "P6M", "P104W"])),
    st.builds(
        CycleRule,
        ends=st.sampled_from(["birth_month", "anniversary_month"]),
        length=st.sampled_from(["P1Y", "P2Y", "P3Y", "P6M"]),
        of=st.just("joined"),
        exempt_first=st.booleans(),
    ),
    st.builds(
        CycleRule,
        ends=st.just("day"),
        day=st.sampled_from(["12-31", "02-29", "01-01", "06-30"]),
        length=st.sampled_from(["P1Y", "P3Y"]),
        exempt_first=st.booleans(),
    ),
)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
FACTS = st.fixed_dictionaries({"birth_month": st.integers(1, 12), "anniversary": DAYS})


@given(FIXED, DAYS, FACTS, st.integers(1, 12))
def test_cycles_follow_each_other_without_a_gap(rule: CycleRule, earned: date, facts: dict[str, Any], n: int) -> None:
    first, last = cycle_bounds(rule, earned, n, **facts)
    following, end = cycle_bounds(rule, earned, n + 1, **facts)
    assert first is not None
    assert last is not None
    assert end is not None
    assert earned <= first <= last
    assert following == last + timedelta(days=1) <= end


@given(FIXED, DAYS, FACTS, st.integers(1, 8), st.data())
def test_renewing_early_leaves_a_fixed_end_where_it_is(
    rule: CycleRule, earned: date, facts: dict[str, Any], n: int, data: st.DataObject
) -> None:
    first, last = cycle_bounds(rule, earned, n, **facts)
    assert first is not None
    assert last is not None
    on = data.draw(st.dates(first, last))
    following, end = cycle_bounds(rule, earned, n + 1, **facts, renewed={n: on})
    assert following == on + timedelta(days=1)
    assert end == cycle_bounds(rule, earned, n + 1, **facts)[1]


def test_a_late_renewal_leaves_no_gap_between_fixed_cycles() -> None:
    rule = CycleRule(ends="anniversary", length="P3Y", grace="P1Y")
    late = cycle_bounds(rule, date(2024, 3, 1), 2, renewed={1: date(2027, 6, 1)})
    assert late == (date(2027, 3, 1), date(2030, 2, 28))


def test_in_mode_after_each_renewal_is_a_new_certificate() -> None:
    rule = CycleRule(ends="anniversary", length="P2Y", mode="after")
    renewed = {1: date(2026, 1, 10), 2: date(2028, 2, 1)}
    assert cycle_bounds(rule, date(2024, 3, 1), 2, renewed=renewed) == (date(2026, 1, 10), date(2028, 1, 9))
    assert cycle_bounds(rule, date(2024, 3, 1), 4, renewed=renewed) == (date(2030, 2, 1), date(2032, 1, 31))


@pytest.mark.parametrize(
    ("printed", "n", "end"),
    [
        ({2: date(2030, 6, 30)}, 1, date(2027, 6, 30)),
        ({2: date(2030, 6, 30)}, 3, date(2033, 6, 30)),
        ({1: date(2027, 6, 15)}, 2, date(2030, 6, 15)),
        ({1: date(2028, 2, 29)}, 2, date(2031, 2, 28)),
        ({1: date(2028, 2, 29)}, 3, date(2034, 2, 28)),
        ({1: date(2027, 2, 28)}, 2, date(2030, 2, 28)),
        ({1: date(2025, 2, 28)}, 2, date(2028, 2, 29)),
        ({1: date(2027, 6, 30), 2: date(2031, 6, 30)}, 3, date(2034, 6, 30)),
    ],
)
def test_a_printed_end_wins_and_is_counted_on_from(printed: dict[int, date], n: int, end: date) -> None:
    rule = CycleRule(ends="birth_month", length="P3Y")
    assert cycle_bounds(rule, date(2024, 5, 10), n, birth_month=6, printed=printed)[1] == end


def test_a_printed_end_gives_a_cycle_of_an_unknown_rule_its_end_and_the_next_its_start() -> None:
    rule = CycleRule(ends="ask")
    printed = {1: date(2027, 5, 31)}
    assert cycle_bounds(rule, date(2026, 6, 1), 1) == (date(2026, 6, 1), None)
    assert cycle_bounds(rule, date(2026, 6, 1), 1, printed=printed) == (date(2026, 6, 1), date(2027, 5, 31))
    assert cycle_bounds(rule, date(2026, 6, 1), 2, printed=printed) == (date(2027, 6, 1), None)
    assert cycle_bounds(rule, date(2026, 6, 1), 3, printed=printed) == (None, None)


@pytest.mark.parametrize("rule", [CycleRule(ends="birth_month", length="P3Y"), rule_of("cfe"), rule_of("psm1")])
def test_without_the_answer_it_counts_from_an_end_is_unknown(rule: CycleRule) -> None:
    assert cycle_bounds(rule, date(2026, 1, 1), 1) == (date(2026, 1, 1), None)
    assert cycle_bounds(rule, date(2026, 1, 1), 2) == (None, None)


def test_without_a_question_the_anniversary_month_is_that_of_the_certificate() -> None:
    rule = CycleRule(ends="anniversary_month", length="P1Y")
    assert cycle_bounds(rule, date(2026, 4, 3), 1) == (date(2026, 4, 3), date(2027, 4, 30))


def test_a_line_the_person_adds_replaces_the_listed_one_of_the_same_day() -> None:
    rule = rule_of("salesforce-admin")
    mine = [ListedEnd(earned_by=date(2025, 4, 16), end=date(2026, 5, 1))]
    assert cycle_bounds(rule, date(2025, 1, 1), 1, listed=mine)[1] == date(2026, 5, 1)


def test_only_the_first_months_of_a_rule_that_says_so_are_exempt() -> None:
    assert is_exempt(rule_of("cfe"), 1)
    assert not is_exempt(rule_of("cfe"), 2)
    assert not is_exempt(rule_of("pmp"), 1)


@pytest.mark.parametrize(("n", "month"), [(0, 1), (-1, 1), (1, 13), (1, -1)])
def test_numbers_that_cannot_be_are_refused(n: int, month: int) -> None:
    with pytest.raises(WrongUsage):
        cycle_bounds(CycleRule(ends="birth_month", length="P3Y"), date(2026, 1, 1), n, birth_month=month)


def test_an_end_past_the_calendar_is_refused() -> None:
    with pytest.raises(WrongUsage, match="1970 to 2199"):
        cycle_bounds(rule_of("pmp"), date(2198, 1, 1), 1)


def test_a_printed_end_before_its_cycle_begins_is_refused() -> None:
    with pytest.raises(WrongUsage, match="before it begins"):
        cycle_bounds(rule_of("pmp"), date(2026, 1, 1), 1, printed={1: date(2025, 1, 1)})


def test_renewal_opens_counted_from_the_start_or_the_end() -> None:
    first, last = date(2024, 7, 1), date(2027, 6, 30)
    assert opens_on(CycleRule(ends="anniversary", length="P3Y"), first, last) == first
    opens = CycleRule(ends="anniversary", length="P3Y", opens="cycle_end-P6M")
    assert opens_on(opens, first, last) == date(2026, 12, 30)
    assert opens_on(opens, first, None) is None
    assert opens_on(CycleRule(ends="birth_month", length="P3Y", opens="cycle_start+P1Y"), first, None) == date(
        2025, 7, 1
    )
    assert opens_on(CycleRule(ends="anniversary", length="P3Y", opens="exam+P1Y"), first, last) is None


def test_grace_and_proof_count_from_the_end() -> None:
    last = date(2027, 2, 28)
    rule = CycleRule(ends="anniversary", length="P3Y", grace="P60D")
    assert grace_ends(rule, last) == date(2027, 4, 29)
    assert grace_ends(CycleRule(ends="never"), last) == last
    kept = CredentialRule(id="cfe", name="CFE", issuer="ACFE", cycle=rule, required=Decimal(20), keep_proof="P3Y")
    assert proof_until(kept, last) == date(2030, 2, 28)
    assert proof_until(CredentialRule(id="cfe", name="CFE", issuer="ACFE", cycle=rule), last) is None


def test_credits_carry_over_from_the_last_part_of_the_cycle() -> None:
    first, last = date(2026, 5, 1), date(2029, 4, 30)
    assert carries_from(CarryOver(max=Decimal(40), window="P6M"), first, last) == date(2028, 11, 1)
    assert carries_from(CarryOver(max=Decimal(40)), first, last) == first
    assert carries_from(CarryOver(max=Decimal(40), window="P5Y"), first, last) == first
