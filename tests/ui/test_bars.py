"""The footer names what can be done now, by a key that does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.domain.making import step, template
from tests.services.people import a_planner
from tests.ui.driving import Person, filled, opened
from tests.ui.templates_app import at_templates, open_form, planner_with


def footer(person: Person) -> str:
    return person.screen.splitlines()[-1]


@pytest.mark.parametrize("place", ["1", *(pytest.param(key, marks=pytest.mark.thorough) for key in "23")])
async def test_where_there_is_nothing_it_names_nothing_to_do_with_it(tmp_path: Path, place: str) -> None:
    async with opened(a_planner(tmp_path)) as person:
        await person.press(place)
        assert footer(person).split()[:8] == ["a", "add", "/", "search", "u", "undo", "?", "help"]


async def test_on_a_head_it_names_nothing_that_needs_a_line(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        assert "space done  a add  e edit" in footer(person)
        await person.press("g")
        assert "done" not in footer(person)
        assert "f filter" in footer(person)
        await person.press("j")
        assert "space done  a add  e edit" in footer(person)
        await person.press("2")
        assert "→ unfold  a add  p pause" in footer(person)
        assert "done" not in footer(person)
        await person.press("l", "j")
        assert "space done" in footer(person)
        assert "p pause" not in footer(person)


async def test_while_one_types_it_names_no_key_that_writes(tmp_path: Path) -> None:
    async with opened(a_planner(tmp_path)) as person:
        await person.press("f3")
        assert "a add" in footer(person)
        await person.press("enter")
        assert footer(person).split()[:7] == ["ctrl+s", "go", "on", "esc", "back", "f1", "help"]
        await person.press("f1")
        assert "Keys and symbols" in person.screen


@pytest.mark.thorough
async def test_in_the_form_of_a_plan_the_steps_have_keys_where_they_have_the_focus(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, template(step("a", "start"), step("b", "start+P1W")))
    async with at_templates(planner) as walk:
        await open_form(walk, "sample")
        assert "in/out" not in walk.text.splitlines()[-1]
        await walk.press("f6")
        assert "space in/out  e change" in walk.text.splitlines()[-1]


@pytest.mark.thorough
async def test_in_the_gallery_a_head_has_no_template(tmp_path: Path) -> None:
    shelf = [template(step("a", "start"), id=f"t{number}", title=f"Plan {number}") for number in range(3)]
    planner = planner_with(tmp_path, *shelf, stage="early")
    async with at_templates(planner) as walk:
        assert "p plan it" in walk.text.splitlines()[-1]
        await walk.press("x", "x")
        assert len(walk.gallery._marked) == 2  # the cursor went on to the next
        await walk.press("escape", "g")
        assert "p plan it" not in walk.text.splitlines()[-1]
        await walk.press("x")
        assert "Choose a template first." in walk.text
        assert not walk.gallery._marked
