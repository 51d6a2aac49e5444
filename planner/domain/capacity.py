"""Hours against hours: what all active goals ask of every ISO week, and what there is.

A milestone's effort lies on the days it occupies (see `progress.occupied`), but not on days away, and not on days
that are over: what is late lies on the days from today on. A series lies there with every occurrence. Paused goals and
series, expected and undated milestones are left out and counted. Effort in minutes, days as the person's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from planner.domain.durations import LAST_DAY, parse_moment
from planner.domain.plan import Goal, Milestone, Plan, Profile
from planner.domain.progress import days_of, hours
from planner.domain.repeat import projected

TOLERANCE = 15
"""Minutes: a week that holds no more than this too much is not worth a move."""
Left = Literal["paused", "expected", "undated"]
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Moving one milestone this many days later takes the overload out of a week and puts none elsewhere."""

    milestone: str
    title: str
    days: int
    to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """An ISO week from its `monday` on. `shares` are minutes by milestone; of the running week only what is left."""

    monday: date
    planned: int
    available: int
    shares: tuple[tuple[str, int], ...] = ()
    suggestion: Suggestion | None = None

    @property
    def overload(self) -> int:
        """Minutes that the week holds too much."""
        return overload(self.planned, self.available)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The weeks asked for, in order, with how many milestones were left out and why. `problem` says in a sentence why
    there is nothing to lay out."""

    weeks: tuple[Week, ...]
    left_out: Mapping[Left, int]
    problem: str = ""

    @property
    def overloaded(self) -> tuple[Week, ...]:
        """The weeks that hold too much."""
        return tuple(week for week in self.weeks if week.overload)


def overload(planned: int, available: int) -> int:
    """Minutes too much; 0 within the tolerance."""
    return planned - available if planned > available + TOLERANCE else 0


def monday_of(day: date) -> date:
    """The Monday of the ISO week of `day`."""
    return day - timedelta(days=day.weekday())


def is_away(profile: Profile, day: date) -> bool:
    """Whether nothing gets done on this day."""
    return any(each.first <= day <= each.last for each in profile.away)


class Load:
    """The weeks of a plan, and how they change when milestones are given other days. Weeks are named by the ordinal
    of their Monday."""

    def __init__(self, plan: Plan, today: date, end: date) -> None:
        self.plan, self.today, self.end = plan, today, end
        self.left_out: Counter[Left] = Counter()
        self.members: dict[str, Milestone] = {}
        self.movable: set[str] = set()
        self.by_week: defaultdict[int, dict[str, int]] = defaultdict(dict)
        self.planned: Counter[int] = Counter()
        self._first, self._last = today.toordinal(), end.toordinal()
        self._away = frozenset(
            day
            for each in plan.profile.away
            for day in range(max(each.first, today).toordinal(), each.last.toordinal() + 1)
        )
        self._absences = tuple(
            (max(each.first, today).toordinal(), each.last.toordinal())
            for each in plan.profile.away
            if today <= each.last
        )
        self._lengths: dict[tuple[int | None, str], int] = {}
        self._pace: dict[str | None, str] = {}
        self._known: dict[tuple[str, int, int], dict[int, int]] = {}
        self._available: dict[int, int] = {}
        self.laid = 0
        """How often minutes were laid over a week: what looking for days costs."""
        self._per_week = int(hours(plan.profile.hours_per_week) * 60)
        self._lay()

    def _lay(self) -> None:
        for milestone in self.plan.milestones.values():
            goal = self.plan.goals.get(milestone.goal) if milestone.goal else None
            if not milestone.is_open or (goal is not None and goal.status not in {"active", "paused"}):
                continue
            why = _left_out(milestone, goal)
            if why is not None:
                self.left_out[why] += 1
                continue
            if can_move(milestone):
                self.movable.add(milestone.id)
            if milestone.effort:
                self.members[milestone.id] = milestone
        for milestone in self.members.values():
            for week, minutes in self.share(milestone, {}, whole=True).items():
                self.planned[week] += minutes
                self.by_week[week][milestone.id] = minutes

    def pace(self, milestone: Milestone) -> str:
        """The hours a week at which it goes: its goal's own, else the profile's."""
        if milestone.goal not in self._pace:
            goal = self.plan.goals.get(milestone.goal or "")
            self._pace[milestone.goal] = (goal.hours_per_week if goal else None) or self.plan.profile.hours_per_week
        return self._pace[milestone.goal]

    def share(self, milestone: Milestone, moved: Mapping[str, int], *, whole: bool = False) -> dict[int, int]:
        """Minutes by week of a milestone; `moved` are days (as ordinals) that stand in place of those of the plan.
        `whole`: with the later occurrences of a series."""
        if milestone.due is None or not milestone.effort:
            return {}
        due = moved.get(milestone.id) or milestone.due.toordinal()
        found = self._piece(milestone, due, self.floor(milestone, moved))
        later = list(self._later(milestone)) if whole else []
        if later:
            found = dict(found)
            for day in later:
                for week, minutes in self._piece(milestone, day, 0).items():
                    found[week] = found.get(week, 0) + minutes
        return found

    def floor(self, milestone: Milestone, moved: Mapping[str, int]) -> int:
        """The due of the last of those it follows; 0 where there is none."""
        last = 0
        for each in milestone.after:
            before = self.plan.milestones.get(each)
            if before is not None and before.due is not None:
                last = max(last, moved.get(each) or before.due.toordinal())
        return last

    def _piece(self, milestone: Milestone, due: int, floor: int) -> dict[int, int]:
        at = (milestone.id, due, floor)
        if at not in self._known:
            self._known[at] = self.spread(milestone.effort or 0, self.length(milestone), due, floor)
        return self._known[at]

    def length(self, milestone: Milestone) -> int:
        """How many days it takes at its pace."""
        at = (milestone.effort, self.pace(milestone))
        if at not in self._lengths:
            self._lengths[at] = days_of(*at)
        return self._lengths[at]

    def last_day(self, milestone: Milestone) -> int:
        """The last of its days as things stand: its due, or, where that is over, as long from today on as it takes."""
        assert milestone.due is not None
        due = milestone.due.toordinal()
        return due if due >= self._first else self._first + self.length(milestone) - 1

    def is_away_between(self, first: int, last: int) -> bool:
        """Whether some day of these, from today on, is one away."""
        return any(start <= last and first <= end for start, end in self._absences)

    def spread(self, effort: int, length: int, due: int, floor: int) -> dict[int, int]:
        """Minutes by week of what takes so many days and ends with `due`, none before the day after `floor`."""
        first = min(max(due - length, floor), due - 1) + 1
        if due < self._first:  # late: begun today at the earliest
            first, due = self._first, self._first + length - 1
        first = max(first, self._first)
        if self._absences and self.is_away_between(first, due):
            days = [day for day in range(first, due + 1) if day not in self._away]
            if days:
                self.laid += len(days)
                return _over(effort, days)
        # The days follow each other: what each week has of them is all that counts.
        count = due + 1 - first
        week = first - (first - 1) % 7
        self.laid += 3 + (due - week) // 7
        found: dict[int, int] = {}
        before = 0
        while week <= due:
            until = effort * (min(week + 7, due + 1) - first) // count
            found[week] = until - before
            before = until
            week += 7
        return found

    def _later(self, milestone: Milestone) -> Iterator[int]:
        repeat = milestone.repeat
        if repeat is None:
            return
        tomorrow = self.today + _ONE
        # What ends beyond the end may begin before it.
        last = date.fromordinal(min(self._last + self.length(milestone), LAST_DAY.toordinal()))
        if repeat.each is None:
            yield from (day.toordinal() for day in projected(milestone, tomorrow, last))
            return
        source = self.plan.milestones.get(repeat.each)
        if source is not None and milestone.moment is not None:
            offset = parse_moment(milestone.moment).offset
            for day in projected(source, tomorrow, last):
                if (on := offset.added_to(day).toordinal()) <= last.toordinal():
                    yield on

    def available(self, week: int) -> int:
        """Minutes there are in a week, without the days away and those that are over."""
        if week not in self._available:
            days = sum(1 for day in range(week, week + 7) if day >= self._first and day not in self._away)
            self._available[week] = self._per_week * days // 7
        return self._available[week]

    def away_in(self, week: int) -> int:
        """How many days of a week, from today on, are days away."""
        return sum(1 for day in range(week, week + 7) if day in self._away)

    def away_after(self, day: date) -> int:
        """How many days after this one are days away."""
        return sum(1 for each in self._away if each > day.toordinal())

    def spare(self, week: int) -> int:
        """Minutes that a week holds besides what is planned, days away or not."""
        return max(0, self._per_week - self.planned[week])

    def weeks(self) -> list[int]:
        """From the week of today to that of the end."""
        first = self._first - (self._first - 1) % 7
        return list(range(first, self._last + 1, 7))

    def excess(self, week: int, planned: int | None = None) -> int:
        """The overload of a week."""
        return overload(self.planned[week] if planned is None else planned, self.available(week))


def _over(effort: int, days: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    before = 0
    for number, day in enumerate(days, start=1):
        until = effort * number // len(days)
        week = day - (day - 1) % 7
        found[week] = found.get(week, 0) + until - before
        before = until
    return found


def can_move(milestone: Milestone) -> bool:
    """Whether levelling may give it another day: its own soft one."""
    return not milestone.fixed and milestone.repeat is None and milestone.due is not None


def limit_of(
    milestone: Milestone, plan: Plan, movable: Collection[str] = (), targets: Mapping[str, int] | None = None
) -> int:
    """The last day (as an ordinal) it may be moved to: the target it now keeps, and what follows it and stays, which
    is all that is not `movable`. `targets` stand by goal in place of those of the plan."""
    assert milestone.due is not None
    goal = plan.goals.get(milestone.goal or "")
    limit = LAST_DAY.toordinal()
    if goal is not None and goal.target is not None:
        target = (targets or {}).get(goal.id) or goal.target.toordinal()
        limit = target if milestone.due.toordinal() <= target else limit
    for each in plan.successors.get(milestone.id, ()):
        follower = plan.milestones[each]
        if each in movable:
            continue
        if follower.due is not None and follower.is_open and not follower.expected and milestone.due <= follower.due:
            limit = min(limit, follower.due.toordinal())
    return limit


def _left_out(milestone: Milestone, goal: Goal | None) -> Left | None:
    if (goal is not None and goal.status == "paused") or (milestone.repeat and milestone.repeat.paused_on):
        return "paused"
    if milestone.due is None:
        return "undated"
    return "expected" if milestone.expected else None


def nothing_to_lay_out(load: Load) -> str:
    """The sentence about a plan that asks for no hours; "" for one that does."""
    if load.members:
        return ""
    plan = load.plan
    if not plan.milestones:
        return "There are no milestones yet, so there is nothing to lay out."
    if not any(milestone.is_open for milestone in plan.milestones.values()):
        return "Everything is done: no week holds anything."
    if load.left_out:
        return "Nothing that is open has a date that holds, so there is nothing to lay out."
    return "Nothing that is open says how long it takes: planner edit ID --effort 2h."


def changed(load: Load, moved: Mapping[str, int]) -> dict[int, int]:
    """What the weeks hold that hold something else once these milestones stand on these days (as ordinals)."""
    touched = dict.fromkeys(moved)
    for each in moved:
        touched |= dict.fromkeys(load.plan.successors.get(each, ()))
    planned: dict[int, int] = {}
    for each in touched:
        milestone = load.members.get(each)
        if milestone is None:
            continue
        for sign, shares in ((-1, load.share(milestone, {})), (1, load.share(milestone, moved))):
            for week, minutes in shares.items():
                planned[week] = planned.get(week, load.planned[week]) + sign * minutes
    return planned
