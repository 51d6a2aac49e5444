"""The line above the footer that says what holds until it is taken off: marks, and a filter."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from planner.ui.present import Part, cut, line, width
from planner.ui.widgets.marked import MARK


class Standing(Widget):
    """Not there while nothing holds."""

    DEFAULT_CSS = """
    Standing { height: 1; display: none; background: $background; padding: 0; }
    """

    marks: reactive[str] = reactive("")
    """`3 marked`"""
    acts: reactive[str] = reactive("")
    """What can be done with them."""
    keys: reactive[str] = reactive("")
    """The keys of that alone, for where there is no room for the words."""
    only: reactive[str] = reactive("")
    """What the filter lets through, in words."""
    passed: reactive[str] = reactive("")
    """`7 of 40`"""

    def watch_marks(self) -> None:
        """Come and go."""
        self.display = bool(self.marks or self.only)

    def watch_only(self) -> None:
        """Come and go."""
        self.display = bool(self.marks or self.only)

    def render(self) -> Content:
        """How many, and how it is taken off, always; the rest as far as it fits."""
        parts: list[Part] = ["  "]
        room = self.size.width - 3
        if self.marks:
            parts += [(f"{MARK} {self.marks}", "bold $accent"), ("  esc", "bold $accent"), (" unmarks", "$muted")]
            room -= width(f"{MARK} {self.marks}  esc unmarks")
            if not self.only:
                acts = self.acts if width(self.acts) <= room - 2 else f"{self.keys}  act on them"
                parts.append((f"  {cut(acts, room - 2)}" if room > 12 else "", "$muted"))
        if self.only:
            gap = "   " if self.marks else ""
            ways: list[Part] = [("  f", "bold $accent"), (" changes it", "$muted")]
            if not self.marks:
                ways = [("  esc", "bold $accent"), (" takes it off", "$muted"), *ways]
            tail = "  f changes it" if self.marks else "  esc takes it off  f changes it"
            head = f"{gap}only: "
            room -= width(head) + width(f"  {self.passed}") + width(tail)
            parts += [(head, "$muted"), (cut(self.only, max(8, room)), "bold $text"), (f"  {self.passed}", "$muted")]
            parts += ways
        return line(*parts)
