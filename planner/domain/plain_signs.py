"""Our signs in ASCII, for fonts and encodings that lack them."""

from __future__ import annotations

from collections.abc import Mapping

PLAIN: Mapping[str, str] = {
    # milestones and goals
    "○": "o", "◆": "*", "◐": "%", "◌": "?", "⊘": "#", "☾": "z", "↻": "@", "✓": "x", "–": "-", "‖": "|",
    "▮": "#", "▯": "_",
    "●": "=", "▲": "^", "■": "!", "⊗": "m", "×": "x", "☑": "x", "☐": "_", "≈": "~",
    # lines, bars and cursors
    "━": "=", "─": "-", "│": "|", "┃": "|", "╭": "+", "╮": "+", "╰": "+", "╯": "+", "┏": "+", "┓": "+", "┗": "+",
    "┛": "+", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "▌": ">", "▏": "|", "▎": "|", "▐": "|",
    "█": "#", "▁": "_", "▂": "_", "▃": "_", "▄": "=", "▅": "=", "▆": "=", "▇": "#", "▔": "-", "▕": "|",
    # the timeline
    "⚑": "T", "┊": ":", "┄": "~", "░": ".", "▒": "%", "◂": "<", "▴": "^", "┬": "+", "┴": "+", "┼": "+",
    # words
    "▸": ">", "▾": "v", "→": ">", "←": "<", "↑": "^", "↓": "v", "…": "~", "“": '"', "”": '"', "’": "'", "—": "-",
}  # fmt: skip
"""Every sign of ours beyond Latin-1 by one of ASCII, as wide; those of milestones and of goals stay apart."""
BEYOND_ASCII: Mapping[str, str] = {"·": "-", "§": "$", "½": "+", "\u00a0": " "}
"""Those of Latin-1, for encodings that have not even these; as wide."""
IN_WORDS: Mapping[str, str] = {"…": "...", "→": "->", "✗": "x"}
"""What may take more room, because nothing stands under it."""
PARTS: Mapping[str, str] = {"¼": ".25", "½": ".5", "¾": ".75"}
"""Parts of a number."""


def holds(sign: str, encoding: str) -> bool:
    """Whether an encoding has this sign."""
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def plain(text: str, encoding: str) -> str:
    """`text` without the signs of ours that the encoding lacks, each by one that is as wide."""
    known = {**PLAIN, **BEYOND_ASCII}
    return "".join(known[sign] if sign in known and not holds(sign, encoding) else sign for sign in text)


def plain_words(text: str, encoding: str) -> str:
    """The same for words, where more room is no harm: `1½ h …` becomes `1.5 h ...`."""
    found: list[str] = []
    for at, sign in enumerate(text):
        instead = IN_WORDS.get(sign) or PARTS.get(sign)
        if instead is None or holds(sign, encoding):
            found.append(sign)
        elif sign in PARTS:
            found.append(instead if text[at - 1 : at].isdigit() else f"0{instead}")
        else:
            found.append(instead)
    return plain("".join(found), encoding)
