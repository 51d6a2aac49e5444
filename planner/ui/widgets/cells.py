"""Rows of cells with the styles of the app, and how the cells of a row are shared between titles and time."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from planner.domain.bars import Cells, Role

GUTTER = 3
"""Cells of a row that are not its content: two on the left, one on the right."""
STYLES: Mapping[Role, str] = {
    "": "",
    "grid": "$rule",
    "today": "bold $text",
    "done": "$good",
    "rest": "$accent",
    "goal": "$good",
    "mark": "bold $accent",
    "late": "bold $danger",
    "link": "$muted",
    "chosen": "bold $accent",
    "quiet": "$muted",
}


def content_of(cells: Cells) -> Content:
    """A drawn row with the styles of the app: signs of ours only."""
    return Content.assemble(*((text, STYLES[role]) for text, role in cells.runs()))


def side_of(cells: int) -> int:
    """Cells for the titles, of all there are in a row."""
    return max(10, min(44, cells * 3 // 10))
