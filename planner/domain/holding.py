"""Which dates cannot hold where weeks stay too full, and the earliest days that can.

A date that can be in the way is a fixed one, or the target of a goal. Alone each is let go as late as it likes: if all
fits then, the earliest day is looked for with which it still does. Where none is enough alone, as few as can be are
named that have to move together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from planner.domain.levelling_task import Task
from planner.domain.levelling_work import Work
from planner.domain.plan import Milestone

MANY = 300
"""Milestones with hours: with more of them few dates are tried, and a day that can is named, not surely the first."""
_TRIES = 100
_EACH = 0.05
"""Of the work that is left, for each of them."""
_CANDIDATES = 12
_NAMED = 3
_Key = tuple[Literal["milestone", "target"], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A date that cannot hold: of a milestone with a fixed date, or the target of a goal. All fits if it is the day
    `earliest` instead; `sure`: on no day before that."""

    kind: Literal["milestone", "target"]
    id: str
    title: str
    due: date
    earliest: date
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Weeks (their Mondays) that cannot be made to fit, and the dates that would have to give way: all of them if
    `together`, else any one is enough."""

    weeks: tuple[date, ...]
    held: tuple[Held, ...]
    together: bool = False


def conflicts(task: Task, relaxed: frozenset[int], work: Work) -> tuple[Conflict, ...]:
    """What would make the weeks fit that stay too full: the `relaxed` and those with too much that cannot move."""
    full = sorted(week for week in task.weeks if week in relaxed or week in task.least)
    full = [week for week in full if week in relaxed or week not in task.series]
    if not full:
        return ()
    finder = _Finder(task, relaxed, work)
    whole = finder.conflict(full, alone=True)
    if whole is not None:
        return (whole,)
    runs: list[list[int]] = []
    for week in full:
        if runs and week - runs[-1][-1] <= 7:
            runs[-1].append(week)
        else:
            runs.append([week])
    return tuple(found for run in runs if (found := finder.conflict(run)) is not None)


class _Finder:
    def __init__(self, task: Task, relaxed: frozenset[int], work: Work) -> None:
        self._task, self._relaxed, self._work = task, relaxed, work
        self._many = len(task.load.members) > MANY
        self._tries = _NAMED if self._many else _TRIES

    def conflict(self, weeks: list[int], *, alone: bool = False) -> Conflict | None:
        """The dates in the way of these weeks; None if no dates would help. `alone`: only single ones."""
        caps = self._task.caps(self._relaxed.difference(weeks))
        for week in weeks:
            caps.pop(week, None)
            if week in self._task.series:
                caps[week] = self._task.series[week]
        keys = self._candidates(weeks)
        held = [found for key in keys if (found := self._earliest(key, {}, caps)) is not None]
        together = False
        if not held and not alone and len(keys) > 1:
            together, held = True, self._least_set(keys, caps)
        if not held:
            return None
        mondays = tuple(date.fromordinal(week) for week in weeks)
        held.sort(key=lambda each: (each.due, each.title, each.id))
        return Conflict(weeks=mondays, held=tuple(held), together=together)

    # Who could be in the way

    def _candidates(self, weeks: list[int]) -> list[_Key]:
        load = self._task.load
        plan = load.plan
        lying = [load.members[each] for week in weeks for each in load.by_week[week]]
        lying.sort(key=_place)
        chain = {each.id: each for each in lying}
        waiting = list(lying)
        for each in waiting:  # what they follow may have to move, and what follows them holds them
            for other in (*plan.successors.get(each.id, ()), *each.after):
                one = plan.milestones.get(other)
                if one is not None and other not in chain and one.is_open and one.due is not None and not one.expected:
                    chain[other] = one
                    waiting.append(one)
        linked = sorted(chain.values(), key=_place)
        found: dict[_Key, None] = {("milestone", each.id): None for each in linked if _fixed(each)}
        for each in linked:
            goal = plan.goals.get(each.goal or "")
            if goal is None or goal.target is None or each.due is None:
                continue
            if each.id in load.movable and each.due <= goal.target:
                found[("target", goal.id)] = None
        last = max((limit for each, limit in self._task.limits().items() if each in chain), default=0)
        near = [one for one in load.members.values() if _fixed(one) and one.due]
        near.sort(key=_place)
        for one in near:
            if one.due and weeks[0] <= one.due.toordinal() <= last + load.length(one):
                found[("milestone", one.id)] = None
        return list(found)[:_CANDIDATES]

    # How far it would have to move

    def _fits(self, free: Mapping[_Key, int], caps: Mapping[int, int]) -> tuple[dict[str, int] | None, bool]:
        """The moves with these dates let go up to that day, if all fits; and whether it is sure that none do."""
        if self._tries <= 0 or self._work.left <= 0:
            return None, False
        self._tries -= 1
        fixed = {each: day for (kind, each), day in free.items() if kind == "milestone"}
        targets = {each: day for (kind, each), day in free.items() if kind == "target"}
        part = self._work.part(_EACH)
        limits = self._task.limits(fixed, targets)
        found = self._task.solve(limits, caps, work=part, search=not self._many, any_will_do=True)
        self._work.returned(part)
        return found.moved, found.sure

    def _earliest(self, key: _Key, others: Mapping[_Key, int], caps: Mapping[int, int]) -> Held | None:
        """The first day that this one could be, with `others` let go as well; None if none would do."""
        moved, _ = self._fits({**others, key: self._task.load.end.toordinal()}, caps)
        if moved is None:
            return None
        low, high, sure = self._due(key), self._needs(key, moved), not self._many
        while high - low > 1 and not self._many:
            middle = (low + high) // 2
            moved, certain = self._fits({**others, key: middle}, caps)
            if moved is None:
                low, sure = middle, sure and certain
            else:
                high = max(low + 1, min(middle, self._needs(key, moved)))
        if high <= self._due(key):
            return None
        return self._held(key, high, sure=sure)

    def _due(self, key: _Key) -> int:
        plan = self._task.load.plan
        day = plan.milestones[key[1]].due if key[0] == "milestone" else plan.goals[key[1]].target
        assert day is not None
        return day.toordinal()

    def _needs(self, key: _Key, moved: Mapping[str, int]) -> int:
        """How late this date is in that plan."""
        due = self._due(key)
        if key[0] == "milestone":
            return moved.get(key[1], due)
        milestones = self._task.load.plan.milestones
        return max((day for each, day in moved.items() if milestones[each].goal == key[1]), default=due)

    def _least_set(self, keys: list[_Key], caps: Mapping[int, int]) -> list[Held]:
        """As few as can be that are enough together, each with its first day once those before it have theirs."""
        end = self._task.load.end.toordinal()
        free = dict.fromkeys(keys, end)
        if self._fits(free, caps)[0] is None:
            return []
        for key in reversed(keys):
            fewer = {each: day for each, day in free.items() if each != key}
            if fewer and self._fits(fewer, caps)[0] is not None:
                free = fewer
        found = []
        for key in list(free):
            others = {each: day for each, day in free.items() if each != key}
            held = self._earliest(key, others, caps)
            if held is not None:
                found.append(held)
                free[key] = held.earliest.toordinal()
        return found

    def _held(self, key: _Key, day: int, *, sure: bool) -> Held:
        plan = self._task.load.plan
        title = plan.milestones[key[1]].title if key[0] == "milestone" else plan.goals[key[1]].title
        due, earliest = date.fromordinal(self._due(key)), date.fromordinal(day)
        return Held(kind=key[0], id=key[1], title=title, due=due, earliest=earliest, sure=sure)


def _place(milestone: Milestone) -> tuple[date, str, str]:
    """By day and title first: ids are drawn by chance."""
    return milestone.due or date.max, milestone.title, milestone.id


def _fixed(milestone: Milestone) -> bool:
    return milestone.fixed and milestone.repeat is None and milestone.is_open and milestone.due is not None
