"""A file of a stranger, read: an ordinary small UTF-8 file of sound JSON, or every problem with its place.

Numbers stay exact (`int` or `Decimal`), texts come back in NFC. What is refused never costs more than the limits
allow: nothing is read past a mebibyte, a pipe is not waited for, a link is not followed.
"""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from planner.domain.errors import Problem, TemplateInvalid
from planner.domain.places import Flaw, Place
from planner.domain.text import REPLACEMENT, clean

SIZE_LIMIT = 1024 * 1024
DEPTH_LIMIT = 32
LIST_LIMIT = 500
VALUES_LIMIT = 50_000
MOST_FLAWS = 200
_LONGEST_NUMBER = 24
_WIDE_STARTS = frozenset(pair for first in b'{[" \t\r\n' for pair in (bytes([first, 0]), bytes([0, first])))
"""How UTF-16 begins that says nothing of itself."""

# Where a text may have several lines; everywhere else a newline or a tab is a control character.
_LINES = frozenset(
    {"summary", "audience", "outcome", "prerequisites", "question", "evidence", "why", "notes", "note", "lapse"}
)


@dataclass(frozen=True, slots=True)
class _Refused:
    """Stands in the document where the parser met a value that is not let in."""

    message: str


class _Twice(dict[str, Any]):
    """An object in which some keys stand twice."""

    keys_twice: tuple[str, ...] = ()


def read_bytes(path: Path) -> bytes:
    """The bytes of an ordinary file of at most a mebibyte. Raises TemplateInvalid; never waits."""
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY", "O_NOCTTY"):
        flags |= getattr(os, name, 0)
    try:
        if path.is_symlink():
            raise _refused(path, "is a link; give the file it points to")
        handle = os.open(path, flags)
    except (OSError, ValueError) as error:
        raise _refused(path, _why(error)) from error
    try:
        return _read(handle, path)
    except OSError as error:
        raise _refused(path, _why(error)) from error
    finally:
        os.close(handle)


def _read(handle: int, path: Path) -> bytes:
    before = os.fstat(handle)
    if not stat.S_ISREG(before.st_mode):
        what = "a folder" if stat.S_ISDIR(before.st_mode) else "a pipe or a device"
        raise _refused(path, f"is {what}; expected an ordinary file")
    chunks: list[bytes] = []
    size = 0
    # One byte more than there was shows that it grew; who reads on until the end may follow a writer for long.
    while size <= min(SIZE_LIMIT, before.st_size) and (chunk := os.read(handle, SIZE_LIMIT + 1 - size)):
        chunks.append(chunk)
        size += len(chunk)
    if size > SIZE_LIMIT:
        raise _refused(path, "is larger than 1 MiB")
    after = os.fstat(handle)
    if _stamp(before) != _stamp(after) or size != after.st_size:
        raise _refused(path, "changed while it was read; try again")
    return b"".join(chunks)


def _stamp(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size


def _why(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "is a folder; expected an ordinary file"
    reason = error.strerror if isinstance(error, OSError) else None
    return f"cannot be opened: {(reason or 'this is no path').lower()}"


def _refused(path: Path, message: str) -> TemplateInvalid:
    return TemplateInvalid(str(path), [Problem("", message)])


def parse(data: bytes, source: str) -> tuple[dict[str, Any], list[Flaw]]:
    """The JSON object in `data`, and what is wrong inside it (the values there are replaced by harmless ones).

    Raises TemplateInvalid when there is no object to speak of.
    """
    text = _decode(data, source)
    try:
        document = json.loads(
            text,
            parse_int=_int,
            parse_float=_float,
            parse_constant=lambda name: _Refused(f"is {name}; expected a number"),
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        what = error.msg.removesuffix(" at").removesuffix(" starting").lower()
        raise TemplateInvalid(source, [Problem(place, f"is not JSON: {what}")]) from None
    except RecursionError:
        raise TemplateInvalid(source, [Problem("", f"is nested deeper than {DEPTH_LIMIT}")]) from None
    if not isinstance(document, dict):
        raise TemplateInvalid(source, [Problem("", "is not a template; expected an object, { … }")])
    return harmless(document)


def harmless(document: dict[str, Any]) -> tuple[dict[str, Any], list[Flaw]]:
    """The document with its texts in NFC and within the limits of depth, length and number, and what was not let in."""
    walk = _Walk()
    checked: dict[str, Any] = walk.value(document, ())
    if walk.count > VALUES_LIMIT:
        walk.flaws.append(Flaw((), f"holds more than {VALUES_LIMIT} values; the rest was not read"))
    return checked, walk.flaws


def _decode(data: bytes, source: str) -> str:
    problem = None
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        problem = "is UTF-32; save it as UTF-8"
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:2] in _WIDE_STARTS:
        problem = "is UTF-16; save it as UTF-8"
    elif data.startswith(b"\xef\xbb\xbf"):
        problem = "begins with a byte order mark; save it as UTF-8 without one"
    elif not data.strip():
        problem = "is empty"
    elif b"\0" in data:
        problem = "is not a text file"
    if problem is None:
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            problem = f"is not UTF-8: byte {error.start + 1} belongs to no character"
    raise TemplateInvalid(source, [Problem("", problem)])


def _int(digits: str) -> int | _Refused:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else _Refused("is a number with too many digits")


def _float(digits: str) -> Decimal | _Refused:
    if len(digits) > _LONGEST_NUMBER:
        return _Refused("is a number with too many digits")
    try:
        number = Decimal(digits)
    except InvalidOperation:
        return _Refused("is a number that is too large")
    return number if abs(number.adjusted()) <= _LONGEST_NUMBER or not number else _Refused("is a number out of range")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    counts = Counter(key for key, _ in pairs)
    twice = _Twice(found)
    twice.keys_twice = tuple(key for key, count in counts.items() if count > 1)
    return twice


@dataclass(slots=True)
class _Walk:
    """Goes through a document once; what must not be there is noted, and replaced."""

    flaws: list[Flaw] = field(default_factory=list)
    count: int = 0

    def value(self, value: Any, place: Place) -> Any:
        """`value` as it is let in."""
        self.count += 1
        if self.count > VALUES_LIMIT or len(self.flaws) > MOST_FLAWS:
            return None
        if isinstance(value, str):
            return self.text(value, place)
        if isinstance(value, _Refused):
            self.flaws.append(Flaw(place, value.message))
            return 0
        if not isinstance(value, dict | list):
            return value
        if len(place) >= DEPTH_LIMIT:
            self.flaws.append(Flaw(place, f"is nested deeper than {DEPTH_LIMIT}"))
            return None
        if isinstance(value, list):
            if len(value) > LIST_LIMIT:
                self.flaws.append(Flaw(place, f"has {len(value)} entries; at most {LIST_LIMIT} are read"))
            return [self.value(item, (*place, number)) for number, item in enumerate(value[:LIST_LIMIT])]
        if isinstance(value, _Twice):
            twice = value.keys_twice[:MOST_FLAWS]
            self.flaws += [Flaw((*place, key), "stands twice in this object") for key in twice]
        found: dict[str, Any] = {}
        for key, item in value.items():
            name = self.text(key, (*place, key))
            if name in found:
                self.flaws.append(Flaw((*place, key), "stands twice in this object, composed in two ways"))
            found[name] = self.value(item, (*place, key))
        return found

    def text(self, value: str, place: Place) -> str:
        """NFC is not asked of a stranger, it is made; control and bidi characters are refused."""
        cleaned = clean(value, lines=True)
        if cleaned == value and "\n" not in value and "\t" not in value:
            return value
        names = [part for part in place if isinstance(part, str)]
        if cleaned.count(REPLACEMENT) > value.count(REPLACEMENT):
            self.flaws.append(Flaw(place, "holds control characters, or characters that turn the direction of writing"))
        elif ("\n" in cleaned or "\t" in cleaned) and names[-1] not in _LINES and not names[0].startswith("x-"):
            self.flaws.append(Flaw(place, "holds a line break or a tab; expected one line"))
        return cleaned
