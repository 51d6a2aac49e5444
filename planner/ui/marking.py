"""Which lines are marked: put on and taken off, said, kept while the list changes. What is done with them: `marks`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType

from planner.domain.agenda import Line
from planner.ui.actions import bindings, named
from planner.ui.screens.acting import Acting
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.marked import MarkedLines
from planner.ui.widgets.standing import Standing

V = TypeVar("V")

_PREFIX = "milestone:"
ACTS = ("complete", "skip", "snooze", "move", "tags", "give", "delete", "reopen")
"""What the line above the footer names, in this order."""


class Marked(Acting[V]):
    """A place in which lines can be marked."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("marking"), Binding("escape", "back", show=False)]

    def __init__(self, *args: Any) -> None:
        """What is given is for the other bases."""
        super().__init__(*args)
        self._marks: dict[str, None] = {}
        """Keys of the rows that are marked, in the order in which they were."""
        self._last_marked = ""
        self._at_work = False
        """An act on what is marked is under way: a key that is held down does it once."""

    # -- for the place

    @property
    def marking_list(self) -> MarkedLines[Any]:
        """The list whose lines are marked."""
        return self.query_one("#list", MarkedLines)

    @property
    def marked(self) -> tuple[str, ...]:
        """The ids of what is marked, in the order in which it was."""
        return tuple(key.removeprefix(_PREFIX) for key in self._marks)

    # -- marking

    def action_mark(self) -> None:
        """Mark the line and go to the next one; what is marked already loses its mark."""
        lines = self.marking_list
        key = lines.key
        if not self._is_milestone(key):
            self.app_.tell("Only milestones can be marked: choose one first.")
            return
        if key in self._marks:
            del self._marks[key]
        else:
            self._marks[key] = None
        self._last_marked = key
        self._say_marks()
        lines.go_below(key)

    def action_mark_to(self) -> None:
        """Mark all from the line marked last to this one."""
        lines = self.marking_list
        keys = list(lines.keys)
        here = lines.key
        if not here:
            self.app_.tell("Go to the line up to which to mark.")
            return
        first = self._last_marked if lines.row_of(self._last_marked) is not None else here
        begin, end = sorted((keys.index(first), keys.index(here)))
        self._marks.update(dict.fromkeys(key for key in keys[begin : end + 1] if self._is_milestone(key)))
        self._last_marked = here
        self._say_marks()

    def unmark(self) -> bool:
        """Take all marks off. False: there are none."""
        if not self._marks:
            return False
        self._marks.clear()
        self._last_marked = ""
        self._say_marks()
        return True

    def _is_milestone(self, key: str) -> bool:
        if ":" in key:
            return key.startswith(_PREFIX)
        row = self.marking_list.row_of(key) if key else None
        return row is not None and isinstance(row.data, Line)

    def _say_marks(self) -> None:
        lines, standing = self.marking_list, self.query_one(Standing)
        lines.mark(frozenset(self._marks))
        acts = [(self.app_.key_of(each), each.label) for each in (named(f"milestones.{name}") for name in ACTS)]
        standing.acts = " · ".join(f"{key} {label}" for key, label in acts)
        standing.keys = " ".join(key for key, _ in acts)
        hidden = sum(lines.row_of(key) is None for key in self._marks)
        unseen = f", {hidden:,} not in sight" if hidden else ""
        standing.marks = f"{len(self._marks):,} marked{unseen}" if self._marks else ""

    def on_marked_lines_shown(self, _event: MarkedLines.Shown) -> None:
        """Folding hides marks, and unfolding shows them."""
        if self._marks:
            self._say_marks()

    def _arrived(self, asked: int, generation: int, view: V) -> None:
        super()._arrived(asked, generation, view)
        if self._marks and self.alive:
            marked = self.marked
            self.app_.ask(lambda: self._gone(marked), self._forget)

    def _gone(self, marked: Sequence[str]) -> frozenset[str]:
        """In the store's thread: which of these are no longer there."""
        return frozenset(marked) - {line.milestone.id for line in self.planner.many.lines(marked)}

    def _forget(self, gone: frozenset[str]) -> None:
        if self.alive:
            self._marks = {key: None for key in self._marks if key.removeprefix(_PREFIX) not in gone}
            self._say_marks()

    def action_back(self) -> None:
        """From the detail to the list; there take the marks off; where there are none, back as ever."""
        back = getattr(super(), "action_back", None)
        lines = self.marking_list
        in_detail = isinstance(self.focused, DetailPane) and self.focused is not lines
        if (in_detail or not self.unmark()) and back is not None:
            back()
