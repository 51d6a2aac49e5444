"""Reminders as a person types them: `30d 7d 2h`, `@exam set, 1d`, `none`; nothing for the usual ones."""

from __future__ import annotations

import re

from planner.domain.durations import parse_lead
from planner.domain.errors import WrongUsage
from planner.domain.text import shown

_SHORT = re.compile(r"(\d{1,4})\s*(d|w|h|m)", re.ASCII)
_NONE = frozenset({"none", "no", "never"})
_ON_TIME = frozenset({"0", "on time", "at its time"})
_HINT = "Write 30d 7d 1d, or 2h, on time, @name of a set, none; nothing for the usual ones."


def read_lead(text: str) -> str:
    """One of them as it is stored: `7d` is `P7D`, `2h` is `PT2H`. Raises WrongUsage."""
    word = text.strip()
    if word.startswith("@"):
        return word
    if word.casefold() in _ON_TIME:
        return "PT0M"
    if match := _SHORT.fullmatch(word.casefold()):
        number, unit = match[1], match[2].upper()
        return f"P{number}{unit}" if unit in "DW" else f"PT{number}{unit}"
    try:
        parse_lead(word.upper())
    except WrongUsage as error:
        raise WrongUsage(f"“{shown(text)}” is no time before.", _HINT) from error
    return word.upper()


def read_leads(text: str) -> tuple[str, ...] | None:
    """What is typed as leads; None for the usual ones, () for none. A name with spaces stands between commas."""
    words = text.strip()
    if not words:
        return None
    if words.casefold() in _NONE:
        return ()
    parts = (
        [words] if words.casefold() in _ON_TIME else words.split(",") if "," in words or "@" in words else words.split()
    )
    return tuple(dict.fromkeys(read_lead(part) for part in parts if part.strip()))


def leads_text(leads: tuple[str, ...] | None) -> str:
    """Leads as they would be typed."""
    if leads is None:
        return ""
    if not leads:
        return "none"
    words = [_short(each) for each in leads]
    return (", " if any(" " in word for word in words) else " ").join(words)


def _short(lead: str) -> str:
    if lead.startswith("@"):
        return lead
    try:
        minutes = int(parse_lead(lead).total_seconds()) // 60
    except WrongUsage:
        return lead  # of a plan that was edited by hand: the form shows it and says what is wrong with it
    if minutes == 0:
        return "0"
    days, rest = divmod(minutes, 24 * 60)
    if not rest:
        return f"{days}d"
    return f"{minutes // 60}h" if minutes % 60 == 0 and not days else lead
