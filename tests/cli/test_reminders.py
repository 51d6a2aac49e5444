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


def test_a_reminder_is_acknowledged(run: Run, value: Callable[..., Any], clock: Any, desk: Any) -> None:
    (one,) = value("add", "Send the form today 12:00", "--remind", "PT0M")["ids"]
    early = run("remind", "ack", one)
    assert early.exit_code == 1
    assert "No reminder of “Send the form” has come" in early.stderr
    clock.moment = clock.moment.replace(hour=11)
    desk.away = True
    assert run("remind", "run").exit_code == 1
    assert "Acknowledged “Send the form”" in run("remind", "ack", one).stderr
    desk.away = False
    clock.moment = clock.moment.replace(hour=15)
    assert run("remind", "run").exit_code == 0
    assert desk.shown == []


def test_all_reminders_are_paused_and_come_again(run: Run, value: Callable[..., Any], clock: Any, desk: Any) -> None:
    run("add", "Send the form tomorrow", "--remind", "PT0M")
    result = run("remind", "pause", "next", "mon")
    assert "All reminders are paused until the start of 2026-11-23" in result.stderr
    assert value("profile")["paused_until"] == "2026-11-23"
    assert [each["at"][:16] for each in value("remind", "list")] == ["2026-11-23T09:00"]
    clock.moment = clock.moment.replace(day=22)
    assert run("remind", "run").exit_code == 0
    assert desk.shown == []
    assert "all reminders are paused" in run("remind", "status").stdout
    assert "Reminders come again" in run("remind", "resume").stderr
    assert run("remind", "resume").exit_code == 1
    run("remind", "run")
    assert [title for title, _ in desk.shown] == ["Send the form"]
    assert run("remind", "pause", "some day").exit_code == 2


def test_the_list_shows_what_comes_together(run: Run, value: Callable[..., Any]) -> None:
    for n in range(5):
        run("add", f"Step {n} tomorrow", "--remind", "PT0M")
    shown = run("remind", "list").stdout.splitlines()
    assert shown[0].split("  ")[0] == "2026-11-22 09:00"
    assert "5 reminders" in shown[0]
    assert len(shown) == 6
    assert {each["digest"] for each in value("remind", "list")} == {"5 reminders"}


def test_a_muted_goal_says_so(run: Run, desk: Any, clock: Any) -> None:
    assert run("goal", "new", "networking", "--start", "2026-11-23").exit_code == 0
    assert "Muted “" in run("goal", "mute", "networking").stderr
    assert "muted" in run("goal", "show", "networking").stdout
    clock.moment = clock.moment.replace(month=12)
    assert run("remind", "run").exit_code == 0
    assert desk.shown == []
    assert "Unmuted “" in run("goal", "unmute", "networking").stderr
    run("remind", "run")
    assert desk.shown


def test_what_renews_a_certificate_shows_all_that_it_counts_back_from(run: Run, value: Callable[..., Any]) -> None:
    run("goal", "new", "cissp-keep", "--set", "earned=2026-10-01", "--past", "late")
    (one,) = [each for each in value("goal", "show", "cissp-keep")["milestones"] if each["kind"] == "renew"]
    shown = " ".join(run("show", one["id"]).stdout.split())
    assert "P180D, P90D, P30D before the cycle ends 2029-09-30 and its grace ends 2029-12-29" in shown
