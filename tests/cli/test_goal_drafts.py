"""Several templates in one go, and what is said about plans before they are made."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from planner.wiring import Planner

Run = Callable[..., Result]
Value = Callable[..., Any]


def written(path: Path, template_id: str, *steps: dict[str, Any], **fields: Any) -> str:
    """A template file; what a step does not say is filled in."""
    made = {
        "format": 1,
        "id": template_id,
        "version": "1",
        "title": f"The plan {template_id}",
        "summary": "For tests.",
        "category": "craft",
        "stages": ["early"],
        "plan_from": "start",
        "duration": "P10W",
        "milestones": [
            {"title": f"Do {one['key']}", "kind": "learn", "when": "start", "evidence": "A note", "effort": "PT1H"}
            | one
            for one in steps
        ],
        **fields,
    }
    file = path / f"{template_id}.json"
    file.write_text(json.dumps(made), encoding="utf-8")
    return str(file)


@pytest.fixture
def library(run: Run, tmp_path: Path) -> None:
    exam = {"key": "target", "ask": "date", "title": "Exam", "question": "When is your exam?"}
    many = {"key": "many", "ask": "number", "title": "How many", "question": "How many people?", "default": 1}
    files = (
        written(
            tmp_path,
            "cert",
            {"key": "learn", "when": "start+P1W"},
            {"key": "sit", "when": "target", "after": ["learn"]},
            plan_from="target",
            questions=[exam],
        ),
        written(
            tmp_path,
            "net",
            {"key": "study", "when": "start+P1W", "same_as": "cert/learn"},
            {"key": "call", "when": "start+P2W", "after": ["study"]},
            questions=[many],
        ),
        written(tmp_path, "talk", {"key": "speak"}, {"key": "call"}, questions=[many]),
        written(
            tmp_path,
            "keep",
            {"key": "renew", "when": "earned+P1Y"},
            plan_from="earned",
            duration="P1Y",
            questions=[{"key": "earned", "ask": "date", "title": "Earned", "question": "When did you earn it?"}],
        ),
    )
    assert run("template", "import", *files).exit_code == 0


@pytest.mark.usefixtures("library")
def test_several_goals_are_one_change_and_share_what_both_have(run: Run, planner: Planner) -> None:
    result = run("goal", "new", "cert", "net", "--target", "2027-03-01")
    assert result.exit_code == 0, result.stderr
    plan = planner.queries.plan()
    assert [goal.title for goal in sorted(plan.goals.values(), key=lambda goal: goal.order)] == [
        "The plan cert",
        "The plan net",
    ]
    by_key = {each.key: each for each in plan.milestones.values()}
    assert set(by_key) == {"learn", "sit", "call"}
    assert by_key["call"].after == (by_key["learn"].id,)
    assert "“Do learn” of “The plan cert” stands for its own step" in result.stderr
    assert run("undo").exit_code == 0
    assert not planner.queries.plan().goals


@pytest.mark.usefixtures("library")
def test_for_programs_there_is_an_object_for_each_goal(value: Value) -> None:
    drafts = value("goal", "new", "cert", "net", "--target", "2027-03-01", "--dry-run")
    assert [each["template"] for each in drafts] == ["cert", "net"]
    assert drafts[1]["shared"] == [
        {
            "key": "study",
            "title": "Do study",
            "milestone": None,
            "goal_title": "The plan cert",
            "planned": False,
            "done": False,
        }
    ]
    made = value("goal", "new", "cert", "net", "--target", "2027-03-01")
    assert [each["id"] for each in made["goals"]] == made["ids"]
    assert [len(each["follows"]) for each in made["goals"]] == [0, 1]


@pytest.mark.usefixtures("library")
def test_a_step_that_a_goal_has_already_is_linked_unless_it_is_wanted_anew(run: Run, planner: Planner) -> None:
    run("goal", "new", "cert", "--target", "2027-03-01")
    result = run("goal", "new", "net", "--start", "2027-01-04", "--dry-run")
    assert "“Do study” is there already in “The plan cert” and is linked (--with study makes it anew)" in result.stderr
    run("goal", "new", "net", "--start", "2027-01-04", "--with", "study")
    assert "study" in {each.key for each in planner.queries.plan().milestones.values()}


@pytest.mark.usefixtures("library")
def test_what_belongs_to_one_template_is_written_with_its_name(run: Run, planner: Planner) -> None:
    run(
        "goal", "new", "cert", "net", "talk", "--target", "2027-03-01", "--set", "net.many=3", "--set", "talk.many=4",
        "--set", "talk.title=Mine", "--set", "talk.start=2027-01-11", "--without", "talk.call", "--without", "sit",
    )  # fmt: skip
    goals = {goal.template.id: goal for goal in planner.queries.plan().goals.values() if goal.template}
    assert goals["net"].answers == {"many": "3"}
    assert (goals["talk"].title, str(goals["talk"].start), goals["talk"].without) == ("Mine", "2027-01-11", ("call",))
    assert goals["cert"].without == ("sit",)


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("cert", "net", "talk", "--set", "many=3"), "Write net.many or talk.many."),
        (("cert", "net", "talk", "--without", "call"), "Write net.call or talk.call."),
        (("cert", "net", "--set", "nothing=3"), "None of the templates has a question “nothing”."),
        (("cert", "net", "--set", "other.many=3"), "“other” is none of the templates named."),
        (("cert", "cert"), "“cert” is named twice."),
        (("cert", "net", "--title", "Both"), "--set cert.title=…"),
        (("cert", "keep"), "--set keep.earned=DATE"),
    ],
)
def test_what_could_be_meant_for_several_is_asked_back(run: Run, planner: Planner, words: list[str], said: str) -> None:
    result = run("goal", "new", *words)
    assert result.exit_code != 0
    assert said in result.stderr
    assert not planner.queries.plan().goals


@pytest.mark.usefixtures("library")
def test_a_person_is_asked_for_the_shared_date_and_for_what_was_earned(run: Run, planner: Planner) -> None:
    result = run("goal", "new", "cert", "keep", person=True, typed="1 nov 2026\n1 mar 2027\n")
    assert result.exit_code == 0, result.stderr
    goals = {goal.template.id: goal for goal in planner.queries.plan().goals.values() if goal.template}
    assert str(goals["cert"].target) == "2027-03-01"
    assert goals["keep"].answers == {"earned": "2026-11-01"}


@pytest.mark.usefixtures("library")
def test_what_would_begin_in_the_past_is_said_of_each_goal_and_the_way_out_is_for_those_only(
    run: Run, planner: Planner
) -> None:
    words = ("goal", "new", "cert", "talk", "--target", "2026-12-20", "--set", "talk.start=2026-11-23")
    result = run(*words)
    assert result.exit_code == 1
    assert "The plan cert: “Do learn” (2026-10-18)" in result.stderr
    assert run(*words, "--past", "late").exit_code == 0
    goals = {goal.template.id: goal for goal in planner.queries.plan().goals.values() if goal.template}
    assert (goals["cert"].late_start, goals["talk"].late_start) == (True, False)


@pytest.mark.usefixtures("library")
def test_a_shared_date_is_asked_about_as_it_is_of_one_plan_alone(run: Run, planner: Planner) -> None:
    alone = run("goal", "new", "talk", "--target", "2026-12-20")
    together = run("goal", "new", "talk", "keep", "--target", "2026-12-20", "--set", "keep.earned=2026-11-01")
    assert (alone.exit_code, together.exit_code) == (1, 1)
    assert "“Do speak” (2026-10-11) and 1 more would lie before today" in alone.stderr
    assert "The plan talk: “Do speak” (2026-10-11) and 1 more would lie before today" in together.stderr
    made = run("goal", "new", "talk", "cert", "--target", "2026-12-20", "--past", "compress")
    assert made.exit_code == 0
    dates = {(str(goal.start), str(goal.target)) for goal in planner.queries.plan().goals.values()}
    assert dates == {("2026-11-21", "2026-12-20")}


def test_an_expected_day_after_what_follows_it_is_a_remark_and_no_error(run: Run, value: Value, tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "wait",
        {"key": "ask", "when": "start"},
        {"key": "begin", "when": "answer+P1W", "after": ["ask"]},
        {"key": "sit", "when": "target", "after": ["begin"]},
        questions=[
            {
                "key": "answer",
                "ask": "date",
                "title": "Answer",
                "question": "When did they say yes?",
                "expect": "ask+P4W",
            }
        ],
    )
    run("template", "import", file)
    words = ("goal", "new", "wait", "--start", "2027-01-04", "--target", "2027-01-25", "--dry-run")
    remark = "“Do begin” is expected on 2027-02-08, but “Do sit”, which follows it, stands on 2027-01-25."
    shape = value(*words)
    assert (shape["problems"], shape["remarks"]) == ([], [remark])
    result = run(*words)
    assert result.exit_code == 0
    assert f"Worth a look: {remark}" in result.stderr
    assert value(*words[:-2], "2027-06-01", "--dry-run")["remarks"] == []


@pytest.mark.usefixtures("library")
def test_what_follows_across_goals_may_not_go_round(run: Run, planner: Planner) -> None:
    run("goal", "new", "cert", "talk", "--target", "2027-03-01")
    ids = {each.key or "": each.id for each in planner.queries.plan().milestones.values()}
    assert run("edit", ids["learn"], "--after", ids["speak"]).exit_code == 0
    assert run("edit", ids["call"], "--after", ids["sit"]).exit_code == 0
    result = run("edit", ids["speak"], "--after", ids["call"])
    assert result.exit_code == 1
    assert "“Do speak” → “Do call” → “Do sit” → “Do learn” → “Do speak”" in result.stderr
