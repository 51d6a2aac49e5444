"""What can be done with the goal that is chosen."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Literal, TypeVar

from planner.domain.dates import show_day
from planner.domain.errors import DataError, PlannerError
from planner.domain.plan import Goal
from planner.services.ordering import Where
from planner.services.queries import GoalDetail
from planner.ui.actions import Action, bindings
from planner.ui.modals.dialog import Choose, Confirm, Option
from planner.ui.present import count
from planner.ui.saving import save_template
from planner.ui.screens.acting import Acting

V = TypeVar("V")


class GoalActing(Acting[V]):
    """A place in which goals can be chosen, and their milestones. Edit and delete are about what is chosen."""

    BINDINGS = bindings("goals")

    def goal_here(self) -> Goal | None:
        """The goal that an action is about: that of the line under the cursor, never one whose detail still shows."""
        return None

    def offers(self, action: Action) -> bool:
        """What is about a goal, where one is chosen; it can be edited too."""
        if action.where == "goals":
            goal, line = self.goal_here(), self.chosen() if action.id == "answer" else None
            its = goal or (line.goal if line is not None else None)
            return its is not None and (action.id != "answer" or its.template is not None)
        if action.where == "milestones" and action.id == "edit" and self.goal_here() is not None:
            return True
        return super().offers(action)

    def _goal(self) -> Goal | None:
        goal = self.goal_here()
        if goal is None:
            self.app_.tell("Choose a goal first.")
        return goal

    def _goal_or_its(self) -> Goal | None:
        """The goal under the cursor, or the one whose milestone is."""
        line = self.chosen()
        return line.goal if line is not None and line.goal is not None else self._goal()

    def action_pause(self) -> None:
        """Pause the series that is chosen, else the goal; or resume it, then with the offer to shift its soft dates."""
        if self.chosen() is not None:
            super().action_pause()
            return
        goal = self._goal()
        if goal is None:
            return
        if goal.status == "active":
            self.app_.act(lambda: self.planner.goals.pause(goal.id))
            return
        days = (self.app_.today - goal.paused_on).days if goal.paused_on else 0
        if not days:
            self.app_.act(lambda: self.planner.goals.resume(goal.id, shift=False))
            return
        options = [
            Option("shift", f"Move its soft dates by {count(days, 'day')}", "fixed dates stay", "m"),
            Option("keep", "Keep all dates", "what lies behind is overdue", "d"),
        ]

        def answered(answer: str | None) -> None:
            if answer:
                self.app_.act(lambda: self.planner.goals.resume(goal.id, shift=answer == "shift"))

        self.app_.push_screen(Choose(f"Resume “{goal.title}” after {count(days, 'day')}", options), answered)

    def action_mute(self) -> None:
        """Let nothing of it remind, or let it again."""
        if goal := self._goal():
            self.app_.act(lambda: self.planner.goals.mute(goal.id, muted=not goal.muted))

    def action_answer(self) -> None:
        """Answer its questions, or change answers."""
        if goal := self._goal_or_its():
            self.app_.ask(lambda: self.planner.queries.goal(goal.id), self._ask_questions)

    def _ask_questions(self, detail: GoalDetail) -> None:
        goal = detail.line.goal
        asked = detail.template.asked if detail.template else {}
        waiting = {question.key for question in detail.questions}
        questions = [question for key, question in asked.items() if key in waiting or key in goal.answers]
        if not questions:
            self.app_.tell(f"“{goal.title}” has no questions.")
            return
        from planner.ui.follow_up import put_questions

        put_questions(self.app_, f"Questions of “{goal.title}”", questions, goal.answers, goal=goal.id)

    def action_next_cycle(self) -> None:
        """Plan the cycle that runs, where the planned one is over."""
        if goal := self._goal_or_its():
            self.app_.act(lambda: self.planner.goals.next_cycle(goal.id))

    def action_achieve(self) -> None:
        """Mark it as achieved; what is open is skipped after asking."""
        if goal := self._goal():
            self._achieve(goal.id, force=False)

    def _achieve(self, goal: str, *, force: bool) -> None:
        def refused(error: PlannerError) -> None:
            if isinstance(error, DataError) or force:
                self.app_.tell_error(error)
                return
            question = Confirm(error.message, "Achieve it and skip what is open", say=error.hint)
            self.app_.push_screen(question, lambda answer: self._achieve(goal, force=True) if answer == "yes" else None)

        self.app_.act(lambda: self.planner.goals.achieve(goal, force=force), failed=refused)

    def action_drop(self) -> None:
        """Drop it: hidden and kept."""
        goal = self._goal()
        if goal is None:
            return

        def answered(answer: str | None) -> None:
            if answer == "yes":
                self.app_.act(lambda: self.planner.goals.drop(goal.id))

        say = "It leaves every list and keeps all it holds; p on it, under DROPPED in Plan, brings it back."
        self.app_.push_screen(Confirm(f"Drop “{goal.title}”?", "Drop it", no="Keep it", say=say), answered)

    def action_path(self) -> None:
        """The critical path of the goal, or of the goal whose milestone is chosen."""
        if goal := self._goal_or_its():
            from planner.ui.screens.critical_path import PathScreen

            self.app_.push_screen(PathScreen(self.PLACE, goal.id))

    def action_upgrade(self) -> None:
        """Look at a newer version of its template, side by side with what it is now."""
        if goal := self._goal():
            from planner.ui.screens.upgrade import UpgradeScreen

            self.app_.push_screen(UpgradeScreen(self.PLACE, goal.id))

    def goal_detail(self, goal: str) -> GoalDetail:
        """In the store's thread: a goal, and whether a newer version of its template is there."""
        detail = self.planner.queries.goal(goal)
        newer = self.planner.upgrading.newer(goal) if detail.line.goal.template else None
        return replace(detail, newer_version=newer) if newer else detail

    def action_save_template(self) -> None:
        """Make a template of it: what leaves and what stays is shown first."""
        if goal := self._goal():
            from planner.ui.modals.template_save import SaveTemplate, Saving

            def again(saving: Saving, problem: str) -> None:
                self.app_.push_screen(SaveTemplate(goal.id, goal.title, begun=saving, problem=problem), chosen)

            def chosen(saving: Saving | None) -> None:
                if saving is not None:
                    save_template(self.app_, saving, again)

            self.app_.push_screen(SaveTemplate(goal.id, goal.title), chosen)

    def action_duplicate(self) -> None:
        """Copy the milestone that is chosen, else the goal with all it holds."""
        if self.chosen() is not None:
            super().action_duplicate()
        elif goal := self._goal():
            self.app_.ask(lambda: self.planner.goals.began(goal.id), lambda first: self._copy(goal, first))

    def _copy(self, goal: Goal, first: date | None) -> None:
        """Copy a goal; of one that began before today, on `first`, it is asked when the copy begins."""
        if first is None:
            self.app_.act(lambda: self.planner.goals.duplicate(goal.id), self.app_.look_at)
            return
        options = [
            Option("today", "Begin it today", "fixed dates that lie ahead stay", "t"),
            Option("same", "Keep all days", "what lies behind is overdue", "k"),
        ]

        def answered(answer: str | None) -> None:
            if answer:
                start: Literal["as it is"] | None = "as it is" if answer == "same" else None
                self.app_.act(lambda: self.planner.goals.duplicate(goal.id, start=start), self.app_.look_at)

        self.app_.push_screen(
            Choose(f"Copy “{goal.title}”", options, say=f"Its first day was {show_day(first, self.app_.today)}."),
            answered,
        )

    def action_move(self) -> None:
        """Move the milestone that is chosen to another date, else the goal."""
        if self.chosen() is not None:
            super().action_move()
        else:
            self._move_goal(0)

    def action_nudge(self, days: str) -> None:
        """Move the milestone that is chosen by so many days; a goal with a look at what that does."""
        if self.chosen() is not None or self._left_the_list(None):
            super().action_nudge(days)
            return
        goal = self.goal_here()
        if goal is not None and goal.target is None and goal.start is None:
            self.app_.tell(f"“{goal.title}” has no date yet; m gives it one.")
        else:
            self._move_goal(int(days))

    def _move_goal(self, by: int) -> None:
        goal = self._goal()
        if goal is None:
            return
        from planner.ui.modals.move_goal import MoveGoal, Wanted

        def ask(dialog: MoveGoal) -> None:
            self.app_.push_screen(dialog, chosen)

        def chosen(wanted: Wanted | None) -> None:
            if wanted is not None:
                given = asdict(wanted)
                typed = {name: text for name in ("target", "start") if (text := given[name])}
                self.app_.act(
                    lambda: self.planner.moving.move_goal(goal.id, **given),
                    again=lambda _: ask(MoveGoal(goal, dates=typed)),
                )

        ask(MoveGoal(goal, by=by))

    def action_put_up(self) -> None:
        """Put what is chosen further up."""
        self._put("up")

    def action_put_down(self) -> None:
        """Put what is chosen further down."""
        self._put("down")

    def _put(self, where: Where) -> None:
        line = self.chosen()
        if line is not None:
            milestone = line.milestone.id
            self.app_.act(lambda: self.planner.ordering.milestone(milestone, where), quiet=True)
        elif goal := self._goal():
            self.app_.act(lambda: self.planner.ordering.goal(goal.id, where), quiet=True)

    def action_delete(self) -> None:
        """Delete the milestone that is chosen, else the goal with all of its milestones."""
        if self.chosen() is not None:
            super().action_delete()
            return
        if goal := self._goal():
            self.app_.ask(lambda: self.planner.queries.goal(goal.id), self._confirm_delete)

    def _confirm_delete(self, detail: GoalDetail) -> None:
        goal = detail.line.goal

        def answered(answer: str | None) -> None:
            if answer == "yes":
                self.app_.act(lambda: self.planner.goals.delete(goal.id))

        say = f"It goes with its {count(len(detail.lines), 'milestone')}. u brings all of it back."
        self.app_.push_screen(Confirm(f"Delete “{goal.title}”?", "Delete", no="Keep it", say=say), answered)

    def action_edit(self) -> None:
        """Edit the milestone that is chosen, else the goal."""
        if self.chosen() is not None:
            super().action_edit()
        elif goal := self._goal():
            from planner.ui.modals.edit_goal import edit_goal

            edit_goal(self.app_, goal)
