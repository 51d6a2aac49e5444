"""Short ways to make templates, goals and milestones for tests of the rules."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from planner.domain.build import Draft, GoalRequest, draft
from planner.domain.plan import Goal, Milestone, Plan
from planner.domain.template import CredentialRule, CycleRule, Option, Question, Step, Template

TODAY = date(2026, 11, 21)
START = date(2027, 1, 4)
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def counting_ids(first: int = 1) -> Callable[[], str]:
    """Ids in hex, one after the other."""
    numbers = itertools.count(first)
    return lambda: f"{next(numbers):032x}"


def step(key: str, when: str, **fields: Any) -> Step:
    """A step with what is required filled in."""
    return Step(
        **{
            "key": key,
            "title": f"Step {key}",
            "kind": "learn",
            "when": when,
            "evidence": "A note that says so",
            **fields,
        }
    )


def template(*steps: Step, **fields: Any) -> Template:
    """A template of these steps: plan from start, ten weeks."""
    defaults: dict[str, Any] = {
        "id": "sample",
        "version": "2026.1",
        "title": "A sample",
        "summary": "For tests.",
        "category": "craft",
        "stages": ("early",),
        "plan_from": "start",
        "duration": "P10W",
    }
    return Template(**{**defaults, **fields}, milestones=tuple(steps))


def choice(key: str, *options: str, **fields: Any) -> Question:
    """A choice between options."""
    return Question(
        key=key,
        ask="choice",
        title=f"Choice {key}",
        question=f"Which {key}?",
        options=tuple(Option(key=each, title=each.title()) for each in options),
        **fields,
    )


def date_question(key: str, **fields: Any) -> Question:
    """A question for a date."""
    return Question(key=key, ask="date", title=f"Day of {key}", question=f"When is {key}?", **fields)


def credential(**cycle: Any) -> CredentialRule:
    """A certificate with a three-year anniversary cycle."""
    rule: dict[str, Any] = {"ends": "anniversary", "length": "P3Y", **cycle}
    return CredentialRule(id="cert", name="Cert", issuer="Issuer", cycle=CycleRule(**rule))


def drafted(made: Template, *, today: date = TODAY, **request: Any) -> Draft:
    """A draft of this template."""
    return draft(
        made,
        GoalRequest(template=made.id, **request),
        digest="0" * 64,
        today=today,
        now=NOW,
        new_id=counting_ids(),
    )


def days_of(made: Draft) -> dict[str, date | None]:
    """By key, the days of what is ticked."""
    return {line.step.key: line.milestone.due for line in made.lines if line.ticked}


def milestone(number: int = 1, **fields: Any) -> Milestone:
    """A milestone with the id `number`."""
    defaults: dict[str, Any] = {"id": f"{number:032x}", "title": f"Milestone {number}", "created": NOW, "dated_at": NOW}
    return Milestone(**{**defaults, **fields})


def goal(number: int = 1, **fields: Any) -> Goal:
    """A goal with the id `number` from the far end."""
    defaults: dict[str, Any] = {"id": f"f{number:031x}", "title": f"Goal {number}", "created": NOW}
    return Goal(**{**defaults, **fields})


def plan(*records: Goal | Milestone, **fields: Any) -> Plan:
    """A plan of these records."""
    return Plan(
        goals={each.id: each for each in records if isinstance(each, Goal)},
        milestones={each.id: each for each in records if isinstance(each, Milestone)},
        **fields,
    )


def built(made: Template, **request: Any) -> tuple[Goal, list[Milestone]]:
    """A goal that begins on START, unless told otherwise, and its milestones."""
    result = drafted(made, **{"start": START, **request})
    assert result.problems == ()
    return result.goal, list(result.milestones)


def merged(old: list[Milestone], new: tuple[Milestone, ...]) -> list[Milestone]:
    """The old ones with the new ones in their place."""
    by_id = {each.id: each for each in (*old, *new)}
    return list(by_id.values())


def day_of(milestones: list[Milestone], key: str, cycle: int | None = None) -> date | None:
    """The day of the milestone of this step."""
    return next(each.due for each in milestones if each.key == key and cycle in {None, each.cycle})


def with_key(milestones: list[Milestone], key: str) -> Milestone:
    """The milestone of this step."""
    return next(each for each in milestones if each.key == key)
