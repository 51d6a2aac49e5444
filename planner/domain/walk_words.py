"""What a Change did to a field, in the words that a person uses for it: `date 2026-11-24 → 2026-11-29`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from planner.domain.durations import parse_lead, parse_moment, show_effort
from planner.domain.errors import PlannerError
from planner.domain.plan import Repeat
from planner.domain.repeat_words import repeat_text
from planner.domain.text import clean
from planner.domain.walk import Difference, Touched, said

FIELDS: Mapping[str, str] = {
    "due": "date", "at": "time", "done_on": "done on", "after": "follows", "leads": "reminders", "evidence": "proof",
    "waiting_on": "waiting for", "snoozed_until": "snoozed until", "occurrences": "done before", "scheduled": "planned",
    "hours_per_week": "hours a week", "day_start": "day start", "moment": "counted from", "n": "number",
    "fixed": "fixed date", "paused_on": "paused on", "ended_on": "ended on", "plan_from": "planned from",
    "without": "left out", "late_start": "late start", "lead_sets": "sets of reminders", "filters": "saved filters",
    "expected": "expected day", "repeat": "repeats", "earliest": "not before", "latest": "not after",
}  # fmt: skip
"""Fields of records by the words that the rest of the app uses for them; the others are called as they are."""
LONG = 60
"""Characters beyond which a text is told by what was added to it, or cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One field in words: its name, and what it was and is."""

    name: str
    before: str
    after: str


def field_name(field: str) -> str:
    """What a field is called."""
    return FIELDS.get(field, field.replace("_", " "))


def told(one: Difference, titles: Mapping[str, str]) -> Told:
    """A difference in words; `titles` are those of goals and milestones by id, as far as they are known."""
    before, after = one.before, one.after
    if isinstance(before or after, Mapping) and one.field != "repeat":
        before, after = _unlike(before or {}, after or {})
    words = _WORDS.get(one.field)
    name = field_name(one.field)
    if isinstance(before, str) and isinstance(after, str) and max(len(before), len(after)) > LONG and words is None:
        return Told(name=name, before=_short(before), after=_added(before, after))
    return Told(name=name, before=_said(words, before, titles), after=_said(words, after, titles))


def facts(touched: Touched, titles: Mapping[str, str]) -> str:
    """What is to be known of a record that was made or removed: `date 2026-11-24 · effort 2 h`."""
    found = []
    for one in touched.differences:
        words = told(one, titles)
        value = words.after if touched.how == "made" else words.before
        found.append(f"{words.name} {value}" if value not in {"yes", "none"} else words.name)
    return " · ".join(found)


Words = Callable[[Any, Mapping[str, str]], str]


def _said(words: Words | None, value: Any, titles: Mapping[str, str]) -> str:
    if value is None or value in ("", [], {}):
        return "none"
    try:
        return clean(words(value, titles) if words else said(value))
    except (PlannerError, TypeError, ValueError, AttributeError, KeyError):
        # A line of the history may hold what an older planner wrote: it is told as it stands there.
        return clean(said(value))


def _unlike(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    keys = [key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key)]
    return {key: before[key] for key in keys if key in before}, {key: after[key] for key in keys if key in after}


def _short(text: str) -> str:
    text = clean(text)
    return text if len(text) <= LONG else f"{text[: LONG - 1].rstrip()}…"


def _added(before: str, after: str) -> str:
    if before and after.startswith(before):
        return f"the same, and: {_short(after[len(before) :])}"
    return _short(after) or "none"


def _effort(value: Any, _titles: Mapping[str, str]) -> str:
    return show_effort(int(value))


def _title(value: Any, titles: Mapping[str, str]) -> str:
    return f"“{titles[value]}”" if value in titles else str(value)[:8]


def _titles_of(value: Sequence[str], titles: Mapping[str, str]) -> str:
    return ", ".join(_title(each, titles) for each in value)


def _wall(value: Any, _titles: Mapping[str, str]) -> str:
    return f"{datetime.fromisoformat(value):%Y-%m-%d %H:%M}"


def _clock(value: Any, _titles: Mapping[str, str]) -> str:
    return str(value)[:5]


def _times(value: Sequence[Any], _titles: Mapping[str, str]) -> str:
    return f"{len(value)} time{'s' if len(value) != 1 else ''}"


def _checked(value: Sequence[Mapping[str, Any]], _titles: Mapping[str, str]) -> str:
    return f"{sum(bool(each.get('done')) for each in value)} of {len(value)} ticked"


def _leads(value: Sequence[str], _titles: Mapping[str, str]) -> str:
    return ", ".join(each if each.startswith("@") else _lead(each) for each in value)


def _lead(text: str) -> str:
    minutes = int(parse_lead(text).total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    if days and not rest:
        return f"{days} d before"
    return f"{f'{days} d ' if days else ''}{show_effort(rest)} before" if minutes else "at its time"


def _moment(value: str, _titles: Mapping[str, str]) -> str:
    moment = parse_moment(value)
    months, days = moment.offset.months, moment.offset.days
    parts = []
    for amount, unit in ((abs(months), "month"), (abs(days) // 7 if days % 7 == 0 else 0, "week")):
        parts += [f"{amount} {unit}{'s' if amount != 1 else ''}"] if amount else []
    if days % 7:
        parts.append(f"{abs(days)} day{'s' if abs(days) != 1 else ''}")
    if not parts:
        return moment.anchor
    before = months < 0 or (months == 0 and days < 0)
    return f"{' and '.join(parts)} {'before' if before else 'after'} {moment.anchor}"


def _repeat(value: Mapping[str, Any], _titles: Mapping[str, str]) -> str:
    given: dict[str, Any] = dict(value)
    given |= {key: date.fromisoformat(each) for key, each in given.items() if key in _DAYS and each}
    return repeat_text(Repeat(**given)) or "with what it follows"


_DAYS = frozenset({"until", "first", "paused_on"})
_WORDS: Mapping[str, Words] = {
    "effort": _effort, "goal": _title, "after": _titles_of, "snoozed_until": _wall, "at": _clock, "day_start": _clock,
    "occurrences": _times, "checklist": _checked, "leads": _leads, "moment": _moment, "earliest": _moment,
    "latest": _moment, "repeat": _repeat,
}  # fmt: skip
