"""Marking lines and acting on all that are marked, each act one Change. How a place takes part:

    class TodayScreen(Marking[Today], …):             # first of the bases: its acts, and escape, come here first
        BINDINGS = bindings("today", …)               # `x` and `v` are bound by the mixin
        WHERE = ("today", "milestones", "marking", …)

The list is `#list`, a `MarkedLines`; a place with another one says so in `marking_list`. Rows of milestones have their
id as key, alone or as `milestone:<id>`. Marks outlive a reload, and go with the record, with the act, or with escape.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import time
from typing import Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType

from planner.domain.agenda import Line
from planner.domain.errors import PlannerError
from planner.services.results import Done
from planner.ui.actions import bindings, inside
from planner.ui.present import count, listed
from planner.ui.screens.acting import Acting
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.marked import MarkedLines
from planner.ui.widgets.standing import Standing

V = TypeVar("V")

_PREFIX = "milestone:"
ACTS = ("complete", "skip", "snooze", "move", "tags", "give", "delete", "reopen")
"""What the line above the footer names, in this order."""


class Marking(Acting[V]):
    """See the module."""

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
        keys = lines.keys
        below = len(keys) - keys[::-1].index(key)  # a record may stand in two places: the last one counts
        if below < len(keys):
            lines.go(keys[below])

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
        known = {each.id: each for each in inside(["milestones", "marking"])}
        acts = [(self.app_.key_of(known[name]), known[name].label) for name in ACTS if name in known]
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

    # -- acting on what is marked

    def _with_marked(self, then: Callable[[Sequence[Line]], None]) -> None:
        """Get the lines of what is marked as they are now."""
        if self._at_work:
            return
        self._at_work = True
        marked = self.marked

        def ready(lines: Sequence[Line]) -> None:
            self._at_work = False
            if lines:
                then(lines)
            else:
                self.unmark()
                self.app_.tell("What was marked is no longer there.")

        self.app_.ask(lambda: self.planner.many.lines(marked), ready, self._refused)

    def _refused(self, error: PlannerError) -> None:
        self._at_work = False
        self.app_.tell_error(error)

    def _do(self, act: Callable[[], Done]) -> None:
        """One Change; the marks have done their work then. Where it is refused they stay."""
        self._at_work = True

        def done(_done: Done) -> None:
            self._at_work = False
            if self.alive:
                self.unmark()

        self.app_.act(act, done, self._refused)

    def _those(self, lines: Sequence[Line], *, is_open: bool) -> list[str]:
        """The ids of those that are open, or closed; what is left out is told."""
        fitting = [line.milestone.id for line in lines if line.milestone.is_open == is_open]
        other = len(lines) - len(fitting)
        said = "closed already" if is_open else "open"
        if not fitting:
            self.app_.tell(f"All of the marked are {said}.")
        elif other:
            self.app_.tell(f"{other:,} of the marked {'was' if other == 1 else 'were'} {said}, and stays so.")
        return fitting

    def action_complete(self) -> None:
        """Complete all that are marked; of those that follow something open it is asked once."""
        if self._marks and self.ticking() is None:
            self._with_marked(self._complete_many)
        else:
            super().action_complete()

    def _complete_many(self, lines: Sequence[Line]) -> None:
        ids = self._those(lines, is_open=True)
        chosen = [line for line in lines if line.milestone.id in set(ids)]
        free = _free(chosen)
        if not ids or len(free) == len(ids):
            if ids:
                self._do(lambda: self.planner.milestones.complete(ids))
            return
        from planner.ui.modals.dialog import Choose, Option

        held = [line.milestone.title for line in chosen if line.milestone.id not in free]
        one = len(ids) == 1
        options = [Option("all", "Complete it anyway" if one else f"Complete all {len(ids):,} anyway", hotkey="y")]
        if free:
            only = "the one that is free" if len(free) == 1 else f"only the {len(free):,} that are free"
            options.insert(0, Option("free", f"Complete {only}", hotkey="f"))
        options.insert(0, Option("leave", "Leave it as it is" if one else "Leave them as they are", hotkey="n"))
        verb = "follows" if len(held) == 1 else "follow"
        number = "It" if one else f"{len(held):,} of {count(len(ids), 'milestone')}"
        question = f"{number} {verb} something that is still open"

        def answered(answer: str | None) -> None:
            if answer in {"all", "free"}:
                taken = ids if answer == "all" else [each for each in ids if each in free]
                self._do(lambda: self.planner.milestones.complete(taken, force=answer == "all"))

        self.app_.push_screen(Choose(question, options, say=f"{listed(held, 4)}."), answered)

    def action_skip(self) -> None:
        """Skip all that are marked."""

        def act(ids: Sequence[str]) -> Done:
            return self.planner.milestones.skip(ids)

        self._all(super().action_skip, act)

    def action_reopen(self) -> None:
        """Reopen all that are marked."""

        def act(ids: Sequence[str]) -> Done:
            return self.planner.milestones.reopen(ids)

        self._all(super().action_reopen, act, is_open=False)

    def _all(self, single: Callable[[], None], act: Callable[[Sequence[str]], Done], *, is_open: bool = True) -> None:
        if not self._marks:
            single()
            return

        def ready(lines: Sequence[Line]) -> None:
            if ids := self._those(lines, is_open=is_open):
                self._do(lambda: act(ids))

        self._with_marked(ready)

    def action_start(self) -> None:
        """Start all that are marked; where all are started, put them back."""
        if not self._marks:
            super().action_start()
            return

        def ready(lines: Sequence[Line]) -> None:
            begun = {line.milestone.id for line in lines if line.milestone.status == "doing"}
            ids = self._those(lines, is_open=True)
            if ids:
                self._do(lambda: self.planner.milestones.start([each for each in ids if each not in begun] or ids))

        self._with_marked(ready)

    def action_snooze(self) -> None:
        """Hide all that are marked for a while."""
        if not self._marks:
            super().action_snooze()
            return
        from planner.ui.modals.typed import Snooze

        def ready(lines: Sequence[Line]) -> None:
            ids = self._those(lines, is_open=True)
            if ids:
                snoozed = any(line.snoozed for line in lines)
                self.app_.ask(lambda: self.planner.queries.plan().profile.day_start, lambda at: ask(ids, at, snoozed))

        def ask(ids: Sequence[str], day_start: time, snoozed: bool) -> None:
            dialog = Snooze("", now=self._now, day_start=day_start, snoozed=snoozed, many=len(ids))
            self.app_.push_screen(dialog, lambda until: answered(ids, until))

        def answered(ids: Sequence[str], until: str | None) -> None:
            if until is not None:
                self._do(lambda: self.planner.milestones.snooze(ids, until))

        self._with_marked(ready)

    def action_move(self) -> None:
        """Move all that are marked to other dates, with a look at what that does."""
        if self._marks:
            self._with_marked(self._move_many)
        else:
            super().action_move()

    def action_nudge(self, days: str) -> None:
        """The same, begun with so many days."""
        if self._marks:
            self._with_marked(lambda lines: self._move_many(lines, f"{int(days):+d}"))
        else:
            super().action_nudge(days)

    def _move_many(self, lines: Sequence[Line], begun: str = "") -> None:
        ids = self._those(lines, is_open=True)
        if not ids:
            return
        from planner.ui.modals.move_many import MovedBy, MoveMany

        def answered(moved: MovedBy | None) -> None:
            if moved is not None:
                self._do(lambda: self.planner.many.move_dates(ids, moved.words, alone=moved.alone))

        self.app_.push_screen(MoveMany(ids, begun), answered)

    def action_tags(self) -> None:
        """Add tags to all that are marked, and take tags away."""
        if not self._marks:
            super().action_tags()
            return
        from planner.ui.modals.tags import EditTags, Tags

        def ready(lines: Sequence[Line]) -> None:
            ids = [line.milestone.id for line in lines]

            def answered(tags: Tags | None) -> None:
                if tags is not None:
                    self._do(lambda: self.planner.many.tag(ids, add=tags.add, remove=tags.remove))

            self.app_.push_screen(EditTags([line.milestone for line in lines]), answered)

        self._with_marked(ready)

    def action_give(self) -> None:
        """Move all that are marked to another goal, or to the inbox."""
        if not self._marks:
            super().action_give()
            return

        def ready(lines: Sequence[Line]) -> None:
            ids = [line.milestone.id for line in lines]
            owners = {line.milestone.goal or "" for line in lines}
            say = f"{listed([line.milestone.title for line in lines], 4)}. They keep their dates."
            without = owners.pop() if len(owners) == 1 else None
            question = f"Move {count(len(lines), 'milestone')} to"
            self._ask_goal(question, say, without, lambda goal: self._do(lambda: self.planner.many.to_goal(ids, goal)))

        self._with_marked(ready)

    def action_delete(self) -> None:
        """Delete all that are marked, after asking."""
        if not self._marks:
            super().action_delete()
            return
        from planner.ui.modals.dialog import Confirm

        def ready(lines: Sequence[Line]) -> None:
            ids = [line.milestone.id for line in lines]
            say = (
                f"{listed([line.milestone.title for line in lines], 6)}. "
                "They go with their notes and checklists. What follows them stays, unlinked. u brings all of it back."
            )
            many = count(len(ids), "milestone")
            question = Confirm(f"Delete {many}?", f"Delete {many}", no="Keep them", say=say)

            def answered(answer: str | None) -> None:
                if answer == "yes":
                    self._do(lambda: self.planner.milestones.delete(ids))

            self.app_.push_screen(question, answered)

        self._with_marked(ready)


def _free(lines: Sequence[Line]) -> set[str]:
    """Those that follow nothing open but others of these that are free themselves."""
    free = {line.milestone.id for line in lines}
    while True:
        held = {line.milestone.id for line in lines if any(each not in free for each in line.blocked_by)} & free
        if not held:
            return free
        free -= held
