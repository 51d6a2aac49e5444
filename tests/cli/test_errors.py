"""The one place that prints errors: each with its exit code and what to do next, none with a traceback but a defect."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result

from planner.domain import errors
from planner.domain.errors import PlannerError, Problem, TemplateInvalid
from planner.wiring import Planner

Run = Callable[..., Result]


def kinds(base: type[PlannerError]) -> list[type[PlannerError]]:
    ours = [child for child in base.__subclasses__() if child.__module__ == errors.__name__]
    return [base, *(each for child in ours for each in kinds(child))]


@pytest.mark.parametrize("kind", [each for each in kinds(PlannerError) if each is not TemplateInvalid])
def test_every_error_is_a_sentence_a_hint_and_its_code(
    run: Run, planner: Planner, monkeypatch: pytest.MonkeyPatch, kind: type[PlannerError]
) -> None:
    def refuse(*_: object) -> None:
        raise kind("It did not work \x1b[2J.", "Try \x9b31m again.")

    monkeypatch.setattr(planner.queries, "next", refuse)
    result = run("next")
    assert (result.exit_code, result.stdout) == (kind.exit_code, "")
    assert result.stderr == "It did not work \ufffd[2J.\n  Try \ufffd31m again.\n"


def test_the_codes_are_those_that_scripts_rely_on() -> None:
    assert {each.__name__: each.exit_code for each in kinds(errors.PlannerError)} == {
        "PlannerError": 1,
        "NotMet": 1,
        "NotFound": 1,
        "Ambiguous": 1,
        "Blocked": 1,
        "ChangedMeanwhile": 1,
        "Infeasible": 1,
        "InThePast": 1,
        "NothingToUndo": 1,
        "UndoRefused": 1,
        "WrongUsage": 2,
        "DataError": 3,
        "Unreadable": 3,
        "NewerFormat": 3,
        "SaveFailed": 3,
        "NotDurable": 3,
        "Busy": 3,
        "TemplateInvalid": 4,
    }


def test_an_invalid_template_shows_every_problem_with_its_place(
    run: Run, planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: str) -> None:
        raise TemplateInvalid("bad.json", [Problem("milestones[3].when", "no such anchor"), Problem("", "too deep")])

    monkeypatch.setattr(planner.templates, "get", refuse)
    result = run("template", "show", "bad")
    assert result.exit_code == 4
    assert result.stderr == "bad.json: 2 problems\n  milestones[3].when: no such anchor\n  too deep\n"


def test_an_interrupt_has_its_own_code_and_no_traceback(
    run: Run, planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(planner.store, "commit", stopped)
    result = run("add", "Water the plants")
    assert result.exit_code == 130
    assert "Interrupted." in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_that_the_system_refuses_is_named(run: Run, planner: Planner, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "/somewhere/plan.json")

    monkeypatch.setattr(planner.queries, "next", refused)
    result = run("next")
    assert result.exit_code == 3
    assert result.stderr.startswith("Permission denied: /somewhere/plan.json\n")


def test_a_defect_is_told_with_its_traceback_and_the_code_one(
    run: Run, planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise LookupError("\x1b[2J")

    monkeypatch.setattr(planner.queries, "next", broken)
    result = run("next")
    assert result.exit_code == 1
    assert "should not have happened" in result.stderr
    assert "LookupError" in result.stderr
    assert "\x1b" not in result.stderr


@pytest.mark.parametrize("group", ["goal", "template", "export", "plan", "remind", "filter"])
def test_a_group_without_a_command_shows_its_help_line_by_line(run: Run, group: str) -> None:
    result = run(group)
    assert result.exit_code == 2
    assert result.stderr == run(group, "--help").stdout


def test_text_that_begins_with_a_minus_is_told_where_to_stand(run: Run) -> None:
    result = run("add", "-5 kg by June")
    assert (result.exit_code, 'add -- "-5…"' in result.stderr) == (2, True)
    assert "Added “-5 kg by June”" in run("add", "--", "-5 kg by June").stderr
    assert "goes behind" not in run("add", "x", "--gaol", "y").stderr
