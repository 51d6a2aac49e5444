"""Text of a person or a file: made harmless on entry and again on output, measured, and ids by their prefix.

A terminal obeys control characters wherever they stand, even in a title; so they never get in and never get out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from itertools import islice, pairwise

from planner.domain.errors import Ambiguous, NotFound, WrongUsage
from planner.domain.plan import NOTES_LIMIT, TITLE_LIMIT

REPLACEMENT = "\ufffd"
TAG_LIMIT = 50
SHORTEST_PREFIX = 4

# Controls (C0 but newline and tab, DEL, C1), Arabic letter mark, line and paragraph separators, bidi embeddings,
# overrides and isolates, surrogates, byte order mark, interlinear annotation, and the invisible tag characters.
# LRM, RLM, ZWJ and ZWNJ are not here: honest text and emoji need them.
_FORBIDDEN = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Unicode's stream-safe format: no honest letter bears more marks, and putting long runs in order takes quadratic time.
_MOST_MARKS = 30
_SHOWN = 40
_EMPTY_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"  # Hangul fillers and the Braille pattern without dots


def clean(text: str, *, lines: bool = False) -> str:
    """`text` without anything a terminal would obey, in NFC. Cleaning twice changes nothing more.

    What is forbidden becomes U+FFFD. With `lines` (notes) newlines and tabs stay and a Windows line end becomes a
    newline; without (titles) every run of white space becomes one space and none is left at the ends.
    """
    if text.isascii() and text.isprintable():
        if lines or ("  " not in text and text[:1] != " " and text[-1:] != " "):
            return text
        return " ".join(text.split())
    text = re.sub(_FORBIDDEN, REPLACEMENT, text.replace("\r\n", "\n"))
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", _with_few_marks(text))
    return text if lines else " ".join(text.split())


def _with_few_marks(text: str) -> str:
    found: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        found.append(char if run <= _MOST_MARKS else REPLACEMENT)
    return "".join(found)


def title(text: str, what: str = "title") -> str:
    """A clean title of one line. Raises WrongUsage when nothing is left or it is longer than TITLE_LIMIT characters.

    `what` names it in the message: "title", "name of the filter", …
    """
    _refuse_longer(text, TITLE_LIMIT, what, room=50)
    cleaned = clean(text)
    if not cleaned:
        raise WrongUsage(f"The {what} is empty.", "Write at least one word.")
    _refuse_longer(cleaned, TITLE_LIMIT, what)
    return cleaned


def notes(text: str, what: str = "note") -> str:
    """Clean text of several lines, may be empty. Raises WrongUsage when it is longer than NOTES_LIMIT characters."""
    _refuse_longer(text, NOTES_LIMIT, what, room=3)
    cleaned = clean(text, lines=True)
    _refuse_longer(cleaned, NOTES_LIMIT, what)
    return cleaned


def tag(text: str) -> str:
    """One clean word without its `#`. Raises WrongUsage when it is not one word of at most TAG_LIMIT characters."""
    _refuse_longer(text, TAG_LIMIT, "tag", room=50)
    word = clean(text).removeprefix("#")
    if not word or " " in word:
        raise WrongUsage(f"“{shown(text)}” is not a tag.", "A tag is one word, such as networking.")
    _refuse_longer(word, TAG_LIMIT, "tag")
    return word


def _refuse_longer(text: str, limit: int, what: str, room: int = 1) -> None:
    # Asked before cleaning too, with `room` to spare: what is far too long is not worth reading.
    if len(text) > limit * room:
        raise WrongUsage(
            f"The {what} has {len(text):,} characters; at most {limit:,} fit.", "Nothing was cut: shorten it yourself."
        )


def is_blank(text: str) -> bool:
    """Whether nothing of it would be seen: spaces of any kind, marks that join or have no width, empty letters."""
    return all(
        char.isspace() or char in _EMPTY_LETTERS or unicodedata.category(char) in {"Cf", "Mn", "Me"} for char in text
    )


def shown(text: str) -> str:
    """`text` clean, on one line and short enough to be quoted in a message."""
    cleaned = clean(text[: _SHOWN * 4])
    return cleaned if len(cleaned) <= _SHOWN else cleaned[: _SHOWN - 1] + "…"


def short_ids(ids: Collection[str], of: Collection[str] | None = None) -> Mapping[str, str]:
    """By id, its shortest prefix of at least four characters that no other of `ids` begins with.

    With `of` only those of these are sure to be there, which is quicker where they are a few of very many.
    """
    if of is not None:
        heads = {each[:SHORTEST_PREFIX] for each in of}
        ids = [each for each in ids if each[:SHORTEST_PREFIX] in heads]
    ordered = sorted(set(ids))
    needed = dict.fromkeys(ordered, SHORTEST_PREFIX)
    for left, right in pairwise(ordered):
        if left[:SHORTEST_PREFIX] != right[:SHORTEST_PREFIX]:
            continue  # of random ids nearly all: there is nothing to count
        length = _common(left, right) + 1
        needed[left] = max(needed[left], length)
        needed[right] = max(needed[right], length)
    return {each: each[:length] for each, length in needed.items()}


def _common(left: str, right: str) -> int:
    """How many characters both begin with; halving, because comparing slices costs nothing beside a loop."""
    least, most = 0, min(len(left), len(right))
    while least < most:
        middle = (least + most + 1) // 2
        if left[:middle] == right[:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def resolve(prefix: str, ids: Collection[str], what: str = "milestone") -> str:
    """The one id in `ids` that is `prefix` or begins with it. Raises NotFound, or Ambiguous with the candidates."""
    wanted = clean(prefix).lower()
    if wanted in ids:
        return wanted
    found = [each for each in ids if each.startswith(wanted)] if wanted else []
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(f"There is no {what} “{shown(prefix)}”.", "Look its id up in a list; the first characters do.")
    raise Ambiguous(
        f"“{shown(prefix)}” could be any of {len(found):,} {what}s.", f"Write more of the id: {_listed(found, ids)}."
    )


def _listed(found: Iterable[str], ids: Collection[str], most: int = 8) -> str:
    ordered = sorted(found)
    short = short_ids(ids)
    names = ", ".join(short[each] for each in islice(ordered, most))
    return f"{names}, …" if len(ordered) > most else names
