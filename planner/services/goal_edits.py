"""What can be changed about a goal besides its dates, for whoever changes it alone or together with a move."""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.domain.plan import Goal, Plan
from planner.domain.text import notes as checked_notes
from planner.domain.text import title as checked_title
from planner.services.conflicts import refuse_changed
from planner.services.lead_sets import checked_leads
from planner.services.profile import read_hours
from planner.services.results import UNSET, Unset


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalEdit:
    """Title, notes, the reminders of all its milestones, whether they come, or its own hours a week ("" for the
    profile's); what is not given stays. `seen` is the goal as it was when the editing began."""

    title: str | None = None
    notes: str | None = None
    leads: tuple[str, ...] | Unset | None = UNSET
    muted: bool | None = None
    hours: str | None = None
    seen: Goal | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether all stays as it is."""
        return replace(self, seen=None) == GoalEdit()


def edited_goal(plan: Plan, goal: Goal, changes: GoalEdit) -> Goal:
    """The goal with these changes. Raises WrongUsage, and ChangedMeanwhile where what is given is another one now."""
    title, notes, leads, muted, hours = changes.title, changes.notes, changes.leads, changes.muted, changes.hours
    new = replace(
        goal,
        title=goal.title if title is None else checked_title(title),
        notes=goal.notes if notes is None else checked_notes(notes),
        leads=goal.leads if isinstance(leads, Unset) else checked_leads(leads, plan.profile.lead_sets),
        muted=goal.muted if muted is None else muted,
        hours_per_week=goal.hours_per_week if hours is None else _hours(hours),
    )
    given = {"title": title, "notes": notes, "leads": leads, "muted": muted, "hours_per_week": hours}
    unset = {"leads": UNSET}
    named = {name: (name,) for name, value in given.items() if value is not unset.get(name)}
    refuse_changed(changes.seen, goal, new, named)
    return new


def _hours(text: str) -> str | None:
    return format(read_hours(text).normalize(), "f") if text.strip() else None
