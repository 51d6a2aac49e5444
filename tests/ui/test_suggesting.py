"""What should I do next, in the app: at the top of the gallery, in an idle Today, and from anywhere."""

from __future__ import annotations

from pathlib import Path

from planner.domain.plan import Edit
from planner.ui.screens.template_detail import TemplateScreen
from planner.wiring import Planner
from tests.domain.making import milestone, step, template
from tests.services.people import built
from tests.ui.driving import NARROW, day, opened
from tests.ui.templates_app import at_templates, planner_with

SHELF = (
    template(step("learn", "start+P5W"), id="craft", title="Master [/b]it"),
    template(step("talk", "start"), id="mentor", title="Find a mentor", category="mentoring", stages=("early", "mid")),
    template(step("meet", "start"), id="circle", title="Widen it", category="networking", stages=("early", "mid")),
)


def early(home: Path) -> Planner:
    return planner_with(home, *SHELF, stage="early")


async def test_the_gallery_begins_with_what_is_suggested_and_says_why(tmp_path: Path) -> None:
    async with at_templates(early(tmp_path)) as walk:
        assert "SUGGESTED NEXT" in walk.text
        assert "→ Early on hard skills carry furthest, and no plan for one is under way." in walk.text
        assert list(walk.gallery.gallery.keys) == ["craft", "circle", "mentor"]
        await walk.press("s")
        assert "SUGGESTED NEXT" not in walk.text


async def test_today_says_what_could_be_next_while_nothing_is_due(tmp_path: Path) -> None:
    planner = early(tmp_path)
    built(planner, "craft")
    async with opened(planner) as person:
        assert "Nothing is due in the next 7 days." in person.screen
        assert "Find a mentor: You lead “Master [/b]it” alone so far" in person.screen
        assert "f5 what next" in person.screen
        planner.store.commit(lambda _plan: Edit("Add", (milestone(1, title="Soon", due=day(3)),)))
        person.app.changed()
        await person.wait()
        assert "Nothing is due" not in person.screen


async def test_from_anywhere_a_suggestion_opens_its_template(tmp_path: Path) -> None:
    planner = early(tmp_path)
    built(planner, "craft")
    async with opened(planner, NARROW) as person:
        await person.press("f5")
        assert "What next?" in person.screen
        await person.press("down", "enter")
        assert isinstance(person.app.screen, TemplateScreen)
        assert person.app.screen.template.id == "circle"


async def test_where_nothing_is_left_to_suggest_that_is_said(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, SHELF[0], stage="early")
    built(planner, "craft")
    async with opened(planner) as person:
        await person.press("f5")
        assert "Nothing to add" in person.toasts


async def test_an_empty_plan_is_no_idle_one(tmp_path: Path) -> None:
    planner = early(tmp_path)
    async with opened(planner) as person:
        assert "Nothing planned yet." in person.screen
        assert "Nothing is due" not in person.screen
