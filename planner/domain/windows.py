"""The windows of steps: the days between which they have to lie, such as the year in which an exam may be taken.

What is soft is built inside its window. A fixed date and one that was put there by hand stay where they are: then it is
said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from planner.domain.living import anchors_of, keyed
from planner.domain.plan import Goal, Milestone

if TYPE_CHECKING:
    from planner.domain.anchors import Anchors
    from planner.domain.template import Template


def outside_windows(goal: Goal, template: Template | None, milestones: Collection[Milestone]) -> dict[str, str]:
    """By id a sentence about each open milestone that lies outside its window. What is only expected says nothing."""
    bound = [each for each in milestones if (each.earliest or each.latest) and _holds(each)]
    if not bound or template is None:
        return {}
    anchors = anchors_of(goal, template, keyed(milestones))
    return {each.id: said for each in bound if (said := next(_outside(each, anchors, template), ""))}


def newly_outside(was: Mapping[str, str], goal: Goal, template: Template | None, now: Iterable[Milestone]) -> list[str]:
    """The same sentences about what did not lie outside; `was` is how it was until now."""
    return [said for each, said in outside_windows(goal, template, tuple(now)).items() if each not in was]


def _holds(milestone: Milestone) -> bool:
    return milestone.is_open and not milestone.expected and milestone.due is not None and milestone.repeat is None


def _outside(milestone: Milestone, anchors: Anchors, template: Template) -> Iterator[str]:
    from planner.domain.template_words import moment_words  # few plans come to need the words

    for moment, late in ((milestone.latest, True), (milestone.earliest, False)):
        known = anchors.moment(moment, milestone.cycle)
        if moment is None or known.day is None or known.expected or milestone.due is None:
            continue
        if (milestone.due > known.day) if late else (milestone.due < known.day):
            side = "after" if late else "before"
            words = moment_words(template, moment)
            yield f"“{milestone.title}” ({milestone.due}) would come {side} {known.day}, {words}."
