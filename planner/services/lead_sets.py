"""Leads as a person gives them, and sets of them under a name: made, renamed, taken away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from planner.domain.durations import parse_lead
from planner.domain.errors import NotFound, NotMet, WrongUsage
from planner.domain.lead_choice import SET, Leads, lead_set, resolved
from planner.domain.plan import Goal, Milestone, Plan, Profile
from planner.domain.text import shown, title

NAME_LIMIT = 40
MOST_SETS = 50
MOST_LEADS = 20
_WORDS = ("none", "usual")
"""What stands in place of leads where leads are typed, so that no set can be called so."""

Sets = Mapping[str, Leads]


def checked_leads(leads: Leads | None, sets: Sets) -> Leads | None:
    """Leads, the longest first, each once; a name of a set becomes `@name`, before the others. Raises WrongUsage."""
    if leads is None:
        return None
    if len(leads) > MOST_LEADS:
        raise WrongUsage(f"{len(leads)} reminders are too many.", f"At most {MOST_LEADS} can be given.")
    given = dict.fromkeys(_checked(each.strip(), sets) for each in leads)
    plain = sorted((each for each in given if not each.startswith(SET)), key=parse_lead, reverse=True)
    return (*(each for each in given if each.startswith(SET)), *plain)


def _checked(text: str, sets: Sets) -> str:
    try:
        if not text.startswith(SET):
            parse_lead(text)
            return text
    except WrongUsage:
        pass  # then it must be the name of a set
    name = lead_set(sets, text)
    if name is not None:
        return SET + name
    known = f", or name a set: {', '.join(shown(each) for each in sorted(sets))}" if sets else ""
    raise WrongUsage(f"“{shown(text)}” is no lead and no set of leads.", f"Write it as P14D, P1W or PT2H{known}.")


def edited_sets(
    plan: Plan, profile: Profile, changes: Mapping[str, Leads | None], renames: Mapping[str, str]
) -> Edited:
    """The profile with sets renamed, then set anew or taken away (None), and the records that called them.

    What called a set that is renamed follows it; what called one that goes keeps the leads it had.
    Raises NotFound, NotMet, WrongUsage.
    """
    edited = Edited(plan, profile)
    for old, new in renames.items():
        edited.rename(old, new)
    for name, leads in changes.items():
        if leads is None:
            edited.remove(name)
        else:
            edited.put(name, leads)
    return edited


class Edited:
    """A profile and the records of its plan, while sets are being changed."""

    def __init__(self, plan: Plan, profile: Profile) -> None:
        self._plan = plan
        self.profile = profile
        self._goals: dict[str, Goal] = {}
        self._milestones: dict[str, Milestone] = {}

    @property
    def records(self) -> tuple[Goal | Milestone, ...]:
        """Those that are others now."""
        return (*self._goals.values(), *self._milestones.values())

    def put(self, name: str, leads: Leads) -> None:
        """Make a set, or give the one of this name other leads. Raises WrongUsage, NotMet."""
        sets = dict(self.profile.lead_sets)
        own = lead_set(sets, name) or _name(name)
        if own not in sets and len(sets) >= MOST_SETS:
            raise NotMet(f"There are {MOST_SETS} sets of leads already.", "Take one away first.")
        for each in leads:
            try:
                parse_lead(each.strip())
            except WrongUsage as error:
                raise WrongUsage(error.message, f"{error.hint} A set cannot hold another one.") from error
        sets[own] = checked_leads(leads, {}) or ()
        self.profile = replace(self.profile, lead_sets=sets)

    def rename(self, old: str, new: str) -> None:
        """Call a set by another name, wherever it is called. Raises NotFound, NotMet, WrongUsage."""
        own, name = self._known(old), _name(new)
        there = lead_set(self.profile.lead_sets, name)
        if there is not None and there != own:
            raise NotMet(f"There is a set “{shown(there)}” already.", "Choose another name.")
        sets = {name if each == own else each: leads for each, leads in self.profile.lead_sets.items()}
        self._instead(own, (SET + name,), sets)

    def remove(self, name: str) -> None:
        """Take a set away; what called it has its leads now. Raises NotFound."""
        own = self._known(name)
        sets = {each: leads for each, leads in self.profile.lead_sets.items() if each != own}
        self._instead(own, self.profile.lead_sets[own], sets)

    def _known(self, name: str) -> str:
        own = lead_set(self.profile.lead_sets, name)
        if own is None:
            known = ", ".join(shown(each) for each in sorted(self.profile.lead_sets))
            raise NotFound(
                f"There is no set of leads “{shown(name)}”.",
                f"There is: {known}." if known else 'Make one: planner profile --set "Exam set=P60D,P30D"',
            )
        return own

    def _instead(self, own: str, leads: Leads, sets: Sets) -> None:
        for stored_goal in self._plan.goals.values():
            goal = self._goals.get(stored_goal.id, stored_goal)
            if (changed := _exchanged(goal.leads, own, leads)) != goal.leads:
                self._goals[goal.id] = replace(goal, leads=changed)
        for stored in self._plan.milestones.values():
            milestone = self._milestones.get(stored.id, stored)
            if (others := _exchanged(milestone.leads, own, leads)) != milestone.leads:
                self._milestones[milestone.id] = replace(milestone, leads=others)
        kinds = {kind: _exchanged(given, own, leads) or () for kind, given in self.profile.leads.items()}
        self.profile = replace(self.profile, leads=kinds, lead_sets=sets)


def _exchanged(given: Leads | None, own: str, leads: Leads) -> Leads | None:
    """`given` with `leads` in place of the set `own`, wherever that is called."""
    if given is None or not any(_calls(each, own) for each in given):
        return given
    flat: list[str] = []
    for each in given:
        flat += leads if _calls(each, own) else [each]
    return tuple(dict.fromkeys(flat))


def _calls(lead: str, own: str) -> bool:
    return lead.startswith(SET) and lead_set({own: ()}, lead) is not None


def with_plain_leads(milestones: Sequence[Milestone], sets: Sets) -> list[Milestone]:
    """The milestones with the leads of sets in place of their names, for who does not know the sets."""
    return [
        each if each.leads is None or (leads := resolved(each.leads, sets)) is None else replace(each, leads=leads)
        for each in milestones
    ]


def _name(text: str) -> str:
    name = title(text.strip().removeprefix(SET), "name of the set")
    if len(name) > NAME_LIMIT:
        raise WrongUsage(f"The name of the set has {len(name)} characters; at most {NAME_LIMIT} fit.")
    try:
        parse_lead(name)
    except WrongUsage:
        is_lead = False
    else:
        is_lead = True
    if is_lead or name.casefold() in _WORDS or set("=,") & set(name):
        raise WrongUsage(f"A set cannot be called “{shown(name)}”.", "A name such as “Exam set” will do.")
    return name


def malformed(plan: Plan) -> Iterator[tuple[str, str]]:
    """What has leads that cannot be read, and what stands there; for a plan that was edited by hand."""
    sets = plan.profile.lead_sets
    for name, leads in sets.items():
        if resolved(leads, {}) is None:
            yield f"the set “{shown(name)}”", ", ".join(shown(each) for each in leads)
    owners: list[tuple[str, Leads | None]] = [
        (f"the kind {shown(kind)} in your profile", leads) for kind, leads in plan.profile.leads.items()
    ]
    owners += [(f"the goal “{shown(goal.title)}”", goal.leads) for goal in plan.goals.values()]
    owners += [(f"“{shown(each.title)}”", each.leads) for each in plan.milestones.values() if each.is_open]
    for what, given in owners:
        if given is not None and resolved(given, sets) is None:
            yield what, ", ".join(shown(each) for each in given)
