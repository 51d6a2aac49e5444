"""The history: everything that was done, what of it stands, and back or forward to any point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from planner.domain.dates import humanize, local_day, local_now
from planner.domain.walk import Act, said, touched
from planner.ui.actions import Action, bindings, register
from planner.ui.modals.dialog import Confirm
from planner.ui.present import Part, count, cut, fill, line, literal, wrap
from planner.ui.screens.with_detail import WithDetail
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.lines import Lines, Row, Section

if TYPE_CHECKING:
    from datetime import datetime

    from textual.app import ComposeResult

register(
    Action(
        id="walk",
        keys="enter,space",
        label="to here",
        help="Take back, or make again, all up to here",
        where="history",
        footer=1,
    ),
    Action(
        id="leave", keys="escape", label="back", help="Back; from the detail to the list", where="history", footer=2
    ),
)

MARKS = {"stands": ("●", "stands", "$good"), "undone": ("○", "taken back", "$accent"), "gone": ("×", "gone", "$muted")}
FIELDS = {
    "due": "date", "at": "time", "done_on": "done on", "after": "follows", "leads": "reminders", "evidence": "proof",
    "waiting_on": "waiting for", "snoozed_until": "snoozed until", "occurrences": "done before", "scheduled": "planned",
    "hours_per_week": "hours a week", "day_start": "day start", "moment": "counted from", "n": "number",
}  # fmt: skip
"""Fields of records by the words that the rest of the app uses for them."""


@dataclass(frozen=True, slots=True)
class HistoryView:
    """All acts, newest first."""

    today: date
    acts: Sequence[Act]


class HistoryScreen(WithDetail[HistoryView]):
    """A list of acts by day with what each one changed beside it."""

    WHERE = ("history",)
    BINDINGS = bindings("history")
    DEFAULT_CSS = """
    HistoryScreen #none { display: none; padding: 1 2; color: $muted; height: auto; }
    """

    def __init__(self, place: str) -> None:
        """`place` is the one it was opened from."""
        super().__init__()
        self.PLACE = place  # type: ignore[misc]  # it belongs to the place it was opened from

    def body(self) -> ComposeResult:
        """List and detail."""
        yield Static("Nothing was done yet. Whatever you do will stand here, and can be taken back.", id="none")
        with Horizontal(classes="split"):
            yield Lines(self._paint, id="list")
            yield DetailPane(id="detail")

    def fetch(self) -> HistoryView:
        """In the store's thread."""
        return HistoryView(self.planner.queries.today(), self.planner.history.acts())

    def show(self, view: HistoryView) -> None:
        """The acts under the days on which they were done."""
        self.query_one("#none").display = not view.acts
        sections: list[Section[Act]] = []
        rows: list[Row[Act]] = []
        before: date | None = None
        for act in view.acts:
            day = self._day(act.change.time)
            if day != before:
                rows = []
                before = day
                sections.append(Section(key=day.isoformat(), title=humanize(day, view.today).upper(), rows=rows))
            rows.append(Row(act.change.id, act))
        self.lines.show(sections)
        self.ask_detail()

    def _day(self, moment: datetime) -> date:
        return local_day(moment, self.app_.planner.clock.zone())

    def _paint(self, act: Act, cells: int) -> Content:
        mark, word, style = MARKS[act.state]
        at = local_now(act.change.time, self.app_.planner.clock.zone())
        tail = f"  {word}" if act.state != "stands" else ""
        name = fill(act.change.name, max(8, cells - 9 - len(tail)))
        parts: list[Part] = [
            (f"{mark} ", style),
            (f"{at:%H:%M}  ", "$muted"),
            (name, "$text" if not tail else "$muted"),
        ]
        return line(*parts, (tail, "$muted"))

    def _chosen_act(self) -> Act | None:
        row = self.lines.row
        return row.data if row is not None else None

    def ask_detail(self) -> None:
        """What the act under the cursor changed; it is all there already."""
        act = self._chosen_act()
        if act is None:
            self.no_detail()
        else:
            self.pane.tell(act.change.id, lambda cells: list(self._rows(act, cells)))

    def _rows(self, act: Act, cells: int) -> Iterator[Row[Content]]:
        at = local_now(act.change.time, self.app_.planner.clock.zone())
        mark, word, style = MARKS[act.state]
        for part in wrap(literal(act.change.name, "bold"), cells):
            yield Row("", part)
        yield Row("", line((f"{mark} {word}", style), (f" · {at:%Y-%m-%d %H:%M} · {act.change.writer}", "$muted")))
        for each in touched(act.change):
            yield Row("", Content(""))
            title = f"{each.how} {each.title}" if each.title else f"{each.how} {each.table[:-1]} {each.id[:8]}"
            for part in wrap(literal(title), cells):
                yield Row("", part)
            for one in each.differences:
                name = FIELDS.get(one.field, one.field.replace("_", " "))
                words = line((f"{cut(name, 16)}  ", "$muted"), f"{said(one.before)} → {said(one.after)}")
                for number, part in enumerate(wrap(words, cells - 4)):
                    yield Row("", line("  " if number == 0 else "    ", part))

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """A double click."""
        if event.lines.id == "list":
            self.action_walk()

    def action_walk(self) -> None:
        """Back, or forward, to the act under the cursor, after asking when it is more than one."""
        act = self._chosen_act()
        if act is None or self.view is None:
            return
        if act.state == "gone":
            self.app_.tell("It was taken back, and something new was done since: it cannot be made again.")
            return
        forward = act.state == "undone"
        acts = [each for each in self.view.acts if each.state == act.state]
        place = next(number for number, each in enumerate(acts) if each.change.id == act.change.id)
        many = len(acts) - place if forward else place + 1
        verb = "Make again" if forward else "Take back"
        question = f"{verb} “{act.change.name}”"
        if many > 1:
            question += f" and the {count(many - 1, 'act')} {'before' if forward else 'after'} it"
        confirm = Confirm(
            f"{question}?",
            verb,
            safe=many == 1,
            say="Nothing is lost: it can be made again from here." if not forward else "",
        )
        change_id = act.change.id

        def answered(answer: str | None) -> None:
            if answer == "yes":
                undoing = self.app_.undoing
                (undoing.forward_to if forward else undoing.back_to)(change_id)

        self.app_.push_screen(confirm, answered)

    def action_leave(self) -> None:
        """From the detail to the list, from there back."""
        if self.pane.has_focus:
            self.set_focus(self.lines)
        elif self.is_current:
            self.app_.pop_screen()
