"""The colours: enough contrast in both themes, and as many of them as a terminal of sixteen has."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import Theme

from planner.ui import theme
from planner.ui.present import HEALTH
from tests.ui.driving import filled, opened
from tests.ui.test_shell import ratio

INKS = ("text", "muted", "accent", "warn", "danger", "good")


def colours(each: Theme) -> dict[str, str]:
    found = {"background": each.background, "surface": each.surface, "panel": each.panel, "accent": each.accent}
    return {**{name: value for name, value in found.items() if value}, **each.variables}


@pytest.mark.parametrize("each", theme.THEMES, ids=lambda each: each.name)
@pytest.mark.parametrize("ground", ["background", "surface", "panel", "cursor"])
def test_what_is_at_risk_can_be_read_on_every_ground(each: Theme, ground: str) -> None:
    known = colours(each)
    assert ratio(Color.parse(known["warn"]), Color.parse(known[ground])) >= 4.5


def test_each_health_has_a_colour_of_its_own() -> None:
    styles = [style for health, (_, _, style) in HEALTH.items() if health]
    assert len(set(styles)) == len(styles)
    for each in (*theme.THEMES, *theme.SIXTEEN):
        known = colours(each)
        assert len({known[style[1:]] for style in styles}) == len(styles)


@pytest.mark.parametrize("each", theme.SIXTEEN, ids=lambda each: each.name)
def test_with_sixteen_colours_each_ink_is_another_of_them(each: Theme) -> None:
    known = colours(each)
    numbers = {RichColor.parse(known[ink]).downgrade(ColorSystem.STANDARD).number for ink in INKS}
    assert len(numbers) == len(INKS)
    grounds = {RichColor.parse(known[name]).downgrade(ColorSystem.STANDARD).number for name in ("background", "cursor")}
    assert len(grounds) == 2
    assert not numbers & grounds


@pytest.mark.parametrize(("term", "shown"), [("xterm", theme.SIXTEEN), ("xterm-256color", theme.THEMES)])
async def test_a_terminal_of_sixteen_colours_gets_the_themes_made_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, term: str, shown: tuple[Theme, ...]
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.delenv("COLORTERM", raising=False)
    async with opened(filled(tmp_path)) as person:
        for each in shown:
            assert person.app.available_themes[each.name] is each
