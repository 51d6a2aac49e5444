"""`typing.json` in the settings folder: what is being typed in the one dialog that is open. It may be deleted."""

from __future__ import annotations

import json
import os
from pathlib import Path

from planner.domain.draft import Draft
from planner.domain.errors import DataError
from planner.domain.text import clean
from planner.store.durable import ensure_folder, read_file, replace_file

NAME = "typing.json"
_MOST = 400_000
_MOST_FIELDS, _MOST_TEXT, _MOST_NAME = 60, 20_000, 100


class FileUnfinished:
    """One draft, and the process that writes it: what a planner that still runs is typing is nobody else's."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def load(self) -> Draft | None:
        """What was being typed when a planner ended; None for what makes no sense, or is being typed right now."""
        try:
            data = read_file(self._path)
            found = json.loads(data) if data is not None and len(data) <= _MOST else None
        except (DataError, ValueError, RecursionError):
            return None
        if not isinstance(found, dict) or self._is_running(found.get("process")):
            return None
        names = [found.get(name) for name in ("kind", "record", "about")]
        texts = found.get("texts")
        if not all(isinstance(each, str) and len(each) <= _MOST_TEXT for each in names) or not isinstance(texts, dict):
            return None
        kept = {
            name[:_MOST_NAME]: clean(text[:_MOST_TEXT], lines=True)
            for name, text in list(texts.items())[:_MOST_FIELDS]
            if isinstance(text, str)
        }
        kind, record, about = (clean(str(each)) for each in names)
        return Draft(kind=kind[:_MOST_NAME], record=record[:_MOST_NAME], about=about, texts=kept)

    def save(self, draft: Draft) -> None:
        """Replace it. Raises SaveFailed."""
        document = {
            "process": os.getpid(),
            "kind": draft.kind,
            "record": draft.record,
            "about": draft.about,
            "texts": dict(draft.texts),
        }
        ensure_folder(self._path.parent)
        replace_file(self._path, json.dumps(document, indent=1).encode() + b"\n")

    def clear(self) -> None:
        """There is none any more. What cannot be removed stays, and is offered again."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError:
            return

    @staticmethod
    def _is_running(process: object) -> bool:
        if not isinstance(process, int) or not 0 < process < 2**31 or process == os.getpid() or os.name != "posix":
            return False
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except OSError:
            return True
        return True
