"""Acts on milestones: all or nothing, what is asked at a terminal, what a completion leads to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result

from planner.wiring import Planner

Run = Callable[..., Result]
Find = Callable[[str], str]


def test_several_ids_are_all_or_nothing(run: Run, planner: Planner, status: Find) -> None:
    run("add", "One")
    run("add", "Two")
    ids = list(planner.queries.plan().milestones)
    assert run("done", ids[0], "ffffffff", ids[1]).exit_code == 1
    assert [status(each) for each in ids] == ["todo", "todo"]
    result = run("done", *ids)
    assert result.exit_code == 0
    assert "2 milestones" in result.stderr
    assert len(planner.history.list()) == 3
    assert [status(each) for each in ids] == ["done", "done"]


def test_a_blocked_milestone_is_refused_in_a_script_and_forced_with_force(
    run: Run, talk: str, step: Find, status: Find
) -> None:
    propose = step("propose")
    result = run("done", propose)
    assert result.exit_code == 1
    assert "Choose what it is about" in result.stderr
    assert run("done", propose, "--force").exit_code == 0
    assert status(propose) == "done"


def test_a_person_is_asked_whether_to_complete_a_blocked_milestone(
    run: Run, talk: str, step: Find, status: Find
) -> None:
    propose = step("propose")
    assert run("done", propose, person=True, typed="n\n").exit_code == 1
    assert status(propose) == "todo"
    assert run("done", propose, person=True, typed="y\n\n").exit_code == 0
    assert status(propose) == "done"


def test_delete_needs_yes_in_a_script(run: Run, planner: Planner) -> None:
    run("add", "Water the plants")
    (milestone_id,) = planner.queries.plan().milestones
    result = run("delete", milestone_id)
    assert result.exit_code == 1
    assert "--yes" in result.stderr
    assert milestone_id in planner.queries.plan().milestones
    assert run("delete", milestone_id, "--yes").exit_code == 0
    assert not planner.queries.plan().milestones


def test_a_person_is_asked_before_deleting(run: Run, planner: Planner) -> None:
    run("add", "Water the plants")
    (milestone_id,) = planner.queries.plan().milestones
    result = run("delete", milestone_id, person=True, typed="\n")
    assert result.exit_code == 1
    assert "Delete “Water the plants”?" in result.stderr
    assert run("delete", milestone_id, person=True, typed="y\n").exit_code == 0
    assert not planner.queries.plan().milestones


def test_end_of_input_at_a_question_is_an_interruption(run: Run, planner: Planner) -> None:
    run("add", "Water the plants")
    (milestone_id,) = planner.queries.plan().milestones
    assert run("delete", milestone_id, person=True, typed="").exit_code == 130
    assert milestone_id in planner.queries.plan().milestones


def test_a_completion_says_which_question_can_be_answered_now(
    run: Run, planner: Planner, talk: str, step: Find
) -> None:
    run("done", step("idea"))
    result = run("done", step("propose"))
    assert f"planner goal set {talk[:4]} accepted=DATE" in result.stderr
    assert run("goal", "set", talk[:4], "accepted=2026-12-01").exit_code == 0
    slides = planner.queries.plan().milestones[step("slides")]
    assert str(slides.due) == "2026-12-15"


def test_a_person_answers_the_question_at_once(run: Run, planner: Planner, talk: str, step: Find) -> None:
    run("done", step("idea"))
    result = run("done", step("propose"), person=True, typed="1 dec\n")
    assert result.exit_code == 0
    assert planner.queries.plan().goals[talk].answers["accepted"] == "2026-12-01"


def test_what_counts_from_a_late_milestone_moves_only_when_asked_to(run: Run, planner: Planner, step: Find) -> None:
    run("goal", "new", "pmp", "--target", "2027-06-01")
    apply = step("apply")
    before = planner.queries.plan().milestones[step("answer")].due
    assert "stayed" in run("done", apply, "--force", "--on", "2026-11-20").stderr
    assert planner.queries.plan().milestones[step("answer")].due == before
    run("undo")
    assert "Moved" in run("done", apply, "--force", "--on", "2026-11-20", "--shift").stderr
    assert str(planner.queries.plan().milestones[step("answer")].due) == "2026-11-25"


def test_snooze_hides_and_wake_shows_again(run: Run, planner: Planner) -> None:
    run("add", "Water the plants today")
    (milestone_id,) = planner.queries.plan().milestones
    run("snooze", milestone_id, "2", "hours")
    assert run("next").stdout == ""
    run("snooze", milestone_id, "--wake")
    assert "Water the plants" in run("next").stdout
    assert run("snooze", milestone_id).exit_code == 2


def test_a_line_of_the_checklist_is_ticked_by_its_number(run: Run, planner: Planner, talk: str, step: Find) -> None:
    propose = step("propose")
    run("tick", propose, "2")
    assert [item.done for item in planner.queries.plan().milestones[propose].checklist] == [False, True]
    assert "2. ☑ Summary" in run("show", propose).stdout
    assert run("tick", propose, "3").exit_code == 1


def test_move_goes_to_a_goal_or_to_the_inbox(run: Run, planner: Planner, talk: str) -> None:
    run("add", "Print cards")
    cards = next(each.id for each in planner.queries.plan().milestones.values() if each.title == "Print cards")
    run("move", cards, "--goal", "Give a first")
    assert planner.queries.plan().milestones[cards].goal == talk
    run("move", cards, "--inbox")
    assert planner.queries.plan().milestones[cards].goal is None
    assert run("move", cards).exit_code == 2


def test_what_a_step_offers_is_told_with_the_answers_that_go_along(run: Run, planner: Planner) -> None:
    run("goal", "new", "cfe-earn", "--target", "2027-06-01", "--set", "result=passed")
    last = next(each.id for each in planner.queries.plan().milestones.values() if each.key == "certificate")
    told = run("done", last, "--force").stderr
    assert "planner goal new cfe-keep --set earned=DATE" in told
    run("undo")
    run("goal", "set", "cfe-earn", "earned=2026-11-20", "joined=2026-10-12")
    told = run("done", last, "--force").stderr
    assert "planner goal new cfe-keep --set earned=2026-11-20 --set joined=2026-10-12" in told
    made = run("goal", "new", "cfe-keep", "--set", "earned=2026-11-20", "--set", "joined=2026-10-12", "--past", "late")
    assert made.exit_code == 0, made.stderr


def test_a_question_that_is_answered_is_put_again_with_its_answer(run: Run, planner: Planner) -> None:
    run("goal", "new", "pmp", "--target", "2027-06-01", "--set", "result=failed")
    exam = next(each.id for each in planner.queries.plan().milestones.values() if each.key == "exam")
    told = run("done", exam, "--force").stderr
    assert "How did the exam go? It was answered with “Not passed yet”. To change it: planner goal set" in told
    assert "result=passed|failed" in told
    run("reopen", exam)
    told = run("done", exam, "--force", person=True, typed="n\npassed\n").stderr
    assert "It was answered with “Not passed yet”. Enter leaves it so:" in told
    (goal,) = planner.queries.plan().goals.values()
    assert goal.answers["result"] == "passed"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (
            "fri",
            "which is still to come.\n  Give the day on which it was done. Friday was 2026-11-20.",
        ),
        (
            "2099-01-01",
            "“2099-01-01” is Thu 2099-01-01, which is still to come.\n  Give the day on which it was done.\n",
        ),
    ],
)
def test_nothing_is_done_on_a_day_to_come(run: Run, planner: Planner, status: Find, day: str, said: str) -> None:
    run("add", "Water the plants")
    (one,) = planner.queries.plan().milestones
    result = run("done", one, "--on", day)
    assert (result.exit_code, status(one)) == (2, "todo")
    assert said in result.stderr


def test_the_day_of_a_completion_is_told(run: Run, planner: Planner) -> None:
    run("add", "Water the plants")
    (one,) = planner.queries.plan().milestones
    assert "Completed “Water the plants” on 2026-11-20 (undo" in run("done", one, "--on", "yesterday").stderr


def test_a_blocked_completion_names_force_and_a_late_one_shift(run: Run, talk: str, step: Find) -> None:
    assert "--force" in run("done", step("propose")).stderr
    run("goal", "new", "pmp", "--target", "2027-06-01")
    assert "the same with --shift" in run("done", step("apply"), "--force", "--on", "2026-11-20").stderr


def test_nothing_is_put_into_a_dropped_goal(run: Run, planner: Planner, talk: str) -> None:
    run("add", "Print cards")
    cards = next(each.id for each in planner.queries.plan().milestones.values() if each.title == "Print cards")
    run("goal", "drop", talk)
    for words in (
        ("add", "Pack", "--goal", talk),
        ("move", cards, "--goal", talk),
        ("move", cards, cards, "--goal", talk),
    ):
        result = run(*words)
        assert result.exit_code == 1
        assert f"was dropped; nothing is put into it.\n  planner goal resume {talk[:4]}" in result.stderr


def test_with_a_due_day_no_word_of_the_title_is_a_date(run: Run, planner: Planner) -> None:
    run("add", "Prepare for Monday #work", "--due", "2027-01-01")
    (one,) = planner.queries.plan().milestones.values()
    assert (one.title, str(one.due), one.tags) == ("Prepare for Monday", "2027-01-01", ("work",))
