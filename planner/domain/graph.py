"""What follows what in a plan: by `after`, and by a day that counts from another's and lies later.

A series holds back only what it holds back elsewhere, and nothing counts from it here. What rests, and what is done,
is no part of it; what is of a goal that rests, was given up or reached is none that could be pushed by other goals.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from planner.domain.dependencies import holds_back
from planner.domain.durations import parse_moment
from planner.domain.errors import WrongUsage
from planner.domain.plan import Milestone, Plan


class Graph:
    """The links of a plan, each looked up when it is asked for; ids are of milestones in the plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._counting: dict[str, dict[str, list[str]]] = {}
        self._sources: dict[str, str] = {}
        self._after: dict[str, list[str]] = {}
        self._before: dict[str, list[str]] = {}

    def _counts(self, milestone: Milestone, beside: Milestone) -> bool:
        """Whether it is still to be done and matters to `beside`."""
        if not milestone.is_open or milestone.is_paused:
            return False
        goal = self.plan.goals.get(milestone.goal or "")
        return goal is None or goal.status == "active" or milestone.goal == beside.goal

    def _of_goal(self, goal_id: str | None) -> dict[str, list[str]]:
        """By id, the open members of a goal that count from it with a later day; a series is no such anchor."""
        if goal_id is None:
            return {}
        if goal_id in self._counting:
            return self._counting[goal_id]
        members = self.plan.by_goal.get(goal_id, ())
        named: dict[tuple[str, int], Milestone] = {}
        for each in members:
            named.setdefault((each.key or each.id, each.cycle), each)
        found: dict[str, list[str]] = {}
        for each in members:
            source = _source(each, named)
            if source is not None and source.id not in each.after:
                found.setdefault(source.id, []).append(each.id)
                self._sources[each.id] = source.id
        self._counting[goal_id] = found
        return found

    def after(self, milestone_id: str) -> list[str]:
        """What it pushes when it is delayed."""
        if milestone_id not in self._after:
            self._after[milestone_id] = self._look_after(milestone_id)
        return self._after[milestone_id]

    def before(self, milestone_id: str) -> list[str]:
        """What it waits for: of any goal, as long as it is open."""
        if milestone_id not in self._before:
            self._before[milestone_id] = self._look_before(milestone_id)
        return self._before[milestone_id]

    def _look_after(self, milestone_id: str) -> list[str]:
        milestone = self.plan.milestones[milestone_id]
        follow = (self.plan.milestones[each] for each in self.plan.successors.get(milestone_id, ()))
        found = [each.id for each in follow if self._counts(each, milestone) and holds_back(milestone, each)]
        counting = self._of_goal(milestone.goal).get(milestone_id, ())
        return found + [each for each in counting if self._counts(self.plan.milestones[each], milestone)]

    def _look_before(self, milestone_id: str) -> list[str]:
        milestone = self.plan.milestones[milestone_id]
        known = (self.plan.milestones.get(each) for each in milestone.after)
        found = [each.id for each in known if each and is_alive(each) and holds_back(each, milestone)]
        self._of_goal(milestone.goal)
        source = self._sources.get(milestone_id)
        return [*found, source] if source and is_alive(self.plan.milestones[source]) else found


def is_alive(milestone: Milestone) -> bool:
    """Whether it is still to be done, and does not rest."""
    return milestone.is_open and not milestone.is_paused


def _source(milestone: Milestone, named: dict[tuple[str, int], Milestone]) -> Milestone | None:
    """The step whose day its own counts from, if that comes first."""
    if milestone.moment is None or milestone.due is None or milestone.fixed:
        return None
    try:
        moment = parse_moment(milestone.moment)
    except WrongUsage:  # written by hand: then it counts from nothing
        return None
    if moment.offset.months < 0 or moment.offset.days < 0:
        return None
    found = named.get((moment.anchor, milestone.cycle)) or named.get((moment.anchor, 0))
    if found is None or found.repeat is not None or found.due is None or found.due > milestone.due:
        return None
    return found if found.id != milestone.id else None


def components(
    roots: Iterable[str], after: Callable[[str], Sequence[str]], known: Collection[str]
) -> Iterator[list[str]]:
    """All that is reached from the roots but not `known` yet, in rings of those that reach each other; each ring comes
    after all that it leads to. Linear; a chain of any length. `known` may grow meanwhile."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    standing: set[str] = set()
    for root in roots:
        if root in known or root in number:
            continue
        path = [(root, iter(after(root)))]
        number[root] = low[root] = len(number)
        stack.append(root)
        standing.add(root)
        while path:
            here, rest = path[-1]
            for each in rest:
                if each in standing:
                    low[here] = min(low[here], number[each])
                elif each not in number and each not in known:
                    number[each] = low[each] = len(number)
                    stack.append(each)
                    standing.add(each)
                    path.append((each, iter(after(each))))
                    break
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[here])
                if low[here] == number[here]:
                    ring = [stack.pop()]
                    while ring[-1] != here:
                        ring.append(stack.pop())
                    standing.difference_update(ring)
                    yield ring
