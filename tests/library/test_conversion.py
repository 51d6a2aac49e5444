from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.template import Template
from planner.library.checking import check_bytes, check_template
from planner.library.conversion import canonical, from_json, to_document, to_template
from tests.strategies.templates import documents, templates


@settings(max_examples=30, deadline=None)
@given(templates())
def test_a_template_survives_its_canonical_text(template: Template) -> None:
    assert from_json(canonical(template)) == template


@settings(max_examples=30, deadline=None)
@given(templates())
def test_every_template_of_the_strategy_is_sound(template: Template) -> None:
    check_template(template)


@settings(max_examples=25, deadline=None)
@given(documents(), st.randoms(use_true_random=False))
def test_equal_templates_have_equal_canonical_texts(document: dict[str, Any], random: Any) -> None:
    shuffled = shuffle(document, random)
    assert canonical(to_template(shuffled)) == canonical(to_template(document))


def shuffle(value: Any, random: Any) -> Any:
    if isinstance(value, dict):
        items = list(value.items())
        random.shuffle(items)
        return {key: shuffle(item, random) for key, item in items}
    return [shuffle(item, random) for item in value] if isinstance(value, list) else value


@settings(max_examples=25, deadline=None)
@given(documents())
def test_a_written_document_is_read_as_the_same_template(document: dict[str, Any]) -> None:
    template = to_template(document)
    data = json.dumps(to_document(template), default=float, indent=2, ensure_ascii=False).encode()
    assert check_bytes(data, "written.json") == template


MINIMAL: dict[str, Any] = {
    "format": 1, "id": "small", "version": "2026.1", "title": "Small", "summary": "One step.", "category": "craft",
    "stages": ["early"], "plan_from": "start",
    "milestones": [{"key": "one", "title": "One", "kind": "learn", "when": "start", "evidence": "Note"}],
}  # fmt: skip


def test_the_canonical_text_is_compact_sorted_and_leaves_defaults_out() -> None:
    document = {**MINIMAL, "language": "en", "author": "Ä"}
    document["milestones"] = [{**MINIMAL["milestones"][0], "fixed": False, "balance": "both", "after": []}]
    assert canonical(to_template(document)) == (
        '{"author":"Ä","category":"craft","format":1,"id":"small","milestones":[{"evidence":"Note","key":"one",'
        '"kind":"learn","title":"One","when":"start"}],"plan_from":"start","stages":["early"],"summary":"One step.",'
        '"title":"Small","version":"2026.1"}'
    )


@pytest.mark.parametrize("spelled", ["60", "60.0", "60.000", "6e1", "6E+1"])
def test_one_number_has_one_canonical_spelling(spelled: str) -> None:
    text = json.dumps({**MINIMAL, "x-number": "#"}).replace('"#"', spelled)
    assert '"x-number":60' in canonical(from_json(text))


def test_decimals_never_pass_through_a_float() -> None:
    text = json.dumps(
        {**MINIMAL, "eligibility": {
            "measures": [{"key": "units", "title": "Units", "unit": "unit"}],
            "paths": [{"title": "Way", "needs": {"units": "#"}}]}}
    ).replace('"#"', "10.8")  # fmt: skip
    template = from_json(text)
    assert template.eligibility is not None
    assert template.eligibility.paths[0].needs["units"] == Decimal("10.8")
    assert isinstance(template.eligibility.paths[0].needs["units"], Decimal)
    assert '"units":10.8' in canonical(template)


def test_words_of_python_and_extensions_are_told_apart() -> None:
    document = {
        **MINIMAL,
        "$schema": "./template.schema.json",
        "x-origin": {"b": [1, None, "two"], "if": True},
        "facts_as_of": "2026-11-21",
        "sources": [{"id": "S", "title": "Source", "class": "A", "x-note": 1}],
        "questions": [
            {"key": "way", "ask": "choice", "title": "Way", "question": "Which?", "options": [
                {"key": "left", "title": "Left"}, {"key": "right", "title": "Right"}]}],
    }  # fmt: skip
    document["milestones"] = [{**MINIMAL["milestones"][0], "if": ["left"], "remind": []}]
    template = to_template(document)
    assert template.extra == {"x-origin": {"b": [1, None, "two"], "if": True}}
    assert template.sources[0].class_ == "A"
    assert template.milestones[0].if_ == ("left",)
    assert template.milestones[0].remind == ()
    assert template.facts_as_of == date(2026, 11, 21)
    written = to_document(template)
    assert written["sources"] == [{"id": "S", "title": "Source", "class": "A"}]
    assert written["milestones"][0]["if"] == ["left"]
    assert written["milestones"][0]["remind"] == []
    assert written["x-origin"] == {"b": [1, None, "two"], "if": True}
    assert "$schema" not in written
    assert from_json(canonical(template)) == template
