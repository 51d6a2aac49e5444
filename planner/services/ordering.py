"""The order in which goals and milestones stand, where the person puts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, TypeVar

from planner.domain.agenda import goal_order
from planner.domain.plan import Edit, Goal, Milestone, Plan
from planner.services.context import Context, find_goal, find_milestone
from planner.services.results import Done

Where = Literal["up", "down", "first", "last"]
_T = TypeVar("_T", Goal, Milestone)


class Ordering:
    """Moving one among its like; each is one Change, and at the end of the line nothing changes."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def goal(self, ref: str, where: Where) -> Done:
        """Among the goals of its status."""

        def act(plan: Plan) -> tuple[Goal, Sequence[Goal]]:
            goal = find_goal(plan, ref)
            others = [each for each in plan.goals.values() if each.status == goal.status]
            return goal, sorted(others, key=goal_order)

        return self._moved(act, where)

    def milestone(self, ref: str, where: Where) -> Done:
        """Among the milestones of its goal, or of the inbox."""

        def act(plan: Plan) -> tuple[Milestone, Sequence[Milestone]]:
            milestone = find_milestone(plan, ref)
            return milestone, plan.members(milestone.goal)

        return self._moved(act, where)

    def _moved(self, find: object, where: Where) -> Done:
        ids: list[str] = []

        def act(plan: Plan) -> Edit:
            assert callable(find)
            one, row = find(plan)
            ids[:] = [one.id]
            return Edit(f"Put “{one.title}” {_words(where)}", tuple(_placed(one, row, where)))

        return Done(change=self._context.commit(act), ids=tuple(ids))


def _placed(one: _T, row: Sequence[_T], where: Where) -> list[_T]:
    """The records whose number in the row is another one."""
    others = [each for each in row if each.id != one.id]
    at = [each.id for each in row].index(one.id)
    to = {"up": max(0, at - 1), "down": min(len(others), at + 1), "first": 0, "last": len(others)}[where]
    if to == at:
        return []
    others.insert(to, one)
    return [replace(each, order=number) for number, each in enumerate(others) if each.order != number]


def _words(where: Where) -> str:
    return {"up": "further up", "down": "further down", "first": "first", "last": "last"}[where]
