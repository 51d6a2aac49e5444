"""What can be done with the milestone that is chosen, the same wherever one can be chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from time import monotonic
from typing import TypeVar

from planner.domain.agenda import GoalLine, Line
from planner.domain.dates import local_now
from planner.domain.errors import Blocked, PlannerError
from planner.domain.plan import Milestone
from planner.services.results import Done
from planner.ui.actions import Action, bindings
from planner.ui.rows import INBOX
from planner.ui.screens.dating import HELD, Dating

V = TypeVar("V")


class Acting(Dating[V]):
    """A place in which milestones can be chosen. It says which one in `chosen`; the acts are here."""

    BINDINGS = bindings("milestones")

    def __init__(self) -> None:
        super().__init__()
        self._busy: dict[str, int | None] = {}
        """Ids of what something is done with: None while it is under way, then the number of the reload that shows
        what came of it."""
        self._follow: tuple[str, str] | None = None
        """The ids of what was closed or hidden, and of where the cursor goes from it."""
        self._occurred = ""
        """The series of which an occurrence was closed last."""
        self._occurred_until = 0.0

    def chosen(self) -> Line | None:
        """The milestone that an action is about."""
        return None

    def offers(self, action: Action) -> bool:
        """What is about a milestone, where one is chosen."""
        if action.where in {"milestones", "marking"} and self.chosen() is None:
            return False
        return super().offers(action)

    def ticking(self) -> int | None:
        """The line of its checklist under the cursor, counted from 0."""
        return None

    def next_key(self) -> str:
        """The id of the milestone to look at once the chosen one is closed or hidden; "" = stay on it."""
        return ""

    def mark_pending(self) -> None:
        """Show at once that something is being done with what is chosen: a save takes as long as the disk takes."""

    def _leave(
        self,
        milestone: str,
        act: Callable[[], Done],
        failed: Callable[[PlannerError], None] | None = None,
        *,
        again: Callable[[PlannerError], None] | None = None,
        anew: bool = False,
    ) -> None:
        """An act after which the milestone of this id goes elsewhere: the cursor stays where the eye is, unless the
        person moves it meanwhile.

        A key that is held down does it once, unless it is done `anew` after an answer. `again` is that of `app.act`.
        """
        following = self.next_key()

        def left(_done: Done) -> None:
            self._follow = milestone, following

        self._one_at_a_time(milestone, act, left, failed, again=again, anew=anew)

    def _change(
        self, milestone: str, act: Callable[[], Done], *, again: Callable[[PlannerError], None] | None = None
    ) -> None:
        """An act after which the milestone of this id stays where it is."""
        self._one_at_a_time(milestone, act, again=again)

    def _one_at_a_time(
        self,
        milestone: str,
        act: Callable[[], Done],
        then: Callable[[Done], None] | None = None,
        failed: Callable[[PlannerError], None] | None = None,
        *,
        again: Callable[[PlannerError], None] | None = None,
        anew: bool = False,
    ) -> None:
        """Do it unless something is being done with it already, the outcome of which has not been seen yet."""
        if milestone in self._busy and not anew:
            return
        self._busy[milestone] = None
        self.mark_pending()

        def done(result: Done) -> None:
            self._ended(milestone)
            if then is not None:
                then(result)

        def refused(error: PlannerError) -> None:
            self._ended(milestone)
            (failed or self.app_.tell_error)(error)

        self.app_.act(act, done, refused, again=again)

    def _ended(self, milestone: str) -> None:
        """It is seen once the view is there that was asked for just now, or is when this place comes back."""
        self._busy[milestone] = self._asked + self._stale

    def _arrived(self, asked: int, generation: int, view: V) -> None:
        if self._follow is not None and asked == self._asked and self.alive:
            (left, following), self._follow = self._follow, None
            line = self.chosen()
            if line is not None and line.milestone.id == left and not self.app_.wanted:
                self.app_.wanted = following
        super()._arrived(asked, generation, view)
        self._seen_now(asked)

    def _failed(self, asked: int, error: PlannerError) -> None:
        super()._failed(asked, error)
        self._seen_now(asked)

    def _seen_now(self, asked: int) -> None:
        self._busy = {key: till for key, till in self._busy.items() if till is None or till > asked}

    def _still_held(self, milestone: Milestone) -> bool:
        """Whether the key that closed an occurrence of this series is still held down, or pressed twice: its next
        occurrence stands in the same place, and is not meant."""
        if milestone.repeat is None:
            return False
        held = self._occurred == milestone.id and monotonic() < self._occurred_until
        self._occurred, self._occurred_until = milestone.id, monotonic() + HELD
        return held

    def _milestone(self) -> Milestone | None:
        line = self.chosen()
        if line is None:
            self.app_.tell("Choose a milestone first.")
            return None
        return line.milestone

    def _now(self) -> datetime:
        """The person's wall time, naive. The clock is no store: the loop may ask it."""
        clock = self.app_.planner.clock
        return local_now(clock.now(), clock.zone())

    def action_complete(self) -> None:
        """Complete it, or tick the line of its checklist."""
        milestone = self._milestone()
        if milestone is None:
            return
        item = self.ticking()
        if item is not None:
            self.app_.act(lambda: self.planner.milestones.tick(milestone.id, item), quiet=True)
        elif milestone.is_open:
            self._close(milestone, completing=True)
        else:
            self.app_.tell(f"“{milestone.title}” is {milestone.status} already; o reopens it.")

    def _close(self, milestone: Milestone, *, completing: bool) -> None:
        """Complete or skip it; of a series that was missed several times what the person says."""
        done_with = self._still_held(milestone) or milestone.id in self._busy
        self.app_.once_a_press(lambda: None if done_with else self._close_it(milestone, completing=completing))

    def _close_it(self, milestone: Milestone, *, completing: bool) -> None:
        from planner.ui.series import Answer, offer_missed

        def answered(answer: Answer) -> None:
            if answer == "last" or (answer == "one" and completing):
                self._complete(milestone, force=False, last=answer == "last")
            else:
                self._leave(milestone.id, lambda: self.planner.milestones.skip([milestone.id], missed=answer))

        offer_missed(self.app_, milestone, completing=completing, then=answered)

    def _complete(self, milestone: Milestone, *, force: bool, last: bool = False) -> None:
        def refused(error: PlannerError) -> None:
            if not isinstance(error, Blocked):
                self.app_.tell_error(error)
                return
            from planner.ui.modals.dialog import Confirm

            question = Confirm(f"{error.message} Complete anyway?", "Complete anyway", say=error.hint)
            self.app_.push_screen(
                question, lambda answer: self._complete(milestone, force=True, last=last) if answer == "yes" else None
            )

        acts, key = self.planner.milestones, milestone.id
        self._leave(key, lambda: acts.complete([key], force=force, missed=last), refused, anew=force)

    def action_start(self) -> None:
        """Begin it, or put it back."""
        if milestone := self._milestone():
            self._change(milestone.id, lambda: self.planner.milestones.start([milestone.id]))

    def action_skip(self) -> None:
        """Skip it."""
        if milestone := self._milestone():
            self._close(milestone, completing=False)

    def action_pause(self) -> None:
        """Let a series rest, or go on."""
        if milestone := self._milestone():
            from planner.ui.series import pause_or_resume

            pause_or_resume(self.app_, milestone)

    def action_reopen(self) -> None:
        """Reopen it."""
        if milestone := self._milestone():
            self._change(milestone.id, lambda: self.planner.milestones.reopen([milestone.id]))

    def action_wait(self) -> None:
        """Someone else has the ball."""
        milestone = self._milestone()
        if milestone is None:
            return
        from planner.ui.modals.typed import Ask

        def ask(begun: str = "") -> None:
            dialog = Ask(f"Who has “{milestone.title}” now?", placeholder="the exam office", text=begun)
            self.app_.push_screen(dialog, answered)

        def answered(who: str | None) -> None:
            if who:
                self.app_.act(lambda: self.planner.milestones.wait(milestone.id, who), again=lambda _: ask(who))

        ask()

    def action_snooze(self) -> None:
        """Hide it for a while."""
        line = self.chosen()
        if line is None or not line.milestone.is_open:
            self.app_.tell("Choose an open milestone first.")
            return
        from planner.ui.modals.typed import Snooze

        milestone = line.milestone

        def ready(day_start: time, begun: str = "") -> None:
            def answered(until: str | None) -> None:
                if until is not None:
                    self._leave(
                        milestone.id,
                        lambda: self.planner.milestones.snooze([milestone.id], until),
                        again=lambda _: ready(day_start, until),
                    )

            dialog = Snooze(milestone.title, now=self._now, day_start=day_start, snoozed=line.snoozed, begun=begun)
            self.app_.push_screen(dialog, answered)

        self.app_.ask(lambda: self.planner.queries.plan().profile.day_start, ready)

    def action_acknowledge(self) -> None:
        """Put what has reminded of it so far to rest."""
        milestone = self._milestone()
        if milestone is not None:
            self._change(milestone.id, lambda: self.planner.milestones.acknowledge([milestone.id]))

    def action_note(self) -> None:
        """Add a note."""
        milestone = self._milestone()
        if milestone is None:
            return
        from planner.ui.modals.typed import add_note

        add_note(self.app_, milestone)

    def action_edit(self) -> None:
        """Edit it in a form."""
        if milestone := self._milestone():
            from planner.ui.modals.edit import edit

            edit(self.app_, milestone)

    def action_links(self) -> None:
        """What it follows, and what follows it."""
        if milestone := self._milestone():
            from planner.ui.modals.links import change_links

            change_links(self.app_, milestone)

    def action_duplicate(self) -> None:
        """A fresh copy."""
        if milestone := self._milestone():
            self.app_.act(lambda: self.planner.milestones.duplicate(milestone.id), self.app_.look_at)

    def action_give(self) -> None:
        """To another goal, or to the inbox."""
        milestone = self._milestone()
        if milestone is None:
            return

        def answered(goal: str | None) -> None:
            self.app_.act(lambda: self.planner.milestones.move(milestone.id, goal))

        say = "It keeps its date, and no longer moves with the goal it leaves."
        self._ask_goal(f"Move “{milestone.title}” to", say, milestone.goal or "", answered)

    def _ask_goal(self, question: str, say: str, without: str | None, then: Callable[[str | None], None]) -> None:
        """Ask for a goal, other than the one `without` ("" is the inbox, None leaves none out); None is the inbox."""
        from planner.ui.modals.dialog import Choose, Option

        def answered(goal: str | None) -> None:
            if goal is not None:
                then(goal.removeprefix("=") or None)

        def ready(goals: list[GoalLine]) -> None:
            places = [(each.goal.id, each.goal.title) for each in goals if each.goal.status in {"active", "paused"}]
            options = [Option(f"={key}", title) for key, title in [("", INBOX), *places] if key != without]
            self.app_.push_screen(Choose(question, options, say=say), answered)

        self.app_.ask(self._goals, ready)

    def _goals(self) -> list[GoalLine]:
        return self.planner.queries.goals()

    def action_tags(self) -> None:
        """Add tags and take tags away."""
        milestone = self._milestone()
        if milestone is None:
            return
        from planner.ui.modals.tags import EditTags, Tags

        def ask(begun: str = "") -> None:
            self.app_.push_screen(EditTags([milestone], begun), answered)

        def answered(tags: Tags | None) -> None:
            if tags is not None:
                key = milestone.id
                self._change(
                    key,
                    lambda: self.planner.many.tag([key], add=tags.add, remove=tags.remove),
                    again=lambda _: ask(tags.words),
                )

        ask()

    def action_delete(self) -> None:
        """Delete it, after asking."""
        milestone = self._milestone()
        if milestone is None:
            return
        from planner.ui.modals.dialog import Confirm

        say = "It goes with its notes and checklist. What follows it stays, unlinked. u brings it back."
        question = Confirm(f"Delete “{milestone.title}”?", "Delete", no="Keep it", say=say)

        def answered(answer: str | None) -> None:
            if answer == "yes":
                self.app_.act(lambda: self.planner.milestones.delete([milestone.id]))

        self.app_.push_screen(question, answered)
