"""Months from the services: the hours of weeks are laid out once for a plan, and again when it is another one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner.domain import capacity
from planner.domain.errors import NotFound
from planner.services import months as module
from planner.wiring import Planner
from tests.services.people import a_planner

DECEMBER = date(2026, 12, 1)


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    made = a_planner(tmp_path)
    made.milestones.add("Mock exam 2026-12-11 ~20h")
    return made


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """The last days up to which hours were laid out."""
    found: list[date] = []

    class Counted(capacity.Load):
        def __init__(self, plan: object, today: date, end: date) -> None:
            found.append(end)
            super().__init__(plan, today, end)  # type: ignore[arg-type]  # as it is called

    monkeypatch.setattr(module, "Load", Counted)
    return found


def test_hours_are_laid_out_once_for_all_months_around(planner: Planner, laid: list[date]) -> None:
    months = planner.months
    for first in (DECEMBER, date(2027, 1, 1), date(2027, 10, 1), date(2026, 11, 1)):
        month = months.with_hours(months.month(first))
        assert any(week.load is not None for week in month.weeks), first
    assert len(laid) == 1
    assert [week.number for week in months.with_hours(months.month(DECEMBER)).overloaded] == [49]


def test_hours_are_laid_out_again_for_another_plan_and_further_ahead(planner: Planner, laid: list[date]) -> None:
    months = planner.months
    months.with_hours(months.month(DECEMBER))
    planner.milestones.add("Call the office tomorrow ~1h")
    before = months.month(DECEMBER)
    assert months.with_hours(before, wait=False) is before, "not known yet"
    assert months.with_hours(before).weeks[0].load is not None
    assert months.with_hours(before, wait=False).weeks[0].load is not None
    months.with_hours(months.month(date(2029, 1, 1)))
    assert len(laid) == 3


def test_months_that_are_over_or_far_away_have_no_hours(planner: Planner, laid: list[date]) -> None:
    for first in (date(2026, 10, 1), date(2020, 2, 1), date(2033, 1, 1), date(2199, 12, 1)):
        month = planner.months.month(first)
        assert planner.months.with_hours(month) is month
    assert laid == []


def test_a_goal_that_is_not_there_is_said(planner: Planner) -> None:
    with pytest.raises(NotFound):
        planner.months.month(DECEMBER, "nothing")
