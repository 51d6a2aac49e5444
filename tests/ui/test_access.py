"""For everybody: whatever has the focus is seen, tab goes round, escape leaves, nothing moves that need not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.screen import ModalScreen
from textual.widget import Widget

from tests.ui.driving import NARROW, WIDE, Person, filled, opened

SCREENS: dict[str, tuple[str, ...]] = {
    "today": (),
    "plan": ("2", "l"),
    "calendar": ("3", "C"),
    "templates": ("7",),
    "template": ("7", "j", "enter"),
    "milestone": ("enter",),
    "history": ("H",),
    "weeks": ("W",),
    "welcome": ("f3",),
    "add": ("a",),
    "edit": ("e",),
    "edit goal": ("2", "e"),
    "new goal": ("2", "N"),
    "move": ("m",),
    "snooze": ("z",),
    "note": ("n",),
    "delete": ("D",),
    "links": ("d",),
    "critical path": ("2", "P"),
    "search": ("slash",),
    "palette": ("ctrl+p",),
    "help": ("question_mark",),
    "profile": ("f6",),
    "reminders": ("R",),
    "theme": ("f2",),
    "calendar file": ("f8",),
}


def drawn(widget: Widget) -> list[object]:
    """Every cell of a widget as it is on screen, letters and colours."""
    region = widget.region
    rows = widget.screen._compositor.render_strips()
    return [
        [(piece.text, piece.style) for piece in row.crop(region.x, region.right)]
        for row in rows[max(0, region.y) : max(0, region.bottom)]
    ]


async def chain(person: Person) -> list[Widget]:
    """What tab goes through, from where it is until it comes round. Fails where it does not."""
    first = person.app.focused
    found: list[Widget] = []
    for _ in range(60):
        focused = person.app.focused
        assert focused is not None
        if found and focused is first:
            return found
        found.append(focused)
        person.app.screen.focus_next()
        await person.wait()
    raise AssertionError(f"tab does not come round: {found}")


def parts(widget: Widget) -> Iterator[Widget]:
    """The widget, and what a person may take for it: a field is its line with what stands around."""
    yield widget
    if isinstance(widget.parent, Widget) and widget.parent is not widget.screen:
        yield widget.parent


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=str)
@pytest.mark.parametrize("name", SCREENS)
async def test_what_has_the_focus_is_seen_and_tab_goes_round(tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    async with opened(filled(tmp_path), size) as person:
        await person.press(*SCREENS[name])
        widgets = await chain(person)
        for widget in widgets:
            widget.focus()
            await person.wait()
            region, seen = widget.region, widget.screen.size
            assert 0 <= region.y < seen.height, f"{widget} is out of sight"
            with_focus = [drawn(each) for each in parts(widget)]
            person.app.set_focus(None)
            await person.wait()
            assert with_focus != [drawn(each) for each in parts(widget)], f"{widget} looks the same with the focus"


@pytest.mark.parametrize("name", SCREENS)
async def test_escape_leaves_every_dialog_and_every_screen(tmp_path: Path, name: str) -> None:
    async with opened(filled(tmp_path), NARROW) as person:
        await person.press(*SCREENS[name])
        for _ in range(6):
            if not isinstance(person.app.screen, ModalScreen) and len(person.app.screen_stack) == 1:
                break
            await person.press("escape")
        assert len(person.app.screen_stack) == 1
        await person.press("1")
        assert "1 Today" in person.screen


async def test_nothing_moves_where_movement_is_not_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.toml").write_text("[ui]\nmotion = false\n", encoding="utf-8")
    async with opened(filled(tmp_path)) as person:
        person.app.look.apply()
        assert person.app.animation_level == "none"
        await person.press("G", "g", "question_mark", "G")
        assert not person.app._animator._animations
