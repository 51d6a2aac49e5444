"""What was being typed when the planner ended: offered again at the next start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`kind` is the dialog (`add`, `note`, …), `record` the id of what it is about, `about` its title in words.

    `texts` holds what stood in each field, by name.
    """

    kind: str
    record: str = ""
    about: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
