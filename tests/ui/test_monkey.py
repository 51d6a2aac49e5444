"""Random hands at the app, for about a minute; `make monkey` plays for as long as one likes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.monkey.monkey import Monkey


@pytest.mark.thorough
@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", range(7, 12))
def test_random_hands_break_nothing_and_lose_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setenv("VISUAL", "true")
    monkeypatch.chdir(tmp_path)
    asyncio.run(Monkey(seed, tmp_path, acts=300, big=300).episode())
