"""Templates, format 1: recipes that hold no state of a person. Every field is described in docs/templates.md.

Moments, durations, efforts and leads stay in their spelled form and are read by `durations`. Numbers of
credit rules are Decimals, never floats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from planner.domain.plan import Balance, Kind, PlanFrom, Stage

FORMAT = 1
Category = Literal[
    "craft", "certification", "degree", "people-management", "leadership", "soft-skill", "networking",
    "mentoring", "evidence", "review",
]  # fmt: skip
Sourced = Literal["when", "effort", "repeat", "earliest", "latest"]
PLAIN_ANCHORS = ("start", "target", "earned", "cycle_start", "cycle_end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact comes from. Class A issuing body or primary paper, B secondary, C blog or prep site."""

    id: str
    title: str
    url: str | None = None
    class_: Literal["A", "B", "C"] | None = None
    as_of: str | None = None

    @property
    def as_of_words(self) -> str:
        """`as of 2026-07`; words that are no date stand for themselves: `undated, after 2021`; "" for none."""
        as_of = self.as_of or ""
        return f"as of {as_of}" if as_of[:1].isdigit() else as_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer of a choice."""

    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What only the person knows: a date, a choice or a number."""

    key: str
    ask: Literal["date", "choice", "number"]
    title: str
    question: str
    expect: str | None = None
    options: tuple[Option, ...] = ()
    default: Decimal | None = None
    if_: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSkill:
    """A skill that the template's milestones practise."""

    key: str
    name: str
    kind: Literal["hard", "soft"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What eligibility is measured in."""

    key: str
    title: str
    unit: str
    within: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """One way to be eligible: all its needs together."""

    title: str
    needs: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Who may begin: any one of the paths."""

    measures: tuple[Measure, ...]
    paths: tuple[Path, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRepeat:
    """How a step repeats; exactly one of `every` and `rrule`. `until` is a moment, inclusive."""

    every: str | None = None
    rrule: str | None = None
    count: int | None = None
    until: str | None = None
    mode: Literal["fixed", "after"] = "fixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earns:
    """Credits offered when a step is completed."""

    credential: str
    amount: Decimal
    category: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A milestone of a template."""

    key: str
    title: str
    kind: Kind
    when: str
    evidence: str
    earliest: str | None = None
    latest: str | None = None
    fixed: bool = False
    repeat: StepRepeat | None = None
    after: tuple[str, ...] = ()
    if_: tuple[str, ...] = ()
    optional: bool = False
    asks: tuple[str, ...] = ()
    offers: str | None = None
    effort: str | None = None
    per: str | None = None
    earns: tuple[Earns, ...] = ()
    balance: Balance = "both"
    skills: tuple[str, ...] = ()
    remind: tuple[str, ...] | None = None
    checklist: tuple[str, ...] = ()
    why: str = ""
    notes: str = ""
    sources: tuple[str, ...] = ()
    sourced: tuple[Sourced, ...] = ()
    same_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Units per hour, month, book: a plain number, or steps of [from, units]."""

    per: str
    units: Decimal | None = None
    steps: tuple[tuple[Decimal, Decimal], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditCategory:
    """A node of the tree of credits."""

    key: str
    title: str
    min: Decimal | None = None
    max: Decimal | None = None
    max_per_year: Decimal | None = None
    rate: Rate | None = None
    note: str = ""
    children: tuple[CreditCategory, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTopic:
    """What credits must be about, across categories."""

    key: str
    title: str
    min: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEnd:
    """A cycle end that the issuer lists."""

    earned_by: date
    end: date
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleRule:
    """How the cycles of a credential end."""

    ends: Literal["anniversary", "birth_month", "anniversary_month", "day", "listed", "never", "ask"]
    length: str | None = None
    of: str | None = None
    day: str | None = None
    dates: tuple[ListedEnd, ...] = ()
    exempt_first: bool = False
    mode: Literal["fixed", "after"] = "fixed"
    opens: str | None = None
    grace: str | None = None
    lapse: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Yearly:
    """For each twelve months from the cycle's start."""

    min: Decimal | None = None
    advice: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOver:
    """What may be carried into the next cycle."""

    max: Decimal
    window: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewBy:
    """A way to renew in place of credits."""

    key: str
    title: str
    credentials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialRule:
    """What keeps a certificate alive."""

    id: str
    name: str
    issuer: str
    cycle: CycleRule
    unit: str = ""
    if_: tuple[str, ...] = ()
    required: Decimal | None = None
    yearly: Yearly | None = None
    categories: tuple[CreditCategory, ...] = ()
    topics: tuple[CreditTopic, ...] = ()
    carry_over: CarryOver | None = None
    renew_by: tuple[RenewBy, ...] = ()
    keep_proof: str | None = None
    remind: tuple[str, ...] | None = None
    unsure: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Template:
    """A whole template."""

    id: str
    version: str
    title: str
    summary: str
    category: Category
    stages: tuple[Stage, ...]
    plan_from: PlanFrom
    milestones: tuple[Step, ...]
    format: int = FORMAT
    language: str = "en"
    audience: str = ""
    outcome: str = ""
    prerequisites: tuple[str, ...] = ()
    author: str = ""
    license: str = ""
    facts_as_of: date | None = None
    verify_url: str | None = None
    sources: tuple[Source, ...] = ()
    duration: str | None = None
    cycle: str | None = None
    questions: tuple[Question, ...] = ()
    skills: tuple[TemplateSkill, ...] = ()
    eligibility: Eligibility | None = None
    credentials: tuple[CredentialRule, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """The milestones by key."""
        return {step.key: step for step in self.milestones}

    @cached_property
    def asked(self) -> Mapping[str, Question]:
        """The questions by key."""
        return {question.key: question for question in self.questions}

    @cached_property
    def cited(self) -> Mapping[str, Source]:
        """The sources by id."""
        return {source.id: source for source in self.sources}


def version_key(version: str) -> tuple[int, ...]:
    """For comparing versions number by number: 2026.10 is newer than 2026.9."""
    return tuple(int(part) for part in version.split("."))
