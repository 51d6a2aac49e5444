"""What a person has typed and ticked on the way from a template to a goal, kept until the gallery is left. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from planner.domain.build import GoalRequest, Way
from planner.domain.durations import parse_moment
from planner.domain.layout import DraftLine, StepChange
from planner.domain.template import Template
from planner.domain.template_words import moment_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The form as it stands. Dates and numbers are as typed; `answers` are by question key, also of hidden ones."""

    dates: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    changes: Mapping[str, StepChange] = field(default_factory=dict)
    past: Way = "ask"

    def ticked(self, line: DraftLine) -> Typed:
        """With the step of this line taken in or left out: the other way than it stands."""
        key = line.step.key
        if line.ticked and key in self.also and not line.step.optional:
            return replace(self, also=self.also - {key})  # it is there already in another goal, and stays with that
        if line.ticked:
            return replace(self, without=self.without | {key}, also=self.also - {key})
        also = self.also | {key} if line.step.optional or line.shared else self.also
        return replace(self, without=self.without - {key}, also=also)

    def changed(self, key: str, change: StepChange | None) -> Typed:
        """With a step's title or date changed; None takes the change back."""
        kept = {each: old for each, old in self.changes.items() if each != key}
        return replace(self, changes=kept if change in (None, StepChange()) else {**kept, key: change})

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was typed or ticked yet."""
        return self == Typed()


def date_keys(template: Template) -> tuple[str, ...]:
    """The dates that the form asks for, the one that the plan hangs on first, then the other one where it matters.

    A plan that hangs on the day something was earned has the other two only if its steps count from them.
    """
    first = template.plan_from
    used = {parse_moment(step.when).anchor for step in template.milestones}
    if first == "earned":
        return ("earned", *(key for key in ("start", "target") if key in used))
    return (first, "start" if first == "target" else "target")


def request(
    template: Template, typed: Typed, days: Mapping[str, date | None], answers: Mapping[str, str]
) -> GoalRequest:
    """What is asked of the services. `days` are the dates as read, `answers` those of the questions asked now."""
    known = dict(answers)
    if earned := days.get("earned"):
        known["earned"] = earned.isoformat()
    return GoalRequest(
        template=template.id,
        start=days.get("start"),
        target=days.get("target"),
        title=typed.title.strip() or None,
        answers=known,
        without=tuple(sorted(typed.without)),
        also=tuple(sorted(typed.also)),
        changes=dict(typed.changes),
        past=typed.past,
    )


def hints(template: Template) -> dict[str, str]:
    """What stands in the fields of date questions until there is an answer, by key."""
    return {
        question.key: f"until then: {moment_words(template, question.expect).removeprefix('at ')}"
        if question.expect
        else "not known yet: what counts from it waits"
        for question in template.questions
        if question.ask == "date"
    }
