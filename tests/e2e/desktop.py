"""A private session bus, a fake notification daemon on it, and the real dunst on a display of its own.

Nothing of the machine's own desktop is touched. What is needed: dbus-daemon; for dunst also Xvfb and dunst.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DESKTOP_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
_SECONDS = 15

# No service folders: nothing is started because someone asks for it.
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type><keep_umask/><listen>unix:dir={folder}</listen>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
"""
_DUNST = """[global]
    follow = none
    font = Monospace 10
    markup = full
    format = "<b>%s</b>\\n%b"
    idle_threshold = 0
    history_length = 1000
[urgency_normal]
    timeout = 0
"""


@contextmanager
def program(arguments: list[str | Path], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A program that ends with the block, and everything it started with it."""
    process = subprocess.Popen(arguments, text=True, start_new_session=True, **options)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(_SECONDS)
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()


@contextmanager
def session_bus() -> Iterator[str]:
    """A private bus; gives its address."""
    with tempfile.TemporaryDirectory(prefix="bus") as folder:
        config = Path(folder, "bus.conf")
        config.write_text(_BUS.format(folder=folder))
        arguments: list[str | Path] = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"]
        with program(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as daemon:
            assert daemon.stdout
            yield daemon.stdout.readline().strip()


class FakeDaemon:
    """Where the fake daemon writes what it is asked to show."""

    def __init__(self, log: Path) -> None:
        self.log = log

    def shown(self) -> list[dict[str, Any]]:
        """Every notification, oldest first: id, app, title, body, hints, expire."""
        return [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []


@contextmanager
def fake_daemon(address: str, log: Path, *flags: str) -> Iterator[FakeDaemon]:
    """A daemon on the bus; flags are `hang`, `error`, and `slow` (answers after half a second)."""
    environ = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": address}
    arguments: list[str | Path] = [sys.executable, HERE / "fake_daemon.py", log, *flags]
    with program(arguments, stdout=subprocess.PIPE, env=environ) as daemon:
        assert daemon.stdout
        assert daemon.stdout.readline() == "ready\n"
        yield FakeDaemon(log)


class Dunst:
    """The real daemon; `environ` is that of a program on its desktop."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ

    def shown(self) -> list[dict[str, str]]:
        """What it shows or has shown, as summary, body and appname, newest first; closes what is on the screen."""
        self._ctl("close-all")
        found = json.loads(self._ctl("history"))["data"][0]
        return [{name: str(each[name]["data"]) for name in ("summary", "body", "appname")} for each in found]

    def displayed(self) -> int:
        """How many are on the screen or wait for a place there."""
        return int(self._ctl("count", "displayed")) + int(self._ctl("count", "waiting"))

    def wait_for(self, count: int) -> None:
        """Until `count` have arrived."""
        until(lambda: self.displayed() >= count, f"{count} notifications on the screen")

    def _ctl(self, *arguments: str) -> str:
        done = subprocess.run(
            ["dunstctl", *arguments],
            env=dict(self.environ),
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=True,
        )
        return done.stdout


@contextmanager
def real_desktop() -> Iterator[Dunst]:
    """Xvfb, a session bus and dunst."""
    with tempfile.TemporaryDirectory(prefix="desktop") as folder, session_bus() as address:
        config = Path(folder, "dunstrc")
        config.write_text(_DUNST)
        plain = {name: value for name, value in os.environ.items() if name not in DESKTOP_VARIABLES}
        environ = {**plain, "DBUS_SESSION_BUS_ADDRESS": address, "XDG_RUNTIME_DIR": folder, "HOME": folder}
        read, write = os.pipe()
        arguments: list[str | Path] = [
            "Xvfb",
            "-displayfd",
            str(write),
            "-screen",
            "0",
            "800x600x24",
            "-nolisten",
            "tcp",
        ]
        with program(arguments, pass_fds=(write,), stderr=subprocess.DEVNULL, env=environ):
            os.close(write)
            with os.fdopen(read) as display:
                environ["DISPLAY"] = f":{display.readline().strip()}"
            with program(["dunst", "-conf", config], env=environ, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL):
                subprocess.run(
                    ["gdbus", "wait", "--session", "--timeout", str(_SECONDS), "org.freedesktop.Notifications"],
                    env=environ, check=True,
                )  # fmt: skip
                yield Dunst(environ)


def until(condition: Any, what: str, seconds: float = _SECONDS) -> None:
    """Wait for a condition to hold."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(0.02)
