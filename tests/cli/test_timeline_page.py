"""plan timeline: the goals as bars in time, in text and for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from planner.cli.width import cell_width
from planner.wiring import Planner

Run = Callable[..., Result]
Value = Callable[..., Any]
Process = Callable[..., Any]


@pytest.fixture
def two(run: Run, planner: Planner) -> None:
    """A goal with a step that follows another, one without a date, and an item of the inbox that makes a week full."""
    assert run("goal", "add", "Speak well", "--target", "2027-01-11").exit_code == 0
    for line in ("Mock exam 1 2026-12-04 ~4h", "Mock exam 2 2026-12-18 ~5h !fixed", "Read about voice"):
        assert run("add", line, "--goal", "Speak well").exit_code == 0
    assert run("add", "Move the books 2026-12-01 ~9h").exit_code == 0
    ids = {each.title: each.id for each in planner.queries.plan().milestones.values()}
    assert run("done", ids["Mock exam 1"]).exit_code == 0
    assert run("edit", ids["Mock exam 2"], "--after", ids["Mock exam 1"]).exit_code == 0


def test_goals_bars_and_hours_are_drawn(two: None, run: Run) -> None:
    result = run("plan", "timeline", "--width", "70", "--goal", "speak")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Months                        Dec     Jan 2027 Feb     Mar      Apr",
        "                       W46 W48 W50 W52   W2  W4  W6  W8  W10 W12 W14 W",
        "Speak well        1/3     ┃ ━━━━─────────⚑     ┊       ┊        ┊",
        "  ✓ Mock exam 1           ┃ ██✓       ┊        ┊       ┊        ┊",
        "  ◆ Mock exam 2           ┃   ╰▸▒▒◆ 18 Dec     ┊       ┊        ┊",
        "  ○ Read about voice  no date",
        "Hours by week            ▆▆▆▆▂▂▁▁▅▅",
    ]
    assert result.stderr == "1 milestone without a date.\n"


def test_a_window_leaves_out_what_lies_beside_it_and_says_so(two: None, run: Run) -> None:
    result = run("plan", "timeline", "--from", "2026-12-10", "--to", "2026-12-31")
    assert "Mock exam 2" in result.stdout
    assert "Mock exam 1" not in result.stdout
    assert "2 milestones before or after" in result.stderr
    assert "Days" in result.stdout


def test_a_filter_leaves_what_it_lets_through(two: None, run: Run) -> None:
    result = run("plan", "timeline", "--filter", "is:fixed")
    assert "Mock exam 2" in result.stdout
    assert "Move the books" not in result.stdout
    assert "3 milestones not let through" in result.stderr
    assert "Nothing passes" in run("plan", "timeline", "--filter", "kind:renew").stderr
    assert run("plan", "timeline", "--filter", "kind:nonsense").exit_code == 2


def test_the_machine_format(two: None, planner: Planner, value: Value, golden: Callable[[str, object], None]) -> None:
    golden("plan-timeline", value("plan", "timeline", "--to", "2026-12-31"))


def test_an_empty_plan_says_what_to_do(run: Run, value: Value) -> None:
    assert "planner goal new" in run("plan", "timeline").stderr
    assert value("plan", "timeline")["rows"] == []


def test_days_in_the_wrong_order_and_goals_that_are_not_there_are_refused(two: None, run: Run) -> None:
    assert run("plan", "timeline", "--from", "2027-02-01", "--to", "2027-01-01").exit_code == 2
    assert run("plan", "timeline", "--goal", "nobody").exit_code == 1


def test_ascii_is_drawn_where_the_encoding_lacks_our_signs(process: Process) -> None:
    assert process("add", "Sit the exam in 30 days ~5h").returncode == 0
    drawn = process("plan", "timeline", env={"PYTHONIOENCODING": "ascii"})
    assert drawn.returncode == 0, drawn.stderr
    assert drawn.stdout.isascii()
    assert "o Sit the exam" in drawn.stdout
    assert "|" in drawn.stdout
    assert "?" not in drawn.stdout


def test_whatever_a_title_is_written_in_the_bars_stand_in_line(run: Run) -> None:
    for title in ("漢字のタイトル試験の準備をする", "家族 👨‍👩‍👧‍👦 と旗", "[b]plain[/b] $x"):
        assert run("add", f"{title} 2026-12-04").exit_code == 0
    drawn = run("plan", "timeline", "--width", "60").stdout.splitlines()
    bars = [line for line in drawn if "○" in line[4:]]
    assert len(bars) == 3
    assert len({cell_width(line[: line.rindex("○")]) for line in bars}) == 1
    assert "[b]plain[/b] $x" in run("plan", "timeline", "--width", "120").stdout
