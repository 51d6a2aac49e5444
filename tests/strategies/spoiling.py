"""Spoiling a sound template: at one place, and asking what is told."""

from __future__ import annotations

import copy
import json
from typing import Any

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
