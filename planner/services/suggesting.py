"""What the person could do next."""

from __future__ import annotations

from planner.domain.suggestions import Suggestion, suggestions
from planner.services.context import Context


class Suggesting:
    """Suggestions from the plan, the stage of the person and the templates that are there."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def next(self) -> tuple[Suggestion, ...]:
        """At most three, the best first, each with its reason."""
        plan = self._context.store.load()
        shelf = self._context.templates.list()
        return suggestions(shelf, plan, lambda goal: self._context.template_of(plan, goal), self._context.today())
