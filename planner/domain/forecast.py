"""When a goal will be reached at the pace of the last eight weeks, and the health that follows from it.

A pure function of the goal's records and the day: what was done when, what is left, the days away; of a goal whose pace
is not known yet also of what it gets of the hours (see `forecast_shares`). What is optional, and series without an end,
neither hold a goal up nor count for its pace, as in its total.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Literal, TypeAlias

from planner.domain.forecast_records import Group, Records
from planner.domain.forecast_shares import Claim, Share
from planner.domain.pace import (
    LONG,
    Pace,
    Rate,
    Unit,
    assumed,
    day_after,
    days_between,
    days_that_count,
    is_enough,
    measured,
)
from planner.domain.plan import Away, Goal, Health, Milestone, Profile
from planner.domain.progress import hours
from planner.domain.values import dataclass, replace

Why: TypeAlias = Literal["", "empty", "done", "endless", "idle", "few"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What is to be expected of an active goal, as of `today`.

    `left` is an amount of the `unit`, up to the target where there is one, and `later` says that steps follow that.
    `expected` is the day it is reached, with the range around it; None: not at this pace, or see `why`. `deadline` is
    the target, or the last day of the plan where none is set or nothing is left until then; `needed` is the rate that
    reaches it, as long as there is a day for it. `overdue` are titles, the first due first; `too_soon` is the first
    fixed date, with its title, that even the best pace does not hold.

    `shared` says that an assumed pace is what it gets of hours that go to other goals as well, and `steady` that it
    stays the same until the end; it begins with the day `begins`, if that is later than tomorrow.

    `why` is a reason that there is no date: there are no steps, all are done, they go on without an end, nothing was
    done for long, or too little to tell a pace.
    """

    today: date
    health: Health
    why: Why = ""
    unit: Unit = "minutes"
    left: int = 0
    later: bool = False
    pace: Pace | None = None
    expected: date | None = None
    expected_from: date | None = None
    expected_to: date | None = None
    deadline: date | None = None
    needed: Rate | None = None
    has_target: bool = False
    overdue: tuple[str, ...] = ()
    too_soon: tuple[str, date] | None = None
    shared: bool = False
    steady: bool = True
    begins: date | None = None


def with_rest(goal: Goal, today: date) -> Goal:
    """The goal with the whole days kept on which it was paused, dropped or achieved until today."""
    since = goal.paused_on or goal.ended_on
    if since is None or goal.status == "active" or (today - since).days < 2:
        return goal
    one = timedelta(days=1)
    return replace(goal, pauses=(*goal.pauses, Away(first=since + one, last=today - one)))


class Outlook:
    """A goal that is active, as its own records show it on one day."""

    def __init__(
        self,
        goal: Goal,
        members: Collection[Milestone],
        milestones: Mapping[str, Milestone],
        profile: Profile,
        *,
        today: date,
        created: date,
    ) -> None:
        """`milestones` hold what series follow; `created` is the person's day on which the goal was made."""
        self.goal, self.members, self.profile, self.today = goal, members, profile, today
        self.now = today.toordinal()
        self.records = Records(members, milestones, goal.target, self.now)
        self.group = self.records.ahead if self.records.ahead.count else self.records.later
        self._begun = max(created, goal.start or created).toordinal()
        self.start = self.now if self.records.done else max(self.now, self._begun - 1)
        self.away = sorted((each.first.toordinal(), each.last.toordinal()) for each in profile.away)
        self.is_target = goal.target is not None and self.records.ahead.count > 0
        self.deadline: date | None = goal.target
        self.pace: Pace | None = None
        self.why: Why = ""
        if self.group.count:
            last = self.records.later.last if goal.target else self.records.last
            self.deadline = goal.target if self.is_target else date.fromordinal(last) if last else None
            self.pace, self.why = self._known_pace()
        else:
            self.why = "empty" if not members else "endless" if self.records.endless else "done"

    @property
    def gets_a_share(self) -> bool:
        """Whether its pace depends on what the other goals leave it."""
        return self.pace is not None and self.pace.assumed and self.goal.hours_per_week is None and not self.why

    def claim(self) -> Claim | None:
        """What it asks of the hours; None: nothing, or nothing that is known in hours."""
        if self.pace is None or self.why or self.group.unit != "minutes" or not self.group.left:
            return None
        return Claim(
            goal=self.goal.id,
            left=self.group.left,
            start=days_between(self.now, self.start, self.away),
            due=None if self.deadline is None else days_between(self.now, self.deadline.toordinal(), self.away),
            rate=None if self.gets_a_share else self.pace.usual,
        )

    def _known_pace(self) -> tuple[Pace | None, Why]:
        """What is known of the pace, or assumed."""
        done, unit = self.records.done, self.group.unit
        since = min([self._begun, *(day for day, _ in done)])
        out = [(each.first.toordinal(), each.last.toordinal()) for each in (*self.profile.away, *self.goal.pauses)]
        days = days_that_count(since, self.now, out)
        pace = measured(done if unit == "minutes" else [(day, 1) for day, _ in done], days, unit)
        if is_enough(pace):
            return pace, ""
        nothing = not any(day in days for day, _ in done)
        if nothing and len(days) >= LONG and self.group.behind:
            return pace, "idle"
        if unit == "steps":
            return None, "few"
        return assumed(Rate(minutes_of(self.goal.hours_per_week or self.profile.hours_per_week), 7)), ""


def minutes_of(hours_per_week: str) -> int:
    """Hours a week in minutes."""
    return int(hours(hours_per_week) * 60)


def forecast_of(outlook: Outlook, overdue: Collection[Milestone] = (), share: Share | None = None) -> Forecast:
    """When an active goal is reached. `overdue` are those of its members that are, `share` is what it gets of the
    hours, None: all of them.

    Health is, the first that holds:
    `late` if a fixed or the last milestone is overdue; if the target has passed with something left; or if something is
    behind and even the best pace measured ends past the deadline;
    `unknown` if nothing is dated, or there is neither a date ahead nor a pace;
    `at_risk` if anything is overdue, if the expected day is past the deadline, or a fixed date before that comes before
    even the best pace gets there;
    `on_track` else, and when everything is done.
    An assumed pace never makes a goal late, nor does a plan on which nothing is behind: it was asked for no more yet.
    """
    behind = sorted((m for m in overdue if not m.optional), key=lambda m: (m.due or date.max, m.order))
    found = Forecast(
        today=outlook.today,
        health="on_track",
        why=outlook.why,
        deadline=outlook.deadline,
        has_target=outlook.goal.target is not None,
        overdue=tuple(m.title for m in behind),
    )
    late = _late_by_date(outlook.members, behind)
    group = outlook.group
    if not group.count:
        unknown: Health = "unknown" if outlook.why == "empty" else "on_track"
        return replace(found, health="late" if late else "at_risk" if behind else unknown)
    later = outlook.is_target and outlook.records.later.count > 0
    free = days_between(outlook.start, outlook.deadline.toordinal(), outlook.away) if outlook.deadline else 0
    found = replace(
        found,
        unit=group.unit,
        left=group.left,
        pace=outlook.pace,
        needed=Rate(group.left, free) if free else None,
        has_target=outlook.is_target,
        later=later,
    )
    if outlook.pace is not None and not outlook.why:
        found = _with_dates(found, outlook, outlook.pace) if share is None else _with_share(found, outlook, share)
    return replace(found, health=_health(found, group, late=late))


def _late_by_date(members: Iterable[Milestone], behind: Collection[Milestone]) -> bool:
    if not behind:
        return False
    last = max((m for m in members if m.due is not None), key=lambda m: (m.due or date.min, m.order))
    return any(m.fixed or m.id == last.id for m in behind)


def _with_dates(found: Forecast, outlook: Outlook, pace: Pace) -> Forecast:
    """The forecast with the days that follow from a pace."""
    left = outlook.group.left
    earliest, usual, latest = (
        _on(outlook, outlook.start, rate.days_for(left)) for rate in (pace.best, pace.usual, pace.least)
    )
    # The mean of a few days may lie beside its own runs.
    if usual is not None and (earliest is None or earliest > usual):
        earliest = usual
    if usual is None or (latest is not None and latest < usual):
        latest = usual
    too_soon = _too_soon(outlook, pace.best)
    return replace(found, expected=usual, expected_from=earliest, expected_to=latest, too_soon=too_soon)


def _with_share(found: Forecast, outlook: Outlook, share: Share) -> Forecast:
    """The forecast with the days that follow from what it gets of the hours: as of any pace that is assumed, at best
    half as much again, at worst half of it."""
    pace = assumed(share.rate)
    begins = _on_day(outlook, share.begins + 1)
    found = replace(
        found,
        pace=pace,
        shared=True,
        steady=share.steady,
        begins=begins if begins is not None and share.begins and share.rate.amount else None,
    )
    if share.reached is None:
        return replace(found, too_soon=_too_soon(outlook, pace.best))
    days = share.reached - share.begins
    best = max(1, -(-2 * days // 3))
    earliest, usual, latest = (_on(outlook, outlook.now, share.begins + each) for each in (best, days, 2 * days))
    return replace(
        found,
        expected=usual,
        expected_from=earliest,
        expected_to=latest,
        too_soon=_too_soon(outlook, Rate(outlook.group.left, best)),
    )


def _on(outlook: Outlook, start: int, days: int | None) -> date | None:
    """The day so many days after another, no sooner than the goal can be reached at all."""
    day = day_after(start, days, outlook.away)
    return None if day is None else date.fromordinal(max(day, outlook.group.floor))


def _on_day(outlook: Outlook, days: int) -> date | None:
    day = day_after(outlook.now, days, outlook.away)
    return None if day is None else date.fromordinal(day)


def _too_soon(outlook: Outlook, best: Rate) -> tuple[str, date] | None:
    """The first fixed date ahead, before the deadline, that what is due before it does not fit into.

    With a week to spare: a step shows nothing of what is done of it until all of it is.
    """
    group, start = outlook.group, outlook.start
    before = amount = day = 0
    limit = outlook.deadline.toordinal() if outlook.deadline is not None else 0
    for due, minutes, fixed, title, *_ in sorted(group.rows) if group.fixed else ():
        if not due:
            continue
        if due > day:
            day, before = due, amount
        if fixed and start <= day < limit and before:
            reached = day_after(start, best.days_for(before), outlook.away)
            if reached is None or reached > day + 7:
                return title, date.fromordinal(day)
        amount += minutes if group.unit == "minutes" else 1
    return None


def _health(found: Forecast, group: Group, *, late: bool) -> Health:
    """See `forecast_of`."""
    deadline = found.deadline
    if deadline is None:
        return "unknown"
    if late or (found.has_target and deadline < found.today):
        return "late"
    if found.why:
        return "at_risk" if found.overdue else "on_track" if group.dated and found.why == "few" else "unknown"
    past = found.expected is None or found.expected > deadline
    hopeless = found.expected_from is None or found.expected_from > deadline
    # Who is behind with nothing has done all that was asked: it is not too late to be asked for more.
    if past and hopeless and group.behind and found.pace is not None and not found.pace.assumed:
        return "late"
    return "at_risk" if past or found.overdue or found.too_soon else "on_track"
