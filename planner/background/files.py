"""Small files of the system's schedulers: written whole, and put back as they were where something fails."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from planner.domain.errors import NotMet


def read(path: Path) -> bytes | None:
    """What is in it, None where it is not there. Raises NotMet where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NotMet(f"{path} cannot be read ({error.strerror or error}).", "Look at who owns it.") from error


def write(path: Path, data: bytes) -> None:
    """Put `data` there in one go, making its folders. Raises NotMet; then what was there stands."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(number, "wb") as file:
                file.write(data)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except OSError:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        fix = "Look at who owns the folder and whether its disk is full or read-only."
        raise NotMet(f"{path} cannot be written ({error.strerror or error}).", fix) from error


def remove(path: Path) -> bool:
    """Take it away; whether it was there. Raises NotMet where it stays."""
    try:
        path.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        fix = "Look at who owns the folder; the file can also be deleted by hand."
        raise NotMet(f"{path} cannot be removed ({error.strerror or error}).", fix) from error
    return True


def put_back(path: Path, before: bytes | None) -> None:
    """Make it what it was: gone where `before` is None."""
    if before is None:
        remove(path)
    else:
        write(path, before)


def remove_empty(folder: Path) -> None:
    """Take a folder away when nothing is in it."""
    with suppress(OSError):  # something is: then it stays
        folder.rmdir()
