from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain.plan import Milestone
from planner.ports import Store
from planner.store import records
from planner.store.migrations import MIGRATIONS, SCHEMA
from planner.store.tiny import TinyStore
from tests.contracts.store import CountedIds, FakeClock, Opener, StoreContract


class TestTinyStore(StoreContract):
    @pytest.fixture
    def opener(self, clock: FakeClock, tmp_path: Path) -> Opener:
        ids = CountedIds()
        return lambda writer="test": TinyStore(tmp_path / "home", clock, ids, writer)

    def meddle(self, store: Store, record: Milestone) -> None:
        assert isinstance(store, TinyStore)
        data = store._path.read_bytes()
        header = records.verified(data, SCHEMA)
        pieces = records.read_pieces(header, data, SCHEMA, MIGRATIONS)
        pieces["milestones"][record.id] = records.checked("milestones", record)[0]
        store._path.write_bytes(records.write_plan(pieces, header.generation, SCHEMA))
