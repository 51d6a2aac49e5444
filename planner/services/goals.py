"""What a person does with goals: build one from a template, answer its questions, pause, achieve, drop, delete."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Literal

from planner.domain.build import Draft, GoalRequest, draft
from planner.domain.copies import beginning, begun_before, copy_goal
from planner.domain.dates import parse_day
from planner.domain.errors import Infeasible, NotFound, NotMet
from planner.domain.forecast import with_rest
from planner.domain.living import shifted
from planner.domain.plan import TITLE_LIMIT, Edit, Goal, Plan, TemplateCopy
from planner.domain.repeat import close
from planner.domain.text import notes as checked_notes
from planner.domain.text import shown
from planner.domain.text import title as checked_title
from planner.services.answering import OWN_ANSWERS, Answered, answer_goal, read_answer
from planner.services.context import Context, find_goal
from planner.services.cycles import begin_running
from planner.services.goal_edits import GoalEdit, edited_goal
from planner.services.milestones import unlink_from
from planner.services.results import Done

if TYPE_CHECKING:
    from planner.domain.template import Template
    from planner.services.combining import Combining


class Goals:
    """The acts; a ref is an id, a unique prefix of it, or a unique beginning of the title."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def preview(self, request: GoalRequest) -> Draft:
        """The plan as it would be; nothing is stored. Raises NotFound, TemplateInvalid, WrongUsage."""
        return self._combining.preview((request,))[0]

    def create(self, request: GoalRequest) -> Done:
        """Build the goal. Raises Infeasible, and InThePast unless the request says which way out to take."""
        return self._combining.create((request,))

    @cached_property
    def _combining(self) -> Combining:
        from planner.services.combining import Combining  # only what builds goals needs it

        return Combining(self._context, self.lay_out)

    def lay_out(self, request: GoalRequest) -> tuple[Draft, TemplateCopy]:
        """One goal by itself, whatever else is planned, and the copy of its template. Raises as `preview`."""
        template, text, digest = self._template(request.template)
        copy = TemplateCopy(id=digest, template=template.id, version=template.version, text=text)
        return self._draft(template, request, digest), copy

    def begin(self, title: str, *, target: str = "", start: str = "", notes: str = "") -> Done:
        """A goal of the person's own, without a template; dates in words. Raises WrongUsage, Infeasible."""
        new_id = self._context.ids.new()
        today = self._context.today()
        first, last = (parse_day(words, today) if words.strip() else None for words in (start, target))
        if first is not None and last is not None and first > last:
            raise Infeasible(f"The start ({first}) would come after the target ({last}).", "Give it a later target.")

        def act(plan: Plan) -> Edit:
            goal = Goal(
                id=new_id,
                title=checked_title(title),
                created=self._context.now(),
                start=first,
                target=last,
                notes=checked_notes(notes),
                order=last_order(plan),
            )
            return Edit(f"Begin “{goal.title}”", (goal,))

        return Done(change=self._context.commit(act), ids=(new_id,))

    def began(self, ref: str) -> date | None:
        """The first day of a goal, where it is over: of a copy it is then to be said when it begins. Raises NotFound,
        Ambiguous."""
        plan = self._context.store.load()
        return begun_before(plan.members(find_goal(plan, ref).id), self._context.today())

    def duplicate(self, ref: str, *, title: str = "", start: date | Literal["as it is"] | None = None) -> Done:
        """An active copy with all of its milestones open; ids[0] is the new goal.

        Its first step stands on `start`, and the rest as far from it as before; fixed dates ahead stay. Without one
        all days stay, or what would begin in the past begins today; `as it is` keeps the past ones too, marked as a
        late start. Raises WrongUsage where a date leaves 1970 to 2199.
        """
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            goal = find_goal(plan, ref)
            named = checked_title(title) if title.strip() else checked_title(f"{goal.title[: TITLE_LIMIT - 7]} (copy)")
            now, today, old = self._context.now(), self._context.today(), plan.members(goal.id)
            anew = isinstance(start, date) or (start is None and begun_before(old, today) is not None)
            copy, members = copy_goal(
                goal, old, title=named, order=last_order(plan), now=now, new_id=self._context.ids.new, anew=anew
            )
            if anew:
                day = start if isinstance(start, date) else today
                copy, members = beginning(
                    copy, self._context.template_of(plan, goal), members, day, today=today, now=now
                )
            copy = replace(copy, late_start=begun_before(members, today) is not None)
            ids[:] = [copy.id]
            return Edit(f"Duplicate “{goal.title}”", (copy, *members))

        return Done(change=self._context.commit(act), ids=tuple(ids))

    def _template(self, template_id: str) -> tuple[Template, str, str]:
        template = self._context.templates.get(template_id)
        text = self._context.templates.canonical(template)
        return template, text, hashlib.sha256(text.encode()).hexdigest()

    def _draft(self, template: Template, request: GoalRequest, digest: str) -> Draft:
        _refuse_unknown(template, request)
        today = self._context.today()
        given = {key: text for key, text in request.answers.items() if text.strip()}
        answers = {key: read_answer(template, key, text, today) for key, text in given.items()}
        named = replace(request, answers=answers, title=checked_title(request.title) if request.title else None)
        return draft(
            template,
            named,
            digest=digest,
            today=today,
            now=self._context.now(),
            new_id=self._context.ids.new,
        )

    def edit(self, ref: str, changes: GoalEdit) -> Done:
        """Change what is given of it. Raises WrongUsage, and ChangedMeanwhile where that is another one now."""
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            goal = find_goal(plan, ref)
            ids[:] = [goal.id]
            return Edit(f"Edit “{goal.title}”", (edited_goal(plan, goal, changes),))

        return Done(change=self._context.commit(act), ids=tuple(ids))

    def mute(self, ref: str, *, muted: bool) -> Done:
        """Let none of its milestones remind, or let them again."""
        return self._simple("Mute" if muted else "Unmute", ref, partial(replace, muted=muted))

    def answer(self, ref: str, answers: Mapping[str, str]) -> Done:
        """Answer questions (dates in words, options by key); "" takes an answer back. Dates what waited for them.

        Raises as `answer_goal`.
        """
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            goal = find_goal(plan, ref)
            ids[:] = [goal.id]
            found = answer_goal(self._context, plan, goal, answers)
            pointers = unlink_from(plan, {milestone.id for milestone in found.gone})
            kept = {milestone.id: milestone for milestone in (*pointers, *found.put)}
            gone = tuple(("milestones", milestone.id) for milestone in found.gone)
            return Edit(found.name, (found.move.goal, *kept.values()), gone)

        return Done(change=self._context.commit(act), ids=tuple(ids))

    def preview_answer(self, ref: str, answers: Mapping[str, str]) -> Answered:
        """What answers would date, bring in and take away; nothing is stored. Raises as `answer_goal`."""
        plan = self._context.store.load()
        return answer_goal(self._context, plan, find_goal(plan, ref), answers)

    def next_cycle(self, ref: str, *, store: bool = True) -> Done:
        """Plan the cycle that runs, where the planned one is over; without `store` only look. Raises NotMet."""
        return begin_running(self._context, ref, store=store)

    def pause(self, ref: str) -> Done:
        """Take the goal out of next, overdue, reminders and capacity. Raises NotMet unless it is active."""

        def rule(goal: Goal) -> Goal:
            if goal.status != "active":
                raise NotMet(f"“{goal.title}” is {goal.status}, not active.")
            return replace(goal, status="paused", paused_on=self._context.today())

        return self._simple("Pause", ref, rule)

    def resume(self, ref: str, *, shift: bool) -> Done:
        """Make a paused, achieved or dropped goal active; `shift` moves its soft dates by the days of the pause."""
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            goal = find_goal(plan, ref)
            ids[:] = [goal.id]
            if goal.status == "active":
                raise NotMet(f"“{goal.title}” is active already.")
            days = (self._context.today() - goal.paused_on).days if goal.paused_on else 0
            rested = with_rest(goal, self._context.today())
            new = replace(rested, status="active", paused_on=None, ended_on=None)
            if not shift or not days:
                return Edit(f"Resume “{goal.title}”", (new,))
            members = plan.members(goal.id)
            moved = shifted(goal, self._context.template_of(plan, goal), members, days, now=self._context.now())
            return Edit(f"Resume “{goal.title}”, {days} days later", (new, *moved))

        return Done(change=self._context.commit(act), ids=tuple(ids))

    def achieve(self, ref: str, *, force: bool = False) -> Done:
        """The goal is reached. Raises NotMet naming what is open, unless forced: then that is skipped."""
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            goal = find_goal(plan, ref)
            ids[:] = [goal.id]
            if goal.status == "achieved":
                raise NotMet(f"“{goal.title}” is achieved already.")
            still_open = [milestone for milestone in plan.members(goal.id) if milestone.is_open]
            if still_open and not force:
                raise NotMet(
                    f"“{goal.title}” has {len(still_open)} open milestones, “{still_open[0].title}” first.",
                    "Achieve it anyway to skip them, or complete them first.",
                )
            now, today = self._context.now(), self._context.today()
            skipped = (  # a series ends here: without its rule nothing comes after the open occurrence
                replace(close(replace(each, repeat=None), "skipped", at=now, on=today), repeat=each.repeat)
                for each in still_open
            )
            new = replace(with_rest(goal, today), status="achieved", ended_on=today, paused_on=None)
            return Edit(f"Achieve “{goal.title}”", (new, *skipped))

        return Done(change=self._context.commit(act), ids=tuple(ids))

    def drop(self, ref: str) -> Done:
        """Hide the goal and keep all of it."""

        def rule(goal: Goal) -> Goal:
            if goal.status == "dropped":
                raise NotMet(f"“{goal.title}” is dropped already.")
            today = self._context.today()
            return replace(with_rest(goal, today), status="dropped", ended_on=today, paused_on=None)

        return self._simple("Drop", ref, rule)

    def delete(self, ref: str) -> Done:
        """Delete the goal and its milestones; what else pointed at them stays, unlinked."""
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            goal = find_goal(plan, ref)
            ids[:] = [goal.id]
            gone = {milestone.id for milestone in plan.members(goal.id)}
            drops = [("goals", goal.id), *(("milestones", each) for each in sorted(gone))]
            copies = {other.template.digest for other in plan.goals.values() if other.template and other.id != goal.id}
            if goal.template is not None and goal.template.digest not in copies:
                drops.append(("templates", goal.template.digest))
            return Edit(f"Delete “{goal.title}”", tuple(unlink_from(plan, gone)), tuple(drops))

        return Done(change=self._context.commit(act), ids=tuple(ids))

    def _simple(self, verb: str, ref: str, rule: object) -> Done:
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            goal = find_goal(plan, ref)
            ids[:] = [goal.id]
            assert callable(rule)
            return Edit(f"{verb} “{goal.title}”", (rule(goal),))

        return Done(change=self._context.commit(act), ids=tuple(ids))


def last_order(plan: Plan) -> int:
    """The place of a goal that comes after all others."""
    return max((goal.order for goal in plan.goals.values()), default=-1) + 1


def _refuse_unknown(template: Template, request: GoalRequest) -> None:
    for key in (*request.without, *request.also, *request.changes):
        if key not in template.steps:
            raise NotFound(
                f"“{template.title}” has no step “{shown(key)}”.",
                f"See its keys with: planner template show {template.id}",
            )
    known = {question.key for question in template.questions} | OWN_ANSWERS
    for key in request.answers:
        if key not in known or key in {"start", "target"}:
            names = sorted(known - {"start", "target"})
            raise NotFound(f"“{template.title}” has no question “{shown(key)}”.", f"It has: {', '.join(names)}.")
