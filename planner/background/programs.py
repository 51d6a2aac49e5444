"""The programs of the system's schedulers: run with an end of time, heard in one language."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.domain.errors import NotMet
from planner.domain.schedule import Step

SECONDS = 30
"""How long any of them may take: a loaded machine at login is slow."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program said; `code` is None when it could not be started or had not ended in time."""

    code: int | None
    output: bytes
    errors: str

    @property
    def ok(self) -> bool:
        """Whether it ended well."""
        return self.code == 0

    @property
    def text(self) -> str:
        """Its standard output."""
        return self.output.decode(errors="replace")

    @property
    def said(self) -> str:
        """What it said, in one line, for a person."""
        words = self.errors.split() or self.text.split()
        return " ".join(words) or (f"exit code {self.code}" if self.code is not None else "no answer")


def there(program: str) -> bool:
    """Whether it is on the PATH."""
    return shutil.which(program) is not None


def run(arguments: Sequence[str], *, data: bytes = b"", environ: Mapping[str, str] | None = None) -> Answer:
    """Run a program to its end with `data` as its input and `environ` on top of ours. Raises nothing."""
    try:
        done = subprocess.run(  # noqa: S603  # no shell, and every argument is ours
            arguments,
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "LC_ALL": "C", **(environ or {})},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        return Answer(None, b"", f"{arguments[0]} did not answer within {SECONDS} seconds")
    except OSError as error:
        return Answer(None, b"", f"{arguments[0]} cannot be started ({error.strerror or error})")
    return Answer(done.returncode, done.stdout, done.stderr.decode(errors="replace"))


def must(arguments: Sequence[str], hint: str, *, data: bytes = b"", environ: Mapping[str, str] | None = None) -> Answer:
    """As `run`. Raises NotMet, with `hint`, where it did not end well."""
    answer = run(arguments, data=data, environ=environ)
    if not answer.ok:
        raise NotMet(f"“{shlex.join(arguments)}” failed: {answer.said}", hint)
    return answer


def step(arguments: Sequence[str], text: str = "") -> Step:
    """The Step of running it."""
    return Step(act="run", what=shlex.join(arguments), text=text)
