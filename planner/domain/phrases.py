"""The grammar in which people type dates. It stands behind `dates.parse_date_phrase` and `dates.parse_snooze`.

A file of its own because its patterns take time to compile, and most commands read no date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from planner.domain.dates import DAY_NAMES, DAY_START, MONTH_NAMES, DatePhrase, wall_of
from planner.domain.durations import FIRST_DAY, LAST_DAY, Days
from planner.domain.errors import WrongUsage
from planner.domain.text import shown

EVENING = (time(19, 0), time(21, 0))
LONGEST_PHRASE = 9
"""Words: `by thu 24 nov 2027 at 6 pm` has eight."""

_DAY_NUMBERS: Mapping[str, int] = {
    **{name.lower(): n for n, name in enumerate(DAY_NAMES)},
    **{name[:3].lower(): n for n, name in enumerate(DAY_NAMES)},
    "tues": 1, "weds": 2, "thur": 3, "thurs": 3,
}  # fmt: skip
_MONTH_NUMBERS: Mapping[str, int] = {
    **{name.lower(): n for n, name in enumerate(MONTH_NAMES, 1)},
    **{name[:3].lower(): n for n, name in enumerate(MONTH_NAMES, 1)},
    "sept": 9,
}  # fmt: skip
_UNITS: Mapping[str, Days] = {"d": Days(0, 1), "w": Days(0, 7), "m": Days(1, 0), "y": Days(12, 0)}
_UNIT_WORDS: Mapping[str, str] = {
    word + plural: word[0] for word in ("day", "week", "month", "year") for plural in ("", "s")
}
_COUNTS: Mapping[str, int] = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:t(\d\d:\d\d)(?::00)?(z|[+-][\d:]+)?)?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)", re.ASCII)
_TWELVE = re.compile(r"(\d{1,2})(?::(\d\d))? ?([ap])m", re.ASCII)
_PLUS = re.compile(r"\+(\d{1,4})([dwmy])", re.ASCII)
_DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_NUMERIC = re.compile(
    r"(\d{1,2})(?:/(\d{1,2})(?:/(\d{4}|\d\d))?|([.-])(\d{1,2})\4(\d{4}|\d\d)|\.(\d{1,2})\.)", re.ASCII
)
_YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})", re.ASCII)
# Without a year both numbers have two digits: 3.12 is a version, 9-5 the hours of an office.
_DAY_AND_MONTH = re.compile(r"(\d\d)[.-](\d\d)", re.ASCII)
_MONTH_AND_YEAR = re.compile(r"(?P<month>\d{1,2})[/.-](?P<year>\d{4})", re.ASCII)
_YEAR_AND_MONTH = re.compile(r"(?P<year>\d{4})[/-](?P<month>\d\d)", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_HOURS = re.compile(r"\+?(?:(\d{1,3}) ?h(?:ours?)?)? ?(?:(\d{1,4}) ?m(?:in|inutes?)?)?", re.ASCII)


def parse_date_phrase(text: str, today: date) -> DatePhrase:
    """See `dates.parse_date_phrase`."""
    words = text.split() if len(text) <= 100 else []
    phrase = read_phrase(words, today) if len(words) <= LONGEST_PHRASE else None
    if phrase is None:
        raise WrongUsage(
            f"“{shown(text)}” is not a date that can be read.",
            "Write 2026-11-24, tomorrow, thu, in 3 weeks or 24 nov; a time may follow: thu 18:00.",
        )
    return phrase


def read_phrase(words: Sequence[str], today: date, on: date | None = None) -> DatePhrase | None:
    """What `words`, all of them, say as a date; None when they are no date. A time alone is `on` a day, else today.

    Raises WrongUsage when they have the shape of one that cannot be meant: no such day, or numbers in an order
    that countries read differently.
    """
    lower = [word.lower().removesuffix(",") for word in words[:-1]] + [word.lower() for word in words[-1:]]
    rest, at = _split_time(lower)
    if not rest:
        return DatePhrase(on or today, at) if at is not None else None
    if len(rest) == 1 and at is None and (match := _ISO.fullmatch(rest[0])):
        return _iso(match, words[0])
    if len(rest) > 1 and (rest[0] == "by" or (rest[0] == "on" and (rest[1] in _DAY_NUMBERS or rest[1][:1].isdigit()))):
        rest = rest[1:]
    day = _day(rest, today)
    return None if day is None else DatePhrase(_in_range(day), at)


def _in_range(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise WrongUsage(f"The year {day.year} is too far away.", "Dates go from 1970 to 2199.")
    return day


def _split_time(words: list[str]) -> tuple[list[str], time | None]:
    """The words without the time at their end or beginning, and the time."""
    for count in (2, 1):
        if len(words) >= count and (at := _time(" ".join(words[-count:]))) is not None:
            rest = words[:-count]
            return (rest[:-1] if rest[-1:] == ["at"] else rest), at
    body = words[1:] if words[:1] == ["at"] else words
    for count in (2, 1):
        if len(body) > count and (at := _time(" ".join(body[:count]))) is not None:
            return body[count:], at
    return words, None


def _time(text: str) -> time | None:
    if text == "noon":
        return time(12)
    if match := _CLOCK.fullmatch(text):
        hour, minute = int(match[1]), int(match[2])
    elif match := _TWELVE.fullmatch(text):
        hour, minute = int(match[1]) % 12 + (12 if match[3] == "p" else 0), int(match[2] or 0)
        hour = hour if 1 <= int(match[1]) <= 12 else 24
    else:
        return None
    if hour > 23 or minute > 59:
        raise WrongUsage(f"“{text}” is not a time of day.", "Write it as 18:00 or 6pm; midnight is 0:00.")
    return time(hour, minute)


def _iso(match: re.Match[str], written: str) -> DatePhrase:
    year, month, day, at, offset = match.groups()
    if offset:
        raise WrongUsage(f"“{written}” has an offset.", "Write the local time without it: 2026-11-24T18:00.")
    return DatePhrase(_on(int(day), int(month), int(year)), _time(at) if at else None)


def _day(words: list[str], today: date) -> date | None:
    match words:
        case [word]:
            return _one_word(word, today)
        case ["next", word]:
            return _next(word, today)
        case ["in", count, unit] if unit in _UNIT_WORDS:
            number = _COUNTS.get(count) or (int(count) if re.fullmatch(r"\d{1,4}", count, re.ASCII) else None)
            return None if number is None else _later(number, _UNIT_WORDS[unit], today)
        case ["end", "of", *rest]:
            return _end_of(rest[1:] if rest[:1] == ["the"] else rest, today)
        case [name, *rest] if name in _DAY_NUMBERS:
            day = _calendar(rest, today)
            if day is not None and day.weekday() != _DAY_NUMBERS[name]:
                raise WrongUsage(
                    f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year} is a {DAY_NAMES[day.weekday()]}.",
                    f"Leave the weekday out, or write {day.isoformat()}.",
                )
            return day
    return _calendar(words, today)


def _one_word(word: str, today: date) -> date | None:
    if word in ("today", "tomorrow", "yesterday"):
        return today + timedelta(days=("yesterday", "today", "tomorrow").index(word) - 1)
    if word in _DAY_NUMBERS:
        return today + timedelta(days=(_DAY_NUMBERS[word] - today.weekday() - 1) % 7 + 1)
    if match := _PLUS.fullmatch(word):
        return _later(int(match[1]), match[2], today)
    if match := _ISO.fullmatch(word):
        return _iso(match, word).day if match[4] is None else None
    _refuse_numbers(word, today)
    return None


def _next(word: str, today: date) -> date | None:
    if word == "month":
        return Days(1).added_to(today.replace(day=1))
    if word == "year":
        return _on(1, 1, today.year + 1)
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
    if word == "week":
        return monday
    return monday + timedelta(days=_DAY_NUMBERS[word]) if word in _DAY_NUMBERS else None


def _end_of(words: list[str], today: date) -> date | None:
    if words == ["next", "month"]:
        return _end_of(["month"], Days(1).added_to(today.replace(day=1)))
    if words == ["month"]:
        return today.replace(day=monthrange(today.year, today.month)[1])
    return today.replace(month=12, day=31) if words == ["year"] else None


def _later(number: int, unit: str, today: date) -> date:
    step = _UNITS[unit]
    return Days(step.months * number, step.days * number).added_to(today)


def _calendar(words: list[str], today: date) -> date | None:
    """`24 nov`, `nov 24`, `24 nov 2027`."""
    if len(words) not in (2, 3) or (len(words) == 3 and not _YEAR.fullmatch(words[2])):
        return None
    day, month = (words[0], words[1]) if words[1] in _MONTH_NUMBERS else (words[1], words[0])
    if month not in _MONTH_NUMBERS or not (match := _DAY_OF_MONTH.fullmatch(day)):
        return None
    year = int(words[2]) if len(words) == 3 else None
    return _on(int(match[1]), _MONTH_NUMBERS[month], year, today)


def _on(day: int, month: int, year: int | None, today: date = FIRST_DAY) -> date:
    """That day; without a year the next one, today included. Raises WrongUsage when there is none."""
    for candidate in (year,) if year is not None else range(today.year, today.year + 9):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year is not None or found >= today:
            return _in_range(found)
    if not 1 <= month <= 12:
        raise WrongUsage(f"There is no month {month}.", "Write a day as 2026-11-24 or 24 nov.")
    name = MONTH_NAMES[month - 1]
    raise WrongUsage(
        f"There is no {day} {name}{f' {year:04}' if year is not None else ''}.", "Write a day as 2026-11-24 or 24 nov."
    )


def _refuse_numbers(word: str, today: date) -> None:
    """Raise WrongUsage when `word` is a date in numbers other than ISO."""
    _refuse_month(word)
    days: list[date] = []
    if match := _YEAR_FIRST.fullmatch(word):
        days = [_on(int(match[3]), int(match[2]), int(match[1]))]
    elif match := _COMPACT.fullmatch(word):
        days = _real(int(match[1]), int(match[2]), int(match[3]))
    elif match := _DAY_AND_MONTH.fullmatch(word):
        days = _next_of(int(match[1]), int(match[2]), None, today)
    elif match := _NUMERIC.fullmatch(word):
        first, second = int(match[1]), int(match[2] or match[5] or match[7])
        written = match[3] or match[6]
        year = None if written is None else int(written) + (2000 if len(written) == 2 else 0)
        days = _next_of(first, second, year, today)
    if not days:
        return
    names = " or ".join(f"{day.day} {MONTH_NAMES[day.month - 1]}" for day in days)
    could = f"“{word}” could be {names}" if len(days) > 1 else f"“{word}” is not read as {names}"
    raise WrongUsage(
        f"{could}: write {' or '.join(day.isoformat() for day in days)}.", "Dates in numbers are ISO dates."
    )


def _next_of(first: int, second: int, year: int | None, today: date) -> list[date]:
    """The days that two numbers can mean, as day and month or the other way round. Raises WrongUsage."""
    return [
        _on(day, month, year, today)
        for day, month in dict.fromkeys(((first, second), (second, first)))
        if 1 <= month <= 12 and 1 <= day <= monthrange(2000, month)[1]
    ]


def _real(year: int, month: int, day: int) -> list[date]:
    """That day, where there is one that dates go to; eight digits may be any number."""
    try:
        found = date(year, month, day)
    except ValueError:
        return []
    return [found] if FIRST_DAY <= found <= LAST_DAY else []


def _refuse_month(word: str) -> None:
    """Raise WrongUsage when `word` is a month in numbers."""
    match = _MONTH_AND_YEAR.fullmatch(word) or _YEAR_AND_MONTH.fullmatch(word)
    if match is not None and (first := _real(int(match["year"]), int(match["month"]), 1)):
        raise WrongUsage(
            f"“{word}” is a month: write a day of it, such as {first[0].isoformat()}.",
            "Dates in numbers are ISO dates.",
        )


def time_at_end(words: Sequence[str]) -> int:
    """How many words at the end are a time of day; 0 where none is."""
    try:
        rest, at = _split_time([word.lower() for word in words])
    except WrongUsage:
        return 0
    ends = at is not None and [word.lower() for word in words[: len(rest)]] == rest
    return len(words) - len(rest) if ends else 0


def parse_snooze(text: str, now: datetime, day_start: time = DAY_START) -> datetime:
    """See `dates.parse_snooze`."""
    words = text.lower().split() if len(text) <= 100 else []
    said = " ".join(words[1:] if words[:1] in (["in"], ["for"]) else words)
    said = re.sub(r"^(?:an?|one) (?=hour|min)", "1 ", said)
    if re.fullmatch(r"\+\d+m", said):
        raise WrongUsage(f"“{said}” could be minutes or months.", f"Write {said[1:-1]} min, or in {said[1:-1]} months.")
    if said and (match := _HOURS.fullmatch(said)):
        length = timedelta(hours=int(match[1] or 0), minutes=int(match[2] or 0))
        until = now + length
    elif said == "tonight":
        until = next((wall for at in EVENING if (wall := datetime.combine(now, at)) > now), now)
    else:
        until = _snooze_day(text, said, now, day_start)
    if until <= now:
        raise WrongUsage(f"“{shown(text)}” has passed already.", "Write 1 hour, tomorrow, next week or a later date.")
    return until


def _snooze_day(text: str, said: str, now: datetime, day_start: time) -> datetime:
    words = said.split()
    if len(words) == 2 and words[1] in _UNIT_WORDS:
        words = ["in", *words]
    phrase = read_phrase(words, now.date()) if 0 < len(words) <= LONGEST_PHRASE else None
    if phrase is None:
        phrase = parse_date_phrase(text, now.date())
    until = wall_of(phrase.day, phrase.at, day_start)
    only_time = _split_time(words)[0] == []
    return until + timedelta(days=1) if only_time and until <= now else until
