"""The forecasts of all goals of a plan together: what they share of the hours a week, each gets only once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, tzinfo

from planner.domain.dates import local_day
from planner.domain.forecast import Forecast, Outlook, forecast_of, minutes_of
from planner.domain.forecast_shares import Share, shares
from planner.domain.plan import Goal, Milestone, Plan


def forecasts_of(plan: Plan, today: date, zone: tzinfo) -> Forecasts:
    """Those of a plan on one day of who lives in `zone`."""
    return Forecasts(plan, today, lambda goal: local_day(goal.created, zone))


class Forecasts:
    """Worked out when they are asked for, each once; `created_on` says on which day of the person a goal was made."""

    def __init__(self, plan: Plan, today: date, created_on: Callable[[Goal], date]) -> None:
        self._plan, self._today, self._created_on = plan, today, created_on
        self._outlooks: dict[str, Outlook] = {}
        self._shares: Mapping[str, Share] | None = None

    def of(self, goal: Goal, overdue: Collection[Milestone]) -> Forecast | None:
        """When a goal is reached, `overdue` being those of its members that are; None if it is not active."""
        if goal.status != "active":
            return None
        outlook = self._outlook(goal)
        share = self._shared().get(goal.id) if outlook.gets_a_share else None
        return forecast_of(outlook, overdue, share)

    def _outlook(self, goal: Goal) -> Outlook:
        if goal.id not in self._outlooks:
            plan = self._plan
            self._outlooks[goal.id] = Outlook(
                goal,
                plan.by_goal.get(goal.id, ()),
                plan.milestones,
                plan.profile,
                today=self._today,
                created=self._created_on(goal),
            )
        return self._outlooks[goal.id]

    def _shared(self) -> Mapping[str, Share]:
        """By the id of a goal; of one that is alone there is nothing to share."""
        if self._shares is None:
            active = (self._outlook(goal) for goal in self._plan.goals.values() if goal.status == "active")
            claims = [claim for claim in (each.claim() for each in active) if claim is not None]
            per_week = minutes_of(self._plan.profile.hours_per_week)
            self._shares = shares(claims, per_week) if len(claims) > 1 else {}
        return self._shares
