"""What is another once an anchor or a choice of a goal is: milestones, questions and the cycles."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from planner.domain.anchors import Anchors, counted_from
from planner.domain.durations import parse_moment
from planner.domain.plan import Milestone

if TYPE_CHECKING:
    from planner.domain.template import Template


def reached_from(
    anchors: Anchors, changed: Collection[str], milestones: Mapping[tuple[str, int], Milestone]
) -> set[tuple[str, int]]:
    """The milestones whose day counts, directly or through others, from one of the `changed` anchors or choices.

    A changed anchor also moves the questions that are expected from it and the cycles; a changed choice whatever
    is there, or is asked, only with one of its options.
    """
    template = anchors.template
    by_source: dict[str, list[tuple[str, int]]] = {}
    conditional = []
    for at, milestone in milestones.items():
        for text in {milestone.moment, milestone.earliest, milestone.latest}:
            if text:
                by_source.setdefault(parse_moment(text).anchor, []).append(at)
        step = template.steps.get(milestone.key or "") if template else None
        if step is not None and step.if_:
            conditional.append((at, step.if_))
    reached: set[tuple[str, int]] = set()
    names = set(changed)
    fresh = list(names)
    while fresh:
        found = [at for name in fresh for at in by_source.get(name, ())]
        reached.update(found)
        more = {at[0] for at in found} - names
        names |= more
        if template is not None and not more:  # once all that counts from these is known: what they decide
            decided = [at for at, if_ in conditional if at not in reached and _is_decided_by(names, if_, template)]
            reached.update(decided)
            more = ({at[0] for at in decided} | _next_names(template, names)) - names
            names |= more
        fresh = list(more)
    return reached


def reached_names(template: Template, changed: Collection[str]) -> set[str]:
    """The `changed` anchors and choices, and the questions and cycle anchors that may be others with them: expected on
    another day, asked no more, or asked now."""
    names = set(changed)
    while more := _next_names(template, names) - names:
        names |= more
    return names


def moves_cycles(template: Template, changed: Collection[str]) -> bool:
    """Whether `changed` anchors or choices decide from when to when the cycles run."""
    return "cycle_end" in reached_names(template, changed)


def _next_names(template: Template, names: Collection[str]) -> set[str]:
    """The questions and cycle anchors that are others at once when the anchors and choices in `names` are."""
    found = {
        question.key
        for question in template.questions
        if counted_from(question.expect) in names or _is_decided_by(names, question.if_, template)
    }
    of = {rule.cycle.of for rule in template.credentials} | {"earned", "birth_month", "start"}
    if of & set(names) or any(_is_decided_by(names, rule.if_, template) for rule in template.credentials):
        found |= {"cycle_start", "cycle_end"}
    return found


def _is_decided_by(choices: Collection[str], conditions: Collection[str], template: Template) -> bool:
    return bool(conditions) and any(
        question.key in choices and any(option.key in conditions for option in question.options)
        for question in template.questions
    )
