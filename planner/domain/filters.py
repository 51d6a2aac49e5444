"""Filters over milestones, as a person types them: words, and `key:value` terms that a minus turns round.

    exam kind:practice due:quarter -is:blocked      goal:pmp is:open #networking due:<2027-03-01

Words are looked for in title, tags, notes, goal and in who has the ball; terms hold all together. `due` takes a day
(`tomorrow`, `2027-03-01`), a span of the calendar (`week`, `month`, `quarter`, `year`), a range of two days
(`2027-01-01..2027-03-31`), `<day`, `>day`, or `none`. Days are the person's calendar days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.domain.dates import parse_date_phrase
from planner.domain.durations import FIRST_DAY, LAST_DAY, Days
from planner.domain.errors import WrongUsage
from planner.domain.plan import BALANCES, KINDS, OPEN, STATUSES, Goal, Milestone
from planner.domain.text import shown

if TYPE_CHECKING:
    from planner.domain.agenda import Line

Span = tuple[date, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One condition. `span` are the first and last day of a `due`; None there means: has no date."""

    key: str
    value: str
    negated: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What is looked for: every word and every term."""

    words: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()

    def rank(self, milestone: Milestone, goal: Goal | None) -> int | None:
        """How well words match, 0 the best; None: something that can be seen on the record itself does not hold."""
        for term in self.terms:
            check = _RECORD.get(term.key)
            if check is not None and check(term, milestone, goal) == term.negated:
                return None
        return _rank(self.words, milestone, goal.title if goal else "")

    def holds(self, line: Line) -> bool:
        """Whether what is derived about a milestone holds too."""
        return all(_is(term.value, line) != term.negated for term in self.terms if term.key == "is")

    @property
    def said(self) -> str:
        """The terms in words: `kind exam · due 2027-01-01 to 2027-03-31 · not blocked`."""
        return " · ".join(_said(term) for term in self.terms)


DERIVED = ("open", "closed", "overdue", "blocked", "snoozed", "undated", "fixed", "soft", "repeating", "inbox")
"""What `is:` takes."""
SPANS = ("week", "month", "quarter", "year")
_CHOICES: Mapping[str, tuple[str, ...]] = {"status": STATUSES, "kind": KINDS, "balance": BALANCES, "is": DERIVED}
KEYS = (*_CHOICES, "goal", "tag", "due")


def parse_filter(text: str, today: date, *, strict: bool = False) -> Filter:
    """Read a filter. What is no term is a word; with `strict` a term that makes no sense raises WrongUsage."""
    words: list[str] = []
    terms: list[Term] = []
    for word in _split(text):
        negated = word.startswith("-") and len(word) > 1
        body = word[1:] if negated else word
        try:
            term = _term(body, today, negated=negated, strict=strict)
        except WrongUsage:
            if strict:
                raise
            term = None
        if term is None:
            words.append(word.casefold())
        else:
            terms.append(term)
    return Filter(words=tuple(words), terms=tuple(terms))


def _split(text: str) -> list[str]:
    """Words; what stands in double quotes is one, also behind a colon: `goal:"Earn the PMP"`."""
    words: list[str] = []
    current, quoted = "", False
    for char in text:
        if char == '"':
            quoted = not quoted
        elif char.isspace() and not quoted:
            words.append(current)
            current = ""
        else:
            current += char
    return [word for word in (*words, current) if word]


def _term(body: str, today: date, *, negated: bool, strict: bool) -> Term | None:
    if body.startswith("#") and len(body) > 1:
        return Term(key="tag", value=body[1:].casefold(), negated=negated)
    key, colon, value = body.partition(":")
    key, value = key.casefold(), value.casefold()
    if not colon or not value:
        return None
    if key not in KEYS:
        if strict:
            raise WrongUsage(f"“{shown(key)}:” is no filter.", f"There are: {', '.join(f'{each}:' for each in KEYS)}.")
        return None
    if key in _CHOICES and value not in _CHOICES[key]:
        raise WrongUsage(f"“{shown(value)}” is no {key}.", f"Choose one of: {', '.join(_CHOICES[key])}.")
    if key == "due":
        if value == "none":
            return Term(key="due", value=value, negated=negated)
        return Term(key="due", value=value, negated=negated, span=_span(value, today))
    return Term(key=key, value=value, negated=negated)


def _span(value: str, today: date) -> Span:
    if value in SPANS:
        return _calendar(value, today)
    if ".." in value:
        first, _, last = value.partition("..")
        return _day(first, today), _day(last, today)
    if value[0] == "<":
        return FIRST_DAY, _day(value[1:], today) - timedelta(days=1)
    if value[0] == ">":
        return _day(value[1:], today) + timedelta(days=1), LAST_DAY
    day = _day(value, today)
    return day, day


def _calendar(span: str, today: date) -> Span:
    if span == "week":
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}[span]
    first = today.replace(month=(today.month - 1) // months * months + 1, day=1)
    return first, Days(months).added_to(first) - timedelta(days=1)


def _day(text: str, today: date) -> date:
    if not text:
        raise WrongUsage("A day is missing in the filter.", "Write due:<2027-03-01, or due:2027-01-01..2027-03-31.")
    return parse_date_phrase(text, today).day


def _status(term: Term, milestone: Milestone, _goal: Goal | None) -> bool:
    return milestone.status == term.value


def _kind(term: Term, milestone: Milestone, _goal: Goal | None) -> bool:
    return milestone.kind == term.value


def _balance(term: Term, milestone: Milestone, _goal: Goal | None) -> bool:
    return milestone.balance == term.value


def _tag(term: Term, milestone: Milestone, _goal: Goal | None) -> bool:
    return any(tag.casefold().startswith(term.value) for tag in milestone.tags)


def _goal(term: Term, _milestone: Milestone, goal: Goal | None) -> bool:
    if goal is None:
        return False
    named = term.value in goal.title.casefold() or goal.id.startswith(term.value)
    return named or (goal.template is not None and goal.template.id == term.value)


def _due(term: Term, milestone: Milestone, _goal: Goal | None) -> bool:
    if term.span is None:
        return milestone.due is None
    return milestone.due is not None and term.span[0] <= milestone.due <= term.span[1]


_RECORD: Mapping[str, Callable[[Term, Milestone, Goal | None], bool]] = {
    "status": _status, "kind": _kind, "balance": _balance, "tag": _tag, "goal": _goal, "due": _due,
}  # fmt: skip


def _is(value: str, line: Line) -> bool:
    milestone = line.milestone
    return {
        "open": milestone.status in OPEN,
        "closed": milestone.status not in OPEN,
        "overdue": line.overdue,
        "blocked": bool(line.blocked_by),
        "snoozed": line.snoozed,
        "undated": milestone.due is None,
        "fixed": milestone.fixed,
        "soft": not milestone.fixed,
        "repeating": milestone.repeat is not None,
        "inbox": milestone.goal is None,
    }[value]


def _said(term: Term) -> str:
    value = term.value
    if term.span is not None:
        first, last = term.span
        days = first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"
        value = f"before {last + timedelta(days=1)}" if first == FIRST_DAY else days
        value = f"after {first - timedelta(days=1)}" if last == LAST_DAY else value
    words = {"is": value, "tag": f"#{value}", "due": f"due {value}" if value != "none" else "no date"}
    return f"{'not ' if term.negated else ''}{words.get(term.key, f'{term.key} {value}')}"


def _rank(words: tuple[str, ...], milestone: Milestone, goal_title: str) -> int | None:
    """0 where the title begins with every word; more the further away they stand; None where one is nowhere."""
    if not words:
        return 0
    title = milestone.title.casefold()
    rest: str | None = None
    rank = 0
    for word in words:
        if title.startswith(word):
            continue
        if f" {word}" in title:
            rank += 1
        elif word in title:
            rank += 2
        else:
            if rest is None:
                parts = (*milestone.tags, goal_title, milestone.waiting_on, milestone.notes)
                rest = " ".join(parts).casefold()
            if word not in rest:
                return None
            rank += 4
    return rank
