"""What Today says while nothing is due soon: which plan could be next, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from planner.ui.present import line, literal

if TYPE_CHECKING:
    from planner.domain.suggestions import Suggestion


class NothingDue(Static):
    """Above the list; not there while something is due within a week."""

    DEFAULT_CSS = """
    NothingDue { height: auto; padding: 0 2; margin-bottom: 1; display: none; }
    """

    def say(self, *, idle: bool, suggested: Sequence[Suggestion], key: str) -> None:
        """The first suggestion, and the key that shows them all."""
        self.display = idle
        if not idle:
            return
        said = line(("Nothing is due in the next 7 days.", "bold"))
        if suggested:
            first = suggested[0]
            said = line(said, "  ", (key, "bold $accent"), (" what next", "$muted"))
            next_line = line(("→ ", "$accent"), literal(first.title), literal(f": {first.reason}", "$muted"))
            said = Content("\n").join((said, next_line))
        self.update(said)
