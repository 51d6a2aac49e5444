"""Durations, numbers and lists in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from planner.domain.durations import Days


def plural(count: int, word: str) -> str:
    """`1 step`, `3 steps`."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def days_words(days: Days) -> str:
    """`12 weeks`, `1 year 6 months`, `90 days`; the sign is not told."""
    years, months = divmod(abs(days.months), 12)
    rest = abs(days.days)
    weeks, rest = (rest // 7, 0) if rest % 7 == 0 else (0, rest)
    parts = ((years, "year"), (months, "month"), (weeks, "week"), (rest, "day"))
    return " ".join(plural(n, unit) for n, unit in parts if n) or "0 days"


def number_words(number: Decimal) -> str:
    """`60`, `0.15`: every digit that says something and no other."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def units_words(number: Decimal, unit: str) -> str:
    """`60 PDU`, `1 badge`, `75 points`: a unit that is a word in small letters follows its number."""
    is_word = unit.isalpha() and unit.islower() and not unit.endswith("s")
    return f"{number_words(number)} {unit}{'s' if is_word and number != 1 else ''}"


def listed_words(names: Sequence[str], word: str = "and") -> str:
    """`A`, `A and B`, `A, B and C`."""
    return f" {word} ".join(each for each in (", ".join(names[:-1]), *names[-1:]) if each)
