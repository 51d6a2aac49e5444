"""Spoiling a sound template: at one place, and asking what is told; or at any place, in any of many ways."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

from hypothesis import strategies as st

from planner.domain.errors import Problem, TemplateInvalid
from planner.library.checking import check_bytes
from tests.strategies.sound import SOUND

Document = dict[str, Any]


def encoded(document: Document) -> bytes:
    return json.dumps(document, default=float).encode()


def problems(document: Document) -> dict[str, str]:
    """By place, what is wrong."""
    found: tuple[Problem, ...] = ()
    try:
        check_bytes(encoded(document), "file.json")
    except TemplateInvalid as error:
        found = error.problems
    told = {problem.place: problem.message for problem in found}
    assert len(told) == len(found), "one problem a place"
    return told


def at(document: Document, place: str) -> tuple[Any, Any]:
    """The container of a place such as `milestones[3].when`, and its key."""
    parts: list[Any] = [
        int(part) if part.isdigit() else part for part in place.replace("[", ".").replace("]", "").split(".")
    ]
    owner: Any = document
    for part in parts[:-1]:
        owner = owner[part]
    return owner, parts[-1]


def with_value(place: str, value: object) -> Document:
    document = copy.deepcopy(SOUND)
    owner, key = at(document, place)
    owner[key] = value
    return document


def without(place: str) -> Document:
    document = copy.deepcopy(SOUND)
    owner, key = at(document, place)
    del owner[key]
    return document


SPOILS = (
    "control", "direction", "null", "nan", "huge", "twice", "unknown", "deep", "long", "list", "utf", "cut", "blank",
)  # fmt: skip
"""Ways to spoil any place of any document: whatever was there, what comes of it is no template."""


@st.composite
def spoiled(draw: st.DrawFn, documents: st.SearchStrategy[Document]) -> tuple[str, bytes]:
    """A file made from a sound document that is none any more; and in which way."""
    document = copy.deepcopy(draw(documents))
    how = draw(st.sampled_from(SPOILS))
    data = encoded(document)
    if how == "utf":
        return how, data.decode().encode(draw(st.sampled_from(["utf-16", "utf-16-le", "utf-16-be", "utf-32"])))
    if how == "cut":
        return how, data[: draw(st.integers(0, len(data) - 1))]
    places = [place for place in _places(document, ()) if not any(str(part).startswith("x-") for part in place)]
    return how, _raw(_put(draw, document, how, places))


_RAW = {
    "nan": "NaN", "infinity": "-Infinity", "huge": "1e400", "digits": "9" * 60,
    "one": "1.0", "ones": "1e0", "two": "2.0", "nine": "90E-1", "zero": "-0.0",
}  # fmt: skip
_MARK = re.compile(r'"@raw (\w+)@"')
_CONTROLS = [chr(code) for code in (0, 7, 8, 0x1B, 0x7F, 0x85, 0x9B, 0xD800, 0xFEFF)]
_TURNS = ["\u202a", "\u202e", "\u2066", "\u2069", "\u2028"]


OTHERS: tuple[Any, ...] = (
    0, 1, -1, 7, 10**20, "@raw one@", "@raw ones@", "@raw two@", "@raw nine@", "@raw zero@", True, False, None, "",
    "1", "start", "target-P1W",
    "P1W", "PT1H", "2027-01-01", [], {}, [1], ["a"], [[1, 2]], {"a": 1}, {"key": "a", "title": "A"},
)  # fmt: skip
"""Values of every kind, most of them wrong wherever they stand."""


@st.composite
def retyped(draw: st.DrawFn, documents: st.SearchStrategy[Document]) -> bytes:
    """A file made from a sound document with other values at one to three places: it may be sound all the same."""
    document = copy.deepcopy(draw(documents))
    for _ in range(draw(st.integers(1, 3))):
        _with(document, draw(st.sampled_from(_places(document, ()))), copy.deepcopy(draw(st.sampled_from(OTHERS))))
    return _raw(document)


def _raw(document: Document) -> bytes:
    return _MARK.sub(lambda found: _RAW[found[1]], json.dumps(document, default=float)).encode()


def _put(draw: st.DrawFn, document: Document, how: str, places: list[tuple[Any, ...]]) -> Document:
    """The document with one place spoiled. What has to stand in raw JSON is marked."""
    texts = [place for place in places if isinstance(_value(document, place), str)]
    objects = [(), *(place for place in places if isinstance(_value(document, place), dict) and "needs" not in place)]
    if how in {"unknown", "twice"}:
        owner = _value(document, draw(st.sampled_from(objects)))
        if how == "unknown":
            owner[draw(st.sampled_from(["command", "Title", "$ref", "__class__", "", "titel "]))] = 1
        else:
            owner["x-twice"] = {"e\u0301": 1, "\u00e9": 2}
        return document
    if how in {"control", "direction", "blank", "long"}:
        place = draw(st.sampled_from(texts))
        text = _value(document, place)
        middle = draw(st.integers(0, len(text)))
        if how == "blank":
            return _with(document, place, draw(st.sampled_from(["", " ", "\u3000", "\u200b"])))
        put = "y" * 2001 if how == "long" else draw(st.sampled_from(_CONTROLS if how == "control" else _TURNS))
        return _with(document, place, text[:middle] + put + text[middle:])
    place = draw(st.sampled_from(places))
    value: Any = None
    if how == "list":
        value = [[None]]
    elif how == "deep":
        for _ in range(40):
            value = [value] if draw(st.booleans()) else {"x-": value}
    elif how in {"nan", "huge"}:
        value = f"@raw {draw(st.sampled_from({'nan': ['nan', 'infinity'], 'huge': ['huge', 'digits']}[how]))}@"
    return _with(document, place, value)


def _places(value: Any, place: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, each in inner for found in ((*place, key), *_places(each, (*place, key)))]


def _value(document: Any, place: tuple[Any, ...]) -> Any:
    for part in place:
        document = document[part]
    return document


def _with(document: Document, place: tuple[Any, ...], value: Any) -> Document:
    _value(document, place[:-1])[place[-1]] = value
    return document
