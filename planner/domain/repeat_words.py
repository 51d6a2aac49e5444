"""Repeats as a person types them: `every 2 weeks on mon, thu, 10 times`, `monthly until 1 jun 2027, from done`.

every [N] day(s)|week(s)|month(s)|year(s), or daily, weekly, monthly, yearly, or an RRULE
on mon, wed        only with weeks
N times            how often in all
until DATE         the last day; DATE as everywhere
from done          counted from the day it was really done
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from planner.domain.dates import DAY_NAMES, parse_date_phrase
from planner.domain.durations import parse_days
from planner.domain.errors import WrongUsage
from planner.domain.plan import Repeat
from planner.domain.rrule import check_rrule
from planner.domain.text import shown

_UNITS: Mapping[str, str] = {"day": "D", "week": "W", "month": "M", "year": "Y"}
_ADVERBS: Mapping[str, str] = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}
_CODES: Mapping[str, str] = {name[:3].casefold(): name[:2].upper() for name in DAY_NAMES}
_NAMES: Mapping[str, str] = {code: short for short, code in _CODES.items()}
_EVERY = re.compile(r"every(?:\s+(\d{1,4}|other))?\s+(day|week|month|year)s?", re.ASCII)
_TIMES = re.compile(r"(\d{1,4})\s*(?:times|x)", re.ASCII)
_HINT = "Write every week, every 2 weeks on mon, monthly until 1 jun 2027, every 3 days from done, every week 10 times."


def read_repeat(text: str, today: date) -> Repeat | None:
    """The rhythm that is typed; None for nothing. Raises WrongUsage with what can be written."""
    rest = " ".join(text.split()).strip(" ,")
    if not rest:
        return None
    if rest.upper().startswith(("FREQ=", "RRULE:")):
        rule, _, rest = rest.partition(" ")
        rule = rule.upper().removeprefix("RRULE:").strip(",")
        check_rrule(rule)
        return _with_ends(Repeat(rrule=rule), rest.strip(" ,"), text, today)
    rest = rest.casefold()
    word, _, after = rest.partition(" ")
    if word.strip(",") in _ADVERBS:
        rest = f"every {_ADVERBS[word.strip(',')]} {after}".strip()
    match = _EVERY.match(rest)
    if match is None:
        raise WrongUsage(f"“{shown(text)}” is no rhythm.", _HINT)
    number = 2 if match[1] == "other" else int(match[1] or 1)
    rest = rest[match.end() :].strip(" ,")
    days, rest = _weekdays(rest)
    if number < 1 or (days and match[2] != "week"):
        raise WrongUsage(f"“{shown(text)}” is no rhythm.", _HINT)
    if days:
        interval = f";INTERVAL={number}" if number > 1 else ""
        repeat = Repeat(rrule=f"FREQ=WEEKLY{interval};BYDAY={','.join(days)}")
    else:
        every = f"P{number}{_UNITS[match[2]]}"
        parse_days(every)
        repeat = Repeat(every=every)
    return _with_ends(repeat, rest, text, today)


def _weekdays(rest: str) -> tuple[list[str], str]:
    """The days after “on”, in the order of the week, and what is left of the words."""
    if not rest.startswith("on "):
        return [], rest
    words = rest[3:].replace(",", " ").split()
    days: list[str] = []
    while words and (words[0][:3] in _CODES or words[0] == "and"):
        if words[0] != "and":
            days.append(_CODES[words[0][:3]])
        words.pop(0)
    return [code for code in _CODES.values() if code in days], " ".join(words)


def _with_ends(repeat: Repeat, rest: str, text: str, today: date) -> Repeat:
    count: int | None = None
    until: date | None = None
    mode = repeat.mode
    while rest := rest.strip(" ,"):
        if rest.startswith(("from done", "after done")):
            mode, rest = "after", rest.partition("done")[2]
        elif match := _TIMES.match(rest):
            count, rest = int(match[1]), rest[match.end() :]
        elif rest.startswith("until "):
            until, rest = _until(rest[6:], today)
        else:
            raise WrongUsage(f"“{shown(rest)}” is not understood in “{shown(text)}”.", _HINT)
    if count == 0:
        raise WrongUsage("A repeat comes at least once.", _HINT)
    return Repeat(every=repeat.every, rrule=repeat.rrule, mode=mode, count=count, until=until)


def _until(rest: str, today: date) -> tuple[date, str]:
    """The longest run of words that is a day, and what is left."""
    words = rest.split(" ")
    for end in range(len(words), 0, -1):
        try:
            return parse_date_phrase(" ".join(words[:end]).strip(" ,"), today).day, " ".join(words[end:])
        except WrongUsage:
            continue
    raise WrongUsage(f"“{shown(rest)}” is no day.", "Write until 1 jun 2027.")


def repeat_text(repeat: Repeat | None) -> str:
    """A rhythm as it would be typed; "" for none, and for one that follows another series."""
    if repeat is None or repeat.each is not None:
        return ""
    words = repeat.rrule or ""
    if repeat.every is not None:
        words = _every(repeat.every)
    elif repeat.rrule is not None:
        words = _weekly(repeat.rrule) or repeat.rrule
    ends = [
        f"{repeat.count} times" if repeat.count is not None else "",
        f"until {repeat.until.isoformat()}" if repeat.until is not None else "",
        "from done" if repeat.mode == "after" else "",
    ]
    return ", ".join(part for part in (words, *ends) if part)


def _every(every: str) -> str:
    step = parse_days(every)
    for amount, size, unit in (
        (step.months, 12, "year"),
        (step.months, 1, "month"),
        (step.days, 7, "week"),
        (step.days, 1, "day"),
    ):
        if amount and amount % size == 0 and not (step.months and step.days):
            number = amount // size
            return f"every {unit}" if number == 1 else f"every {number} {unit}s"
    return every


def _weekly(rule: str) -> str:
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    days = [_NAMES.get(code) for code in parts.get("BYDAY", "").split(",")]
    if parts.get("FREQ") != "WEEKLY" or parts.keys() - {"FREQ", "INTERVAL", "BYDAY"} or None in days:
        return ""
    number = parts.get("INTERVAL", "1")
    every = "every week" if number == "1" else f"every {number} weeks"
    return f"{every} on {', '.join(filter(None, days))}"
