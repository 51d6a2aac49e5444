"""Saved filters of the person: read, saved under a name, taken away. They live in the profile and are undoable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from planner.domain.errors import NotMet, WrongUsage
from planner.domain.filters import FILTER_WORDS, Filter, parse_filter, written_out
from planner.domain.plan import Edit, Plan, Profile
from planner.domain.saved_filters import MOST_SAVED, checked_name, meant, no_such, spelled
from planner.domain.text import clean
from planner.services.context import Context
from planner.services.results import Done

TEXT_LIMIT = 500


class Filters:
    """Filters by name, and texts as they are meant."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def saved(self) -> Mapping[str, str]:
        """The texts of saved filters, by name in order."""
        filters = self._context.store.load().profile.filters
        return dict(sorted(filters.items(), key=lambda each: each[0].casefold()))

    def read(self, text: str, *, strict: bool = True) -> Filter:
        """A filter by its name or its text. Raises WrongUsage, and NotFound for an `@name` that is not there."""
        saved = self._context.store.load().profile.filters
        return parse_filter(meant(text, saved), self._context.today(), strict=strict, saved=saved)

    def whole(self, text: str) -> str:
        """The text of a filter with every name in it written out. Raises NotFound, WrongUsage."""
        saved = self._context.store.load().profile.filters
        return written_out(meant(text, saved), saved)

    def save(self, name: str, text: str) -> Done:
        """Keep a filter under a name, in place of one that has it. `@names` in the text are written out, so that each
        stands for itself. Raises WrongUsage, NotFound, NotMet."""

        def act(plan: Plan) -> Edit:
            filters = dict(plan.profile.filters)
            own = spelled(name, filters) or checked_name(name, FILTER_WORDS)
            if own not in filters and len(filters) >= MOST_SAVED:
                raise NotMet(f"There are {MOST_SAVED} filters already.", "Take one away: planner filter delete NAME")
            verb = "Change" if own in filters else "Save"
            filters[own] = self._checked(text, filters)
            return Edit(f"{verb} the filter “{own}”", (replace(plan.profile, filters=filters),))

        return Done(change=self._context.commit(act), ids=(Profile().id,))

    def delete(self, name: str) -> Done:
        """Take a filter away. Raises NotFound."""

        def act(plan: Plan) -> Edit:
            own = spelled(name, plan.profile.filters)
            if own is None:
                raise no_such(name, plan.profile.filters)
            filters = {each: text for each, text in plan.profile.filters.items() if each != own}
            return Edit(f"Delete the filter “{own}”", (replace(plan.profile, filters=filters),))

        return Done(change=self._context.commit(act), ids=(Profile().id,))

    def _checked(self, text: str, saved: Mapping[str, str]) -> str:
        """The text of a filter without references to others."""
        whole = written_out(clean(text), saved)
        if not whole:
            raise WrongUsage("The filter is empty.", "Write what it lets through, such as balance:hard -is:blocked.")
        if len(whole) > TEXT_LIMIT:
            raise WrongUsage(f"The filter has {len(whole):,} characters; at most {TEXT_LIMIT} fit.")
        parse_filter(whole, self._context.today(), strict=True)
        return whole
