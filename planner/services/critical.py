"""The critical path of a goal and the room of its steps, as they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from planner.domain.critical import Path, Paths, Timing
from planner.domain.critical_chain import Limit
from planner.domain.critical_words import end_words, path_room, path_warnings, why_words
from planner.domain.values import dataclass, field

if TYPE_CHECKING:
    from planner.domain.agenda import Line, Lister
    from planner.domain.plan import Goal, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStep:
    """A step of a critical path with its room."""

    line: Line
    timing: Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class PathWarning:
    """What presses about a milestone, in a sentence."""

    milestone: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PathDetail:
    """The critical path of a goal, from its first step to what it runs up to. See `domain.critical.Path`.

    `room` says its slack, or that nothing is critical, `end_words` what it runs up to, `problem` why there is none;
    each is "" where it does not apply. `timings` are those of all open steps of the goal, by id.
    """

    goal: Goal
    steps: tuple[PathStep, ...] = ()
    slack: int | None = None
    critical: frozenset[str] = frozenset()
    room: str = ""
    end: date | None = None
    limit: Limit = ""
    end_words: str = ""
    problem: str = ""
    warnings: tuple[PathWarning, ...] = ()
    circles: tuple[tuple[str, ...], ...] = ()
    timings: Mapping[str, Timing] = field(default_factory=dict)


class PathReader:
    """Works out paths and keeps what it found for as long as the plan and the day are the same."""

    def __init__(self) -> None:
        self._kept: Paths | None = None

    def of(self, plan: Plan, today: date) -> Paths:
        """The graph of the plan on this day."""
        kept = self._kept
        if kept is None or kept.plan is not plan or kept.today != today:
            kept = self._kept = Paths(plan, today)
        return kept

    def path(self, lister: Lister, goal: Goal) -> PathDetail:
        """The critical path of a goal, with its sentences."""
        plan, today = lister.plan, lister.today
        paths = self.of(plan, today)
        found: Path = paths.path(goal.id)
        steps = ((lister.line(plan.milestones[each]), paths.timing(each)) for each in found.steps)
        timings = ((each.id, paths.timing(each.id)) for each in plan.by_goal.get(goal.id, ()) if each.is_open)
        return PathDetail(
            goal=goal,
            steps=tuple(PathStep(line=line, timing=timing) for line, timing in steps if timing is not None),
            slack=found.slack,
            critical=found.critical,
            room=path_room(found),
            end=found.end,
            limit=found.limit,
            end_words=end_words(found, plan),
            problem=why_words(found, plan),
            warnings=tuple(PathWarning(milestone=at, text=text) for at, text in path_warnings(found, plan, today)),
            circles=found.circles,
            timings={at: timing for at, timing in timings if timing is not None},
        )
