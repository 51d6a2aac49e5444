"""What stands in which list, and in which order: next, agenda, today, search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from planner.domain.dates import local_day, overdue_from
from planner.domain.dependencies import open_before
from planner.domain.plan import Goal, Health, Milestone, Plan
from planner.domain.progress import done_of_total, hours, minutes_left
from planner.domain.repeat import as_done, as_usual, projected
from planner.domain.values import dataclass, replace

if TYPE_CHECKING:
    from planner.domain.anchors import Anchors
    from planner.domain.filters import Filter
    from planner.domain.forecast import Forecast
    from planner.domain.forecasts import Forecasts
    from planner.domain.template import Template

    TemplateOf = Callable[[Goal], Template | None]
    ForecastsOf = Callable[[Plan, date, tzinfo], Forecasts]

HORIZON = 30
"""Days that “later this month” reaches from today."""
BALANCE_WEEKS = 13

Rank: TypeAlias = tuple[bool, bool, "datetime | bool", bool, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of any list of milestones: the milestone with what is derived about it.

    `due_at` is the instant, in UTC, from which it is overdue: its minute, or the local midnight after its day.
    `day` is the day it stands on, which differs from the milestone's own when the line is `projected`.
    """

    milestone: Milestone
    goal: Goal | None
    due_at: datetime | None
    overdue: bool
    blocked_by: tuple[str, ...]
    undated_until: str | None
    snoozed: bool = False
    projected: bool = False
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """A goal with what is derived about it. Effort in minutes. Health is that of the forecast, which only active goals
    have."""

    goal: Goal
    done: int
    total: int
    health: Health | None
    next: Line | None
    effort_left: int
    forecast: Forecast | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayView:
    """Everything that place 1 shows. Week numbers are about the ISO week of `today`; effort in minutes."""

    today: date
    overdue: tuple[Line, ...]
    today_lines: tuple[Line, ...]
    week: tuple[Line, ...]
    later: tuple[Line, ...]
    undated: tuple[Line, ...]
    blocked: tuple[Line, ...]
    done_today: tuple[Line, ...]
    done_this_week: int
    planned_this_week: int
    minutes_this_week: int
    minutes_available: int
    next_fixed: Line | None
    hard_percent: int | None
    soft_percent: int | None


class Lister:
    """Derives lines from a plan at one instant in one zone."""

    def __init__(  # what a list is made of, given by the services alone
        self,
        plan: Plan,
        now: datetime,
        zone: tzinfo,
        template_of: TemplateOf,
        forecasts_of: ForecastsOf | None = None,
    ) -> None:
        """`forecasts_of` has those of all goals; without it they are worked out here."""
        self.plan = plan
        self.now = now
        self.zone = zone
        self.today = local_day(now, zone)
        self._wall = now.astimezone(zone).replace(tzinfo=None)
        self._template_of = template_of
        self._midnights: dict[date, datetime] = {}
        self._anchors: dict[str, Anchors] = {}
        self._forecasts_of = forecasts_of
        self._kept_forecasts: Forecasts | None = None

    def line(self, milestone: Milestone) -> Line:
        """The milestone with what is derived about it."""
        goal = self.plan.goals.get(milestone.goal) if milestone.goal else None
        blocked_by = open_before(milestone, self.plan.milestones) if milestone.is_open else ()
        due_at = self.due_at(milestone)
        active = (goal is None or goal.status == "active") and not milestone.is_paused
        overdue = (
            due_at is not None
            and due_at <= self.now
            and milestone.is_open
            and active
            and not blocked_by
            and not milestone.expected
        )
        return Line(
            milestone=milestone,
            goal=goal,
            due_at=due_at,
            overdue=overdue,
            blocked_by=blocked_by,
            undated_until=self._waits_for(milestone, goal),
            snoozed=self._is_snoozed(milestone),
            day=milestone.due,
        )

    def due_at(self, milestone: Milestone) -> datetime | None:
        """The instant from which the milestone is overdue if it is open; None = undated."""
        due = milestone.due
        if due is None:
            return None
        if milestone.at is None and milestone.zone is None:
            if due not in self._midnights:
                self._midnights[due] = overdue_from(due, None, None, self.zone)
            return self._midnights[due]
        return overdue_from(due, milestone.at, milestone.zone, self.zone)

    def _waits_for(self, milestone: Milestone, goal: Goal | None) -> str | None:
        if goal is None or milestone.due is not None or milestone.moment is None:
            return None
        from planner.domain.living import waiting_anchors, waits_for  # only what waits for an answer needs them

        if goal.id not in self._anchors:
            members = self.plan.by_goal.get(goal.id, ())
            self._anchors[goal.id] = waiting_anchors(goal, self._template_of(goal), members)
        return waits_for(milestone, self._anchors[goal.id])

    def live(self) -> Iterator[Milestone]:
        """Open milestones of the inbox and of active goals; not the series that rest."""
        goals = self.plan.goals
        for milestone in self.plan.milestones.values():
            if milestone.is_open and (milestone.repeat is None or not milestone.is_paused):
                goal = goals.get(milestone.goal) if milestone.goal else None
                if goal is None or goal.status == "active":
                    yield milestone

    def next(self, limit: int = 10) -> list[Line]:
        """Open, dated, not blocked, not snoozed, goal active; overdue first, then due, fixed before soft, title, id."""
        awake = [m for m in self.live() if m.due is not None and not self._is_snoozed(m)]
        if limit:
            # Mostly what is asked for is near. What is due two days later comes after it in any zone, and is not late.
            near = self.today + timedelta(days=HORIZON)
            lines = self._ready((m for m in awake if m.due is not None and m.due <= near), limit)
            if len(lines) == limit and (lines[-1].day or near) < near - timedelta(days=1):
                return lines
        return self._ready(awake, limit)

    def _ready(self, milestones: Iterable[Milestone], limit: int) -> list[Line]:
        """Those that are not blocked, in order."""
        lines: list[Line] = []
        for milestone in sorted(milestones, key=self._rank):  # a line costs more than its place: only for what is shown
            line = self.line(milestone)
            if not line.blocked_by:
                lines.append(line)
            if limit and len(lines) == limit:
                break
        return lines

    def _rank(self, milestone: Milestone) -> Rank:
        """As `order`, for what is open, active and not blocked."""
        due_at = self.due_at(milestone)
        overdue = due_at is not None and due_at <= self.now and not milestone.expected
        return _rank_of(milestone, due_at, overdue)

    def _is_snoozed(self, milestone: Milestone) -> bool:
        return milestone.snoozed_until is not None and milestone.snoozed_until > self._wall

    def agenda(self, days: int) -> list[Line]:
        """Overdue, then day by day for `days` days from today; a series' later occurrences are projected."""
        end = self.today + timedelta(days=days - 1)
        found = []
        for milestone in self.live():
            if milestone.due is None or (milestone.due > end and milestone.repeat is None):
                continue
            line = self.line(milestone)
            if line.overdue or self.today <= milestone.due <= end:
                found.append(line)
            found.extend(self._projected(line, day) for day in projected(milestone, self.today, end))
        return sorted(found, key=order)

    def _projected(self, line: Line, day: date) -> Line:
        milestone = as_usual(line.milestone)
        at = overdue_from(day, milestone.at, milestone.zone, self.zone)
        line = replace(line, milestone=milestone, due_at=at, overdue=False, blocked_by=(), snoozed=False)
        return replace(line, projected=True, day=day)

    def find(self, wanted: Filter, limit: int = 0) -> list[Line]:
        """Milestones that a filter lets through, at most `limit` (0 = all); the best match first, open before closed,
        then by date."""
        ranked = []
        for milestone in self.plan.milestones.values():
            goal = self.plan.goals.get(milestone.goal) if milestone.goal else None
            rank = wanted.rank(milestone, goal)
            if rank is not None:
                ranked.append((rank, not milestone.is_open, milestone.due or date.max, milestone.title, milestone.id))
        lines = (self.line(self.plan.milestones[milestone_id]) for *_, milestone_id in sorted(ranked))
        return list(islice((line for line in lines if wanted.holds(line)), limit or None))

    def goal_line(self, goal: Goal) -> GoalLine:
        """The goal with its progress, health and next step."""
        members = self.plan.by_goal.get(goal.id, ())
        dated = [milestone for milestone in members if milestone.is_open and milestone.due is not None]
        # A line costs more than its place. What is due two days later is not overdue in any zone.
        soon = self.today + timedelta(days=2)
        near = [milestone for milestone in dated if milestone.due is not None and milestone.due <= soon]
        awake = [milestone for milestone in dated if not (milestone.is_paused or self._is_snoozed(milestone))]
        following = self._ready(awake, 1) if goal.status == "active" else []
        done, total = done_of_total(members, self.plan.milestones)
        found = self._forecasts().of(goal, [milestone for milestone in near if self.line(milestone).overdue])
        return GoalLine(
            goal=goal,
            done=done,
            total=total,
            health=found.health if found else None,
            next=following[0] if following else None,
            effort_left=minutes_left(members, self.plan.milestones),
            forecast=found,
        )

    def _forecasts(self) -> Forecasts:
        if self._kept_forecasts is None:
            if self._forecasts_of is not None:
                self._kept_forecasts = self._forecasts_of(self.plan, self.today, self.zone)
            else:
                from planner.domain.forecasts import forecasts_of  # lists of milestones alone do without

                self._kept_forecasts = forecasts_of(self.plan, self.today, self.zone)
        return self._kept_forecasts

    def goals(self, *, everything: bool = False) -> list[GoalLine]:
        """Goals in their order, active ones first; dropped ones only with `everything`."""
        goals = [goal for goal in self.plan.goals.values() if everything or goal.status != "dropped"]
        return [self.goal_line(goal) for goal in sorted(goals, key=goal_order)]

    def today_view(self) -> TodayView:
        """Place 1 in one pass over the plan."""
        near = self.today + timedelta(days=HORIZON)
        sections: dict[str, list[Line]] = {
            name: [] for name in ("overdue", "today_lines", "week", "later", "undated", "blocked")
        }
        for milestone in self.live():
            if milestone.due is not None and milestone.due > near:
                continue
            line = self.line(milestone)
            if not line.snoozed:
                sections[self._section(line)].append(line)
        for lines in sections.values():
            lines.sort(key=order)
        done, planned, minutes = self._week()
        hard = self._hard_percent()
        return TodayView(
            today=self.today,
            overdue=tuple(sections["overdue"]),
            today_lines=tuple(sections["today_lines"]),
            week=tuple(sections["week"]),
            later=tuple(sections["later"]),
            undated=tuple(sections["undated"]),
            blocked=tuple(sections["blocked"]),
            done_today=tuple(self.line(m) for m in self._done_since(self.today)),
            done_this_week=done,
            planned_this_week=done + planned,
            minutes_this_week=minutes,
            minutes_available=int(hours(self.plan.profile.hours_per_week) * 60),
            next_fixed=self._next_fixed(),
            hard_percent=hard,
            soft_percent=None if hard is None else 100 - hard,
        )

    def _section(self, line: Line) -> str:
        day = line.day
        if line.blocked_by:
            return "blocked"
        if day is None:
            return "undated"
        if line.overdue:
            return "overdue"
        if day <= self.today:
            return "today_lines"
        return "week" if day <= self.today + timedelta(days=7) else "later"

    def _done_since(self, day: date) -> list[Milestone]:
        """What was done on `day` or later, the newest first; an occurrence of a series as a milestone of its own."""
        found = []
        for milestone in self.plan.milestones.values():
            if milestone.status == "done" and milestone.done_on and milestone.done_on >= day:
                found.append(milestone)
            recent = (past for past in milestone.occurrences if past.status == "done" and past.done_on)
            found += [as_done(milestone, past) for past in recent if past.done_on and past.done_on >= day]
        return sorted(found, key=lambda m: (m.closed_at or self.now, m.id), reverse=True)

    def _week(self) -> tuple[int, int, int]:
        """(done, still open and due by Sunday, minutes of both) in the ISO week of today."""
        monday = self.today - timedelta(days=self.today.weekday())
        sunday = monday + timedelta(days=6)
        done = minutes = planned = 0
        for milestone in self.plan.milestones.values():
            days = [past.done_on for past in milestone.occurrences]
            if milestone.status == "done":
                days.append(milestone.done_on)
            times = sum(1 for day in days if day is not None and monday <= day <= sunday)
            done += times
            minutes += times * (milestone.effort or 0)
        for milestone in self.live():
            if milestone.due is not None and milestone.due <= sunday and not milestone.expected:
                planned += 1
                minutes += milestone.effort or 0
        return done, planned, minutes

    def _next_fixed(self) -> Line | None:
        fixed = [m for m in self.live() if m.fixed and not m.expected and m.due is not None and m.due >= self.today]
        return self.line(min(fixed, key=lambda m: (m.due or date.max, m.title, m.id))) if fixed else None

    def _hard_percent(self) -> int | None:
        """The share of hard skills in the effort of the next 13 weeks; `both` counts half; None without effort."""
        end = self.today + timedelta(weeks=BALANCE_WEEKS)
        hard = soft = 0
        for milestone in self.live():
            if milestone.due is None or milestone.due > end:
                continue
            minutes = milestone.effort or 0
            hard += minutes * {"hard": 2, "both": 1, "soft": 0}[milestone.balance]
            soft += minutes * {"hard": 0, "both": 1, "soft": 2}[milestone.balance]
        return round(100 * hard / (hard + soft)) if hard + soft else None


_STATUS_RANK = {"active": 0, "paused": 1, "achieved": 2, "dropped": 3}


def goal_order(goal: Goal) -> tuple[int, int, date, str, str]:
    """Where a goal stands among all: active ones first, then as the person put them, then by target and title."""
    return _STATUS_RANK[goal.status], goal.order, goal.target or date.max, goal.title.casefold(), goal.id


def order(line: Line) -> Rank:
    """Overdue first, then due, fixed before soft, title, id; undated ones at the end."""
    return _rank_of(line.milestone, line.due_at, line.overdue)


def _rank_of(milestone: Milestone, due_at: datetime | None, overdue: bool) -> Rank:
    fixed = milestone.fixed and not milestone.expected
    return (not overdue, due_at is None, due_at or True, not fixed, milestone.title, milestone.id)
