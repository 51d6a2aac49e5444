"""The sign of a milestone: one rule for every list, in the app and on the command line (`docs/look.md`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.domain.agenda import Line
    from planner.domain.plan import Milestone

SIGNS: Mapping[str, str] = {"todo": "○", "doing": "◐", "waiting": "◌", "done": "✓", "skipped": "–"}
"""By status."""
FIXED, BLOCKED, SNOOZED, PAUSED = "◆", "⊘", "☾", "‖"
SOURCED = "§"
"""Marks a number of a template that comes from the sources; every other one is a default of the author."""


def sign(milestone: Milestone, *, blocked: bool = False, snoozed: bool = False) -> str:
    """The sign of a milestone: what keeps it from being done now goes before what was begun, that before its date."""
    if milestone.is_open:
        if milestone.is_paused:
            return PAUSED
        if blocked:
            return BLOCKED
        if snoozed:
            return SNOOZED
        if milestone.status == "todo" and milestone.fixed:
            return FIXED
    return SIGNS[milestone.status]


def sign_of(line: Line) -> str:
    """The sign of a row of any list."""
    return sign(line.milestone, blocked=bool(line.blocked_by), snoozed=line.snoozed)
