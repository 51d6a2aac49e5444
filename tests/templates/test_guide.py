"""docs/templates.md says what is true: its example builds as told, its tables name every field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from planner.domain.build import GoalRequest, draft
from planner.domain.durations import parse_days
from planner.domain.template import Template
from planner.library.checking import check_bytes

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


def test_every_field_and_every_word_of_the_schema_is_described() -> None:
    told = set(re.findall(r"[a-z_-]+", GUIDE.partition("## Units")[2]))
    missing = {name for name in names(SCHEMA) if not name.startswith("$") and name not in told}
    assert missing == set()


def test_the_table_of_spans_agrees_with_the_files() -> None:
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (\d+) weeks \| (\d+) weeks \|$", GUIDE, re.MULTILINE)
    told = {name: (int(usual), int(least)) for name, usual, least in rows}
    files = [json.loads(path.read_text("utf-8")) for path in (ROOT / "templates").glob("*.json")]
    noted = {
        each["id"]: (weeks(each["duration"]), weeks(each["x-least-span"])) for each in files if "x-least-span" in each
    }
    assert told == noted


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
