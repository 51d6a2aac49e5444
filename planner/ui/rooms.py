"""Every room of the app and what can be done in it, as data: no Textual here, so that the command line can read it.

A room is where an action works: `app` (everywhere but in dialogs), `list` (every list), `milestones` (wherever one can
be chosen), `goals`, or one place or screen (`today`, `plan`, `templates`, …). A screen says in `WHERE` which it has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.ui.places import PLACES


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing a person can do. `keys` as Textual names them, comma-separated; the first one is shown.

    `label` is the footer's word, `help` the sentence of the help and the palette. `footer` orders the footer, 0 keeps
    the action out of it. `priority` keys work while a list or a field has the focus. `first` says what a person who
    comes from elsewhere does before it: `Choose a milestone`; "" where it can be done at once.
    """

    id: str
    keys: str
    label: str
    help: str
    where: str
    footer: int = 0
    palette: bool = True
    priority: bool = False
    first: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a room is called; `opens` is the action of the app (`place:plan`) that leads to it, "" where none does."""

    title: str
    opens: str = ""
    first: str = ""
    """What is done there before any of its actions, for who comes from elsewhere."""


ROOMS: Mapping[str, Room] = {
    "today": Room(title="Today", opens="place:today"),
    "plan": Room(title="Plan", opens="place:plan", first="Choose a goal"),
    "timeline": Room(title="Timeline", opens="place:timeline"),
    "templates": Room(title="Templates", opens="place:templates"),
    "template": Room(title="In a template", opens="place:templates", first="Open a template"),
    "build": Room(title="Making a plan", opens="place:templates", first="Choose a template and plan it"),
    "changes": Room(title="What changed", opens="place:templates", first="Open a template and its versions"),
    "calendar": Room(title="Calendar", opens="face:calendar"),
    "month": Room(title="In the month", opens="face:calendar"),
    "history": Room(title="History", opens="history"),
    "weeks": Room(title="Weeks", opens="weeks"),
    "upgrade": Room(title="Upgrade", opens="place:plan", first="Choose a goal and upgrade it"),
    "welcome": Room(title="Welcome", opens="welcome", first="Answer what is asked"),
    "detail": Room(title="Here"),
    "filtering": Room(title="What is shown", opens="place:today"),
    "marking": Room(title="Many at once", opens="place:today", first="Choose a milestone"),
    "pane": Room(title="In the detail"),
    "goals": Room(title="On a goal", opens="place:plan", first="Choose a goal"),
    "milestones": Room(title="On a milestone", opens="place:today", first="Choose a milestone"),
    "list": Room(title="In a list"),
    "app": Room(title="Everywhere"),
}

_WITH_A_LINE: Mapping[tuple[str, str], str] = {
    ("templates", "open_template"): "Choose a template",
    ("templates", "plan_template"): "Choose a template",
    ("templates", "mark"): "Choose a template",
    ("timeline", "shut"): "Choose a goal",
    ("timeline", "goal"): "Choose a goal",
    ("weeks", "take"): "Choose a week",
    ("history", "walk"): "Choose a line",
}
"""What needs a line chosen in a room where other actions do not."""
_STEPS = {"list", "month", "pane", "detail"}
"""Rooms of actions that only move the cursor or go back: no commands."""
_NO_COMMANDS = {"command_palette", "leave", "back", "scroll_page", "scroll_page_back", "show_all"}
_PRIORITY = {"go_on", "create", "upgrade_now"}
_actions: list[Action] = []


def _room(where: str, *rows: tuple[str, str, str, str] | tuple[str, str, str, str, int]) -> None:
    """Take in rows of id, keys, label, help and, if the footer shows it, its place there."""
    for row in rows:
        name, keys, label, sentence = row[:4]
        _actions.append(
            Action(
                id=name,
                keys=keys,
                label=label,
                help=sentence,
                where=where,
                footer=row[4] if len(row) == 5 else 0,
                palette=where not in _STEPS and name not in _NO_COMMANDS,
                priority=name in _PRIORITY,
                first=_WITH_A_LINE.get((where, name), ROOMS[where].first),
            )
        )


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
    ("next_cycle", "Y", "next cycle", "Plan the cycle that runs, where that of the goal is over"),
    ("achieve", "exclamation_mark", "achieved", "Mark the goal as achieved"),
    ("drop", "X", "drop", "Drop the goal: it is hidden and kept"),
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
    "templates",
    ("open_template", "enter", "open", "Open the template", 1),
    ("plan_template", "p", "plan it", "Make a plan from the template", 2),
    ("filter", "f", "filter", "Filter the templates by words", 3),
    ("category", "c", "category", "Only one category", 4),
    ("stage", "s", "stage", "Only one stage; again for the next", 5),
    ("mark", "x", "mark", "Mark templates to plan several of them together with p", 6),
    ("import_template", "i", "import", "Import templates from files", 7),
    ("show_all", "escape", "all", "Take filters and marks away"),
)
_room(
    "template",
    ("plan_template", "p,enter", "plan it", "Make a plan from this template", 10),
    ("versions", "v", "versions", "What changed since an older version", 20),
    ("scroll_page", "right_square_bracket", "scroll pane", "Scroll the pane a page on"),
    ("scroll_page_back", "left_square_bracket", "", "Scroll the pane a page back"),
    ("leave", "escape", "gallery", "Back to the gallery", 30),
)
_room(
    "build",
    ("create", "ctrl+s", "create", "Make the plan as it stands in the preview", 1),
    ("other_pane", "f6", "form/steps", "Between the form and the steps", 2),
    ("tick", "space", "in/out", "Leave the step out, or take it in", 3),
    ("change", "e", "change", "Change title or date of the step", 4),
    ("leave", "escape", "back", "Back; what you typed is kept", 5),
)
_room(
    "changes",
    ("leave", "escape", "back", "Back", 1),
)
_room(
    "upgrade",
    ("upgrade_now", "ctrl+s", "upgrade", "Bring the goal to the new version", 1),
    ("mine", "m", "mine", "Keep mine", 2),
    ("theirs", "t", "theirs", "Take theirs", 3),
    ("switch", "space,enter", "other way", "Decide the other way; take a new step in or leave it", 4),
    ("all_mine", "M", "all mine", "Keep mine wherever it is undecided"),
    ("all_theirs", "T", "all theirs", "Take theirs wherever it is undecided"),
    ("next_open", "n,tab", "next open", "Go to the next that is undecided", 5),
    ("differences", "d", "what changed", "All that changed between the two versions", 6),
    ("leave", "escape", "back", "Back; nothing is changed", 7),
)
_room(
    "weeks",
    ("take", "y,space", "take the move", "Move what is suggested for this week, so that it fits", 2),
    (
        "level",
        "L",
        "level all",
        "Move soft dates later, by the fewest days, until no week is too full; with a look at it first",
        3,
    ),
    ("hours", "e", "hours", "Change your hours a week and your days away", 4),
    ("leave", "escape", "back", "Back; from the detail to the list", 9),
)
_room(
    "history",
    ("walk", "enter,space", "take back to here", "Take back, or make again, all up to here", 1),
    ("only", "f", "one goal", "Show only what touched one goal; escape shows everything again", 2),
    ("leave", "escape", "back", "Back; from the detail to the list", 3),
)
_room(
    "welcome",
    ("go_on", "ctrl+s", "go on", "Go on to the next step", 1),
    ("leave", "escape", "back", "Back; from the first step look round first", 2),
)
_room(
    "app",
    ("add", "a", "add", "Add a line: Attend the dinner tomorrow 18:00 #networking", 20),
    ("new_goal", "N", "new goal", "Begin a goal of your own, without a template"),
    ("search", "slash", "search", "Search titles, notes, tags, templates and commands", 60),
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

ACTIONS = tuple(_actions)
"""All of them, room by room."""
