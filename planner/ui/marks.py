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
from typing import TypeVar

from planner.domain.agenda import Line
from planner.domain.errors import PlannerError
from planner.services.results import Done
from planner.ui.marking import Marked
from planner.ui.present import count, cut, listed

V = TypeVar("V")

SHORT = 60
"""Cells of a title among several in a sentence."""


class Marking(Marked[V]):
    """See the module."""

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

    def _do(self, act: Callable[[], Done], *, again: Callable[[PlannerError], None] | None = None) -> None:
        """One Change; the marks have done their work then. Where it is refused they stay; for `again` see `act` of the
        app."""
        self._at_work = True

        def done(_done: Done) -> None:
            self._at_work = False
            if self.alive:
                self.unmark()

        self.app_.act(act, done, self._refused, again=again)

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
            self.app_.once_a_press(lambda: self._with_marked(self._complete_many))
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

        self.app_.push_screen(
            Choose(question, options, say=f"{listed([cut(each, SHORT) for each in held], 4)}."), answered
        )

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

        self.app_.once_a_press(lambda: self._with_marked(ready))

    def action_acknowledge(self) -> None:
        """Put what has reminded of all that are marked so far to rest."""
        if not self._marks:
            super().action_acknowledge()
            return
        self._with_marked(lambda lines: self._acknowledge([line.milestone.id for line in lines]))

    def _acknowledge(self, ids: Sequence[str]) -> None:
        self._do(lambda: self.planner.milestones.acknowledge(ids))

    def action_pause(self) -> None:
        """Let all series that are marked rest; where all of them rest, let them go on."""
        if not self._marks:
            super().action_pause()
            return

        def ready(lines: Sequence[Line]) -> None:
            series = [line.milestone for line in lines if line.milestone.repeat is not None]
            going = [each.id for each in series if not each.is_paused]
            if not series:
                self.app_.tell("None of the marked is a series.")
            elif going:
                self._do(lambda: self.planner.milestones.pause(going))
            else:
                self._do(lambda: self.planner.milestones.resume([each.id for each in series]))

        self._with_marked(ready)

    def _for_one(self, single: Callable[[], None], what: str) -> None:
        """What cannot be done with many is done with none of them while there are marks."""
        if self._marks:
            self.app_.tell(f"{what} works on one line; escape lets the marks go.")
        else:
            single()

    def action_edit(self) -> None:
        """Only one at a time."""
        self._for_one(super().action_edit, "Editing")

    def action_note(self) -> None:
        """Only one at a time."""
        self._for_one(super().action_note, "A note")

    def action_wait(self) -> None:
        """Only one at a time."""
        self._for_one(super().action_wait, "Waiting for someone")

    def action_links(self) -> None:
        """Only one at a time."""
        self._for_one(super().action_links, "Linking")

    def action_duplicate(self) -> None:
        """Only one at a time."""
        self._for_one(super().action_duplicate, "Copying")

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

        def ask(ids: Sequence[str], day_start: time, snoozed: bool, begun: str = "") -> None:
            def answered(until: str | None) -> None:
                if until is not None:
                    self._do(
                        lambda: self.planner.milestones.snooze(ids, until),
                        again=lambda _: ask(ids, day_start, snoozed, until),
                    )

            dialog = Snooze("", now=self._now, day_start=day_start, snoozed=snoozed, many=len(ids), begun=begun)
            self.app_.push_screen(dialog, answered)

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

        def ask(begun: str) -> None:
            self.app_.push_screen(MoveMany(ids, begun), answered)

        def answered(moved: MovedBy | None) -> None:
            if moved is not None:
                self._do(
                    lambda: self.planner.many.move_dates(ids, moved.words, alone=moved.alone),
                    again=lambda _: ask(moved.words),
                )

        ask(begun)

    def action_tags(self) -> None:
        """Add tags to all that are marked, and take tags away."""
        if not self._marks:
            super().action_tags()
            return
        from planner.ui.modals.tags import EditTags, Tags

        def ready(lines: Sequence[Line]) -> None:
            ids = [line.milestone.id for line in lines]

            def ask(begun: str = "") -> None:
                self.app_.push_screen(EditTags([line.milestone for line in lines], begun), answered)

            def answered(tags: Tags | None) -> None:
                if tags is not None:
                    self._do(
                        lambda: self.planner.many.tag(ids, add=tags.add, remove=tags.remove),
                        again=lambda _: ask(tags.words),
                    )

            ask()

        self._with_marked(ready)

    def action_give(self) -> None:
        """Move all that are marked to another goal, or to the inbox."""
        if not self._marks:
            super().action_give()
            return

        def ready(lines: Sequence[Line]) -> None:
            ids = [line.milestone.id for line in lines]
            owners = {line.milestone.goal or "" for line in lines}
            say = f"{_named(lines)}. They keep their dates."
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
                f"{_named(lines)}. "
                "They go with their notes and checklists. What follows them stays, unlinked. u brings all of it back."
            )
            many = count(len(ids), "milestone")
            question = Confirm(f"Delete {many}?", f"Delete {many}", no="Keep them", say=say)

            def answered(answer: str | None) -> None:
                if answer == "yes":
                    self._do(lambda: self.planner.milestones.delete(ids))

            self.app_.push_screen(question, answered)

        self._with_marked(ready)


def _named(lines: Sequence[Line]) -> str:
    """A few of them by their titles, and how many more; long titles are cut."""
    return listed([cut(line.milestone.title, SHORT) for line in lines], 4)


def _free(lines: Sequence[Line]) -> set[str]:
    """Those that follow nothing open but others of these that are free themselves."""
    free = {line.milestone.id for line in lines}
    while True:
        held = {line.milestone.id for line in lines if any(each not in free for each in line.blocked_by)} & free
        if not held:
            return free
        free -= held
