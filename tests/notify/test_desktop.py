from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from planner.notify import desktop
from planner.notify.desktop import DesktopNotifier, find_bus
from planner.ports import Outcome
from tests.e2e.desktop import FakeDaemon

Start = Callable[..., FakeDaemon]


def timed(notifier: DesktopNotifier, title: str = "Mock exam", body: str = "") -> tuple[Outcome, float]:
    begin = time.monotonic()
    outcome = notifier.notify(title, body, "key")
    return outcome, time.monotonic() - begin


@pytest.fixture
def no_notify_send(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")


@pytest.mark.usefixtures("no_desktop")
def test_no_bus_is_told_with_its_mend_and_nothing_is_written_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    outcome, seconds = timed(DesktopNotifier())
    assert outcome == Outcome(False, "desktop", desktop.NO_BUS)
    assert DesktopNotifier().check() == outcome
    assert seconds < 1
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "address", ["unix:path=/nowhere/bus", "tcp:host=localhost,port=1", "nonsense", "unix:x=y", ";"]
)
def test_an_address_that_leads_nowhere_is_a_failure(
    no_desktop: None, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    outcome, seconds = timed(DesktopNotifier())
    assert not outcome.ok
    assert "; notify-send " in outcome.detail
    assert not DesktopNotifier().check().ok
    assert seconds < 2


@pytest.mark.usefixtures("no_desktop", "no_notify_send")
@pytest.mark.parametrize("greets", [False, True])
def test_a_bus_that_never_answers_costs_less_than_two_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, greets: bool
) -> None:
    path = tmp_path / "bus"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={path}")

        def answer() -> None:  # lets the client in and then says nothing
            connection, _ = server.accept()
            with connection, suppress(ConnectionError):
                connection.recv(1000)
                connection.recv(1000)
                connection.sendall(b"OK 0123456789abcdef0123456789abcdef\r\n")
                while connection.recv(1000):
                    pass

        if greets:
            threading.Thread(target=answer, daemon=True).start()
        outcome, seconds = timed(DesktopNotifier())
    assert not outcome.ok
    assert "cannot be used" in outcome.detail
    assert seconds < 2


def test_the_bus_is_found_where_libdbus_finds_it(
    no_desktop: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert find_bus() is None
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert find_bus() is None
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "bus"))
        assert find_bus() == f"unix:path={tmp_path}/bus"
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/mine")
        assert find_bus() == "unix:path=/mine"


@pytest.mark.usefixtures("no_desktop")
def test_a_bug_in_plyer_is_a_failure_and_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("in plyer")

    monkeypatch.setattr("planner.notify.plyer_bus.notify", broken)
    monkeypatch.setattr("planner.notify.notify_send.notify", broken)
    outcome = DesktopNotifier().notify("t", "b", "k")
    assert outcome == Outcome(False, "desktop", "The notification failed (ZeroDivisionError: in plyer).")


def test_importing_the_room_imports_neither_plyer_nor_jeepney() -> None:
    code = (
        "import sys, planner.notify.desktop; print([m for m in sys.modules if m.split('.')[0] in ('plyer','jeepney')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.usefixtures("no_desktop", "no_notify_send")
def test_without_jeepney_the_mend_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    for name in ("planner.notify.plyer_bus", "planner.notify.session_bus"):
        monkeypatch.delitem(sys.modules, name, raising=False)
        monkeypatch.delattr(name, raising=False)
    monkeypatch.setitem(sys.modules, "jeepney", None)
    outcome, _ = timed(DesktopNotifier())
    assert not outcome.ok
    assert desktop.NO_JEEPNEY in outcome.detail
    assert "notify-send is not installed" in outcome.detail
    assert DesktopNotifier().check() == Outcome(False, "desktop", desktop.NO_JEEPNEY)
