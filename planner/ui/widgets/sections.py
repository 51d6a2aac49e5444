"""What a list shows: rows under heads. See `planner.ui.widgets.lines`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """One line. `key` is unique in the list; a row without a key is only read, the cursor passes over it."""

    key: str
    data: T


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Generic[T]):
    """Rows under one head. `tone` styles the title; `note` is said after the count; `folded` is how it begins.

    `count` stands after the title; None = the number of rows.
    """

    key: str
    title: str
    rows: Sequence[Row[T]]
    tone: str = "bold"
    note: str = ""
    folded: bool = False
    count: int | None = None
