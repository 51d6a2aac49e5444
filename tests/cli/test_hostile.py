"""A plan whose every text is hostile, as only a foreign hand could have written it, through every command."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from planner.domain.plan import CheckItem, Edit, Plan
from planner.wiring import Planner

TEMPLATE = Path(__file__).parent / "first-talk.json"
BAD = "\x1b[2J\x1b]52;c;cm0gLXJm\x07\x9b31m\u202e\u2066\n\rforged line [/foo] [@click=app.quit]x[/] 👩‍👩‍👧‍👦 e\u0301"
OBEYED = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}

Run = Callable[..., Result]


@pytest.fixture
def hostile(run: Run, planner: Planner) -> Planner:
    run("template", "import", str(TEMPLATE))
    run("goal", "new", "first-talk", "--start", "2026-11-23")
    run("add", "Water the plants today")

    def poison(plan: Plan) -> Edit:
        goals = [replace(each, title=BAD, notes=BAD) for each in plan.goals.values()]
        milestones = [
            replace(
                each,
                title=BAD,
                notes=BAD,
                tags=(BAD,),
                evidence=BAD,
                why=BAD,
                waiting_on=BAD,
                status="waiting",
                checklist=(CheckItem(title=BAD),),
                skills=(BAD,),
            )
            for each in plan.milestones.values()
        ]
        return Edit(BAD, (*goals, *milestones))

    planner.store.commit(poison)
    return planner


def test_no_command_lets_anything_through_that_a_terminal_obeys(run: Run, hostile: Planner) -> None:
    goal_id = next(iter(hostile.queries.plan().goals))
    milestone_id = next(each.id for each in hostile.queries.plan().milestones.values() if each.goal is None)
    for arguments in (
        ("next",),
        ("agenda",),
        ("search", "forged"),
        ("show", milestone_id),
        ("goal", "list"),
        ("goal", "show", goal_id),
        ("goal", "show", "\ufffd"),
        ("plan", "path", goal_id),
        ("plan", "path"),
        ("plan", "timeline"),
        ("history",),
        ("remind", "list", "--days", "30"),
        ("template", "export", goal_id),
        ("note", milestone_id, "x"),
        ("done", milestone_id),
        ("undo",),
        ("delete", milestone_id),
        ("goal", "achieve", goal_id),
        ("goal", "delete", goal_id),
        ("doctor",),
    ):
        for flags in ((), ("--json",)):
            result = run(*arguments, *flags)
            assert result.exit_code in {0, 1}, (arguments, result.stderr)
            for text in (result.stdout, result.stderr):
                assert not OBEYED & set(text.replace("\n", "")), arguments
            assert "Traceback" not in result.stderr
            if flags and result.stdout:
                json.loads(result.stdout)


def test_a_newline_in_a_title_forges_no_line(run: Run, hostile: Planner) -> None:
    lines = run("next", "--limit", "0").stdout.splitlines()
    assert not any(line.startswith("forged") for line in lines)
    assert len(lines) == len(json.loads(run("next", "--limit", "0", "--json").stdout))


def test_a_question_shows_the_title_harmless(run: Run, hostile: Planner) -> None:
    milestone_id = next(iter(hostile.queries.plan().milestones))
    result = run("delete", milestone_id, person=True, typed="n\n")
    assert not OBEYED & set(result.stderr.replace("\n", ""))
    assert "[/foo] [@click=app.quit]x[/]" in result.stderr
