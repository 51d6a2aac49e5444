r"""Quick add: one line such as `Attend the PMI chapter dinner tomorrow 18:00 #networking` becomes a milestone.

The line is read from its end, whole words only: `#tag`, `@goal`, `~2h`, `!fixed` and at most one date phrase, in any
order, until a word is none of these; the rest is the title. Double quotes around words, or a backslash before one,
protect them from being read. Signs that protect nothing (`Read "Peopleware"`, `\\server`) belong to the title.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

from planner.domain.dates import show_day
from planner.domain.durations import show_effort
from planner.domain.errors import WrongUsage
from planner.domain.phrases import LONGEST_PHRASE, read_phrase, time_at_end
from planner.domain.text import clean, shown, tag, title

LINE_LIMIT = 1_000

# A goal in quotes, words in quotes, or a plain word; quotes count only where a word begins and end where one ends.
_WORD = re.compile(r'@"(?P<goal>(?:[^"\\]|\\.)+)"(?!\S)|"(?P<quoted>(?:[^"\\]|\\.)+)"(?!\S)|\S+')
_EFFORT = re.compile(r"~(?=\d)(?:(\d{1,3})(?:[.,](\d{1,2}))?h)?(?:(\d{1,3})m(?:in)?)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One thing that was read, in the words that are shown for it."""

    kind: Literal["title", "date", "goal", "tag", "effort", "fixed"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickAdd:
    """What a line says. `effort` in minutes; `at` is a wall time on `due`; `reading` is in the order it is shown."""

    title: str
    tags: tuple[str, ...] = ()
    goal_id: str | None = None
    effort: int | None = None
    fixed: bool = False
    due: date | None = None
    at: time | None = None
    reading: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    raw: str
    """As it was typed."""
    text: str
    """Without its protection."""
    protected: bool = False
    goal: bool = False


@dataclass(slots=True)
class _Found:
    """What was read so far, from the end."""

    today: date
    goals: Mapping[str, str]
    on: date | None = None
    dates: bool = True
    tags: list[str] = field(default_factory=list)
    goal_id: str | None = None
    effort: int | None = None
    fixed: bool = False
    due: date | None = None
    at: time | None = None
    reach: int = 0
    """How many words are being looked at: those that an error is about."""


def read_line(
    line: str, today: date, goals: Mapping[str, str], on: date | None = None, *, dates: bool = True
) -> QuickAdd:
    """Read one line. `today` is the person's day; `goals` are those that `@` may name, title by id. `on` is the day of
    a line that names none, or only a time; without `dates` no word is read as a date.

    Raises WrongUsage: no title is left, the title is too long, a goal is unknown or named by several, two goals or
    efforts, a date that cannot be meant (`3/4`, `31 apr`).
    """
    if len(line) > LINE_LIMIT:
        raise WrongUsage(
            f"The line has {len(line):,} characters; at most {LINE_LIMIT:,} fit.", "Put the rest in a note."
        )
    words, found = _split(clean(line)), _Found(today, goals, on, dates)
    left = list(words)
    _read(left, found)
    found.due = found.due or on
    if not left:
        raise WrongUsage(
            "The line has no title: all of it was read as tags, goal, effort or date.",
            'Write what is to be done first, or put it in quotes: "Plan tomorrow".',
        )
    name = title(" ".join(_title_words(left, words, _Found(today, goals, on, dates))))
    return QuickAdd(
        title=name,
        tags=tuple(dict.fromkeys(reversed(found.tags))),
        goal_id=found.goal_id,
        effort=found.effort,
        fixed=found.fixed,
        due=found.due,
        at=found.at,
        reading=_reading(name, found),
    )


def _split(line: str) -> list[_Word]:
    words = []
    for match in _WORD.finditer(line):
        raw = match[0]
        if match["goal"]:
            words.append(_Word(raw, "@" + _unescaped(match["goal"]), goal=True))
        elif match["quoted"]:
            words.append(_Word(raw, _unescaped(match["quoted"]), protected=True))
        elif raw.startswith("\\") and len(raw) > 1:
            words.append(_Word(raw, raw[1:], protected=True))
        else:
            words.append(_Word(raw, raw))
    return words


def _unescaped(text: str) -> str:
    return re.sub(r'\\(["\\])', r"\1", text)


def _read(left: list[_Word], found: _Found) -> None:
    """Take from the end of `left` what can be read, into `found`."""
    while left and not left[-1].protected:
        found.reach = 1
        taken = 1 if _read_token(left[-1], found) else _read_date(left, found)
        if not taken:
            break
        del left[-taken:]


def _read_token(word: _Word, found: _Found) -> bool:
    text = word.text
    if text.startswith("#") and len(text) > 1:
        found.tags.append(tag(text))
    elif text.startswith("@") and len(text) > 1:
        goal_id = _goal(text[1:], found.goals, word.raw)
        if found.goal_id not in (None, goal_id):
            raise WrongUsage("The line names two goals.", "A milestone belongs to one: leave the other out.")
        found.goal_id = goal_id
    elif match := _EFFORT.fullmatch(text):
        if found.effort is not None:
            raise WrongUsage("The line gives two efforts.", "Write one, such as ~2h or ~1h30m.")
        found.effort = _minutes(match)
    elif text.lower() == "!fixed":
        found.fixed = True
    else:
        return False
    return True


def _minutes(match: re.Match[str]) -> int:
    hours, fraction, minutes = match.groups()
    part = round(int(fraction) * 60 / 10 ** len(fraction)) if fraction else 0
    total = int(hours or 0) * 60 + part + int(minutes or 0)
    if not total:
        raise WrongUsage(f"“{match[0]}” is no effort.", "Write it as ~2h, ~30m or ~1h30m, or leave it out.")
    return total


def read_effort(text: str) -> int:
    """Minutes of an effort as people type it: `2h`, `30m`, `1h30m`, `1.5h`, with or without `~`. Raises WrongUsage."""
    match = _EFFORT.fullmatch("~" + text.replace(" ", "").removeprefix("~"))
    if match is None:
        raise WrongUsage(f"“{shown(text)}” is no effort.", "Write it as 2h, 30m or 1h30m.")
    return _minutes(match)


def _goal(name: str, goals: Mapping[str, str], raw: str) -> str:
    wanted = name.casefold()
    titles = {goal_id: clean(each).casefold() for goal_id, each in goals.items()}
    fitting = [goal_id for goal_id, each in titles.items() if each == wanted]
    fitting = fitting or [goal_id for goal_id, each in titles.items() if each.startswith(wanted)]
    if len(fitting) == 1:
        return fitting[0]
    keep = f"To keep it in the title write \\{shown(raw)}."
    listed = sorted(shown(goals[goal_id]) for goal_id in (fitting or goals))
    names = ", ".join(f"“{each}”" for each in listed[:8]) + (", …" if len(listed) > 8 else "")
    if fitting:
        raise WrongUsage(
            f"“{shown(raw)}” could be any of {names}.", f'Write more of the title, in quotes: @"Earn the PMP". {keep}'
        )
    goals_hint = f"The goals are {names}." if listed else "There is no goal yet."
    raise WrongUsage(f"No goal begins with “{shown(name)}”.", f"{goals_hint} {keep}")


def _read_date(left: Sequence[_Word], found: _Found) -> int:
    """How many words at the end are a date: the longest phrase that ends there, if there was none yet."""
    if found.due is not None or not found.dates:
        return 0
    for count in range(min(LONGEST_PHRASE, len(left)), 0, -1):
        words = left[-count:]
        if any(word.protected or word.goal for word in words):
            continue
        found.reach = count
        try:
            phrase = read_phrase([word.text for word in words], found.today, found.on)
        except WrongUsage as error:
            day = words[: len(words) - time_at_end([word.text for word in words])] or words
            keep = f"To keep it in the title write \\{shown(day[-1].raw)}."
            raise WrongUsage(error.message, f"{error.hint} {keep}") from error
        if phrase is not None:
            found.due, found.at = phrase.day, phrase.at
            return count
    return 0


def _title_words(left: Sequence[_Word], words: Sequence[_Word], probe: _Found) -> list[str]:
    """The words as the title has them: as typed, but without quotes or a backslash that protected something.

    What was protected is what would have been read, or refused, had none of the `words` of the line these signs.
    """
    if not any(word.protected for word in left):
        return [word.raw for word in left]
    bare: list[_Word] = []
    owners: list[int] = []
    for at, word in enumerate(words):
        pieces = [_Word(each, each) for each in word.text.split()] if word.protected else [word]
        bare += pieces
        owners += [at] * len(pieces)
    try:
        _read(bare, probe)
        stopped = len(bare)
    except WrongUsage:
        stopped = len(bare) - probe.reach
    saved = set(owners[stopped:])
    return [word.text if at in saved else word.raw for at, word in enumerate(left)]


def _reading(name: str, found: _Found) -> tuple[Token, ...]:
    tokens = [Token("title", name)]
    if found.due is not None:
        clock = f" {found.at:%H:%M}" if found.at is not None else ""
        tokens.append(Token("date", show_day(found.due, found.today) + clock))
    if found.fixed:
        tokens.append(Token("fixed", "fixed date"))
    if found.effort is not None:
        tokens.append(Token("effort", show_effort(found.effort)))
    if found.goal_id is not None:
        tokens.append(Token("goal", f"in {clean(found.goals[found.goal_id])}"))
    tokens += [Token("tag", f"#{each}") for each in dict.fromkeys(reversed(found.tags))]
    return tuple(tokens)


def describe(reading: Sequence[Token]) -> str:
    """The reading in one line, shown before enter: `“Attend the dinner” · Sun 22 Nov 18:00 · #networking`."""
    return " · ".join(f"“{token.text}”" if token.kind == "title" else token.text for token in reading)
