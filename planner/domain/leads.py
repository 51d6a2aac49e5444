"""Leads and notices: how long before its due a milestone reminds, and which reminders have come due.

Whole days of a lead count on the calendar (`P1D` before 18:00 is 18:00 the day before, also when the clocks change),
hours and minutes on the clock. Instants are aware and in UTC; whether a notice was sent is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import TypeAlias

from planner.domain.dates import due_time, iso_due, local_day, to_utc, wall_of, zone_of
from planner.domain.durations import parse_lead
from planner.domain.plan import CLOSED, Goal, Milestone, Plan, Profile
from planner.domain.values import dataclass

Leads: TypeAlias = tuple[str, ...]
TemplateLeads: TypeAlias = Callable[[Milestone], Leads | None]
"""The leads of the template's step a milestone was built from; None when it gives none. Asked only when needed."""
LatestDay: TypeAlias = Callable[[Milestone], date | None]
"""The last day a milestone's window lets it be done on (its `latest`); None when it has none or it is not known."""

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
"""By kind; meetings only when they have a time. What is missing is `DEADLINE` when fixed, else `ON_TIME`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One reminder: for the milestone `milestone` (id), due on `due` at wall time `at`, `lead` before it.

    `moment` is when it comes, in UTC. `key` names it for good: a new date or time is a new notice, a journey to
    another zone is not. `due` is the milestone's, or the end of its window.
    """

    milestone: str
    due: date
    at: time | None
    lead: str
    moment: datetime
    key: str


def shipped_leads(milestone: Milestone) -> Leads:
    """The set that comes with the planner, by kind. An expected day is not a fixed one."""
    leads = SHIPPED.get(milestone.kind)
    if leads is not None and (leads is not MEETING or milestone.at is not None):
        return leads
    return DEADLINE if milestone.fixed and not milestone.expected else ON_TIME


def effective_leads(milestone: Milestone, goal: Goal | None, template_leads: Leads | None, profile: Profile) -> Leads:
    """The milestone's own leads, else its goal's, the template step's, the person's for the kind, the shipped ones.

    The first that is given wins; an empty one is given too, and means none.
    """
    for leads in (milestone.leads, goal.leads if goal else None, template_leads, profile.leads.get(milestone.kind)):
        if leads is not None:
            return leads
    return shipped_leads(milestone)


def notices_of(
    milestone: Milestone, leads: Leads, day_start: time, machine_zone: tzinfo, latest: date | None = None
) -> tuple[Notice, ...]:
    """All notices of a milestone, past and coming, by moment; those already past at its `dated_at` are dropped.

    A day without a time counts from `day_start`. With `latest` the leads count back from the end of the window too.
    Done, skipped and undated ones have none; blocked and waiting ones have, for their dates come nearer all the same.
    Of those that a snooze holds back only the last is left, at its end. Whether the goal is active is the caller's.
    """
    if milestone.status in CLOSED or milestone.due is None:
        return ()
    hold = _held_until(milestone, machine_zone)
    found = sorted(_raw(milestone, leads, day_start, machine_zone, latest=latest), key=_by_moment)
    if hold is None:
        return tuple(found)
    held = [notice for notice in found if notice.moment < hold]
    return (*(_at(hold, notice) for notice in held[-1:]), *found[len(held) :])


def due_notices(
    plan: Plan, now: datetime, zone: tzinfo, template_leads: TemplateLeads, *, latest: LatestDay | None = None
) -> list[Notice]:
    """The notices that have come due by `now`, sent or not, by moment: at most one a milestone, the latest.

    `zone` is the machine's. Goals that are not active remind of nothing, a snoozed milestone not before its end.
    """
    today = local_day(now, zone)
    day_start = plan.profile.day_start
    found = []
    for milestone, leads in _reminding(plan, template_leads):
        assert milestone.due is not None
        end = latest(milestone) if latest is not None and milestone.latest is not None else None
        if (min(milestone.due, end or milestone.due) - today).days > _reach(leads):
            continue
        hold = _held_until(milestone, zone)
        if hold is not None and hold > now:
            continue
        last = None
        for notice in _raw(milestone, leads, day_start, zone, latest=end, last_before=now):
            if last is None or notice.moment > last.moment:
                last = notice
        if last is not None:
            found.append(_at(max(hold, last.moment), last) if hold is not None else last)
    return sorted(found, key=_by_moment)


def upcoming(
    plan: Plan,
    now: datetime,
    zone: tzinfo,
    until: datetime,
    template_leads: TemplateLeads,
    *,
    latest: LatestDay | None = None,
) -> list[Notice]:
    """The notices that come after `now` and not after `until`, by moment; of a series those of its open occurrence."""
    first, last = local_day(now, zone), local_day(until, zone)
    found = []
    for milestone, leads in _reminding(plan, template_leads):
        assert milestone.due is not None
        end = latest(milestone) if latest is not None and milestone.latest is not None else None
        nearest, furthest = sorted((milestone.due, end or milestone.due))
        over = furthest < first - timedelta(days=2) and milestone.snoozed_until is None
        if not over and (nearest - last).days <= _reach(leads):
            notices = notices_of(milestone, leads, plan.profile.day_start, zone, end)
            found += [notice for notice in notices if now < notice.moment <= until]
    return sorted(found, key=_by_moment)


def _reminding(plan: Plan, template_leads: TemplateLeads) -> Iterator[tuple[Milestone, Leads]]:
    """The open, dated milestones of active goals and of the inbox that have leads."""
    for milestone in plan.milestones.values():
        if milestone.due is None or milestone.status in CLOSED:
            continue
        goal = plan.goals.get(milestone.goal) if milestone.goal is not None else None
        if goal is not None and goal.status != "active":
            continue
        nearer = milestone.leads is not None or (goal is not None and goal.leads is not None)
        from_template = None if nearer or milestone.key is None else template_leads(milestone)
        if leads := effective_leads(milestone, goal, from_template, plan.profile):
            yield milestone, leads


def _raw(
    milestone: Milestone,
    leads: Leads,
    day_start: time,
    machine_zone: tzinfo,
    *,
    latest: date | None,
    last_before: datetime | None = None,
) -> Iterator[Notice]:
    """The notices as their leads say, shortest lead first; with `last_before` only the first not after it, per end."""
    assert milestone.due is not None
    zone = zone_of(milestone.zone, machine_zone)
    ends: list[tuple[date, time | None]] = [(milestone.due, due_time(milestone.at))]
    if latest is not None and latest != milestone.due:
        ends.append((latest, None))
    for due, at in ends:
        wall = wall_of(due, at, day_start)
        for lead, days, rest in _ordered(leads):
            moment = to_utc(wall - days, zone) - rest
            if moment < milestone.dated_at:
                break
            if last_before is not None and moment > last_before:
                continue
            key = f"{milestone.id}|{iso_due(due, at)}|{lead}"
            yield Notice(milestone=milestone.id, due=due, at=at, lead=lead, moment=moment, key=key)
            if last_before is not None:
                break


@lru_cache(maxsize=1024)
def _ordered(leads: Leads) -> tuple[tuple[str, timedelta, timedelta], ...]:
    """Each lead with its whole days and what is left, the shortest first; one of those that say the same."""
    lengths = {parse_lead(lead): lead for lead in reversed(leads)}
    return tuple(
        (lengths[length], timedelta(days=length.days), timedelta(seconds=length.seconds)) for length in sorted(lengths)
    )


@lru_cache(maxsize=1024)
def _reach(leads: Leads) -> int:
    """How many days ahead of a due these leads can come, zones included."""
    return max(parse_lead(lead) for lead in leads).days + 3


def _held_until(milestone: Milestone, machine_zone: tzinfo) -> datetime | None:
    return None if milestone.snoozed_until is None else to_utc(milestone.snoozed_until, machine_zone)


def _at(moment: datetime, notice: Notice) -> Notice:
    return Notice(
        milestone=notice.milestone, due=notice.due, at=notice.at, lead=notice.lead, moment=moment, key=notice.key
    )


def _by_moment(notice: Notice) -> tuple[datetime, str]:
    return notice.moment, notice.key
