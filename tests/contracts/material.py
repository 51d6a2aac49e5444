"""What the suites work with: a clock that stands, ids that ascend, records with every field set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, tzinfo
from itertools import count
from typing import Any

from planner.domain.change import Change
from planner.domain.plan import (
    Away,
    CheckItem,
    Edit,
    Goal,
    Milestone,
    Occurrence,
    Plan,
    Profile,
    Repeat,
    TemplateCopy,
    TemplateRef,
)

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


class FakeClock:
    """A clock that stands until it is set."""

    def __init__(self, now: datetime = NOW, zone: tzinfo = UTC) -> None:
        self.at = now
        self.place = zone

    def now(self) -> datetime:
        return self.at

    def zone(self) -> tzinfo:
        return self.place


class CountedIds:
    """Ids that ascend: 0…01, 0…02."""

    def __init__(self, start: int = 1) -> None:
        self._numbers = count(start)

    def new(self) -> str:
        return f"{next(self._numbers):032x}"


def milestone(record_id: str, title: str = "Read the handbook", **fields: Any) -> Milestone:
    return Milestone(**{"id": record_id, "title": title, "created": NOW, "dated_at": NOW, **fields})


def goal(record_id: str, title: str = "Earn the PMP", **fields: Any) -> Goal:
    return Goal(**{"id": record_id, "title": title, "created": NOW, **fields})


FULL_GOAL = goal(
    "a" * 32,
    status="paused",
    template=TemplateRef(id="pmp", version="2026.7", digest="d" * 64),
    plan_from="target",
    start=date(2026, 12, 1),
    target=date(2027, 6, 1),
    answers={"route": "degree", "hours": "35"},
    without=("book_club",),
    late_start=True,
    cycle=2,
    leads=(),
    muted=True,
    notes="first\n\tsecond 👩‍👩‍👧‍👦",
    paused_on=date(2026, 12, 24),
    ended_on=date(2027, 6, 2),
    order=3,
    hours_per_week="4.5",
    pauses=(Away(first=date(2026, 12, 2), last=date(2026, 12, 9)),),
)
FULL_MILESTONE = milestone(
    "b" * 32,
    "[@click=app.quit]x[/]",
    goal="a" * 32,
    key="exam",
    cycle=1,
    kind="exam",
    status="done",
    due=date(2027, 6, 1),
    at=time(18, 0),
    zone="Europe/Berlin",
    moment="target-P12W",
    earliest="start",
    latest="target",
    fixed=True,
    expected=True,
    optional=True,
    after=("c" * 32,),
    effort=240,
    balance="hard",
    skills=("risk", "scope"),
    tags=("pmi",),
    leads=("P14D", "PT2H"),
    checklist=(CheckItem(title="passport", done=True), CheckItem(title="slot")),
    evidence="the result page",
    why="it opens doors",
    notes="€ ä 漢",
    waiting_on="PMI",
    snoozed_until=datetime(2027, 5, 1, 8, 0),  # noqa: DTZ001  # a wall time has no zone
    repeat=Repeat(
        every="P1W",
        mode="after",
        count=4,
        until=date(2028, 1, 1),
        moment="target",
        first=date(2026, 12, 1),
        paused_on=date(2026, 12, 3),
        passed=2,
        once=True,
        usual_at=time(18, 30),
    ),
    n=2,
    scheduled=date(2027, 5, 25),
    occurrences=(
        Occurrence(id="e" * 32, n=1, scheduled=None, due=date(2026, 12, 1), at=time(9, 5), closed_at=NOW),
        Occurrence(
            id="f" * 32, n=2, scheduled=date(2026, 12, 8), due=None, status="skipped", closed_at=NOW, missed=True
        ),
    ),
    closed_at=NOW,
    done_on=date(2027, 6, 1),
    order=7,
)
FULL_PROFILE = Profile(
    stage="mid",
    hours_per_week="7.5",
    day_start=time(7, 30),
    leads={"exam": ("P30D", "P7D"), "pay": ()},
    lead_sets={"Exam set": ("P60D", "PT2H"), "None at all": ()},
    quiet_from=time(21, 0),
    quiet_until=time(7, 15),
    working_days=("mon", "wed", "sun"),
    morning_digest=time(8, 0),
    weekly_digest="mon",
    weekly_digest_at=time(7, 45),
    paused_at=NOW,
    paused_until=date(2027, 1, 7),
    away=(
        Away(first=date(2026, 12, 21), last=date(2027, 1, 3), title="Winter"),
        Away(first=NOW.date(), last=NOW.date()),
    ),
    filters={"hard now": "balance:hard due:quarter"},
)
FULL_COPY = TemplateCopy(id="d" * 64, template="pmp", version="2026.7", text='{"id":"pmp"}')


def put(*records: Any, name: str = "Change") -> Callable[[Plan], Edit]:
    return lambda _plan: Edit(name, tuple(records))


def drop(*keys: tuple[str, str], name: str = "Delete") -> Callable[[Plan], Edit]:
    return lambda _plan: Edit(name, (), keys)


def content(plan: Plan) -> tuple[Any, ...]:
    return dict(plan.goals), dict(plan.milestones), dict(plan.templates), plan.profile


def made(change: Change | None) -> Change:
    assert change is not None
    return change
