"""What the critical path and the dialog of links look like, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.driving import NARROW, WIDE, the_app
from tests.ui.test_critical_path import pressed
from tests.ui.test_snapshots import pressing

Compare = Callable[..., bool]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
@pytest.mark.parametrize(
    "keys",
    [("2", "P"), ("2", "right"), ("2", "right", "down", "enter"), ("2", "right", "down", "d"), ("2", "P", "d", "tab")],
    ids=["path", "goal", "step", "follows", "followed"],
)
def test_it_looks_as_it_did(
    snap_compare: Compare, tmp_path: Path, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    assert snap_compare(the_app(pressed(tmp_path)), terminal_size=size, run_before=pressing(*keys))
