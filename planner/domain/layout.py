"""The milestones that a template's steps become for one goal, given its anchors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from planner.domain.anchors import Anchors, Known, Spelled, in_effect, is_cyclic, is_met
from planner.domain.durations import parse_effort, parse_moment
from planner.domain.plan import CheckItem, Goal, Milestone, Repeat
from planner.domain.repeat import followed, nth_day, remaining

if TYPE_CHECKING:
    from planner.domain.template import Step, Template


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChange:
    """What the person changed in a step before confirming; None = as it is."""

    title: str | None = None
    due: date | None = None
    fixed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The milestone that stands for a step which another template has too: its id, title, day, and its goal's title.

    `planned`: it is in the plan already; else it comes with an earlier one of the goals that are made together.
    """

    milestone: str
    title: str
    goal: str
    due: date | None = None
    done: bool = False
    planned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A step as it would stand in the plan. `count` is its number of occurrences (0: without an end).

    `shared` says that the step is there once already; then it is not ticked.
    """

    step: Step
    milestone: Milestone
    ticked: bool
    undated_until: str | None = None
    past: bool = False
    count: int = 1
    shared: Shared | None = None


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Lays the steps of `template` out for `goal`. `existing` are ids by key of milestones that are there already."""

    anchors: Anchors
    template: Template
    goal: Goal
    now: datetime
    today: date
    changes: Mapping[str, StepChange] = field(default_factory=dict)
    existing: Mapping[str, str] = field(default_factory=dict)

    def lines(
        self, ticked: Collection[str], new_id: Callable[[], str], only: Collection[str] | None = None
    ) -> list[DraftLine]:
        """Every step that is in question for the goal, in the template's order; `only` names those to lay out."""
        steps = [
            (order, step)
            for order, step in enumerate(self.template.milestones)
            if (only is None or step.key in only) and is_met(step.if_, self.template, self.goal.answers) is not False
        ]
        ids = {**self.existing, **{step.key: new_id() for _, step in steps if step.key in ticked}}
        found = (self._line(step, order, ids) for order, step in steps)
        lines = [replace(line, ticked=line.step.key in ticked) for line in found if line is not None]
        kept = {line.milestone.id for line in lines} | set(self.existing.values())
        # What comes after each occurrence of a series does not come where none of them is left in the cycle.
        while len(left := [line for line in lines if not _is_bereft(line.milestone, kept)]) < len(lines):
            lines, kept = left, {line.milestone.id for line in left} | set(self.existing.values())
        return [self._finished(line, lines, kept) for line in lines]

    def _finished(self, line: DraftLine, lines: list[DraftLine], kept: set[str]) -> DraftLine:
        after = tuple(before for before in line.milestone.after if before in kept)
        milestone = replace(line.milestone, after=after)
        each = milestone.repeat.each if milestone.repeat else None
        if each is not None and each not in kept:  # the series it follows is over before it begins
            milestone = replace(milestone, repeat=None, scheduled=None)
        source = next((other.milestone for other in lines if each and other.milestone.id == each), None)
        if source is not None and source.cycle and line.step.key not in self.changes:
            # A running cycle's series begins with an occurrence that is not past, and so does what follows it.
            offset = parse_moment(milestone.moment or "start").offset
            milestone = followed(milestone, source, offset, at=self.now, moving=True)
        return replace(line, milestone=milestone, count=remaining(milestone, source) or 0)

    def _line(self, step: Step, order: int, ids: Mapping[str, str]) -> DraftLine | None:
        cycle = self.goal.cycle if is_cyclic(step.key, self.template) else 0
        change = self.changes.get(step.key, StepChange())
        known = self.anchors.place(step.key, cycle)
        spelled = self.anchors.spelled_of(step.key, cycle) or Spelled(when=step.when)
        if change.due is not None:
            known = Known(change.due)
        repeat = self._repeat(step, spelled, cycle, known.day, ids)
        if repeat is not None and is_over(repeat):
            return None
        due = repeat.first if repeat is not None and repeat.first is not None else known.day
        milestone = Milestone(
            id=ids.get(step.key) or f"{order:032x}",
            title=change.title or step.title,
            created=self.now,
            dated_at=self.now,
            goal=self.goal.id,
            key=step.key,
            cycle=cycle,
            kind=step.kind,
            due=due,
            moment=None if change.fixed else spelled.when,
            earliest=spelled.earliest,
            latest=spelled.latest,
            fixed=step.fixed if change.fixed is None else change.fixed,
            expected=known.expected,
            optional=step.optional,
            after=self._after(step, spelled, ids),
            effort=effort_of(step, self.template, self.goal.answers),
            balance=step.balance,
            skills=step.skills,
            checklist=tuple(CheckItem(title=item) for item in step.checklist),
            evidence=step.evidence,
            why=step.why,
            notes=step.notes,
            repeat=repeat,
            scheduled=due if repeat else None,
            order=order,
        )
        return DraftLine(step=step, milestone=milestone, ticked=True, undated_until=None if known.day else known.waits)

    def _after(self, step: Step, spelled: Spelled, ids: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(ids[key] for key in followed_by(step, self.template, spelled.when) if key in ids)

    def _repeat(
        self, step: Step, spelled: Spelled, cycle: int, first: date | None, ids: Mapping[str, str]
    ) -> Repeat | None:
        if step.repeat is None:
            source = self._series_before(step)
            return Repeat(each=ids[source.key]) if source is not None and source.key in ids else None
        rule = step.repeat
        until = spelled.until or rule.until
        if until is None and (cycle or rule.count is None):
            until = "cycle_end" if cycle else "target"
        repeat = Repeat(
            every=rule.every,
            rrule=rule.rrule,
            mode=rule.mode,
            count=rule.count,
            until=self.anchors.moment(until, cycle).day,
            moment=until,
            first=first,
        )
        return begun_today(repeat, self.today) if cycle else repeat

    def _series_before(self, step: Step) -> Step | None:
        """The step that this one counts from, if that one repeats or follows one that does."""
        source = self.template.steps.get(parse_moment(step.when).anchor)
        if source is None:
            return None
        return source if source.repeat is not None or self._series_before(source) is not None else None


def followed_by(step: Step, template: Template, when: str | None) -> tuple[str, ...]:
    """Keys of what the step comes after: what it names, and what it counts forward from."""
    anchor = parse_moment(when).anchor if when is not None and "-" not in when else ""
    return tuple(dict.fromkeys((*step.after, anchor))) if anchor in template.steps else step.after


def _is_bereft(milestone: Milestone, kept: Collection[str]) -> bool:
    repeat = milestone.repeat
    return milestone.cycle > 0 and repeat is not None and repeat.each is not None and repeat.each not in kept


def begun_today(repeat: Repeat, today: date) -> Repeat:
    """The series of a running cycle from its first day that is not past: those before it are not asked for again."""
    first = repeat.first
    if first is None or first >= today or repeat.each is not None:
        return repeat
    past = 0
    if repeat.rrule is not None:
        from planner.domain.rrule import next_hit

        day: date | None = first
        while day is not None and day < today:
            day, past = next_hit(repeat.rrule, first, day), past + 1
        if day is None:
            return repeat
    else:
        while (day := nth_day(repeat, past + 1)) < today:
            past += 1
    return replace(repeat, first=day, count=None if repeat.count is None else repeat.count - past)


def is_over(repeat: Repeat) -> bool:
    """Whether the series ends before it begins."""
    if repeat.count is not None and repeat.count < 1:
        return True
    return repeat.until is not None and repeat.first is not None and repeat.until < repeat.first


def effort_of(step: Step, template: Template, answers: Mapping[str, str]) -> int | None:
    """Minutes of one occurrence: the step's effort, times the number that `per` asks for."""
    return effort_with(step, template, in_effect(step.per, template, answers) if step.per else "")


def effort_with(step: Step, template: Template, number: str) -> int | None:
    """The same with this number as the answer to `per`; "" where there is none."""
    if step.effort is None:
        return None
    minutes = parse_effort(step.effort)
    if step.per is None:
        return minutes
    question = template.asked.get(step.per)
    default = question.default if question and question.default is not None else Decimal(1)
    return round(minutes * Decimal(number or default))
