"""The palette stays on its feet while it is being filled."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.command import CommandList, CommandPalette
from textual.style import Style

from tests.ui.driving import filled, opened


async def test_a_click_on_a_command_that_is_gone_does_nothing(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("ctrl+p")
        palette = person.app.screen
        assert isinstance(palette, CommandPalette)
        commands = palette.query_one(CommandList)
        stale = Style.from_meta({"option": commands.option_count + 3}).rich_style
        commands.post_message(events.Click(commands, 1, 1, 0, 0, 1, False, False, False, 1, 1, stale))
        await person.wait()
        assert person.app.screen is palette


async def test_a_page_down_before_anything_is_laid_out_does_nothing(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("ctrl+p")
        commands = person.app.screen.query_one(CommandList)
        commands._index_to_line.clear()
        commands.action_page_down()  # type: ignore[no-untyped-call]  # Textual's own, without types
        await person.wait()
        assert isinstance(person.app.screen, CommandPalette)


async def test_two_clicks_beside_it_close_it_once(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("ctrl+p")
        palette = person.app.screen
        palette.dismiss()
        palette.dismiss()
        await person.wait()
        assert person.app._exception is None
        assert len(person.app.screen_stack) == 1


async def test_two_answers_to_a_question_are_one(tmp_path: Path) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press("2", "enter", "D")
        depth = len(person.app.screen_stack)
        question = person.app.screen
        question.dismiss(None)
        question.dismiss(None)
        await person.wait()
        assert len(person.app.screen_stack) == depth - 1


@pytest.mark.parametrize("keys", ["ctrl+p", "slash", "a", "n", "w", "z", "e"])
async def test_what_is_pasted_reaches_no_terminal(tmp_path: Path, keys: str) -> None:
    async with opened(filled(tmp_path)) as person:
        await person.press(keys)
        if keys == "z":
            await person.press("tab")
        paste = events.Paste("esc \x1b[2J \x9b2J \u202eevil")
        assert person.app._driver is not None
        person.app._driver.process_message(paste)
        await person.wait()
        assert "evil" in person.screen
        assert not {"\x1b", "\x9b", "\u202e"} & set(person.screen)
