"""A forecast in words: the pace, the day expected with its range, and why a goal's health is what it is.

Titles in them are the person's; who shows them cleans them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from planner.domain.clipping import cut
from planner.domain.dates import MONTH_NAMES
from planner.domain.durations import show_effort
from planner.domain.forecast import Forecast
from planner.domain.pace import WEEKS, Pace, Rate, Unit
from planner.domain.plan import Health

HEALTH: Mapping[Health, str] = {"on_track": "on track", "at_risk": "at risk", "late": "late", "unknown": "unknown"}
NEAR = 180
"""Days: a date nearer than this needs no year."""
TITLE = 48
_MANY = 600


def sentence(found: Forecast) -> str:
    """`at risk: 14 h left, you do 2.1 h a week; expected 3 Feb, target 10 Jan`."""
    return f"{HEALTH[found.health]}: {reason(found)}"


def reason(found: Forecast) -> str:
    """The sentence without its first word: what is overdue, what is left, the pace, and the days."""
    return "; ".join(_parts(found))


def _parts(found: Forecast) -> Iterator[str]:
    if found.overdue:
        more = len(found.overdue) - 1
        others = {0: "is", 1: "and one more are"}.get(more, f"and {more:,} more are")
        yield f"{_title(found.overdue[0])} {others} overdue"
    if found.why == "done":
        yield "all that counts is done" if found.overdue else "everything is done"
    elif found.why == "empty":
        yield "it has no milestones yet"
    elif found.why == "endless":
        yield "it goes on without an end" + ("" if found.overdue else ", and nothing is overdue")
    else:
        yield _left_at_pace(found)
        if found.too_soon:
            title, day = found.too_soon
            yield f"{_title(title)} on {day_words(day, found.today)} comes before what leads up to it can be done"
        yield ", ".join(part for part in (_expected(found), _deadline(found)) if part)


def _title(title: str) -> str:
    return f"“{cut(title, TITLE)}”"


def _left_at_pace(found: Forecast) -> str:
    left = f"{amount_words(found.left, found.unit)} left{' until the target' if found.later else ''}"
    if found.why == "idle":
        return f"{left}, nothing done in the last {WEEKS} weeks"
    if found.pace is None:
        return f"{left}, too little done to tell a pace"
    if found.pace.assumed:
        return f"{left}, too little done to tell your pace: taken as {_assumed(found, found.pace)}"
    return f"{left}, you do {pace_words(found.pace.usual, found.unit)}"


def _assumed(found: Forecast, pace: Pace) -> str:
    """What a pace is taken as: of hours that are shared, from when on, and that it is not all of them."""
    words = pace_words(pace.usual, found.unit)
    if not found.shared:
        return words
    if not pace.usual.amount:
        return "none of your hours, which your other goals take"
    since = f" from {day_words(found.begins, found.today)} on" if found.begins else ""
    return f"{words}{since}, its share of your hours{'' if found.steady else ' to begin with'}"


def _expected(found: Forecast) -> str:
    if found.why:
        return ""
    if found.expected is None:
        return "not reached at this pace"
    day = day_words(found.expected, found.today)
    if found.pace is None or not found.pace.assumed:
        return f"expected {day}"
    past = found.deadline is not None and found.expected > found.deadline
    if past and found.expected_from != found.expected_to:
        return f"expected {day} ({range_words(found)})"
    return f"expected {range_words(found)}"


def _deadline(found: Forecast) -> str:
    if found.deadline is None:
        return "no date to reach it by"
    day = day_words(found.deadline, found.today)
    if found.has_target:
        return f"target {day}" if found.deadline >= found.today else f"the target was {day}"
    return f"planned until {day}"


def range_words(found: Forecast) -> str:
    """`between 20 Jan and 14 Mar`, `20 Jan`, `20 Jan at the earliest`; "" where no day is expected."""
    first, last = found.expected_from, found.expected_to
    if first is None:
        return ""
    if last is None:
        return f"{day_words(first, found.today)} at the earliest"
    if first == last:
        return day_words(first, found.today)
    return f"between {day_words(first, found.today)} and {day_words(last, found.today)}"


def range_short(found: Forecast) -> str:
    """`20 Jan – 14 Mar`, `from 20 Jan`, the same for a column of a table; "" where it is no more than one day."""
    first, last = found.expected_from, found.expected_to
    if first is None or first == last:
        return ""
    if last is None:
        return f"from {day_words(first, found.today)}"
    return f"{day_words(first, found.today)} – {day_words(last, found.today)}"


def amount_words(amount: int, unit: Unit) -> str:
    """`14 h`, to the half hour where there are many, `1 step`, `5 steps`."""
    if unit == "minutes":
        return show_effort(amount if amount < _MANY else round(amount / 30) * 30)
    return f"{amount:,} step{'' if amount == 1 else 's'}"


def pace_words(rate: Rate, unit: Unit) -> str:
    """`2.1 h a week`, `40 m a week`, `1.5 steps a week`."""
    return f"{_per_week(rate, unit)} a week"


def whole_pace_words(pace: Pace) -> str:
    """`2.1 h a week; at worst 1 h, at best 3.5 h`, `6 h a week is assumed`."""
    usual = pace_words(pace.usual, pace.unit)
    if pace.assumed:
        return f"{usual} is assumed"
    return f"{usual}; at worst {_per_week(pace.least, pace.unit)}, at best {_per_week(pace.best, pace.unit)}"


def _per_week(rate: Rate, unit: Unit) -> str:
    week = rate.per_week
    if unit == "steps":
        return f"{_number(week)} step{'' if _number(week) == '1' else 's'}"
    return f"{_number(week / 60)} h" if week >= 60 else f"{max(round(week), 1 if week else 0)} m"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if value >= 0.1 or not value else f"{value:.2f}"


def day_words(day: date, today: date) -> str:
    """`3 Feb`, `3 Feb 2028` when it is half a year away or more."""
    year = f" {day.year}" if abs((day - today).days) >= NEAR else ""
    return f"{day.day} {MONTH_NAMES[day.month - 1][:3]}{year}"
