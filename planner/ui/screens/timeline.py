"""Place 3, Timeline: the goals as bars in time that open into milestones, what follows what, and the hours by week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.widgets import Static

from planner.domain.agenda import Line
from planner.domain.capacity import monday_of
from planner.domain.plan import Goal
from planner.domain.scale import ZOOMS, Scale, Zoom
from planner.domain.timeline import Bar, GoalRow
from planner.ui.actions import bindings
from planner.ui.filtering import Filtering
from planner.ui.marks import Marking
from planner.ui.present import cut, line, width
from planner.ui.screens.goal_acting import GoalActing
from planner.ui.screens.on_time import ZOOM_KEY, OnTime, TimelineView
from planner.ui.time_words import goal_words, links_words, next_words, undated_words, week_words
from planner.ui.widgets.chart import INBOX_KEY, Chart, Undated, key_of
from planner.ui.widgets.lines import Lines
from planner.ui.widgets.nothing_yet import NothingYet
from planner.ui.widgets.time_axis import HoursStrip, TimeAxis

if TYPE_CHECKING:
    from datetime import datetime

    from textual.app import ComposeResult

ZOOM_WORDS: Mapping[Zoom, str] = {
    "day": "Days", "week": "Weeks", "month": "Months", "quarter": "Quarters", "year": "Years"
}  # fmt: skip
OPEN_KEY = "timeline.open"
"""Name under which this machine remembers which rows are open."""
PREFIX = 8
"""Letters of an id that are remembered."""
MOST_OPEN = 10
SHORT = 30
"""Lines of a terminal below which words and strip take one line less each."""
MOST_CRITICAL = 12
"""Open goals whose critical paths are asked for at once."""
LEAST_LINKS = 12
"""Cells that it takes to say links beside the row."""


class TimelineScreen(Marking[TimelineView], Filtering[TimelineView], OnTime, GoalActing[TimelineView]):
    """See the module. Keys of rows: `goal:<id>`, `milestone:<id>`, the inbox."""

    BINDINGS = bindings("timeline")
    PLACE = "timeline"
    WHERE = ("timeline", "goals", "milestones", "marking", "filtering")
    DEFAULT_CSS = """
    TimelineScreen #words { height: 3; padding: 0 2; background: $background; }
    TimelineScreen.-short #words { height: 2; }
    TimelineScreen.-short HoursStrip { height: 2; border-top: none; }
    TimelineScreen.-empty .time { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._open: frozenset[str] = frozenset()
        self._shut: frozenset[str] = frozenset()
        """Rows that are folded while a filter opens all."""
        self._begun = False
        self._awaits_room = False
        """Whether there are rows to show, and the chart is not in sight yet."""
        self._known: set[str] = set()
        """Goals whose critical path was asked for."""
        self._why = ""
        """Why there is no row."""

    def body(self) -> ComposeResult:
        """Axis, rows, hours, words."""
        yield TimeAxis(classes="time")
        chart = Chart(self._rescaled, id="list")
        chart.add_class("time")
        yield chart
        yield HoursStrip(classes="time")
        yield Static("", id="words", classes="time", markup=False)
        yield NothingYet()

    # -- the view

    def fetch(self) -> TimelineView:
        """In the store's thread."""
        plan = self.planner.queries.plan()
        wanted = self.wanted_lines()
        remembered = {} if self._begun else self.planner.remembered.load()
        shown = self.planner.timelines.show(None if wanted.everything else wanted)
        empty = not plan.milestones and not plan.goals
        return TimelineView(shown, plan.milestones, remembered, filtered=not wanted.everything, empty=empty)

    def due_again(self, view: TimelineView) -> datetime | None:
        """When the next timed milestone becomes overdue."""
        now = self.app_.planner.clock.now()
        timed = (bar.line.due_at for row in view.timeline.rows for bar in row.bars if bar.milestone.at)
        return min((at for at in timed if at is not None and at > now), default=None)

    def filterable(self) -> Sequence[Line]:
        """All milestones of goals that are not dropped; in the store's thread."""
        shown = self.planner.timelines.show()
        return [line for row in shown.rows for line in (*(bar.line for bar in row.bars), *row.undated)]

    def filter_changed(self) -> None:
        """All that passes is seen at first."""
        self._shut = frozenset()

    def show(self, view: TimelineView) -> None:
        """The rows; the window on time stays where it is."""
        if self._awaits_room:
            self._awaits_room = False
            self.app_.let_keys()
        self.set_class(view.empty, "-empty")
        if view.empty:
            return
        chart = self.chart
        if not chart.size.width:  # it comes into sight just now, and hears then how much room it has
            self._awaits_room = True
            self.app_.hold_keys()
            return
        if not self._begun:
            self._begin(view)
        count = view.timeline.dated + view.timeline.undated
        self._why = self.say_filter(shown=count, of=count + view.timeline.hidden)
        wanted = self.app_.take_wanted()
        chart.lay(view.timeline, self._opened(view))
        if wanted:
            self._go_to(wanted)
        if self._week is None:
            self._week = monday_of(view.timeline.today)
        self._rescaled()
        self._known.clear()
        self._ask_critical()

    def _ask_critical(self) -> None:
        """The critical paths of the goals that are open: it takes long for all, and few are looked at."""
        view = self.view
        if view is None:
            return
        open_goals = [
            row.key for row in view.timeline.rows if row.goal is not None and key_of(row) in self.chart.opened
        ]
        wanted = [key for key in open_goals if key not in self._known][:MOST_CRITICAL]

        def arrived(found: frozenset[str]) -> None:
            if self.alive and self.view is view:
                self.chart.mark_critical(self.chart.critical | found)
                self.say()

        if wanted:
            if not self._known:
                self.chart.critical = frozenset()
            self._known.update(wanted)
            self.app_.ask(lambda: self.planner.timelines.critical(wanted), arrived)

    def _begin(self, view: TimelineView) -> None:
        """What this machine remembers; else the first goal open, and a zoom that shows what is ahead."""
        self._begun = True
        shown, chart = view.timeline, self.chart
        keys = [key_of(row) for row in shown.rows]
        known = view.remembered.get(OPEN_KEY)
        if known is None:
            self._open = frozenset(keys[:1])
        else:
            wanted = set(known.split())
            self._open = frozenset(key for key in keys if _short(key) in wanted)
        chart.measure()
        width = chart.room[1]
        chosen = next((zoom for zoom in ZOOMS if zoom == view.remembered.get(ZOOM_KEY)), None)
        if chosen is None:
            active = [row for row in shown.rows if row.goal is not None and row.goal.status == "active"]
            ends = [row.goal.target or row.last or shown.today for row in active if row.goal is not None]
            chosen = Scale.fitting(shown.today, max([shown.today, *ends]), width * 4 // 5, "week").zoom
            chosen = "quarter" if chosen == "year" else chosen
        chart.scale = Scale.at(chosen, shown.today, width, width // 5)

    def _opened(self, view: TimelineView) -> frozenset[str]:
        if view.filtered:
            return frozenset(key_of(row) for row in view.timeline.rows) - self._shut
        return self._open

    def _go_to(self, record: str) -> None:
        """Put the cursor on a goal or a milestone, opening what it is in."""
        owner = self.chart.owner_of(record)
        if owner and owner not in self.chart.opened:
            self._set_open(owner, opened=True)
        _ = self.chart.go(f"goal:{record}") or self.chart.go(f"milestone:{record}")

    # -- what stands round the rows

    def on_resize(self, event: events.Resize) -> None:
        """A short terminal keeps its lines for the rows."""
        self.set_class(event.size.height < SHORT, "-short")
        self.say()

    def _rescaled(self) -> None:
        """Axis and hours follow the rows."""
        if self.view is None:
            return
        if self._awaits_room and self.chart.size.width:
            self.show(self.view)
            return
        if self.chart.timeline is None:
            return
        chart, shown = self.chart, self.view.timeline
        side = chart.room[0]
        axis = self.query_one(TimeAxis)
        axis.window = (chart.scale, chart.axis, shown.today, side)
        axis.words = (f"{ZOOM_WORDS[chart.scale.zoom]}", self._counted(self.view))
        strip = self.query_one(HoursStrip)
        strip.window = (shown, chart.scale, chart.axis, side)
        self.say()

    @staticmethod
    def _counted(view: TimelineView) -> str:
        shown = view.timeline
        undated = f" · {shown.undated:,} undated" if shown.undated else ""
        return f"{shown.dated:,} dated{undated}"

    def say(self) -> None:
        """The row under the cursor, what it is linked with, and the chosen week, in words."""
        if self.view is None:
            return
        self.query_one(HoursStrip).week = self._week
        cells, shown = max(10, self.size.width - 4), self.view.timeline
        week = shown.week_of(self._week) if self._week else None
        said = week_words(self._week, week, self.view.milestones, shown.today) if self._week else ""
        row, links = self._row_words(cells)
        heavy = "$danger" if week is not None and week.overload else "$muted"
        first, links = cut(row, cells), cut(links, cells)
        words = [line((first, "$text")), line((links, "$accent"))]
        if self.has_class("-short"):
            room = cells - width(first) - 3
            words = [line((first, "$text"), "   ", (cut(links, room) if room > LEAST_LINKS else "", "$accent"))]
        said_now = Content("\n").join([*words, line((cut(said, cells), heavy))])
        self.query_one("#words", Static).update(said_now, layout=False)  # it has its height

    def _row_words(self, cells: int) -> tuple[str, str]:
        assert self.view is not None
        row, today = self.chart.row, self.view.timeline.today
        if row is None:
            return self._why, ""
        if isinstance(row.data, GoalRow):
            return goal_words(row.data, today, cells), next_words(row.data, today)
        if isinstance(row.data, Undated):
            return undated_words(row.data.line, today, cells), links_words(
                *self.chart.links_of(row.data.line.milestone.id)
            )
        return self.chart.words_of(row.data, cells), links_words(*self.chart.links_of(row.data.milestone.id))

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The words follow the cursor; the week is that of its day."""
        event.stop()
        bar = self.chart.bar
        if bar is not None:
            self._week = monday_of(bar.due)
        self.say()

    def on_hours_strip_chosen(self, event: HoursStrip.Chosen) -> None:
        """A week was clicked."""
        self._week = event.day
        self.say()

    # -- rows that open

    def _set_open(self, key: str, *, opened: bool) -> None:
        if self.view is None:
            return
        if self.view.filtered:
            self._shut = self._shut - {key} if opened else self._shut | {key}
        else:
            self._open = self._open | {key} if opened else self._open - {key}
            kept = [_short(key_of(row)) for row in self.view.timeline.rows if key_of(row) in self._open][:MOST_OPEN]
            self.remember(OPEN_KEY, " ".join(kept))
        self.chart.lay(self.view.timeline, self._opened(self.view), at=None if opened else key)
        self._ask_critical()

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """Enter: a goal opens into its milestones, or folds; a milestone opens as a screen."""
        event.stop()
        if event.key.startswith("milestone:"):
            self.app_.open(event.key)
        else:
            self._set_open(event.key, opened=event.key not in self.chart.opened)

    def action_shut(self) -> None:
        """Fold the goal the cursor is on or in; on a folded one open it."""
        owner = self.chart.owner
        if owner:
            self._set_open(owner, opened=owner not in self.chart.opened)

    def action_goal(self) -> None:
        """All of the goal the cursor is on or in."""
        owner = self.chart.owner
        if owner.startswith("goal:"):
            self.app_.open(owner)

    def action_calendar(self) -> None:
        """The calendar, in the same place."""
        if self.view is not None:  # the key that turned to this may still be on its way
            self.app_.turn_to("calendar")

    # -- what is chosen

    def chosen(self) -> Line | None:
        """The milestone under the cursor."""
        row = self.chart.row
        return row.data.line if row is not None and isinstance(row.data, Bar | Undated) else None

    def goal_here(self) -> Goal | None:
        """The goal under the cursor."""
        row = self.chart.row
        return row.data.goal if row is not None and isinstance(row.data, GoalRow) else None

    def goal_for_new(self) -> tuple[str, str] | None:
        """A line added here belongs to the goal the cursor is on or in."""
        owner = self.chart.owner
        if self.view is None or not owner.startswith("goal:"):
            return None
        goals = (row.goal for row in self.view.timeline.rows if row.goal is not None)
        return next(((goal.id, goal.title) for goal in goals if f"goal:{goal.id}" == owner), None)

    def mark_pending(self) -> None:
        """On its row."""
        self.chart.mark_pending(self.chart.key)

    def action_complete(self) -> None:
        """Complete the milestone; a goal opens or folds."""
        if self.chosen() is None and self.chart.owner:
            self.action_shut()
        else:
            super().action_complete()


def _short(key: str) -> str:
    """A row's key as it is remembered."""
    return key if key == INBOX_KEY else key.removeprefix("goal:")[:PREFIX]
