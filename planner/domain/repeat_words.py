"""Repeats as a person types them: `every 2 weeks on mon, thu, 10 times`, `monthly until 1 jun 2027, from done`.

every [N] day(s)|week(s)|month(s)|year(s), or daily, weekly, monthly, yearly, or an RRULE
on mon, wed        only with weeks
N times            how often in all
until DATE         the last day; DATE as everywhere
until the target   the last day is that of the goal, and moves with it; also 2 weeks before the target
from done          counted from the day it was really done
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from planner.domain.dates import DAY_NAMES, parse_date_phrase, show_day
from planner.domain.durations import Days, parse_days, parse_moment
from planner.domain.errors import WrongUsage
from planner.domain.missed import Missed
from planner.domain.plan import Milestone, Repeat
from planner.domain.repeat import remaining
from planner.domain.rrule import check_rrule
from planner.domain.streaks import SHOWN, Mark, Streak
from planner.domain.text import shown

_UNITS: Mapping[str, str] = {"day": "D", "week": "W", "month": "M", "year": "Y"}
_ADVERBS: Mapping[str, str] = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}
_CODES: Mapping[str, str] = {name[:3].casefold(): name[:2].upper() for name in DAY_NAMES}
_NAMES: Mapping[str, str] = {code: short for short, code in _CODES.items()}
_EVERY = re.compile(r"every(?:\s+(\d{1,4}|other))?\s+(day|week|month|year)s?", re.ASCII)
_TIMES = re.compile(r"(\d{1,4})\s*(?:times|x)", re.ASCII)
_END = re.compile(
    r"(?:(\d{1,3}) (day|week|month|year)s? (before|after) )?(?:the )?"
    r"(end of the cycle|start of the cycle|target|start)(?= |,|$)",
    re.ASCII,
)
_MOMENT = re.compile(
    r"the day of ([a-z][a-z0-9_]*)(?= |,|$)|([a-z][a-z0-9_]*[+-])(p[0-9ymwd]+)(?= |,|$)"
    r"|(earned|cycle_start|cycle_end)(?= |,|$)",
    re.ASCII,
)
_MOST_TOLD = 3
_END_HINT = "Write until 1 jun 2027, or until the target."
_SPOKEN: Mapping[str, str] = {
    "target": "target", "start": "start", "cycle_end": "end of the cycle", "cycle_start": "start of the cycle",
}  # fmt: skip
"""Anchors by the words for them, which stand after “the”."""
_ANCHORS: Mapping[str, str] = {words: anchor for anchor, words in _SPOKEN.items()}
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
    moment: str | None = None
    mode = repeat.mode
    while rest := rest.strip(" ,"):
        if rest.startswith(("from done", "after done")):
            mode, rest = "after", rest.partition("done")[2]
        elif match := _TIMES.match(rest):
            count, rest = int(match[1]), rest[match.end() :]
        elif rest.startswith("until "):
            until, moment, rest = _until(rest[6:], today)
        else:
            raise WrongUsage(f"“{shown(rest)}” is not understood in “{shown(text)}”.", _HINT)
    if count == 0:
        raise WrongUsage("A repeat comes at least once.", _HINT)
    return Repeat(every=repeat.every, rrule=repeat.rrule, mode=mode, count=count, until=until, moment=moment)


def read_end(text: str, today: date) -> tuple[date | None, str | None]:
    """The last day of a series, or the moment of its goal that it ends with: `1 jun 2027`, `the target`. Raises
    WrongUsage."""
    until, moment, rest = _until(" ".join(text.split()), today)
    if rest.strip():
        raise WrongUsage(f"“{shown(text)}” is no day.", _END_HINT)
    return until, moment


def _until(rest: str, today: date) -> tuple[date | None, str | None, str]:
    """The longest run of words that is a day, or else a moment, and what is left."""
    folded = rest.casefold()
    if match := _END.match(folded):
        number, unit, side, anchor = match.groups()
        offset = f"{'-' if side == 'before' else '+'}P{number}{_UNITS[unit]}" if number else ""
        return None, f"{_ANCHORS[anchor]}{offset}", rest[match.end() :]
    words = rest.split(" ")
    for end in range(len(words), 0, -1):
        try:
            return parse_date_phrase(" ".join(words[:end]).strip(" ,"), today).day, None, " ".join(words[end:])
        except WrongUsage:
            continue
    match = _MOMENT.match(folded)
    if match is not None:
        own, before, offset, anchor = match.groups(default="")
        moment = own or anchor or f"{before}{offset.upper()}"
        parse_moment(moment)
        return None, moment, rest[match.end() :]
    raise WrongUsage(f"“{shown(rest)}” is no day.", _END_HINT)


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
        f"until {moment_text(repeat.moment)}" if repeat.moment is not None else "",
        f"until {repeat.until.isoformat()}" if repeat.until is not None and repeat.moment is None else "",
        "from done" if repeat.mode == "after" else "",
    ]
    return ", ".join(part for part in (words, *ends) if part)


def moment_text(text: str) -> str:
    """A moment that a series ends with, as it would be typed: `the target`, `2 weeks before the end of the cycle`,
    `the day of exam`, `exam-P1W`."""
    moment = parse_moment(text)
    offset = moment.offset
    spoken = _SPOKEN.get(moment.anchor)
    if spoken is None:
        return text if offset != Days() or moment.anchor == "earned" else f"the day of {text}"
    before = offset.months < 0 or offset.days < 0
    span = (-offset if before else offset) if offset != Days() else None
    if span is None:
        return f"the {spoken}"
    words = _every(str(span)).removeprefix("every ")
    if words == str(span):
        return text
    number = words if words[0].isdigit() else f"1 {words}"
    return f"{number} {'before' if before else 'after'} the {spoken}"


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


# A series as it stands, for the detail of a milestone


STRIP: Mapping[Mark, str] = {"done": "▮", "missed": "▯", "skipped": "–"}
"""What became of an occurrence, by one sign each."""


def strip_signs(streak: Streak) -> str:
    """`▮▮▯▮–▮▮`: the last occurrences, the latest at the end."""
    return "".join(STRIP[mark] for mark in streak.strip)


def streak_words(streak: Streak) -> str:
    """`streak 2, best 5; of the last 7: 5 done (83%), 1 missed, 1 skipped`; "" where nothing is over yet."""
    if not streak.strip:
        return ""
    share = f" ({streak.percent}%)" if streak.percent is not None else ""
    words = {"done": f"done{share}", "missed": "missed", "skipped": "skipped"}
    told = ", ".join(f"{number} {word}" for mark, word in words.items() if (number := streak.strip.count(mark)))
    return f"streak {streak.now}, best {streak.best}; of the last {len(streak.strip)}: {told}"


def ends_words(repeat: Repeat, today: date) -> str:
    """`8 times, until the target (Tue 1 Jun 2027)`; "" for one without an end."""
    day = show_day(repeat.until, today) if repeat.until is not None else ""
    until = f"until {day}" if day else ""
    if repeat.moment is not None:
        until = f"until {moment_text(repeat.moment)}" + (f" ({day})" if day else "")
    return ", ".join(part for part in (f"{repeat.count} times" if repeat.count else "", until) if part)


def missed_words(late: Missed, today: date) -> str:
    """`3 were missed since Mon 2 Nov`, `1 was missed, of Mon 9 Nov`."""
    number, since = len(late.days), show_day(late.days[0], today)
    return f"1 was missed, of {since}" if number == 1 else f"{number} were missed since {since}"


def exception_words(milestone: Milestone, today: date) -> str:
    """What of the series did not come as its rule says: `moved from Mon 9 Nov; Mon 2 Nov skipped`."""
    told = []
    if milestone.is_open and milestone.repeat is not None and milestone.scheduled not in {None, milestone.due}:
        assert milestone.scheduled is not None
        told.append(f"moved from {show_day(milestone.scheduled, today)}, this once")
    for past in reversed(milestone.occurrences[-SHOWN:]):
        if len(told) == _MOST_TOLD:
            break
        day = past.scheduled or past.due
        if day is None or past.missed:
            continue
        if past.status == "skipped":
            told.append(f"{show_day(day, today)} skipped")
        elif past.due is not None and past.due != day:
            told.append(f"{show_day(day, today)} moved to {show_day(past.due, today)}")
    return "; ".join(told)


def series_words(milestone: Milestone, today: date, late: Missed | None = None) -> list[str]:
    """How a series stands, a line each: what was missed, since when it rests, exceptions; without its rhythm."""
    repeat = milestone.repeat
    if repeat is None or not milestone.is_open:
        return []
    lines = []
    if repeat.count is not None and repeat.until is not None and milestone.due is not None:
        comes = milestone.n - 1 + (remaining(milestone) or 0)
        if comes < repeat.count:
            lines.append(f"{comes} of the {repeat.count} times have room until {show_day(repeat.until, today)}")
    if repeat.paused_on is not None:
        lines.append(f"paused since {show_day(repeat.paused_on, today)}")
    if late is not None and late.several:
        goes_on = f"; the next is on {show_day(late.next, today)}" if late.next is not None else ""
        lines.append(f"{missed_words(late, today)}{goes_on}")
    if exceptions := exception_words(milestone, today):
        lines.append(exceptions)
    return lines
