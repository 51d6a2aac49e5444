"""Short ways to make plans with hours."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from planner.domain.plan import Goal, Milestone, Plan, Profile
from tests.domain.making import NOW

MONDAY = date(2026, 11, 23)


def day(number: int) -> date:
    """So many days after the Monday."""
    return MONDAY + timedelta(days=number)


def step(name: str, due: int | None = None, hours: float = 0, **fields: Any) -> Milestone:
    """A step of goal `g`, due so many days after the Monday."""
    given: dict[str, Any] = {"goal": "g", "title": f"Step {name}", "effort": round(hours * 60) or None, **fields}
    return Milestone(id=name, created=NOW, dated_at=NOW, due=None if due is None else day(due), **given)


def plan(*steps: Milestone, target: int | None = None, goals: tuple[Goal, ...] = (), **profile: Any) -> Plan:
    """A plan of goal `g` with these steps."""
    goal = Goal(id="g", title="Goal g", created=NOW, target=None if target is None else day(target))
    return Plan(
        goals={each.id: each for each in (goal, *goals)},
        milestones={each.id: each for each in steps},
        profile=Profile(**profile),
    )
