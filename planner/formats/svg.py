"""Drawing into an SVG document. Text of a person is cleaned, cut by an estimate of its width, and escaped.

Every number is in pixels of the drawing, one decimal; what is drawn has a class, and the style sheet says how it looks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from planner.domain.text import REPLACEMENT, clean

SPACE = "http://www.w3.org/2000/svg"
_WIDE = 1.0
_USUAL = 0.62
_NARROW = 0.37
"""Widths of letters in a usual typeface without serifs, by the size of the type."""
_THIN = frozenset("fijlrtI.,:;'|!()[] -")
# XML has no place for these, not even escaped; `clean` takes the other ones.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def literal(text: str) -> str:
    """One line of text of a person as it may stand in a document."""
    return _NO_XML.sub(REPLACEMENT, clean(text))


def width_of(text: str, size: float) -> float:
    """About how wide a text is at this size of type; rather more than less."""
    total = 0.0
    for char in text:
        if unicodedata.combining(char):
            continue
        wide = unicodedata.east_asian_width(char) in "WF" or ord(char) >= 0x1F000
        total += _WIDE if wide else _NARROW if char in _THIN else 0.74 if char.isupper() else _USUAL
    return total * size


def fitted(text: str, size: float, room: float) -> str:
    """`text` in at most `room`, with … where it was cut; "" where not even a letter has room."""
    whole = literal(text)
    if width_of(whole, size) <= room:
        return whole
    kept = ""
    left = room - width_of("…", size)
    for char in whole:
        left -= width_of(char, size)
        if left < 0:
            break
        kept += char
    return f"{kept.rstrip()}…" if kept.strip() else ""


class Sheet:
    """A document that is being drawn; it knows nothing of what it shows."""

    def __init__(self, title: str, about: str, style: str) -> None:
        """`title` and `about` are read out to who does not see it."""
        self._root = Element("svg", {"xmlns": SPACE, "role": "img", "aria-labelledby": "title about"})
        SubElement(self._root, "title", {"id": "title"}).text = literal(title)
        SubElement(self._root, "desc", {"id": "about"}).text = literal(about)
        SubElement(self._root, "style").text = style
        self._at = self._root
        self._above: list[Element] = []

    def sized(self, width: float, height: float) -> None:
        """How big it came to be."""
        self._root.set("viewBox", f"0 0 {_number(width)} {_number(height)}")
        self._root.set("width", _number(width))
        self._root.set("height", _number(height))

    @contextmanager
    def group(self, kind: str = "", says: str = "") -> Iterator[None]:
        """What is drawn inside belongs together; `says` shows where the mouse rests, and is read out."""
        made = SubElement(self._at, "g", {"class": kind} if kind else {})
        if says:
            SubElement(made, "title").text = literal(says)
        self._above.append(self._at)
        self._at = made
        yield
        self._at = self._above.pop()

    def pattern(self, name: str, size: float, kind: str) -> None:
        """Slanted lines, to fill something with: `fill: url(#name)`."""
        made = SubElement(
            self._at,
            "pattern",
            {"id": name, "width": _number(size), "height": _number(size), "patternUnits": "userSpaceOnUse",
             "patternTransform": "rotate(45)"},
        )  # fmt: skip
        SubElement(made, "rect", {"width": _number(size), "height": _number(size), "class": f"{kind} under"})
        SubElement(made, "rect", {"width": _number(size / 2.5), "height": _number(size), "class": f"{kind} over"})

    def rect(self, kind: str, x: float, y: float, width: float, height: float, *, round_: float = 0) -> None:
        """A box; a round one with its corners."""
        box = {"x": x, "y": y, "width": max(width, 0), "height": max(height, 0)}
        if round_:
            box["rx"] = min(round_, width / 2, height / 2)
        SubElement(self._at, "rect", {"class": kind, **{name: _number(each) for name, each in box.items()}})

    def path(self, kind: str, data: str) -> None:
        """A line or an outline, as SVG spells it."""
        SubElement(self._at, "path", {"class": kind, "d": data})

    def line(self, kind: str, x: float, y: float, to_x: float, to_y: float) -> None:
        """A straight line."""
        self.path(kind, f"M{_number(x)} {_number(y)}L{_number(to_x)} {_number(to_y)}")

    def diamond(self, kind: str, x: float, y: float, radius: float) -> None:
        """A diamond round its middle."""
        r = _number(radius)
        self.path(kind, f"M{_number(x)} {_number(y - radius)}l{r} {r}l-{r} {r}l-{r} -{r}z")

    def text(self, kind: str, x: float, y: float, text: str, *, anchor: str = "") -> None:
        """Words on their base line; `anchor` is `middle` or `end`."""
        if text:
            placed = {"class": kind, "x": _number(x), "y": _number(y)}
            SubElement(self._at, "text", placed | ({"text-anchor": anchor} if anchor else {})).text = literal(text)

    def bytes(self, head: str) -> bytes:
        """The document in UTF-8; `head` is a comment of ours at its beginning."""
        from io import BytesIO

        out = BytesIO()
        indent(self._root, " ")
        ElementTree(self._root).write(out, encoding="utf-8", xml_declaration=False)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {head} -->\n'.encode() + out.getvalue() + b"\n"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
