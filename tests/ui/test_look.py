"""Theme, symbols and movement: chosen in the app and remembered, or said in config.toml."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.pilot import Pilot

from planner.domain.plain_signs import PLAIN
from planner.store.remembered import NAME, FileRemembered
from planner.ui import theme
from planner.ui.look import PlainSymbols, is_poor
from planner.ui.present import HEALTH, SYMBOLS
from planner.wiring import Planner
from tests.ui.driving import NARROW, WIDE, filled, opened, settled, the_app


def said(home: Path, text: str) -> Planner:
    (home / "config.toml").write_text(text, "utf-8")
    return filled(home)


async def test_a_theme_is_seen_before_it_is_taken_and_remembered(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("f2", "j")
        assert person.app.theme == theme.LIGHT
        await person.press("escape")
        assert person.app.theme == theme.DARK
        await person.press("f2", "j", "enter")
        assert person.app.theme == theme.LIGHT
    assert planner.remembered.load() == {"theme": theme.LIGHT}
    async with opened(filled(tmp_path)) as person:
        assert person.app.theme == theme.LIGHT


async def test_config_wins_at_the_next_start_and_says_so(tmp_path: Path) -> None:
    async with opened(said(tmp_path, '[ui]\ntheme = "nord"\nmotion = false\n')) as person:
        assert person.app.theme == "nord"
        assert person.app.animation_level == "none"
        await person.press("f2", "g", "enter")
        assert person.app.theme == theme.DARK
        assert "config.toml says theme = “nord”" in person.toasts


async def test_a_theme_that_is_not_there_is_told_and_ours_is_taken(tmp_path: Path) -> None:
    async with opened(said(tmp_path, '[ui]\ntheme = "nrod"\n')) as person:
        assert person.app.theme == theme.DARK
        assert "There is no theme “nrod”" in person.toasts


async def test_what_is_wrong_in_the_file_is_told_with_its_line(tmp_path: Path) -> None:
    async with opened(said(tmp_path, '[ui]\n\nsymbols = "pretty"\n')) as person:
        assert "line 3: “symbols” is not one of" in person.toasts


async def test_plain_symbols_are_ascii_and_remembered(tmp_path: Path) -> None:
    planner = filled(tmp_path)
    async with opened(planner) as person:
        await person.press("f7")
        assert person.app.look.plain
    assert planner.remembered.load() == {"symbols": "ascii"}
    async with opened(filled(tmp_path)) as person:
        assert person.app.look.plain
        await person.press("f7")
        assert not person.app.look.plain


def test_plain_symbols_keep_every_column_and_every_meaning_apart() -> None:
    assert all(len(ours) == len(plain) == 1 and plain.isascii() for ours, plain in PLAIN.items())
    for marks in ([sign for sign, _ in SYMBOLS], [sign for sign, _, _ in HEALTH.values()]):
        drawn = {PLAIN.get(sign, sign) for sign in marks}
        assert len(drawn) == len(set(marks))
    (drawn_segment,) = PlainSymbols().apply([Segment("○ “漢” ━━ é½·")], Color(0, 0, 0))
    assert drawn_segment.text == 'o "漢" == é½·'


@pytest.mark.parametrize(
    ("term", "encoding", "poor"),
    [
        ("xterm-256color", "utf-8", False),
        ("linux", "utf-8", True),
        ("xterm", "ANSI_X3.4-1968", True),
        ("", "UTF-8", False),
    ],
)
def test_poor_terminals_are_known(term: str, encoding: str, poor: bool) -> None:
    assert is_poor({"TERM": term}, encoding) is poor


@pytest.mark.parametrize("text", ["", "[]", "{", '{"theme": 3}', "\x00", '{"theme": "' + "x" * 500 + '"}', '"' * 9000])
def test_a_file_of_choices_that_makes_no_sense_holds_none(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text, "utf-8")
    remembered = FileRemembered(tmp_path)
    assert remembered.load() == {}
    remembered.save("theme", "nord")
    assert json.loads((tmp_path / NAME).read_text("utf-8")) == {"theme": "nord"}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
@pytest.mark.parametrize("look", ["light", "ansi", "ascii", "no-color", "themes"])
def test_it_looks_as_it_did(
    snap_compare: Callable[..., bool],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    look: str,
    size: tuple[int, int],
) -> None:
    texts = {
        "light": f'[ui]\ntheme = "{theme.LIGHT}"\n',
        "ansi": '[ui]\ntheme = "ansi-dark"\n',
        "ascii": '[ui]\nsymbols = "ascii"\n',
    }
    if look == "no-color":
        monkeypatch.setenv("NO_COLOR", "1")
    planner = said(tmp_path, texts.get(look, ""))

    async def walk(pilot: Pilot[None]) -> None:
        await settled(pilot)
        if look == "themes":
            await pilot.press("f2")
            await settled(pilot)

    assert snap_compare(the_app(planner), terminal_size=size, run_before=walk)
