"""A planner with a fixed day and countable ids, and two ways to run the command line on it."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from planner.cli.main import cli
from planner.cli.session import Session
from planner.config import Paths
from planner.ports import Outcome
from planner.wiring import Planner
from tests.background.fakes import Memory

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
SATURDAY = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@dataclass
class FixedClock:
    """Saturday 21 November 2026, ten o'clock in Vienna, until it is moved."""

    moment: datetime = SATURDAY

    def now(self) -> datetime:
        return self.moment

    def zone(self) -> tzinfo:
        return ZoneInfo("Europe/Vienna")


@dataclass
class CountedIds:
    """Ids that are the same in every run and look like any other."""

    given: int = 0

    def new(self) -> str:
        self.given += 1
        return hashlib.sha256(str(self.given).encode()).hexdigest()[:32]


@dataclass
class Desk:
    """A desktop that shows everything, unless it is told to be away."""

    away: bool = False
    shown: list[tuple[str, str]] = field(default_factory=list)

    def notify(self, title: str, body: str, key: str) -> Outcome:  # noqa: ARG002  the port has it
        if self.away:
            return Outcome(ok=False, channel="desktop", detail="no notification service answered")
        self.shown.append((title, body))
        return Outcome(ok=True, channel="desktop")

    def check(self) -> Outcome:
        return Outcome(ok=not self.away, channel="desktop", detail="no notification service" if self.away else "")


Run = Callable[..., Result]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def scheduler() -> Memory:
    return Memory()


@pytest.fixture
def planner(tmp_path: Path, clock: FixedClock, desk: Desk, scheduler: Memory) -> Planner:
    home = tmp_path / "home"
    return Planner(Paths(home, home), clock=clock, ids=CountedIds(), notifier=desk, schedulers=(scheduler,))


@pytest.fixture
def run(planner: Planner) -> Run:
    """Run the command line in this process on `planner`; `person=True` sits at a terminal and types `input`."""

    def call(*args: str, person: bool = False, typed: str | None = None) -> Result:
        session = Session(given=planner, interactive=person)
        return CliRunner().invoke(cli, args, obj=session, input=typed)

    return call


@pytest.fixture
def value(run: Run) -> Callable[..., Any]:
    """Run a command with `--json` and give its value; it must succeed."""

    def call(*args: str) -> Any:
        result = run(*args, "--json")
        assert result.exit_code == 0, result.stderr
        assert result.stdout.count("\n") == 1
        return json.loads(result.stdout)

    return call


@pytest.fixture
def talk(run: Run, planner: Planner) -> str:
    """A goal of `first-talk.json`, from Monday on; its id."""
    assert run("template", "import", str(Path(__file__).parent / "first-talk.json")).exit_code == 0
    assert run("goal", "new", "first-talk", "--start", "2026-11-23").exit_code == 0
    (goal,) = planner.queries.plan().goals
    return goal


@pytest.fixture
def step(planner: Planner) -> Callable[[str], str]:
    """The id of the milestone with this key."""
    return lambda key: next(each.id for each in planner.queries.plan().milestones.values() if each.key == key)


@pytest.fixture
def status(planner: Planner) -> Callable[[str], str]:
    """The status of the milestone with this id."""
    return lambda milestone_id: planner.queries.plan().milestones[milestone_id].status


@pytest.fixture
def golden() -> Callable[[str, object], None]:
    """Compare a value with `golden/NAME.json`. PLANNER_WRITE_GOLDEN=1 writes the file, and fails so that it is read."""

    def compare(name: str, found: object) -> None:
        path = GOLDEN / f"{name}.json"
        text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
        if os.environ.get("PLANNER_WRITE_GOLDEN"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            pytest.fail(f"{path.name} was written: read it, then run without PLANNER_WRITE_GOLDEN")
        assert found == json.loads(path.read_text(encoding="utf-8"))

    return compare


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "data"


Process = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def process(home: Path, tmp_path: Path) -> Process:
    """Run `python -m planner` as a program of its own on an empty home, in UTC, without a terminal."""

    def call(*args: str, env: Mapping[str, str] | None = None, **options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "planner", *args],
            env={**environment(home, tmp_path), **(env or {})},
            cwd=ROOT,
            text=True,
            encoding="utf-8",
            capture_output="stdout" not in options,
            timeout=60,
            check=False,
            stdin=subprocess.DEVNULL,
            **options,
        )

    return call


@pytest.fixture
def environ(home: Path, tmp_path: Path) -> dict[str, str]:
    """The environment of `process`, for tests that start the program in another way."""
    return environment(home, tmp_path)


def on_terminal(
    environ: Mapping[str, str],
    *arguments: str,
    answer: tuple[str, Callable[[int, int], object]] | None = None,
    patience: float = 0.5,
) -> tuple[int, str]:
    """Exit code and output of a run on a terminal of its own.

    Where it shows the text of `answer` and then falls silent for a moment, its act gets (pid, terminal); as a
    person would, it tries again when nothing comes of it within `patience` seconds.
    """
    pid, terminal = pty.fork()
    if pid == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # who runs the tests in the background has it ignored
        os.chdir(ROOT)
        os.execve(sys.executable, [sys.executable, "-m", "planner", *arguments], environ)
    shown, acted, end = b"", False, time.monotonic() + 60
    try:
        while time.monotonic() < end:
            asked = answer is not None and answer[0] in shown.decode(errors="replace")
            if not select.select([terminal], [], [], (patience if acted else 0.2) if asked else 60)[0]:
                assert answer is not None
                answer[1](pid, terminal)
                acted = True
                continue
            chunk = os.read(terminal, 65536)
            if not chunk:
                break
            shown += chunk
    except OSError:  # Linux: the other end is closed
        pass
    state = os.waitpid(pid, 0)[1]
    os.close(terminal)
    return os.waitstatus_to_exitcode(state), shown.decode()


@pytest.fixture
def terminal(home: Path, tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Run the program on a terminal of its own; `answer` as in `on_terminal`."""

    def call(
        *arguments: str,
        env: Mapping[str, str] | None = None,
        answer: tuple[str, Callable[[int, int], object]] | None = None,
        patience: float = 0.5,
    ) -> tuple[int, str]:
        environ = {**environment(home, tmp_path), **(env or {})}
        return on_terminal(environ, *arguments, answer=answer, patience=patience)

    return call


def environment(home: Path, tmp_path: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(tmp_path),
        "PLANNER_HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "TERM": "xterm",
    }
