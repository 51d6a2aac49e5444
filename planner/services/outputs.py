"""Files that a person names for what is written to other programs."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from planner.domain.errors import NotMet

ANOTHER = "Choose another name."


class IsAnothers(NotMet):
    """A file is there that the planner did not write, and that could be replaced."""


def named(path: Path) -> Path:
    """The whole path that is meant; `~` is the person's home. Raises NotMet for the home of nobody."""
    try:
        return Path(os.path.normpath(path.expanduser().absolute()))
    except RuntimeError as error:
        raise NotMet(f"{path} names nobody's home.", ANOTHER) from error


def is_there(path: Path) -> bool:
    """Whether something can be seen there; what may not be looked at counts as gone."""
    try:
        path.stat()
    except (OSError, ValueError):
        return False
    return True


def refuse_no_file(path: Path, instead: str) -> None:
    """Raise NotMet, with `instead` as the way out, where no ordinary file is or can be: a folder, a pipe, no path."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "this is no path"
        raise NotMet(f"{path} cannot be a file: {reason.lower()}.", ANOTHER) from error
    if not stat.S_ISREG(status.st_mode):
        raise NotMet(f"{path} is not a file.", instead)
