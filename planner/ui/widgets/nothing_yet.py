"""What an empty planner says: what to do first, and what reminders do."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Center
from textual.content import Content
from textual.widgets import Static

from planner.ui.actions import binding_id, every
from planner.ui.present import Part, fill, line, width

if TYPE_CHECKING:
    from planner.ui.app import PlannerApp

_FIRST: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("app.welcome", ("first steps: your stage, your hours, your first plan",)),
    (
        "app.place:templates",
        ("pick a template: earn a certificate, find a mentor, …", "give it a date and it becomes a dated plan"),
    ),
    ("app.new_goal", ("a goal of your own, without a template",)),
    ("app.add", ("add a line of your own:", "> Attend the chapter dinner tomorrow 18:00 #networking")),
    ("app.help", ("the keys and what the symbols mean",)),
)
"""What can be begun with, and what it is; a line after `>` is an example."""


class NothingYet(Center):
    """Shown in place of the lists while nothing is planned."""

    DEFAULT_CSS = """
    NothingYet { display: none; height: 1fr; align: center middle; }
    NothingYet > Static { width: 64; max-width: 100%; height: auto; padding: 0 2; }
    """

    def compose(self) -> ComposeResult:
        """The words, with the keys the person chose."""
        app = cast("PlannerApp", self.app)
        keys = {binding_id(action): app.key_of(action) for action in every() if action.where == "app"}
        cells = 2 + max(2, *(width(keys[name]) for name, _ in _FIRST))
        lines: list[Content] = [line(("Nothing planned yet.", "bold")), Content("")]
        for name, said in _FIRST:
            for number, words in enumerate(said):
                key: Part = (fill(keys[name] if number == 0 else "", cells), "bold $accent")
                lines.append(line(key, (words.removeprefix("> "), "$muted" if words.startswith(">") else "")))
            lines.append(Content(""))
        reminders = (
            "Reminders come as desktop notifications while this is open; “planner remind install”, or "
            f"{keys['app.background']}, brings them while it is closed too."
        )
        yield Static(Content("\n").join([*lines, line((reminders, "$muted"))]), markup=False)
