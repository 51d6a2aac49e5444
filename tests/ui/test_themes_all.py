"""Every theme that can be chosen draws every place, with a plan and a form open."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.theme import BUILTIN_THEMES

from planner.ui import theme
from planner.ui.screens.template_build import BuildScreen
from tests.services.people import a_planner
from tests.ui.driving import filled, opened

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize("name", ["textual-dark", "textual-light"])
async def test_a_template_is_planned_under_a_theme_of_someone_else(tmp_path: Path, name: str) -> None:
    async with opened(a_planner(tmp_path)) as person:
        person.app.theme = name
        await person.press("7", "p")
        assert isinstance(person.app.screen, BuildScreen)


@pytest.mark.thorough
@pytest.mark.parametrize("name", sorted([*BUILTIN_THEMES, theme.DARK, theme.LIGHT]))
async def test_every_theme_draws_every_place(tmp_path: Path, name: str) -> None:
    async with opened(filled(tmp_path)) as person:
        person.app.theme = name
        for keys in (("e",), ("a",), ("slash",), ("question_mark",), ("2", "l"), ("H",), ("ctrl+p",)):
            await person.press(*keys)
            assert person.screen.strip()
            await person.press("escape")


async def test_under_a_light_theme_of_someone_else_our_own_colours_are_those_for_light(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        for name, ours in (("textual-light", 1), ("textual-dark", 0)):
            person.app.theme = name
            assert person.app.get_css_variables()["muted"] == theme.THEMES[ours].variables["muted"]
