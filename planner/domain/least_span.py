"""How much time a plan needs at least: the smallest window from start to target in which everything finds its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.domain.anchors import Anchors, Known, is_cyclic, is_met
from planner.domain.durations import parse_days, parse_moment
from planner.domain.errors import WrongUsage

if TYPE_CHECKING:
    from planner.domain.template import Step, Template

LONGEST_WINDOW = 3660
"""Days: no template is tried with a wider window when the shortest that fits is looked for."""


def shortest_window(template: Template, answers: Mapping[str, str], ticked: Collection[str], start: date) -> int | None:
    """The smallest window, in days, in which nothing comes before what it follows, whether its day is known, expected
    or waits for a choice, nor after the target what the template itself puts before it; None if even ten years do not
    do."""
    decided = _decided(template, answers)
    ticked = {key for key in ticked if is_met(template.steps[key].if_, template, answers) is not False}

    def fits(days: int) -> bool:
        target = start + timedelta(days=days)
        anchors = Anchors(template=decided, start=start, target=target, answers=answers)

        def day_of(key: str) -> Known:
            return anchors.place(key, 1 if is_cyclic(key, template) else 0)

        for step in decided.milestones:
            if step.key not in ticked or (mine := day_of(step.key)).day is None:
                continue
            before = (day_of(key).day for key in step.after if key in ticked)
            if any(day is not None and day > mine.day for day in before):
                return False
            if not mine.expected and is_outside(step, mine.day, target):
                return False
        return True

    def is_outside(step: Step, day: date, target: date) -> bool:
        return (day > target and step.key in inside) or (day < start and parse_moment(step.when).offset.days <= 0)

    try:
        inside = _inside(template, answers, start)
        if not fits(LONGEST_WINDOW):
            return None
        low, high = 0, LONGEST_WINDOW
        while low < high:
            middle = (low + high) // 2
            if fits(middle):
                high = middle
            else:
                low = middle + 1
    except WrongUsage:
        return None
    return high


def _decided(template: Template, answers: Mapping[str, str]) -> Template:
    """The template as if every choice that is still open brought what it can bring."""
    if not any(step.if_ for step in template.milestones):
        return template
    steps = (
        replace(step, if_=()) if is_met(step.if_, template, answers) is None else step for step in template.milestones
    )
    return replace(template, milestones=tuple(steps))


def _inside(template: Template, answers: Mapping[str, str], start: date) -> set[str]:
    """Keys of the steps that do not come after the target when the plan takes as long as its template says."""
    if template.duration is None:
        return set()
    target = parse_days(template.duration).added_to(start)
    anchors = Anchors(template=template, start=start, target=target, answers=answers)
    days = {step.key: anchors.place(step.key, int(is_cyclic(step.key, template))).day for step in template.milestones}
    return {key for key, day in days.items() if day is not None and day <= target}
