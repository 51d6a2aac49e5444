"""The desktop channel on a private session bus, with a fake daemon, with none, and through the real notify-send."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.notify import desktop
from planner.notify.desktop import DesktopNotifier
from planner.ports import Outcome
from tests.e2e.desktop import FakeDaemon, session_bus, until

Start = Callable[..., FakeDaemon]
pytestmark = pytest.mark.system


def timed(notifier: DesktopNotifier, title: str = "Mock exam", body: str = "") -> tuple[Outcome, float]:
    begin = time.monotonic()
    outcome = notifier.notify(title, body, "key")
    return outcome, time.monotonic() - begin


def test_a_notification_arrives_as_it_was_written(daemon: Start) -> None:
    fake = daemon()
    assert DesktopNotifier().notify("R&D: learn C++ <vector>", "a & b <b>x</b>", "m1|P1D") == Outcome(True, "desktop")
    (shown,) = fake.shown()
    assert shown["title"] == "R&D: learn C++ <vector>"
    assert shown["body"] == "a &amp; b &lt;b&gt;x&lt;/b&gt;"  # the body is markup to a daemon
    assert shown["app"] == "planner"
    assert shown["expire"] == 30_000
    assert shown["hints"] == {"urgency": 1, "x-dunst-stack-tag": "m1|P1D"}


@pytest.mark.parametrize(
    "title", ["--wait", "-5 kg by June", "- [ ] task", "--help", "x'>, 'urgent': <'y", "👩‍👩‍👧‍👦 call", "C:\\x41"]
)
def test_no_title_is_read_as_anything_but_a_title(daemon: Start, title: str) -> None:
    fake = daemon()
    assert DesktopNotifier().notify(title, title, "key").ok
    assert fake.shown()[0]["title"] == title


@pytest.mark.parametrize(("title", "shown"), [("", "Reminder"), ("a\0b\x1b[2Jc\ud800", "a�b�[2Jc�")])
def test_what_no_daemon_takes_is_mended(daemon: Start, title: str, shown: str) -> None:
    fake = daemon()
    assert DesktopNotifier().notify(title, "\0\x1b", "key\0\ud800").ok
    assert fake.shown()[0]["title"] == shown


def test_a_text_without_end_is_cut(daemon: Start) -> None:
    fake = daemon()
    assert DesktopNotifier().notify("t" * 300_000, "b" * 300_000, "k" * 3_000).ok
    assert [len(fake.shown()[0][part]) for part in ("title", "body")] == [240, 500]


def test_a_daemon_that_hangs_costs_less_than_two_seconds_and_is_asked_once(daemon: Start) -> None:
    fake = daemon("hang")
    outcome, seconds = timed(DesktopNotifier())
    assert outcome == Outcome(False, "desktop", desktop.NO_ANSWER)
    assert seconds < 2
    assert len(fake.shown()) == 1  # it may still come to show the first: a second way would make two


def test_many_threads_at_a_daemon_that_hangs_do_not_wait_for_each_other(daemon: Start) -> None:
    daemon("hang")
    notifier, found = DesktopNotifier(budget=1), list[tuple[Outcome, float]]()
    threads = [threading.Thread(target=lambda: found.append(timed(notifier))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert [outcome.ok for outcome, _ in found] == [False] * 8
    assert max(seconds for _, seconds in found) < 2
    assert "dbus" not in sys.modules


def test_many_threads_raise_each_their_own(daemon: Start) -> None:
    fake = daemon()
    notifier = DesktopNotifier()
    threads = [threading.Thread(target=notifier.notify, args=(f"n{n}", "", f"n{n}")) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert {each["title"] for each in fake.shown()} == {f"n{n}" for n in range(20)}


def test_a_refusal_is_told_with_what_both_ways_said(daemon: Start) -> None:
    daemon("error")
    outcome, seconds = timed(DesktopNotifier())
    assert not outcome.ok
    assert "org.freedesktop.DBus.Error.Failed: no Notify; notify-send" in outcome.detail
    assert seconds < 2


@pytest.mark.usefixtures("bus")
def test_a_bus_without_a_daemon_is_told_with_its_mend() -> None:
    outcome, seconds = timed(DesktopNotifier())
    assert outcome == Outcome(False, "desktop", desktop.NO_SERVICE)
    assert "apt install dunst" in outcome.detail
    assert DesktopNotifier().check() == outcome
    assert seconds < 1


def test_the_check_names_the_daemon_and_shows_nothing(daemon: Start) -> None:
    fake = daemon()
    assert DesktopNotifier().check() == Outcome(True, "desktop", "fake 1")
    assert fake.shown() == []


def test_the_check_does_not_wait_for_a_daemon_that_hangs(daemon: Start) -> None:
    daemon("hang")
    begin = time.monotonic()
    assert DesktopNotifier().check() == Outcome(False, "desktop", desktop.NO_ANSWER)
    assert time.monotonic() - begin < 2


@pytest.mark.usefixtures("no_desktop")
def test_nothing_is_written_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with session_bus() as address:
        for each in (address, "unix:path=/nowhere", ""):
            os.environ["DBUS_SESSION_BUS_ADDRESS"] = each
            DesktopNotifier().notify("t", "b", "k")
            DesktopNotifier().check()
        del os.environ["DBUS_SESSION_BUS_ADDRESS"]
    assert capfd.readouterr() == ("", "")


@pytest.fixture
def without_plyer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(sys.modules):
        if name.startswith(("plyer", "planner.notify.plyer_bus")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "plyer", None)


@pytest.mark.usefixtures("without_plyer")
@pytest.mark.parametrize("title", ["--wait", "- [ ] task", "<b>&"])
def test_notify_send_stands_in_when_plyer_cannot(daemon: Start, title: str) -> None:
    fake = daemon()
    assert DesktopNotifier().notify(title, "C:\\x41 <i>&", "key").ok
    (shown,) = fake.shown()
    assert (shown["title"], shown["body"]) == (title, "C:\\x41 &lt;i&gt;&amp;")
    assert shown["hints"]["x-dunst-stack-tag"] == "key"


@pytest.mark.usefixtures("without_plyer", "bus")
def test_a_notify_send_that_hangs_is_ended_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = tmp_path / "pid"
    script = tmp_path / "notify-send"
    script.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {pid}.new; mv {pid}.new {pid}\nwait\n")
    script.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    outcome, seconds = timed(DesktopNotifier())
    assert not outcome.ok
    assert "notify-send did not come to an end" in outcome.detail
    assert seconds < 2
    until(lambda: gone(int(pid.read_text())), "the end of the grandchild")


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True
