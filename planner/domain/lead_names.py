"""Leads with the names of the sets in them."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.lead_choice import SET, Leads, lead_set


def sets_in(leads: Leads, sets: Mapping[str, Leads]) -> tuple[str, ...]:
    """The names of the sets that are called in `leads`."""
    return tuple(name for each in leads if each.startswith(SET) and (name := lead_set(sets, each)) is not None)


def spelled(leads: Leads, sets: Mapping[str, Leads]) -> str:
    """Leads as a person reads and types them: `Exam set (P60D, P30D), P1D`; sets by their names."""
    parts = []
    for each in leads:
        name = lead_set(sets, each) if each.startswith(SET) else None
        inside = ", ".join(sets[name]) or "none" if name is not None else ""
        parts.append(each if name is None else f"{name} ({inside})")
    return ", ".join(parts) or "no reminders"
