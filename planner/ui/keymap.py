"""Keys as the person wants them: what `[keys]` in config.toml says, checked against the registry of actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING

from textual.binding import Keymap
from textual.keys import Keys

from planner.ui.actions import Action, every

if TYPE_CHECKING:
    from planner.ui.app import PlannerApp

SCREENS = ("templates", "template_detail", "template_build", "history", "welcome")
"""Modules that register actions of their own when they are first opened."""
MOST_TOLD = 3
_NAMED = {key.value for key in Keys}
_EVERYWHERE = {"list", "app"}
_OPEN_AT_ONCE = (
    {"today", "milestones", "marking", "filtering", "pane"},
    {"plan", "goals", "milestones", "marking", "filtering", "pane"},
    {"timeline", "goals", "milestones", "marking", "filtering"},
    {"calendar", "milestones", "marking", "filtering"},
    {"detail", "goals", "milestones", "marking"},
    {"history"},
    {"templates"},
    {"template"},
    {"build"},
    {"welcome"},
)
"""The rooms of each screen (its WHERE): what can be reached at the same time may not share a key."""


@dataclass(frozen=True, slots=True)
class Rebinding:
    """What the keys come to: Textual's keymap, the keys by binding id for help and footer, and what is wrong, by the
    name under which it stands in the file."""

    keymap: Keymap
    shown: Mapping[str, str]
    problems: Mapping[str, str]


def binding_id(action: Action) -> str:
    """The id by which Textual and config.toml know an action: `milestones.complete`, `app.place:today`."""
    return f"{action.where}.{action.id}"


def rebound(wanted: Mapping[str, str]) -> Rebinding:
    """Check the wanted keys: names of actions (`complete` or `milestones.complete`), keys with commas between.

    What is wrong is left as it was. Two actions that can be reached at the same time may not share a key.
    """
    known = {binding_id(action): action for action in every()}
    problems: dict[str, str] = {}
    keys: dict[str, str] = {}
    for name, typed in wanted.items():
        targets = [each for each, action in known.items() if name in {each, action.id}]
        if not targets:
            near = get_close_matches(name, [*known, *(action.id for action in known.values())], n=1)
            problems[name] = f"names no action{f'; did you mean “{near[0]}”?' if near else ''}"
        elif wrong := [key for key in _split(typed) if not _is_key(key)] or ([] if _split(typed) else ["nothing"]):
            problems[name] = f'names no key with “{wrong[0]}”; write for example "x", "ctrl+x" or "f5,x"'
        else:
            keys.update(dict.fromkeys(targets, ",".join(_split(typed))))
    for name in wanted:
        for target in [each for each, action in known.items() if name in {each, action.id} and each in keys]:
            if (other := _clash(target, keys, known)) is not None:
                problems[name] = f"takes a key that “{known[other].help}” ({other}) has already"
                del keys[target]
    return Rebinding({each: keys[each] for each in keys}, keys, problems)


def take_keys(app: PlannerApp) -> Sequence[str]:
    """Give the app the keys of config.toml; what is wrong with them, as sentences with their line."""
    settings = app.planner.settings
    wanted = settings.keys
    said = [str(each) for each in settings.problems]
    if wanted.keys:
        for module in SCREENS:
            import_module(f"planner.ui.screens.{module}")
        found = rebound(wanted.keys)
        app.shown_keys = found.shown
        app.set_keymap(found.keymap)
        path = app.planner.paths.settings
        said += [f"{path}, line {wanted.lines.get(name, 0)}: “{name}” {what}" for name, what in found.problems.items()]
    return said[:MOST_TOLD]


def _split(typed: str) -> Sequence[str]:
    return [key.strip() for key in typed.split(",") if key.strip()]


def _is_key(key: str) -> bool:
    *modifiers, last = key.split("+") if key != "+" else [key]
    if not set(modifiers) <= {"ctrl", "shift", "alt", "super", "meta"}:
        return False
    return len(last) == 1 or last in _NAMED or last.replace("_", "").isalpha()


def _clash(target: str, keys: Mapping[str, str], known: Mapping[str, Action]) -> str | None:
    mine = set(_split(keys[target]))
    for other, action in known.items():
        theirs = set(_split(keys.get(other, action.keys)))
        if action.id == known[target].id:  # the same act on something else, such as to pause a goal or a series
            continue
        if mine & theirs and _together(known[target].where, action.where):
            return other
    return None


def _together(one: str, other: str) -> bool:
    return any({one, other} <= {*rooms, *_EVERYWHERE} for rooms in _OPEN_AT_ONCE)
