"""The sample plan: every state is in it, it looks alive on any day, and it is the same for the same day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from planner.config import Paths
from planner.domain.plan import Plan
from planner.services.demo import MovingClock, fill
from planner.wiring import Planner

pytestmark = pytest.mark.thorough

ZONE = ZoneInfo("Europe/Vienna")
SATURDAY = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def sample(folder: Path, now: datetime) -> Planner:
    clock = MovingClock(now, ZONE)
    planner = Planner(Paths(folder, folder), writer="demo", clock=clock)
    fill(planner, clock)
    assert clock.now() == now
    return planner


@pytest.fixture(scope="module")
def planner(tmp_path_factory: pytest.TempPathFactory) -> Planner:
    return sample(tmp_path_factory.mktemp("demo"), SATURDAY)


def test_there_are_eight_goals_in_every_state(planner: Planner) -> None:
    states = Counter(goal.status for goal in planner.queries.plan().goals.values())
    assert states == {"active": 5, "paused": 1, "achieved": 1, "dropped": 1}
    templates = {goal.template.id for goal in planner.queries.plan().goals.values() if goal.template}
    assert len(templates) == 8


def test_milestones_are_in_every_state(planner: Planner) -> None:
    milestones = planner.queries.plan().milestones.values()
    assert {each.status for each in milestones} == {"todo", "doing", "waiting", "done", "skipped"}
    assert any(each.snoozed_until for each in milestones)
    assert any(each.notes for each in milestones)
    assert any(each.repeat and len(each.occurrences) > 5 for each in milestones)
    assert any(past.status == "skipped" for each in milestones for past in each.occurrences)
    assert any(each.goal is None and each.is_open for each in milestones)
    assert any(each.goal is None and each.status == "done" for each in milestones)


def test_the_history_reaches_back_a_year_and_ends_today(planner: Planner) -> None:
    history = planner.history.list(0)
    times = [change.time for change in history]
    assert times == sorted(times, reverse=True)
    assert times[0] == SATURDAY
    assert SATURDAY - times[-1] > timedelta(days=330)
    assert len({change.time.strftime("%Y-%m") for change in history}) >= 12
    assert len(history) > 100
    assert {change.writer for change in history} == {"demo"}


def test_today_has_something_in_every_part(planner: Planner) -> None:
    view = planner.queries.today_view()
    for part in (view.overdue, view.today_lines, view.week, view.later, view.undated, view.blocked):
        assert part
    assert view.next_fixed is not None
    assert view.next_fixed.milestone.due is not None
    assert view.next_fixed.milestone.due > view.today
    assert 0 < view.done_this_week < view.planned_this_week
    assert view.hard_percent is not None


def test_goals_are_in_good_and_in_bad_health(planner: Planner) -> None:
    health = {row.goal.title: row.health for row in planner.queries.goals()}
    assert "on_track" in health.values()
    assert {"at_risk", "late"} & {each for each in health.values() if each}
    assert health["Earn the PMP"] == "on_track"


def test_nothing_was_due_before_the_last_weeks(planner: Planner) -> None:
    """What is overdue fell due lately: an old one would look as if the program had lost it."""
    view = planner.queries.today_view()
    assert all(row.day and row.day > view.today - timedelta(days=21) for row in view.overdue)
    assert len(view.overdue) <= 8


def test_undo_takes_the_last_act_back(tmp_path: Path) -> None:
    planner = sample(tmp_path, SATURDAY)
    newest = planner.history.list(1)[0]
    assert planner.history.undo().of == newest.id


def told(plan: Plan) -> Sequence[object]:
    """A plan without its ids."""
    titles = {goal.id: goal.title for goal in plan.goals.values()}
    return sorted(
        (titles.get(each.goal or "", ""), each.title, each.status, str(each.due), each.n, len(each.occurrences))
        for each in plan.milestones.values()
    )


@pytest.mark.parametrize(
    "now",
    [
        SATURDAY,
        datetime(2027, 1, 1, 0, 5, tzinfo=UTC),
        datetime(2028, 2, 29, 23, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
    ],
)
def test_it_looks_alive_on_any_day(tmp_path: Path, now: datetime) -> None:
    planner = sample(tmp_path, now)
    assert len(planner.queries.plan().goals) == 8
    view = planner.queries.today_view()
    assert view.overdue
    assert view.today_lines
    assert view.week
    assert view.blocked
    assert view.next_fixed


def test_the_same_day_gives_the_same_plan(planner: Planner, tmp_path: Path) -> None:
    assert told(sample(tmp_path, SATURDAY).queries.plan()) == told(planner.queries.plan())
