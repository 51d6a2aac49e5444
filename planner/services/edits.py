"""The fields of a milestone that a person can edit, read and checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from planner.domain.anchors import Anchors, rewritten
from planner.domain.dates import parse_date_phrase, zone_name
from planner.domain.dependencies import find_loop, following, named
from planner.domain.durations import parse_days
from planner.domain.errors import NotMet, WrongUsage
from planner.domain.living import anchors_of, dated_by_hand
from planner.domain.plan import BALANCES, KINDS, Balance, CheckItem, Kind, Milestone, Plan, Repeat
from planner.domain.quickadd import read_effort
from planner.domain.rhythm import at_time, repeating
from planner.domain.rrule import check_rrule
from planner.domain.text import notes, shown, tag, title
from planner.services.context import Context, find_milestone, members_of
from planner.services.lead_sets import checked_leads
from planner.services.results import UNSET, Unset

_END_HINT = "Let it end on a date, such as until 2027-06-01, or after so many times."


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneEdit:
    """What to change; a field left UNSET stays. `due` in words ("" = no date), `effort` as `2h` ("" = none).

    A `repeat` with a `moment` ends with that: its `until` is looked up. `after` is all that it follows; `also_after`
    and `not_after` are what comes to that and goes from it.
    """

    title: str | Unset = UNSET
    due: str | Unset = UNSET
    fixed: bool | Unset = UNSET
    effort: str | Unset = UNSET
    notes: str | Unset = UNSET
    evidence: str | Unset = UNSET
    tags: tuple[str, ...] | Unset = UNSET
    after: tuple[str, ...] | Unset = UNSET
    also_after: tuple[str, ...] | Unset = UNSET
    not_after: tuple[str, ...] | Unset = UNSET
    leads: tuple[str, ...] | Unset | None = UNSET
    kind: Kind | Unset = UNSET
    balance: Balance | Unset = UNSET
    zone: str | Unset | None = UNSET
    checklist: tuple[CheckItem, ...] | Unset = UNSET
    repeat: Repeat | Unset | None = UNSET


_READERS: Mapping[str, Callable[[Any], object]] = {
    "title": title,
    "notes": notes,
    "evidence": lambda text: notes(text, "proof"),
    "effort": lambda text: read_effort(text) if text.strip() else None,
    "tags": lambda tags: tuple(dict.fromkeys(tag(each) for each in tags)),
    "kind": lambda value: _one_of(value, KINDS, "kind"),
    "balance": lambda value: _one_of(value, BALANCES, "balance"),
    "zone": lambda name: zone_name(name) if name else None,
    "checklist": lambda items: tuple(replace(item, title=title(item.title, "checklist line")) for item in items),
}


def given_fields(changes: MilestoneEdit) -> Mapping[str, tuple[str, ...]]:
    """What is to be changed, each with the fields of the milestone that hold it."""
    names = (name for name in MilestoneEdit.__slots__ if getattr(changes, name) is not UNSET)
    held = {"due": ("due", "at"), "also_after": ("after",), "not_after": ("after",)}
    return {name: held.get(name, (name,)) for name in names}


def edited(context: Context, plan: Plan, milestone: Milestone, changes: MilestoneEdit) -> Milestone:
    """The milestone with the changes made. Raises WrongUsage, and NotMet for a chain that bites its own tail."""
    given = {name: getattr(changes, name) for name in _READERS}
    fields: dict[str, Any] = {name: _READERS[name](value) for name, value in given.items() if value is not UNSET}
    if not isinstance(changes.leads, Unset):
        fields["leads"] = checked_leads(changes.leads, plan.profile.lead_sets)
    milestone = replace(milestone, **fields)
    if not isinstance(changes.due, Unset):
        milestone = _dated(context, plan, milestone, changes.due)
    if not isinstance(changes.fixed, Unset):
        milestone = replace(milestone, fixed=changes.fixed, moment=None if changes.fixed else milestone.moment)
    if not isinstance(changes.repeat, Unset):
        milestone = _repeating(context, plan, milestone, changes.repeat)
    return _linked(plan, milestone, changes)


def _one_of(value: str, allowed: tuple[str, ...], what: str) -> str:
    if value not in allowed:
        raise WrongUsage(f"“{shown(value)}” is no {what}.", f"Choose one of: {', '.join(allowed)}.")
    return value


def _dated(context: Context, plan: Plan, milestone: Milestone, words: str) -> Milestone:
    day: date | None = None
    at = None
    if words.strip():
        phrase = parse_date_phrase(words, context.today())
        day, at = phrase.day, phrase.at
    if (day, at) == (milestone.due, milestone.at):
        return milestone
    moved = dated_by_hand(milestone, _anchors(context, plan, milestone), day)
    return replace(at_time(moved, at), dated_at=context.now())


def _repeating(context: Context, plan: Plan, milestone: Milestone, repeat: Repeat | None) -> Milestone:
    if repeat is None:
        return repeating(milestone, None)
    if (repeat.every is None) == (repeat.rrule is None):
        raise WrongUsage(
            "A repeat has either an interval or a rule.", "For example every P1W, or FREQ=WEEKLY;BYDAY=MO."
        )
    if repeat.every is not None:
        step = parse_days(repeat.every)
        if step.months <= 0 and step.days <= 0:
            raise WrongUsage("A repeat needs at least a day between two.", "For example every P1D, or P1W.")
    if repeat.rrule is not None:
        check_rrule(repeat.rrule)
    if milestone.due is None:
        raise NotMet(f"“{milestone.title}” has no date to repeat from.", "Give it a date first.")
    anchors = _anchors(context, plan, milestone)
    if repeat.moment is not None:
        repeat = replace(repeat, until=_end(milestone, repeat.moment, anchors))
    if repeat.until is not None and milestone.is_open and repeat.until < milestone.due:
        raise WrongUsage(
            f"“{milestone.title}” is due on {milestone.due.isoformat()}, after the last day of its repeat, "
            f"{repeat.until.isoformat()}.",
            "Name a later last day, or let it come once.",
        )
    new = repeating(milestone, repeat)
    if anchors is None or new.moment is None or new.repeat is None or new.repeat.first is None:
        return new
    if new.n > 1 and repeat.rrule is not None:  # no first day would give the open one its day
        return replace(new, moment=None)
    return replace(new, moment=rewritten(anchors, new.moment, new.cycle, new.repeat.first))


def _end(milestone: Milestone, moment: str, anchors: Anchors | None) -> date:
    """The day of the moment that a series ends with. Raises NotMet."""
    if anchors is None:
        raise NotMet(f"“{milestone.title}” belongs to no goal: there is no plan that it could end with.", _END_HINT)
    day = anchors.moment(moment, milestone.cycle).day
    if day is None:
        raise NotMet(f"Its goal has no day yet for “{shown(moment)}”.", _END_HINT)
    return day


def _anchors(context: Context, plan: Plan, milestone: Milestone) -> Anchors | None:
    goal = plan.goals.get(milestone.goal) if milestone.goal else None
    return anchors_of(goal, context.template_of(plan, goal), members_of(plan, goal)) if goal else None


def _linked(plan: Plan, milestone: Milestone, changes: MilestoneEdit) -> Milestone:
    """With what it is to follow. Raises NotMet for what it does not follow, and for a circle."""
    after = milestone.after
    if not isinstance(changes.after, Unset):
        after = tuple(find_milestone(plan, ref).id for ref in changes.after)
    for first in (find_milestone(plan, ref) for ref in _given(changes.not_after)):
        if first.id not in after:
            raise NotMet(
                f"“{milestone.title}” does not follow “{first.title}”.", "planner show ID says what it follows."
            )
        after = tuple(each for each in after if each != first.id)
    added = tuple(find_milestone(plan, ref).id for ref in _given(changes.also_after))
    after = tuple(dict.fromkeys((*after, *added)))
    if after == milestone.after:
        return milestone
    milestone = following(milestone, after)
    refuse_circle(milestone, {**plan.milestones, milestone.id: milestone})
    return milestone


def _given(refs: tuple[str, ...] | Unset) -> tuple[str, ...]:
    return () if isinstance(refs, Unset) else refs


def refuse_circle(milestone: Milestone, milestones: Mapping[str, Milestone]) -> None:
    """Raise NotMet, with the chain named, where a milestone waits for itself."""
    loop = find_loop(milestone.id, milestones)
    if loop is not None:
        raise NotMet(f"That would go round in a circle: {named(loop, milestones)}.", "Leave one of these out.")
