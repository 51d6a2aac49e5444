"""remind run, list and test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from click.testing import Result

Run = Callable[..., Result]


def test_a_reminder_that_is_due_is_raised_once(run: Run, clock: Any, desk: Any) -> None:
    run("add", "Call the office tomorrow", "--remind", "P1D")
    assert run("remind", "run").stderr == ""
    clock.moment = clock.moment.replace(day=22, hour=10)
    run("add", "Send the form today 12:00", "--remind", "PT0M")
    clock.moment = clock.moment.replace(hour=11)
    result = run("remind", "run")
    assert result.exit_code == 0
    assert "Raised 1 reminder." in result.stderr
    assert len(desk.shown) == 1
    assert run("remind", "run").stderr == ""
    assert len(desk.shown) == 1


def test_a_reminder_that_cannot_be_shown_is_told_and_tried_again(run: Run, clock: Any, desk: Any) -> None:
    run("add", "Send the form today 12:00", "--remind", "PT0M")
    clock.moment = clock.moment.replace(hour=11)
    desk.away = True
    result = run("remind", "run")
    assert result.exit_code == 1
    assert "no notification service answered" in result.stderr
    desk.away = False
    clock.moment = clock.moment.replace(hour=12)
    assert run("remind", "run").exit_code == 0
    assert len(desk.shown) == 1


def test_remind_test_says_what_each_channel_answered(run: Run, desk: Any) -> None:
    assert "✓ shown" in run("remind", "test").stdout
    desk.away = True
    result = run("remind", "test")
    assert result.exit_code == 1
    assert "no notification service answered" in result.stdout
