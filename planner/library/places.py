"""Where the shipped templates and the schema lie: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

SCHEMA = "template.schema.json"


@cache
def shipped_folder() -> Path:
    """The folder of the shipped templates."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_templates"
    return installed if installed.is_dir() else package.parent / "templates"


def shipped_files() -> list[Path]:
    """The shipped templates, by name."""
    return sorted(path for path in shipped_folder().glob("*.json") if path.name != SCHEMA)
