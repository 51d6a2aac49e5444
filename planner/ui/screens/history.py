"""The history: everything that was done, what of it stands, and back or forward to any point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from planner.domain.dates import humanize, local_day, local_now
from planner.domain.walk import Act, Touched, concerns, touched
from planner.domain.walk_words import told
from planner.ui.actions import bindings
from planner.ui.modals.dialog import Choose, Confirm, Option
from planner.ui.present import Part, count, cut, fill, line, literal, wrap
from planner.ui.screens.with_detail import WithDetail
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.lines import Lines, Row, Section
from planner.ui.widgets.marked import MarkedLines
from planner.ui.widgets.standing import Standing

if TYPE_CHECKING:
    from datetime import datetime

    from textual.app import ComposeResult

MARKS = {"stands": ("●", "stands", "$good"), "undone": ("○", "taken back", "$accent"), "gone": ("×", "gone", "$muted")}


@dataclass(frozen=True, slots=True)
class HistoryView:
    """All acts, newest first, and what goals and milestones are called, by id; goals that acts touched, by id."""

    today: date
    acts: Sequence[Act]
    titles: Mapping[str, str]
    goals: Mapping[str, str]


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
        self._goal = ""
        """The id of the goal that is looked at alone; "" for all."""

    def body(self) -> ComposeResult:
        """List and detail."""
        yield Static("Nothing was done yet. Whatever you do will stand here, and can be taken back.", id="none")
        with Horizontal(classes="split"):
            yield MarkedLines(self._paint, id="list")
            yield DetailPane(id="detail")

    def fetch(self) -> HistoryView:
        """In the store's thread."""
        history = self.planner.history
        acts = history.acts()
        titles = history.titles([act.change for act in acts])
        touched_goals = {
            record.id
            for act in acts
            for record in act.change.records
            if record.table == "goals" and record.id in titles
        }
        goals = dict(sorted(((each, titles[each]) for each in touched_goals), key=lambda each: each[1].casefold()))
        return HistoryView(self.planner.queries.today(), acts, titles, goals)

    def show(self, view: HistoryView) -> None:
        """The acts under the days on which they were done."""
        self.query_one("#none").display = not view.acts
        self.query_one(".split").display = bool(view.acts)
        sections: list[Section[Act]] = []
        rows: list[Row[Act]] = []
        before: date | None = None
        shown = [act for act in view.acts if not self._goal or concerns(act.change, self._goal)]
        for act in shown:
            day = self._day(act.change.time)
            if day != before:
                rows = []
                before = day
                sections.append(Section(key=day.isoformat(), title=humanize(day, view.today).upper(), rows=rows))
            rows.append(Row(act.change.id, act))
        standing = self.query_one(Standing)
        standing.only = f"“{view.titles.get(self._goal, self._goal)}”" if self._goal else ""
        standing.passed = f"{len(shown):,} of {len(view.acts):,}"
        self.query_one("#list", MarkedLines).say_nothing(
            "Nothing that was done touched this goal." if self._goal else ""
        )
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
            for name, words in self._told(each):
                shown = line((f"{cut(name, 16)}  ", "$muted"), words)
                for number, part in enumerate(wrap(shown, cells - 4)):
                    yield Row("", line("  " if number == 0 else "    ", part))

    def _told(self, each: Touched) -> Iterator[tuple[str, str]]:
        """Names of fields and what became of them, in words."""
        names = self.view.titles if self.view else {}
        for one in each.differences:
            words = told(one, names)
            if each.how == "changed":
                yield words.name, f"{words.before} → {words.after}"
            else:
                yield words.name, words.after if each.how == "made" else words.before

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
        more = f"and the {count(many - 1, 'act')} {'before' if forward else 'after'} it" if many > 1 else ""
        said = [f"{act.change.name}{',' if more else ''}", f"{more}." if more else ""]
        said += [] if forward else ["", "Nothing is lost: it can be made again from here."]
        title = f"{verb} {count(many, 'act') if many > 1 else 'this act'}?"
        confirm = Confirm(title, verb, safe=many == 1, say="\n".join(said).strip())
        change_id = act.change.id

        def answered(answer: str | None) -> None:
            if answer == "yes":
                undoing = self.app_.undoing
                (undoing.forward_to if forward else undoing.back_to)(change_id)

        self.app_.push_screen(confirm, answered)

    def action_only(self) -> None:
        """Show only what touched one goal."""
        if self.view is None or not self.view.goals:
            self.app_.tell("No goal was touched yet.")
            return
        options = [Option("=", "Everything"), *(Option(f"={each}", title) for each, title in self.view.goals.items())]

        def answered(goal: str | None) -> None:
            if goal is not None and self.view is not None:
                self._goal = goal.removeprefix("=")
                self.show(self.view)

        self.app_.push_screen(Choose("Show only what touched", options), answered)

    def action_leave(self) -> None:
        """From the detail to the list; there everything again; from there back."""
        if self.pane.has_focus:
            self.set_focus(self.lines)
        elif self._goal and self.view is not None:
            self._goal = ""
            self.show(self.view)
        elif self.is_current:
            self.app_.pop_screen()
