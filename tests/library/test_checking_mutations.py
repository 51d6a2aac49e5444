"""Mutations of templates that nobody thought of: each is told at its place."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.domain.errors import TemplateInvalid
from planner.library.checking import check_bytes
from tests.strategies.spoiling import Document, at, problems
from tests.strategies.templates import documents


def every_place(value: Any, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [place] if place else []
    if isinstance(value, dict):
        for key, item in value.items():
            if not key.startswith("x-"):
                found += every_place(item, (*place, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            found += every_place(item, (*place, number))
    return found


def shown(place: tuple[str | int, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).removeprefix(".")


def put(document: Document, place: tuple[str | int, ...], change: Callable[[Any, Any], None]) -> Document:
    changed = copy.deepcopy(document)
    owner: Any = changed
    for part in place[:-1]:
        owner = owner[part]
    change(owner, place[-1])
    return changed


@settings(max_examples=30, deadline=None)
@given(documents(most_steps=3), st.data())
def test_a_value_of_no_type_is_told_wherever_it_stands(document: Document, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(every_place(document)))
    wrong: object = data.draw(st.sampled_from([None, {"x-": 1}, [[]], float("nan"), 10**30, "\x1b[2J", -1]))
    found = problems(put(document, place, lambda owner, key: owner.__setitem__(key, wrong)))
    assert any(told == shown(place) or told.startswith((f"{shown(place)}.", f"{shown(place)}[")) for told in found), (
        shown(place),
        found,
    )


@settings(max_examples=30, deadline=None)
@given(documents(most_steps=3), st.data())
def test_a_key_that_is_misspelled_is_told_wherever_it_stands(document: Document, data: st.DataObject) -> None:
    places = [place for place in every_place(document) if isinstance(place[-1], str) and "needs" not in place[:-1]]
    place = data.draw(st.sampled_from(places))

    def misspell(owner: Any, key: Any) -> None:
        owner[f"{key}_"] = owner.pop(key)

    assert f"{shown(place)}_" in problems(put(document, place, misspell))


@settings(max_examples=30, deadline=None)
@given(documents(), st.data())
def test_a_name_that_is_not_there_is_told_wherever_it_is_used(document: Document, data: st.DataObject) -> None:
    uses = [
        place
        for place in every_place(document)
        if isinstance(place[-1], int)
        and place[-2] in {"after", "if", "asks", "skills", "sources"}
        and not isinstance(at(document, shown(place))[0][place[-1]], dict)
    ]
    assume(uses)
    place = data.draw(st.sampled_from(uses))
    found = problems(put(document, place, lambda owner, key: owner.__setitem__(key, "not_there")))
    assert "not_there" in found[shown(place)]


@settings(max_examples=25, deadline=None)
@given(documents(), st.sampled_from(["when", "earliest", "latest"]), st.data())
def test_an_anchor_that_is_not_there_is_told(document: Document, key: str, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(document["milestones"]) - 1))
    document["milestones"][number][key] = data.draw(st.sampled_from(["gone", "gone+P1W", "gone-P2M"]))
    assert "counts from “gone”" in problems(document)[f"milestones[{number}].{key}"]


@settings(max_examples=25, deadline=None)
@given(documents(), st.data())
def test_a_key_that_stands_twice_is_told_at_the_second(document: Document, data: st.DataObject) -> None:
    step = data.draw(st.sampled_from(document["milestones"]))
    document["milestones"].append(copy.deepcopy(step))
    assert "stands twice" in problems(document)[f"milestones[{len(document['milestones']) - 1}].key"]


@settings(max_examples=30, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
                        st.sampled_from(["format", "id", "milestones", "when", "key", "questions", "repeat", "cycle",
                                         "credentials", "categories", "x-a"]) | st.text(max_size=3),
                        inner, max_size=5), max_leaves=20))  # fmt: skip
def test_any_json_at_all_is_answered_with_problems(value: Any) -> None:
    with pytest.raises(TemplateInvalid) as caught:
        check_bytes(json.dumps(value).encode(), "any.json")
    assert caught.value.problems
