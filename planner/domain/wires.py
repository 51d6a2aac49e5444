"""Lines that join the bars of the timeline: from the end of each to the beginning of those that follow it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.domain.bars import Spot

_UP, _DOWN, _LEFT, _RIGHT = 1, 2, 4, 8
_SIGNS = {
    1: "│", 2: "│", 3: "│", 4: "─", 8: "─", 12: "─", 9: "╰", 10: "╭", 5: "╯", 6: "╮", 11: "├", 7: "┤", 14: "┬",
    13: "┴", 15: "┼",
}  # fmt: skip


def wires(
    spots: Mapping[str, Spot], links: Iterable[tuple[str, str]], rows: range, width: int
) -> dict[int, dict[int, str]]:
    """Signs by row and cell for the `rows` that are shown. Links to what has no spot are left out."""
    board = _Board(rows, width)
    for before, after in links:
        one, other = spots.get(before), spots.get(after)
        if one is not None and other is not None and one.row != other.row:
            board.join(one, other)
    return board.signs()


@dataclass(slots=True)
class _Board:
    """What meets in every cell, and the heads of the arrows."""

    rows: range
    width: int
    ends: dict[int, dict[int, int]] = field(default_factory=dict)
    heads: dict[int, dict[int, str]] = field(default_factory=dict)

    def join(self, one: Spot, other: Spot) -> None:
        """Up or down from the end of `one` to the row of `other`, then along it."""
        down = other.row > one.row
        column, back = one.last, _UP if down else _DOWN
        low, high = (one.row + 1, other.row) if down else (other.row + 1, one.row)
        for row in range(max(low, self.rows.start), min(high, self.rows.stop)):
            self._meet(row, column, _UP | _DOWN)
        if other.first > column:
            self._meet(other.row, column, back | _RIGHT)
            self._along(other.row, column + 1, other.first - 1)
            if other.first - 1 > column:
                self._head(other.row, other.first - 1, "▸")
        elif other.last < column:
            self._meet(other.row, column, back | _LEFT)
            self._along(other.row, other.last + 1, column - 1)
            if other.last + 1 < column:
                self._head(other.row, other.last + 1, "◂")
        elif abs(other.row - one.row) > 1:
            self._head(other.row + (-1 if down else 1), column, "▾" if down else "▴")

    def _along(self, row: int, first: int, last: int) -> None:
        for cell in range(max(first, 0), min(last, self.width - 1) + 1):
            self._meet(row, cell, _LEFT | _RIGHT)

    def _meet(self, row: int, cell: int, ends: int) -> None:
        if row in self.rows and 0 <= cell < self.width:
            line = self.ends.setdefault(row, {})
            line[cell] = line.get(cell, 0) | ends

    def _head(self, row: int, cell: int, sign: str) -> None:
        if row in self.rows and 0 <= cell < self.width:
            self.heads.setdefault(row, {})[cell] = sign

    def signs(self) -> dict[int, dict[int, str]]:
        """By row and cell."""
        found = {row: {cell: _SIGNS[each] for cell, each in cells.items()} for row, cells in self.ends.items()}
        for row, cells in self.heads.items():
            found.setdefault(row, {}).update(cells)
        return found
