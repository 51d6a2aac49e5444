"""The plan laid out in time: goals as rows that open into bars, what follows what, and the hours of every week.

A bar occupies [start, due] by the rule of length (see `progress.occupied`), at its goal's pace. What has no date is no
bar, but stays with its row. Days are the person's calendar days.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.domain.agenda import goal_order
from planner.domain.capacity import Load, Week, monday_of
from planner.domain.progress import done_of_total, occupied

if TYPE_CHECKING:
    from planner.domain.agenda import Line, Lister
    from planner.domain.filters import Filter
    from planner.domain.plan import Goal, Health, Milestone, Plan

FURTHEST_WEEKS = 156
"""Weeks from today for which the hours are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A dated milestone, of a series its open occurrence. `done` of `parts` are the lines of its checklist; what is
    closed is whole. `critical`: its slipping moves the end of its goal."""

    line: Line
    start: date
    due: date
    done: int
    parts: int
    critical: bool = False

    @property
    def milestone(self) -> Milestone:
        """Whose bar it is."""
        return self.line.milestone


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    """A goal (None: the inbox) with its bars by start, and what is undated. `first` and `last` are the days from its
    first start to its target or last due, whichever is later; None where it has neither."""

    goal: Goal | None
    bars: tuple[Bar, ...]
    undated: tuple[Line, ...]
    first: date | None
    last: date | None
    done: int
    total: int
    health: Health | None = None

    @property
    def key(self) -> str:
        """The id of the goal; "" for the inbox."""
        return self.goal.id if self.goal else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What there is to draw. `links` are (id, id of one that follows it), both with a bar. `weeks` begin with the
    running one and lie without a gap; their `shares` are minutes by milestone. `dated` and `undated` count what the
    filter lets through, `hidden` what it does not."""

    today: date
    rows: tuple[GoalRow, ...]
    links: tuple[tuple[str, str], ...]
    weeks: tuple[Week, ...]
    first: date
    last: date
    dated: int
    undated: int
    hidden: int = 0

    def week_of(self, day: date) -> Week | None:
        """The week `day` lies in, if its hours are counted."""
        if not self.weeks:
            return None
        at = (monday_of(day) - self.weeks[0].monday).days // 7
        return self.weeks[at] if 0 <= at < len(self.weeks) else None


def timeline(lister: Lister, wanted: Filter | None = None, critical: Collection[str] = ()) -> Timeline:
    """Lay out the plan of `lister` as of its today: all goals but the dropped ones, then the inbox. With a filter only
    the milestones that it lets through; the hours are those of the whole plan all the same."""
    plan, today = lister.plan, lister.today
    rows: list[GoalRow] = []
    hidden = 0
    for goal in sorted((each for each in plan.goals.values() if each.status != "dropped"), key=goal_order):
        row = _row(lister, goal, wanted, critical)
        hidden += len(plan.by_goal.get(goal.id, ())) - len(row.bars) - len(row.undated)
        if wanted is None or row.bars or row.undated:
            rows.append(row)
    inbox = _row(lister, None, wanted, critical)
    hidden += len(plan.by_goal.get(None, ())) - len(inbox.bars) - len(inbox.undated)
    if inbox.bars or inbox.undated:
        rows.append(inbox)
    first = min((row.first for row in rows if row.first), default=today)
    last = max((row.last for row in rows if row.last), default=today)
    return Timeline(
        today=today,
        rows=tuple(rows),
        links=_links(rows),
        weeks=weeks_of(plan, today, last),
        first=min(first, today),
        last=max(last, today),
        dated=sum(len(row.bars) for row in rows),
        undated=sum(len(row.undated) for row in rows),
        hidden=hidden,
    )


def _row(lister: Lister, goal: Goal | None, wanted: Filter | None, critical: Collection[str]) -> GoalRow:
    plan = lister.plan
    members = plan.by_goal.get(goal.id if goal else None, ())
    pace = (goal.hours_per_week if goal else None) or plan.profile.hours_per_week
    bars: list[Bar] = []
    undated: list[Line] = []
    days = [goal.target] if goal is not None and goal.target is not None else []
    for milestone in members:
        room = occupied(milestone, plan.milestones, pace)
        if room is not None and goal is not None:
            days += room  # a goal is as long as it is, whatever a filter shows of it
        if wanted is not None and wanted.rank(milestone, goal) is None:
            continue
        line = lister.line(milestone)
        if wanted is not None and not wanted.holds(line):
            continue
        if room is None:
            undated.append(line)
            continue
        done, parts = _share(milestone)
        critical_too = milestone.id in critical
        bars.append(Bar(line=line, start=room[0], due=room[1], done=done, parts=parts, critical=critical_too))
    bars.sort(key=lambda bar: (bar.start, bar.due, bar.milestone.order, bar.milestone.title, bar.milestone.id))
    if goal is None:
        days = [day for bar in bars for day in (bar.start, bar.due)]
    elif goal.start is not None and not bars:
        days.append(goal.start)
    done, total = done_of_total(members, plan.milestones)
    return GoalRow(
        goal=goal,
        bars=tuple(bars),
        undated=tuple(undated),
        first=min(days, default=None),
        last=max(days, default=None),
        done=done,
        total=total,
        health=lister.goal_line(goal).health if goal is not None else None,
    )


def _share(milestone: Milestone) -> tuple[int, int]:
    if not milestone.is_open:
        return (1, 1) if milestone.status == "done" else (0, 1)
    if milestone.checklist:
        return sum(1 for item in milestone.checklist if item.done), len(milestone.checklist)
    return 0, 1


def _links(rows: Iterable[GoalRow]) -> tuple[tuple[str, str], ...]:
    bars = {bar.milestone.id: bar.milestone for row in rows for bar in row.bars}
    return tuple((before, each.id) for each in bars.values() for before in each.after if before in bars)


def weeks_of(plan: Plan, today: date, last: date) -> tuple[Week, ...]:
    """The hours planned and available of every week from the running one to that of `last`, at most so many."""
    end = monday_of(today) + timedelta(weeks=FURTHEST_WEEKS) - timedelta(days=1)
    last = min(max(last, today), end)
    load = Load(plan, today, monday_of(last) + timedelta(days=6))
    return tuple(
        Week(
            monday=date.fromordinal(week),
            planned=load.planned[week],
            available=load.available(week),
            shares=tuple(sorted(load.by_week[week].items(), key=lambda each: (-each[1], each[0]))),
        )
        for week in load.weeks()
    )


def last_target(shown: Timeline) -> date:
    """The day up to which it is drawn unless told otherwise: the latest target, of a goal without one and of the inbox
    the last day; at least today. What is achieved counts only where there is nothing else."""
    live = [row for row in shown.rows if row.goal is None or row.goal.status in {"active", "paused"}]
    ends = [(row.goal.target if row.goal else None) or row.last for row in live or shown.rows]
    return max([shown.today, *(day for day in ends if day is not None)])


def linked(links: Iterable[tuple[str, str]]) -> tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]:
    """By id, what it follows; and by id, what follows it."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for one, other in links:
        before.setdefault(other, []).append(one)
        after.setdefault(one, []).append(other)
    return before, after


def next_overload(weeks: Sequence[Week], day: date, by: int) -> Week | None:
    """The first overloaded week after the one `day` lies in, or with `by` below 0 the last one before it."""
    at = monday_of(day)
    heavy = [week for week in weeks if week.overload and (week.monday > at if by > 0 else week.monday < at)]
    return heavy[0 if by > 0 else -1] if heavy else None
