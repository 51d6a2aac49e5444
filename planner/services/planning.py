"""Hours against hours: how full the weeks are, and moves that take out what is too much, as one Change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from planner.domain.agenda import GoalLine
from planner.domain.capacity import Check, Suggestion, can_move
from planner.domain.errors import Infeasible, NotMet
from planner.domain.levelling import Levelled, level, still_level
from planner.domain.living import anchors_of, dated_by_hand, keyed
from planner.domain.moving import Move, Moved, staying
from planner.domain.plan import Edit, Goal, Milestone, Plan
from planner.domain.suggesting import check
from planner.services.context import Context, find_goal
from planner.services.results import Done

WEEKS = 26


def refuse_unlevelled(found: Levelled, hint: str = "") -> None:
    """Raise Infeasible where weeks are too full and nothing can be moved for it."""
    if not found.shifts and found.full:
        raise Infeasible(found.problem, hint)


class Planning:
    """The weeks of all active goals together."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def check(self, weeks: int = WEEKS) -> Check:
        """The next weeks, the running one first, with what could move where one holds too much."""
        return check(self._context.store.load(), self._context.today(), weeks)

    def forecasts(self, ref: str | None = None) -> list[GoalLine]:
        """The active goals with their forecasts; or one goal, whatever it is. Raises NotFound, Ambiguous."""
        plan = self._context.store.load()
        lister = self._context.lister(plan)
        if ref is not None:
            return [lister.goal_line(find_goal(plan, ref))]
        return [line for line in lister.goals() if line.forecast is not None]

    def preview_level(self) -> Levelled:
        """The moves that would take overload out, as much as can be; nothing is stored."""
        return level(self._context.store.load(), self._context.today())

    def level(self, seen: Levelled | None = None) -> Done:
        """Make these moves as one Change; those that were `seen` in a preview are made without looking again.

        They are looked for before the store is held, so that nobody waits for that. Raises Infeasible where there are
        none that do, NotMet when the plan is not as it was when they were looked for.
        """
        found = seen or self.preview_level()
        refuse_unlevelled(found, "planner plan level --dry-run names what is in the way.")
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            there = all(_stands(plan, each.milestone, each.due) for each in found.shifts)
            if not there or not still_level(plan, self._context.today(), found):
                raise NotMet("The plan was changed since these moves were looked for.", "Look for them again.")
            ids[:] = [each.milestone for each in found.shifts]
            days = {each.milestone: each.to for each in found.shifts}
            moved = standing(self._context, plan, days)
            return Edit(f"Level the weeks: {len(days)} milestone{'s' if len(days) != 1 else ''} later", moved)

        return Done(change=self._context.commit(act), ids=tuple(ids))

    def take(self, move: Suggestion) -> Done:
        """Move one milestone as it was suggested for a week. Raises NotMet when it is not where it was."""

        def act(plan: Plan) -> Edit:
            if not _stands(plan, move.milestone, move.to - timedelta(days=move.days)):
                raise NotMet(f"“{move.title}” was changed since that was suggested.", "Look at the week again.")
            days = f"{move.days} day{'s' if move.days != 1 else ''}"
            return Edit(f"Move “{move.title}” by {days}", standing(self._context, plan, {move.milestone: move.to}))

        return Done(change=self._context.commit(act), ids=(move.milestone,))


def _stands(plan: Plan, milestone_id: str, due: date) -> bool:
    """Whether the milestone is still there to be moved from that day."""
    milestone = plan.milestones.get(milestone_id)
    return milestone is not None and milestone.is_open and can_move(milestone) and milestone.due == due


def standing(context: Context, plan: Plan, days: Mapping[str, date]) -> tuple[Milestone, ...]:
    """These milestones on these days, and what counts from them where it stands: offsets are rewritten, so that all of
    it still moves with its goal."""
    by_goal: dict[str | None, list[Milestone]] = {}
    for each in days:
        by_goal.setdefault(plan.milestones[each].goal, []).append(plan.milestones[each])
    found: list[Milestone] = []
    for goal_id, moving in by_goal.items():
        goal = plan.goals.get(goal_id or "")
        found += _in_goal(context, plan, goal, moving, days)
    return tuple(found)


def _in_goal(
    context: Context, plan: Plan, goal: Goal | None, moving: list[Milestone], days: Mapping[str, date]
) -> list[Milestone]:
    now = context.now()
    if goal is None:
        return [replace(dated_by_hand(each, None, days[each.id]), dated_at=now) for each in moving]
    template = context.template_of(plan, goal)
    members = {each.id: each for each in plan.members(goal.id)}
    # Each on its day first: the offset of one that counts from another is taken from where that one stands then.
    there = {at: replace(each, due=days.get(each.id, each.due)) for at, each in members.items()}
    anchors = anchors_of(goal, template, keyed(there.values()))
    found = {each.id: replace(dated_by_hand(each, anchors, days[each.id]), dated_at=now) for each in moving}
    keys = {each.key for each in moving if each.key}
    counting = [each for each in members.values() if each.id not in days and _counts_from(each, keys)]
    stay = Move(goal=goal, moved=tuple(Moved(before=each, after=each) for each in counting))
    kept = staying(stay, template, list({**there, **found}.values()))
    return [*found.values(), *kept]


def _counts_from(milestone: Milestone, keys: set[str]) -> bool:
    from planner.domain.anchors import counted_from

    return milestone.is_open and milestone.due is not None and counted_from(milestone.moment) in keys
