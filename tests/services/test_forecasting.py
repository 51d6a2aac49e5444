"""Forecasts are worked out once for all that asks about the same plan."""

from __future__ import annotations

from datetime import UTC, timedelta
from pathlib import Path

from planner.services.context import ForecastReader
from tests.domain.making import goal, milestone
from tests.services.people import TODAY, a_planner, plan_of
from tests.ui.driving import stored


def test_they_are_kept_while_plan_day_and_zone_are_the_same(tmp_path: Path) -> None:
    planner = stored(a_planner(tmp_path), goal(1), milestone(1, goal=goal(1).id, due=TODAY))
    reader, plan = ForecastReader(), plan_of(planner)
    first = reader.of(plan, TODAY, UTC)
    assert reader.of(plan, TODAY, UTC) is first
    assert reader.of(plan, TODAY + timedelta(days=1), UTC) is not first
    planner.milestones.complete([milestone(1).id])
    assert reader.of(plan_of(planner), TODAY, UTC) is not first
