"""A private session bus and a fake daemon for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.desktop import DESKTOP_VARIABLES, FakeDaemon, fake_daemon, session_bus

Start = Callable[..., FakeDaemon]


@pytest.fixture
def no_desktop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No trace of the machine's own desktop."""
    for name in DESKTOP_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 4_000_000_000)  # no folder /run/user/<uid>


@pytest.fixture
def bus(no_desktop: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A private bus with nobody on it, named in the environment."""
    with session_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def daemon(bus: str, tmp_path: Path) -> Iterator[Start]:
    """Starts the fake daemon on the private bus; takes its flags."""
    with ExitStack() as stack:
        yield lambda *flags: stack.enter_context(fake_daemon(bus, tmp_path / "shown.jsonl", *flags))
