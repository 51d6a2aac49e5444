"""Series on the command line: what was missed, a rest, and how they are kept up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from planner.wiring import Planner
from tests.cli.conftest import FixedClock

Run = Callable[..., Result]
Value = Callable[..., Any]


@pytest.fixture
def review(run: Run, planner: Planner, clock: FixedClock) -> str:
    """A weekly review since Wednesday 4 November, the first of which was done; it is Saturday 28 November."""
    now = clock.moment
    clock.moment = now.replace(day=4)
    run("add", "Weekly review today")
    (milestone_id,) = planner.queries.plan().milestones
    run("edit", milestone_id, "--every", "P1W")
    run("done", milestone_id)
    clock.moment = now.replace(day=28)
    return milestone_id


def due(planner: Planner, milestone_id: str) -> str:
    return str(planner.queries.plan().milestones[milestone_id].due)


def test_a_script_closes_the_open_one_and_is_told_how_to_go_on(run: Run, planner: Planner, review: str) -> None:
    assert due(planner, review) == "2026-11-11"
    said = run("done", review).stderr
    assert "next on 2026-11-18" in said
    assert f"2 were missed since 2026-11-18: planner skip {review[:4]} --missed goes on with 2026-12-02." in said


@pytest.mark.parametrize(
    ("command", "day"),
    [
        (("done", "--missed"), "2026-12-02"),
        (("skip", "--missed"), "2026-12-02"),
        (("skip", "--but-last"), "2026-11-25"),
        (("skip",), "2026-11-18"),
    ],
)
def test_what_was_missed_goes_in_one_command(
    run: Run, planner: Planner, review: str, command: tuple[str, ...], day: str
) -> None:
    assert run(command[0], review, *command[1:]).exit_code == 0
    assert due(planner, review) == day
    assert run("undo").exit_code == 0
    assert due(planner, review) == "2026-11-11"


@pytest.mark.parametrize(
    ("command", "typed", "day"),
    [
        ("done", "y\n", "2026-12-02"),
        ("done", "n\n", "2026-11-18"),
        ("skip", "y\n", "2026-12-02"),
        ("skip", "\n", "2026-11-18"),
    ],
)
def test_a_person_is_asked_once(  # noqa: PLR0917  # fixtures and cases by name
    run: Run, planner: Planner, review: str, command: str, typed: str, day: str
) -> None:
    result = run(command, review, person=True, typed=typed)
    assert "3 were missed since 2026-11-11." in result.stderr
    assert due(planner, review) == day


def test_what_contradicts_itself_and_what_was_not_missed_is_refused(run: Run, planner: Planner, review: str) -> None:
    assert run("skip", review, "--missed", "--but-last").exit_code == 2
    run("skip", review, "--missed")
    result = run("skip", review, "--missed")
    assert result.exit_code == 1
    assert "Nothing of “Weekly review” was missed." in result.stderr


def test_a_rest_and_its_end(run: Run, value: Value, planner: Planner, review: str, clock: FixedClock) -> None:
    run("skip", review, "--missed")
    assert run("pause", review).stderr == "Paused “Weekly review” (undo: planner undo)\n"
    assert value("next") == []
    assert value("agenda", "--days", "60") == []
    assert value("show", review)["repeat"]["paused_on"] == "2026-11-28"
    page = run("show", review).stdout
    assert "paused since Sat 28 Nov" in page
    assert "not while it is paused" in page
    assert "repeats, paused" in run("search", "review").stdout
    assert run("pause", review).exit_code == 1
    clock.moment = clock.moment.replace(month=12, day=20)
    assert run("resume", review).stderr == "Resumed “Weekly review”, next on 2026-12-23 (undo: planner undo)\n"
    assert run("resume", review).exit_code == 1
    assert [each["due"] for each in value("next")] == ["2026-12-23"]


def test_show_says_how_it_is_kept_up(run: Run, value: Value, review: str) -> None:
    repeat = value("show", review)["repeat"]
    assert (repeat["streak"], repeat["best_streak"], repeat["done_percent"]) == (0, 1, 25)
    assert repeat["strip"] == ["done", "missed", "missed", "missed"]
    assert (repeat["missed"], repeat["next"]) == (["2026-11-11", "2026-11-18", "2026-11-25"], "2026-12-02")
    page = run("show", review).stdout
    assert "repeats  every week, number 2" in page
    assert "3 were missed since Wed 11 Nov; the next is on Wed 2 Dec" in page
    assert "▮▯▯▯ · streak 0, best 1; of the last 4: 1 done (25%), 3 missed" in page


def test_the_machine_format_of_a_series(
    run: Run, value: Value, golden: Callable[[str, object], None], review: str
) -> None:
    run("skip", review)
    run("edit", review, "--due", "2026-11-19 18:00")
    golden("show-series", value("show", review))


def test_one_that_was_moved_or_skipped_is_told(run: Run, planner: Planner, review: str) -> None:
    run("edit", review, "--due", "2026-12-01")
    assert "moved from Wed 11 Nov, this once" in run("show", review).stdout
    run("undo")
    run("skip", review)
    assert "Wed 11 Nov skipped" in run("show", review).stdout


def test_a_series_may_end_with_its_plan(run: Run, value: Value, talk: str, step: Callable[[str], str]) -> None:
    one = step("propose")
    assert run("edit", one, "--every", "P1W", "--until", "target").exit_code == 0
    repeat = value("show", one)["repeat"]
    assert repeat["until_moment"] == "target"
    assert repeat["until"] is not None
    assert f"every week, until the target ({repeat['until']}), number 1" in run("show", one).stdout
    assert run("edit", one, "--every", "P2W").exit_code == 0
    later = value("show", one)["repeat"]
    assert later["every"] == "P2W"
    assert (later["until"], later["until_moment"]) == (repeat["until"], "target")  # only what is named is written
    assert run("edit", one, "--every", "P2W", "--until", "").exit_code == 0
    assert value("show", one)["repeat"]["until"] is None
    assert run("edit", one, "--every", "P1W", "--until", "whenever").exit_code == 2
    run("add", "Alone tomorrow")
    alone = value("search", "Alone")[0]["id"]
    result = run("edit", alone, "--every", "P1W", "--until", "the target")
    assert result.exit_code == 1
    assert "belongs to no goal" in result.stderr


def test_where_only_the_end_of_a_series_moves_with_its_goal_that_is_said(run: Run, value: Value) -> None:
    run("goal", "add", "Read more", "--target", "2027-03-31")
    run("add", "Read a chapter mon", "--goal", "Read")
    one = value("search", "chapter")[0]["id"]
    run("edit", one, "--every", "P1W", "--until", "target")
    seen = run("goal", "move", "Read", "--target", "2027-06-30", "--dry-run").stdout
    row = next(line for line in seen.splitlines() if "Read a chapter" in line)
    assert row.endswith("until 2027-06-30")
    assert "+0" not in row
