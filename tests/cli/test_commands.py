"""What the commands say and ask, in words; and that several ids are all or nothing."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from planner.wiring import Planner

TEMPLATE = Path(__file__).parent / "first-talk.json"

Run = Callable[..., Result]
Value = Callable[..., Any]


@pytest.fixture
def talk(run: Run, planner: Planner) -> str:
    """A goal of the template in this folder; its id."""
    assert run("template", "import", str(TEMPLATE)).exit_code == 0
    assert run("goal", "new", "first-talk", "--start", "2026-11-23").exit_code == 0
    (goal,) = planner.queries.plan().goals
    return goal


def step(planner: Planner, key: str) -> str:
    return next(each.id for each in planner.queries.plan().milestones.values() if each.key == key)


def status(planner: Planner, milestone_id: str) -> str:
    return planner.queries.plan().milestones[milestone_id].status


# Empty states and narration


@pytest.mark.parametrize("arguments", [("next",), ("agenda",), ("goal", "list"), ("history",), ("backup", "--list")])
def test_an_empty_plan_says_so_on_standard_error_and_what_to_do(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.strip()


def test_an_empty_plan_is_an_empty_list_for_programs(value: Value) -> None:
    for arguments in (("next",), ("agenda",), ("goal", "list"), ("history",), ("search", "x"), ("remind", "list")):
        assert value(*arguments) == []


def test_next_with_nothing_due_says_that_nothing_is_due(run: Run) -> None:
    run("add", "Read a book on estimating")
    assert run("next").stderr == "Nothing is due.\n"


def test_a_writing_command_says_what_it_did_and_how_to_undo_it(run: Run) -> None:
    result = run("add", "Attend the chapter dinner tomorrow 18:00 #networking")
    assert result.stdout == ""
    assert result.stderr == "Added “Attend the chapter dinner”, 2026-11-22 18:00 (undo: planner undo)\n"


def test_next_shows_prefixes_of_four_and_the_due_in_iso(run: Run, planner: Planner) -> None:
    run("add", "Attend the chapter dinner tomorrow 18:00 #networking ~2h")
    (milestone_id,) = planner.queries.plan().milestones
    line = run("next").stdout
    assert line == f"{milestone_id[:4]}  ○  2026-11-22 18:00  Attend the chapter dinner  Inbox #networking  2 h\n"
    assert run("done", milestone_id[:4]).exit_code == 0


def test_undo_and_redo_name_the_change(run: Run) -> None:
    run("add", "Write the talk")
    assert run("undo").stderr == "Undone: Add “Write the talk” (planner redo makes it again)\n"
    assert run("redo").stderr == "Done again: Add “Write the talk” (undo: planner undo)\n"


def test_with_nothing_to_undo_the_code_is_one(run: Run) -> None:
    result = run("undo")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nothing to undo" in result.stderr


# All or nothing


def test_several_ids_are_all_or_nothing(run: Run, planner: Planner) -> None:
    run("add", "One")
    run("add", "Two")
    ids = list(planner.queries.plan().milestones)
    assert run("done", ids[0], "ffffffff", ids[1]).exit_code == 1
    assert [status(planner, each) for each in ids] == ["todo", "todo"]
    result = run("done", *ids)
    assert result.exit_code == 0
    assert "2 milestones" in result.stderr
    assert len(planner.history.list()) == 3
    assert [status(planner, each) for each in ids] == ["done", "done"]


def test_an_ambiguous_prefix_is_refused_with_the_candidates(run: Run, planner: Planner) -> None:
    for number in range(300):  # of three hundred ids two begin alike
        planner.milestones.add(f"Step {number}")
        ids = sorted(planner.queries.plan().milestones)
        alike = [(a, b) for a, b in itertools.pairwise(ids) if a[:2] == b[:2]]
        if alike:
            break
    result = run("show", alike[0][0][:2])
    assert result.exit_code == 1
    assert alike[0][0][:4] in result.stderr
    assert alike[0][1][:4] in result.stderr


# Blocked, deleted, achieved: asked at a terminal, refused in a script


def test_a_blocked_milestone_is_refused_in_a_script_and_forced_with_force(
    run: Run, planner: Planner, talk: str
) -> None:
    propose = step(planner, "propose")
    result = run("done", propose)
    assert result.exit_code == 1
    assert "Choose what it is about" in result.stderr
    assert run("done", propose, "--force").exit_code == 0
    assert status(planner, propose) == "done"


def test_a_person_is_asked_whether_to_complete_a_blocked_milestone(run: Run, planner: Planner, talk: str) -> None:
    propose = step(planner, "propose")
    assert run("done", propose, person=True, typed="n\n").exit_code == 1
    assert status(planner, propose) == "todo"
    assert run("done", propose, person=True, typed="y\n\n").exit_code == 0
    assert status(planner, propose) == "done"


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


def test_achieving_a_goal_names_what_is_open(run: Run, planner: Planner, talk: str) -> None:
    result = run("goal", "achieve", talk)
    assert result.exit_code == 1
    assert "Choose what it is about" in result.stderr
    assert planner.queries.plan().goals[talk].status == "active"
    assert run("goal", "achieve", talk, person=True, typed="y\n").exit_code == 0
    assert planner.queries.plan().goals[talk].status == "achieved"


def test_deleting_a_goal_says_how_much_goes(run: Run, planner: Planner, talk: str) -> None:
    assert "and 6 milestones" in run("goal", "delete", talk).stderr
    assert run("goal", "delete", talk, "--yes").exit_code == 0
    assert not planner.queries.plan().milestones


def test_end_of_input_at_a_question_is_an_interruption(run: Run, planner: Planner) -> None:
    run("add", "Water the plants")
    (milestone_id,) = planner.queries.plan().milestones
    assert run("delete", milestone_id, person=True, typed="").exit_code == 130
    assert milestone_id in planner.queries.plan().milestones


# What a completion leads to


def test_a_completion_says_which_question_can_be_answered_now(run: Run, planner: Planner, talk: str) -> None:
    run("done", step(planner, "idea"))
    result = run("done", step(planner, "propose"))
    assert f"planner goal set {talk[:8]} accepted=DATE" in result.stderr
    assert run("goal", "set", talk[:8], "accepted=2026-12-01").exit_code == 0
    slides = planner.queries.plan().milestones[step(planner, "slides")]
    assert str(slides.due) == "2026-12-15"


def test_a_person_answers_the_question_at_once(run: Run, planner: Planner, talk: str) -> None:
    run("done", step(planner, "idea"))
    result = run("done", step(planner, "propose"), person=True, typed="1 dec\n")
    assert result.exit_code == 0
    assert planner.queries.plan().goals[talk].answers["accepted"] == "2026-12-01"


def test_what_counts_from_a_late_milestone_moves_only_when_asked_to(run: Run, planner: Planner) -> None:
    run("goal", "new", "pmp", "--target", "2027-06-01")
    apply = step(planner, "apply")
    before = planner.queries.plan().milestones[step(planner, "answer")].due
    assert "stayed" in run("done", apply, "--force", "--on", "2026-11-20").stderr
    assert planner.queries.plan().milestones[step(planner, "answer")].due == before
    run("undo")
    assert "Moved" in run("done", apply, "--force", "--on", "2026-11-20", "--shift").stderr
    assert str(planner.queries.plan().milestones[step(planner, "answer")].due) == "2026-11-25"


# Making a goal


def test_a_plan_that_would_begin_in_the_past_is_refused_with_the_three_ways_out(run: Run, planner: Planner) -> None:
    run("template", "import", str(TEMPLATE))
    result = run("goal", "new", "first-talk", "--target", "2026-12-20")
    assert result.exit_code == 1
    for way in ("earliest", "compress", "late"):
        assert f"--past {way}" in result.stderr
    assert not planner.queries.plan().goals


@pytest.mark.parametrize("way", ["earliest", "compress", "late"])
def test_each_way_out_makes_the_plan(run: Run, planner: Planner, way: str) -> None:
    run("template", "import", str(TEMPLATE))
    assert run("goal", "new", "first-talk", "--target", "2026-12-24", "--past", way).exit_code == 0
    (goal,) = planner.queries.plan().goals.values()
    assert goal.late_start is (way == "late")
    assert (str(goal.target) == "2026-12-24") is (way != "earliest")


def test_a_person_chooses_the_way_out(run: Run, planner: Planner) -> None:
    run("template", "import", str(TEMPLATE))
    result = run("goal", "new", "first-talk", "--target", "2026-12-24", person=True, typed="late\n")
    assert result.exit_code == 0, result.stderr
    (goal,) = planner.queries.plan().goals.values()
    assert goal.late_start


def test_a_person_is_asked_for_the_first_date(run: Run, planner: Planner) -> None:
    run("template", "import", str(TEMPLATE))
    result = run("goal", "new", "first-talk", person=True, typed="1 mar 2027\n")
    assert "When is the talk?" in result.stderr
    (goal,) = planner.queries.plan().goals.values()
    assert str(goal.target) == "2027-03-01"


def test_steps_are_left_out_and_taken_in(run: Run, planner: Planner) -> None:
    run("template", "import", str(TEMPLATE))
    run("goal", "new", "first-talk", "--start", "mon", "--without", "slides", "--with", "room", "--title", "Mine")
    keys = {each.key for each in planner.queries.plan().milestones.values()}
    assert "slides" not in keys
    assert "room" in keys


def test_a_dry_run_stores_nothing(run: Run, planner: Planner) -> None:
    run("template", "import", str(TEMPLATE))
    result = run("goal", "new", "first-talk", "--start", "mon", "--dry-run")
    assert result.exit_code == 0
    assert "2027-01-18  Give the talk" in result.stdout
    assert planner.queries.plan().generation == 0


def test_dates_that_do_not_fit_are_refused_with_the_shortest_window(run: Run, planner: Planner) -> None:
    result = run("goal", "new", "pmp", "--start", "2026-12-01", "--target", "2026-12-20")
    assert result.exit_code == 1
    assert "shortest window" in result.stderr
    assert not planner.queries.plan().goals


@pytest.mark.parametrize("value", ["approved", "=x", "approved=someday"])
def test_an_answer_that_cannot_be_read_is_refused(run: Run, value: str) -> None:
    assert run("goal", "new", "pmp", "--target", "2027-06-01", "--set", value).exit_code == 2


# The rest of the acts


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
    run("done", milestone_id)
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


def test_snooze_hides_and_wake_shows_again(run: Run, planner: Planner) -> None:
    run("add", "Water the plants today")
    (milestone_id,) = planner.queries.plan().milestones
    run("snooze", milestone_id, "2", "hours")
    assert run("next").stdout == ""
    run("snooze", milestone_id, "--wake")
    assert "Water the plants" in run("next").stdout
    assert run("snooze", milestone_id).exit_code == 2


def test_a_line_of_the_checklist_is_ticked_by_its_number(run: Run, planner: Planner, talk: str) -> None:
    propose = step(planner, "propose")
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


def test_show_tells_everything(run: Run, planner: Planner, talk: str) -> None:
    run("note", step(planner, "rehearse"), "Use the small room")
    page = run("show", step(planner, "rehearse")).stdout
    for expected in (
        "Rehearse aloud", "Give a first talk", "1½ h", "Minutes it took", "worth ten readings", "Use the small room",
        "Give the talk", "A book on talks", "repeat",
    ):  # fmt: skip
        assert expected in page


def test_goal_show_lists_its_milestones_and_open_questions(run: Run, talk: str) -> None:
    result = run("goal", "show", "Give a first")
    assert "Rehearse aloud" in result.stdout
    assert "waits for: The talk was accepted" in result.stdout
    assert "accepted=DATE" in result.stderr


# Templates


def test_a_broken_template_names_every_problem_with_its_place(run: Run, planner: Planner, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(TEMPLATE.read_text(encoding="utf-8").replace("start+P1W", "start+1W").replace("PT6H", "6h"))
    for command in ("check", "import"):
        result = run("template", command, str(broken))
        assert (result.exit_code, result.stdout) == (4, "")
        assert "milestones[1].when" in result.stderr
        assert "milestones[2].effort" in result.stderr
    assert not any(each.source == "library" for each in planner.templates.list())


def test_importing_several_files_is_all_or_nothing(run: Run, planner: Planner, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    assert run("template", "import", str(TEMPLATE), str(broken)).exit_code == 4
    assert not any(each.source == "library" for each in planner.templates.list())


def test_a_template_is_exported_to_a_file_that_can_be_checked_and_never_over_another(
    run: Run, talk: str, tmp_path: Path
) -> None:
    target = tmp_path / "mine.json"
    assert run("template", "export", talk, "-o", str(target)).exit_code == 0
    assert run("template", "check", str(target)).exit_code == 0
    text = target.read_text(encoding="utf-8")
    assert run("template", "export", talk, "-o", str(target)).exit_code == 1
    assert target.read_text(encoding="utf-8") == text
    assert run("template", "export", talk, "-o", str(target), "--force").exit_code == 0
    assert run("template", "export", talk).stdout == text


def test_a_file_that_cannot_be_written_is_a_matter_of_data(run: Run, talk: str, tmp_path: Path) -> None:
    result = run("template", "export", talk, "-o", str(tmp_path / "no" / "such" / "folder.json"))
    assert result.exit_code == 3
    assert "Traceback" not in result.stderr


# Reminders


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


# Help and usage


def test_every_command_has_a_help_text_an_example_and_json(run: Run) -> None:
    import click

    from planner.cli.main import COMMANDS, cli

    context = click.Context(cli)

    def look(command: click.Command, path: str) -> None:
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                found = command.get_command(context, name)
                assert found is not None
                look(found, f"{path} {name}")
            return
        assert command.help, path
        assert command.epilog, path
        assert "Example:" in command.epilog, path
        assert any("--json" in parameter.opts for parameter in command.params), path

    for name in COMMANDS:
        found = cli.get_command(context, name)
        assert found is not None
        look(found, name)


def test_the_main_help_names_every_command(run: Run) -> None:
    from planner.cli.main import COMMANDS, SECTIONS

    text = run("--help").stdout
    assert sorted(name for names in SECTIONS.values() for name in names) == sorted(COMMANDS)
    for name in COMMANDS:
        assert f"  {name} " in text


def test_a_command_that_is_not_there_is_answered_with_what_is_near(run: Run) -> None:
    result = run("nexd")
    assert result.exit_code == 2
    assert "Did you mean next" in result.stderr


@pytest.mark.parametrize("arguments", [("done",), ("next", "--limit", "-1"), ("next", "--colour"), ("goal", "fly")])
def test_wrong_usage_has_the_code_two_and_points_to_the_help(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "--help" in result.stderr
    assert result.stdout == ""


def test_the_app_is_not_opened_without_a_terminal(run: Run) -> None:
    for arguments in ((), ("demo",)):
        result = run(*arguments)
        assert result.exit_code == 1
        assert "terminal" in result.stderr
