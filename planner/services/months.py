"""The calendar: a month of the plan, and how full its weeks are."""

from __future__ import annotations

from datetime import date, timedelta

from planner.domain.capacity import Load
from planner.domain.month import LAID_OUT, Month, mondays_of, month_of, with_load
from planner.services.context import Context, find_goal

_AHEAD = timedelta(days=400)
"""Hours are laid out so far ahead at once, so that the months around are known too."""


class Months:
    """Looking at months. Nothing here writes."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._load: tuple[int, Load] | None = None
        """With the generation of the plan it was laid out from."""

    def month(self, first: date, goal: str | None = None) -> Month:
        """The month of `first` without its hours, of one goal or of all. Raises NotFound, Ambiguous."""
        plan = self._context.store.load()
        return month_of(self._context.lister(plan), first, find_goal(plan, goal).id if goal else None)

    def with_hours(self, month: Month, *, wait: bool = True) -> Month:
        """The month with the hours that all active goals together ask of its weeks, from the running one on.

        Without `wait` only where they are laid out already, which takes its time where there is much.
        """
        today = self._context.today()
        end = mondays_of(month.first)[-1] + timedelta(days=6)
        if end < today or (end - today).days > LAID_OUT:
            return month
        plan = self._context.store.load()
        known = self._load
        if known is None or known[0] != plan.generation or known[1].today != today or known[1].end < end:
            if not wait:
                return month
            known = self._load = plan.generation, Load(plan, today, max(end, today + _AHEAD))
        return with_load(month, known[1])
