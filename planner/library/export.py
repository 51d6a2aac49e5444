"""A template from a goal as it was really done: the recipe leaves, the person stays.

Days become offsets in days from the start or the target (months do not invert), so building from the same date gives
the same dates. What still waits for an answer keeps its question. Nothing of the person's state, notes, proofs, names
they wait for, tags, answers or links goes along.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.domain.build import GoalRequest, draft
from planner.domain.errors import NotMet, WrongUsage
from planner.domain.living import anchors_of, keyed
from planner.domain.plan import Goal, Milestone, PlanFrom
from planner.domain.template import PLAIN_ANCHORS, CredentialRule, Question, Source, Step, Template
from planner.domain.text import clean
from planner.library.checking import check_template
from planner.library.export_steps import Export, anchor_of, line, moments_of, span
from planner.library.leaving import Leaving, leaving_of

_MOST_STEPS = 500


def template_from_goal(
    goal: Goal,
    milestones: Sequence[Milestone],
    template: Template | None,
    *,
    title: str = "",
    author: str = "",
    license: str = "",  # noqa: A002 -- the name of the key in the file
) -> tuple[Template, Leaving]:
    """The template of a goal with these `milestones`, made from `template` if it was made from one; and what leaves
    and what stays. `title` is another one than the goal's. Raises NotMet when the goal has no step that could leave.
    """
    if title.strip():
        goal = replace(goal, title=clean(title))
    days = _days(goal, milestones)
    anchors = anchors_of(goal, template, keyed(milestones))
    export = Export(template=template, start=days.start, target=days.target, plan_from=days.plan_from, anchors=anchors)
    export.take(milestones)
    if not export.steps:
        raise NotMet(
            f"“{goal.title}” has no step with a date, so there is nothing to export.", "Give its steps a date first."
        )
    if len(export.steps) > _MOST_STEPS:
        raise NotMet(f"“{goal.title}” has {len(export.steps)} steps; a template holds at most {_MOST_STEPS}.")
    made = _in_order(_whole(goal, export, days, author, license), goal, days)
    check_template(made)
    changed = [each for titles in export.changed.values() for each in titles]
    return made, leaving_of(made, goal, milestones, template, left_out=export.left, changed=changed)


@dataclass(frozen=True, slots=True)
class _Days:
    plan_from: PlanFrom
    start: date | None
    target: date | None


def _days(goal: Goal, milestones: Sequence[Milestone]) -> _Days:
    """What the offsets count from: both ends where one follows from the other, else the one that is known."""
    start, target = goal.start, goal.target
    if start is None and target is None:
        known = [milestone.done_on or milestone.due for milestone in milestones]
        start = min((day for day in known if day is not None), default=None)
    plan_from: PlanFrom = goal.plan_from or ("target" if start is None else "start")
    if plan_from == "earned" and goal.template is None:
        plan_from = "start"
    if plan_from == "target" and target is None:
        plan_from = "start"
    if plan_from == "start" and start is None:
        plan_from = "target"
    if start is not None and target is not None and target < start:
        return _Days(plan_from, None if plan_from == "target" else start, target if plan_from == "target" else None)
    return _Days(plan_from, start, target)


def _whole(goal: Goal, export: Export, days: _Days, author: str, license_name: str) -> Template:
    base = export.template
    credentials = base.credentials if base else ()
    cycle = base.cycle if base and not credentials and any(_is_of_cycle(step) for step in export.steps) else None
    questions = _questions(export, credentials)
    asked = {question.key for question in questions}
    keys = {step.key for step in export.steps}
    steps = tuple(replace(step, asks=tuple(key for key in step.asks if key in asked)) for step in export.steps)
    known = asked | keys | set(PLAIN_ANCHORS)
    credentials = tuple(_without_lost_anchor(rule, known) for rule in credentials)
    title = line(goal.title)
    made = Template(
        id=_template_id(goal.title, base),
        version=f"{goal.created.year}.1",
        title=title,
        summary=base.summary if base else f"A plan as it was really done: {len(steps)} steps."[:2000],
        category=base.category if base else "craft",
        stages=base.stages if base else ("early", "mid", "senior"),
        language=base.language if base else "en",
        plan_from=days.plan_from,
        duration=span((days.target - days.start).days) if days.start and days.target else None,
        cycle=cycle,
        author=line(author) if author.strip() else "",
        license=line(license_name) if license_name.strip() else "",
        questions=questions,
        milestones=steps,
        credentials=credentials,
    )
    return made if base is None else _with_facts(made, base)


def _in_order(made: Template, goal: Goal, days: _Days) -> Template:
    """Without the links of the person's own that the days contradict once it is built from the same date: what
    waited has a day then."""
    from_target = days.plan_from == "target"
    known = {*made.asked, "earned"}
    answers = {key: answer for key, answer in goal.answers.items() if key in known}
    request = GoalRequest(
        template=made.id,
        answers=answers,
        start=None if from_target else days.start,
        target=days.target if from_target else None,
    )
    numbers = itertools.count()
    try:
        built = draft(
            made, request, digest="", today=goal.created.date(), now=goal.created, new_id=lambda: str(next(numbers))
        )
    except WrongUsage:  # an offset leaves the calendar from this day; from others it may not
        return made
    if not built.problems:
        return made
    day = {line.step.key: line.milestone.due or date.min for line in reversed(built.lines)}
    steps = [
        replace(step, after=tuple(key for key in step.after if day.get(key, date.min) <= day.get(step.key, date.max)))
        for step in made.milestones
    ]
    return replace(made, milestones=tuple(steps))


def _with_facts(made: Template, base: Template) -> Template:
    """What the template that the goal came from says about its subject; of its skills and sources what is used."""
    skills = {key for step in made.milestones for key in step.skills}
    made = replace(
        made,
        audience=base.audience,
        outcome=base.outcome,
        prerequisites=base.prerequisites,
        facts_as_of=base.facts_as_of,
        verify_url=base.verify_url,
        eligibility=base.eligibility,
        skills=tuple(skill for skill in base.skills if skill.key in skills),
        extra={"x-made-from": f"{base.id} {base.version}"},
    )
    return replace(made, sources=_cited(made, base))


def _cited(made: Template, base: Template) -> tuple[Source, ...]:
    cited = {source for step in made.milestones for source in step.sources}
    cited |= {source for rule in made.credentials for source in rule.sources}
    cited |= set(made.eligibility.sources) if made.eligibility else set()
    return tuple(source for source in base.sources if source.id in cited)


def _is_of_cycle(step: Step) -> bool:
    return not {"cycle_start", "cycle_end"}.isdisjoint(moments_of(step))


def _questions(export: Export, credentials: Sequence[CredentialRule]) -> tuple[Question, ...]:
    """The questions that what leaves still hangs on, and those that these hang on."""
    base = export.template
    if base is None:
        return ()
    option_of = {option.key: question.key for question in base.questions for option in question.options}
    wanted = {"start", "target"} | ({"earned"} if credentials else set())
    for rule in credentials:
        wanted |= {option_of[option] for option in rule.if_ if option in option_of} | {rule.cycle.of or ""}
        wanted.add(anchor_of(rule.cycle.opens) or "")
    for step in export.steps:
        wanted |= moments_of(step)
        wanted |= {option_of[option] for option in step.if_ if option in option_of}
    for _ in base.questions:
        for question in base.questions:
            if question.key in wanted:
                wanted |= {option_of[option] for option in question.if_ if option in option_of}
                wanted.add(anchor_of(question.expect) or "")
    keys = {step.key for step in export.steps} | (wanted & set(base.asked)) | set(PLAIN_ANCHORS)
    return tuple(
        question if question.expect is None or anchor_of(question.expect) in keys else replace(question, expect=None)
        for question in base.questions
        if question.key in wanted
    )


def _without_lost_anchor(rule: CredentialRule, known: set[str]) -> CredentialRule:
    if rule.cycle.opens is None or anchor_of(rule.cycle.opens) in known:
        return rule
    return replace(rule, cycle=replace(rule.cycle, opens=None))


def _template_id(title: str, base: Template | None) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:56].strip("-") or "my-plan"
    return f"{slug}-own" if base is not None and slug == base.id else slug
