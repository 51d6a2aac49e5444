"""Keys as the person wants them: what `[keys]` in config.toml says, checked against the registry of actions.

The command line checks them too, without the app: Textual is imported where keys are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from planner.ui.actions import Action, binding_id, every

if TYPE_CHECKING:
    from textual.binding import Keymap

_EVERYWHERE = {"list", "app"}
_OPEN_AT_ONCE = (
    {"today", "milestones", "marking", "filtering", "pane"},
    {"plan", "goals", "milestones", "marking", "filtering", "pane"},
    {"timeline", "goals", "milestones", "marking", "filtering"},
    {"calendar", "milestones", "marking", "filtering"},
    {"detail", "goals", "milestones", "marking"},
    {"history"},
    {"weeks"},
    {"templates"},
    {"template"},
    {"changes"},
    {"upgrade"},
    {"build"},
    {"welcome"},
)
"""The rooms of each screen (its WHERE): what can be reached at the same time may not share a key."""
_GRID = {"month", "calendar", "app"}
"""The days of the month have keys of their own where a list would have its."""
_MODIFIERS = {"ctrl", "shift", "alt", "super", "meta"}
_EXAMPLE = 'write for example "x", "ctrl+x" or "f5,x"'


@dataclass(frozen=True, slots=True)
class Rebinding:
    """What the keys come to: Textual's keymap, the keys by binding id for help and footer, and what is wrong, by the
    name under which it stands in the file."""

    keymap: Keymap
    shown: Mapping[str, str]
    problems: Mapping[str, str]


def rebound(wanted: Mapping[str, str]) -> Rebinding:
    """Check the wanted keys: names of actions (`complete` or `milestones.complete`), keys with commas between.

    What is wrong is left as it was. Two actions that can be reached at the same time may not share a key.
    """
    known = {binding_id(action): action for action in every()}
    problems: dict[str, str] = {}
    keys: dict[str, str] = {}
    shown: dict[str, str] = {}
    for name, typed in wanted.items():
        targets = [each for each, action in known.items() if name in {each, action.id}]
        if not targets:
            near = get_close_matches(name, [*known, *(action.id for action in known.values())], n=1)
            problems[name] = f"names no action{f'; did you mean “{near[0]}”?' if near else ''}"
        elif wrong := _wrong(typed):
            problems[name] = wrong
        else:
            keys.update(dict.fromkeys(targets, ",".join(_named(key) for key in _split(typed))))
            shown.update(dict.fromkeys(targets, ",".join(_split(typed))))
    for name in wanted:
        for target in [each for each, action in known.items() if name in {each, action.id} and each in keys]:
            if (other := _clash(target, keys, known)) is not None:
                problems[name] = f"takes a key that “{known[other].help}” ({other}) has already"
                del keys[target]
    return Rebinding(keys, {each: shown[each] for each in keys}, problems)


def _split(typed: str) -> Sequence[str]:
    return [key.strip() for key in typed.split(",") if key.strip()]


def _wrong(typed: str) -> str:
    """What cannot be pressed among the keys that were typed, as the end of a sentence; "" where all can."""
    if not _split(typed):
        return f"names no key; {_EXAMPLE}"
    for key in _split(typed):
        modifiers, _, last = key.rpartition("+")
        if modifiers == "shift" and len(last) == 1 and last.isalpha():
            return f"names no key with “{key}”: a letter with shift is “{last.upper()}”"
        if not _is_key(key):
            near = get_close_matches(key, sorted(_names()), n=1, cutoff=0.75)
            return f"names no key with “{key}”; {f'did you mean “{near[0]}”?' if near else _EXAMPLE}"
    return ""


@cache
def _names() -> frozenset[str]:
    """The keys that Textual has a name for, but for those that stand for what a mouse or a terminal sends."""
    from textual.keys import Keys

    signs = (chr(code) for code in range(33, 127) if chr(code) != ",")
    return frozenset({"comma", *map(_named, signs), *(key.value for key in Keys if not key.value.startswith("<"))})


def _is_key(key: str) -> bool:
    if key in _names() or len(key) == 1:
        return True
    *modifiers, last = key.split("+")
    if not set(modifiers) <= _MODIFIERS or len(set(modifiers)) < len(modifiers):
        return False
    return last in _names() or len(last) == 1


def _named(key: str) -> str:
    """A key by the name with which Textual hears it: `slash` for `/`."""
    from textual.binding import Binding

    (found,) = Binding.make_bindings([Binding(key, "")])
    return found.key


def _clash(target: str, keys: Mapping[str, str], known: Mapping[str, Action]) -> str | None:
    mine, usual = set(_split(keys[target])), set(_split(known[target].keys))
    for other, action in known.items():
        theirs = set(_split(keys.get(other, action.keys)))
        if action.id == known[target].id:  # the same act on something else, such as to pause a goal or a series
            continue
        shared = (mine & theirs) - (usual & set(_split(action.keys)))  # what a screen shares on purpose it may keep
        if shared and _together(known[target].where, action.where):
            return other
    return None


def _together(one: str, other: str) -> bool:
    if "month" in {one, other}:
        return {one, other} <= _GRID
    return any({one, other} <= {*rooms, *_EVERYWHERE} for rooms in _OPEN_AT_ONCE)
