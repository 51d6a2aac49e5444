"""Where in a document something is wrong: `milestones[3].when`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from planner.domain.errors import Problem

Place: TypeAlias = tuple[str | int, ...]
MOST_SHOWN = 60
"""Characters of one key. None of the format is longer; a hostile one would be told again with each problem in it."""
_PLAIN = re.compile(r"[$\w-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong, before its place is put in words."""

    place: Place
    message: str


def show_place(place: Place) -> str:
    """`("milestones", 3, "when")` as `milestones[3].when`; a key with other characters as `["…"]`, a long one cut."""
    shown = ""
    for part in place:
        if isinstance(part, int):
            shown += f"[{part}]"
        elif len(part) > MOST_SHOWN:
            shown += f'["{json.dumps(part[: MOST_SHOWN - 1])[1:-1]}…"]'
        elif _PLAIN.fullmatch(part):
            shown += f".{part}" if shown else part
        else:
            shown += f"[{json.dumps(part)}]"
    return shown


def as_problems(flaws: Iterable[Flaw]) -> tuple[Problem, ...]:
    """Sorted by place (lists by number), each once."""
    unique = dict.fromkeys(flaws)
    return tuple(Problem(show_place(flaw.place), flaw.message) for flaw in sorted(unique, key=_order))


def _order(flaw: Flaw) -> tuple[tuple[tuple[int, int, str], ...], str]:
    return tuple((0, part, "") if isinstance(part, int) else (1, 0, part) for part in flaw.place), flaw.message
