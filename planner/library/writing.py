"""A template's text into a file that the person names: all of it or nothing, and over another file only when told."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from planner.domain.errors import NotMet, SaveFailed


def indented(text: str) -> str:
    """JSON as people read it, every number as it was."""
    return msgspec.json.format(text.encode(), indent=2).decode().rstrip("\n") + "\n"


def write_text(path: Path, text: str, *, replace: bool) -> None:
    """Raises NotMet when a file is there and is not to be replaced; SaveFailed, then nothing was changed."""
    data = text.encode()
    try:
        if replace and path.exists() and not path.is_file():
            path.write_bytes(data)  # a pipe or a device: there is nothing to keep
        elif replace:
            _exchange(Path(os.path.realpath(path)), data)
        else:
            _make(path, data)
    except FileExistsError:
        raise NotMet(f"{path} is there already.", "Choose another name, or replace it.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise SaveFailed(
            f"{path} could not be written: {(reason or 'this is no path').lower()}.",
            "Check the path, the permissions and the free space.",
        ) from error


def _make(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        try:
            file.write(data)
            file.flush()
        except OSError:
            path.unlink()
            raise


def _exchange(path: Path, data: bytes) -> None:
    temp = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    try:
        _make(temp, data)
        temp.replace(path)
    except OSError:
        temp.unlink(missing_ok=True)
        raise
