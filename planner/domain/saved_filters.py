"""Filters under a name. Wherever a filter is read, `@name` stands for the text that was saved.

Names are told apart from words that filters are made of, so that neither is ever taken for the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from planner.domain.errors import NotFound, WrongUsage
from planner.domain.text import clean, shown

SAVED = "@"
NAME_LIMIT = 40
MOST_SAVED = 100
_NOT_IN_NAMES = frozenset('@#:"<>')


def spelled(name: str, saved: Mapping[str, str]) -> str | None:
    """The name as it was saved; big and small letters are the same, a leading @ is none of it. None: not there."""
    wanted = clean(name).removeprefix(SAVED).strip().casefold()
    return next((each for each in saved if each.casefold() == wanted), None)


def reference(name: str) -> str:
    """How a saved filter is called in a text: `@hard-now`, `@"deep work"`."""
    return f'{SAVED}"{name}"' if " " in name else f"{SAVED}{name}"


def saved_text(name: str, saved: Mapping[str, str], *, negated: bool = False) -> str:
    """The text of the filter `@name`. Raises NotFound, and WrongUsage where a minus stands before it."""
    known = spelled(name, saved)
    if known is None:
        raise no_such(name, saved)
    if negated:
        raise WrongUsage(
            f"A minus turns one term round, not all of {reference(shown(known))}.",
            f"Write its terms out: {shown(saved[known])}",
        )
    return saved[known]


def no_such(name: str, saved: Mapping[str, str]) -> NotFound:
    """That no filter has this name, with those that are near, or all there are."""
    wanted = name.removeprefix(SAVED)
    near = get_close_matches(wanted.casefold(), [each.casefold() for each in saved], n=3)
    names = sorted(each for each in saved if each.casefold() in near) or sorted(saved)[:8]
    listed = ", ".join(reference(shown(each)) for each in names)
    hint = f"Saved are: {listed}." if listed else 'Save one with: planner filter save NAME "balance:hard due:quarter"'
    return NotFound(f"No filter is called “{shown(wanted)}”.", hint)


def meant(text: str, saved: Mapping[str, str]) -> str:
    """The text of a filter where one is asked for by name or by text: a saved name alone stands for its filter."""
    name = spelled(text, saved) if text.strip() else None
    return text if name is None else saved[name]


def checked_name(name: str, taken: frozenset[str]) -> str:
    """A clean name for a filter. `taken` are the words that filters are made of. Raises WrongUsage."""
    given = clean(name).removeprefix(SAVED).strip()
    if not given:
        raise WrongUsage("The name of the filter is empty.", "Write one word or two, such as deep work.")
    if len(given) > NAME_LIMIT:
        raise WrongUsage(f"The name of the filter has {len(given):,} characters; at most {NAME_LIMIT} fit.")
    if given.casefold() in taken:
        raise WrongUsage(
            f"“{shown(given)}” is a word that filters are made of.",
            f"Choose another name, such as my {shown(given)}.",
        )
    if given.startswith("-") or _NOT_IN_NAMES & set(given):
        raise WrongUsage(
            f"“{shown(given)}” cannot be the name of a filter.",
            'A name begins with no minus and holds none of @ # : " < >.',
        )
    return given
