"""Answers to a goal's questions: how they are read, and what they would do, before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from planner.domain.answers import answered
from planner.domain.dates import parse_day
from planner.domain.errors import NotFound, NotMet, WrongUsage
from planner.domain.moving import Move, consequences, move_goal
from planner.domain.plan import Goal, Milestone, Plan
from planner.domain.text import shown
from planner.domain.windows import newly_outside, outside_windows
from planner.services.context import Context
from planner.services.moving import refuse_unasked

if TYPE_CHECKING:
    from planner.domain.template import Question, Template

OWN_ANSWERS = frozenset({"start", "target", "earned", "birth_month"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What answers do to a goal.

    `move` holds the goal with its answers, the milestones that get, lose or change their dates, and what that breaks;
    `added` come with the answers and `gone` go with them; `put` is all that is to be written. `name` is that of the
    Change. `waiting` is how many open milestones have no date then.
    """

    name: str
    move: Move
    added: tuple[Milestone, ...]
    gone: tuple[Milestone, ...]
    put: tuple[Milestone, ...]
    waiting: int

    @property
    def is_empty(self) -> bool:
        """Whether no milestone is touched."""
        return not (self.move.moved or self.added or self.gone)


def answer_goal(context: Context, plan: Plan, goal: Goal, answers: Mapping[str, str]) -> Answered:
    """Work out what answers (dates in words, options by key; "" takes one back) do; nothing is stored.

    Another start or target is a move: raises InThePast and Infeasible as `Moving.move_goal` does. Raises NotMet for a
    goal that asks nothing, NotFound for a question that it has not, WrongUsage for what is no answer.
    """
    if goal.template is None:
        raise NotMet(f"“{goal.title}” was not made from a template: it asks nothing.")
    template = context.template_of(plan, goal)
    if template is None:
        raise NotMet(
            f"The template that “{goal.title}” was built from cannot be read any more.",
            "Date its milestones by hand; planner doctor says what is wrong with it.",
        )
    now, today = context.now(), context.today()
    new = _with_answers(goal, template, answers, today)
    changed = [key for key in {*goal.answers, *new.answers} if goal.answers.get(key) != new.answers.get(key)]
    dates = {key: getattr(new, key) for key in ("start", "target") if getattr(goal, key) != getattr(new, key)}
    members = plan.members(goal.id)
    if dates:
        move = move_goal(goal, template, members, **dates, today=today, now=now)
        refuse_unasked(move, "ask", force=False, today=today)
    new, put, gone = answered(new, template, members, [*changed, *dates], now=now, today=today, new_id=context.ids.new)
    there, going = {each.id: each for each in members}, {each.id for each in gone}
    redated = tuple(each for each in put if each.id in there and _when(each) != _when(there[each.id]))
    stay = [each for each in members if each.id not in going]
    after = {**{each.id: each for each in stay}, **{each.id: each for each in put}}
    move = consequences(new, stay, redated, today)
    outside = newly_outside(outside_windows(goal, template, members), new, template, after.values())
    return Answered(
        name=_name(template, goal, answers),
        move=replace(move, notes=(*move.notes, *outside)),
        added=tuple(each for each in put if each.id not in there),
        gone=gone,
        put=put,
        waiting=sum(1 for each in after.values() if each.is_open and each.due is None),
    )


def read_answer(template: Template, key: str, value: str, today: date) -> str:
    """An answer as it is stored: an ISO date, an option key or a decimal number. Raises WrongUsage."""
    question = template.asked.get(key)
    if key == "birth_month":
        return _month(value)
    if question is None or question.ask == "date":
        return parse_day(value, today).isoformat()
    if question.ask == "number":
        return _number(question, value)
    wanted = value.strip().casefold()
    for option in question.options:
        if wanted in {option.key.casefold(), option.title.casefold()}:
            return option.key
    options = ", ".join(f"{option.key} ({option.title})" for option in question.options)
    raise WrongUsage(f"“{shown(value)}” is no answer to “{question.question}”.", f"Choose one of: {options}.")


def _when(milestone: Milestone) -> tuple[object, ...]:
    return milestone.due, milestone.at, milestone.expected


def _with_answers(goal: Goal, template: Template, answers: Mapping[str, str], today: date) -> Goal:
    known = {question.key for question in template.questions} | OWN_ANSWERS
    given = dict(goal.answers)
    start, target = goal.start, goal.target
    for key, value in answers.items():
        if key not in known:
            raise NotFound(f"“{goal.title}” has no question “{shown(key)}”.", f"It has: {', '.join(sorted(known))}.")
        answer = read_answer(template, key, value, today) if value.strip() else ""
        if key in {"start", "target"}:
            if not answer:
                raise WrongUsage(f"The {key} cannot be taken away.", "Give another date.")
            start = date.fromisoformat(answer) if key == "start" else start
            target = date.fromisoformat(answer) if key == "target" else target
        elif answer:
            given[key] = answer
        else:
            given.pop(key, None)
    return replace(goal, answers=given, start=start, target=target)


def _number(question: Question, value: str) -> str:
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= 100_000:
        raise WrongUsage(
            f"“{shown(value)}” is no number for “{question.question}”.", "Write a number such as 3 or 1.5."
        )
    return format(number.normalize(), "f")


def _month(value: str) -> str:
    if value.strip() not in {str(month) for month in range(1, 13)}:
        raise WrongUsage(f"“{shown(value)}” is no month of birth.", "Write its number, 1 for January to 12.")
    return value.strip()


def _name(template: Template, goal: Goal, answers: Mapping[str, str]) -> str:
    if len(answers) != 1:
        return f"Answer {len(answers)} questions of “{goal.title}”"
    ((key, value),) = answers.items()
    question = template.asked.get(key)
    what = f"“{question.title}”" if question else {"birth_month": "the month of birth"}.get(key, f"the {key}")
    return f"{'Answer' if value.strip() else 'Take back'} {what} of “{goal.title}”"
