"""The one registry of actions: it feeds the key bindings, the footer, the command palette and the help.

An action `complete` is the method `action_complete` of the screen (or the App) that stands in its `where`. `where` is
the name of a room: `app` (everywhere but in dialogs), `list` (every list), `milestones` (wherever one can be chosen),
`goals`, or one place or screen (`today`, `plan`, `templates`, …). A screen says in `WHERE` which rooms it is in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from planner.ui.places import PLACES


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing a person can do. `keys` as Textual names them, comma-separated; the first one is shown.

    `label` is the footer's word, `help` the sentence of the help and the palette. `footer` orders the footer, 0 keeps
    the action out of it. `priority` keys work while a list or a field has the focus.
    """

    id: str
    keys: str
    label: str
    help: str
    where: str
    footer: int = 0
    palette: bool = True
    priority: bool = False


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


_registry: list[Action] = []


def register(*actions: Action) -> None:
    """Add the actions of a place; called once, at import of `planner.ui.actions` or of the place's own module."""
    known = {(action.id, action.where) for action in _registry}
    _registry.extend(action for action in actions if (action.id, action.where) not in known)


def every() -> Sequence[Action]:
    """All actions that are registered so far."""
    return tuple(_registry)


def inside(rooms: Iterable[str]) -> list[Action]:
    """The actions of these rooms, in the order of the registry."""
    wanted = set(rooms)
    return [action for action in _registry if action.where in wanted]


def bindings(*rooms: str) -> list[BindingType]:
    """Textual's bindings for the actions of these rooms. Raises LookupError for a room without any."""
    found = inside(rooms)
    if not found:
        raise LookupError(f"no actions for {rooms}")
    return [
        Binding(
            action.keys,
            _call(action.id),
            action.label,
            show=False,
            tooltip=action.help,
            id=f"{action.where}.{action.id}",
            priority=action.priority,
        )
        for action in found
    ]


def _call(action_id: str) -> str:
    name, _, argument = action_id.partition(":")
    return f"{name}('{argument}')" if argument else name


def _room(where: str, *rows: tuple[str, str, str, str] | tuple[str, str, str, str, int]) -> None:
    """Register rows of id, keys, label, help and, if the footer shows it, its place there."""
    for row in rows:
        name, keys, label, sentence = row[:4]
        footer = row[4] if len(row) == 5 else 0
        palette = where != "list" and name != "command_palette"
        register(Action(id=name, keys=keys, label=label, help=sentence, where=where, footer=footer, palette=palette))


_room(
    "list",  # the methods are those of Lines
    ("cursor_down", "down,j", "down", "Move down"),
    ("cursor_up", "up,k", "up", "Move up"),
    ("cursor_first", "g,home", "top", "Go to the first line"),
    ("cursor_last", "G,end", "end", "Go to the last line"),
    ("half_down", "ctrl+d", "half a page", "Half a page down"),
    ("half_up", "ctrl+u", "half a page", "Half a page up"),
    ("page_down", "pagedown", "page", "A page down"),
    ("page_up", "pageup", "page", "A page up"),
    ("fold", "left,h", "fold", "Fold the section"),
    ("unfold", "right,l", "unfold", "Unfold the section"),
    ("open_row", "enter", "open", "Open the line; on a head fold or unfold"),
)
_room(
    "milestones",
    ("complete", "space", "done", "Complete the milestone, or tick the line of its checklist", 10),
    ("start", "t", "start", "Start it, or put it back to do"),
    ("skip", "s", "skip", "Skip it: it no longer holds anything back", 35),
    ("reopen", "o", "reopen", "Reopen what was done or skipped"),
    ("pause", "p", "pause", "Pause a series, or resume it with its next day from today"),
    ("snooze", "z", "snooze", "Hide it, and its reminders, for a while", 40),
    ("acknowledge", "r", "acknowledge", "Put what has reminded of it so far to rest"),
    ("edit", "e", "edit", "Edit title, date, effort, tags and notes", 30),
    ("note", "n", "note", "Add a note"),
    ("move", "m", "move", "Move it to another date, with a look at what that does"),
    ("nudge:-1", "left_square_bracket", "a day earlier", "A day earlier; where that moves others, with a look first"),
    ("nudge:1", "right_square_bracket", "a day later", "A day later; where that moves others, with a look first"),
    ("nudge:-7", "left_curly_bracket", "a week earlier", "A week earlier"),
    ("nudge:7", "right_curly_bracket", "a week later", "A week later"),
    ("give", "F", "to goal", "Move it to another goal or the inbox"),
    ("tags", "number_sign", "tags", "Add tags and take tags away"),
    ("wait", "w", "waiting", "Someone else has the ball: say who"),
    ("links", "d", "depends", "What it follows, and what follows it"),
    ("duplicate", "c", "copy", "Make a fresh copy of it, of a goal with all it holds"),
    ("delete", "D,delete", "delete", "Delete it, after asking"),
)
_room(
    "goals",
    ("pause", "p", "pause", "Pause the goal, or resume it", 22),
    ("mute", "M", "mute", "Let nothing of the goal remind, or let it again"),
    ("answer", "A", "answer", "Answer the questions of the goal", 24),
    ("path", "P", "critical path", "The chain of steps with the least slack, and when each has to be begun"),
    ("achieve", "exclamation_mark", "achieved", "Mark the goal as achieved"),
    ("drop", "X", "drop", "Drop the goal: it is hidden and kept"),
    ("new_goal", "N", "new goal", "Begin a goal of your own, without a template"),
    ("put_up", "K,shift+up", "up", "Put the goal or milestone further up"),
    ("put_down", "J,shift+down", "down", "Put the goal or milestone further down"),
    ("upgrade", "U", "upgrade", "Bring the goal to a newer version of its template, with a look at it first"),
    ("save_template", "S", "as template", "Save the goal as a template, to share or to plan again"),
)
_room("plan", ("unfold", "right,l", "unfold", "Show the milestones of the goal; left hides them", 15))
_room(
    "calendar",
    ("timeline", "C", "timeline", "From the calendar back to the timeline", 11),
    ("months:-1", "less_than_sign", "earlier", "The month before; the wheel does it too", 12),
    ("months:1", "greater_than_sign", "later", "The month after", 13),
    ("today", "T", "today", "Go to today", 14),
    ("back", "escape", "back", "From the list of a day back to the month"),
)
_room(
    "month",  # the methods are those of MonthGrid
    ("days:-1", "left,h", "day back", "The day before"),
    ("days:1", "right,l", "day on", "The day after"),
    ("days:-7", "up,k", "week back", "The week before"),
    ("days:7", "down,j", "week on", "The week after"),
    ("months:-1", "pageup", "month back", "The month before"),
    ("months:1", "pagedown", "month on", "The month after"),
    ("edge:1", "home,g", "first", "The first of the month"),
    ("edge:31", "end,G", "last", "The last of the month"),
    ("enter", "enter,tab", "into the day", "Into the list of the day; esc comes back"),
)
_room(
    "filtering", ("filter", "f", "filter", "Show only what a filter lets through, and save filters; escape ends it", 45)
)
_room(
    "timeline",
    ("fold", "left,h", "earlier", "Pan to an earlier time", 12),
    ("unfold", "right,l", "later", "Pan to a later time", 13),
    ("pan:earlier", "shift+left", "a window back", "Pan back by a window"),
    ("pan:later", "shift+right", "a window on", "Pan on by a window"),
    ("zoom:in", "plus,equals_sign", "closer", "Zoom in: from years to days", 14),
    ("zoom:out", "minus", "wider", "Zoom out: from days to years", 15),
    ("today", "T", "today", "Go to today", 16),
    ("overload:next", "full_stop", "next full week", "The next week that holds too much"),
    ("overload:before", "comma", "full week before", "The week before that holds too much"),
    ("shut", "backspace", "fold", "Open or fold the goal the cursor is in"),
    ("goal", "i", "about the goal", "Open the goal the cursor is in, with all that is known of it"),
    ("calendar", "C", "calendar", "The month as a calendar, and back", 18),
)
_room(
    "marking",
    (
        "mark",
        "x",
        "mark",
        "Mark the line, or take its mark away; what is done next is done with all that are marked",
        47,
    ),
    ("mark_to", "v", "mark to here", "Mark all lines from the one marked last to this one; escape takes all marks off"),
)
_room("pane", ("back", "escape", "back", "From the detail back to the list"))
_room("detail", ("back", "escape", "back", "Go back", 5))
_room(
    "app",
    ("add", "a", "add", "Add a line: Attend the dinner tomorrow 18:00 #networking", 20),
    ("search", "slash", "search", "Search titles, notes and tags", 60),
    ("undo", "u", "undo", "Undo the last change, whoever made it", 70),
    ("redo", "ctrl+r", "redo", "Do again what was undone"),
    ("history", "H", "history", "Everything that was done; back or forward to any point"),
    ("help", "question_mark,f1", "help", "Keys and symbols of where you are", 80),
    *((f"place:{place.name}", place.number, place.title, f"Go to {place.title}") for place in PLACES),
    ("suggest", "f5", "what next", "What to do next: plans that fit, each with its reason"),
    ("welcome", "f3", "welcome", "First steps: your stage, your hours, your first plan"),
    ("weeks", "W", "weeks", "Hours against hours: the weeks that are too full, and what could move"),
    ("profile", "f6", "profile", "Your stage, hours a week, days away, reminders by kind and by name"),
    ("background", "f4", "background", "Set up, remove or look at background reminders"),
    ("reminders", "R", "reminders", "Quiet hours, working days, digests, a pause of all reminders"),
    ("export_timeline", "E", "picture", "Export the timeline as a picture, for a slide or a wall"),
    ("export_calendar", "f8", "calendar", "Export a calendar file, to import or to subscribe to"),
    ("theme", "f2", "theme", "Choose a theme: light, dark, and all that come with Textual"),
    ("symbols", "f7", "symbols", "Symbols, or plain ASCII for fonts that lack them"),
    ("suspend_process", "ctrl+z", "suspend", "Back to the shell for a while; fg comes back"),
    ("quit", "q,ctrl+q", "quit", "Quit"),
    ("command_palette", "ctrl+p", "palette", "Every command, by name"),
)
