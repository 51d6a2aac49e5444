"""The strip above Today: how the week stands, what is next on a fixed date, the balance of hard and soft."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from planner.domain.agenda import TodayView
from planner.domain.dates import relative
from planner.ui import present
from planner.ui.present import line


class Summary(Widget):
    """One line; what does not fit is left out from the right."""

    DEFAULT_CSS = """
    Summary { height: 2; padding: 0; background: $background; }
    """

    view: reactive[TodayView | None] = reactive(None)

    def render(self) -> Content:
        """The pieces that fit."""
        if self.view is None:
            return Content("")
        cells = self.size.width - 3
        shown = Content("")
        for piece in self._pieces(self.view, cells):
            gap = "     " if cells >= 110 else "   "
            longer = line(shown, gap, piece) if shown.plain else piece
            if longer.cell_length > cells:
                continue
            shown = longer
        return line("  ", shown)

    @staticmethod
    def _pieces(view: TodayView, cells: int) -> Iterator[Content]:
        done, planned = view.done_this_week, view.planned_this_week
        bar = present.bar(done, planned, 14 if cells >= 100 else 10)
        yield line(("This week ", "$muted"), bar, f" {done:,} of {planned:,}")
        minutes, available = view.minutes_this_week, view.minutes_available
        over = " ▲ over" if minutes > available else ""
        yield line(
            ("Hours ", "$muted"),
            present.hours_words(minutes),
            f" of {present.hours_words(available)}",
            (over, "$danger"),
        )
        if view.next_fixed is not None:
            day = view.next_fixed.day
            when = relative(day, view.today) if day else ""
            title = present.cut(view.next_fixed.milestone.title, 26 if cells >= 100 else 18)
            yield line(("Next fixed date  ", "$muted"), title, (f" · {when.removeprefix('in ')}", "$muted"))
        if view.hard_percent is not None and view.soft_percent is not None:
            yield line(("Balance  ", "$muted"), f"hard {view.hard_percent} · soft {view.soft_percent}")
