"""How a milestone that would move is drawn: from which day to which, by how much, and what is to be known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.ui.present import Part, fill, line, width

if TYPE_CHECKING:
    from datetime import date

    from textual.content import Content

    from planner.domain.moving import Moved


def moved_row(each: Moved, cells: int, remark: str = "", *, bad: bool = False) -> Content:
    """`2026-11-24 → 2026-11-29   +5 d  Mock exam 2  makes room`; a `bad` remark is red."""
    by = "" if each.days is None else f"{each.days:+d} d"
    remark = f" {remark}" if remark else ""
    parts: list[Part] = [
        (fill(_words(each.before.due), 10), "$muted"),
        (" → ", "$muted"),
        (fill(_words(each.after.due), 10), "$text"),
        (f"{by:>7}  ", "$muted"),
    ]
    room = max(6, cells - 32 - width(remark))
    return line(*parts, fill(each.after.title, room), (remark, "$danger" if bad else "$muted"))


def _words(day: date | None) -> str:
    return day.isoformat() if day else "no date"
