"""docs/templates.md says what is true: its example builds as told, its tables name every field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from planner.domain.build import GoalRequest, draft
from planner.domain.durations import FIRST_DAY, LAST_DAY, parse_days
from planner.domain.template import PLAIN_ANCHORS, Template
from planner.library.checking import check_bytes
from planner.library.reading import DEPTH_LIMIT, SIZE_LIMIT
from tests.templates.guide_tables import SECTIONS, UNITS, fields_of, table_of, units_of

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "templates.md").read_text("utf-8")
SCHEMA = json.loads((ROOT / "templates" / "template.schema.json").read_text("utf-8"))


def test_the_example_of_the_guide_is_a_sound_template() -> None:
    template = example()
    assert (template.id, len(template.milestones)) == ("first-talk", 4)


def test_the_example_builds_to_the_dates_the_guide_tells() -> None:
    request = GoalRequest(template="first-talk", target=date(2027, 6, 1))
    ids = (f"{number:032x}" for number in range(1, 100))
    built = draft(
        example(),
        request,
        digest="0" * 64,
        today=date(2027, 1, 1),
        now=datetime(2027, 1, 1, tzinfo=UTC),
        new_id=lambda: next(ids),
    )
    lines = {line.step.key: line for line in built.lines}
    rehearsal = lines["rehearse"].milestone
    assert built.goal.start == lines["idea"].milestone.due == date(2027, 3, 23)
    assert rehearsal.due == date(2027, 5, 4)
    assert rehearsal.due + timedelta(weeks=lines["rehearse"].count - 1) == date(2027, 5, 25)
    assert lines["next"].milestone.due is None
    assert "on 4, 11, 18 and 25 May" in GUIDE
    assert "on 23 March" in GUIDE


@pytest.mark.parametrize("section", SECTIONS)
def test_the_tables_and_the_schema_name_the_same_fields_of_the_same_kinds(section: str) -> None:
    definition = SECTIONS[section]
    owner = SCHEMA["$defs"][definition] if definition else SCHEMA
    assert table_of(GUIDE, section) == fields_of(owner, SCHEMA)


def test_the_page_has_no_table_of_fields_that_the_schema_does_not_know() -> None:
    fields = GUIDE.partition("\n## Every field\n")[2].partition("\n## ")[0]
    assert re.findall(r"^### (.*)$", fields, re.MULTILINE) == list(SECTIONS)
    assert fields.count("| field | value | meaning |") == fields.count("| --- | --- | --- |") == len(SECTIONS)


def test_every_definition_of_the_schema_is_in_some_table() -> None:
    used = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(SCHEMA)))
    assert used == set(SCHEMA["$defs"])
    assert set(UNITS) | set(SECTIONS.values()) - {""} <= used


def test_the_kinds_of_value_are_those_of_the_schema_with_their_limits_and_examples() -> None:
    told = units_of(GUIDE)
    assert sorted(told) == sorted(UNITS.values())
    for name, called in UNITS.items():
        definition, words = SCHEMA["$defs"][name], told[called]
        for limit in ("maxLength", "maximum", "minimum"):
            if limit in definition:
                assert str(definition[limit]) in re.findall(r"\d+", words), (called, limit)
        if "maxLength" in definition:
            assert f"at most {definition['maxLength']} characters" in words, called
            for number in re.findall(r"at most (\d+)", definition["description"]):
                assert int(number) == definition["maxLength"], called
        examples = [each for each in re.findall(r"`([^`]+)`", words) if len(each) > 1]
        assert examples or name in {"line", "text", "number"}
        for each in [*examples, *re.findall(r"[(]([^ ,)]+)[,)]", definition["description"])]:
            assert re.search(definition["pattern"], each), (called, each)


def test_the_limits_of_a_file_stand_in_the_page() -> None:
    about = GUIDE.partition("\n## Units\n")[2].partition("\n## ")[0]
    steps = SCHEMA["properties"]["milestones"]
    assert f"at most {SIZE_LIMIT >> 20} MiB" in about
    assert SIZE_LIMIT == 1 << 20
    assert f"{steps['minItems']} to {steps['maxItems']} milestones" in about
    assert f"nested at most {DEPTH_LIMIT} deep" in about
    assert f"from {FIRST_DAY.year} to {LAST_DAY.year}" in units_of(GUIDE)["date"]


def test_the_words_of_a_rule_are_those_of_the_schema() -> None:
    words = units_of(GUIDE)["rule"].partition(":")[2]
    groups = re.findall(r"\(([A-Z|]+)\)", SCHEMA["$defs"]["rrule"]["pattern"])
    allowed = {word for group in groups for word in group.split("|")}
    assert set(re.findall(r"\b[A-Z]{4,}\b", words)) == allowed | {"FREQ"}


def test_every_word_of_the_format_that_the_page_writes_as_code_is_known_to_the_schema() -> None:
    """Besides fields and their words: anchors, shipped templates, and what JSON itself has."""
    files = {path.stem for path in (ROOT / "templates").glob("*.json")}
    told = {each for each in re.findall(r"`([a-z_]+)`", GUIDE) if len(each) > 1}
    assert told - set(names(SCHEMA)) - files <= {*PLAIN_ANCHORS, "true", "false", "en"}


def test_the_table_of_spans_agrees_with_the_files() -> None:
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (\d+) weeks \| (\d+) weeks \|$", GUIDE, re.MULTILINE)
    told = {name: (int(usual), int(least)) for name, usual, least in rows}
    files = [json.loads(path.read_text("utf-8")) for path in (ROOT / "templates").glob("*.json")]
    noted = {
        each["id"]: (weeks(each["duration"]), weeks(each["x-least-span"])) for each in files if "x-least-span" in each
    }
    assert told == noted


def test_the_page_names_every_shipped_template_with_its_span_or_why_it_has_none() -> None:
    spans = GUIDE.split("| template | usual span |", 1)[1].split("**Say where", 1)[0]
    told = {name for name in re.findall(r"`([a-z0-9-]+)`", spans) if "-" in name or name.isalnum()}
    assert told == {path.stem for path in (ROOT / "templates").glob("*.json")} - {"template.schema"}


def test_the_list_beside_the_files_names_each_of_them() -> None:
    listed = re.findall(
        r"^\| `([a-z0-9-]+)\.json` \|", (ROOT / "templates" / "README.md").read_text("utf-8"), re.MULTILINE
    )
    shipped = [path.stem for path in (ROOT / "templates").glob("*.json") if path.name != "template.schema.json"]
    assert sorted(listed) == sorted(shipped)


def example() -> Template:
    found = re.search(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    assert found is not None
    return check_bytes(found.group(1).encode(), "first-talk.json")


def names(schema: object) -> Iterator[str]:
    """Every property of the schema, and every word a property may be."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        yield from (word for word in schema.get("enum", []) if isinstance(word, str) and word.islower())
        for inner in schema.values():
            yield from names(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from names(inner)


def weeks(text: str) -> int:
    days = parse_days(text)
    assert days.months == 0
    return days.days // 7
