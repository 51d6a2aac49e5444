"""The weeks: the hours of all active goals against those there are, and what could move where one is too full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from planner.domain.capacity import Check, Suggestion, Week
from planner.domain.dates import MONTH_NAMES, show_day
from planner.domain.durations import show_hours
from planner.ui.actions import Action, bindings
from planner.ui.present import Part, count, cut, effort_words, fill, line, literal, right, total_words, wrap
from planner.ui.screens.with_detail import WithDetail
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.lines import Lines, Row, Section
from planner.ui.widgets.nothing_yet import with_keys

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from planner.domain.levelling import Levelled

_SEVEN = timedelta(days=6)
LEFT = {
    "expected": ("waits for a date", "wait for a date"),
    "paused": ("is paused", "are paused"),
    "undated": ("has no date", "have no date"),
}


NEXT = (
    ("app.place:templates", ("pick a template: it becomes a plan of dates and hours",)),
    ("app.add", ("a line of your own with its hours:", "> Mock exam next sat ~4h")),
    ("weeks.hours", ("your hours a week and your days away",)),
)
"""What to do while there is nothing to lay out."""


@dataclass(frozen=True, slots=True)
class WeeksView:
    """The weeks as they are laid out, and what the milestones in them are called, by id."""

    today: date
    check: Check
    titles: Mapping[str, str]
    hours: str


class WeeksScreen(WithDetail[WeeksView]):
    """A list of weeks, each with its hours as a bar; what lies in the week under the cursor beside it."""

    WHERE = ("weeks",)
    BINDINGS = bindings("weeks")
    DEFAULT_CSS = """
    WeeksScreen #said { height: auto; padding: 0 2 1 2; }
    """

    def __init__(self, place: str) -> None:
        """`place` is the one it was opened from."""
        super().__init__()
        self.PLACE = place  # type: ignore[misc]  # it belongs to the place it was opened from

    def body(self) -> ComposeResult:
        """What there is to say, list and detail."""
        yield Static(id="said", markup=False)
        with Horizontal(classes="split"):
            yield Lines(self._paint, id="list")
            yield DetailPane(id="detail")

    def fetch(self) -> WeeksView:
        """In the store's thread."""
        queries = self.planner.queries
        plan = queries.plan()
        found = self.planner.planning.check()
        named = {each for week in found.weeks for each, _ in week.shares}
        titles = {each: plan.milestones[each].title for each in named}
        return WeeksView(queries.today(), found, titles, plan.profile.hours_per_week)

    def show(self, view: WeeksView) -> None:
        """The weeks under their months."""
        self.query_one("#said", Static).update(self._said(view))
        months: dict[str, list[Row[Week]]] = {}
        for week in view.check.weeks:
            name = f"{MONTH_NAMES[week.monday.month - 1].upper()} {week.monday.year}"
            months.setdefault(name, []).append(Row(week.monday.isoformat(), week))
        # The count of a month is of its weeks that are too full: that is what one looks for.
        sections = [
            Section(key=name, title=name, rows=rows, count=sum(1 for row in rows if row.data.overload), note="too full")
            if any(row.data.overload for row in rows)
            else Section(key=name, title=name, rows=rows, count=len(rows), note="weeks")
            for name, rows in months.items()
        ]
        nothing = bool(view.check.problem) and not any(each.planned for each in view.check.weeks)
        self.query_one(".split").display = not nothing
        self.lines.show([] if nothing else sections)
        self.ask_detail()

    def _said(self, view: WeeksView) -> Content:
        found = view.check
        full = len(found.overloaded)
        if found.problem:
            said: list[Part] = [(found.problem, "$text")]
        elif full:
            said = [
                (f"▲ {count(full, 'week')} of {len(found.weeks)} too full", "$danger"),
                " · L shows what could move",
            ]
        else:
            said = [(f"✓ No week of the next {len(found.weeks)} is too full", "$good")]
        said.append((f" · {view.hours} h a week", "$muted"))
        if found.problem and not any(each.planned for each in found.weeks):
            said.append(("\n\nWhat has a date and an effort stands here, a week a line, with your hours.\n", "$muted"))
            said += [part for each in with_keys(self.app_, NEXT) for step in each for part in ("\n", step)]
        left = [
            f"{number:,} {LEFT[why][0 if number == 1 else 1]}"
            for why, number in sorted(found.left_out.items())
            if number
        ]
        if left:
            said.append((f"\nNot laid out: {', '.join(left)}.", "$muted"))
        return Content.assemble(*said)

    def _paint(self, week: Week, cells: int) -> Content:
        view = self.view
        running = view is not None and week.monday <= view.today <= week.monday + _SEVEN
        days = "this week" if running else _days(week.monday)
        hours = f"{show_hours(week.planned)} of {show_hours(week.available)} h"
        state, style = _state(week)
        parts: list[Part] = [(fill(days, 16), "$text"), "  "]
        room = cells - 18 - 12 - 2 - 14
        if room >= 8:
            parts += [_bar(week, min(room, 40), self._most()), "  "]
        parts += [(right(hours, 12), "$text" if week.planned else "$muted"), "  ", (cut(state, 13), style)]
        return line(*parts)

    def _most(self) -> int:
        weeks = self.view.check.weeks if self.view else ()
        return max([1, *(max(week.planned, week.available) for week in weeks)])

    # -- the week under the cursor

    def _week(self) -> Week | None:
        row = self.lines.row
        return row.data if row is not None else None

    def ask_detail(self) -> None:
        """What lies in the week; it is all there already."""
        week, view = self._week(), self.view
        if week is None or view is None:
            self.no_detail()
        else:
            self.pane.tell(week.monday.isoformat(), lambda cells: list(_rows(week, view, cells)))

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """Into the week; a milestone of it opens."""
        if event.lines.id == "list":
            if self.pane.display and self.has_class("-wide"):
                self.set_focus(self.pane)
            elif week := self._week():
                self._tell_week(week)
        elif event.key == "take":
            self.action_take()
        else:
            self.app_.open(event.key)

    def _tell_week(self, week: Week) -> None:
        """Where there is no room for the pane: the week as a dialog, from which its milestones open."""
        from planner.ui.modals.dialog import Choose, Option

        view = self.view
        if view is None:
            return
        options = [
            Option(f"milestone:{each}", view.titles.get(each, each), effort_words(minutes, 12))
            for each, minutes in week.shares
        ]
        if week.suggestion is not None:
            options.insert(0, Option("take", _suggested(week.suggestion), hotkey="y"))
        if not options:
            self.app_.tell("Nothing is planned in that week.")
            return
        say = f"{total_words(week.planned)} planned, {total_words(week.available)} available"

        def chosen(key: str | None) -> None:
            if key == "take":
                self.action_take()
            elif key:
                self.app_.open(key)

        self.app_.push_screen(Choose(_days(week.monday), options, say=say), chosen)

    # -- what can be done

    def offers(self, action: Action) -> bool:
        """A move is taken where there is one; there is something to level where something is laid out."""
        if action.id == "level":
            return self.view is not None and any(each.planned for each in self.view.check.weeks)
        if action.id != "take":
            return super().offers(action)
        week = self._week() if self.view is not None else None
        return week is not None and bool(week.overload) and week.suggestion is not None

    def action_take(self) -> None:
        """Move what is suggested for this week."""
        week = self._week()
        if week is None or not week.overload:
            self.app_.tell("That week is not too full: nothing has to move.")
        elif (move := week.suggestion) is None:
            self.app_.tell("No single move within four weeks makes that week fit; L looks at all weeks together.")
        else:
            self.app_.act(lambda: self.planner.planning.take(move))

    def action_level(self) -> None:
        """All weeks at once, after a look at what would move."""
        from planner.ui.modals.level import LevelWeeks

        dialog = LevelWeeks(self.app_.today)

        def answered(found: Levelled | None) -> None:
            if found is not None:
                self.app_.act(lambda: self.planner.planning.level(found))

        self.app_.push_screen(dialog, answered)
        planning = self.planner.planning
        self.app_.ask(planning.preview_level, dialog.take_result, slow=True)

    def action_hours(self) -> None:
        """The hours a week and the days away."""
        self.app_.action_profile()

    def action_leave(self) -> None:
        """From the detail to the list, from there back."""
        if self.pane.has_focus:
            self.set_focus(self.lines)
        elif self.is_current:
            self.app_.pop_screen()


def _days(monday: date) -> str:
    """`7 – 13 Dec`, `28 Dec – 3 Jan`."""
    sunday = monday + _SEVEN
    first = str(monday.day) if monday.month == sunday.month else f"{monday.day} {MONTH_NAMES[monday.month - 1][:3]}"
    return f"{first} – {sunday.day} {MONTH_NAMES[sunday.month - 1][:3]}"


def _state(week: Week) -> tuple[str, str]:
    if week.overload:
        return f"▲ {show_hours(week.overload)} h over", "$danger"
    if not week.available:
        return "away", "$muted"
    return ("", "$muted") if week.planned else ("free", "$muted")


def _bar(week: Week, cells: int, most: int) -> Content:
    """Heavy for what is planned, another sign for what is too much, light for the hours that are left."""
    planned, available = (-(-minutes * cells // most) for minutes in (week.planned, week.available))
    fits = min(planned, available)
    if week.overload and planned == fits:
        fits = max(fits - 1, 0)  # a little too much is seen too
    over = planned - fits
    return Content.assemble(
        ("━" * fits, "$accent"),
        ("▄" * over, "$danger") if over else "",
        ("─" * (max(available - planned, 0)), "$rule"),
        " " * (cells - max(planned, available)),
    )


def _suggested(move: Suggestion) -> str:
    return f"Move “{move.title}” by {count(move.days, 'day')}"


def _rows(week: Week, view: WeeksView, cells: int) -> Iterator[Row[Content]]:
    sunday = week.monday + _SEVEN
    head = f"{show_day(week.monday, view.today)} to {show_day(sunday, view.today)}"
    yield from (Row("", part) for part in wrap(literal(head, "bold"), cells))
    said = f"{total_words(week.planned)} planned, {total_words(week.available)} available"
    yield Row("", line((said, "$muted")))
    if week.overload:
        yield Row("", line((f"▲ {total_words(week.overload)} too much", "$danger")))
        yield Row("", Content(""))
        if week.suggestion is not None:
            words = f"{_suggested(week.suggestion)}, to {show_day(week.suggestion.to, view.today)}: then it fits."
            for number, part in enumerate(wrap(literal(words), cells - 2)):
                yield Row("take" if number == 0 else "", line(("→ " if number == 0 else "  ", "$accent"), part))
        else:
            words = "No single move within four weeks makes it fit; L looks at all weeks together."
            yield from (Row("", part) for part in wrap(literal(words, "$muted"), cells))
    if week.shares:
        yield Row("", Content(""))
    for each, minutes in sorted(week.shares, key=lambda share: (-share[1], view.titles.get(share[0], ""))):
        effort = right(effort_words(minutes, 8), 8)
        yield Row(
            f"milestone:{each}", line(fill(view.titles.get(each, each), max(6, cells - 10)), "  ", (effort, "$muted"))
        )
    if not week.shares:
        yield from (Row("", part) for part in wrap(literal("Nothing is planned in it.", "$muted"), cells))
