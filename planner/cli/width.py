"""How many cells of a terminal a text takes, so that columns line up whatever is in them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_SKIN = range(0x1F3FB, 0x1F400)
_JAMO = range(0x1160, 0x1200)


def cell_width(text: str) -> int:
    """The cells `text` takes: wide characters and emoji two, marks that sit on another none."""
    if text.isascii():
        return len(text)
    return sum(width for _, width in clusters(text))


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """What a person sees as one character, each with its cells: a letter with its marks, a joined emoji."""
    cluster, width = "", 0
    for char in text:
        if cluster and (cluster[-1] == _JOINER or _sits_on_the_one_before(char, width)):
            cluster += char
            if char == _EMOJI_STYLE:
                width = 2
            continue
        if cluster:
            yield cluster, width
        cluster, width = char, _width(char)
    if cluster:
        yield cluster, width


def shorten(text: str, cells: int) -> str:
    """`text` in at most `cells` cells, with `…` where something was cut; a character is never split."""
    if cell_width(text) <= cells:
        return text
    kept, room = "", cells - 1
    for cluster, width in clusters(text):
        if width > room:
            break
        kept, room = kept + cluster, room - width
    return f"{kept.rstrip()}…" if cells > 0 else ""


def slices(text: str, cells: int, hang: int = 0, *, split: bool = False) -> list[tuple[int, int]]:
    """Where `text` breaks into lines of at most `cells` cells, as (begin, end) without the spaces at the breaks; lines
    behind the first have `hang` cells less. A word that is longer stays whole unless it may be `split`."""
    lines: list[tuple[int, int]] = []
    begin = end = used = 0
    for first, last in _pieces(text, max(1, cells - hang) if split else 0):
        width = cell_width(text[end:last])
        if end > begin and used + width > (cells - hang if lines else cells):
            lines.append((begin, end))
            begin, used, width = first, 0, cell_width(text[first:last])
        end, used = last, used + width
    return [*lines, (begin, end)]


def _pieces(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Where its words stand, as (begin, end); with `most` in pieces of no more cells."""
    begin = 0
    for word in text.split(" "):
        end = begin + len(word)
        if most and cell_width(word) > most:
            at, used = begin, 0
            for cluster, width in clusters(word):
                if used and used + width > most:
                    yield begin, at
                    begin, used = at, 0
                at, used = at + len(cluster), used + width
        if end > begin:
            yield begin, end
        begin = end + 1


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """`text` filled with spaces to `cells`; with `right` it stands on the right."""
    fill = " " * max(0, cells - cell_width(text))
    return fill + text if right else text + fill


def _sits_on_the_one_before(char: str, width: int) -> bool:
    code = ord(char)
    return (
        unicodedata.category(char) in {"Mn", "Me", "Cf"}
        or code in _JAMO
        or (code in _SKIN and width == 2)  # a skin tone colours the emoji before it
    )


def _width(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"} or ord(char) in _JAMO:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
