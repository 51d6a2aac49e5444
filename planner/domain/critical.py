"""What depends on what, and how much room that leaves: latest days, slack, the critical path of a goal.

A step takes the days it occupies (see `progress.occupied`). Delayed, it pushes what follows it (see `graph`) just
enough to leave each its days. So its latest due is the last day on which it pushes no fixed date, none past the target
that it keeps now, and none past the last day of its goal where there is no target to keep. Slack is the days from its
due, or from today where that is over, to its latest due: negative only where something does not stand in order.

A series counts with its open occurrence, which can slip until it comes again. What is undated hands on the days of
what follows it; what is only expected after the target ends nothing. What goes round in a circle has no slack, and is
named. Everything is worked out when it is asked for, only for what it takes, once, and in time linear in that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from planner.domain.critical_chain import ROOM, Chains, Latest, Limit
from planner.domain.dependencies import find_loop
from planner.domain.graph import Graph, components, is_alive
from planner.domain.plan import Goal, Milestone, Plan
from planner.domain.progress import days_of, days_on, occupied
from planner.domain.repeat import has_end, projected
from planner.domain.values import dataclass

Why = Literal["", "empty", "done", "undated", "optional", "endless", "circle", "paused", "achieved", "dropped"]
_ONE = timedelta(days=1)
_LOOKED_AT = 20
"""In a ring that is no circle of `after` alone no chain is looked for from more of its steps."""
_YEARS = timedelta(days=3660)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The room of one open step; of a goal that is not active there is none.

    `slack` is in days, None where nothing limits it. `by` is the step that limits it, where `limit` is `step`.
    `earliest_start` counts from today and from what it follows; None where that has no date. `overrun` are the days
    since its latest start, for a single step that was not begun by then; 0 for all else. `begun` is what is under way
    or with someone else.
    """

    milestone: str
    length: int
    earliest_start: date | None = None
    latest_start: date | None = None
    latest_due: date | None = None
    slack: int | None = None
    limit: Limit = ""
    by: str = ""
    overrun: int = 0
    begun: bool = False
    in_circle: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The critical path of a goal: ids of steps, each following the one before, and `slack`, the least that any of
    those has that do not stand on their limit. `critical` are those of the steps that have no more; none where nothing
    is critical: then the steps are the chain with the least room all the same.

    `end` is the day that it runs up to, of the kind `limit`: a fixed date, the target, or the goal's last day. `why`
    says why there is none. `late` are the steps of the goal whose latest start has passed or whose slack is negative,
    the most pressing first; `circles` are chains of ids that end where they begin.
    """

    goal: str
    steps: tuple[str, ...] = ()
    slack: int | None = None
    critical: frozenset[str] = frozenset()
    end: date | None = None
    limit: Limit = ""
    late: tuple[Timing, ...] = ()
    circles: tuple[tuple[str, ...], ...] = ()
    why: Why = ""


class Paths:
    """The graph of a plan on one day of the person; ids that are asked for are of the plan."""

    def __init__(self, plan: Plan, today: date) -> None:
        self.plan, self.today = plan, today
        self._graph = Graph(plan)
        self._latest: dict[str, Latest] = {}
        self._finish: dict[str, date | None] = {}
        self._start: dict[str, date | None] = {}
        self._circles: dict[str, frozenset[str]] = {}
        self._timings: dict[str, Timing] = {}
        self._lengths: dict[str, int] = {}
        self._lasts: dict[str, date | None] = {}
        self._paths: dict[str, Path] = {}

    # -- what is asked

    def timing(self, milestone_id: str) -> Timing | None:
        """The room of a step; None for one that is done or skipped, and for a series that rests."""
        milestone = self.plan.milestones[milestone_id]
        if not is_alive(milestone):
            return None
        if milestone_id not in self._timings:
            self._timings[milestone_id] = self._timing(milestone)
        return self._timings[milestone_id]

    def _timing(self, milestone: Milestone) -> Timing:
        milestone_id = milestone.id
        if milestone_id not in self._latest or milestone_id not in self._finish:
            self._work_out([milestone_id])
        latest, length = self._until_next(milestone), self._length(milestone)
        begun = milestone.status != "todo"
        if milestone_id in self._circles:
            return Timing(milestone=milestone_id, length=length, begun=begun, in_circle=True)
        if not self._is_active(milestone):
            return Timing(milestone=milestone_id, length=length, begun=begun)
        start = None
        if latest.day is not None:
            start = self._before_leave(days_on(latest.day, -length), milestone)
        return Timing(
            milestone=milestone_id,
            length=length,
            earliest_start=self._start[milestone_id],
            latest_start=start,
            latest_due=latest.day,
            slack=self._slack(milestone, latest),
            limit=latest.limit,
            by=latest.by,
            overrun=self._overrun(milestone, start, latest.day, length),
            begun=begun,
        )

    def path(self, goal_id: str) -> Path:
        """The critical path of a goal."""
        if goal_id not in self._paths:
            self._paths[goal_id] = self._path(self.plan.goals[goal_id])
        return self._paths[goal_id]

    def critical(self) -> frozenset[str]:
        """The ids of all steps on the critical path of an active goal."""
        goals = [goal.id for goal in self.plan.goals.values() if goal.status == "active"]
        return frozenset(each for goal in goals for each in self.path(goal).critical)

    def is_critical(self, milestone_id: str) -> bool:
        """Whether it is on the critical path of its goal."""
        goal = self.plan.milestones[milestone_id].goal
        return goal in self.plan.goals and milestone_id in self.path(goal or "").critical

    def _is_active(self, milestone: Milestone) -> bool:
        goal = self.plan.goals.get(milestone.goal or "")
        return goal is None or goal.status == "active"

    # -- how long

    def _length(self, milestone: Milestone) -> int:
        """The days it occupies, or would."""
        if milestone.id in self._lengths:
            return self._lengths[milestone.id]
        goal = self.plan.goals.get(milestone.goal or "")
        pace = (goal.hours_per_week if goal else None) or self.plan.profile.hours_per_week
        room = occupied(milestone, self.plan.milestones, pace)
        length = (room[1] - room[0]).days if room else days_of(milestone.effort, pace)
        self._lengths[milestone.id] = length
        return length

    # -- from the end to the beginning, and back

    def _work_out(self, wanted: Iterable[str]) -> None:
        roots = list(wanted)
        for ring in components(roots, self._graph.after, self._latest):
            self._see_circle(ring, self._graph.after)
            for each in ring:
                self._latest[each] = self._latest_of(self.plan.milestones[each], ring)
        for ring in components(roots, self._graph.before, self._finish):
            self._see_circle(ring, self._graph.before)
            for each in ring:
                self._start[each], self._finish[each] = self._earliest_of(self.plan.milestones[each], ring)

    def _see_circle(self, ring: Sequence[str], linked: Callable[[str], Sequence[str]]) -> None:
        if len(ring) > 1 or ring[0] in linked(ring[0]):
            self._circles.update(dict.fromkeys(ring, frozenset(ring)))

    def _latest_of(self, milestone: Milestone, ring: Collection[str]) -> Latest:
        found = self._own_limit(milestone)
        for each in self._graph.after(milestone.id):
            latest = self._latest.get(each)
            if each in ring or latest is None or latest.day is None:
                continue
            day = days_on(latest.day, -self._room(milestone, self.plan.milestones[each]))
            if found.day is None or day < found.day or (day == found.day and found.limit == "last"):
                found = Latest(day=day, limit="step", by=each)
        return found

    def _latest_day(self, milestone_id: str) -> Latest:
        """Its latest due up to the end, whenever a series comes again."""
        if milestone_id not in self._latest:
            self._work_out([milestone_id])
        return self._latest[milestone_id]

    def _end_slack(self, milestone: Milestone) -> int | None:
        return self._slack(milestone, self._latest_day(milestone.id))

    def _slack(self, milestone: Milestone, latest: Latest) -> int | None:
        if latest.day is None or milestone.due is None or milestone.id in self._circles:
            return None
        return (latest.day - max(milestone.due, self.today)).days

    def _room(self, first: Milestone, then: Milestone) -> int:
        """Days that must lie between the dues of two: what the second occupies, at most what it has now."""
        if first.due is None or then.due is None:
            return 0
        return max(0, min(self._length(then), (then.due - first.due).days))

    def _own_limit(self, milestone: Milestone) -> Latest:
        due = milestone.due
        if due is None:
            return Latest()
        if milestone.fixed and not milestone.expected:
            return Latest(day=due, limit="fixed")
        goal = self.plan.goals.get(milestone.goal or "")
        if goal is None or not has_end(milestone):
            return Latest()
        if goal.target is not None and due <= goal.target:
            return Latest(day=goal.target, limit="target")
        last = None if milestone.expected else self._last(goal)
        return Latest(day=last, limit="last") if last is not None and due <= last else Latest()

    def _until_next(self, milestone: Milestone) -> Latest:
        """The latest due of a step; of a series at most the day before it comes again, where the calendar says when."""
        found, due = self._latest[milestone.id], milestone.due
        if milestone.repeat is None or milestone.repeat.mode != "fixed" or due is None:
            return found
        coming = next(projected(milestone, due + _ONE, due + _YEARS), None)
        if coming is None:
            return found
        last = max(coming - _ONE, due, self.today)
        return Latest(day=last, limit="next") if found.day is None or last < found.day else found

    def _last(self, goal: Goal) -> date | None:
        """The last day of a goal on which something of it has to be done, at least today."""
        if goal.id not in self._lasts:
            members = self.plan.by_goal.get(goal.id, ())
            able = (each for each in members if is_alive(each) and not each.optional and not each.expected)
            last = max((each.due for each in able if each.due is not None and has_end(each)), default=None)
            self._lasts[goal.id] = max(last, self.today) if last is not None else None
        return self._lasts[goal.id]

    def _earliest_of(self, milestone: Milestone, ring: Collection[str]) -> tuple[date | None, date | None]:
        """The first day on which it can begin, and on which it can be done."""
        length = self._length(milestone)
        if milestone.status != "todo":
            begun = min(days_on(milestone.due, -length), self.today) if milestone.due else self.today
            return begun, max(self.today, days_on(begun, length))
        start = self.today
        for each in self._graph.before(milestone.id):
            done = None if each in ring else self._finish.get(each)
            if done is None:
                return None, None
            start = max(start, done)
        if milestone.due is None:
            return start, None
        done = days_on(start, length)
        return start, max(done, milestone.due) if milestone.fixed and not milestone.expected else done

    def _before_leave(self, start: date, milestone: Milestone) -> date:
        """Nothing is begun on a day away, but the day before; unless what it follows is not done by then."""
        moved = start
        for away in reversed(self.plan.profile.away):
            if away.first <= moved <= away.last:
                moved = away.first - _ONE
        known = (self.plan.milestones[each].due for each in self._graph.before(milestone.id))
        return start if any(due is not None and due > moved for due in known) else moved

    def _overrun(self, milestone: Milestone, start: date | None, latest: date | None, length: int) -> int:
        """See `Timing`. What takes a day at most can be begun on its last day."""
        if start is None or latest is None or milestone.status != "todo" or milestone.expected:
            return 0
        if milestone.due is None or milestone.repeat is not None:
            return 0
        if self.today <= (latest if length <= 1 else start):
            return 0
        return (self.today - start).days

    # -- the critical path

    def _path(self, goal: Goal) -> Path:
        members = [each for each in self.plan.by_goal.get(goal.id, ()) if is_alive(each)]
        why = self._why_none(goal, members)
        if why:
            return Path(goal=goal.id, why=why)
        self._work_out(each.id for each in members)
        timings = {each.id: found for each in members if (found := self.timing(each.id)) is not None}
        circles = self._named_circles([each.id for each in members])
        late = sorted(
            (each for each in timings.values() if each.overrun or (each.slack is not None and each.slack < 0)),
            key=lambda each: (each.slack or 0, -each.overrun, each.milestone),
        )
        if goal.status == "paused":
            return Path(goal=goal.id, circles=circles, why="paused")
        chains = Chains(
            self.plan,
            before=self._graph.before,
            latest=self._latest_day,
            slack=self._end_slack,
            length=self._length,
            circles=self._circles,
        )
        tightest = chains.tightest(goal, members)
        if tightest is None:
            return Path(goal=goal.id, circles=circles, late=tuple(late), why=self._why_no_end(members, circles))
        slack, steps = tightest
        slacks = {each: self._end_slack(self.plan.milestones[each]) for each in steps}
        tight = (each for each, room in slacks.items() if room is None or room <= max(slack, 0))
        final = self._latest_day(steps[-1])
        return Path(
            goal=goal.id,
            steps=steps,
            slack=slack,
            critical=frozenset(tight) if slack <= ROOM else frozenset(),
            end=final.day,
            limit=final.limit,
            late=tuple(late),
            circles=circles,
        )

    def _why_none(self, goal: Goal, alive: Sequence[Milestone]) -> Why:
        if goal.status in {"achieved", "dropped"}:
            return "achieved" if goal.status == "achieved" else "dropped"
        if not self.plan.by_goal.get(goal.id):
            return "empty"
        if not any(each.is_open for each in self.plan.by_goal[goal.id]):
            return "done"
        return "" if alive else "undated"

    @staticmethod
    def _why_no_end(members: Sequence[Milestone], circles: Collection[object]) -> Why:
        dated = [each for each in members if each.due is not None]
        needed = [each for each in dated if not each.optional]
        if circles or not dated:
            return "circle" if circles else "undated"
        if not needed:
            return "optional"
        return "undated" if any(has_end(each) for each in needed) else "endless"

    def _named_circles(self, members: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        rings = dict.fromkeys(self._circles[each] for each in members if each in self._circles)
        found = []
        for ring in rings:
            inside = {each: self.plan.milestones[each] for each in sorted(ring)}
            chains = (find_loop(each, inside) for each in list(inside)[:_LOOKED_AT])
            found.append(tuple(next((each for each in chains if each is not None), tuple(inside))))
        return tuple(found)
