"""Anchors and moments of one goal: which day each of them is, or what it waits for.

An anchor's day is the day it was done, else the answer, else the expected day, else the planned one. With
none of these, whatever counts from it is undated (shared rules of dates, template format 1).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.domain.cycles import cycle_bounds
from planner.domain.durations import Days, parse_days, parse_moment
from planner.domain.errors import WrongUsage
from planner.domain.plan import Milestone

if TYPE_CHECKING:
    from planner.domain.template import CredentialRule, Question, Step, Template


@dataclass(frozen=True, slots=True)
class Known:
    """A day, whether it is only expected, and the question or step it waits for when there is no day."""

    day: date | None = None
    expected: bool = False
    waits: str | None = None


UNKNOWN = Known()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """The moments of a step as text, from its milestone if it has one, else from the template.

    `until` is when its series ends, where that is another moment than the template says.
    """

    when: str | None
    earliest: str | None = None
    latest: str | None = None
    until: str | None = None


def is_met(
    conditions: Collection[str], template: Template, answers: Mapping[str, str], *, above: tuple[str, ...] = ()
) -> bool | None:
    """Whether one of these options is chosen; None while a choice that could bring one is still open.

    What was answered to a choice that is not asked any more brings none. `above` are the choices that are being looked
    at already: one that is asked only with an option of its own is never asked.
    """
    if not conditions:
        return True
    choices = [
        question
        for question in template.questions
        if question.ask == "choice"
        and question.key not in above
        and any(option.key in conditions for option in question.options)
        and is_met(question.if_, template, answers, above=(*above, question.key)) is not False
    ]
    if any(answers.get(q.key) in conditions for q in choices):
        return True
    return None if any(not answers.get(q.key) for q in choices) else False


def in_effect(key: str, template: Template | None, answers: Mapping[str, str]) -> str:
    """The answer to a question, "" where there is none, or where it is one to a question that is not asked any more."""
    question = template.asked.get(key) if template is not None else None
    if question is not None and template is not None and is_met(question.if_, template, answers) is False:
        return ""
    return answers.get(key, "")


def open_choice(conditions: Collection[str], template: Template, answers: Mapping[str, str]) -> Question | None:
    """The first unanswered choice that decides about these options."""
    for question in template.questions:
        decides = any(option.key in conditions for option in question.options)
        if question.ask == "choice" and decides and not answers.get(question.key):
            return question
    return None


def credential_of(template: Template, answers: Mapping[str, str]) -> CredentialRule | None:
    """The certificate of this goal: the one whose option is chosen."""
    for rule in template.credentials:
        if is_met(rule.if_, template, answers):
            return rule
    return None


def month_question(template: Template, answers: Mapping[str, str]) -> Question | None:
    """The question for the month of birth, where the cycle of this goal's certificate ends with it.

    No template asks it: it is the same for all of them.
    """
    rule = credential_of(template, answers)
    if rule is None or rule.cycle.ends != "birth_month":
        return None
    from planner.domain.template import Question

    asked = f"In which month were you born? A cycle of {rule.name} ends with it. Write its number, 1 to 12."
    return Question(key="birth_month", ask="number", title="Your month of birth", question=asked)


def is_cyclic(key: str, template: Template) -> bool:
    """Whether a step comes once in every cycle: its moments lead to `cycle_start` or `cycle_end`."""
    seen: set[str] = set()
    while (step := template.steps.get(key)) is not None and key not in seen:
        seen.add(key)
        key = parse_moment(step.when).anchor
    return key in {"cycle_start", "cycle_end"}


@dataclass(kw_only=True)
class Anchors:
    """Resolves moments of one goal. `milestones` are its records by (key, cycle).

    The days of milestones are taken as they stand, but of those in `fresh` (None: of all that are open) they
    are computed anew from their moments. `spelled` replaces the moments of steps, by key.
    """

    template: Template | None
    start: date | None
    target: date | None
    answers: Mapping[str, str]
    milestones: Mapping[tuple[str, int], Milestone] = field(default_factory=dict)
    fresh: Collection[tuple[str, int]] | None = None
    spelled: Mapping[str, Spelled] = field(default_factory=dict)
    _placed: dict[tuple[str, int], Known] = field(default_factory=dict)

    def moment(self, text: str | None, cycle: int) -> Known:
        """The day of a moment such as `target-P12W`. Raises WrongUsage where it leaves the calendar."""
        if text is None:
            return UNKNOWN
        moment = parse_moment(text)
        known = self.anchor(moment.anchor, cycle)
        return known if known.day is None else Known(moment.offset.added_to(known.day), known.expected, known.waits)

    def anchor(self, name: str, cycle: int) -> Known:
        """The day of an anchor."""
        if name in {"start", "target"}:
            day = self.start if name == "start" else self.target
            return Known(day, waits=None if day else self._title(name))
        if name in {"cycle_start", "cycle_end"}:
            return self._cycle(name, cycle or 1)
        if self.template is not None and name not in self.template.steps:
            return self._question(name, cycle)
        at = (name, cycle) if (name, cycle) in self.milestones or self._is_cyclic(name) else (name, 0)
        begun = self.milestones[at].occurrences if at in self.milestones else ()
        if begun and (day := begun[0].done_on or begun[0].due) is not None:
            return Known(day)  # what counts from a step stays when that one is made to repeat
        return self.place(*at)

    def place(self, key: str, cycle: int) -> Known:
        """The day of a step: as it stands, or computed from its moment and held inside its window.

        A fixed day is never moved into the window: somebody else set it.
        """
        at = (key, cycle)
        if at in self._placed:
            return self._placed[at]
        self._placed[at] = UNKNOWN  # a cycle of anchors never gets this far; an undated one must not recurse
        milestone = self.milestones.get(at)
        if milestone is not None and (not milestone.is_open or (self.fresh is not None and at not in self.fresh)):
            known = Known(milestone.done_on or milestone.due, milestone.expected)
            if known.day is None:
                known = replace(known, waits=self.moment(milestone.moment, cycle).waits or milestone.title)
        else:
            known = self._compute(key, cycle)
        self._placed[at] = known
        return known

    def _compute(self, key: str, cycle: int) -> Known:
        spelled = self.spelled_of(key, cycle)
        if spelled is None or spelled.when is None:
            milestone = self.milestones.get((key, cycle))
            return Known(waits=milestone.title if milestone else None)
        step = self.template.steps.get(key) if self.template else None
        if step is not None and self.template and is_met(step.if_, self.template, self.answers) is None:
            choice = open_choice(step.if_, self.template, self.answers)
            return Known(waits=choice.title if choice else None)
        known = self.moment(spelled.when, cycle)
        if known.day is None:
            return known
        if step is not None and step.fixed and not known.expected:
            return known
        if spelled.earliest is None and spelled.latest is None:
            return known
        return replace(known, day=self.held(known.day, spelled.earliest, spelled.latest, cycle))

    def held(self, day: date, earliest: str | None, latest: str | None, cycle: int) -> date:
        """The day of the window between these moments that is nearest to `day`; an end not known holds nothing."""
        first, last = self.moment(earliest, cycle), self.moment(latest, cycle)
        if last.day is not None and not last.expected:
            day = min(day, last.day)
        if first.day is not None and not first.expected:
            day = max(day, first.day)
        return day

    def spelled_of(self, key: str, cycle: int) -> Spelled | None:
        """The moments of a step as they are spelled for this goal."""
        milestone = self.milestones.get((key, cycle))
        if milestone is not None:
            return Spelled(when=milestone.moment, earliest=milestone.earliest, latest=milestone.latest)
        if key in self.spelled:
            return self.spelled[key]
        step: Step | None = self.template.steps.get(key) if self.template else None
        return None if step is None else Spelled(when=step.when, earliest=step.earliest, latest=step.latest)

    def steps_behind(self, text: str | None, cycle: int) -> set[tuple[str, int]]:
        """The milestones, by (key, cycle), whose days decide directly which day a moment is."""
        found: set[tuple[str, int]] = set()
        names = [parse_moment(text).anchor] if text else []
        seen: set[str] = set()
        while names:
            name = names.pop()
            if name in seen or name in {"start", "target"}:
                continue
            seen.add(name)
            if name in {"cycle_start", "cycle_end"}:
                rule = credential_of(self.template, self.answers) if self.template is not None else None
                names += [each for each in ("earned", rule.cycle.of) if each] if rule is not None else []
            elif self.template is not None and name not in self.template.steps:
                question = self.template.asked.get(name)
                if question is not None and question.expect and not self.answers.get(name):
                    names.append(parse_moment(question.expect).anchor)
            else:
                at = (name, cycle) if (name, cycle) in self.milestones else (name, 0)
                if at in self.milestones:
                    found.add(at)
        return found

    def _is_cyclic(self, key: str) -> bool:
        return self.template is not None and is_cyclic(key, self.template)

    def _title(self, name: str) -> str:
        question = self.template.asked.get(name) if self.template else None
        if question is not None:
            return question.title
        own = {"start": "the start", "target": "the target date", "earned": "the day it is earned"}
        return {**own, "birth_month": "Your month of birth"}.get(name, name)

    def _question(self, name: str, cycle: int) -> Known:
        answer = in_effect(name, self.template, self.answers)
        if answer:
            return Known(date.fromisoformat(answer))
        waiting = Known(waits=self._title(name))
        question = self.template.asked.get(name) if self.template else None
        if question is None or question.expect is None:
            return waiting
        if self.template and is_met(question.if_, self.template, self.answers) is False:
            return waiting
        expected = self.moment(question.expect, cycle)
        return waiting if expected.day is None else Known(expected.day, expected=True)

    def _cycle(self, name: str, cycle: int) -> Known:
        if self.template is None:
            return UNKNOWN
        rule = credential_of(self.template, self.answers)
        if rule is None and self.template.credentials:
            wanted = (open_choice(each.if_, self.template, self.answers) for each in self.template.credentials)
            choice = next((each for each in wanted if each is not None), None)
            return Known(waits=choice.title if choice else "the certificate")
        if rule is None:
            return self._own_cycle(name, cycle)
        earned = self.anchor("earned", 0)
        if earned.day is None:
            return earned
        month = self.answers.get("birth_month")
        if rule.cycle.ends == "birth_month" and not month:
            return Known(waits=self._title("birth_month"))
        anniversary, expected = None, earned.expected
        if rule.cycle.of:
            of = self.anchor(rule.cycle.of, 0)
            if of.day is None:
                return of
            anniversary, expected = of.day, expected or of.expected
        try:
            first, last = cycle_bounds(
                rule.cycle,
                earned.day,
                cycle,
                birth_month=int(month) if month else None,
                anniversary=anniversary,
                renewed=self._renewed() if rule.cycle.mode == "after" else {},
            )
        except WrongUsage as error:
            return Known(waits=error.message)
        day = first if name == "cycle_start" else last
        return Known(day, expected, None if day else f"the end of the {rule.name} cycle")

    def _renewed(self) -> Mapping[int, date]:
        """By number of the cycle, the day it was renewed: of the last exam its renewal follows, else of itself."""
        exams = {milestone.id: milestone.done_on for milestone in self.milestones.values() if milestone.kind == "exam"}
        found: dict[int, date] = {}
        for (_, cycle), milestone in self.milestones.items():
            if not cycle or milestone.kind != "renew" or milestone.status != "done" or milestone.done_on is None:
                continue
            passed = [day for each in milestone.after if (day := exams.get(each)) is not None]
            found[cycle] = max(passed, default=milestone.done_on)
        return found

    def _own_cycle(self, name: str, cycle: int) -> Known:
        if self.template is None or self.template.cycle is None or self.start is None:
            return Known(waits="the start of the cycle")
        length = parse_days(self.template.cycle)
        begin = Days(length.months * (cycle - 1), length.days * (cycle - 1)).added_to(self.start)
        if name == "cycle_start":
            return Known(begin)
        end = Days(length.months * cycle, length.days * cycle).added_to(self.start)
        return Known(end - timedelta(days=1))


def counted_from(text: str | None) -> str | None:
    """The anchor of a moment, if there is a moment."""
    return parse_moment(text).anchor if text else None


def rewritten(anchors: Anchors, moment: str | None, cycle: int, day: date) -> str | None:
    """The moment from the same anchor that gives `day`; None where that anchor has no day."""
    if moment is None:
        return None
    anchor = parse_moment(moment).anchor
    base = anchors.anchor(anchor, cycle).day
    days = (day - base).days if base is not None else 10_000
    if abs(days) > 9999:
        return None
    return anchor if days == 0 else f"{anchor}{'+' if days > 0 else '-'}P{abs(days)}D"
