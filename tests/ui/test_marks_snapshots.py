"""What marking looks like, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.driving import NARROW, WIDE, filled, the_app
from tests.ui.test_snapshots import pressing

Compare = Callable[..., bool]
BLOCKED = ("x", "G", "enter", "j", "x")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
@pytest.mark.parametrize(
    "keys",
    [
        ("x", "x", "j", "j", "v"),
        ("x", "x", "f7"),
        ("x", "x", "v", "m", "=+10"),
        ("x", "x", "x", "#", "=winter -old"),
        (*BLOCKED, "space"),
        (*BLOCKED, "D"),
        ("x", "x", "f", "=is:overdue", "enter"),
    ],
    ids=["marked", "plain", "move", "tags", "blocked", "delete", "with-a-filter"],
)
def test_it_looks_as_it_did(
    snap_compare: Compare, tmp_path: Path, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    assert snap_compare(the_app(filled(tmp_path)), terminal_size=size, run_before=pressing(*keys))
