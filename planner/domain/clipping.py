"""Text cut where a reader would cut: what is seen as one character is never split."""

from __future__ import annotations

import unicodedata

_ZWJ = "\u200d"
_ELLIPSIS = "…"


def cut(text: str, units: int) -> str:
    """`text`, or its beginning and “…”, in at most `units` UTF-16 units; what a reader sees as one is never split."""
    if _units(text) <= units:
        return text
    end = used = 0
    while end < len(text) and used + _units(text[end]) <= units - 1:
        used += _units(text[end])
        end += 1
    while end > 0 and _joined(text, end):
        end -= 1
    return text[:end].rstrip() + _ELLIPSIS


def _units(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


def _joined(text: str, at: int) -> bool:
    """Whether the characters before and after `at` are one to a reader: accents, emoji of several parts, flags."""
    before, after = text[at - 1], text[at]
    if _ZWJ in {before, after} or unicodedata.category(after) in {"Mn", "Mc", "Me"}:
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff":  # skin tones
        return True
    if _is_flag_part(after):
        begin = at
        while begin > 0 and _is_flag_part(text[begin - 1]):
            begin -= 1
        return (at - begin) % 2 == 1
    return False


def _is_flag_part(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
