"""What becomes of what a person filled in when the act it was for is refused."""

from __future__ import annotations

from planner.domain.errors import NotDurable, NotFound, PlannerError


def may_try_again(error: PlannerError) -> bool:
    """Whether it comes back to be saved once more: it is not saved yet, and what it is about is still there."""
    return not isinstance(error, NotDurable | NotFound)
