"""What a folder holds for somebody who looks for templates: its folders and its JSON files, nothing hidden."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from planner.domain.errors import NotMet

MOST_ENTRIES = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A folder, or a file of `size` bytes last changed at `changed` (UTC)."""

    name: str
    path: Path
    is_folder: bool
    size: int = 0
    changed: datetime | None = None


def look(folder: Path) -> tuple[Entry, ...]:
    """Folders first, by name; of very many the first 5,000. Raises NotMet where it cannot be looked at."""
    try:
        with os.scandir(folder) as entries:
            seen = [_entry(entry) for entry in entries if not entry.name.startswith(".")]
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise NotMet(
            f"{folder}: {(reason or 'this is no path').lower()}.", "Type the path of another folder."
        ) from error
    found = [each for each in seen if each is not None]
    found.sort(key=lambda each: (not each.is_folder, each.name.casefold(), each.name))
    return tuple(found[:MOST_ENTRIES])


def _entry(entry: os.DirEntry[str]) -> Entry | None:
    """None for what no template can be, and for what vanished or may not be looked at."""
    try:
        if entry.is_dir():
            return Entry(name=entry.name, path=Path(entry.path), is_folder=True)
        if not entry.name.endswith(".json"):
            return None
        status = entry.stat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    changed = datetime.fromtimestamp(max(0, min(status.st_mtime, 4_102_444_800)), UTC)
    return Entry(name=entry.name, path=Path(entry.path), is_folder=False, size=status.st_size, changed=changed)


def completed(text: str, names: list[str]) -> str:
    """`text` as far as all of `names` that begin like it (in either case) agree; in the case of the first of them."""
    fitting = [name for name in names if name.casefold().startswith(text.casefold())]
    if not fitting:
        return text
    first, last = min(fitting, key=str.casefold), max(fitting, key=str.casefold)
    length = 0
    for one, other in zip(first.casefold(), last.casefold(), strict=False):
        if one != other:
            break
        length += 1
    return first[:length] if length >= len(text) else text
