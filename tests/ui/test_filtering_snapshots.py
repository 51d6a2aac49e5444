"""What filtering looks like, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.driving import NARROW, WIDE, the_app
from tests.ui.test_filtering import saving
from tests.ui.test_snapshots import pressing

Compare = Callable[..., bool]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
@pytest.mark.parametrize("keys", [("f", "=due:month"), ("f", "=kind:mentor", "enter"), ("2", "f", "down", "enter")])
def test_it_looks_as_it_did(
    snap_compare: Compare, tmp_path: Path, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    assert snap_compare(the_app(saving(tmp_path)), terminal_size=size, run_before=pressing(*keys))
