"""What a terminal is told so that it shows a notification: which sequence it knows, and texts that cannot leave it.

There is no answer to any of these. Where it is not certain that the terminal obeys, the bell rings as well.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Literal, TypeAlias
from zlib import crc32

from planner.domain.clipping import cut
from planner.domain.text import clean
from planner.domain.values import dataclass

Kind: TypeAlias = Literal["osc9", "osc99", "osc777", "bell"]
KINDS: tuple[Kind, ...] = ("osc9", "osc99", "osc777", "bell")
NAMES: Mapping[Kind, str] = {"osc9": "OSC 9", "osc99": "OSC 99", "osc777": "OSC 777", "bell": "the bell"}

ESC, BEL = "\x1b", "\x07"
ST = ESC + "\\"
TITLE_UNITS, BODY_UNITS = 120, 240
_SCREEN_BYTES = 200
"""GNU screen passes so much on at a time, and drops what is longer."""

# By the name of the terminal as TERM, TERM_PROGRAM or tmux has it: the beginning in lower case, and what it knows.
# Behind “?” stands what only some builds of it know.
_BY_TERM: Mapping[str, str] = {
    "xterm-kitty": "osc99",
    "xterm-ghostty": "osc777",
    "foot": "osc777",
    "wezterm": "osc777",
    "rxvt-unicode": "osc777?",
}
_BY_PROGRAM: Mapping[str, str] = {
    "kitty": "osc99",
    "iterm": "osc9",
    "wezterm": "osc777",
    "ghostty": "osc777",
    "foot": "osc777",
    "konsole": "osc777",
    "vte": "osc777?",
    "vscode": "bell",
    "apple_terminal": "bell",
}
_BY_VARIABLE: Mapping[str, str] = {
    "WT_SESSION": "bell",
    "KITTY_WINDOW_ID": "osc99",
    "WEZTERM_PANE": "osc777",
    "GHOSTTY_RESOURCES_DIR": "osc777",
    "KONSOLE_VERSION": "osc777",
    "ITERM_SESSION_ID": "osc9",
    "VTE_VERSION": "osc777?",
}
"""Set by the terminal; a program that was started from it and opens a terminal of its own hands them down."""


@dataclass(frozen=True, slots=True)
class Way:
    """How to reach a terminal: the kind of sequence, whether the bell rings too, and what lies in between."""

    kind: Kind
    bell: bool = False
    through: Literal["", "tmux", "screen"] = ""

    def __str__(self) -> str:
        names = NAMES[self.kind] + (" and the bell" if self.bell and self.kind != "bell" else "")
        return f"{names}, through {self.through}" if self.through else names


def way_to(environ: Mapping[str, str], wanted: str = "auto", client: Mapping[str, str] | None = None) -> Way:
    """How to reach the terminal that `environ` tells of; `wanted` is a Kind, or `auto`.

    `client` is what tmux says of the terminal it runs in: `name`, `type`, `passes` (`0` when it passes nothing on).
    """
    through = multiplexer(environ)
    if through == "tmux" and client is not None and client.get("passes") == "0":
        return Way("bell", through="tmux")  # which tmux hands on by itself
    if wanted != "auto":
        kind, sure = _kind(wanted)
    elif through == "tmux":
        told = _known(_BY_PROGRAM, (client or {}).get("type", "")) or _known(_BY_TERM, (client or {}).get("name", ""))
        kind, sure = _kind(told or _by_variable(environ))
    else:
        kind, sure = _kind(_of_terminal(environ))
    return Way(kind, bell=kind != "bell" and (not sure or bool(through)), through=through)


def multiplexer(environ: Mapping[str, str]) -> Literal["", "tmux", "screen"]:
    """What lies between; a terminal that was opened from within tmux only hands its variables down."""
    term = environ.get("TERM", "").lower()
    inside = term.startswith(("screen", "tmux")) or environ.get("TERM_PROGRAM") == "tmux"
    if environ.get("TMUX") and inside and not _known(_BY_TERM, term):
        return "tmux"
    return "screen" if environ.get("STY") and term.startswith("screen") else ""


def _of_terminal(environ: Mapping[str, str]) -> str:
    if environ.get("ZELLIJ"):
        return "bell"  # it swallows everything else
    return (
        _known(_BY_TERM, environ.get("TERM", ""))
        or _known(_BY_PROGRAM, environ.get("TERM_PROGRAM", ""))
        or _known(_BY_PROGRAM, environ.get("LC_TERMINAL", ""))  # which travels with SSH
        or _by_variable(environ)
    )


def _by_variable(environ: Mapping[str, str]) -> str:
    return next((known for name, known in _BY_VARIABLE.items() if environ.get(name)), "bell")


def _known(table: Mapping[str, str], name: str) -> str:
    return next((known for beginning, known in table.items() if name.lower().startswith(beginning)), "")


def _kind(known: str) -> tuple[Kind, bool]:
    return next((kind for kind in KINDS if kind == known.rstrip("?")), "bell"), not known.endswith("?")


def sequence(way: Way, title: str, body: str, key: str) -> str:
    """What is to be written. Two with the same `key` become one where the terminal can do that."""
    title, body = cut(clean(title), TITLE_UNITS) or "Reminder", cut(clean(body), BODY_UNITS)
    shown = _sequence(way.kind, title, body, key)
    match way.through:
        case "tmux":
            shown = f"{ESC}Ptmux;{shown.replace(ESC, ESC + ESC)}{ST}" if shown else ""
        case "screen":
            shown = _through_screen(shown)
    return shown + (BEL if way.bell or way.kind == "bell" else "")


def _sequence(kind: Kind, title: str, body: str, key: str) -> str:
    match kind:
        case "osc9":
            # A number and a semicolon would be another command: 9;4 is a progress bar.
            text = f"Reminder: {title}" + (f" · {body}" if body else "")
            return f"{ESC}]9;{_one_field(text)}{BEL}"
        case "osc777":
            return f"{ESC}]777;notify;{_one_field(title)};{_one_field(body)}{BEL}"
        case "osc99":
            name = f"planner-{crc32(key.encode(errors='replace')):08x}"
            parts = f"{ESC}]99;i={name}:d={0 if body else 1}:e=1;{_base64(title)}{ST}"
            return parts + (f"{ESC}]99;i={name}:d=1:p=body:e=1;{_base64(body)}{ST}" if body else "")
        case "bell":
            return ""


def _one_field(text: str) -> str:
    return text.replace(";", ",")


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()


def _through_screen(shown: str) -> str:
    """In pieces that screen takes; it ends its own at ST, so within it everything ends with BEL."""
    shown = shown.replace(ST, BEL)
    pieces, piece = [], ""
    for char in shown:
        if len((piece + char).encode()) > _SCREEN_BYTES:
            pieces.append(piece)
            piece = ""
        piece += char
    return "".join(f"{ESC}P{each}{ST}" for each in [*pieces, piece] if each)
