"""One line such as `Sit the exam -0d ~4h :exam !fixed` becomes a step of a template.

As in quick add the line is read from its end, whole words only, in any order, until a word is none of these; the rest
is the title. `+2w` counts from the start, `-4w` back from the target, `~2h` is its effort, `:exam` its kind, `!fixed` a
day that somebody else sets, `every 1w x6` a series. A backslash before a word protects it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from planner.domain.durations import parse_effort, show_effort
from planner.domain.errors import WrongUsage
from planner.domain.plan import KINDS, Kind
from planner.domain.quickadd import LINE_LIMIT, read_effort
from planner.domain.text import clean, shown

TITLE_CELLS = 90
_SPAN = r"(\d{1,3})(d|w|m|y)"
_MOST_TIMES = 400
_FIRST_WORDS: Mapping[str, Kind] = {
    "apply": "apply", "ask": "network", "attend": "course", "book": "pay", "check": "check", "choose": "decide",
    "decide": "decide", "draft": "write", "give": "present", "learn": "learn", "log": "log", "meet": "meet",
    "note": "log", "pass": "exam", "pay": "pay", "practice": "practice", "practise": "practice", "present": "present",
    "read": "learn", "register": "apply", "rehearse": "practice", "renew": "renew", "review": "review", "send": "apply",
    "sit": "exam", "study": "learn", "submit": "apply", "take": "exam", "talk": "meet", "thank": "network",
    "train": "practice", "verify": "check", "watch": "learn", "write": "write",
}  # fmt: skip
assert set(_FIRST_WORDS.values()) <= set(get_args(Kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """What a line says, as the format spells it: `when` a moment, `effort` `PT2H`, `every` `P1W` with its `count`."""

    title: str
    when: str
    kind: Kind
    effort: str | None = None
    fixed: bool = False
    every: str | None = None
    count: int | None = None

    @property
    def reading(self) -> str:
        """In one line: `“Sit the exam” · exam · 4 weeks before the target · 4 h · every week, 6 times · fixed`."""
        times = f", {self.count} times" if self.count else ""
        parts = [
            f"“{self.title}”",
            self.kind,
            _when_words(self.when),
            show_effort(parse_effort(self.effort)) if self.effort else "",
            f"every {_span_words(self.every, alone=True)}{times}" if self.every else "",
            "fixed" if self.fixed else "",
        ]
        return " · ".join(part for part in parts if part)


@dataclass(slots=True)
class _Read:
    when: str | None = None
    effort: str | None = None
    kind: Kind | None = None
    fixed: bool = False
    every: str | None = None
    count: int | None = None


def read_step(line: str, usual: str) -> StepLine:
    """Read one line. `usual` is the moment of a step that says none.

    Raises WrongUsage: no title is left or it is longer than 90 characters, a value is given twice or cannot be meant.
    """
    if len(line) > LINE_LIMIT:
        raise WrongUsage(
            f"The line has {len(line):,} characters; at most {LINE_LIMIT:,} fit.", "Put the rest in notes."
        )
    words = clean(line).split()
    found = _Read()
    while words and (taken := _take(words, found)):
        del words[-taken:]
    title = " ".join(word.removeprefix("\\") if len(word) > 1 else word for word in words)
    if not title:
        raise WrongUsage("The line has no title.", "Write what is to be done first: Read the handbook +2w ~3h")
    if len(title) > TITLE_CELLS:
        raise WrongUsage(f"The title has {len(title)} characters; at most {TITLE_CELLS} fit.", "Shorten it.")
    first = re.sub(r"\W", "", title.split()[0]).casefold()
    return StepLine(
        title=title,
        when=found.when or usual,
        kind=found.kind or _FIRST_WORDS.get(first, "project"),
        effort=found.effort,
        fixed=found.fixed,
        every=found.every,
        count=found.count if found.every else None,
    )


def _take(words: list[str], found: _Read) -> int:
    """How many words at the end are something, read into `found`; 0: they belong to the title."""
    last = words[-1]
    match last[:1]:
        case "+" | "-" if re.fullmatch(r"[+-]\d+[a-z]+", last, re.ASCII | re.IGNORECASE):
            _once(found.when, "days")
            found.when = _moment(last)
        case "~" if len(last) > 1:
            _once(found.effort, "efforts")
            minutes = read_effort(last)
            hours, rest = divmod(minutes, 60)
            found.effort = "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest else "")
        case ":" if len(last) > 1:
            _once(found.kind, "kinds")
            found.kind = _kind(last[1:])
        case "!" if last.lower() == "!fixed":
            found.fixed = True
        case _:
            return _take_series(words, found)
    return 1


def _take_series(words: list[str], found: _Read) -> int:
    times = re.fullmatch(r"x(\d{1,3})", words[-1], re.ASCII | re.IGNORECASE)
    taken = 1 if times else 0
    if len(words) - taken < 2 or words[-taken - 2].lower() != "every":
        return 0
    span = words[-taken - 1]
    if not re.fullmatch(_SPAN, span, re.ASCII | re.IGNORECASE):
        return 0
    _once(found.every, "rhythms")
    found.every = read_span(span)
    if times:
        found.count = int(times[1])
        if not 2 <= found.count <= _MOST_TIMES:
            raise WrongUsage(f"“{words[-1]}”: a series comes 2 to {_MOST_TIMES} times.", "Write it as every 1w x6.")
    return taken + 2


def _once(value: object, what: str) -> None:
    if value is not None:
        raise WrongUsage(f"The line gives two {what}.", "Write one; a backslash before a word keeps it in the title.")


def _moment(word: str) -> str:
    span = read_span(word[1:], least=0)
    anchor = "start" if word[0] == "+" else "target"
    return anchor if span == "P0D" else f"{anchor}{word[0]}{span}"


def _kind(word: str) -> Kind:
    for kind in get_args(Kind):
        if kind == word.lower():
            found: Kind = kind
            return found
    raise WrongUsage(f"“{shown(word)}” is no kind of step.", f"The kinds are {', '.join(KINDS)}.")


def _when_words(moment: str) -> str:
    """`start`, `2 weeks after the start`, `4 weeks before the target`."""
    anchor, sign, span = re.split(r"([+-])", moment, maxsplit=1) if re.search(r"[+-]", moment) else (moment, "", "")
    return f"{_span_words(span)} {'after' if sign == '+' else 'before'} the {anchor}" if sign else f"at the {anchor}"


def _span_words(span: str, *, alone: bool = False) -> str:
    unit = {"D": "day", "W": "week", "M": "month", "Y": "year"}[span[-1]]
    number = int(span[1:-1])
    return (unit if alone else f"1 {unit}") if number == 1 else f"{number} {unit}s"


def read_span(text: str, *, least: int = 1) -> str:
    """`12w`, `90d`, `6m`, `1y` as the format spells it, `P12W`. Raises WrongUsage."""
    match = re.fullmatch(_SPAN, text.strip(), re.ASCII | re.IGNORECASE)
    if match is None or int(match[1]) < least:
        raise WrongUsage(f"“{shown(text)}” is no number of days.", "Write it as 10d, 2w, 6m or 1y.")
    number = int(match[1])
    return f"P{number}{match[2].upper()}" if number else "P0D"
