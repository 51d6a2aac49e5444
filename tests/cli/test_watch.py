"""remind watch, as a program of its own."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from planner.cli.output import Writer
from planner.cli.watch import Stop
from planner.wiring import open_planner
from tests.cli.conftest import FixedClock

ROOT = Path(__file__).parents[2]


@contextmanager
def watching(environ: Mapping[str, str], *arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "planner", "remind", "watch", *arguments],
        env=dict(environ),
        cwd=ROOT,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stderr
    return process.stderr.readline()


@pytest.mark.parametrize(("number", "code", "said"), [(signal.SIGINT, 130, "Interrupted.\n"), (signal.SIGTERM, 0, "")])
def test_a_signal_ends_it_at_once(environ: dict[str, str], number: int, code: int, said: str) -> None:
    with watching(environ) as process:
        assert first_line(process) == "Watching; no reminder in the next 7 days. Ctrl+C ends it.\n"
        process.send_signal(number)
        out, err = process.communicate(timeout=4)
        assert (process.returncode, out, err) == (code, "", said)


def test_the_status_and_the_doctor_know_that_somebody_watches(home: Path, environ: dict[str, str]) -> None:
    open_planner(home).milestones.add("Call the office", due="in 3 weeks")

    def told() -> tuple[bool, bool, bool]:
        found = open_planner(home).background.status()
        looks = [each.text for each in open_planner(home).doctor.check() if "remind watch looks" in each.text]
        return found.watched, any("nothing looks" in each.text for each in found.troubles), bool(looks)

    assert told() == (False, True, False)
    with watching(environ) as process:
        first_line(process)
        assert told() == (True, False, True)
    assert told() == (False, True, False)


def test_as_json_every_reminder_is_one_line(home: Path, environ: dict[str, str]) -> None:
    now = datetime.now(UTC)
    planner = open_planner(home, clock=FixedClock(now - timedelta(days=3)))
    for title in ("Call the office", "Send the form"):
        planner.milestones.add(title, due=f"{now + timedelta(hours=12):%Y-%m-%d %H:%M}", leads=("PT14H",))
    with watching({**environ, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}, "--json") as process:
        assert process.stdout
        rows = [json.loads(process.stdout.readline()) for _ in range(2)]
        assert {(row["outcome"], row["title"]) for row in rows} == {
            ("failed", "Call the office"),
            ("failed", "Send the form"),
        }
        assert all(row["error"] and row["when"] for row in rows)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=4)
        assert (process.returncode, out, err) == (130, "", "")


def test_on_a_terminal_too_an_object_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    writer = Writer()
    writer.columns = 80
    writer.json({"titles": ["Call", "Send"]}, one_line=True)
    assert capsys.readouterr().out == '{"titles": ["Call", "Send"]}\n'


def test_data_that_cannot_be_read_is_told_and_ends_it(home: Path, environ: dict[str, str]) -> None:
    home.mkdir()
    (home / "plan.json").write_text("no plan")
    with watching(environ) as process:
        assert process.wait(20) == 3


def test_sleeping_costs_nothing_and_a_signal_wakes() -> None:
    stop = Stop()
    main = threading.get_ident()
    with stop.listening():
        before = resource.getrusage(resource.RUSAGE_SELF)
        timer = threading.Timer(0.3, lambda: signal.pthread_kill(main, signal.SIGTERM))
        began = time.monotonic()
        timer.start()
        assert stop.sleep(30) is False
        assert time.monotonic() - began < 10
        after = resource.getrusage(resource.RUSAGE_SELF)
        timer.join()
        assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.1
        assert stop.sleep(30) is False
    assert stop.code == 0
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_second_interrupt_does_not_wait() -> None:
    stop = Stop()
    with stop.listening():
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.code == 130
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
