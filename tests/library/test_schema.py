"""The schema, the types and the reader say the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from typing import Any, get_args

import jsonschema
import pytest
from jsonschema import Draft202012Validator

from planner.domain.durations import parse_days, parse_effort, parse_lead, parse_moment
from planner.domain.errors import TemplateInvalid, WrongUsage
from planner.domain.plan import KINDS, Balance, PlanFrom, Stage
from planner.domain.template import (
    CarryOver,
    Category,
    CredentialRule,
    CreditCategory,
    CreditTopic,
    CycleRule,
    Earns,
    Eligibility,
    ListedEnd,
    Measure,
    Option,
    Path,
    Question,
    Rate,
    RenewBy,
    Source,
    Sourced,
    Step,
    StepRepeat,
    Template,
    TemplateSkill,
    Yearly,
)
from planner.library.reading import parse
from planner.library.schema import _resolved, schema
from tests.strategies.bad_files import FOLDER, kept
from tests.strategies.sound import SOUND

SCHEMA: dict[str, Any] = schema()
DEFS: dict[str, Any] = SCHEMA["$defs"]
TYPES = {
    "source": Source, "question": Question, "option": Option, "skill": TemplateSkill, "eligibility": Eligibility,
    "measure": Measure, "path": Path, "repeat": StepRepeat, "earns": Earns, "milestone": Step, "rate": Rate,
    "node": CreditCategory, "listed_end": ListedEnd, "cycle": CycleRule, "credential": CredentialRule, "yearly": Yearly,
    "topic": CreditTopic, "carry_over": CarryOver, "renew_by": RenewBy,
}  # fmt: skip


def names(kind: type) -> set[str]:
    return {field.name.removesuffix("_") for field in fields(kind)}


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", TYPES)
def test_schema_and_type_have_the_same_keys(name: str) -> None:
    assert set(DEFS[name]["properties"]) == names(TYPES[name])


def test_schema_and_template_have_the_same_keys() -> None:
    assert set(SCHEMA["properties"]) - {"$schema"} == names(Template) - {"extra"}


@pytest.mark.parametrize("name", TYPES)
def test_schema_and_type_require_the_same_keys(name: str) -> None:
    from dataclasses import MISSING

    required = {field.name.removesuffix("_") for field in fields(TYPES[name]) if field.default is MISSING}
    assert set(DEFS[name].get("required", [])) == required


@pytest.mark.parametrize(
    ("part", "values"),
    [
        (SCHEMA["properties"]["category"], get_args(Category)),
        (SCHEMA["properties"]["stages"]["items"], get_args(Stage)),
        (SCHEMA["properties"]["plan_from"], get_args(PlanFrom)),
        (DEFS["milestone"]["properties"]["kind"], KINDS),
        (DEFS["milestone"]["properties"]["balance"], get_args(Balance)),
        (DEFS["milestone"]["properties"]["sourced"]["items"], get_args(Sourced)),
    ],
)
def test_schema_and_types_have_the_same_words(part: dict[str, Any], values: tuple[str, ...]) -> None:
    assert sorted(part["enum"]) == sorted(values)


def objects(part: Any) -> list[dict[str, Any]]:
    found = [part] if isinstance(part, dict) and part.get("type") == "object" else []
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return found + [each for item in inner for each in objects(item)]


def test_every_object_refuses_unknown_keys_and_lets_extensions_in() -> None:
    for part in objects(SCHEMA):
        if "properties" in part:
            assert part["additionalProperties"] is False
            assert part["patternProperties"] == {"^x-": True}


def test_every_kind_of_value_says_what_it_expects_in_words() -> None:
    for name, part in DEFS.items():
        assert part.get("description"), name
        if "pattern" in part:
            assert part["description"][0].islower(), f"{name}: the words follow “expected”"


@pytest.mark.parametrize(
    ("name", "read"),
    [("days", parse_days), ("effort", parse_effort), ("lead", parse_lead), ("moment", parse_moment)],
)
@pytest.mark.parametrize(
    "text",
    ["P3Y", "P1Y6M", "P12W", "P", "P3", "PT1H", "PT1H30M", "PT", "P1DT2H", "P1DT", "target", "target-P12W", "exam+P1W",
     "exam+", "exam+P", "2x", "P1000Y", "-P1D", "P1M", "P6M1Y", "PT90M", "P0D"],
)  # fmt: skip
def test_schema_and_reader_take_the_same_spellings(name: str, read: Callable[[str], object], text: str) -> None:
    theirs = re.search(DEFS[name]["pattern"], text) is not None
    try:
        read(text)
    except WrongUsage:
        assert not theirs
    else:
        assert theirs


def test_the_schema_with_its_definitions_in_place_finds_what_the_shipped_one_finds() -> None:
    plain = Draft202012Validator(schema())
    in_place = Draft202012Validator(_resolved(schema(), schema()["$defs"], ()))
    found = 0
    for bad in kept():
        try:
            document, _ = parse((FOLDER / bad.name).read_bytes(), bad.name)
        except TemplateInvalid:
            continue
        seen = [
            sorted((list(map(str, error.absolute_path)), str(error.validator)) for error in each.iter_errors(document))
            for each in (plain, in_place)
        ]
        assert seen[0] == seen[1], bad.name
        found += len(seen[0])
    assert found > 80
    assert list(in_place.iter_errors(SOUND)) == []
