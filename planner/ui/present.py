"""How text and plan are shown: the only way text of a person or a file gets on screen.

Everything here gives literal `Content` (markup in a title stays text) made of cleaned strings (no control character
reaches the terminal), cut by cells. Colours are the names of `planner.ui.theme`; a symbol never stands without its word
somewhere on the same screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeAlias

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from planner.domain.agenda import Line
from planner.domain.dates import DAY_NAMES, MONTH_NAMES, humanize, relative, show_day
from planner.domain.durations import Days, parse_days, parse_lead, show_effort, show_hours
from planner.domain.plan import Health, Milestone, Repeat
from planner.domain.signs import sign
from planner.domain.text import clean

Part: TypeAlias = str | tuple[str, str] | Content
"""A piece of a line: text, or text with a style (`$muted`, `bold $accent`); text is cleaned by `line`."""

SYMBOLS: tuple[tuple[str, str], ...] = (
    ("○", "to do"),
    ("◆", "to do, on a fixed date"),
    ("◐", "doing"),
    ("◌", "waiting for someone"),
    ("⊘", "blocked: it follows one that is open"),
    ("☾", "snoozed"),
    ("↻", "repeats"),
    ("‖", "paused: a series that rests"),
    ("✓", "done"),
    ("–", "skipped"),
)
"""Every symbol of a milestone with what it says, for the help."""
_WORDS = {
    "○": "to do", "◆": "fixed date", "◐": "doing", "◌": "waiting", "⊘": "blocked", "☾": "snoozed", "‖": "paused",
    "✓": "done", "–": "skipped",
}  # fmt: skip

HEALTH: dict[Health | None, tuple[str, str, str]] = {
    "on_track": ("●", "on track", "$good"),
    "at_risk": ("▲", "at risk", "$warn"),
    "late": ("■", "late", "$danger"),
    "unknown": ("·", "unknown", "$muted"),
    None: ("·", "", "$muted"),
}
MUTED = ("⊗", "muted")
"""The sign and the word of a goal whose reminders do not come."""


def literal(text: str, style: str = "", *, lines: bool = False) -> Content:
    """Text of a person or a file as it is, without what a terminal would obey. With `lines` newlines stay."""
    return Content.styled(clean(text, lines=lines), style)


def line(*parts: Part) -> Content:
    """One line of pieces; strings are cleaned, but their spaces at both ends stay."""
    return Content.assemble(*(_safe(part) for part in parts))


def _safe(part: Part) -> Part:
    if isinstance(part, Content):
        return part
    if isinstance(part, tuple):
        return _clean_keeping_ends(part[0]), part[1]
    return _clean_keeping_ends(part)


def _clean_keeping_ends(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    # as lines, so that columns keep their spaces; a newline or tab has no place in one line
    return clean(text, lines=True).replace("\n", " ").replace("\t", " ")


def width(text: str) -> int:
    """Cells that `text` takes on screen."""
    return cell_len(text)


_JOINED = re.compile(r"\u200d[\u2190-\u32ff\U0001f000-\U0001faff]\ufe0f?|[\U0001f3fb-\U0001f3ff]")
"""What is joined to an emoji, and its skin tone: terminals do not agree on the cells of these."""


def cut(text: str, cells: int) -> str:
    """`text` cleaned, in at most `cells` cells, with … where it was cut; of a joined emoji its first sign alone, so
    that columns keep their cells in every terminal."""
    cleaned = clean(text)
    if not cleaned.isascii():
        cleaned = _JOINED.sub("", cleaned)
    if cells <= 0:
        return ""
    if cell_len(cleaned) <= cells:
        return cleaned
    return set_cell_size(cleaned, cells - 1).rstrip() + "…"


def fill(text: str, cells: int) -> str:
    """`text` in exactly `cells` cells, cut or padded at its end."""
    shown = cut(text, cells)
    return shown + " " * (cells - cell_len(shown))


def right(text: str, cells: int) -> str:
    """`text` in exactly `cells` cells, cut or padded at its beginning."""
    shown = cut(text, cells)
    return " " * (cells - cell_len(shown)) + shown


def wrap(content: Content, cells: int) -> Sequence[Content]:
    """`content` in lines of at most `cells` cells; words stay whole where they fit."""
    return content.wrap(max(cells, 1)) if content.plain else (content,)


def symbol(milestone: Milestone, *, blocked: bool = False, snoozed: bool = False) -> tuple[str, str]:
    """The symbol of a milestone and its word: ("◐", "doing")."""
    found = sign(milestone, blocked=blocked, snoozed=snoozed)
    return found, _WORDS[found]


def symbol_style(shown: str) -> str:
    """The colour of a milestone's symbol."""
    return "$good" if shown == "✓" else "$muted" if shown in {"–", "⊘", "☾", "◌", "‖"} else "$accent"


def bar(done: int, total: int, cells: int) -> Content:
    """A bar of `cells` cells: heavy for what is done, light for the rest; never full before all is done."""
    if total <= 0:
        return Content.styled("─" * cells, "$rule")
    filled = min(cells, done * cells // total)
    if done and not filled:
        filled = 1
    return Content.assemble(("━" * filled, "$accent"), ("─" * (cells - filled), "$rule"))


def count(number: int, one: str, many: str = "") -> str:
    """`1 milestone`, `1,204 milestones`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(names: Iterable[str], most: int = 3) -> str:
    """`A, B and 4 more`, cleaned."""
    every = [clean(name) for name in names]
    shown = every[:most]
    rest = len(every) - len(shown)
    if rest:
        return f"{', '.join(shown)} and {rest:,} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1] if shown else ""]))


# Dates and efforts in words


def effort_words(minutes: int | None, cells: int = 8) -> str:
    """`4 h`, `1½ h`, `20 m`, `1 h 10 m`; in a column too narrow for that `13½ h`, to the half hour; "" for none."""
    if not minutes:
        return ""
    full = show_effort(minutes)
    if len(full) <= cells:
        return full
    half = f"{show_hours(minutes)} h"
    return half if len(half) <= cells else f"{round(minutes / 60)} h"


def total_words(minutes: int) -> str:
    """The hours of a week, in a sentence: `2 h 55 m`, `0 h`."""
    return effort_words(minutes, 12) or "0 h"


def when_words(shown: Line, today: date) -> str:
    """When, in at most 12 cells for a column: `18:00`, `any time`, `Tue 24 18:00`, `30 Nov 18:00`, `24 Nov 2027`."""
    day, at = shown.day, shown.milestone.at
    if day is None:
        return "no date"
    if day == today and not shown.overdue:
        return f"{at:%H:%M}" if at else "any time"
    words = humanize(day, today)
    if at is None or day.year != today.year:
        return words
    near = -6 <= (day - today).days <= 6
    short = f"{DAY_NAMES[day.weekday()][:3]} {day.day}" if near else f"{day.day} {MONTH_NAMES[day.month - 1][:3]}"
    return f"{short} {at:%H:%M}"


def due_words(shown: Line, today: date) -> str:
    """When, in full: `Tue 24 Nov 18:00, in 3 days`, `Fri 20 Nov, yesterday · overdue`, `no date yet`."""
    milestone, day = shown.milestone, shown.day
    if day is None:
        return f"no date until {clean(shown.undated_until)}" if shown.undated_until else "no date"
    at = f" {milestone.at:%H:%M}" if milestone.at else ""
    zone = f" ({clean(milestone.zone)})" if milestone.zone else ""
    words = f"{show_day(day, today)}{at}{zone}, {relative(day, today)}"
    if milestone.expected:
        words += " · expected"
    return f"{words} · overdue" if shown.overdue else words


def lead_words(leads: Iterable[str], sets: Sequence[str] = (), *, timed: bool = True) -> str:
    """`reminds 7 d, 1 d before`, `reminds at its time`, `no reminder`; with sets `reminds 7 d before (Exam set)`.

    What is not `timed` has a day only, and reminds on that."""
    spans = sorted({parse_lead(each) for each in leads}, reverse=True)
    if not spans:
        return "no reminder"
    before = [_span(each) for each in spans if each]
    parts = [f"{', '.join(before)} before"] if before else []
    if len(before) < len(spans):
        parts.append("at its time" if timed else "on its day")
    return f"reminds {' and '.join(parts)}" + (f" ({clean(', '.join(sets))})" if sets else "")


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    parts = [f"{days} d"] if days else []
    if rest // 60:
        parts.append(f"{rest // 60} h")
    if rest % 60:
        parts.append(f"{rest % 60} m")
    return " ".join(parts)


def repeat_words(repeat: Repeat) -> str:
    """`every 2 weeks`, `every week on Mon, Wed`, `every month, counted from the day it is done`."""
    if repeat.each is not None:
        return "each time what it follows is done"
    if repeat.every is not None:
        words = _every(parse_days(repeat.every))
    else:
        words = _rule(dict(part.split("=", 1) for part in (repeat.rrule or "").split(";") if "=" in part))
    return words + (", counted from the day it is done" if repeat.mode == "after" else "")


def _every(step: Days) -> str:
    units = ((step.months, 12, "year"), (step.months, 1, "month"), (step.days, 7, "week"), (step.days, 1, "day"))
    for amount, size, unit in units:
        if amount and amount % size == 0 and not (step.months and step.days):
            number = amount // size
            return f"every {unit}" if number == 1 else f"every {number} {unit}s"
    return f"every {step}"


_FREQUENCIES = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_DAYS = {"MO": "Mon", "TU": "Tue", "WE": "Wed", "TH": "Thu", "FR": "Fri", "SA": "Sat", "SU": "Sun"}


def _rule(parts: Mapping[str, str]) -> str:
    unit = _FREQUENCIES.get(parts.get("FREQ", ""), "")
    known = {"FREQ", "INTERVAL", "BYDAY", "COUNT", "UNTIL", "WKST"}
    days = [_DAYS.get(day) for day in parts.get("BYDAY", "").split(",") if day]
    if not unit or parts.keys() - known or None in days:
        return "by " + ";".join(f"{key}={value}" for key, value in parts.items())
    number = parts.get("INTERVAL", "1")
    every = f"every {unit}" if number == "1" else f"every {number} {unit}s"
    return f"{every} on {', '.join(filter(None, days))}" if days else every
