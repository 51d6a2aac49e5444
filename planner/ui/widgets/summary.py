"""The strip above Today: how the week stands, what is next on a fixed date, the balance of hard and soft."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from planner.domain.agenda import TodayView
from planner.domain.dates import relative
from planner.domain.durations import show_hours
from planner.ui import present
from planner.ui.present import line

LEAST_TITLE, MOST_TITLE = 12, 40
"""Cells for the title of the next fixed date."""


class Summary(Widget):
    """One line and a gap; where it is narrow the title is cut first, then what does not fit stands below."""

    DEFAULT_CSS = """
    Summary { height: 2; padding: 0; background: $background; }
    """

    view: reactive[TodayView | None] = reactive(None)

    def on_resize(self) -> None:
        """As many lines as it takes now."""
        self._take_room()

    def watch_view(self) -> None:
        """The same for what there is to say now."""
        self._take_room()

    def _take_room(self) -> None:
        if self.view is not None and self.size.width:
            self.styles.height = 1 + len(self._laid_out(self.view, self.size.width - 3))

    def render(self) -> Content:
        """The pieces, one line after the other."""
        if self.view is None:
            return Content("")
        lines = self._laid_out(self.view, self.size.width - 3)
        return Content("\n").join(line("  ", each) for each in lines)

    def _laid_out(self, view: TodayView, cells: int) -> list[Content]:
        """All pieces on one line where they fit, with what room there is for the title; else on as many as it takes."""
        for gap, bar_cells in (("     ", 14), ("   ", 14), ("   ", 6)):
            room = cells - self._joined(view, gap, bar_cells, 0).cell_length
            if room >= (LEAST_TITLE if view.next_fixed is not None else 0):
                return [self._joined(view, gap, bar_cells, min(room, MOST_TITLE))]
        lines: list[Content] = []
        for piece in self._pieces(view, 10, LEAST_TITLE + 6):
            longer = line(lines[-1], "   ", piece) if lines else piece
            if lines and longer.cell_length <= cells:
                lines[-1] = longer
            else:
                lines.append(piece)
        return lines

    def _joined(self, view: TodayView, gap: str, bar_cells: int, title_cells: int) -> Content:
        first, *others = self._pieces(view, bar_cells, title_cells)
        return line(first, *(part for piece in others for part in (gap, piece)))

    @staticmethod
    def _pieces(view: TodayView, bar_cells: int, title_cells: int) -> Iterator[Content]:
        done, planned = view.done_this_week, view.planned_this_week
        yield line(("This week ", "$muted"), present.bar(done, planned, bar_cells), f" {done:,} of {planned:,}")
        minutes, available = view.minutes_this_week, view.minutes_available
        over = " ▲ over" if minutes > available else ""
        yield line(
            ("Hours ", "$muted"),
            show_hours(minutes),
            f" of {show_hours(available)}",
            (over, "$danger"),
        )
        if view.next_fixed is not None:
            day = view.next_fixed.day
            when = relative(day, view.today) if day else ""
            title = present.cut(view.next_fixed.milestone.title, title_cells) if title_cells else Content("")
            yield line(("Next fixed date  ", "$muted"), title, (f" · {when.removeprefix('in ')}", "$muted"))
        if view.hard_percent is not None and view.soft_percent is not None:
            yield line(("Balance  ", "$muted"), f"hard {view.hard_percent} · soft {view.soft_percent}")
