"""Where things live on this machine. What the settings file says is read in settings.py, and only when asked for."""

from __future__ import annotations

import os
from pathlib import Path

from planner.domain.errors import WrongUsage
from planner.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Paths:
    """The data folder (plan, history, backups, library) and the folder of this machine's settings."""

    data: Path
    config: Path

    @property
    def library(self) -> Path:
        """The person's own templates."""
        return self.data / "library"

    @property
    def settings(self) -> Path:
        """The file of this machine's settings."""
        return self.config / "config.toml"


def paths(home: Path | None = None) -> Paths:
    """`home`, else PLANNER_HOME (then everything lives there), else the platform's folders. Raises WrongUsage."""
    chosen = home or (Path(given) if (given := os.environ.get("PLANNER_HOME")) else None)
    if chosen is not None:
        try:
            chosen = chosen.expanduser().absolute()
        except RuntimeError as error:
            raise WrongUsage(f"{chosen} names nobody's home.", "Give --home a folder that can be.") from error
        if chosen.exists() and not chosen.is_dir():
            raise WrongUsage(f"{chosen} is not a folder.", "Give --home a folder, or a name that is free.")
        return Paths(chosen, chosen)
    from platformdirs import user_config_path, user_data_path

    return Paths(user_data_path("planner", appauthor=False), user_config_path("planner", appauthor=False))
