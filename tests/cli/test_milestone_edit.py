"""edit: only what is named is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result

from planner.wiring import Planner

Run = Callable[..., Result]


def test_edit_writes_only_what_is_named(run: Run, planner: Planner) -> None:
    run("add", "Write the talk tomorrow ~2h #talk")
    (milestone_id,) = planner.queries.plan().milestones
    assert run("edit", milestone_id, "--due", "2027-03-01 10:00", "--fixed").exit_code == 0
    one = planner.queries.plan().milestones[milestone_id]
    assert (str(one.due), str(one.at), one.fixed, one.effort, one.tags) == (
        "2027-03-01",
        "10:00:00",
        True,
        120,
        ("talk",),
    )
    run("edit", milestone_id, "--due", "", "--no-tags", "--soft", "--effort", "")
    one = planner.queries.plan().milestones[milestone_id]
    assert (one.due, one.fixed, one.effort, one.tags) == (None, False, None, ())


def test_edit_makes_a_series(run: Run, planner: Planner) -> None:
    run("add", "Practise tomorrow")
    (milestone_id,) = planner.queries.plan().milestones
    assert run("edit", milestone_id, "--every", "P1W", "--count", "3").exit_code == 0
    said = "Completed “Practise”, next on 2026-11-29 (undo: planner undo)\n"
    assert run("done", milestone_id).stderr == said
    assert str(planner.queries.plan().milestones[milestone_id].due) == "2026-11-29"


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--tag", "a", "--no-tags"),
        ("--remind", "P1D", "--no-reminders"),
        ("--every", "P1W", "--rrule", "FREQ=DAILY"),
        ("--count", "3"),
        ("--kind", "party"),
        ("--effort", "much"),
        ("--due", "3/4"),
    ],
)
def test_edit_refuses_what_contradicts_itself_or_cannot_be_read(
    run: Run, planner: Planner, options: tuple[str, ...]
) -> None:
    run("add", "Practise tomorrow")
    (milestone_id,) = planner.queries.plan().milestones
    assert run("edit", milestone_id, *options).exit_code == 2
    assert planner.queries.plan().generation == 1


def test_tags_and_none_at_once_are_named_as_they_are_typed(run: Run, planner: Planner) -> None:
    run("add", "Water the plants")
    (one,) = planner.queries.plan().milestones
    assert "--tag and --no-tags exclude each other." in run("edit", one, "--tag", "a", "--no-tags").stderr
