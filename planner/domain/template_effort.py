"""How many hours a template takes, once through: steps that come several times count as often as they come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

from planner.domain.durations import parse_days, parse_effort, parse_moment
from planner.domain.errors import WrongUsage
from planner.domain.rrule import hits
from planner.domain.template import Step, StepRepeat, Template

_MONDAY = date(2029, 1, 1)  # any day does; this year begins with one
_MOST = 400


def template_effort(template: Template) -> int:
    """Minutes from start to target and through one cycle, without the optional steps; numbers at their default.

    Of a choice the option counts that takes longest: nobody goes more than one of its ways.
    """
    return template_efforts(template)[1]


def template_efforts(template: Template) -> tuple[int, int]:
    """The same by the shortest of all ways, and by the longest."""
    span = _Span(template)
    asked_by = {option.key: question.key for question in template.questions for option in question.options}
    always = 0
    ways = {
        question.key: dict.fromkeys((option.key for option in question.options), 0) for question in template.questions
    }
    for step in template.milestones:
        if step.optional:
            continue
        minutes = _minutes(step, template) * span.times(step)
        if not step.if_:
            always += minutes
            continue
        choice = asked_by.get(step.if_[0], "")
        for option in step.if_:
            if asked_by.get(option, "") == choice:
                ways[choice][option] += minutes
    least, most = (sum(of(way.values(), default=0) for way in ways.values()) for of in (min, max))
    return always + least, always + most


def _minutes(step: Step, template: Template) -> int:
    minutes = parse_effort(step.effort) if step.effort else 0
    question = template.asked.get(step.per) if step.per else None
    return round(minutes * (question.default if question and question.default is not None else Decimal(1)))


@dataclass(slots=True)
class _Span:
    """The template laid out from one day, as far as its own durations tell."""

    template: Template
    days: dict[str, date | None] = field(default_factory=dict)

    def times(self, step: Step) -> int:
        """How often a step comes: as often as the series it follows; 1 where only the person can know."""
        seen = {step.key}
        while step.repeat is None:
            source = self.template.steps.get(parse_moment(step.when).anchor)
            if source is None or source.key in seen:
                return 1
            seen.add(source.key)
            step = source
        return self._occurrences(step, step.repeat)

    def _occurrences(self, step: Step, rule: StepRepeat) -> int:
        most = rule.count or _MOST
        of_cycle = parse_moment(step.when).anchor in {"cycle_start", "cycle_end"}
        until = rule.until or ("cycle_end" if of_cycle else "target")
        first, last = self.moment(step.when), self.moment(until)
        if first is None or last is None or last < first:
            return rule.count or 1
        if rule.rrule is not None:
            return max(1, sum(1 for _ in islice(hits(rule.rrule, first, first, last), most)))
        every = parse_days(rule.every or "P1D")
        return min(most, (last - first).days // max(1, every.months * 30 + every.days) + 1)

    def moment(self, text: str) -> date | None:
        """The day of a moment, if the template alone tells."""
        moment = parse_moment(text)
        day = self._anchor(moment.anchor)
        try:
            return None if day is None else moment.offset.added_to(day)
        except WrongUsage:
            return None

    def _anchor(self, name: str) -> date | None:
        if name not in self.days:
            self.days[name] = None  # an anchor that counts from itself has no day
            self.days[name] = self._day(name)
        return self.days[name]

    def _day(self, name: str) -> date | None:
        template = self.template
        if name in {"start", "earned", "cycle_start"}:
            return _MONDAY
        if name == "target":
            return parse_days(template.duration).added_to(_MONDAY) if template.duration else None
        if name == "cycle_end":
            lengths = [template.cycle, *(rule.cycle.length for rule in template.credentials)]
            length = next((each for each in lengths if each), None)
            return parse_days(length).added_to(_MONDAY) - timedelta(days=1) if length else None
        if name in template.steps:
            return self.moment(template.steps[name].when)
        question = template.asked.get(name)
        return self.moment(question.expect) if question is not None and question.expect else None
