"""The worked ledgers of tests/data/credits.json: rule blocks, entries, and what each ledger comes to.

Amounts are in what the rate of the category is per, or in units where it has none. Missing and over are by key;
what is missing of several topics together stands under their keys joined by “+”.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from planner.domain.credits import CycleCount, Entry, Missing, count_cycle
from planner.domain.cycles import cycle_bounds, is_exempt
from planner.domain.template import CredentialRule, ListedEnd
from planner.library.conversion import to_template

WORKED: Mapping[str, Any] = json.loads(
    (Path(__file__).parent.parent / "data" / "credits.json").read_text("utf-8"), parse_float=Decimal
)
BLOCKS: Mapping[str, dict[str, Any]] = WORKED["rules"]


@dataclass(frozen=True, slots=True)
class Ledger:
    """One worked ledger and what it comes to."""

    name: str
    rule: str
    cycle: int
    start: date
    end: date | None
    facts: Mapping[str, Any]
    entries: tuple[Entry, ...]
    carried_in: Decimal
    expect: Mapping[str, Any]


def document_of(block: Mapping[str, Any]) -> dict[str, Any]:
    """A template around one rule block."""
    of = block["cycle"].get("of")
    return {
        "format": 1, "id": "around-a-rule", "version": "1", "title": "Around a rule", "summary": "One rule.",
        "category": "certification", "stages": ["mid"], "plan_from": "earned", "credentials": [dict(block)],
        "questions": [{"key": of, "ask": "date", "title": "Joined", "question": "When?"}] if of else [],
        "milestones": [{"key": "look", "title": "Look", "kind": "check", "when": "earned", "evidence": "A note"}],
    }  # fmt: skip


def rule_from(block: Mapping[str, Any]) -> CredentialRule:
    """A rule block as it stands in a template, typed."""
    return to_template(document_of(block)).credentials[0]


def _ledger(data: Mapping[str, Any]) -> Ledger:
    entries = tuple(
        Entry(
            **{
                **line,
                "day": date.fromisoformat(line["day"]),
                "credential": data["rule"],
                "amount": Decimal(line.get("amount", 0)),
            }
        )
        for line in data["entries"]
    )
    return Ledger(
        name=data["name"],
        rule=data["rule"],
        cycle=data["cycle"],
        start=date.fromisoformat(data["start"]),
        end=date.fromisoformat(data["end"]) if data["end"] else None,
        facts=data["facts"],
        entries=entries,
        carried_in=Decimal(data.get("carried_in", 0)),
        expect=data["expect"],
    )


LEDGERS = [_ledger(data) for data in WORKED["ledgers"]]


def bounds(ledger: Ledger, rule: CredentialRule) -> tuple[date | None, date | None]:
    """First and last day of the ledger's cycle by this rule."""
    facts = ledger.facts
    return cycle_bounds(
        rule.cycle,
        date.fromisoformat(facts["earned"]),
        ledger.cycle,
        birth_month=facts.get("birth_month"),
        anniversary=date.fromisoformat(facts["joined"]) if "joined" in facts else None,
        listed=[
            ListedEnd(earned_by=date.fromisoformat(each["earned_by"]), end=date.fromisoformat(each["end"]))
            for each in facts.get("dates", ())
        ],
    )


def count(ledger: Ledger, rule: CredentialRule) -> CycleCount:
    """The ledger counted by this rule, in the cycle that the rule gives it."""
    first, last = bounds(ledger, rule)
    assert first is not None
    exempt = is_exempt(rule.cycle, ledger.cycle)
    return count_cycle(rule, ledger.entries, first, last, carried_in=ledger.carried_in, exempt=exempt)


def told(ledger: Ledger, rule: CredentialRule) -> dict[str, Any]:
    """What the count comes to, in the shape in which the data expects it, with the days of the cycle."""
    counted = count(ledger, rule)
    found = {
        "start": counted.first,
        "end": counted.last,
        "total": counted.total,
        "required": counted.required,
        "categories": {key: each.value for key, each in counted.categories.items()},
        "topics": dict(counted.topics),
        "over": {key: each.over for key, each in counted.categories.items() if each.over},
        "missing": {named(each): each.amount for each in counted.missing},
        "behind": {named(each): each.amount for each in counted.behind},
        "years": [each.value for each in counted.years],
        "outside": [each.day.isoformat() for each in counted.outside],
        "renewed": counted.renewed,
        "carried_on": counted.carried_on,
    }
    return {key: value for key, value in found.items() if key in ledger.expect or key in {"start", "end"}}


def expected(ledger: Ledger) -> dict[str, Any]:
    """What the data expects, with the days of the cycle."""
    return {"start": ledger.start, "end": ledger.end, **ledger.expect}


def named(missing: Missing) -> str:
    """`total`, `power`, `ethics+fraud`, `year 2`."""
    if missing.what == "year":
        return f"year {missing.year}"
    return "total" if missing.what == "total" else "+".join(sorted(missing.keys))
