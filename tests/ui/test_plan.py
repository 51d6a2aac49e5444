"""Place 2 as a person meets it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from textual.widgets import Input

from planner.ui.widgets.choice import Choice
from planner.ui.widgets.detail import DetailPane
from planner.wiring import Planner
from tests.domain.making import credential, date_question, goal, milestone, step, template
from tests.services.people import a_planner
from tests.ui.driving import A_TEMPLATE, NARROW, day, filled, opened, stored, templated, title_of


def status(planner: Planner, number: int) -> str:
    return planner.store.load().goals[goal(number).id].status


async def test_plan_shows_goals_with_progress_health_in_words_and_target(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("2")
        shown = person.screen
        for words in (
            "ACTIVE  2",
            "PAUSED  1",
            "ACHIEVED  1 ▸",
            "INBOX  1",
            "▲ at risk",
            "● on track",
            "1 of 6",
            "20 Jan 2027",
        ):
            assert words in shown, words


async def test_a_goal_unfolds_to_its_milestones_and_folds_again(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("2", "l")
        assert "✓ Finish 35 contact hours" in person.screen
        await person.press("j", "j", "h")
        assert "Finish 35 contact hours" not in person.screen
        assert person.list.key == f"goal:{goal(1).id}", "folding goes to the goal"
        await person.press("space")
        assert "✓ Finish 35 contact hours" in person.screen
        await person.press("space")
        assert "Finish 35 contact hours" not in person.screen


async def test_enter_on_a_goal_goes_into_its_detail(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("2", "enter")
        assert person.app.screen.query_one(DetailPane).has_focus
        await person.press("h")
        assert person.list.has_focus


async def test_the_inbox_unfolds_too(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("2", "G", "enter")
        assert "Attend the chapter dinner" in person.screen


async def test_a_goal_is_paused_and_resumed_with_the_offer_to_shift_its_soft_dates(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "p")
        assert status(planner, 1) == "paused"
        await person.go("Lean Six Sigma")
        await person.press("p")
        assert "Move its soft dates by 9 days" in person.screen
        await person.press("m")
        assert status(planner, 3) == "active"
        assert title_of(planner, "Measure the process").due == day(13)


async def test_achieving_a_goal_names_what_is_open_and_asks(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "exclamation_mark")
        assert "open milestones" in person.screen
        await person.press("enter")
        assert status(planner, 1) == "active"
        await person.press("exclamation_mark", "y")
        assert status(planner, 1) == "achieved"


async def test_dropping_hides_and_keeps_and_deleting_asks_and_can_be_undone(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "X", "y")
        assert status(planner, 1) == "dropped"
        await person.go("Communicate clearly")
        await person.press("D", "enter")
        assert status(planner, 2) == "active"
        await person.press("D", "y")
        assert goal(2).id not in planner.store.load().goals
        await person.press("u")
        assert status(planner, 2) == "active"


async def test_a_line_added_on_a_goal_is_the_goals_and_is_shown(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "a")
        assert "Add to “Earn the certificate”" in person.screen
        await person.type("Buy a calculator tomorrow")
        await person.press("enter")
        assert title_of(planner, "Buy a calculator").goal == goal(1).id
        assert person.list.key == f"milestone:{title_of(planner, 'Buy a calculator').id}"
        await person.press("a")
        await person.type("Mail info@example.org")
        await person.press("enter")
        assert title_of(planner, "Mail info@example.org").goal == goal(1).id
        await person.press("a")
        await person.type("Record myself @comm")
        await person.press("enter")
        assert title_of(planner, "Record myself").goal == goal(2).id


async def test_the_questions_of_a_goal_are_answered_and_taken_back(tmp_path: Path) -> None:
    own, copy = templated(
        a_planner(tmp_path, A_TEMPLATE), goal(1, title="Earn the certificate", start=day(0), target=day(70))
    )
    planner = stored(
        a_planner(tmp_path, A_TEMPLATE), own, copy, milestone(4, title="Send it", goal=own.id, key="apply")
    )
    async with opened(planner) as person:
        await person.press("2")
        assert "When was it approved?" in person.screen
        await person.press("A")
        person.app.screen.query(Input).first().value = "3 dec"
        person.app.screen.query_one(Choice).take("centre")
        await person.press("ctrl+s")
        answers = planner.store.load().goals[own.id].answers
        assert answers == {"approved": "2026-12-03", "place": "centre"}
        assert "Where: in a test centre" in person.screen
        await person.press("A")
        person.app.screen.query(Input).first().value = ""
        await person.press("ctrl+s")
        assert planner.store.load().goals[own.id].answers == {"place": "centre"}


async def test_completing_a_step_that_asks_puts_the_question(tmp_path: Path) -> None:
    own, copy = templated(
        a_planner(tmp_path, A_TEMPLATE), goal(1, title="Earn the certificate", start=day(0), target=day(70))
    )
    planner = stored(
        a_planner(tmp_path, A_TEMPLATE), own, copy, milestone(4, title="Send it", goal=own.id, key="apply")
    )
    async with opened(planner) as person:
        await person.press("G", "enter", "j", "space")
        assert title_of(planner, "Send it").status == "done"
        assert "When was it approved?" in person.screen
        person.app.screen.query(Input).first().value = "3 dec"
        await person.press("ctrl+s")
        assert planner.store.load().goals[own.id].answers == {"approved": "2026-12-03"}


async def test_completing_on_another_day_offers_to_move_what_counts_from_it(tmp_path: Path) -> None:
    own, copy = templated(a_planner(tmp_path, A_TEMPLATE), goal(1, title="Earn the certificate", start=day(-9)))
    send = milestone(4, title="Send it", goal=own.id, key="apply", due=day(3), moment="start+P12D")
    later = milestone(5, title="Hear from them", goal=own.id, key="exam", due=day(10), moment="apply+P1W", order=2)
    planner = stored(
        a_planner(tmp_path, A_TEMPLATE), replace(own, answers={"approved": "2026-12-24"}), copy, send, later
    )
    async with opened(planner) as person:
        await person.press("space")
        assert "Now that this is done: is it still so?" in person.screen
        await person.press("escape")
        assert "This stands 3 days earlier than planned." in person.screen
        await person.press("y")
        assert title_of(planner, "Hear from them").due == day(7)


async def test_a_template_that_goes_on_is_planned_at_once_with_the_answers_that_go_along(tmp_path: Path) -> None:
    earned = date_question("earned")
    made = template(
        step("last", "start", title="Pass it", asks=("earned",), offers="keep"),
        step("other", "start", title="Not that"),
        questions=(earned,),
    )
    keep = template(
        step("renew", "cycle_end"),
        id="keep",
        title="Keep [b]it",
        plan_from="earned",
        duration=None,
        questions=(earned,),
        credentials=(credential(length="P1Y"),),
    )
    planner = a_planner(tmp_path, made, keep)
    own, copy = templated(planner, goal(1, title="Earn it", start=day(0)))
    copy = replace(copy, text=planner.catalog.canonical(made))
    stored(planner, own, copy, milestone(1, title="Pass it", goal=own.id, key="last", due=day(0)))
    async with opened(planner) as person:
        await person.press("space")
        person.app.screen.query(Input).first().value = "2026-11-02"
        await person.press("ctrl+s")
        assert "“Keep [b]it” goes on from here. Plan it now?" in person.screen
        assert "With it go your" in person.screen
        assert "Day of earned" in person.screen
        await person.press("y")
        assert "Mon 2 Nov 2026" in person.screen
        assert len(planner.store.load().goals) == 1
        await person.press("ctrl+s")
        assert len(planner.store.load().goals) == 2
    kept = next(each for each in planner.store.load().goals.values() if each.title == "Keep [b]it")
    assert kept.answers == {"earned": "2026-11-02"}


async def test_an_offer_may_be_left(tmp_path: Path) -> None:
    made = template(step("last", "start", title="Pass it", offers="sample"), title="A certificate to keep")
    planner = a_planner(tmp_path, made)
    own, copy = templated(planner, goal(1, title="Earn it", start=day(0)))
    copy = replace(copy, text=planner.catalog.canonical(made))
    stored(planner, own, copy, milestone(1, title="Pass it", goal=own.id, key="last", due=day(0)))
    async with opened(planner) as person:
        await person.press("space")
        assert "“A certificate to keep” goes on from here." in person.screen
        await person.press("escape")
        assert "goes on from here" not in person.screen
        assert len(planner.store.load().goals) == 1


async def test_editing_a_goal_changes_its_title_and_notes(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "e")
        await person.type("Earn it at last")
        await person.press("enter")
        assert planner.store.load().goals[goal(1).id].title == "Earn it at last"


async def test_narrow_a_goal_and_a_milestone_open_as_screens(tmp_path: Path) -> None:
    async with opened(filled(tmp_path), NARROW) as person:
        await person.press("2", "enter")
        assert "Milestones" in person.screen
        await person.press("escape", "l", "j", "enter")
        assert "Fri 20 Nov, yesterday · overdue" in person.screen
        pane = person.app.screen.query_one(DetailPane)
        pane.go(f"goal:{goal(1).id}")
        await person.press("enter")
        assert "Milestones" in person.screen
        await person.press("escape", "escape")
        assert "ACTIVE  2" in person.screen


async def test_a_goal_of_ones_own_is_begun_and_takes_lines(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "N")
        await person.press("ctrl+s")
        assert "It needs a title." in person.screen
        await person.type("Lead the guild")
        await person.press("tab")
        await person.type("1 dec 2027")
        assert "Wed 1 Dec 2027" in person.screen
        await person.press("ctrl+s")
        assert "Begin “Lead the guild”" in person.toasts
        assert "Lead the guild" in str(person.list.row)
        await person.press("a")
        await person.type("Write the aim tomorrow")
        await person.press("enter")
        begun = next(each for each in planner.store.load().goals.values() if each.title == "Lead the guild")
        assert title_of(planner, "Write the aim").goal == begun.id


async def test_a_goal_is_copied_with_all_it_holds(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "c")
        assert "Begin it today" in person.screen
        assert "Its first day was Fri 20 Nov." in person.screen
        await person.press("k")
        (copy,) = [each for each in planner.store.load().goals.values() if each.title.endswith("(copy)")]
        assert copy.late_start
        original = planner.store.load().members(goal(1).id)
        assert len(planner.store.load().members(copy.id)) == len(original)
        assert person.list.key == f"goal:{copy.id}"
        await person.press("u")
        assert copy.id not in planner.store.load().goals


async def test_the_copy_of_a_goal_that_began_before_begins_today(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("2", "c", "t")
        (copy,) = [each for each in planner.store.load().goals.values() if each.title.endswith("(copy)")]
        assert min(each.due for each in planner.store.load().members(copy.id) if each.due) == day(0)


async def test_goals_and_milestones_are_put_in_another_order(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("2")
        before = [key for key in person.list.keys if key.startswith("goal:")]
        await person.press("J")
        after = [key for key in person.list.keys if key.startswith("goal:")]
        assert after[:2] == before[1::-1]
        assert person.list.key == before[0], "the cursor stays on the goal"
        await person.press("K", "l", "j", "J")
        members = [each.id for each in planner.store.load().members(goal(1).id)]
        assert f"milestone:{members[1]}" == person.list.key


async def test_a_goal_that_is_muted_says_so_in_its_row_and_on_its_page(tmp_path: Path) -> None:
    async with opened(filled(tmp_path), NARROW) as person:
        await person.press("2", "M")
        assert "Earn the certificate ⊗ muted" in person.screen
        await person.press("enter")
        assert "⊗ muted: none of its reminders come" in person.screen
        await person.press("escape", "M")
        assert "⊗" not in person.screen
