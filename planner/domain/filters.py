"""Filters over milestones, as a person types them: words, and `key:value` terms that a minus turns round.

    exam kind:practice due:quarter -is:blocked      goal:pmp is:open #networking due:<2027-03-01

Words are looked for in title, tags, notes, goal and in who has the ball; terms hold all together. `due` takes a day
(`tomorrow`, `2027-03-01`), a span of the calendar (`week`, `month`, `quarter`, `year`), a range of two days
(`2027-01-01..2027-03-31`), `<day`, `>day`, or `none`; `effort` takes `2h`, `<1h`, `>4h`, or `none`. Days are the
person's calendar days. `@name` stands for the text of a saved filter, see `planner.domain.saved_filters`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.domain.dates import parse_day
from planner.domain.durations import FIRST_DAY, LAST_DAY, Days, show_effort
from planner.domain.errors import NotFound, WrongUsage
from planner.domain.plan import BALANCES, KINDS, OPEN, STATUSES, Goal, Milestone
from planner.domain.quickadd import read_effort
from planner.domain.saved_filters import SAVED, saved_text
from planner.domain.text import shown

if TYPE_CHECKING:
    from planner.domain.agenda import Line

Span = tuple[date, date]
Minutes = tuple[int, int]
MOST_MINUTES = 10**9
"""More than any effort that can be given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One condition. `span` are the first and last day of a `due`, `minutes` the least and the most of an `effort`;
    None there means: has none."""

    key: str
    value: str
    negated: bool = False
    span: Span | None = None
    minutes: Minutes | None = None


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

    def lets(self, line: Line) -> bool:
        """Whether a line of any list is let through."""
        return self.rank(line.milestone, line.goal) is not None and self.holds(line)

    @property
    def everything(self) -> bool:
        """Whether nothing is asked for."""
        return not self.words and not self.terms

    def names(self, goal: Goal) -> bool:
        """Whether a goal is one that the terms about goals let through."""
        return all(_is_goal(term.value, goal) != term.negated for term in self.terms if term.key == "goal")

    @property
    def said(self) -> str:
        """The terms in words: `kind exam · due 2027-01-01 to 2027-03-31 · not blocked`."""
        return " · ".join(_said(term) for term in self.terms)


DERIVED = (
    "open", "closed", "overdue", "blocked", "snoozed", "undated", "fixed", "soft", "repeating", "paused", "inbox",
)  # fmt: skip
"""What `is:` takes."""
SPANS = ("week", "month", "quarter", "year")
_CHOICES: Mapping[str, tuple[str, ...]] = {"status": STATUSES, "kind": KINDS, "balance": BALANCES, "is": DERIVED}
KEYS = (*_CHOICES, "goal", "tag", "skill", "due", "effort")
FILTER_WORDS = frozenset({*KEYS, *DERIVED, *SPANS, *STATUSES, *KINDS, *BALANCES, "none"})
"""What no saved filter can be called."""


def parse_filter(
    text: str,
    today: date,
    *,
    strict: bool = False,
    sound: bool = False,
    saved: Mapping[str, str] | None = None,
) -> Filter:
    """Read a filter; `saved` are texts of saved ones by name. What is no term is a word.

    With `strict` a term that makes no sense raises WrongUsage, and a name that is not there NotFound; with `sound` too,
    but a colon after what is no key of ours may stand in a title.
    """
    words: list[str] = []
    terms: list[Term] = []
    for word in _split(text):
        negated = word.startswith("-") and len(word) > 1
        body = word[1:] if negated else word
        try:
            if body.startswith(SAVED) and len(body) > 1:
                inner = parse_filter(saved_text(body, saved or {}, negated=negated), today, strict=strict, sound=sound)
                words += inner.words
                terms += inner.terms
                continue
            term = _term(body, today, negated=negated, strict=strict)
        except (WrongUsage, NotFound):
            if strict or sound:
                raise
            term = None
        if term is None:
            words.append(word.casefold())
        else:
            terms.append(term)
    return Filter(words=tuple(words), terms=tuple(terms))


def written_out(text: str, saved: Mapping[str, str]) -> str:
    """The text with each `@name` replaced by what it stands for. Raises NotFound, WrongUsage."""
    words = []
    for raw in _raw(text):
        word = raw.replace('"', "")
        body = word.removeprefix("-")
        is_name = body.startswith(SAVED) and len(body) > 1
        words.append(saved_text(body, saved, negated=body != word) if is_name else raw)
    return " ".join(words)


def _split(text: str) -> list[str]:
    """Words; what stands in double quotes is one, also behind a colon: `goal:"Earn the PMP"`."""
    return [word for word in (raw.replace('"', "") for raw in _raw(text)) if word]


def _raw(text: str) -> list[str]:
    """Words with their quotes."""
    words: list[str] = []
    current, quoted = "", False
    for char in text:
        if char == '"':
            quoted = not quoted
        if char.isspace() and not quoted:
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
        raise WrongUsage(f"There is no “{key}:{shown(value)}”.", f"Choose one of: {', '.join(_CHOICES[key])}.")
    if key == "due":
        if value == "none":
            return Term(key="due", value=value, negated=negated)
        return Term(key="due", value=value, negated=negated, span=_span(value, today))
    if key == "effort":
        minutes = None if value == "none" else _minutes(value)
        return Term(key="effort", value=value, negated=negated, minutes=minutes)
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


def _minutes(value: str) -> Minutes:
    if value[0] == "<":
        return 0, read_effort(value[1:]) - 1
    if value[0] == ">":
        return read_effort(value[1:]) + 1, MOST_MINUTES
    exactly = read_effort(value)
    return exactly, exactly


def _day(text: str, today: date) -> date:
    if not text:
        raise WrongUsage("A day is missing in the filter.", "Write due:<2027-03-01, or due:2027-01-01..2027-03-31.")
    return parse_day(text, today)


def _status(term: Term, milestone: Milestone, _goal: Goal | None) -> bool:
    return milestone.status == term.value


def _kind(term: Term, milestone: Milestone, _goal: Goal | None) -> bool:
    return milestone.kind == term.value


def _balance(term: Term, milestone: Milestone, _goal: Goal | None) -> bool:
    return milestone.balance == term.value


def _tag(term: Term, milestone: Milestone, _goal: Goal | None) -> bool:
    return any(tag.casefold().startswith(term.value) for tag in milestone.tags)


def _skill(term: Term, milestone: Milestone, _goal: Goal | None) -> bool:
    return any(skill.casefold().startswith(term.value) for skill in milestone.skills)


def _effort(term: Term, milestone: Milestone, _goal: Goal | None) -> bool:
    if term.minutes is None:
        return not milestone.effort
    return bool(milestone.effort) and term.minutes[0] <= (milestone.effort or 0) <= term.minutes[1]


def _goal(term: Term, _milestone: Milestone, goal: Goal | None) -> bool:
    return goal is not None and _is_goal(term.value, goal)


def _is_goal(value: str, goal: Goal) -> bool:
    named = value in goal.title.casefold() or goal.id.startswith(value)
    return named or (goal.template is not None and goal.template.id == value)


def _due(term: Term, milestone: Milestone, _goal: Goal | None) -> bool:
    if term.span is None:
        return milestone.due is None
    return milestone.due is not None and term.span[0] <= milestone.due <= term.span[1]


_RECORD: Mapping[str, Callable[[Term, Milestone, Goal | None], bool]] = {
    "status": _status, "kind": _kind, "balance": _balance, "tag": _tag, "skill": _skill, "goal": _goal, "due": _due,
    "effort": _effort,
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
        "paused": milestone.is_paused or (line.goal is not None and line.goal.status == "paused"),
        "inbox": milestone.goal is None,
    }[value]


def _said(term: Term) -> str:
    value = term.value
    if term.span is not None:
        first, last = term.span
        days = first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"
        value = f"before {last + timedelta(days=1)}" if first == FIRST_DAY else days
        value = f"after {first - timedelta(days=1)}" if last == LAST_DAY else value
    if term.minutes is not None:
        least, most = term.minutes
        value = show_effort(least) if least == most else f"less than {show_effort(most + 1)}"
        value = f"more than {show_effort(least - 1)}" if most == MOST_MINUTES else value
    words = {
        "is": value,
        "tag": f"#{value}",
        "due": f"due {value}" if value != "none" else "no date",
        "effort": f"effort {value}" if value != "none" else "no effort",
    }
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
