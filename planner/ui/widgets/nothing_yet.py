"""What an empty planner says: what to do first, and what reminders do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Center
from textual.content import Content
from textual.widgets import Static

from planner.ui.actions import named
from planner.ui.present import Part, fill, line, width

if TYPE_CHECKING:
    from planner.ui.app import PlannerApp

_FIRST: Sequence[tuple[str, Sequence[str]]] = (
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


def with_keys(app: PlannerApp, steps: Sequence[tuple[str, Sequence[str]]]) -> Iterator[list[Content]]:
    """What can be done, by binding ids, each with the key the person chose and what it is said to be, line by line."""
    keys = {name: app.key_of(named(name)) for name, _ in steps}
    cells = 2 + max(2, *map(width, keys.values()))
    for name, said in steps:
        lines = []
        for number, words in enumerate(said):
            key: Part = (fill(keys[name] if number == 0 else "", cells), "bold $accent")
            lines.append(line(key, (words.removeprefix("> "), "$muted" if words.startswith(">") else "")))
        yield lines


class NothingYet(Center):
    """Shown in place of the lists while nothing is planned."""

    DEFAULT_CSS = """
    NothingYet { display: none; height: 1fr; align: center middle; }
    NothingYet > Static { width: 64; max-width: 100%; height: auto; padding: 0 2; }
    """

    def compose(self) -> ComposeResult:
        """The words, with the keys the person chose."""
        app = cast("PlannerApp", self.app)
        lines: list[Content] = [line(("Nothing planned yet.", "bold")), Content("")]
        for each in with_keys(app, _FIRST):
            lines += [*each, Content("")]
        reminders = (
            "Reminders come as desktop notifications while this is open; “planner remind install”, or "
            f"{app.key_of(named('app.background'))}, brings them while it is closed too."
        )
        yield Static(Content("\n").join([*lines, line((reminders, "$muted"))]), markup=False)
