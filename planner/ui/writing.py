"""A longer text in the person's own editor, with the app out of the way for so long."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from planner.domain.errors import NotMet
from planner.editor import edit

if TYPE_CHECKING:
    from planner.ui.app import PlannerApp


def write_outside(app: PlannerApp, text: str) -> str:
    """The text as it was left in the editor. Raises NotMet where there is none, or it failed: then nothing changed."""
    with tempfile.TemporaryDirectory(prefix="planner-") as folder:
        path = Path(folder) / "notes.md"
        path.write_text(text, encoding="utf-8")
        try:
            with app.suspend():
                code = edit(path)
        except SuspendNotSupported as error:
            raise NotMet("There is no terminal to open an editor in.", "Type here.") from error
        if code:
            raise NotMet(f"The editor ended with {code}; the text is as it was.")
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise NotMet("What the editor left cannot be read; the text is as it was.") from error
