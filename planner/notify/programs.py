"""Programs that are asked to show something: they get a time, and no way to write on our screen."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program said. `code` is None when it was still running at its end of time."""

    code: int | None
    output: str


def run(
    arguments: Sequence[str],
    seconds: float,
    *,
    text: str = "",
    environ: Mapping[str, str] | None = None,
    until_closed: bool = False,
) -> Answer:
    """Run a program with `text` as its input; after `seconds` it is killed with all it started.

    With `until_closed` it is left alive once it has closed its output. Output is standard output and error together.
    Raises OSError when it cannot be started.
    """
    process = subprocess.Popen(  # noqa: S603  # no shell, and our callers close off what could be read as an option
        arguments,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=None if environ is None else dict(environ),
        start_new_session=os.name == "posix",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    said: list[bytes] = []
    # A grandchild that hangs keeps the pipe open for ever, and Windows cannot wait for a pipe: hence a thread.
    reader = threading.Thread(target=_talk, args=(process, text.encode(), said), daemon=True)
    reader.start()
    reader.join(seconds)
    if reader.is_alive():
        _kill(process)
        return Answer(None, "")
    output = b"".join(said).decode(errors="replace").strip()
    if until_closed:
        _leave(process)
        return Answer(0, output)
    try:
        return Answer(process.wait(max(0.1, seconds / 10)), output)
    except subprocess.TimeoutExpired:
        _kill(process)
        return Answer(None, output)


_left: list[subprocess.Popen[bytes]] = []
"""Programs that go on after their answer; those that have ended are reaped when the next is left."""


def _leave(process: subprocess.Popen[bytes]) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(0.05)
    _left[:] = [each for each in [*_left, process] if each.poll() is None]


def _talk(process: subprocess.Popen[bytes], text: bytes, said: list[bytes]) -> None:
    assert process.stdin
    assert process.stdout
    with suppress(OSError):  # it may close its ears before it has heard all
        process.stdin.write(text)
    with suppress(OSError):
        process.stdin.close()
    with process.stdout:
        said.append(process.stdout.read())


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    with suppress(subprocess.TimeoutExpired):  # one that waits for a dead disk outlives even this
        process.wait(0.1)
