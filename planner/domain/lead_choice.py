"""Which leads hold for a milestone: its own, its goal's, the template's, the person's for its kind, the shipped ones;
and sets of leads that go by a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import TypeAlias

from planner.domain.durations import parse_lead
from planner.domain.errors import WrongUsage
from planner.domain.plan import Goal, Milestone, Profile

Leads: TypeAlias = tuple[str, ...]

SET = "@"
"""Begins a lead that is the name of a set of the profile: `@Exam set`."""

RENEWAL: Leads = ("P180D", "P90D", "P60D", "P30D")
DEADLINE: Leads = ("P60D", "P30D", "P14D", "P7D", "P1D")
MEETING: Leads = ("P1D", "PT1H")
ON_TIME: Leads = ("PT0M",)

SHIPPED: Mapping[str, Leads] = {
    "renew": RENEWAL,
    "exam": DEADLINE,
    "meet": MEETING,
    "mentor": MEETING,
    "network": MEETING,
}
"""By kind; meetings only when they have a time. What is missing is `DEADLINE` when fixed, else `ON_TIME`; a review
that comes again and again reminds on time only."""


def lead_set(sets: Mapping[str, Leads], name: str) -> str | None:
    """The name of a set as it is spelled in the profile; big and small letters are the same, and a leading @ is none
    of it. None: there is no such set."""
    wanted = name.strip().removeprefix(SET).strip()
    if wanted in sets:
        return wanted
    folded = wanted.casefold()
    return next((each for each in sets if each.casefold() == folded), None)


def resolved(leads: Leads, sets: Mapping[str, Leads]) -> Leads | None:
    """`leads` with each set in place of its name; None where one of them is no lead, or no set that is there."""
    if any(each.startswith(SET) for each in leads):
        flat: list[str] = []
        for each in leads:
            name = lead_set(sets, each) if each.startswith(SET) else None
            flat += [each] if name is None else sets[name]
        leads = tuple(dict.fromkeys(flat))
    return leads if _are_leads(leads) else None


def shipped_leads(milestone: Milestone) -> Leads:
    """Those that come with the planner, by kind. An expected day is not a fixed one."""
    leads = SHIPPED.get(milestone.kind)
    if leads is not None and (leads is not MEETING or milestone.at is not None):
        return leads
    if milestone.kind == "review" and milestone.repeat is not None:
        return ON_TIME
    return DEADLINE if milestone.fixed and not milestone.expected else ON_TIME


def kind_leads(milestone: Milestone, profile: Profile) -> Leads:
    """The person's own for its kind, else the shipped ones. Own ones that cannot be read count as none given."""
    own = profile.leads.get(milestone.kind)
    found = None if own is None else resolved(own, profile.lead_sets)
    return shipped_leads(milestone) if found is None else found


def given_leads(milestone: Milestone, goal: Goal | None, template_leads: Leads | None, profile: Profile) -> Leads:
    """As `effective_leads`, with the sets still by their names, and malformed ones as they stand."""
    for leads in (milestone.leads, goal.leads if goal else None, template_leads, profile.leads.get(milestone.kind)):
        if leads is not None:
            return leads
    return shipped_leads(milestone)


def effective_leads(milestone: Milestone, goal: Goal | None, template_leads: Leads | None, profile: Profile) -> Leads:
    """The milestone's own leads, else its goal's, the template step's, the person's for the kind, the shipped ones.

    The first that is given wins; an empty one is given too, and means none. Where a lead of it cannot be read (a
    plan edited by hand) the kind's are taken: a wrong reminder is better than none.
    """
    found = resolved(given_leads(milestone, goal, template_leads, profile), profile.lead_sets)
    return kind_leads(milestone, profile) if found is None else found


@lru_cache(maxsize=1024)
def by_length(leads: Leads) -> tuple[tuple[str, timedelta, timedelta], ...]:
    """Each lead with its whole days and what is left, the shortest first; one of those that say the same."""
    lengths = {parse_lead(lead): lead for lead in reversed(leads)}
    return tuple(
        (lengths[length], timedelta(days=length.days), timedelta(seconds=length.seconds)) for length in sorted(lengths)
    )


@lru_cache(maxsize=1024)
def _are_leads(leads: Leads) -> bool:
    try:
        by_length(leads)
    except WrongUsage:
        return False
    return True
