"""Leads and notices: how long before its due a milestone reminds, and which reminders have come due.

Whole days of a lead count on the calendar (`P1D` before 18:00 is 18:00 the day before, also when the clocks change),
hours and minutes on the clock. Instants are aware and in UTC; whether a notice was sent is not known here, nor what
quiet hours, free days and a pause make of it (`quiet`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from operator import attrgetter
from typing import Literal, TypeAlias

from planner.domain.dates import due_time, iso_due, local_day, to_utc, wall_of, zone_of
from planner.domain.durations import parse_lead
from planner.domain.lead_choice import Leads, by_length, kind_leads, resolved, shipped_leads
from planner.domain.plan import CLOSED, Goal, Milestone, Plan
from planner.domain.values import dataclass

TemplateLeads: TypeAlias = Callable[[Milestone], Leads | None]
"""The leads of the template's step a milestone was built from; None when it gives none. Asked only when needed."""
LatestDay: TypeAlias = Callable[[Milestone], date | None]
"""The last day a milestone's window lets it be done on (its `latest`); None when it has none or it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """The end of a certificate's cycle, and of the grace after it, with the leads that its rules give."""

    leads: Leads
    end: date
    grace: date | None = None


_Reminding: TypeAlias = tuple[Milestone, Leads, "Renewal | None"]
RenewalOf: TypeAlias = Callable[[Milestone], Renewal | None]
"""What a milestone that renews a certificate counts back from beside its due. Asked only of steps of a cycle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One reminder: for the milestone `milestone` (id), due on `due` at wall time `at`, `lead` before it.

    `moment` is when it comes, in UTC. `key` names it for good: a new date or time is a new notice, and so is the end
    of a snooze; a journey to another zone is not. `due` is the milestone's, or another end: that of its window, of a
    certificate's cycle, or of the grace.
    """

    milestone: str
    due: date
    at: time | None
    lead: str
    moment: datetime
    key: str
    end: Literal["due", "latest", "cycle", "grace"] = "due"


def notices_of(
    milestone: Milestone,
    leads: Leads,
    day_start: time,
    machine_zone: tzinfo,
    latest: date | None = None,
    *,
    renewal: Renewal | None = None,
) -> tuple[Notice, ...]:
    """All notices of a milestone, past and coming, by moment; those already past at its `dated_at` are dropped.

    A day without a time counts from `day_start`. With `latest` the leads count back from the end of the window too,
    with `renewal` that one's leads from its ends. Done, skipped and undated ones have none; blocked and waiting ones
    have, for their dates come nearer all the same. Of those that a snooze holds back only the last is left, at its
    end. Whether the goal is active is the caller's.
    """
    if milestone.status in CLOSED or milestone.due is None:
        return ()
    instants = _Instants(machine_zone)
    hold = _held_until(milestone, machine_zone)
    found = sorted(_raw(milestone, leads, day_start, instants, latest=latest, renewal=renewal), key=by_moment)
    if hold is None:
        return tuple(found)
    held = [notice for notice in found if notice.moment < hold]
    return (*(_held(hold, notice, milestone) for notice in held[-1:]), *found[len(held) :])


def superseded(
    notice: Notice,
    milestone: Milestone,
    leads: Leads,
    day_start: time,
    machine_zone: tzinfo,
    *,
    latest: date | None = None,
    renewal: Renewal | None = None,
) -> list[str]:
    """The keys of those of the same milestone that need not come any more once `notice` has."""
    found = _raw(milestone, leads, day_start, _Instants(machine_zone), latest=latest, renewal=renewal)
    return [each.key for each in found if each.moment <= notice.moment and each.key != notice.key]


def due_notices(
    plan: Plan,
    now: datetime,
    zone: tzinfo,
    template_leads: TemplateLeads,
    *,
    latest: LatestDay | None = None,
    renewal: RenewalOf | None = None,
    since: datetime | None = None,
) -> list[Notice]:
    """The notices that have come due by `now`, and after `since`, sent or not, by moment: at most one a
    milestone, the latest.

    `zone` is the machine's. Goals that are muted or not active remind of nothing, a snoozed milestone not before its
    end. A series that goes by the calendar reminds of its later days though its open occurrence was not closed.
    """
    today = local_day(now, zone)
    first = None if since is None else local_day(since, zone) - timedelta(days=2)
    day_start = plan.profile.day_start
    instants = _Instants(zone)
    shared: dict[_When, tuple[str, datetime, str] | None] = {}
    found = []
    reminding = _reminding(plan, template_leads, renewal)
    for milestone, leads, ends in _with_later(reminding, (first, today), day_start, zone):
        due = milestone.due
        assert due is not None
        end = latest(milestone) if latest is not None and milestone.latest is not None else None
        if ends is None:
            if (min(due, end or due) - today).days > _reach(leads):
                continue
            if first is not None and max(due, end or due) < first and milestone.snoozed_until is None:
                continue
        hold = _held_until(milestone, zone)
        if hold is not None and hold > now:
            continue
        last: Notice | None
        if end is None and ends is None:
            # Thousands are due on the same few days with the same leads: what those give is worked out once.
            when = (due, milestone.at, milestone.zone, leads)
            if when not in shared:
                shared[when] = _last(when, day_start, instants, now)
            told = shared[when]
            if told is None or told[1] < milestone.dated_at:
                continue
            last = _noticed(milestone, due, told)
        else:
            last = max(
                _raw(milestone, leads, day_start, instants, latest=end, renewal=ends, last_before=now),
                key=_MOMENT,
                default=None,
            )
        if last is not None:
            if hold is not None and last.moment < hold:
                last = _held(hold, last, milestone)
            if since is None or last.moment > since:
                found.append(last)
    return sorted(_latest_each(found), key=_IN_ORDER)


def upcoming(
    plan: Plan,
    now: datetime,
    zone: tzinfo,
    until: datetime,
    template_leads: TemplateLeads,
    *,
    latest: LatestDay | None = None,
    renewal: RenewalOf | None = None,
) -> list[Notice]:
    """The notices that come after `now` and not after `until`, by moment; of a series that goes by the calendar also
    those of its later occurrences, but none at the moment of another."""
    first, last = local_day(now, zone), local_day(until, zone)
    day_start = plan.profile.day_start
    found: list[Notice] = []
    told: set[tuple[str, datetime]] = set()
    reminding = _reminding(plan, template_leads, renewal)
    for milestone, leads, ends in _with_later(reminding, (first - timedelta(days=2), last), day_start, zone):
        assert milestone.due is not None
        end = latest(milestone) if latest is not None and milestone.latest is not None else None
        nearest, furthest = sorted((milestone.due, end or milestone.due))
        over = furthest < first - timedelta(days=2) and milestone.snoozed_until is None
        if ends is not None or (not over and (nearest - last).days <= _reach(leads)):
            notices = notices_of(milestone, leads, day_start, zone, end, renewal=ends)
            coming = [notice for notice in notices if now < notice.moment <= until]
            if milestone.repeat is not None:
                coming = [notice for notice in coming if (notice.milestone, notice.moment) not in told]
                told.update((notice.milestone, notice.moment) for notice in coming)
            found += coming
    return sorted(found, key=by_moment)


def reminds(goal: Goal | None) -> bool:
    """Whether a goal (None: the inbox) lets its milestones remind."""
    return goal is None or (goal.status == "active" and not goal.muted)


_IN_ORDER = attrgetter("moment", "key")
_MOMENT = attrgetter("moment")


def by_moment(notice: Notice) -> tuple[datetime, str]:
    """The order in which notices come."""
    return notice.moment, notice.key


def _reminding(plan: Plan, template_leads: TemplateLeads, renewal: RenewalOf | None) -> Iterator[_Reminding]:
    """The open, dated milestones of goals that remind, and of the inbox, that have leads; not the series that rest."""
    profile, goals = plan.profile, plan.goals
    read: dict[Leads, Leads | None] = {}
    for milestone in plan.milestones.values():
        if milestone.due is None or milestone.status in CLOSED:
            continue
        if milestone.repeat is not None and milestone.is_paused:
            continue
        goal = None if milestone.goal is None else goals.get(milestone.goal)
        if goal is not None and (goal.status != "active" or goal.muted):
            continue
        leads = milestone.leads
        if leads is None and goal is not None:
            leads = goal.leads
        if leads is None and milestone.key is not None:
            leads = template_leads(milestone)
        ends = renewal(milestone) if leads is None and milestone.cycle and renewal is not None else None
        if leads is None:
            leads = profile.leads.get(milestone.kind)
        if leads is None:
            leads = shipped_leads(milestone)
        else:
            if leads not in read:
                read[leads] = resolved(leads, profile.lead_sets)
            sound = read[leads]
            leads = kind_leads(milestone, profile) if sound is None else sound
        if leads or ends is not None:
            yield milestone, leads, ends


def _with_later(
    reminding: Iterable[_Reminding], days: tuple[date | None, date], day_start: time, zone: tzinfo
) -> Iterator[_Reminding]:
    """With each series that goes by the calendar its later occurrences due from the first day, as far as they could
    remind until the last."""
    since, last = days
    for milestone, leads, ends in reminding:
        yield milestone, leads, ends
        if milestone.repeat is not None:
            from planner.domain.lead_series import later_occurrences  # a plan without a series need not load it

            until = last + timedelta(days=_reach(leads))
            for each in later_occurrences(milestone, since, until, day_start, zone):
                yield each, leads, None


def _latest_each(found: Iterable[Notice]) -> Iterable[Notice]:
    """Of each milestone the latest, of those at the same moment the first."""
    latest: dict[str, Notice] = {}
    for notice in found:
        other = latest.get(notice.milestone)
        if other is None or notice.moment > other.moment:
            latest[notice.milestone] = notice
    return latest.values()


class _Instants:
    """Wall times to instants: of thousands of milestones many are due on the same day."""

    __slots__ = ("_known", "_zone")

    def __init__(self, machine_zone: tzinfo) -> None:
        self._zone = machine_zone
        self._known: dict[datetime, datetime] = {}

    def of(self, wall: datetime, zone: str | None) -> datetime:
        """In UTC; `zone` is the name of the one that pins it."""
        if zone is not None:
            return to_utc(wall, zone_of(zone, self._zone))
        found = self._known.get(wall)
        if found is None:
            found = self._known[wall] = to_utc(wall, self._zone)
        return found


def _raw(
    milestone: Milestone,
    leads: Leads,
    day_start: time,
    instants: _Instants,
    *,
    latest: date | None,
    renewal: Renewal | None = None,
    last_before: datetime | None = None,
) -> Iterator[Notice]:
    """The notices as their leads say, shortest lead first; with `last_before` only the first not after it, per end."""
    # Before the cycle is over, its own end is what matters, not that of the grace.
    cycle_end = instants.of(wall_of(renewal.end, None, day_start), milestone.zone) if renewal else milestone.dated_at
    for end, due, at, these in _ends(milestone, leads, latest, renewal):
        wall = wall_of(due, at, day_start)
        for lead, days, rest in by_length(these):
            moment = instants.of(wall - days if days else wall, milestone.zone)
            if rest:
                moment -= rest
            if last_before is not None and moment > last_before:
                continue
            if moment < milestone.dated_at or (end == "grace" and moment < cycle_end):
                break
            key = _key(milestone.id, due, at, lead)
            yield Notice(milestone=milestone.id, due=due, at=at, lead=lead, moment=moment, key=key, end=end)
            if last_before is not None:
                break


_When: TypeAlias = tuple[date, time | None, str | None, Leads]
"""All that the moments of a milestone's notices depend on: due day and time, the zone that pins it, leads."""


def _last(when: _When, day_start: time, instants: _Instants, now: datetime) -> tuple[str, datetime, str] | None:
    """The lead, the moment and the end of the key of the last notice that has come by `now`; None: none has."""
    due, given, zone, leads = when
    at = due_time(given)
    wall = wall_of(due, at, day_start)
    for lead, days, rest in by_length(leads):
        moment = instants.of(wall - days, zone) - rest
        if moment <= now:
            return lead, moment, _key("", due, at, lead)
    return None


def _noticed(milestone: Milestone, due: date, told: tuple[str, datetime, str]) -> Notice:
    lead, moment, words = told
    key = milestone.id + words
    return Notice(milestone=milestone.id, due=due, at=due_time(milestone.at), lead=lead, moment=moment, key=key)


def _key(milestone: str, due: date, at: time | None, lead: str) -> str:
    return f"{milestone}|{iso_due(due, at)}|{lead}"


_End: TypeAlias = 'tuple[Literal["due", "latest", "cycle", "grace"], date, time | None, Leads]'


def _ends(milestone: Milestone, leads: Leads, latest: date | None, renewal: Renewal | None) -> Iterator[_End]:
    """The days that leads count back from, with the leads of each; no day twice."""
    due = milestone.due
    assert due is not None
    if renewal is None:
        yield "due", due, due_time(milestone.at), leads
        if latest is not None and latest != due:
            yield "latest", latest, None, leads
        return
    days = {renewal.end} | ({renewal.grace} if renewal.grace else set())
    if due not in days or milestone.at is not None:
        yield "due", due, due_time(milestone.at), leads
    if latest is not None and latest != due and latest not in days:
        yield "latest", latest, None, leads
    yield "cycle", renewal.end, None, renewal.leads
    if renewal.grace is not None and renewal.grace != renewal.end:
        yield "grace", renewal.grace, None, renewal.leads


@lru_cache(maxsize=1024)
def _reach(leads: Leads) -> int:
    """How many days ahead of a due these leads can come, zones included."""
    return max((parse_lead(lead) for lead in leads), default=timedelta()).days + 3


def _held_until(milestone: Milestone, machine_zone: tzinfo) -> datetime | None:
    return None if milestone.snoozed_until is None else to_utc(milestone.snoozed_until, machine_zone)


def _held(hold: datetime, notice: Notice, milestone: Milestone) -> Notice:
    """The notice at the end of a snooze: another one, for a reminder that was put off comes again."""
    assert milestone.snoozed_until is not None
    return Notice(
        milestone=notice.milestone,
        due=notice.due,
        at=notice.at,
        lead=notice.lead,
        moment=hold,
        key=f"{notice.key}|{milestone.snoozed_until:%Y-%m-%dT%H:%M}",
        end=notice.end,
    )
