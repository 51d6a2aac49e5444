from __future__ import annotations

import re
from base64 import b64decode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.notify.sequences import KINDS, Way, multiplexer, sequence, way_to

UNTOLD = {"TERM": "xterm-256color"}
IN_TMUX = {"TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0", "TERM_PROGRAM": "tmux"}
IN_SCREEN = {"TERM": "screen.xterm", "STY": "1.pts"}
PASSES = {"name": "", "type": "", "passes": "1"}


@pytest.mark.parametrize(
    ("environ", "kind", "bell"),
    [
        (UNTOLD, "bell", False),
        ({}, "bell", False),
        ({"TERM": "linux"}, "bell", False),
        ({"TERM": "xterm-kitty", "TERM_PROGRAM": "iTerm.app"}, "osc99", False),
        ({**UNTOLD, "KITTY_WINDOW_ID": "1"}, "osc99", False),
        ({**UNTOLD, "TERM_PROGRAM": "iTerm.app"}, "osc9", False),
        ({**UNTOLD, "LC_TERMINAL": "iTerm2"}, "osc9", False),
        ({**UNTOLD, "TERM_PROGRAM": "WezTerm"}, "osc777", False),
        ({**UNTOLD, "TERM_PROGRAM": "ghostty"}, "osc777", False),
        ({**UNTOLD, "TERM_PROGRAM": "vscode", "KITTY_WINDOW_ID": "1"}, "bell", False),
        ({"TERM": "foot-extra"}, "osc777", False),
        ({"TERM": "rxvt-unicode-256color"}, "osc777", True),
        ({**UNTOLD, "VTE_VERSION": "7002"}, "osc777", True),
        ({**UNTOLD, "KONSOLE_VERSION": "221203"}, "osc777", False),
        ({**UNTOLD, "WT_SESSION": "a", "KITTY_WINDOW_ID": "1"}, "bell", False),
        ({**UNTOLD, "ZELLIJ": "0", "KITTY_WINDOW_ID": "1"}, "bell", False),
    ],
)
def test_the_sequence_is_the_one_the_terminal_knows(environ: dict[str, str], kind: Any, bell: bool) -> None:
    assert way_to(environ) == Way(kind, bell)


def test_what_the_settings_say_wins() -> None:
    assert way_to({"TERM": "xterm-kitty"}, "osc9") == Way("osc9")
    assert way_to({"TERM": "xterm-kitty"}, "bell") == Way("bell")


def test_in_tmux_its_own_terminal_counts_and_the_bell_always_rings() -> None:
    kitty = {**PASSES, "type": "kitty(0.26.5)"}
    assert way_to(IN_TMUX, client=kitty) == Way("osc99", bell=True, through="tmux")
    assert way_to(IN_TMUX, client={**PASSES, "name": "foot"}) == Way("osc777", bell=True, through="tmux")
    assert way_to({**IN_TMUX, "KITTY_WINDOW_ID": "1"}, client=None) == Way("osc99", bell=True, through="tmux")
    assert way_to(IN_TMUX, client={**kitty, "passes": "0"}) == Way("bell", through="tmux")
    assert way_to(IN_TMUX, "osc9", client={**kitty, "passes": "0"}) == Way("bell", through="tmux")


def test_a_terminal_that_was_opened_from_tmux_is_not_in_it() -> None:
    assert multiplexer({**IN_TMUX, "TERM": "xterm-kitty"}) == ""
    assert multiplexer({**UNTOLD, "TMUX": "x"}) == ""
    assert multiplexer(IN_TMUX) == "tmux"
    assert multiplexer(IN_SCREEN) == "screen"


def test_the_sequences_are_those_that_terminals_document() -> None:
    assert sequence(Way("osc9"), "Mock exam", "due today", "k") == "\x1b]9;Reminder: Mock exam · due today\x07"
    assert sequence(Way("osc9"), "4;1;50", "", "k") == "\x1b]9;Reminder: 4,1,50\x07"
    assert sequence(Way("osc777"), "A;b", "c;d", "k") == "\x1b]777;notify;A,b;c,d\x07"
    assert sequence(Way("bell"), "A", "b", "k") == "\x07"
    assert sequence(Way("osc777", bell=True), "A", "", "k") == "\x1b]777;notify;A;\x07\x07"
    first, second, rest = sequence(Way("osc99"), "Mock ✓", "due", "k").split("\x1b\\")
    name = "i=planner-0862575d"
    assert first == f"\x1b]99;{name}:d=0:e=1;TW9jayDinJM="
    assert second == f"\x1b]99;{name}:d=1:p=body:e=1;ZHVl"
    assert rest == ""
    assert "d=1:e=1" in sequence(Way("osc99"), "Mock", "", "k")


def test_through_tmux_every_escape_is_doubled() -> None:
    way = Way("osc777", bell=True, through="tmux")
    assert sequence(way, "A", "b", "k") == "\x1bPtmux;\x1b\x1b]777;notify;A;b\x07\x1b\\\x07"
    assert sequence(Way("bell", through="tmux"), "A", "b", "k") == "\x07"


def test_through_screen_it_goes_in_small_pieces_of_whole_letters() -> None:
    shown = sequence(Way("osc99", bell=True, through="screen"), "ü" * 110, "é" * 200, "k")
    pieces = re.findall("\x1bP(.*?)\x1b\\\\", shown, re.DOTALL)
    assert all(0 < len(piece.encode()) <= 200 for piece in pieces)
    whole = "".join(pieces)
    assert "\x1b\\" not in whole
    payloads = re.findall("e=1;([^\x07]*)\x07", whole)
    assert [b64decode(each).decode() for each in payloads] == ["ü" * 110, "é" * 200]


TEXTS = st.text(max_size=400) | st.lists(
    st.sampled_from(["\x1b", "\x07", "\x9c", "\x9b", "\\", "\x1b\\", ";", "]", "0", "\n", "\r", "ä", "😀", "\x00"])
).map("".join)


@given(TEXTS, TEXTS, st.sampled_from(KINDS), st.sampled_from(["", "tmux", "screen"]), st.booleans())
def test_no_text_leaves_its_sequence(title: str, body: str, kind: Any, through: Any, bell: bool) -> None:
    shown = sequence(Way(kind, bell, through), title, body, title)
    plain = sequence(Way(kind, bell, through), "A", "b" if body.strip() else "", title)
    controls = re.compile("[\x00-\x1f\x7f-\x9f]")
    if through != "screen":  # where the number of pieces depends on the length
        assert len(controls.findall(shown)) <= len(controls.findall(plain))
    inner = shown
    if through == "tmux" and kind != "bell":
        match = re.fullmatch("\x1bPtmux;(.*?)\x1b\\\\(\x07?)", shown.replace("\x1b\x1b", "\x00"), re.DOTALL)
        assert match
        inner = match[1].replace("\x00", "\x1b") + match[2]
    if through == "screen":
        inner = re.sub("\x1bP(.*?)\x1b\\\\", r"\1", shown, flags=re.DOTALL)
    field = "[^\x00-\x1f\x7f-\x9f]*"
    assert re.fullmatch(f"(\x1b\\](9|99|777);{field}(\x07|\x1b\\\\))*\x07?", inner)
    assert len(shown.encode()) < 4096
