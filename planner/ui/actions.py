"""The registry of actions: it feeds the key bindings, the footer, the command palette, the search and the help.

An action `complete` is the method `action_complete` of the screen (or the App) that stands in its `where`. All of them
are listed in `planner.ui.rooms`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from planner.ui.rooms import ACTIONS, ROOMS, Action

if TYPE_CHECKING:
    from textual.binding import BindingType

__all__ = ["ROOMS", "Action", "binding_id", "bindings", "call", "every", "inside", "named", "show_key"]

_KEY_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "exclamation_mark": "!",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "plus": "+",
    "minus": "-",
    "number_sign": "#",
    "equals_sign": "=",
    "full_stop": ".",
    "comma": ",",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "less_than_sign": "<",
    "greater_than_sign": ">",
}


def show_key(key: str) -> str:
    """`ctrl+p`, `?`, `G`, as it is printed on screen."""
    return _KEY_NAMES.get(key, key)


def every() -> Sequence[Action]:
    """All actions."""
    return ACTIONS


def named(name: str) -> Action:
    """The action of this binding id, such as `weeks.hours`. Raises LookupError for what is none."""
    for action in ACTIONS:
        if binding_id(action) == name:
            return action
    raise LookupError(f"no action {name}")


def inside(rooms: Iterable[str]) -> list[Action]:
    """The actions of these rooms, in the order of the registry."""
    wanted = set(rooms)
    return [action for action in ACTIONS if action.where in wanted]


def binding_id(action: Action) -> str:
    """The id by which Textual and config.toml know an action: `milestones.complete`, `app.place:today`."""
    return f"{action.where}.{action.id}"


def bindings(*rooms: str) -> list[BindingType]:
    """Textual's bindings for the actions of these rooms. Raises LookupError for a room without any."""
    from textual.binding import Binding  # the command line reads the registry without it

    found = inside(rooms)
    if not found:
        raise LookupError(f"no actions for {rooms}")
    return [
        Binding(
            action.keys,
            call(action.id),
            action.label,
            show=False,
            tooltip=action.help,
            id=binding_id(action),
            priority=action.priority,
        )
        for action in found
    ]


def call(action_id: str) -> str:
    """The action as Textual runs it: `zoom:in` is `zoom('in')`."""
    name, _, argument = action_id.partition(":")
    return f"{name}('{argument}')" if argument else name
