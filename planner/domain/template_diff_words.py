"""The differences between two versions of a template, told in sentences.

The words hold texts of a template: front doors show them literally. Moments stand as the file spells them, since that
is what their author and whoever compares files look for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from planner.domain.credits_words import rule_words
from planner.domain.durations import Days, parse_days, parse_effort, parse_moment, show_effort
from planner.domain.spoken import days_words, listed_words, number_words, plural
from planner.domain.template import CredentialRule, Earns, Option, StepRepeat, Template
from planner.domain.template_diff import ORDER, Difference, FieldChange, TemplateDiff

MOST_CHARACTERS = 160
"""Of one text in a sentence; the structured difference holds all of it."""
_LABELS = {
    "earliest": "the earliest day", "latest": "the latest day", "kind": "the kind", "evidence": "the proof",
    "repeat": "the repetition", "per": "the effort is counted per", "earns": "the credits", "balance": "the balance",
    "skills": "the skills", "remind": "the reminders", "checklist": "the checklist", "why": "the reason",
    "notes": "the notes", "sources": "the sources", "sourced": "what the sources back",
    "offers": "the template offered next", "same_as": "the same step elsewhere", "asks": "what it asks",
    "if": "the options it needs", "after": "what it follows",
    "summary": "the summary", "category": "the category", "stages": "the stages", "format": "the format",
    "plan_from": "the date asked first", "language": "the language", "audience": "whom it is for",
    "outcome": "what one has at the end", "prerequisites": "what one must bring", "author": "the author",
    "license": "the licence", "facts_as_of": "the day its facts were read",
    "verify_url": "where its rules can be checked",
    "duration": "the time from start to target", "cycle": "the length of a cycle", "eligibility": "who may begin",
    "extra": "its own fields (x-…)", "ask": "what is asked for", "question": "the question",
    "expect": "the expected day", "options": "the options", "default": "the usual number", "name": "the name",
    "url": "the address", "class": "the class", "as_of": "its date",
}  # fmt: skip
_NAMES = {"milestone": "step", "question": "question", "skill": "skill", "source": "source", "credential": "credential"}


def diff_words(found: TemplateDiff) -> tuple[str, ...]:
    """A sentence or two for each difference; none where the two say the same."""
    return tuple(text for each in found.differences for text in difference_words(each, found))


def difference_words(each: Difference, found: TemplateDiff) -> tuple[str, ...]:
    """What is told of one difference."""
    return tuple(_told(each, found))


def _told(each: Difference, found: TemplateDiff) -> Iterator[str]:
    name = _NAMES.get(each.what, "")
    if each.how == "added":
        yield f"new {name}: “{each.title}”{_came(each, found.after)}"
    elif each.how == "removed":
        yield f"{name} gone: “{each.title}”"
    elif each.what == "credential":
        yield from _credential(each, found)
    else:
        if each.was:
            yield f"“{each.title}” has another key: {each.was} → {each.key}"
        subject = f"“{each.title}”" if each.key else "the template"
        for change in each.fields:
            yield _field(subject, change, found)


def _came(each: Difference, after: Template) -> str:
    step = after.steps.get(each.key) if each.what == "milestone" else None
    if step is None:
        return ""
    facts = [
        step.when,
        show_effort(parse_effort(step.effort)) if step.effort else "",
        repeat_words(step.repeat) if step.repeat else "",
        "optional" if step.optional else "",
    ]
    return f" ({', '.join(fact for fact in facts if fact)})"


def _field(subject: str, change: FieldChange, found: TemplateDiff) -> str:
    special = _SPECIAL.get(change.field)
    if special is not None and (text := special(subject, change)):
        return text
    if change.field.endswith(f".{ORDER}"):
        return f"{subject}: its {change.field.removesuffix(f'.{ORDER}')} stand in another order"
    names = names_in(found.before) | names_in(found.after)
    if change.field in {"after", "skills", "asks", "sources", "if", "prerequisites", "checklist", "stages"}:
        return _list(subject, change, names)
    label = _LABELS.get(change.field, change.field)
    before, after = (value_words(value, names) for value in (change.before, change.after))
    if change.before is None:
        return f"{subject}: {label} is now told: {after}"
    if change.after is None:
        return f"{subject}: {label} is no longer told (was {before})"
    if before == after:  # it differs further on than what is shown of it
        return f"{subject}: {label} is worded differently: {after}"
    return f"{subject}: {label}: {before} → {after}"


def _list(subject: str, change: FieldChange, names: Mapping[str, str]) -> str:
    before, after = (tuple(value) if isinstance(value, tuple) else () for value in (change.before, change.after))
    come = [_quoted(names.get(str(each), str(each))) for each in after if each not in before]
    gone = [_quoted(names.get(str(each), str(each))) for each in before if each not in after]
    label = _LABELS[change.field]
    parts = [
        f"with {listed_words(come)}" if come else "",
        f"without {listed_words(gone)}" if gone else "",
    ]
    if not come and not gone:
        return f"{subject}: {label} in another order"
    if change.field == "after":
        parts = [
            f"now follows {listed_words(come)}" if come else "",
            f"no longer follows {listed_words(gone)}" if gone else "",
        ]
        return f"{subject} {' and '.join(part for part in parts if part)}"
    return f"{subject}: {label} {' and '.join(part for part in parts if part)}"


def _title(subject: str, change: FieldChange) -> str:
    return (
        f"“{change.before}” is now called {subject}"
        if subject.startswith("“")
        else f"the template is now called “{change.after}”"
    )


def _when(subject: str, change: FieldChange) -> str:
    before, after = str(change.before), str(change.after)
    return f"{subject} {moved_words(before, after)}: {before} → {after}"


def moved_words(before: str, after: str) -> str:
    """`comes a week earlier`, `comes on another day`."""
    old, new = parse_moment(before), parse_moment(after)
    if old.anchor != new.anchor:
        return "counts from another day"
    by = Days(new.offset.months - old.offset.months, new.offset.days - old.offset.days)
    if by == Days():
        return "is spelled otherwise and stays on its day"
    if by.months * by.days < 0:
        return "comes on another day"
    words = days_words(by)
    words = f"a{words[1:]}" if words.startswith("1 ") and words.count(" ") == 1 else words
    return f"comes {words} {'earlier' if by.months + by.days < 0 else 'later'}"


def _effort(subject: str, change: FieldChange) -> str:
    before, after = (show_effort(parse_effort(str(value))) if value else "" for value in (change.before, change.after))
    if not before:
        return f"{subject} now says how long it takes: {after}"
    return f"{subject} takes {after} instead of {before}" if after else f"{subject} no longer says how long it takes"


def _fixed(subject: str, change: FieldChange) -> str:
    return f"the date of {subject} is {'now fixed by somebody else' if change.after else 'no longer a fixed one'}"


def _optional(subject: str, change: FieldChange) -> str:
    return f"{subject} is {'now optional' if change.after else 'no longer optional'}"


def _repeat(subject: str, change: FieldChange) -> str:
    before, after = (
        repeat_words(value) if isinstance(value, StepRepeat) else "" for value in (change.before, change.after)
    )
    if not before:
        return f"{subject} now comes {after}"
    return f"{subject} comes {after} instead of {before}" if after else f"{subject} comes once instead of {before}"


def _duration(subject: str, change: FieldChange) -> str:
    before, after = (days_words(parse_days(str(value))) if value else "" for value in (change.before, change.after))
    if not before or not after or subject != "the template":
        return ""
    return f"the plan takes {after} instead of {before}: {change.before} → {change.after}"


_SPECIAL: Mapping[str, Callable[[str, FieldChange], str]] = {
    "title": _title,
    "when": _when,
    "effort": _effort,
    "fixed": _fixed,
    "optional": _optional,
    "repeat": _repeat,
    "duration": _duration,
}


def _credential(each: Difference, found: TemplateDiff) -> Iterator[str]:
    """The sentences about its rule that are others."""
    before, after = (_rule(template, each.key) for template in (found.before, found.after))
    old, new = ([each.text for each in rule_words(*pair)] if pair else [] for pair in (before, after))
    gone = [text for text in old if text not in new]
    come = [text for text in new if text not in old]
    for number in range(max(len(gone), len(come))):
        parts = [f"before: {_cut(gone[number])}"] if number < len(gone) else []
        parts += [f"now: {_cut(come[number])}"] if number < len(come) else []
        yield f"{each.title}: {' · '.join(parts)}"
    if not gone and not come:
        others = [_LABELS.get(change.field, change.field) for change in each.fields]
        yield f"{each.title}: {listed_words(others)} changed"


def _rule(template: Template, key: str) -> tuple[CredentialRule, Template] | None:
    return next(((rule, template) for rule in template.credentials if rule.id == key), None)


def names_in(template: Template) -> dict[str, str]:
    """By the key or id of what a template lists, how a person calls it."""
    return {
        **{each.id: each.title for each in template.sources},
        **{each.key: each.name for each in template.skills},
        **{option.key: option.title for each in template.questions for option in each.options},
        **{each.key: each.title for each in template.questions},
        **{each.key: each.title for each in template.milestones},
    }


def repeat_words(repeat: StepRepeat) -> str:
    """`every 2 weeks, 9 times`, `by FREQ=MONTHLY;BYDAY=1MO until cycle_end`."""
    words = f"every {days_words(parse_days(repeat.every))}" if repeat.every else f"by {repeat.rrule}"
    words = words.replace("every 1 ", "every ") if words.count(" ") == 2 else words
    if repeat.mode == "after":
        words += " after it was done"
    if repeat.count is not None:
        words += f", {plural(repeat.count, 'time')}"
    return f"{words} until {repeat.until}" if repeat.until else words


def value_words(value: object, names: Mapping[str, str]) -> str:
    """One value in a line: texts quoted, keys by their titles, what is not there as “nothing”."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return _quoted(names.get(value, value))
    if isinstance(value, Decimal):
        return number_words(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return listed_words([value_words(each, names) for each in value]) or "nothing"
    return _cut(_object_words(value, names))


def _object_words(value: object, names: Mapping[str, str]) -> str:
    if isinstance(value, StepRepeat):
        return repeat_words(value)
    if isinstance(value, Option):
        return _quoted(value.title)
    if isinstance(value, Earns):
        return f"{number_words(value.amount)} for {value.credential}"
    if isinstance(value, Mapping):
        return listed_words([f"{key} {value_words(each, names)}" for key, each in value.items()]) or "nothing"
    if not is_dataclass(value):
        return str(value)
    kind: Any = type(value)
    told: Sequence[str] = [
        f"{each.name.strip('_')} {value_words(getattr(value, each.name), names)}"
        for each in fields(kind)
        if getattr(value, each.name) not in (None, "", (), each.default)
    ]
    return ", ".join(told)


def _quoted(text: str) -> str:
    return f"“{_cut(text)}”"


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= MOST_CHARACTERS else f"{flat[: MOST_CHARACTERS - 1].rstrip()}…"
