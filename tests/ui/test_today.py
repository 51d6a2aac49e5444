"""Place 1 as a person meets it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.content import Content

from planner.domain.plan import Edit
from planner.ui.widgets.detail import DetailPane
from tests.domain.making import milestone
from tests.services.people import a_planner, clock_of
from tests.ui.driving import NARROW, WIDE, day, filled, opened, stored, title_of


async def test_today_shows_what_is_overdue_due_and_next_with_the_detail_of_the_first(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        shown = person.screen
        for words in (
            "OVERDUE  1",
            "TODAY  2",
            "NEXT 7 DAYS  3",
            "LATER THIS MONTH  1 ▸",
            "NO DATE YET  1 ▸",
            "BLOCKED  1 ▸",
        ):
            assert words in shown, words
        assert "Measure the process" not in shown, "the goal is paused"
        assert "Fri 20 Nov, yesterday · overdue" in shown
        assert person.list.key == milestone(1).id


async def test_an_empty_today_says_what_to_do_first(tmp_path: Path) -> None:
    async with opened(a_planner(tmp_path)) as person:
        assert "Nothing planned yet." in person.screen
        assert "7   pick a template" in person.screen
        assert "a   add a line" in person.screen
        assert "planner remind install" in person.screen


async def test_space_completes_names_the_change_and_u_and_ctrl_r_take_it_back_and_again(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("space")
        assert title_of(planner, "Ask two references for their dates").status == "done"
        assert "Complete “Ask two references for their dates”" in person.toasts
        assert "OVERDUE" not in person.screen
        await person.press("u")
        assert title_of(planner, "Ask two references for their dates").status == "todo"
        assert "Undone: Complete “Ask two references for their dates”" in person.toasts
        assert "OVERDUE  1" in person.screen
        await person.press("ctrl+r")
        assert title_of(planner, "Ask two references for their dates").status == "done"
        assert "Done again: Complete “Ask two references for their dates”" in person.toasts


async def test_the_strip_is_whole_at_any_width(tmp_path: Path) -> None:
    for size in (WIDE, NARROW, (60, 24)):
        async with opened(filled(tmp_path), size) as person:
            for words in ("This week", "Hours", "Next fixed date", "Balance"):
                assert words in person.screen, (size, words)


async def test_what_was_done_of_a_series_today_is_seen_and_can_be_opened_again(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.go("Weekly review")
        await person.press("space")
        assert title_of(planner, "Weekly review").n == 2
        assert "DONE TODAY  1" in person.screen
        assert person.list.go(title_of(planner, "Weekly review").occurrences[0].id)
        await person.press("o")
        assert title_of(planner, "Weekly review").n == 1
        assert "DONE TODAY" not in person.screen


async def test_the_cursor_goes_to_the_line_below_what_was_completed(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.go("Mock exam 1")
        await person.press("space")
        assert person.list.key == milestone(3).id


async def test_a_key_that_is_held_down_completes_once(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        for _ in range(3):
            person.app.screen.action_complete()  # type: ignore[attr-defined]  # faster than any answer
        await person.wait()
        assert title_of(planner, "Ask two references for their dates").status == "done"
        assert "already" not in person.toasts


async def test_completing_what_is_blocked_asks_and_leaves_it_when_told_so(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("G", "enter", "j")
        assert person.list.key == milestone(7).id
        await person.press("space")
        assert "follows “Send the application”" in person.screen
        assert "y Complete anyway" in person.screen
        await person.press("enter")
        assert title_of(planner, "Pay the fee").status == "todo"
        await person.press("space", "y")
        assert title_of(planner, "Pay the fee").status == "done"


async def test_a_section_folds_and_unfolds_and_is_remembered(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        assert "Write one page" not in person.screen
        await person.press("G", "k", "k", "enter")
        assert "Write one page" in person.screen
        await person.press("h")
        assert "Write one page" not in person.screen


async def test_a_line_is_added_with_its_reading_shown_before_enter(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("a")
        await person.type("Call the mentor tomorrow 18:00 ~30m #mentor")
        for words in ("Call the mentor", "Sun 22 Nov 18:00", "30 m", "#mentor"):
            assert words in person.screen
        await person.press("enter")
        added = title_of(planner, "Call the mentor")
        assert (added.due, added.effort, added.tags) == (day(1), 30, ("mentor",))
        assert person.list.key == added.id, "the cursor goes to what was added"


async def test_a_line_that_cannot_be_read_is_not_added_and_says_why(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    before = len(planner.store.load().milestones)
    async with opened(planner) as person:
        await person.press("a")
        await person.type("Dinner 3/4")
        assert "3 April" in person.screen
        await person.press("enter")
        assert "Add a line" in person.screen
        await person.press("escape")
        assert len(planner.store.load().milestones) == before


async def test_what_another_process_changes_appears_and_the_cursor_stays_on_its_record(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.go("Listen without interrupting")
        planner.store.commit(lambda _plan: Edit("Elsewhere", (milestone(50, title="Written elsewhere", due=day(-9)),)))
        while "Written elsewhere" not in person.screen:
            await person.pilot.pause(0.05)
        assert person.list.key == milestone(3).id


async def test_a_line_with_a_time_becomes_overdue_when_its_minute_has_passed(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        assert "OVERDUE  1" in person.screen
        clock_of(planner).moment = clock_of(planner).moment.replace(hour=17, minute=1)
        person.app._tick()
        await person.wait()
        assert "OVERDUE  2" in person.screen


async def test_midnight_makes_it_another_day(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        assert "Sat 21 Nov 2026" in person.screen
        clock_of(planner).pass_days(1)
        person.app._tick()
        await person.wait()
        assert "Sun 22 Nov 2026" in person.screen
        assert "OVERDUE  3" in person.screen


async def test_snooze_hides_a_line_and_shows_what_the_words_mean(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("z")
        assert "tomorrow    Sun 22 Nov 09:00" in person.screen
        await person.press("tab")
        await person.type("fri 14:00")
        assert "until Fri 27 Nov 14:00" in person.screen
        await person.press("enter")
        assert title_of(planner, "Ask two references for their dates").snoozed_until is not None
        assert "OVERDUE" not in person.screen


async def test_a_digit_takes_a_snooze_at_once(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("z", "3")
        until = title_of(planner, "Ask two references for their dates").snoozed_until
        assert until is not None
        assert f"{until:%d %H:%M}" == "22 09:00"


async def test_skip_reopen_start_wait_note_copy_and_delete(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    name = "Ask two references for their dates"
    async with opened(planner) as person:
        await person.press("t")
        assert title_of(planner, name).status == "doing"
        await person.press("w")
        await person.type("the two of them")
        await person.press("enter")
        assert title_of(planner, name).waiting_on == "the two of them"
        assert "waiting for the two of them" in person.screen
        await person.press("n")
        await person.pilot.press(*"Wrote to both")
        await person.press("ctrl+s")
        assert title_of(planner, name).notes == "Wrote to both"
        await person.press("s")
        assert title_of(planner, name).status == "skipped"
        await person.press("u", "g", "j", "D", "y")
        assert name not in [each.title for each in planner.store.load().milestones.values()]


async def test_a_milestone_moves_to_another_goal(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("F", "j", "enter")
        owner = planner.store.load().goals[title_of(planner, "Ask two references for their dates").goal or ""]
        assert owner.title == "Communicate clearly"


async def test_enter_goes_into_the_detail_where_the_checklist_is_ticked(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.go("Send the application")
        assert "☐ Contact-hour certificate" in person.screen
        await person.press("enter")
        pane = person.app.screen.query_one(DetailPane)
        assert pane.has_focus
        pane.go("check:1")
        await person.press("space")
        assert [item.done for item in title_of(planner, "Send the application").checklist] == [True, True]
        assert title_of(planner, "Send the application").status == "todo"
        await person.press("escape")
        assert person.list.has_focus


async def test_where_there_is_no_room_for_a_pane_enter_opens_the_detail_as_a_screen(tmp_path: Path) -> None:
    async with opened(filled(tmp_path), NARROW) as person:
        assert "The mail that confirms it" not in person.screen
        await person.go("Send the application")
        await person.press("enter")
        assert "The mail that confirms it" in person.screen
        assert "✓ Finish 35 contact hours" in person.screen
        await person.press("escape")
        assert "OVERDUE  1" in person.screen


async def test_a_detail_of_what_is_deleted_elsewhere_closes(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner, NARROW) as person:
        await person.press("enter")
        planner.milestones.delete([milestone(1).id])
        while "OVERDUE" in person.screen or "Mock exam 1" not in person.screen:
            await person.pilot.pause(0.05)
        await person.wait()
        assert "It is no longer there." in person.toasts


async def test_search_finds_in_titles_notes_and_tags_and_opens_what_is_chosen(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("slash")
        await person.type("#networking")
        assert "Attend the chapter dinner" in person.screen
        assert "1 milestone" in person.screen
        await person.press("enter")
        assert "Thu 26 Nov 19:00, in 5 days" in person.screen


async def test_one_click_ticks_a_line_of_the_checklist_and_takes_an_answer(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.go("Send the application")
        pane = person.app.screen.query_one(DetailPane)
        y = next(y for y in range(30) if "Contact-hour certificate" in pane.render_line(y).text)
        assert await person.pilot.click(DetailPane, offset=(6, y))
        await person.wait()
        assert all(item.done for item in title_of(planner, "Send the application").checklist)
        await person.press("D")
        assert await person.pilot.click("Answers", offset=(6, 1))
        await person.wait()
        assert "Delete “Send the application”" in person.toasts


async def test_the_mouse_chooses_opens_and_runs_the_footer(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        assert await person.pilot.click("#list", offset=(10, 5))
        await person.wait()
        assert person.list.key == milestone(3).id
        assert await person.pilot.click("#list", offset=(10, 4), times=2)
        await person.wait()
        assert person.app.screen.query_one(DetailPane).has_focus
        assert await person.pilot.click("BottomBar", offset=(4, 1))
        await person.wait()
        assert title_of(planner, "Mock exam 1").status == "done"
        assert await person.pilot.click("TopBar", offset=(22, 0))
        await person.wait()
        assert person.app.current_mode == "plan"


async def test_a_long_list_stays_quick_because_only_what_shows_is_drawn(tmp_path: Path) -> None:
    many = [milestone(number, due=day(1)) for number in range(1, 10_001)]
    async with opened(stored(a_planner(tmp_path), *many)) as person:
        drawn: list[int] = []
        paint = person.list._paint

        def counted(data: Any, cells: int) -> Content:
            drawn.append(1)
            return paint(data, cells)

        person.list._paint = counted
        await person.press("j")
        assert len(drawn) <= 4, "two lines change when the cursor moves within the screen"
        await person.press("G")
        assert len(drawn) <= 100
        assert person.list.key == person.list.keys[-1]
