"""`app.json` in the settings folder: choices made in the app about this machine. It may be deleted at any time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from planner.domain.errors import DataError
from planner.domain.text import clean
from planner.store.durable import ensure_folder, read_file, replace_file

NAME = "app.json"
_MOST = 100


class FileRemembered:
    """A flat table of texts; what makes no sense is left out."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def load(self) -> Mapping[str, str]:
        """What is there and can be read."""
        try:
            data = read_file(self._path)
            found = json.loads(data) if data is not None else {}
        except (DataError, ValueError, RecursionError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {key: clean(value) for key, value in found.items() if isinstance(value, str) and len(value) <= _MOST}

    def save(self, key: str, value: str) -> None:
        """Replace the file. Raises SaveFailed."""
        kept = {**self.load(), key: value}
        ensure_folder(self._path.parent)
        replace_file(self._path, json.dumps(kept, indent=2, sort_keys=True).encode() + b"\n")
