"""The plan: goals and their milestones, the profile, and the templates they came from.

All are frozen; a rule takes them and returns new ones. Days are calendar days of the person; instants
are aware datetimes in UTC; effort is in minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cached_property
from typing import Literal, TypeAlias, get_args

from planner.domain.values import dataclass, field

Stage = Literal["early", "mid", "senior"]
GoalStatus = Literal["active", "paused", "achieved", "dropped"]
Health = Literal["on_track", "at_risk", "late", "unknown"]
Status = Literal["todo", "doing", "waiting", "done", "skipped"]
Kind = Literal[
    "check", "decide", "learn", "practice", "project", "write", "apply", "exam", "pay", "course",
    "meet", "present", "network", "mentor", "feedback", "log", "review", "renew",
]  # fmt: skip
Balance = Literal["hard", "soft", "both"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
PlanFrom = Literal["start", "target", "earned"]

KINDS: tuple[str, ...] = get_args(Kind)
STATUSES: tuple[str, ...] = get_args(Status)
BALANCES: tuple[str, ...] = get_args(Balance)
WEEKDAYS: tuple[str, ...] = get_args(Weekday)
OPEN: frozenset[str] = frozenset({"todo", "doing", "waiting"})
CLOSED: frozenset[str] = frozenset({"done", "skipped"})

TITLE_LIMIT = 200
NOTES_LIMIT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRef:
    """Which template a goal was built from; `digest` is the key of its TemplateCopy."""

    id: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """Something a person wants by a date.

    `answers` holds what only the person knows, by question key: an ISO date, an option key, or a decimal
    number, as text. `without` are the keys of the template's milestones that were unticked. `late_start` marks
    a plan whose first dates lay in the past when it was made. `cycle` is the running cycle, 1 the first. A `muted`
    goal reminds of nothing. `hours_per_week`, a decimal as text, is the pace of its steps in place of the profile's.
    `pauses` are the days on which it was paused, dropped or achieved before it went on.
    """

    id: str
    title: str
    created: datetime
    status: GoalStatus = "active"
    template: TemplateRef | None = None
    plan_from: PlanFrom | None = None
    start: date | None = None
    target: date | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    late_start: bool = False
    cycle: int = 1
    leads: tuple[str, ...] | None = None
    muted: bool = False
    notes: str = ""
    paused_on: date | None = None
    ended_on: date | None = None
    order: int = 0
    hours_per_week: str | None = None
    pauses: tuple[Away, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckItem:
    """One line of a milestone's checklist."""

    title: str
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """How a series goes on. Exactly one of `every` (whole days, `P1W`), `rrule` and `each` is set.

    `each` is the id of another series: then occurrence n follows that one's occurrence n, as often as it comes.

    `fixed` counts from the planned day, `after` from the day it was really done. `count` includes the
    first; `until` is inclusive; whichever is first ends the series. `moment` is the template's `until` from
    which `until` is computed anew when the plan moves. `first` is the scheduled day of occurrence 1. Since `paused_on`
    the series rests: no list of what is to be done has it, it reminds of nothing and takes no hours. `passed` is how
    many days of its rhythm fell into pauses: they are no occurrences and have no number. Where the open occurrence has
    another time of day than the series, for this `once`, `usual_at` is that of the series.
    """

    every: str | None = None
    rrule: str | None = None
    each: str | None = None
    mode: Literal["fixed", "after"] = "fixed"
    count: int | None = None
    until: date | None = None
    moment: str | None = None
    first: date | None = None
    paused_on: date | None = None
    passed: int = 0
    once: bool = False
    usual_at: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A closed occurrence of a series.

    `scheduled` is the day the series gave it, `due` the day it had at last, `done_on` the person's day it was done.
    One that was `missed` is skipped too, but nobody chose to: its day was over, and so was that of the next.
    """

    id: str
    n: int
    scheduled: date | None
    due: date | None
    at: time | None = None
    status: Literal["done", "skipped"] = "done"
    done_on: date | None = None
    closed_at: datetime
    missed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One dated step; or a series, then the fields about one step are those of its one open occurrence.

    `due` is a day, `at` a wall time on it that floats with the machine's zone unless `zone` (IANA) pins it.
    `moment` is what the date is computed from (`target-P12W`); None: made by hand or cut loose. `expected`
    says that the date counts from an expected day, so it is neither fixed nor ever overdue.
    `closed_at` is when it was done or skipped, `done_on` the person's day of it. `dated_at` is when it was
    created or last re-dated, or its reminders were acknowledged: leads already past then are dropped.
    `snoozed_until` is a local wall time. `cycle` is 0 for a step that comes once, else the number of the cycle.
    `waiting_on` says who has the ball.
    """

    id: str
    title: str
    created: datetime
    dated_at: datetime
    goal: str | None = None
    key: str | None = None
    cycle: int = 0
    kind: Kind = "check"
    status: Status = "todo"
    due: date | None = None
    at: time | None = None
    zone: str | None = None
    moment: str | None = None
    earliest: str | None = None
    latest: str | None = None
    fixed: bool = False
    expected: bool = False
    optional: bool = False
    after: tuple[str, ...] = ()
    effort: int | None = None
    balance: Balance = "both"
    skills: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    leads: tuple[str, ...] | None = None
    checklist: tuple[CheckItem, ...] = ()
    evidence: str = ""
    why: str = ""
    notes: str = ""
    waiting_on: str = ""
    snoozed_until: datetime | None = None
    repeat: Repeat | None = None
    n: int = 1
    scheduled: date | None = None
    occurrences: tuple[Occurrence, ...] = ()
    closed_at: datetime | None = None
    done_on: date | None = None
    order: int = 0

    @property
    def is_open(self) -> bool:
        """Neither done nor skipped."""
        return self.status in OPEN

    @property
    def is_paused(self) -> bool:
        """Whether it is a series that rests."""
        return self.repeat is not None and self.repeat.paused_on is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Days on which nothing gets done, `first` and `last` included."""

    first: date
    last: date
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Who the person is. One record, id `profile`.

    `hours_per_week` is a decimal as text. `day_start` is when a date without a time reminds. `leads` are the
    person's own leads by kind; a kind that is missing has the shipped ones. `lead_sets` are leads under a name, which
    other leads call by `@name`.

    Times are wall times where the machine is. Nothing comes from `quiet_from` up to `quiet_until` (both or neither),
    on days that are not `working_days` (none named: every day), nor from `paused_at` (an instant) to the start of the
    day `paused_until`. A digest comes every day at `morning_digest`, and on `weekly_digest` at `weekly_digest_at`
    (None: the day start). `away` is in the order of its days and holds no day twice; `filters` are texts of filters
    by name.
    """

    id: str = "profile"
    stage: Stage | None = None
    hours_per_week: str = "6"
    day_start: time = time(9, 0)
    leads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lead_sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quiet_from: time | None = None
    quiet_until: time | None = None
    working_days: tuple[Weekday, ...] = ()
    morning_digest: time | None = None
    weekly_digest: Weekday | None = None
    weekly_digest_at: time | None = None
    paused_at: datetime | None = None
    paused_until: date | None = None
    away: tuple[Away, ...] = ()
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateCopy:
    """The canonical JSON of a template that a goal was built from. Its id is the SHA-256 of `text` in hex."""

    id: str
    template: str
    version: str
    text: str


Record: TypeAlias = Goal | Milestone | Profile | TemplateCopy

TABLES: Mapping[type, str] = {Goal: "goals", Milestone: "milestones", Profile: "profile", TemplateCopy: "templates"}


def _place(milestone: Milestone) -> tuple[int, int, datetime, str]:
    return milestone.order, milestone.cycle, milestone.created, milestone.id


@dataclass(frozen=True)
class Plan:
    """Everything of the person at one generation of the store. Mappings are by id; never changed in place."""

    generation: int = 0
    goals: Mapping[str, Goal] = field(default_factory=dict)
    milestones: Mapping[str, Milestone] = field(default_factory=dict)
    templates: Mapping[str, TemplateCopy] = field(default_factory=dict)
    profile: Profile = Profile()

    @cached_property
    def by_goal(self) -> Mapping[str | None, tuple[Milestone, ...]]:
        """The milestones of every goal (None: the inbox) in their order."""
        found: dict[str | None, list[Milestone]] = {}
        for milestone in self.milestones.values():
            found.setdefault(milestone.goal, []).append(milestone)
        return {goal: tuple(sorted(members, key=_place)) for goal, members in found.items()}

    def members(self, goal: str | None) -> tuple[Milestone, ...]:
        """The milestones of one goal (None: the inbox) in their order, without putting those of all in order."""
        if "by_goal" in self.__dict__:
            return self.by_goal.get(goal, ())
        return tuple(sorted((m for m in self.milestones.values() if m.goal == goal), key=_place))

    @cached_property
    def successors(self) -> Mapping[str, tuple[str, ...]]:
        """By milestone id, the ids of those that name it in `after`."""
        found: dict[str, list[str]] = {}
        for milestone in self.milestones.values():
            for before in milestone.after:
                found.setdefault(before, []).append(milestone.id)
        return {before: tuple(sorted(ids)) for before, ids in found.items()}

    def get(self, table: str, record_id: str) -> Record | None:
        """The record of this id in `goals`, `milestones`, `templates` or `profile`, if it is there."""
        if table == "profile":
            return self.profile
        records: Mapping[str, Record] = getattr(self, table)
        return records.get(record_id)


@dataclass(frozen=True, slots=True)
class Edit:
    """What a Change writes: its name, the records as they are to be, and (table, id) of those that go."""

    name: str
    put: tuple[Record, ...] = ()
    drop: tuple[tuple[str, str], ...] = ()
