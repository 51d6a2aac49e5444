"""Opening stores on a folder, and looking at its files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from planner.store.tiny import TinyStore
from tests.contracts.material import CountedIds, FakeClock


def opened(folder: Path, clock: FakeClock | None = None, **schema: Any) -> TinyStore:
    return TinyStore(folder, clock or FakeClock(), CountedIds(len(list(folder.glob("*"))) * 1000 + 1), "test", **schema)


def header(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "plan.json").read_bytes())["meta"]["plan"]
    return found


def body(folder: Path) -> bytes:
    return (folder / "plan.json").read_bytes().partition(b"\n")[2]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
