"""Where the milestones of an upgraded goal stand in its list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.domain.plan import Milestone

if TYPE_CHECKING:
    from planner.domain.template import Template


def in_order(
    members: Sequence[Milestone], old: Sequence[Milestone], base: Template, theirs: Template
) -> list[Milestone]:
    """As the new version lists them, hand-made ones behind; an order that the person chose stays, and what is new
    comes behind what it is listed after."""
    was = {step.key: number for number, step in enumerate(base.milestones)}
    now = {step.key: number for number, step in enumerate(theirs.milestones)}
    known = {milestone.id: milestone for milestone in old}
    by_template = all(known[each.id].order == was[each.key] for each in members if each.id in known and each.key in was)
    if not by_template:
        return _in_own_order(members, known, now)
    more = max(0, len(now) - len(was))
    return [replace(each, order=_number(each, was, now, more)) if each.id in known else each for each in members]


def _number(each: Milestone, was: dict[str, int], now: dict[str, int], more: int) -> int:
    if each.key in now and each.key in was:
        return now[each.key]
    return each.order + more if each.order >= len(was) else each.order


def _in_own_order(members: Sequence[Milestone], known: dict[str, Milestone], now: dict[str, int]) -> list[Milestone]:
    row = sorted((each for each in members if each.id in known), key=_place)
    new = sorted((each for each in members if each.id not in known), key=lambda each: now.get(each.key or "", 0))
    if not new:
        return list(members)
    for each in new:
        at = now.get(each.key or "", 0)
        before = [number for number, other in enumerate(row) if now.get(other.key or "", at) < at]
        row.insert(max(before, default=-1) + 1, each)
    numbers = {each.id: number for number, each in enumerate(row)}
    return [replace(each, order=numbers[each.id]) for each in members]


def _place(milestone: Milestone) -> tuple[int, int, object, str]:
    return milestone.order, milestone.cycle, milestone.created, milestone.id
