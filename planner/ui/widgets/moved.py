"""How what would move is shown before it moves: each milestone with its days, and what does not fit, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.dates import show_day
from planner.ui.present import Part, count, fill, line, width
from planner.ui.widgets.lines import Lines, Row, Section

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from textual.content import Content

    from planner.domain.moving import Moved

DAY = 11
"""Cells of a day: `24 Nov 2027`."""
MOST_SAID = 3
"""Problems of one kind that are told; of more their number."""


def show_moved(lines: Lines[Moved], moved: Sequence[Moved], most: int) -> None:
    """Put them into a list at most so many lines high; one without any takes neither room nor focus."""
    rows = [Row(each.after.id, each) for each in moved]
    lines.show([Section(key="", title="", rows=rows)] if rows else [])
    lines.styles.height = min(most, len(rows))
    lines.display = bool(rows)


def problem_words(problems: Sequence[str], past: int = 0, *, most: int = MOST_SAID) -> str:
    """What does not fit, a line each, at most so many, and how many milestones would lie in the past."""
    said = list(problems[:most])
    if len(problems) > most:
        said.append(f"… and {len(problems) - most} more of this kind.")
    if past:
        said.append(f"{count(past, 'milestone')} would lie in the past.")
    return "\n".join(said)


def alone_words(problems: Sequence[str], together: Sequence[str]) -> str:
    """What is out of order if what follows stays, where that is more than if it goes along: `together`."""
    more = [problem for problem in problems if problem not in together]
    if not more:
        return "Alone: what follows stays where it is, and all is in order."
    rest = f" And {len(more) - 1} more." if len(more) > 1 else ""
    return f"Alone: {more[0]}{rest}"


def moved_row(each: Moved, cells: int, today: date, remark: str = "", *, bad: bool = False) -> Content:
    """`Tue 24 Nov → Sun 29 Nov     +5 d  Mock exam 2  makes room`; a `bad` remark is red. Of a series of which only the
    end moves that is said instead of the days."""
    by = "" if each.days is None else f"{each.days:+d} d"
    if each.ends and each.days == 0:
        by, end = "", f"until {show_day(each.ends, today)}"
        remark = f"{remark} · {end}" if remark else end
    remark = f" {remark}" if remark else ""
    parts: list[Part] = [
        (fill(_words(each.before.due, today), DAY), "$muted"),
        (" → ", "$muted"),
        (fill(_words(each.after.due, today), DAY), "$text"),
        (f"{by:>7}  ", "$muted"),
    ]
    room = max(6, cells - 2 * DAY - 12 - width(remark))
    return line(*parts, fill(each.after.title, room), (remark, "$danger" if bad else "$muted"))


def _words(day: date | None, today: date) -> str:
    return show_day(day, today) if day else "no date"
