"""What only the app can judge in config.toml: whether its keys and its theme are there. Told by it and by `doctor`."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from planner.domain.text import shown
from planner.settings import Settings, SettingsProblem
from planner.ui.keymap import Rebinding, rebound

MOST_TOLD = 3
"""Problems that an app names when it opens; `planner doctor` names all."""


def problems(settings: Settings, path: Path, keys: Rebinding | None = None) -> list[SettingsProblem]:
    """What is wrong with `[keys]` and `[ui] theme`, by line; `path` is the file. `keys` saves looking at them again."""
    found = [
        SettingsProblem(path, settings.keys.lines.get(name, 0), f"“{shown(name)}” {what}")
        for name, what in (keys or rebound(settings.keys.keys)).problems.items()
    ]
    return sorted([*found, *_theme(settings, path)], key=lambda each: each.line)


def told(settings: Settings, path: Path, keys: Rebinding) -> Sequence[str]:
    """All that is wrong in the file as sentences for the opening app: the first few, and where the rest stands."""
    found = [str(each) for each in (*settings.problems, *problems(settings, path, keys))]
    if len(found) <= MOST_TOLD:
        return found
    return [*found[:MOST_TOLD], f"{len(found) - MOST_TOLD} more in {path}: “planner doctor” names each."]


def _theme(settings: Settings, path: Path) -> list[SettingsProblem]:
    wanted = settings.ui.theme
    if not wanted:
        return []
    from textual.theme import BUILTIN_THEMES

    from planner.ui.theme import THEMES

    names = [*(each.name for each in THEMES), *BUILTIN_THEMES]
    if wanted in names:
        return []
    near = get_close_matches(wanted, names, n=1)
    ask = f"did you mean “{near[0]}”?" if near else "f2 in the app lists those there are"
    return [SettingsProblem(path, settings.ui.theme_line, f"There is no theme “{shown(wanted)}”; {ask}")]
