"""The person's editor, on one file. What VISUAL or EDITOR says is taken apart into words; no shell ever sees it."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from pathlib import Path
from shutil import which
from types import FrameType

from planner.domain.errors import NotMet, WrongUsage

USUAL = ("sensible-editor", "nano", "vi") if os.name == "posix" else ("notepad",)
_HINT = "Set VISUAL or EDITOR to a program that waits until the file is closed, such as nano or “code --wait”."


def editor_command() -> list[str]:
    """The words of VISUAL, else EDITOR, else a usual one. Raises WrongUsage, NotMet."""
    for name in ("VISUAL", "EDITOR"):
        said = os.environ.get(name, "").strip()
        if not said:
            continue
        try:
            words = shlex.split(said, posix=os.name == "posix")
        except ValueError as error:
            raise WrongUsage(f"${name} cannot be read: its quotes do not close.", _HINT) from error
        if words and words[0]:
            return words
    for program in USUAL:
        if which(program):
            return [program]
    raise NotMet("There is no editor.", _HINT)


def edit(path: Path) -> int:
    """Open the editor on `path` and wait; gives its exit code. Raises NotMet when it cannot be started."""
    command = editor_command()
    before = signal.signal(signal.SIGINT, _leave_to_the_editor)
    try:
        return subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603  the person's own editor
    except (OSError, ValueError) as error:
        raise NotMet(f"The editor “{command[0]}” could not be started.", _HINT) from error
    finally:
        signal.signal(signal.SIGINT, before)


def _leave_to_the_editor(_number: int, _frame: FrameType | None) -> None:
    """ctrl+c is a key of the editor's; a handler, unlike SIG_IGN, is not passed on to it."""
