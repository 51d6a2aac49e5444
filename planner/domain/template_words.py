"""A template's moments, rhythms and numbers in words. Pure; the text it gives is still to be shown literally."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from planner.domain.dates import DAY_NAMES, MONTH_NAMES
from planner.domain.durations import Days, parse_days, parse_effort, parse_moment, show_effort
from planner.domain.spoken import days_words, plural
from planner.domain.template import Source, Step, StepRepeat, Template

_ANCHORS = {
    "start": "the start",
    "target": "the target date",
    "earned": "the day you earn it",
    "cycle_start": "each cycle’s start",
    "cycle_end": "each cycle’s end",
}
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_WEEKDAYS = {"MO": "Mon", "TU": "Tue", "WE": "Wed", "TH": "Thu", "FR": "Fri", "SA": "Sat", "SU": "Sun"}
_SHORT = {"year": "yr", "month": "mo", "week": "wk", "day": "d"}
_LONG = re.compile(r"(?<=\d )(year|month|week|day)s?(?= |$)")
_QUESTIONS = {
    "start": "On which day do you start?",
    "target": "By when do you want to be there?",
    "earned": "On which day did you earn it?",
}


def short_words(text: str) -> str:
    """Words of a duration or a moment, for a column: `12 wk before PMP exam`."""
    return _LONG.sub(lambda unit: _SHORT[unit[1]], text)


def duration_words(text: str | None) -> str:
    """`P20W` as `20 weeks`; nothing when there is none."""
    return days_words(parse_days(text)) if text else ""


def anchor_words(template: Template, anchor: str) -> str:
    """What an anchor is called: the template's own words for it where it has some."""
    if question := template.asked.get(anchor):
        return question.title
    if step := template.steps.get(anchor):
        return f"“{step.title}”"
    return _ANCHORS.get(anchor, anchor)


def moment_words(template: Template, text: str) -> str:
    """`target-P12W` as `12 weeks before PMP exam`, `exam+P1W` as `1 week after “PMP exam”`."""
    moment = parse_moment(text)
    name = anchor_words(template, moment.anchor)
    offset = moment.offset
    if offset == Days():
        return name if moment.anchor in template.asked else f"at {name}"
    before = offset.months < 0 or (offset.months == 0 and offset.days < 0)
    return f"{days_words(offset)} {'before' if before else 'after'} {name}"


def repeat_words(template: Template, repeat: StepRepeat) -> str:
    """`every 2 weeks, 10 times`, `monthly rhythm until …`, in words."""
    words = _every(parse_days(repeat.every)) if repeat.every else rule_words(repeat.rrule or "")
    if repeat.mode == "after":
        words += ", counted from the day it was done"
    if repeat.count:
        words += f", {plural(repeat.count, 'time')}"
    if repeat.until:
        words += f", until {moment_words(template, repeat.until).removeprefix('at ')}"
    return words


def _every(days: Days) -> str:
    words = days_words(days)
    return f"every {words.removeprefix('1 ')}" if " " not in words.removeprefix("1 ") else f"every {words}"


@lru_cache(maxsize=256)
def rule_words(rule: str) -> str:
    """An RRULE of the format in words; parts that have no short words are shown as written."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    unit = _UNITS.get(parts.pop("FREQ", ""), "")
    interval = parts.pop("INTERVAL", "1")
    words = f"every {unit}" if interval == "1" else f"every {interval} {unit}s"
    days, months = parts.get("BYDAY", ""), parts.get("BYMONTH", "")
    if days and all(day in _WEEKDAYS for day in days.split(",")):
        words += f" on {', '.join(_WEEKDAYS[day] for day in days.split(','))}"
        del parts["BYDAY"]
    if months and all(month.isdecimal() and 1 <= int(month) <= 12 for month in months.split(",")):
        words += f" in {', '.join(MONTH_NAMES[int(month) - 1][:3] for month in months.split(','))}"
        del parts["BYMONTH"]
    rest = ";".join(f"{key}={value}" for key, value in parts.items())
    return f"{words} ({rest})" if rest else words


def stages_words(stages: tuple[str, ...]) -> str:
    """`mid, senior`; all three are `any`."""
    return "any" if len(stages) == 3 else ", ".join(stages)


def hours_words(minutes: int) -> str:
    """Effort in all, in whole hours where there are many: `163 h`, `1½ h`."""
    return show_effort(minutes) if minutes < 600 else f"{(minutes + 30) // 60} h"


def ways_words(least: int, most: int) -> str:
    """The hours of a template, whose choices may make it shorter: `163 h`, `up to 80 h` where that is by a tenth or
    more; "" for none."""
    if not most:
        return ""
    return f"up to {hours_words(most)}" if least * 10 <= most * 9 else hours_words(most)


def category_words(category: str) -> str:
    """`people-management` as `people management`."""
    return category.replace("-", " ")


def day_words(day: date) -> str:
    """`Thu 10 Dec`; the year is told by what stands around it."""
    return f"{DAY_NAMES[day.weekday()][:3]} {day.day} {MONTH_NAMES[day.month - 1][:3]}"


def day_column(day: date) -> str:
    """`Thu  3 Dec`: as `day_words`, ten cells wide."""
    return f"{DAY_NAMES[day.weekday()][:3]} {day.day:>2} {MONTH_NAMES[day.month - 1][:3]}"


def full_day(day: date) -> str:
    """`Thu 10 Dec 2026`."""
    return f"{day_words(day)} {day.year}"


def question_words(template: Template, key: str) -> str:
    """What the form asks for a date the plan hangs on: the template's words, or ours."""
    question = template.asked.get(key)
    return question.question if question else _QUESTIONS[key]


def question_title(template: Template, key: str) -> str:
    """The short name of such a date: `PMP exam`, `Start`."""
    question = template.asked.get(key)
    return question.title if question else {"start": "Start", "target": "Target", "earned": "Earned"}[key]


@dataclass(frozen=True, slots=True)
class Fact:
    """One number of a step in words, and whether the sources back it."""

    label: str
    text: str
    sourced: bool


def step_effort(step: Step) -> str:
    """The effort of one occurrence, short: `8 h`, or nothing."""
    if not step.effort:
        return ""
    words = show_effort(parse_effort(step.effort))
    return f"{words} each" if step.repeat else words


def step_facts(template: Template, step: Step) -> tuple[Fact, ...]:
    """When, window, rhythm and effort of a step in words, each marked as sourced or a default of the author."""
    facts = [Fact("When", moment_words(template, step.when), "when" in step.sourced)]
    if step.earliest:
        facts.append(Fact("Earliest", moment_words(template, step.earliest), "earliest" in step.sourced))
    if step.latest:
        facts.append(Fact("Latest", moment_words(template, step.latest), "latest" in step.sourced))
    if step.repeat:
        facts.append(Fact("Repeats", repeat_words(template, step.repeat), "repeat" in step.sourced))
    if step.effort:
        words = show_effort(parse_effort(step.effort))
        if step.per:
            words += f" for each: {anchor_words(template, step.per)}"
        facts.append(Fact("Effort", words + (" each time" if step.repeat else ""), "effort" in step.sourced))
    return tuple(facts)


def step_traits(template: Template, step: Step) -> str:
    """What kind of step it is, in one line: `exam · hard · fixed date · optional`."""
    words = [step.kind, {"hard": "hard", "soft": "soft", "both": "hard and soft"}[step.balance]]
    if step.fixed:
        words.append("fixed date")
    if step.optional:
        words.append("optional")
    if step.if_:
        words.append(f"only if {options_words(template, step.if_)}")
    return " · ".join(words)


def options_words(template: Template, keys: tuple[str, ...]) -> str:
    """The titles of options, joined by “or”."""
    titles = {option.key: option.title for question in template.questions for option in question.options}
    return " or ".join(f"“{titles.get(key, key)}”" for key in keys)


def source_words(source: Source) -> str:
    """`Title (primary source, as of 2025-12-03)`."""
    classes = {"A": "primary source", "B": "secondary source", "C": "blog or prep site"}
    notes = [classes[source.class_]] if source.class_ else []
    if source.as_of:
        notes.append(source.as_of_words)
    return f"{source.title} ({', '.join(notes)})" if notes else source.title
