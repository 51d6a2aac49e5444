"""How a person writes when reminders may come: quiet hours, working days, digests, a pause."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import cast

from planner.domain.dates import parse_date_phrase
from planner.domain.errors import WrongUsage
from planner.domain.plan import WEEKDAYS, Weekday
from planner.domain.text import shown

NONE = ("", "none", "off", "no")
EVERY_DAY = ("every day", "all")
_QUIET = "Write it as 21:00-07:00, or off."
_DAYS = "Write it as mon-fri, or mon,tue,sat; every day for all of them."
_WEEKLY = "Write it as mon 08:00, or off."

ReadTime = Callable[[str], time]


def read_time(text: str, today: date) -> time:
    """A time of the day, as in dates: `8:30`, `6pm`. `today` is the person's day. Raises WrongUsage."""
    words = f"today {text.strip()}"
    try:
        at = parse_date_phrase(words, today).at
    except WrongUsage:
        at = None
    if at is None:
        raise WrongUsage(f"“{shown(text)}” is no time of the day.", "Write 8:30, or 09:00.")
    return at


def is_off(text: str) -> bool:
    """Whether a person wants none of it."""
    return text.strip().casefold() in NONE


def read_quiet(text: str, read_time: ReadTime) -> tuple[time, time] | None:
    """`21:00-07:00`, `21-7`; None for none. Raises WrongUsage."""
    if is_off(text):
        return None
    begin, dash, until = text.replace("–", "-").replace(" to ", "-").partition("-")
    if not dash:
        raise WrongUsage(f"“{shown(text)}” says not from when until when.", _QUIET)
    times = read_time(_with_minutes(begin)), read_time(_with_minutes(until))
    if times[0] == times[1]:
        raise WrongUsage("Quiet hours that end as they begin would leave no time for reminders.", _QUIET)
    return times


def _with_minutes(text: str) -> str:
    hour = text.strip()
    return f"{hour}:00" if hour.isdecimal() and len(hour) <= 2 else hour


def read_days(text: str) -> tuple[Weekday, ...]:
    """`mon-fri`, `mon,tue,sat`, in the order of the week; none for every day. Raises WrongUsage."""
    wanted = text.strip().casefold()
    if wanted in EVERY_DAY or is_off(wanted):
        return ()
    found: set[str] = set()
    for part in wanted.replace("–", "-").replace(",", " ").replace(" - ", "-").split():
        first, dash, last = part.partition("-")
        begin, end = read_day(first), read_day(last if dash else first)
        at, stop = WEEKDAYS.index(begin), WEEKDAYS.index(end)
        found |= {WEEKDAYS[(at + n) % 7] for n in range((stop - at) % 7 + 1)}
    days = tuple(cast("Weekday", day) for day in WEEKDAYS if day in found)
    return () if len(days) == len(WEEKDAYS) else days


def read_day(text: str) -> Weekday:
    """`mon`, `Monday`. Raises WrongUsage."""
    word = text.strip().casefold().rstrip(".")
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for short, name in zip(WEEKDAYS, names, strict=True):
        if len(word) >= 3 and name.startswith(word):
            return cast("Weekday", short)
    raise WrongUsage(f"“{shown(text)}” is no day of the week.", _DAYS)


def read_weekly(text: str, read_time: ReadTime) -> tuple[Weekday | None, time | None]:
    """`mon 08:00`; `mon` alone at the day start; (None, None) for none. Raises WrongUsage."""
    if is_off(text):
        return None, None
    day, _, at = text.strip().partition(" ")
    try:
        return read_day(day), read_time(at) if at.strip() else None
    except WrongUsage as error:
        raise WrongUsage(error.message, _WEEKLY) from error


def read_pause(text: str, today: date) -> date | None:
    """The day at whose start reminders come again; None ends a pause. Raises WrongUsage."""
    if is_off(text):
        return None
    phrase = parse_date_phrase(text, today)
    if phrase.day <= today or phrase.at is not None:
        raise WrongUsage(
            f"“{shown(text)}” is not a day ahead.", "A pause ends with the start of a day: tomorrow, next mon, 3 jan."
        )
    return phrase.day


def days_text(days: tuple[Weekday, ...]) -> str:
    """`Mon–Fri`, `Mon, Wed, Sat`, `every day`."""
    places = [WEEKDAYS.index(day) for day in days if day in WEEKDAYS]
    if not places:
        return "every day"
    if len(places) > 2 and places == [*range(places[0], places[-1] + 1)]:
        return f"{WEEKDAYS[places[0]].capitalize()}–{WEEKDAYS[places[-1]].capitalize()}"
    return ", ".join(WEEKDAYS[place].capitalize() for place in places)
