"""Templates of strangers: hostile text in every field is shown literally, and broken files are told, not stored."""

from __future__ import annotations

import itertools
import json
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input

from planner.domain.template import Option, Question, Source, Step, Template, TemplateSkill
from planner.library.conversion import canonical
from planner.library.places import shipped_files
from planner.ui.modals.build_step import BuildStep
from planner.ui.modals.template_import import ImportTemplate
from planner.ui.modals.template_incoming import IncomingTemplates
from planner.ui.widgets.choice import Choice
from tests.services.people import plan_of
from tests.ui.templates_app import Walk, at_templates, planner_with, sample

pytestmark = pytest.mark.thorough

HOSTILE = (
    "[/foo] x",
    "[@click=app.quit]x[/]",
    "[b unterminated",
    "a\x1b[2J\x1b]52;c;aGk=\x07b",
    "c1 \x9b31m",
    "over\u202eride",
    "👩‍👩‍👧‍👦 e\u0301\u0323 family",
    "ends in a backslash \\",
)


def hostile(first: int = 0) -> Template:
    """Every field holds one of them; with another `first` it is another one."""
    texts = itertools.cycle(HOSTILE[first:] + HOSTILE[:first])
    steps = (
        Step(
            key="one",
            title=next(texts),
            kind="check",
            when="start",
            evidence=next(texts),
            why=next(texts),
            notes=f"{next(texts)}\n{next(texts)}",
            checklist=(next(texts),),
            skills=("skill",),
            sources=("source",),
            asks=("later",),
            effort="PT1H",
        ),
        Step(
            key="two", title=next(texts), kind="exam", when="target", evidence=next(texts), after=("one",), fixed=True
        ),
        Step(key="three", title=next(texts), kind="log", when="later+P1W", evidence=next(texts)),
        Step(key="four", title=next(texts), kind="log", when="target-P1W", evidence=next(texts), if_=("yes",)),
    )
    return Template(
        id="hostile",
        version="1",
        title=next(texts),
        summary=next(texts),
        category="craft",
        stages=("mid",),
        plan_from="target",
        duration="P10W",
        milestones=steps,
        audience=next(texts),
        outcome=next(texts),
        prerequisites=(next(texts),),
        author=next(texts),
        license=next(texts),
        facts_as_of=date(2026, 11, 1),
        verify_url="https://example.org/[/foo]",
        sources=(Source(id="source", title=next(texts), url="https://example.org/[b]", class_="A", as_of=next(texts)),),
        skills=(TemplateSkill(key="skill", name=next(texts), kind="hard"),),
        questions=(
            Question(key="target", ask="date", title=next(texts), question=next(texts)),
            Question(key="later", ask="date", title=next(texts), question=next(texts)),
            Question(
                key="choose",
                ask="choice",
                title=next(texts),
                question=next(texts),
                options=(Option(key="yes", title=next(texts)),),
            ),
            Question(key="number", ask="number", title=next(texts), question=next(texts)),
        ),
    )


def assert_harmless(walk: Walk) -> None:
    strips = walk.app.screen._compositor.render_strips()
    for segment in (segment for strip in strips for segment in strip):
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 or char == "\u202e" for char in segment.text), segment
        assert "click" not in str(segment.style.meta if segment.style else "")


@pytest.mark.thorough
@pytest.mark.parametrize("first", [0, 3, 6])
async def test_hostile_text_is_literal_on_every_screen_of_the_way(tmp_path: Path, first: int) -> None:
    planner = planner_with(tmp_path, hostile(first))
    async with at_templates(planner) as walk:
        assert_harmless(walk)
        await walk.press("f")
        for text in HOSTILE:
            await walk.type(text)
            assert_harmless(walk)
        await walk.press("escape", "enter")
        for _ in range(4):
            assert_harmless(walk)
            await walk.press("down")
        await walk.press("p")
        assert_harmless(walk)
        await walk.date("target", "2026-12-01")  # so near that the ways out name the steps
        assert_harmless(walk)
        for text in HOSTILE:
            await walk.date("start", text)
            assert_harmless(walk)
        await walk.date("start", "2027-03-01")  # so late that what does not fit is named
        assert_harmless(walk)
        await walk.date("start", "")
        await walk.date("target", "2027-06-01")
        await walk.press("f6")
        await walk.press("down", "down")
        assert_harmless(walk)
        walk.build.steps.go("two")
        await walk.press("e")
        assert isinstance(walk.app.screen, BuildStep)
        assert_harmless(walk)
        await walk.press("escape", "ctrl+s")
        await walk.until(lambda: walk.app.current_mode == "plan")
        await walk.rest()
        assert_harmless(walk)
        assert walk.app.is_running
    assert len(plan_of(planner).goals) == 1


async def test_what_looks_like_markup_is_shown_as_it_was_written(tmp_path: Path) -> None:
    async with at_templates(
        planner_with(tmp_path, sample(title="[/foo] [@click=app.quit]x[/]", summary="[b un"))
    ) as walk:
        assert walk.text.count("[/foo] [@click=app.quit]x[/]") == 2
        assert "[b un" in walk.text
        await walk.press("enter")
        assert "[/foo] [@click=app.quit]x[/]" in walk.text
        await walk.press("p")
        assert "Plan it  [/foo] [@click=app.quit]x[/]" in walk.text


# Importing


def valid() -> Template:
    return Template(
        id="of-a-friend",
        version="2026.1",
        title="Of a friend",
        summary="A short one.",
        category="craft",
        stages=("early",),
        plan_from="start",
        duration="P4W",
        author="A friend",
        milestones=(Step(key="one", title="Begin", kind="check", when="start", evidence="A note"),),
    )


async def test_a_file_is_checked_then_imported_and_stands_under_the_cursor(tmp_path: Path) -> None:
    file = tmp_path / "friend.json"
    file.write_text(canonical(valid()), encoding="utf-8")
    planner = planner_with(tmp_path / "home")
    async with at_templates(planner) as walk:
        await walk.press("i")
        await walk.type(str(file))
        await walk.press("enter")
        assert isinstance(walk.app.screen, IncomingTemplates)
        assert "Of a friend" in walk.text
        assert "of-a-friend 2026.1" in walk.text
        assert "1 milestone · by A friend · licence not named" in walk.text
        assert not (tmp_path / "home" / "library").exists()
        await walk.press("enter")
        await walk.until(lambda: walk.gallery.gallery.key == "of-a-friend")
        await walk.rest()
        assert "yours" in walk.text
    assert [entry.id for entry in planner.templates.list() if entry.source == "library"] == ["of-a-friend"]


async def test_everything_wrong_in_a_file_is_listed_with_its_place_and_nothing_is_stored(tmp_path: Path) -> None:
    document = json.loads(canonical(valid()))
    document["milestones"][0]["when"] = "nowhere-P1W"
    document["stages"] = ["expert"]
    document["title"] = "[/foo] \x1b[2J"
    file = tmp_path / "broken.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    planner = planner_with(tmp_path / "home")
    async with at_templates(planner) as walk:
        await walk.press("i")
        await walk.type(str(file))
        await walk.press("enter")
        assert isinstance(walk.app.screen, ImportTemplate)
        assert "milestones[0].when" in walk.said("#report")
        assert "stages[0]" in walk.said("#report")
        assert_harmless(walk)
        await walk.press("enter")
        assert isinstance(walk.app.screen, ImportTemplate)
        await walk.press("escape", "escape")
        assert walk.gallery.gallery.has_focus
    assert not (tmp_path / "home" / "library").exists()


async def test_a_path_without_a_file_is_said(tmp_path: Path) -> None:
    async with at_templates(planner_with(tmp_path)) as walk:
        await walk.press("i")
        await walk.type(str(tmp_path / "none [/foo].json"))
        await walk.press("enter")
        assert "!" in walk.said("#report")
        assert walk.app.screen.has_class("-refused")
        walk.app.screen.query_one("#path", Input).value = "other"
        await walk.rest()
        assert not walk.app.screen.has_class("-refused")


async def test_a_file_of_the_library_that_cannot_be_read_is_named_and_the_others_are_there(tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    (library / "broken.json").write_text('{"format": 1, "title": "[/foo]"}', encoding="utf-8")
    async with at_templates(planner_with(tmp_path)) as walk:
        assert "broken.json" in walk.said("#unread")
        assert len(walk.gallery.gallery.keys) == len(shipped_files())


async def test_a_choice_of_the_person_is_kept_when_another_one_is_made(tmp_path: Path) -> None:
    async with at_templates(planner_with(tmp_path, hostile())) as walk:
        await walk.press("p")
        choice = walk.build.query_one("QuestionRow Choice", Choice)
        choice.focus()
        await walk.press("2")
        await walk.press("escape", "p")
        assert walk.build.query_one("QuestionRow Choice", Choice).value == "yes"
