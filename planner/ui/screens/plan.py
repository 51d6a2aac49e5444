"""Place 2, Plan: the goals with their progress and health, each unfolding to its milestones; then the inbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from textual.containers import Horizontal
from textual.content import Content

from planner.domain.agenda import GoalLine, Line
from planner.domain.critical_words import pressing_words
from planner.domain.plan import Goal, GoalStatus
from planner.services.queries import GoalDetail, MilestoneDetail
from planner.ui.actions import Action, bindings
from planner.ui.describe import goal_rows, milestone_rows
from planner.ui.filtering import Filtering
from planner.ui.marks import Marking
from planner.ui.present import cut, line
from planner.ui.rows import goal_hint, goal_row, milestone_hint, milestone_row
from planner.ui.screens.goal_acting import GoalActing
from planner.ui.screens.with_detail import WithDetail
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.lines import Lines, Row, Section
from planner.ui.widgets.marked import MarkedLines
from planner.ui.widgets.nothing_yet import NothingYet

if TYPE_CHECKING:
    from textual.app import ComposeResult

INBOX_KEY = "inbox"
SECTIONS: tuple[tuple[GoalStatus, str, bool], ...] = (
    ("active", "ACTIVE", False),
    ("paused", "PAUSED", False),
    ("achieved", "ACHIEVED", True),
    ("dropped", "DROPPED", True),
)


@dataclass(frozen=True, slots=True)
class Plans:
    """All goals, and the milestones of those that are unfolded, by goal id; the inbox under INBOX_KEY."""

    today: date
    goals: tuple[GoalLine, ...]
    members: Mapping[str, tuple[Line, ...]]
    inbox: int
    unfolded: str
    """The goal (or inbox) that unfolds because the record that is wanted is in it."""
    of: int = 0
    """How many milestones there are without the filter; 0 while there is none."""
    pressing: Mapping[str, str] = field(default_factory=dict)
    """What presses about the milestones that are shown, in a few words, by their ids."""


@dataclass(frozen=True, slots=True)
class _Inbox:
    """The row of the inbox."""

    count: int
    opened: bool


@dataclass(frozen=True, slots=True)
class _Goal:
    """The row of a goal."""

    line: GoalLine
    opened: bool


_Row: TypeAlias = _Goal | _Inbox | Line


class GoalTree(MarkedLines[_Row]):
    """Lines in which goals unfold; the place keeps which ones."""

    def action_unfold(self) -> None:
        """Unfold the goal, or the section."""
        screen = self.screen
        if isinstance(screen, PlanScreen) and self.row is not None:
            screen.unfold(opened=True)
        else:
            super().action_unfold()

    def action_fold(self) -> None:
        """Fold the goal; on one of its milestones go to it first."""
        screen = self.screen
        if isinstance(screen, PlanScreen) and self.row is not None:
            screen.unfold(opened=False)
        else:
            super().action_fold()


class PlanScreen(Marking[Plans], Filtering[Plans], WithDetail[Plans], GoalActing[Plans]):
    """See the module. Keys of rows: `goal:<id>`, `milestone:<id>`, the inbox."""

    BINDINGS = bindings("plan", "pane")
    PLACE = "plan"
    WHERE = ("plan", "goals", "milestones", "marking", "filtering", "pane")

    def __init__(self) -> None:
        super().__init__()
        self._open: frozenset[str] = frozenset()
        self._shut: frozenset[str] = frozenset()
        """What is folded while a filter holds: then all is unfolded unless it was folded by hand."""

    def body(self) -> ComposeResult:
        """List and detail."""
        with Horizontal(classes="split"):
            yield GoalTree(self._paint, hint=self._hint_of, id="list")
            yield DetailPane(id="detail")
        yield NothingYet()

    def fetch(self) -> Plans:
        """In the store's thread."""
        queries = self.planner.queries
        plan = queries.plan()
        wanted = plan.milestones.get(self.app_.wanted)
        unfolded = (wanted.goal or INBOX_KEY) if wanted else ""
        if self.held is not None:
            return self._filtered(unfolded)
        opened = self._open | {unfolded}
        found = {key: self._members_of(key) for key in opened if key in plan.goals or key == INBOX_KEY}
        members = {key: lines for key, (lines, _) in found.items()}
        pressing = {at: words for _, said in found.values() for at, words in said.items()}
        inbox = plan.by_goal.get(None, ())
        goals = tuple(queries.goals(everything=True))
        return Plans(queries.today(), goals, members, len(inbox), unfolded, pressing=pressing)

    def _filtered(self, unfolded: str) -> Plans:
        """Only goals with milestones that the filter lets through, with these; in the store's thread."""
        queries = self.planner.queries
        lines = queries.lines()
        found: dict[str, list[Line]] = {}
        for each in self.let_through(lines):
            found.setdefault(each.goal.id if each.goal else INBOX_KEY, []).append(each)
        members = {owner: tuple(each) for owner, each in found.items()}
        goals = tuple(each for each in queries.goals(everything=True) if each.goal.id in members)
        inbox = len(members.get(INBOX_KEY, ()))
        return Plans(queries.today(), goals, members, inbox, unfolded, len(lines))

    def filterable(self) -> Sequence[Line]:
        """All milestones; in the store's thread."""
        return self.planner.queries.lines()

    def filter_changed(self) -> None:
        """All that passes is seen at first."""
        self._shut = frozenset()

    def _is_open(self, owner: str) -> bool:
        return owner in self._open if self.held is None else owner not in self._shut

    def _members_of(self, owner: str) -> tuple[tuple[Line, ...], Mapping[str, str]]:
        """The milestones of a goal or of the inbox, and what presses about them; in the store's thread."""
        queries = self.planner.queries
        lines = queries.members(None if owner == INBOX_KEY else owner)
        goal = queries.plan().goals.get(owner)
        timings = queries.path(owner).timings if goal is not None and goal.status == "active" else {}
        return lines, {at: said for at, each in timings.items() if (said := pressing_words(each))}

    def show(self, view: Plans) -> None:
        """The sections; empty ones are not shown."""
        self.set_class(not view.goals and not view.inbox and not view.of, "-empty")
        self._open |= {view.unfolded} - {""}
        self.say_filter(shown=sum(map(len, view.members.values())), of=view.of)
        sections: list[Section[_Row]] = []
        for status, title, folded in SECTIONS:
            goals = [each for each in view.goals if each.goal.status == status]
            rows = [row for each in goals for row in self._rows(each, view)]
            if goals:
                sections.append(Section(key=status, title=title, rows=rows, folded=folded, count=len(goals)))
        if view.inbox:
            opened = self._is_open(INBOX_KEY)
            rows = [Row(INBOX_KEY, _Inbox(view.inbox, opened)), *self._members(view.members.get(INBOX_KEY, ()), opened)]
            sections.append(Section(key=INBOX_KEY, title="INBOX", rows=rows, count=view.inbox))
        lines = self.lines
        lines.show(sections)
        if wanted := self.app_.take_wanted():
            lines.go(f"goal:{wanted}") or lines.go(f"milestone:{wanted}")
        self.ask_detail()

    def _rows(self, each: GoalLine, view: Plans) -> list[Row[_Row]]:
        opened = self._is_open(each.goal.id)
        members = self._members(view.members.get(each.goal.id, ()), opened)
        return [Row(f"goal:{each.goal.id}", _Goal(each, opened)), *members]

    @staticmethod
    def _members(lines: tuple[Line, ...], opened: bool) -> list[Row[_Row]]:
        return [Row(f"milestone:{line.milestone.id}", line) for line in lines] if opened else []

    def _paint(self, row: _Row, cells: int) -> Content:
        assert self.view is not None
        if isinstance(row, _Goal):
            return goal_row(row.line, cells, self.view.today, opened=row.opened)
        if isinstance(row, _Inbox):
            return line(("▾ " if row.opened else "▸ ", "$accent"), (cut("Without a goal", cells - 2), "bold $text"))
        return line(
            "  ",
            milestone_row(
                row, cells - 2, self.view.today, goal=False, presses=self.view.pressing.get(row.milestone.id, "")
            ),
        )

    def _hint_of(self, row: _Row) -> str:
        assert self.view is not None
        if isinstance(row, _Goal):
            return goal_hint(row.line, self.view.today)
        return milestone_hint(row, self.view.today) if isinstance(row, Line) else ""

    # -- folding

    def _key(self) -> str:
        return self.lines.key

    def _owner(self) -> str:
        """The goal (or inbox) that the cursor is on or in."""
        row = self.lines.row
        if row is None:
            return ""
        if isinstance(row.data, Line):
            return row.data.goal.id if row.data.goal else INBOX_KEY
        return row.data.line.goal.id if isinstance(row.data, _Goal) else INBOX_KEY

    def unfold(self, *, opened: bool) -> None:
        """Show or hide the milestones of the goal the cursor is on."""
        owner = self._owner()
        if not owner:
            return
        if not opened:
            self.lines.go(INBOX_KEY if owner == INBOX_KEY else f"goal:{owner}")
        if self.held is None:
            self._open = self._open | {owner} if opened else self._open - {owner}
        else:
            self._shut = self._shut - {owner} if opened else self._shut | {owner}
        if self.view is None:
            return
        if not opened or owner in self.view.members:
            self.show(self.view)
        else:
            asked = self.view
            self.app_.ask(lambda: self._members_of(owner), lambda found: self._unfolded(asked, owner, *found))

    def _unfolded(self, asked: Plans, owner: str, lines: tuple[Line, ...], pressing: Mapping[str, str]) -> None:
        if self.alive and self.view is asked:  # a newer view holds them already
            pressing = {**asked.pressing, **pressing}
            self.view = replace(asked, members={**asked.members, owner: lines}, pressing=pressing)
            self.show(self.view)

    def action_unfold(self) -> None:
        """Show the milestones of the goal; from the footer it hides them too."""
        self.unfold(opened=not self._is_open(self._owner()))

    def action_complete(self) -> None:
        """Complete the milestone; on a goal show or hide its milestones."""
        if self.chosen() is None and self._owner() and not self.marked:
            self.action_unfold()
        else:
            super().action_complete()

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """Enter opens: in the pane where there is one, else as a screen; in the detail a line is acted on."""
        if event.lines.id == "detail":
            self._open_detail(event.key)
        elif event.key == INBOX_KEY:
            self.action_unfold()
        elif self.has_class("-wide"):
            self.set_focus(self.pane)
        else:
            self.app_.open(event.key)

    def _open_detail(self, key: str) -> None:
        if key.startswith("check:"):
            self.action_complete()
        elif key.startswith("question:"):
            self.action_answer()
        else:
            self.app_.open(key)

    # -- what is chosen

    def offers(self, action: Action) -> bool:
        """A goal unfolds where there is one."""
        return bool(self._owner()) if action.where == "plan" else super().offers(action)

    def chosen(self) -> Line | None:
        """The milestone under the cursor."""
        row = self.lines.row
        return row.data if row and isinstance(row.data, Line) else None

    def goal_here(self) -> Goal | None:
        """The goal under the cursor."""
        row = self.lines.row
        return row.data.line.goal if row is not None and isinstance(row.data, _Goal) else None

    def goal_for_new(self) -> tuple[str, str] | None:
        """A line added here belongs to the goal the cursor is on or in."""
        owner = self._owner()
        if not owner or owner == INBOX_KEY or self.view is None:
            return None
        return next(((each.goal.id, each.goal.title) for each in self.view.goals if each.goal.id == owner), None)

    def on_detail_pane_appeared(self) -> None:
        """There is room for the detail now."""
        self.ask_detail()

    def ask_detail(self) -> None:
        """Only where the pane is seen: what is done with a goal goes by its row."""
        key = self._detail_key = self._key()
        if ":" not in key:
            self.no_detail()
        elif self.pane.display:
            self.app_.ask(
                lambda: self._detail_of(key), lambda detail: self._detail_arrived(key, detail), self.detail_failed
            )

    def _detail_of(self, key: str) -> GoalDetail | MilestoneDetail | None:
        """In the store's thread. The cursor may have moved on meanwhile: then it is not worth the work."""
        if key != self._detail_key:
            return None
        kind, _, record = key.partition(":")
        return self.goal_detail(record) if kind == "goal" else self.planner.queries.milestone(record)

    def _detail_arrived(self, key: str, detail: GoalDetail | MilestoneDetail | None) -> None:
        if not self.alive or detail is None or key != self._key() or self.view is None:
            return
        today = self.view.today
        pane = self.pane
        if isinstance(detail, GoalDetail):
            pane.tell(key, lambda cells: goal_rows(detail, cells, today, milestones=False))
        else:
            pane.tell(key, lambda cells: milestone_rows(detail, cells, today))
