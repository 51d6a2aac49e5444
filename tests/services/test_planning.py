"""Hours against hours: what was looked at is what is moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from planner.domain.change import Change
from planner.domain.errors import NotMet
from planner.domain.levelling import Levelled, level
from planner.domain.plan import Edit, Plan
from planner.services import planning
from planner.services.profile import ProfileEdit
from planner.wiring import Planner
from tests.services.people import a_planner, plan_of


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    """Two steps in one week that hold too much together, and room in the week after."""
    made = a_planner(tmp_path)
    made.milestones.add("Mock exam 1 2026-12-11 ~5h")
    made.milestones.add("Mock exam 2 2026-12-13 ~6h")
    return made


def days(planner: Planner) -> dict[str, date | None]:
    return {each.title: each.due for each in plan_of(planner).milestones.values()}


def test_the_move_that_is_suggested_makes_the_week_fit(planner: Planner) -> None:
    (full,) = planner.planning.check().overloaded
    assert full.suggestion is not None
    done = planner.planning.take(full.suggestion)
    assert done.change is not None
    assert done.change.name == f"Move “{full.suggestion.title}” by {full.suggestion.days} days"
    assert days(planner)[full.suggestion.title] == full.suggestion.to
    assert not planner.planning.check().overloaded
    planner.history.undo()
    assert days(planner) == {"Mock exam 1": date(2026, 12, 11), "Mock exam 2": date(2026, 12, 13)}


@pytest.mark.parametrize("change", ["moved", "done", "gone"])
def test_what_was_looked_at_is_not_made_of_another_plan(planner: Planner, change: str) -> None:
    (full,) = planner.planning.check().overloaded
    suggested, seen = full.suggestion, planner.planning.preview_level()
    assert suggested is not None
    assert [each.milestone for each in seen.shifts] == [suggested.milestone]
    match change:
        case "moved":
            planner.planning.take(suggested)
        case "done":
            planner.milestones.complete([suggested.milestone])
        case _:
            planner.milestones.delete([suggested.milestone])
    before = plan_of(planner)
    with pytest.raises(NotMet, match="changed since"):
        planner.planning.take(suggested)
    with pytest.raises(NotMet, match="changed since"):
        planner.planning.level(seen)
    assert plan_of(planner) == before


def test_moves_are_looked_for_before_the_store_is_held(planner: Planner, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[bool] = []
    store, commit, look = planner.store, planner.store.commit, level

    def commits(act: Callable[[Plan], Edit]) -> Change | None:
        held.append(True)
        found = commit(act)
        held.pop()
        return found

    def looks(plan: Plan, today: date) -> Levelled:
        assert not held
        return look(plan, today)

    monkeypatch.setattr(store, "commit", commits)
    monkeypatch.setattr(planning, "level", looks)
    assert planner.planning.level().change is not None
    assert not planner.planning.check().overloaded


def test_moves_are_not_made_when_what_came_meanwhile_fills_the_week_they_go_to(planner: Planner) -> None:
    seen = planner.planning.preview_level()
    planner.milestones.add("Talk 2026-12-20 ~6h")
    before = plan_of(planner)
    with pytest.raises(NotMet, match="changed since"):
        planner.planning.level(seen)
    assert plan_of(planner) == before


def test_levelling_makes_the_moves_that_were_seen(planner: Planner) -> None:
    seen = planner.planning.preview_level()
    planner.planning.level(seen)
    assert all(days(planner)[each.title] == each.to for each in seen.shifts)
    assert not planner.planning.check().overloaded


def test_days_away_take_their_hours_out(planner: Planner) -> None:
    planner.profiles.edit(ProfileEdit(away=("2026-12-14 - 2026-12-20",)))
    week = next(each for each in planner.planning.check().weeks if each.monday == date(2026, 12, 14))
    assert week.available == 0
