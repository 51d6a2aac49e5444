"""The critical path in the machine format, see `machine`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planner.cli.machine import Shape, line

if TYPE_CHECKING:
    from datetime import tzinfo

    from planner.domain.agenda import Line
    from planner.domain.critical import Timing
    from planner.services.critical import PathDetail, PathStep
    from planner.services.queries import GoalDetail


def room(timing: Timing | None, *, critical: bool) -> Shape:
    """The keys of a step's room; null for what is closed or has none."""
    return {
        "slack_days": timing.slack if timing else None,
        "earliest_start": _day(timing.earliest_start if timing else None),
        "latest_start": _day(timing.latest_start if timing else None),
        "latest_due": _day(timing.latest_due if timing else None),
        "latest_start_passed": bool(timing and timing.overrun),
        "critical": critical,
    }


def of_goal(detail: GoalDetail) -> Shape:
    """What `goal show` says of the path."""
    path = detail.path
    return {
        "critical_path": [at for at in _ids(path) if at in path.critical] if path else [],
        "slack_days": path.slack if path else None,
        "warnings": [{"id": each.milestone, "text": each.text} for each in path.warnings] if path else [],
    }


def step(row: Line, detail: GoalDetail, zone: tzinfo) -> Shape:
    """A milestone of `goal show`."""
    path, at = detail.path, row.milestone.id
    timing = path.timings.get(at) if path else None
    return line(row, zone) | room(timing, critical=path is not None and at in path.critical)


def whole(detail: PathDetail, zone: tzinfo) -> Shape:
    """`plan path`."""
    return {
        "goal": detail.goal.id,
        "goal_title": detail.goal.title,
        "slack_days": detail.slack,
        "end": _day(detail.end),
        "ends_with": detail.limit or None,
        "steps": [line(each.line, zone) | _of_step(each, detail) for each in detail.steps],
        "warnings": [{"id": each.milestone, "text": each.text} for each in detail.warnings],
        "circles": [list(each) for each in detail.circles],
        "problem": detail.problem or None,
    }


def _of_step(each: PathStep, detail: PathDetail) -> Shape:
    return room(each.timing, critical=each.timing.milestone in detail.critical)


def _ids(path: PathDetail) -> list[str]:
    return [each.timing.milestone for each in path.steps]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
