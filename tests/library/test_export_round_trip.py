"""A goal as it was lived, exported, brought in again and built from the same date: every step has its day again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from planner.domain.build import GoalRequest
from planner.domain.errors import NotMet, PlannerError
from planner.domain.layout import begun_today, is_over
from planner.domain.plan import Goal, Milestone
from planner.domain.template import Template
from planner.library.catalog import Catalog
from planner.library.checking import check_bytes
from planner.library.conversion import canonical
from planner.library.export import template_from_goal
from planner.library.export_steps import first_day
from planner.services.edits import MilestoneEdit
from planner.wiring import Planner
from tests.library.test_export import TODAY, build
from tests.services.people import a_planner, clock_of, plan_of
from tests.strategies.templates import templates

SHELF = Catalog(None)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@contextmanager
def as_it_may_be() -> Iterator[None]:
    """What the person tried may be refused; then nothing happened."""
    try:
        yield
    except PlannerError:
        return


def lived(template: Template, start: date, data: st.DataObject) -> tuple[Planner, Goal]:
    """A goal of this template after some weeks: questions answered, steps done on other days, moved, fixed, skipped,
    added by hand."""
    planner = a_planner(Path("/nowhere"), template)
    answers = {"earned": start.isoformat()} if template.plan_from == "earned" else {}
    dates: dict[str, Any] = {"target": start} if template.plan_from == "target" else {"start": start}
    try:
        planner.goals.create(
            GoalRequest(template=template.id, answers=answers, past="late", **(dates if not answers else {}))
        )
    except PlannerError:
        assume(False)
    (goal,) = plan_of(planner).goals.values()
    for question in template.questions:
        if data.draw(st.booleans()) and question.key not in {"start", "target", "earned"}:
            value = {"date": (start + timedelta(days=data.draw(st.integers(0, 90)))).isoformat(), "number": "3"}
            answer = question.options[0].key if question.ask == "choice" else value[question.ask]
            with as_it_may_be():
                planner.goals.answer(goal.id, {question.key: answer})
    for line in data.draw(st.lists(st.sampled_from(["Read +1", "Meet weekly", "Plan"]), max_size=2)):
        with as_it_may_be():
            planner.milestones.add(line, goal=goal.id)
    for _ in range(data.draw(st.integers(0, 8))):
        act(planner, goal, start, data)
    return planner, plan_of(planner).goals[goal.id]


def act(planner: Planner, goal: Goal, start: date, data: st.DataObject) -> None:
    members = plan_of(planner).members(goal.id)
    assume(members)
    one = data.draw(st.sampled_from(members))
    day = (start + timedelta(days=data.draw(st.integers(-20, 120)))).isoformat()
    clock_of(planner).pass_days(data.draw(st.integers(0, 5)))
    with as_it_may_be():
        match data.draw(st.sampled_from(["done", "skip", "move", "fix", "note", "wait", "series", "after"])):
            case "done":
                planner.milestones.complete([one.id], force=True, on=clock_of(planner).now().date())
            case "skip":
                planner.milestones.skip([one.id])
            case "move":
                planner.milestones.edit(one.id, MilestoneEdit(due=day))
            case "fix":
                planner.milestones.edit(one.id, MilestoneEdit(due=day, fixed=True))
            case "note":
                planner.milestones.note(one.id, "In confidence")
            case "wait":
                planner.milestones.wait(one.id, "Anna Example")
            case "series":
                from planner.domain.plan import Repeat

                planner.milestones.edit(one.id, MilestoneEdit(due=day, repeat=Repeat(every="P2W", count=4)))
            case _:
                other = data.draw(st.sampled_from(members))
                planner.milestones.edit(one.id, MilestoneEdit(after=(other.id,)))


def shape(member: Milestone) -> tuple[object, ...]:
    """What of a step is a matter of dates."""
    rule = member.repeat
    series = (rule.every, rule.rrule, rule.mode) if rule else None
    return first_day(member), member.fixed, series


def alike(now: Milestone | None, was: Milestone) -> bool:
    """Whether a step has its day again; a series of a cycle begins with the first that is not past, as when it is
    built."""
    if was.cycle and was.repeat is not None:
        was = replace(was, repeat=begun_today(was.repeat, TODAY))
    if now is None:  # a series that had no day yet may have none before its end, and is not built then
        return was.repeat is not None and (first_day(was) is None or is_over(was.repeat))
    follows = any(each.repeat is not None and each.repeat.each is not None for each in (now, was))
    cycle_unknown = bool(was.cycle) and now.due is None  # then only the rhythm is known
    waited = first_day(was) is None  # what it waited for may be known from the start now
    if follows or cycle_unknown or waited:
        return True
    if was.repeat is not None and now.repeat is None:  # moved behind its own end: one day is left of it
        return first_day(now) == first_day(was)
    return shape(now) == shape(was)


def comes_back(template: Template, start: date, data: st.DataObject) -> None:
    planner, goal = lived(template, start, data)
    assert differences(planner, goal) == []


def differences(planner: Planner, goal: Goal) -> list[str]:
    """What is not as it was once the goal was exported and built again."""
    found: list[str] = []
    members = [
        replace(member, title=f"Step {n}") for n, member in enumerate(plan_of(planner).members(goal.id))
    ]  # so that each can be found again
    known = planner.queries.goal(goal.id).template
    try:
        made, told = template_from_goal(goal, members, known)
    except NotMet:
        return []
    text = canonical(made)
    assert "Anna" not in text
    assert "confidence" not in text
    back = check_bytes(text.encode(), "exported")
    assert back == made
    dates = {"start": goal.start} if back.plan_from != "target" else {"target": goal.target}
    answers = {key: value for key, value in goal.answers.items() if key in back.asked or key == "earned"}
    if back.plan_from == "earned":
        dates = {"start": goal.start, "target": goal.target}
    again = build(back, answers=answers, **{key: day for key, day in dates.items() if day is not None})
    of_title = {line.milestone.title: line.milestone for line in reversed(again.lines)}
    left = {line for line in told.stays if line.startswith("Steps that")}
    for member in members:
        if member.title not in {step.title for step in back.milestones}:
            if not any(f"“{member.title}”" in line or " more" in line for line in left):
                found.append(f"{member.title} stays and is not told: {member}, {told}")
        elif member.cycle <= 1 and not alike(of_title.get(member.title), member):
            was, now = shape(member), shape(of_title[member.title]) if member.title in of_title else "gone"
            found.append(
                f"{was} is {now}: {member.key} {member.cycle} {member.status} {member.moment}, {member.repeat}"
            )
    return found + list(again.problems)


@FEW
@given(templates(), st.dates(date(2026, 12, 1), date(2040, 12, 31)), st.data())
def test_a_goal_that_was_lived_comes_back_with_its_days(template: Template, start: date, data: st.DataObject) -> None:
    comes_back(template, start, data)


@pytest.mark.thorough
@MANY
@given(templates(most_steps=12), st.dates(date(2026, 12, 1), date(2040, 12, 31)), st.data())
def test_very_many_goals_come_back_with_their_days(template: Template, start: date, data: st.DataObject) -> None:
    comes_back(template, start, data)


@pytest.mark.thorough
@MANY
@given(
    st.sampled_from([entry.id for entry in SHELF.list()]), st.dates(date(2026, 12, 1), date(2040, 12, 31)), st.data()
)
def test_goals_of_shipped_templates_come_back_with_their_days(
    template_id: str, start: date, data: st.DataObject
) -> None:
    comes_back(SHELF.get(template_id), start, data)
