"""From templates to goals: one or several in one go, as one Change, with a look at it first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.domain.build import Draft, GoalRequest, common_ways
from planner.domain.combine import combined, identity
from planner.domain.errors import Infeasible, InThePast, NotFound, TemplateInvalid, WrongUsage
from planner.domain.plan import Edit, Plan, TemplateCopy
from planner.domain.template import Template
from planner.domain.text import shown
from planner.services.context import Context
from planner.services.results import Done

LayOut = Callable[[GoalRequest], tuple[Draft, TemplateCopy]]
"""Gives one goal by itself; see `Goals.lay_out`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Goals that are laid out and can be made: `drafts` is what they would be, in the order that was asked for.

    `requests`, `alone` and `generation` are what they follow from: the requests with their dates, each goal by itself
    with the copy of its template, and the plan that was looked at.
    """

    drafts: tuple[Draft, ...]
    requests: tuple[GoalRequest, ...]
    alone: tuple[tuple[Draft, TemplateCopy], ...]
    generation: int


class Combining:
    """Goals built from templates. What two of them have in common exists once."""

    def __init__(self, context: Context, lay_out: LayOut) -> None:
        self._context = context
        self._lay_out = lay_out

    def prepare(
        self, requests: Sequence[GoalRequest], *, start: date | None = None, target: date | None = None
    ) -> Prepared:
        """The goals as they would be, ready to be made; nothing is stored.

        `start` and `target` are dates that all share; a request with one of its own takes no part in that. Raises
        NotFound, TemplateInvalid, and WrongUsage also where a template is named twice.
        """
        requests = self._spread(requests, start, target)
        alone = tuple(self._drafted(requests))
        plan = self._context.store.load()
        drafts = self._joined(alone, requests, plan)
        return Prepared(drafts=drafts, requests=requests, alone=alone, generation=plan.generation)

    def make(self, prepared: Prepared) -> Done:
        """Make the goals just as they were prepared, all or none; only what another put into the plan since then is
        taken into account. Raises Infeasible, and InThePast unless the requests say which way out."""
        requests = prepared.requests
        refuse(prepared.drafts, requests, self._context.today())

        def act(plan: Plan) -> Edit:
            order = max((goal.order for goal in plan.goals.values()), default=-1) + 1
            is_same = plan.generation == prepared.generation
            final = prepared.drafts if is_same else self._joined(prepared.alone, requests, plan)
            goals = [replace(draft.goal, order=order + number) for number, draft in enumerate(final)]
            copies = {copy.id: copy for _, copy in prepared.alone if copy.id not in plan.templates}
            milestones = [milestone for draft in final for milestone in draft.milestones]
            named = [f"“{goal.title}”" for goal in goals]
            name = " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
            return Edit(f"Plan {name}", (*goals, *milestones, *copies.values()))

        return Done(change=self._context.commit(act), ids=tuple(draft.goal.id for draft in prepared.drafts))

    def preview(
        self, requests: Sequence[GoalRequest], *, start: date | None = None, target: date | None = None
    ) -> tuple[Draft, ...]:
        """The goals as they would be. Raises as `prepare`."""
        return self.prepare(requests, start=start, target=target).drafts

    def create(self, requests: Sequence[GoalRequest], *, start: date | None = None, target: date | None = None) -> Done:
        """Make the goals at once. Raises as `prepare` and `make`."""
        return self.make(self.prepare(requests, start=start, target=target))

    def _spread(
        self, requests: Sequence[GoalRequest], start: date | None, target: date | None
    ) -> tuple[GoalRequest, ...]:
        """The requests with the dates that they share, as each would take them alone; what counts from a day it was
        earned takes neither."""
        return tuple(
            replace(request, start=start, target=target)
            if request.start is None
            and request.target is None
            and self._context.templates.get(request.template).plan_from != "earned"
            else request
            for request in requests
        )

    def _drafted(self, requests: Sequence[GoalRequest]) -> list[tuple[Draft, TemplateCopy]]:
        named = [request.template for request in requests]
        for template in named:
            if named.count(template) > 1:
                raise WrongUsage(f"“{shown(template)}” is named twice.", "Name each template once.")
        if len(requests) == 1:
            return [self._lay_out(requests[0])]
        found = []
        for request in requests:
            # A way out of the past is for those goals only that would begin there.
            first = self._lay_out(replace(request, past="ask"))
            found.append(self._lay_out(request) if first[0].past and request.past != "ask" else first)
        return found

    def _joined(
        self, alone: Sequence[tuple[Draft, TemplateCopy]], requests: Sequence[GoalRequest], plan: Plan
    ) -> tuple[Draft, ...]:
        drafts = [draft for draft, _ in alone]
        same_as = self._same_as(drafts, plan)
        anew = [request.also for request in requests]
        return combined(drafts, plan, lambda name: identity(name, same_as), anew=anew, today=self._context.today())

    def _same_as(self, drafts: Sequence[Draft], plan: Plan) -> Callable[[str], str | None]:
        """What a step says it is the same as: as the drafts have it, else the goals of the plan, else the shelf."""
        known: dict[str, Template | None] = {}
        for goal in plan.goals.values():
            if goal.template is not None and goal.status != "dropped":
                known[goal.template.id] = self._context.template_of(plan, goal)
        known |= {draft.template.id: draft.template for draft in drafts}

        def same_as(name: str) -> str | None:
            template_id, _, key = name.partition("/")
            if template_id not in known:
                known[template_id] = self._from_shelf(template_id)
            template = known[template_id]
            step = template.steps.get(key) if template is not None else None
            return step.same_as if step is not None else None

        return same_as

    def _from_shelf(self, template_id: str) -> Template | None:
        """None where it cannot be had: then what names it is the same as whatever else names it."""
        try:
            return self._context.templates.get(template_id)
        except (NotFound, TemplateInvalid):
            return None


def refuse(drafts: Sequence[Draft], requests: Sequence[GoalRequest], today: date) -> None:
    """Raise Infeasible for what does not fit, and InThePast for what would begin there without a word about it."""
    broken = [draft for draft in drafts if draft.problems]
    if broken:
        hint = _feasible_hint(broken[0]) if len(drafts) == 1 else "Change its dates, or leave steps out."
        raise Infeasible(" ".join(_of(draft, drafts, " ".join(draft.problems)) for draft in broken), hint)
    ways = {request.template: request.past for request in requests}
    past = [draft for draft in drafts if draft.past and ways[draft.template.id] != "late"]
    if past:
        sentences = (_of(draft, drafts, past_sentence(draft, today)) for draft in past)
        raise InThePast(" ".join(sentences), past_hint(*past))


def _of(draft: Draft, drafts: Sequence[Draft], sentence: str) -> str:
    return sentence if len(drafts) == 1 else f"{draft.goal.title}: {sentence}"


def past_sentence(plan_draft: Draft, today: date) -> str:
    """Which milestones would begin in the past."""
    lines = {line.step.key: line for line in plan_draft.lines}
    first = lines[plan_draft.past[0]].milestone
    others = len(plan_draft.past) - 1
    more = f" and {others} more" if others else ""
    due = first.due.isoformat() if first.due else ""
    return f"“{first.title}” ({due}){more} would lie before today, {today.isoformat()}."


def past_hint(*drafts: Draft) -> str:
    """The ways out that help; of several plans each takes the one that is chosen."""
    helpful = common_ways(drafts)
    said = []
    if "earliest" in helpful:
        day = drafts[0].earliest_target
        target = (
            f"the earliest target that fits, {day}" if len(drafts) == 1 else "for each the earliest target that fits"
        )
        said.append(f"{target} (--past earliest)")
    if "compress" in helpful:
        said.append("compress in proportion (--past compress)")
    if not said:
        return "One way out is left: keep the dates, marked as a late start (--past late)."
    return "Choose: " + "; or ".join([*said, "keep the dates, marked as a late start (--past late)"]) + "."


def _feasible_hint(plan_draft: Draft) -> str:
    if plan_draft.earliest_target is None:
        return "Leave one of them out, or move its date."
    return f"Starting today, the earliest target that fits is {plan_draft.earliest_target.isoformat()}."
