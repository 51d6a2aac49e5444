"""Help: the keys of where one is, the symbols, and the first day."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.ui.actions import binding_id, every
from tests.ui.driving import NARROW, WIDE, filled, opened


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
async def test_the_first_day_is_five_lines_away_from_the_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(filled(tmp_path), size) as person:
        await person.press("question_mark")
        assert "Keys and symbols" in person.screen
        await person.press("f")
        for words in ("First steps", "1  f3", "2  1", "3  space", "4  a", "5  f4"):
            assert words in person.screen, words
        await person.press("f")
        assert "Keys and symbols" in person.screen
        await person.press("escape")
        assert "OVERDUE" in person.screen


async def test_the_first_day_names_the_persons_own_keys(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[keys]\nadd = "f9"\n', "utf-8")
    async with opened(filled(tmp_path)) as person:
        await person.press("question_mark", "f")
        assert "4  f9" in person.screen


async def test_the_names_for_the_settings_stand_with_their_keys(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[keys]\nadd = "f9"\n', "utf-8")
    async with opened(filled(tmp_path), (120, 260)) as person:
        await person.press("question_mark", "n")
        rows = [line.replace("│", " ").split() for line in person.screen.splitlines()]
        assert any(row[-2:] == ["space", "milestones.complete"] for row in rows)
        assert any(row[-2:] == ["f9", "app.add"] for row in rows)
        for action in every():
            assert any(row[-1:] == [binding_id(action)] for row in rows), action
        await person.press("n")
        assert "Keys and symbols" in person.screen
