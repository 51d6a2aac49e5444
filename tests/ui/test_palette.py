"""The palette stays on its feet while it is being filled."""

from __future__ import annotations

from pathlib import Path

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
