"""The marks as we write them are read without more ado; anything else is left to the strict way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.ports import DeliveryState, Said
from planner.store import marks
from planner.store.marks_reading import as_written

NOW = datetime(2026, 11, 22, 9, 30, 15, 250_000, tzinfo=UTC)
INSTANTS = st.integers(-(10**9), 10**9).map(lambda milliseconds: NOW + timedelta(milliseconds=milliseconds))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SAID = st.builds(Said, st.booleans(), st.integers(0, 9), TEXTS)
STATES = st.builds(
    DeliveryState,
    st.sampled_from(["leased", "sent", "failed", "expired"]),
    INSTANTS,
    TEXTS,
    st.none() | INSTANTS,
    st.integers(0, 9),
    st.none() | INSTANTS,
    TEXTS,
    TEXTS,
    st.dictionaries(TEXTS, SAID, max_size=2),
)


@given(st.dictionaries(TEXTS, STATES, max_size=4))
def test_what_was_written_is_read_as_the_strict_way_reads_it(ledger: dict[str, DeliveryState]) -> None:
    data = marks.written(ledger, NOW)
    assert as_written(data) == marks.read(data, Path("delivery.json")) == (NOW, ledger)


MARK = {"state": "sent", "at": "2026-11-22T09:30:15Z"}


@pytest.mark.parametrize(
    "odd",
    [
        {"format": 2, "heartbeat": None, "notices": {}},
        {"format": True, "heartbeat": None, "notices": {}},
        {"format": 1, "heartbeat": "2026-11-22T09:30:15", "notices": {}},
        {"format": 1, "heartbeat": None, "notices": {}, "more": 1},
        {"format": 1, "heartbeat": None, "notices": []},
        {"format": 1, "heartbeat": None, "notices": {"a": {**MARK, "state": "lost"}}},
        {"format": 1, "heartbeat": None, "notices": {"a": {**MARK, "at": None}}},
        {"format": 1, "heartbeat": None, "notices": {"a": {**MARK, "at": 5}}},
        {"format": 1, "heartbeat": None, "notices": {"a": {**MARK, "tries": True}}},
        {"format": 1, "heartbeat": None, "notices": {"a": {**MARK, "tries": -1}}},
        {"format": 1, "heartbeat": None, "notices": {"a": {**MARK, "token": None}}},
        {"format": 1, "heartbeat": None, "notices": {"a": {**MARK, "unheard": ""}}},
        {"format": 1, "heartbeat": None, "notices": {"a": {**MARK, "said": {"mail": {"ok": 1}}}}},
        {"format": 1, "heartbeat": None, "notices": {"a": {**MARK, "said": {"mail": {"ok": True, "by": ""}}}}},
        {"format": 1, "heartbeat": None, "notices": {"a": MARK["at"]}},
        [],
        None,
    ],
)
def test_what_is_not_as_we_write_it_is_left_to_the_strict_way(odd: object) -> None:
    assert as_written(msgspec.json.encode(odd)) is None


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff", b"[" * 100_000, b'{"format": 1, "heartbeat": null, "notices": {"\\ud800": {}}}']
)
def test_what_is_no_json_is_left_to_the_strict_way(data: bytes) -> None:
    assert as_written(data) is None
