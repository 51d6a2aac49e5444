"""The worked ledgers hold every number of their rules: whichever is lost or changed, one comes out different."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from planner.domain.errors import WrongUsage
from tests.domain.ledgers import BLOCKS, LEDGERS, expected, rule_from, told

Block = dict[str, Any]
LEARNING = ("ascm-cltd", "categories", 1, "rate")
"""One unit an hour is the same as no rate: to lose it is no change."""

MAY_MISS = {"max", "min", "max_per_year", "rate", "required", "advice", "carry_over", "topics", "renew_by", "window",
            "category", "exempt_first", "of"}  # fmt: skip
BY_EXAM = ("gcp-pca",)
"""Only an exam renews these: from when, and until when, is in their ledgers to the day."""
OTHER_DAYS = {
    "cycle_end-P60D": ["cycle_end-P59D", "cycle_end-P61D"],
    "P30D": ["P29D", "P31D"],
    "P2Y": ["P1Y", "P3Y"],
    "P1Y": ["P11M", "P2Y"],
    "P3Y": ["P2Y", "P4Y"],
    "P5Y": ["P4Y", "P6Y"],
    "P6M": ["P5M", "P7M"],
}


@dataclass(frozen=True)
class Mutation:
    """One change of one place of a rule block."""

    rule: str
    place: tuple[str | int, ...]
    name: str
    change: Callable[[Any, str | int], None]

    def block(self) -> Block:
        """The block with the change made."""
        block = copy.deepcopy(BLOCKS[self.rule])
        owner: Any = block
        for part in self.place[:-1]:
            owner = owner[part]
        self.change(owner, self.place[-1])
        return block

    def __str__(self) -> str:
        return f"{self.rule} {'.'.join(map(str, self.place))} {self.name}"


def lost(owner: Any, key: str | int) -> None:
    del owner[key]


def put(value: object) -> Callable[[Any, str | int], None]:
    def change(owner: Any, key: str | int) -> None:
        owner[key] = value

    return change


def mutations() -> Iterator[Mutation]:
    for name in dict.fromkeys(ledger.rule for ledger in LEDGERS):
        yield from _of(name, BLOCKS[name], ())


def _of(rule: str, value: Any, place: tuple[str | int, ...]) -> Iterator[Mutation]:
    """Every number and duration a step up and a step down, and all that may be missing left out."""
    key = place[-1] if place else None
    if key in {"remind", "keep_proof", "unsure"} or (key in {"opens", "grace"} and rule not in BY_EXAM):
        return  # they decide nothing about the count
    is_required = (key == "min" and "topics" in place) or place[-2:] == ("carry_over", "max")
    if key in MAY_MISS and not is_required and (rule, *place) != LEARNING:
        yield Mutation(rule, place, "lost", lost)
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _of(rule, inner, (*place, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _of(rule, inner, (*place, number))
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        step = Decimal("0.05") if value < 1 else 1
        yield Mutation(rule, place, "raised", put(value + step))
        yield Mutation(rule, place, "lowered", put(value - step))
    elif key in {"length", "window", "opens", "grace"} and value in OTHER_DAYS:
        for other in OTHER_DAYS[value]:
            yield Mutation(rule, place, other, put(other))


def is_seen(mutation: Mutation) -> bool:
    """Whether some ledger of the rule comes out different, or can't be counted at all."""
    rule = rule_from(mutation.block())
    for ledger in LEDGERS:
        if ledger.rule == mutation.rule:
            try:
                if told(ledger, rule) != expected(ledger):
                    return True
            except (WrongUsage, AssertionError):
                return True
    return False


ALL: Sequence[Mutation] = list(mutations())


@pytest.mark.parametrize("mutation", ALL, ids=str)
def test_a_changed_rule_turns_a_worked_ledger_red(mutation: Mutation) -> None:
    assert is_seen(mutation)


def test_the_rules_with_ledgers_have_over_a_hundred_numbers_to_lose() -> None:
    assert len(ALL) > 100
