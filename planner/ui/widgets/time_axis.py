"""What stands above and below the rows of the timeline: the axis with today, and the hours of the weeks."""

from __future__ import annotations

from datetime import date, timedelta

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from planner.domain.bars import Cells, draw_load
from planner.domain.capacity import monday_of
from planner.domain.scale import Axis, Scale
from planner.domain.timeline import Timeline
from planner.ui.present import Part, fill, line
from planner.ui.widgets.cells import GUTTER, content_of

LEFT = GUTTER - 1
"""Cells before the titles."""
TODAY_WORD = "today"


class TimeAxis(Widget):
    """Two lines of labels; on the left what is shown, in two lines of words."""

    DEFAULT_CSS = """
    TimeAxis { height: 2; background: $background; }
    """
    window: reactive[tuple[Scale, Axis, date, int] | None] = reactive(None)
    """Scale, axis, today, and the cells of the titles."""
    words: reactive[tuple[str, str]] = reactive(("", ""))

    def render(self) -> Content:
        """Labels where they belong; today's label stands over today's line."""
        if self.window is None:
            return Content("")
        scale, axis, today, side = self.window
        upper, lower = (Cells([" "] * scale.width, [""] * scale.width) for _ in range(2))
        at = (scale.cell(today) + scale.last_cell(today)) // 2
        inside = 0 <= at < scale.width
        first = max(0, min(at - 2, scale.width - len(TODAY_WORD)))
        # Half a label at the edge would be another one: W2 for W24.
        whole_upper, whole_lower = (
            [label for label in labels if label.cell + len(label.text) <= scale.width]
            for labels in (axis.upper, axis.lower)
        )
        for label in whole_upper:
            upper.put(label.cell, label.text, "quiet")
        for label in whole_lower:
            if not inside or label.cell > first + len(TODAY_WORD) or label.cell + len(label.text) < first:
                lower.put(label.cell, label.text, "quiet")
        if inside:
            lower.put(first, TODAY_WORD, "today")
        one = line(" " * LEFT, (fill(self.words[0], side), "bold $text"), " ", content_of(upper))
        two = line(" " * LEFT, (fill(self.words[1], side), "$muted"), " ", content_of(lower))
        return Content("\n").join([one, two])


class HoursStrip(Widget):
    """How full the weeks are: two lines that follow the scale. A click chooses a week."""

    DEFAULT_CSS = """
    HoursStrip { height: 3; background: $background; border-top: solid $rule; }
    """
    window: reactive[tuple[Timeline, Scale, Axis, int] | None] = reactive(None)
    week: reactive[date | None] = reactive(None)
    """The Monday of the week that is chosen."""

    class Chosen(Message):
        """A week was clicked."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    def render(self) -> Content:
        """The strip with the chosen week underlined."""
        if self.window is None:
            return Content("")
        shown, scale, axis, side = self.window
        upper, lower = draw_load(shown, scale, axis.grid)
        heavy = sum(1 for week in shown.weeks if week.overload)
        said = f"▲ {heavy:,} too full" if heavy else "none too full"
        top = line(" " * LEFT, (fill("Hours by week", side), "bold $text"), " ", *self._marked(upper, scale))
        words = line(" " * LEFT, (fill(said, side), "$danger" if heavy else "$muted"), " ", *self._marked(lower, scale))
        return Content("\n").join([top, words])

    def _marked(self, cells: Cells, scale: Scale) -> list[Part]:
        """A row of the strip with the chosen week on another ground; the words below say which one it is."""
        row = content_of(cells)
        if self.week is None or self.window is None or self.window[0].week_of(self.week) is None:
            return [row]
        first = max(scale.cell(self.week), 0)
        last = min(scale.last_cell(self.week + timedelta(days=6)), scale.width - 1)
        if first >= scale.width or last < first:
            return [row]
        return [row[:first], row[first : last + 1].stylize("on $cursor"), row[last + 1 :]]

    def on_click(self, event: events.Click) -> None:
        """The week under the mouse."""
        at = event.get_content_offset(self)
        if self.window is None or at is None:
            return
        _, scale, _, side = self.window
        cell = at.x - LEFT - side - 1
        if 0 <= cell < scale.width:
            self.post_message(self.Chosen(monday_of(scale.day(cell))))
