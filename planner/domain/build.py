"""From a template and a date to a dated plan.

Building is pure and deterministic: the same template, request, day and ids give the same plan. Nothing is moved
in silence: what does not fit and what would begin in the past is said in the Draft.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from planner.domain.anchors import Anchors, Spelled, in_effect, is_cyclic, is_met, month_question, rewritten
from planner.domain.dependencies import comes_late, comes_late_if_expected, disorder, disorder_if_expected
from planner.domain.durations import parse_days
from planner.domain.layout import DraftLine, Layout, StepChange
from planner.domain.least_span import shortest_window
from planner.domain.plan import Goal, Milestone, TemplateRef
from planner.domain.running import current_cycle
from planner.domain.squeezing import compressed, left_out
from planner.domain.windows import outside_windows

if TYPE_CHECKING:
    from planner.domain.template import Question, Template

Way = Literal["ask", "late", "compress", "earliest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRequest:
    """What a person asks for: a template, a date, answers, and what to leave out.

    `answers` are by question key: an ISO date, an option key or a decimal number. `without` are unticked step
    keys, `also` optional ones that were ticked. `past` is the way out when the plan would begin in the past.
    """

    template: str
    start: date | None = None
    target: date | None = None
    title: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    changes: Mapping[str, StepChange] = field(default_factory=dict)
    past: Way = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A goal before it is made.

    `problems` are sentences; with any of them the goal is refused. `ways` are the ways out of the past which help: none
    where there is nothing to get out of.
    `shortest` is the smallest window from start to target that fits, in days; None when the template has none.
    `earliest_target` is the first target, not before the one that was asked for, that fits a start today. `remarks`
    are sentences about what is worth a look and stands in nothing's way.
    """

    template: Template
    goal: Goal
    lines: tuple[DraftLine, ...]
    questions: tuple[Question, ...]
    problems: tuple[str, ...]
    shortest: int | None
    earliest_target: date | None
    ways: tuple[Way, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """The milestones that would be stored."""
        return tuple(line.milestone for line in self.lines if line.ticked)

    @property
    def past(self) -> tuple[str, ...]:
        """Keys of the ticked steps that would lie before today."""
        return tuple(line.step.key for line in self.lines if line.past)

    @property
    def minutes(self) -> int:
        """Effort in all, as `minutes_of` counts it."""
        return sum(minutes_of(line) for line in self.lines if line.ticked)

    @property
    def first(self) -> date | None:
        """The first day that any of it is due."""
        return min(self._days, default=None)

    @property
    def last(self) -> date | None:
        """The last day, of series that of their first time."""
        return max(self._days, default=None)

    @property
    def _days(self) -> Iterator[date]:
        return (milestone.due for milestone in self.milestones if milestone.due is not None)


def window(template: Template, request: GoalRequest, today: date) -> tuple[date | None, date | None]:
    """Start and target of a request: the one not given follows from the template's duration.

    With neither, a plan begins today. One for what is earned already begins there and aims at no date of its own.
    """
    start, target = request.start, request.target
    earned = in_effect("earned", template, request.answers)
    if earned and (template.plan_from == "earned" or date.fromisoformat(earned) <= today):
        return start or date.fromisoformat(earned), target
    if start is None and target is None:
        start = today
    if template.duration is not None:
        duration = parse_days(template.duration)
        if target is None and start is not None:
            target = duration.added_to(start)
        elif start is None and target is not None:
            start = (-duration).added_to(target)
    return start, target


def draft(
    template: Template,
    request: GoalRequest,
    *,
    digest: str,
    today: date,
    now: datetime,
    new_id: Callable[[], str],
) -> Draft:
    """Lay the plan out without storing anything. Raises WrongUsage where a date leaves 1970 to 2199."""
    building = _Building(template=template, request=request, digest=digest, today=today, now=now, new_id=new_id)
    made = building.plain()
    if not (made.past or made.problems):
        return made
    tried: dict[Way, Draft | None] = {"earliest": building.earliest(made), "compress": building.compressed(made)}
    helpful = (way for way, other in tried.items() if other is not None and _helps(other, made))
    ways: tuple[Way, ...] = (*helpful, "late") if made.past else ()
    soonest = tried["earliest"]
    return replace(
        tried.get(request.past) or made, ways=ways, earliest_target=soonest.goal.target if soonest is not None else None
    )


def _helps(way: Draft, made: Draft) -> bool:
    """Whether a way out leads out of the past, and not past the target that the plan was within before."""
    was_within = made.last is not None and made.goal.target is not None and made.last <= made.goal.target
    is_within = way.last is not None and way.goal.target is not None and way.last <= way.goal.target
    return not (way.past or way.problems) and (is_within or not was_within)


@dataclass(frozen=True, kw_only=True)
class _Building:
    """One request, laid out between the dates that it names or in one of the ways out."""

    template: Template
    request: GoalRequest
    digest: str
    today: date
    now: datetime
    new_id: Callable[[], str]

    def plain(self) -> Draft:
        """As it was asked for."""
        start, target = window(self.template, self.request, self.today)
        return self._draft(start, target, {})

    def earliest(self, plain: Draft) -> Draft | None:
        """From today to the earliest target that fits; None where there is none."""
        shortest = plain.shortest
        if shortest is not None and plain.goal.start != self.today:
            ticked = {line.step.key for line in plain.lines if line.ticked}
            shortest = shortest_window(self.template, self.request.answers, ticked, self.today)
        if shortest is None:
            return None
        return self._draft(self.today, self._soonest(shortest), {}, shortest)

    def _soonest(self, shortest: int) -> date:
        """Starting today is all that is asked: a target that this leaves room for is not brought forward."""
        return max(self.today + timedelta(days=shortest), self.request.target or self.today)

    def compressed(self, plain: Draft) -> Draft | None:
        """From today to the same target, in proportion; None where the target is not ahead or the start not behind."""
        start, target = window(self.template, self.request, self.today)
        if start is None or target is None or not start < self.today < target:
            return None
        return self._draft(self.today, target, compressed(self.template, start, target, self.today), plain.shortest)

    def _draft(
        self, start: date | None, target: date | None, spelled: Mapping[str, Spelled], shortest: int | None = None
    ) -> Draft:
        template, request, today = self.template, self.request, self.today
        anchors = _anchors(template, request, start, target, spelled)
        ticked = ticked_keys(template, request, anchors, today)
        if shortest is None and target is not None:
            shortest = shortest_window(template, request.answers, ticked, start or today)
        goal = Goal(
            id=self.new_id(),
            title=request.title or template.title,
            created=self.now,
            template=TemplateRef(id=template.id, version=template.version, digest=self.digest),
            plan_from=template.plan_from,
            start=start,
            target=target,
            answers=dict(request.answers),
            without=tuple(step.key for step in template.milestones if step.key not in ticked),
            cycle=current_cycle(anchors, today),
        )
        lines = self._layout(anchors, goal).lines(ticked, self.new_id)
        lines = [replace(line, past=line.ticked and _is_past(line.milestone, today)) for line in lines]
        goal = replace(goal, late_start=request.past == "late" and any(line.past for line in lines))
        return Draft(
            template=template,
            goal=goal,
            lines=tuple(lines),
            questions=_questions(template, request.answers),
            problems=problems(lines, shortest, today),
            shortest=shortest,
            earliest_target=self._soonest(shortest) if shortest is not None else None,
            remarks=(
                *outside_windows(goal, template, [line.milestone for line in lines if line.ticked]).values(),
                *remarks(lines),
                *self._left_out(goal, lines, ticked),
                *self._later(anchors, goal, lines, ticked),
            ),
        )

    def _layout(self, anchors: Anchors, goal: Goal) -> Layout:
        changes = self.request.changes
        return Layout(
            anchors=anchors, template=self.template, goal=goal, now=self.now, today=self.today, changes=changes
        )

    def _later(self, anchors: Anchors, goal: Goal, lines: Sequence[DraftLine], ticked: set[str]) -> tuple[str, ...]:
        """The series that have no day left in the running cycle, as sentences."""
        end, there = anchors.anchor("cycle_end", goal.cycle).day, {line.step.key for line in lines}
        return tuple(
            f"“{step.title}” has no day left in the cycle that runs until {end}; it comes with the next one."
            for step in self.template.milestones
            if step.key in ticked - there
            and step.repeat is not None
            and is_cyclic(step.key, self.template)
            and is_met(step.if_, self.template, goal.answers)
            and end is not None
        )

    def _left_out(self, goal: Goal, lines: Sequence[DraftLine], ticked: Collection[str]) -> tuple[str, ...]:
        """What there is no time for, as a sentence, where the plan takes less than its usual length."""
        if goal.start is None or goal.target is None or self.template.duration is None:
            return ()
        if not any(line.ticked and line.milestone.repeat is not None for line in lines):
            return ()
        usual_target = parse_days(self.template.duration).added_to(goal.start)
        if goal.target >= usual_target:
            return ()
        usual = replace(goal, target=usual_target)
        anchors = _anchors(self.template, replace(self.request, changes={}), goal.start, usual_target)
        usual_lines = replace(self._layout(anchors, usual), changes={}).lines(ticked, self.new_id)
        return left_out(lines, {line.step.key: line for line in usual_lines})


def common_ways(drafts: Sequence[Draft]) -> tuple[Way, ...]:
    """The ways out that help each of these plans that would begin in the past."""
    asked = [draft.ways for draft in drafts if draft.ways]
    return tuple(way for way in asked[0] if all(way in ways for ways in asked)) if asked else ()


def minutes_of(line: DraftLine) -> int:
    """Effort of all occurrences, also where a choice has yet to decide whether the step comes; none of an optional one:
    as it is counted of a goal that is made."""
    return 0 if line.milestone.optional else (line.milestone.effort or 0) * max(1, line.count)


def problems(lines: Sequence[DraftLine], shortest: int | None, today: date) -> tuple[str, ...]:
    """What would come before something it follows, as sentences that name both and the window that fits.

    What is past comes before the rest of a running cycle's series, which begins no earlier than today: no problem.
    """
    by_id = {line.milestone.id: line for line in lines if line.ticked}
    found = []
    for line in by_id.values():
        for before_id in line.milestone.after:
            before = by_id.get(before_id)
            if before is None or not comes_late(before.milestone, line.milestone):
                continue
            if before.milestone.cycle and before.milestone.repeat is not None and _is_past(line.milestone, today):
                continue
            found.append(disorder(before.milestone, line.milestone))
    if found and shortest is not None:
        weeks = -(-shortest // 7)
        found.append(f"The shortest window from start to target that fits is {weeks} weeks ({shortest} days).")
    return tuple(found)


def remarks(lines: Sequence[DraftLine]) -> tuple[str, ...]:
    """Where a day that is only expected so far lies on the wrong side of a known one, as sentences."""
    by_id = {line.milestone.id: line.milestone for line in lines if line.ticked}
    return tuple(
        disorder_if_expected(by_id[before], milestone)
        for milestone in by_id.values()
        for before in milestone.after
        if before in by_id and comes_late_if_expected(by_id[before], milestone)
    )


def _is_past(milestone: Milestone, today: date) -> bool:
    return milestone.due is not None and milestone.due < today


def _anchors(
    template: Template,
    request: GoalRequest,
    start: date | None,
    target: date | None,
    spelled: Mapping[str, Spelled] | None = None,
) -> Anchors:
    changed = dict(spelled or {})
    anchors = Anchors(template=template, start=start, target=target, answers=request.answers, spelled=changed)
    for key, change in request.changes.items():
        step = template.steps.get(key)
        if step is None or change.due is None:
            continue
        cycle = current_cycle(anchors, change.due) if is_cyclic(key, template) else 0
        when = rewritten(anchors, step.when, cycle, change.due)
        if when is not None:
            changed[key] = Spelled(when=when)
    return Anchors(template=template, start=start, target=target, answers=request.answers, spelled=changed)


def ticked_keys(template: Template, request: GoalRequest, anchors: Anchors, today: date) -> set[str]:
    """Unticked: what the person left out, optional steps unless they wait for a date or were ticked, and the steps
    towards what is earned already."""
    ticked = set()
    earned = in_effect("earned", template, request.answers)
    has_it = bool(earned) and date.fromisoformat(earned) <= today and bool(template.credentials)
    for step in template.milestones:
        if has_it and not is_cyclic(step.key, template):
            if step.key in request.also:
                ticked.add(step.key)
            continue
        waits = anchors.place(step.key, 1 if is_cyclic(step.key, template) else 0).day is None
        wanted = not step.optional or waits or step.key in request.also
        if wanted and step.key not in request.without:
            ticked.add(step.key)
    return ticked


def _questions(template: Template, answers: Mapping[str, str]) -> tuple[Question, ...]:
    """What is asked when a goal is made: all but the plan's own dates, what waits for a choice, and what a
    milestone will ask when it is completed."""
    later = {key for step in template.milestones for key in step.asks}
    own = {"start", "target"} | ({"earned"} if template.plan_from != "earned" else set())
    asked = [
        question
        for question in template.questions
        if question.key not in own | later and is_met(question.if_, template, answers)
    ]
    month = month_question(template, answers)
    return (*asked, month) if month is not None else tuple(asked)
