"""The calendar: a month of the plan, and how full its weeks are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from planner.domain.capacity import Load
from planner.domain.filters import Filter, parse_filter
from planner.domain.month import LAID_OUT, Month, mondays_of, month_of, with_load
from planner.domain.saved_filters import meant
from planner.services.context import Context, find_goal

_AHEAD = timedelta(days=400)
"""Hours are laid out so far ahead at once, so that the months around are known too."""


class Months:
    """Looking at months. Nothing here writes."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._load: tuple[int, Load] | None = None
        """With the generation of the plan it was laid out from."""

    def month(self, first: date, text: str = "", goal: str | None = None) -> Month:
        """The month of `first` without its hours: what a filter as it is typed lets through, of one goal or of all.

        Raises WrongUsage, NotFound, Ambiguous.
        """
        plan = self._context.store.load()
        wanted = self._filter(text, plan.profile.filters) if text.strip() else None
        owner = find_goal(plan, goal).id if goal else None
        return month_of(self._context.lister(plan), first, wanted=wanted, goal=owner)

    def _filter(self, text: str, saved: Mapping[str, str]) -> Filter:
        return parse_filter(meant(text, saved), self._context.today(), strict=True, saved=saved)

    def with_hours(self, month: Month) -> Month:
        """The month with the hours that all active goals together ask of its weeks, from the running one on."""
        today = self._context.today()
        end = mondays_of(month.first)[-1] + timedelta(days=6)
        if end < today or (end - today).days > LAID_OUT:
            return month
        plan = self._context.store.load()
        known = self._load
        if known is None or known[0] != plan.generation or known[1].today != today or known[1].end < end:
            known = self._load = plan.generation, Load(plan, today, max(end, today + _AHEAD))
        return with_load(month, known[1])
