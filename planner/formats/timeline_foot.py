"""The foot of the timeline's picture: the hours of the weeks, and what the signs mean."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from planner.domain.durations import show_hours
from planner.formats.svg import Sheet, width_of
from planner.formats.timeline_says import day_words
from planner.formats.timeline_series import ring

if TYPE_CHECKING:
    from planner.domain.capacity import Week

_ROW = 20.0


def draw_hours(sheet: Sheet, weeks: Sequence[tuple[Week, float, float]], left: float, top: float, tall: float) -> None:
    """A column for each week between its two ends: what is planned, as far as there are hours for it, and what is too
    much above; a line where the hours end. The highest is as tall as said."""
    most = max(max(week.planned, week.available) for week, _, _ in weeks) or 1
    floor = top + tall
    heavy = sum(1 for week, _, _ in weeks if week.overload)
    sheet.text("goal", left, floor - 18, "Hours a week")
    weeks_words = (
        f"{heavy} {'week holds' if heavy == 1 else 'weeks hold'} too much" if heavy else "no week holds too much"
    )
    sheet.text("small quiet", left, floor - 3, weeks_words)
    for week, begin, end in weeks:
        high, there = week.planned * tall / most, week.available * tall / most
        over = f", {show_hours(week.overload)} h too much" if week.overload else ""
        said = f"{show_hours(week.planned)} h planned, {show_hours(week.available)} h available{over}"
        with sheet.group("", f"Week of {day_words(week.monday)}: {said}"):
            inner = max(1.0, end - begin - 2)
            if week.planned:
                sheet.rect("load", begin + 1, floor - min(high, there), inner, min(high, there))
            if week.overload:
                sheet.rect("too-much", begin + 1, floor - high, inner, high - there)
                middle = (begin + end) / 2
                sheet.path("heavy", f"M{middle - 4:.1f} {floor - high - 4:.1f}h8l-4 -7z")
                word = f"+{show_hours(week.overload)}"
                if width_of(word, 11) + 12 < end - begin:
                    sheet.text("small strong", middle, floor - high - 13, word, anchor="middle")
            sheet.line("there", begin, floor - there, end, floor - there)
    sheet.line("grid", weeks[0][1], floor, weeks[-1][2], floor)


def draw_legend(
    sheet: Sheet, seen: Collection[str], flag: Callable[[float, float], None], *, left: float, right: float, y: float
) -> None:
    """What was drawn, with its name. `flag` draws that of a target."""

    def box(kind: str) -> Callable[[float], None]:
        return lambda x: sheet.rect(kind, x, y - 9, 24, 11, round_=3)

    def link(x: float) -> None:
        sheet.line("link", x, y - 4, x + 20, y - 4)
        sheet.path("arrow", f"M{x + 24:.1f} {y - 4:.1f}l-6 -3.5v7z")

    def late(x: float) -> None:
        box("rest late")(x)
        sheet.line("slip", x + 24, y - 4, x + 40, y - 4)

    def load(x: float) -> None:
        sheet.rect("too-much", x, y - 9, 24, 11)
        sheet.path("heavy", f"M{x + 8:.1f} {y - 11:.1f}h8l-4 -6z")

    signs: tuple[tuple[str, str, Callable[[float], None]], ...] = (
        ("rest", "to do", box("rest")),
        ("done", "done", box("done")),
        ("skipped", "skipped", box("skipped")),
        ("again", "comes again", lambda x: sheet.path("mark", ring(x + 12, y - 4))),
        ("critical", "critical: its slipping moves the end", box("rest critical")),
        ("late", "overdue, up to today", late),
        ("fixed", "fixed date", lambda x: sheet.diamond("fixed", x + 12, y - 4, 7)),
        ("target", "target of the goal", lambda x: flag(x + 6, y - 4)),
        ("link", "is followed by", link),
        ("over", "hours too many", load),
        ("away", "days away", box("days-away")),
    )
    x = left
    for name, words, draw in signs:
        if name not in seen:
            continue
        wide = 34 + (14 if name == "late" else 0)
        if x + wide + width_of(words, 11) > right and x > left:
            x, y = left, y + _ROW
        draw(x)
        sheet.text("small quiet", x + wide, y, words)
        x += wide + width_of(words, 11) + 26
