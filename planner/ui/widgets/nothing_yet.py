"""What an empty planner says: what to do first, and what reminders do."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Center
from textual.content import Content
from textual.widgets import Static

_REMINDERS = (
    "Reminders come as desktop notifications while this is open; “planner remind install”, or f4, brings them while it "
    "is closed too."
)


class NothingYet(Center):
    """Shown in place of the lists while nothing is planned."""

    DEFAULT_CSS = """
    NothingYet { display: none; height: 1fr; align: center middle; }
    NothingYet > Static { width: 64; max-width: 100%; height: auto; padding: 0 2; }
    """

    def compose(self) -> ComposeResult:
        """The words."""
        yield Static(
            Content.assemble(
                ("Nothing planned yet.", "bold"),
                "\n\n",
                ("f3", "bold $accent"),
                "  first steps: your stage, your hours, your first plan\n\n",
                ("7", "bold $accent"),
                "   pick a template: earn a certificate, find a mentor, …\n",
                "    give it a date and it becomes a dated plan\n\n",
                ("a", "bold $accent"),
                "   add a line of your own:\n    ",
                ("Attend the chapter dinner tomorrow 18:00 #networking", "$muted"),
                "\n\n",
                ("?", "bold $accent"),
                "   the keys and what the symbols mean\n\n",
                (_REMINDERS, "$muted"),
            ),
            markup=False,
        )
