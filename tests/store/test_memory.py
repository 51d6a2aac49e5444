from __future__ import annotations

from typing import cast

import pytest

from planner.domain.plan import Milestone
from planner.ports import Store
from planner.store import records
from planner.store.journal import State
from planner.store.memory import MemoryDisk, MemoryStore
from tests.contracts.material import CountedIds, FakeClock
from tests.contracts.store import Opener, StoreContract


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def opener(self, clock: FakeClock) -> Opener:
        disk, ids = MemoryDisk(), CountedIds()
        return lambda writer="test": MemoryStore(clock, ids, writer, disk)

    def meddle(self, store: Store, record: Milestone) -> None:
        disk = cast("MemoryStore", store)._disk
        pieces = {**disk.state.pieces}
        pieces["milestones"] = {**pieces["milestones"], record.id: records.checked("milestones", record)[0]}
        disk.state = State(records.plan_of(disk.state.plan.generation, pieces), pieces)


def test_two_memory_stores_share_nothing_unless_told() -> None:
    first, second = (MemoryStore(FakeClock(), CountedIds(), "test") for _ in range(2))
    assert first._disk is not second._disk
