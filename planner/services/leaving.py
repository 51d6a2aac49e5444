"""What becomes of goals that milestones leave, and where milestones come to stand in the goal they join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.domain.answers import is_cycle_over
from planner.domain.plan import Goal, Milestone, Plan
from planner.services.context import Context
from planner.services.cycles import rolled_on


def leaving(context: Context, plan: Plan, targets: Sequence[Milestone]) -> list[Goal | Milestone]:
    """The goals that these steps leave. They remember it, so that an answer or a cycle does not bring them back,
    and go on to their next cycle if nothing else was open in this one."""
    records: list[Goal | Milestone] = []
    ids = {target.id for target in targets}
    for goal_id in dict.fromkeys(target.goal for target in targets if target.goal in plan.goals and target.key):
        goal = plan.goals[goal_id or ""]
        keys = (target.key for target in targets if target.goal == goal.id and target.key is not None)
        goal = replace(goal, without=tuple(dict.fromkeys((*goal.without, *keys))))
        rest = [member for member in plan.members(goal.id) if member.id not in ids]
        added: tuple[Milestone, ...] = ()
        if is_cycle_over(goal, rest):
            goal, added, _ = rolled_on(context, plan, goal, rest)
        records += (goal, *added)
    return records


def last_order(plan: Plan, goal: str | None) -> int:
    """The place after all that a goal (None: the inbox) has."""
    return max((milestone.order for milestone in plan.members(goal)), default=-1) + 1
