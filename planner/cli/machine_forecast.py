"""The machine format of forecasts: in `goal list` and `goal show`, and in `plan forecast`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.domain.forecast_words import sentence

if TYPE_CHECKING:
    from planner.domain.agenda import GoalLine
    from planner.domain.forecast import Forecast

Shape = dict[str, Any]
NOTHING: Shape = dict.fromkeys(
    (
        "health_reason",
        *("expected", "expected_from", "expected_to"),
        *("pace_hours_per_week", "pace_assumed", "pace_shared", "pace_from"),
    )
)
"""The keys of a goal of which nothing is expected."""


def shape(found: Forecast | None) -> Shape:
    """What `goal list` and `goal show` say of the forecast."""
    if found is None:
        return dict(NOTHING)
    days = {key: getattr(found, key) for key in ("expected", "expected_from", "expected_to")}
    pace = found.pace
    return {
        "health_reason": sentence(found),
        **{key: day.isoformat() if day else None for key, day in days.items()},
        "pace_hours_per_week": round(pace.usual.per_week / 60, 2) if pace and pace.unit == "minutes" else None,
        "pace_assumed": pace.assumed if pace else None,
        "pace_shared": found.shared if pace else None,
        "pace_from": found.begins.isoformat() if found.begins else None,
    }


def whole(row: GoalLine) -> Shape:
    """One goal of `plan forecast`. `needed_per_week` is in hours, or in steps where too little says its effort."""
    found = row.forecast
    told: Shape = {"id": row.goal.id, "title": row.goal.title, "status": row.goal.status, "health": row.health}
    told |= shape(found)
    steps = found is not None and found.unit == "steps"
    left = found.left if found else None
    return told | {
        "left_minutes": None if steps else left,
        "left_steps": left if steps else None,
        "pace_steps_per_week": round(found.pace.usual.per_week, 2) if found and found.pace and steps else None,
        "needed_per_week": _needed(found),
        "deadline": found.deadline.isoformat() if found and found.deadline else None,
        "deadline_is_target": found.has_target if found else None,
        "overdue": list(found.overdue) if found else [],
    }


def _needed(found: Forecast | None) -> float | None:
    """Hours or steps a week, as what is left is counted."""
    if found is None or found.needed is None:
        return None
    return round(found.needed.per_week / (60 if found.unit == "minutes" else 1), 2)
