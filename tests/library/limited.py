"""Brings files in with 10 seconds and 300 MB for each, and tells what came of it; started by the tests as a program.

`python -m tests.library.limited HOME`, and on standard input one JSON line for each file: its path, and how it changes
while it is read (null: not at all). Each file is given to the command line's `template check` and `template import`
and to what the app calls, each in a process of its own that may not open a network connection, start a program, or
write anywhere but into the library. For each a JSON line comes back: the exit code, what was said, how long it took.
"""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from planner.cli.main import cli
from planner.config import Paths
from planner.domain.errors import TemplateInvalid
from planner.library import arrival, checking, reading, schema  # noqa: F401  before the limits: each child needs them
from planner.wiring import Planner
from tests.strategies.bad_files import CHANGING, GOOD

SECONDS = 10
BYTES = 300 * 1000 * 1000
_STARTS = ("subprocess.", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork", "pty.spawn")
_REACHES = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostby", "urllib.")
_CHANGES = ("os.rename", "os.remove", "os.link", "os.symlink", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def limit() -> None:
    """Ten seconds of the processor and of the clock, and so much memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(SECONDS)


def confine(library: Path) -> None:
    """From here on whatever must not happen ends the process with exit code 99. Cannot be taken back."""

    def hook(event: str, args: tuple[Any, ...]) -> None:
        told = None
        if event.startswith((*_STARTS, *_REACHES)):
            told = event
        elif (event == "open" and isinstance(args[2], int) and args[2] & _WRITING) or event.startswith(_CHANGES):
            named = args[: 2 if event == "os.rename" else 1]
            paths = [Path(os.fsdecode(each)) for each in named if isinstance(each, str | bytes)]
            if not all(each == Path(os.devnull) or each == library or library in each.parents for each in paths):
                told = f"{event} {paths}"
        if told is not None:
            os.write(2, f"FORBIDDEN {told}\n".encode())
            os._exit(99)

    sys.addaudithook(hook)


def in_app(home: Path, path: Path) -> None:
    """As the app brings in what was chosen; ends with the exit code of the error."""
    planner = Planner(Paths(home, home))
    try:
        planner.templates.incoming([path])
    except TemplateInvalid as error:
        for each in error.problems:
            sys.stdout.write(f"{each}\n")
        sys.stdout.flush()
        os._exit(error.exit_code)


WAYS: dict[str, Callable[[Path, Path], None]] = {
    "check": lambda home, path: cli(["--home", str(home), "template", "check", str(path)]),
    "check --json": lambda home, path: cli(["--home", str(home), "template", "check", "--json", str(path)]),
    "import": lambda home, path: cli(["--home", str(home), "template", "import", str(path)]),
    "app": in_app,
}


def tried(way: str, home: Path, path: Path, changes: str | None) -> dict[str, Any]:
    """One file by one way."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            _child(way, home, path, changes, said.fileno())
        _, status = os.waitpid(child, 0)
        said.seek(0)
        text = said.read(1 << 20).decode("utf-8", "backslashreplace")
    code = os.waitstatus_to_exitcode(status)
    return {"path": str(path), "way": way, "exit": code, "said": text, "seconds": time.monotonic() - began}


def _child(way: str, home: Path, path: Path, changes: str | None, out: int) -> None:
    try:
        os.dup2(out, 1)
        os.dup2(out, 2)
        sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), "utf-8", write_through=True)
        sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), "utf-8", write_through=True)
        sys.stdin = io.TextIOWrapper(io.FileIO(os.open(os.devnull, os.O_RDONLY)), "utf-8")
        limit()
        if changes is None:
            confine(home / "library")
        else:
            os.read = CHANGING[changes](os.read, path)
        WAYS[way](home, path)
        os._exit(0)
    except SystemExit as ended:
        os._exit(ended.code if isinstance(ended.code, int) else 98)
    except BaseException as error:  # noqa: BLE001  whatever it is, the test is told, in this process and no other
        os.write(2, repr(error).encode("utf-8", "backslashreplace"))
        os._exit(97)


def main() -> None:
    """See the module."""
    home = Path(sys.argv[1])
    checking.check_bytes(GOOD, "warm")  # what is imported and compiled on the way is there before each child begins
    for line in sys.stdin:
        path, changes = json.loads(line)
        for way in WAYS:
            print(json.dumps(tried(way, home, Path(path), changes)), flush=True)  # noqa: T201  it is a program


if __name__ == "__main__":
    main()
