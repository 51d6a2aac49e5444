"""The quick way through a plan file: it reads what we write, and nothing that the strict way would refuse or see
differently."""

from __future__ import annotations

import json
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import Unreadable
from planner.domain.plan import Goal, Milestone, Plan, Record
from planner.store import reading, records
from planner.store.migrations import SCHEMA
from tests.contracts.material import FULL_COPY, FULL_GOAL, FULL_MILESTONE, FULL_PROFILE
from tests.store.test_records import goals, milestones

FULL: dict[str, Record] = {
    "goals": FULL_GOAL,
    "milestones": FULL_MILESTONE,
    "templates": FULL_COPY,
    "profile": FULL_PROFILE,
}


def written(**tables: dict[str, Any]) -> bytes:
    pieces = {table: tables.get(table, {}) for table in reading.KINDS}
    return bytes(records.write_plan(pieces, 7, SCHEMA))


def strictly(data: bytes) -> Plan | None:
    try:
        return records.read_strictly(reading.verified(data, SCHEMA), data, SCHEMA, {})
    except Unreadable:
        return None


def forged(document: Any) -> bytes:
    """Bytes with a checksum that fits whatever they hold."""
    body = json.dumps(document).encode().removeprefix(b"{")
    header = {"format": "planner", "schema": SCHEMA, "generation": 7, "check": f"{zlib.crc32(body):08x}"}
    return b'{"meta":{"plan":' + json.dumps(header, separators=(",", ":")).encode() + b"},\n" + body


def test_records_with_every_field_set_are_read_the_quick_way() -> None:
    data = written(**{table: {each.id: records.checked(table, each)[0]} for table, each in FULL.items()})
    plan = reading.as_written(7, data)
    assert plan is not None
    assert plan == strictly(data)
    assert plan.milestones[FULL_MILESTONE.id] == FULL_MILESTONE


@given(st.lists(milestones, max_size=3), st.lists(goals, max_size=2))
def test_what_we_write_is_read_the_quick_way_and_alike(some: list[Milestone], others: list[Goal]) -> None:
    data = written(
        milestones={each.id: records.checked("milestones", each)[0] for each in sorted(some, key=lambda m: m.id)},
        goals={each.id: records.checked("goals", each)[0] for each in sorted(others, key=lambda g: g.id)},
    )
    plan = reading.as_written(7, data)
    if b"\\ud" not in data.lower():
        assert plan is not None
    assert plan is None or plan == strictly(data)


ODD = st.sampled_from([
    None, True, 0, 1, -1, 1.0, 2**70, 1e400, "", "x", "todo", "2026-11-24", "2026-W47-2", "20261124",
    "2026-11-24T18:00:00", "2026-11-24T18:00:00Z", "2026-11-24T18:00:00+01:00", "2026-11-24T18:00:00.5Z",
    "2026-11-24T18:00:00.500000+00:00", "2026-11-24 18:00:00Z", "2026-11-24T24:00:00Z", "18:00", "18:00:00",
    "2026-11-24T18:00",
    "18:00:00Z", "18:00:00.000001", "9:00", [], ["a"], ["a", 1], [None], {}, {"a": "b"}, {"a": 1}, {"a": ["P1D"]},
    "\ud800", "\x00", "\udc00", "\\ud800", {"title": "x", "done": 1}, [{"title": "x"}], [{"title": "x", "done": "no"}],
    {"every": "P1W"}, {"every": 1}, {"mode": "after"}, {"mode": "never"},
    {"id": "a", "version": "1", "digest": "d"},
])  # fmt: skip


@pytest.mark.parametrize("table", list(FULL))
@given(st.data())
def test_whatever_stands_in_a_field_both_ways_agree(table: str, data: st.DataObject) -> None:
    whole = json.loads(bytes(records.encode(records.document(FULL[table]))))
    name = data.draw(st.sampled_from([*whole, "colour", "__class__", "self", "Status"]))
    document = {key: value for key, value in whole.items() if data.draw(st.booleans()) or key == "id"}
    document[name] = data.draw(ODD)
    if data.draw(st.booleans()):
        document.pop(name, None)
    tables: dict[str, Any] = {each: {} for each in reading.KINDS}
    tables[table] = {whole.get("id", "profile"): document}
    file = forged(tables)
    plan = reading.as_written(7, file)
    assert plan is None or plan == strictly(file)


@pytest.mark.parametrize(
    "document",
    [
        [],
        {},
        {"goals": {}},
        {"goals": [], "milestones": {}, "templates": {}, "profile": {}},
        {"goals": {}, "milestones": {}, "templates": {}, "profile": {}, "extra": {}},
        {"goals": {}, "milestones": {"a": []}, "templates": {}, "profile": {}},
        {"goals": {}, "milestones": {"a": None}, "templates": {}, "profile": {}},
    ],
)
def test_what_is_no_plan_is_left_to_the_strict_way(document: Any) -> None:
    assert reading.as_written(7, forged(document) if isinstance(document, dict) else b"[]") is None


def test_depth_that_no_plan_has_is_left_to_the_strict_way() -> None:
    data = forged({"goals": {}}).replace(b'"goals": {}', b'"goals":' + b"[" * 100_000 + b"]" * 100_000)
    assert reading.as_written(7, data) is None
