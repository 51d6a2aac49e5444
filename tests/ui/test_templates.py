"""From the gallery to a plan, as a person does it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner.domain.template import Template, TemplateSkill
from planner.ui.screens.template_detail import TemplateScreen
from planner.ui.widgets.choice import Choice
from planner.ui.widgets.date_input import DateInput
from planner.ui.widgets.lines import Lines
from tests.domain.making import choice, step, template
from tests.services.people import keyed, only_goal, plan_of
from tests.ui.templates_app import PMP, at_templates, keys_of, open_form, planner_with, sample


async def test_a_person_makes_a_plan_from_the_gallery_and_takes_it_back(tmp_path: Path) -> None:
    planner = planner_with(tmp_path)
    async with at_templates(planner) as walk:
        walk.gallery.gallery.go(PMP)
        await walk.press("enter")
        assert "default of the author" in walk.text
        await walk.press("enter")
        assert walk.build.query_one("#date-target", DateInput).query_one("Input").has_focus
        await walk.type("22 apr 2027")
        assert "Thu 22 Apr 2027, in 152 days" in walk.text
        assert plan_of(planner).goals == {}
        await walk.press("f6")
        await walk.press("down")
        left_out = walk.build.steps.key
        await walk.press("space")
        assert "of 26 milestones" in walk.text
        await walk.press("ctrl+s")
        await walk.until(lambda: walk.app.current_mode == "plan")
        goal = only_goal(planner)
        assert goal.target == date(2027, 4, 22)
        assert goal.start == date(2026, 12, 3)
        assert goal.without == (left_out,)
        assert keyed(planner, "exam").due == date(2027, 4, 22)
        await walk.rest()
        assert goal.title in walk.text
        assert f"Plan “{goal.title}”" in walk.text
        await walk.press("u")
        assert plan_of(planner).goals == {}
        await walk.press("7")
        assert walk.gallery.drafts == {}


async def test_the_cursor_of_the_plan_stands_on_the_new_goal(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, sample())
    async with at_templates(planner) as walk:
        for title in ("First", "Second", "Third"):
            await open_form(walk, "sample")
            await walk.date("target", "1 jun 2027")
            walk.build.query_one("#name").focus()
            await walk.rest()
            await walk.type(title)
            await walk.press("ctrl+s")
            await walk.until(lambda: walk.app.current_mode == "plan")
            await walk.rest()
            goal = next(goal for goal in plan_of(planner).goals.values() if goal.title == title)
            assert goal.id in walk.app.screen.query_one("#list", Lines).key
            await walk.press("7")
    assert len(plan_of(planner).goals) == 3


async def test_without_any_date_a_plan_begins_today_and_says_so(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, sample())
    async with at_templates(planner) as walk:
        await open_form(walk, "sample")
        assert "if you begin today: Sat 30 Jan 2027" in walk.text
        await walk.date("start", "2026-12-01")
        assert "follows: Tue 9 Feb 2027" in walk.text


def a_shelf() -> tuple[Template, ...]:
    return (
        sample(),
        sample(id="pmp-like", title="Earn the other", summary="About projects.", category="certification"),
        sample(
            id="talks",
            title="Speak well",
            category="soft-skill",
            stages=("mid", "senior"),
            skills=(TemplateSkill(key="voice", name="Using your voice", kind="soft"),),
        ),
    )


async def test_words_filter_the_gallery_and_escape_clears(tmp_path: Path) -> None:
    async with at_templates(planner_with(tmp_path, *a_shelf())) as walk:
        every = set(walk.gallery.gallery.keys)
        await walk.press("f")
        await walk.type("OTHER certif")
        assert list(walk.gallery.gallery.keys) == ["pmp-like"]
        assert "1 of 3 templates" in walk.text
        await walk.type("nothing [/b] like this")
        assert "No template has “nothing [/b] like this”" in walk.text
        await walk.press("escape")
        assert set(walk.gallery.gallery.keys) == every
        assert walk.gallery.gallery.has_focus


async def test_what_is_typed_puts_the_cursor_on_the_best_match_and_not_on_a_head(tmp_path: Path) -> None:
    async with at_templates(planner_with(tmp_path, *a_shelf(), stage="early")) as walk:
        walk.gallery.gallery.go("talks")
        await walk.press("f")
        await walk.type("earn")
        assert walk.gallery.gallery.key == walk.gallery.gallery.keys[0] != ""
        assert "FITS YOUR STAGE" in walk.text
        await walk.press("enter", "enter")
        assert isinstance(walk.app.screen, TemplateScreen)


async def test_keys_filter_by_category_and_stage_and_escape_shows_all(tmp_path: Path) -> None:
    async with at_templates(planner_with(tmp_path, *a_shelf())) as walk:
        await walk.press("c", "down", "down", "down", "enter")
        assert list(walk.gallery.gallery.keys) == ["talks"]
        assert "soft skill · 1 of 3 templates" in walk.text
        await walk.press("s")
        assert "No template of soft skill · stage early is here. esc shows all again." in walk.text
        await walk.press("s")
        assert list(walk.gallery.gallery.keys) == ["talks"]
        await walk.press("escape")
        assert len(walk.gallery.gallery.keys) == 3


async def test_marked_templates_are_planned_together_as_one_change(tmp_path: Path) -> None:
    first = template(
        step("learn", "start+P1W", title="Learn"),
        step("exam", "target", after=("learn",)),
        title="Earn the sample",
        plan_from="target",
    )
    second = template(
        step("study", "start+P2W", title="Study", same_as="sample/learn"),
        step("call", "start+P3W", title="Call [/b]", after=("study",)),
        id="second",
        title="The second",
        category="degree",
        questions=(choice("way", "long", "short"),),
    )
    planner = planner_with(tmp_path, first, second)
    async with at_templates(planner) as walk:
        for template_id in ("sample", "second"):
            walk.gallery.gallery.go(template_id)
            await walk.press("x")
        assert "2 marked: p plans them together" in walk.text
        await walk.press("p")
        assert walk.together.query_one("#date-target", DateInput).query_one("Input").has_focus
        await walk.type("2027-06-01")
        assert "once, in: Earn the sample" in walk.text
        assert "2 goals · 3 milestones" in walk.text
        walk.together.query_one("#questions-1 Choice", Choice).focus()
        await walk.press("3")
        assert "in/out" not in walk.text
        await walk.press("f6")
        walk.together.steps.go("1 study")
        await walk.rest()
        assert "in/out" in walk.text
        await walk.press("space")
        assert "2 goals · 4 milestones" in walk.text
        await walk.press("space")
        assert "2 goals · 3 milestones" in walk.text
        assert plan_of(planner).goals == {}
        await walk.press("ctrl+s")
        await walk.until(lambda: walk.app.current_mode == "plan")
        goals = {goal.title: goal for goal in plan_of(planner).goals.values()}
        assert goals["The second"].answers == {"way": "short"}
        assert goals["The second"].without == ("study",)
        assert keyed(planner, "call").after == (keyed(planner, "learn").id,)
        await walk.press("u")
        assert plan_of(planner).goals == {}
        await walk.press("7")
        assert "marked" not in walk.text


async def test_several_plans_that_would_begin_in_the_past_ask_for_the_way_out(tmp_path: Path) -> None:
    second = sample(id="second", title="The second")
    planner = planner_with(tmp_path, sample(), second)
    async with at_templates(planner, (80, 24)) as walk:
        for template_id in ("sample", "second"):
            walk.gallery.gallery.go(template_id)
            await walk.press("x")
        await walk.press("p")
        await walk.type("2026-12-20")
        assert "would lie before today" in walk.text
        await walk.press("ctrl+s")
        assert plan_of(planner).goals == {}
        walk.together.query_one("#way", Choice).focus()
        await walk.press("3")
        await walk.press("ctrl+s")
        await walk.until(lambda: walk.app.current_mode == "plan")
        assert [goal.late_start for goal in plan_of(planner).goals.values()] == [True, True]


async def test_what_fits_the_stage_comes_first(tmp_path: Path) -> None:
    fit = sample(id="fit", title="Z fits", stages=("senior",), category="degree")
    other = sample(id="other", title="A does not", stages=("early",), category="degree")
    async with at_templates(planner_with(tmp_path, other, fit, stage="senior")) as walk:
        assert list(walk.gallery.gallery.keys) == ["fit", "other"]
        assert "FITS YOUR STAGE" in walk.text


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (160, 30)])
async def test_the_heads_stand_over_their_columns(tmp_path: Path, size: tuple[int, int]) -> None:
    long = sample(stages=("mid",), title="A title of more than forty cells: " + "x" * 50, duration="P156W")
    async with at_templates(planner_with(tmp_path, long, stage="mid"), size) as walk:
        lines = walk.text.splitlines()
        heads = next(line for line in lines if "Category" in line)
        row = next(line for line in lines if "156 wk" in line)
        assert row.index("craft") == heads.index("Category")
        assert row.index("· M ·") == heads.index("Stage")
        assert row.index("156 wk") + 6 == heads.index("Span") + 4
        assert ("Steps" in heads) == (size[0] == 160)


async def test_the_pane_tells_what_a_template_is_for(tmp_path: Path) -> None:
    shown = sample(
        category="degree",
        audience="People who want it",
        outcome="A sample",
        prerequisites=("A pencil",),
        facts_as_of=date(2026, 11, 1),
        verify_url="https://example.org/rules",
    )
    async with at_templates(planner_with(tmp_path, shown)) as walk:
        for said in ("People who want it", "A sample", "A pencil", "Sun 1 Nov 2026", "https://example.org/rules"):
            assert said in walk.text


async def test_sourced_numbers_are_marked_and_all_others_are_defaults_of_the_author(tmp_path: Path) -> None:
    async with at_templates(planner_with(tmp_path, sample())) as walk:
        await walk.press("enter")
        screen = walk.app.screen
        assert isinstance(screen, TemplateScreen)
        screen.steps.go("step learn")
        await walk.rest()
        lines = walk.text.splitlines()
        effort = next(line for line in lines if "Effort" in line)
        when = next(line for line in lines if "When" in line)
        assert "§ from the sources" in effort + lines[lines.index(effort) + 1]
        assert "4 weeks after the start" in when
        assert "default of the author" in when + lines[lines.index(when) + 1]


# -- questions


async def test_an_answer_decides_which_steps_are_there_and_a_date_dates_what_waited(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, sample())
    async with at_templates(planner) as walk:
        await open_form(walk, "sample")
        await walk.date("target", "2027-06-01")
        assert "waits for: The result is there" in walk.text
        assert "waits for: Choice where" in walk.text
        question = walk.build.query_one("QuestionRow Choice", Choice)
        question.focus()
        await walk.press("3")
        assert question.value == "hall"
        assert "online" not in keys_of(walk)
        await walk.press("2")
        assert "online" in keys_of(walk)
        result = walk.build.query_one("QuestionRow DateInput", DateInput)
        result.focus_line()
        await walk.rest()
        await walk.type("2027-06-08")
        await walk.press("ctrl+s")
        await walk.until(lambda: walk.app.current_mode == "plan")
        assert only_goal(planner).answers == {"where": "online", "result": "2027-06-08"}
        assert keyed(planner, "file").due == date(2027, 6, 15)
        assert keyed(planner, "online").due == date(2027, 5, 25)


# -- the steps


async def test_an_optional_step_is_left_out_until_it_is_ticked(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, sample())
    async with at_templates(planner) as walk:
        await open_form(walk, "sample")
        await walk.date("target", "2027-06-01")
        await walk.press("f6")
        walk.build.steps.go("extra")
        row = walk.build.steps.row
        assert row is not None
        assert not row.data.line.ticked
        await walk.press("space")
        walk.build.steps.go("book")
        await walk.press("space")
        await walk.press("ctrl+s")
        await walk.until(lambda: walk.app.current_mode == "plan")
        kept = {milestone.key for milestone in plan_of(planner).milestones.values()}
        assert "extra" in kept
        assert "book" not in kept


async def test_a_step_gets_another_title_and_date_and_goes_back_to_the_template(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, sample())
    async with at_templates(planner) as walk:
        await open_form(walk, "sample")
        await walk.date("target", "2027-06-01")
        await walk.press("f6")
        walk.build.steps.go("book")
        await walk.press("e")
        await walk.type("Book [/foo] it")
        walk.app.screen.query_one("#step-date", DateInput).focus_line()
        await walk.rest()
        await walk.type("2027-05-15")
        await walk.press("ctrl+s")
        assert "Book [/foo] it" in walk.text
        assert "✎ changed" in walk.text
        await walk.press("e")
        walk.app.screen.query_one("#undo").focus()
        await walk.press("enter")
        assert "[/foo]" not in walk.text
        assert walk.drafts["sample"].changes == {}
        await walk.press("e")
        walk.app.screen.query_one("#step-date", DateInput).focus_line()
        await walk.rest()
        await walk.type("2027-05-15")
        walk.app.screen.query_one("#step-fixed", Choice).focus()
        await walk.press("down", "ctrl+s")
        await walk.press("ctrl+s")
        await walk.until(lambda: walk.app.current_mode == "plan")
        booked = keyed(planner, "book")
        assert (booked.title, booked.due, booked.fixed) == ("Book", date(2027, 5, 15), True)


async def test_a_click_on_the_box_ticks_and_a_click_on_the_button_makes_the_plan(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, sample())
    async with at_templates(planner) as walk:
        await open_form(walk, "sample")
        await walk.date("target", "2027-06-01")
        key = keys_of(walk)[0]
        assert await walk.pilot.click("#preview", offset=(3, 1))
        await walk.rest()
        assert walk.drafts["sample"].without == {key}
        assert await walk.pilot.click("#confirm")
        await walk.until(lambda: walk.app.current_mode == "plan")
        assert set(only_goal(planner).without) == {key, "extra"}


# -- going back


async def test_escape_goes_back_step_by_step_and_nothing_typed_is_lost(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, sample())
    async with at_templates(planner) as walk:
        await open_form(walk, "sample")
        await walk.date("target", "2027-06-01")
        await walk.press("f6")
        walk.build.steps.go("learn")
        await walk.press("space", "escape")
        assert isinstance(walk.app.screen, TemplateScreen)
        await walk.press("escape")
        assert walk.gallery.gallery.has_focus
        await walk.press("p")
        assert walk.build.query_one("#date-target", DateInput).text == "2027-06-01"
        assert walk.drafts["sample"].without == {"learn"}
        assert plan_of(planner).goals == {}


async def test_a_narrow_terminal_shows_form_and_steps_one_at_a_time(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, sample())
    async with at_templates(planner, size=(80, 24)) as walk:
        await open_form(walk, "sample")
        await walk.date("target", "2027-06-01")
        assert "When is your exam?" in walk.text
        assert "☑" not in walk.text
        await walk.press("f6")
        assert "When is your exam?" not in walk.text
        assert "☑" in walk.text
        await walk.press("escape")
        assert walk.build.query_one("#date-target Input").has_focus
        await walk.press("ctrl+s")
        await walk.until(lambda: walk.app.current_mode == "plan")
        assert only_goal(planner).target == date(2027, 6, 1)


async def test_tab_reaches_every_field_and_comes_round(tmp_path: Path) -> None:
    async with at_templates(planner_with(tmp_path, sample())) as walk:
        await open_form(walk, "sample")
        seen = []
        for _ in range(12):
            focused = walk.app.focused
            assert focused is not None
            seen.append(id(focused))
            await walk.press("tab")
        assert len(set(seen)) == 7
        assert seen[0] == seen[7]
