"""Search over milestones, goals, templates and commands; what is chosen is opened, or done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from planner.domain.agenda import GoalLine, Line
from planner.domain.draft import Draft
from planner.domain.errors import PlannerError
from planner.domain.filters import Filter, parse_filter
from planner.domain.text import clean
from planner.ports import TemplateEntry
from planner.ui.commands import Command, command_row, commands, named
from planner.ui.modals.dialog import Dialog
from planner.ui.present import count, fill, line, literal
from planner.ui.rows import goal_hint, goal_row, milestone_hint, milestone_row
from planner.ui.screens.template_words import category_words
from planner.ui.widgets.line_input import LineInput
from planner.ui.widgets.lines import Lines, Row, Section

if TYPE_CHECKING:
    from textual.app import ComposeResult

MOST, MOST_OTHERS = 200, 8
"""How many milestones, and how many of each other kind, are shown."""
HINT = "Narrow it down: #tag goal: kind: skill: balance: is:overdue due:month @saved   a minus turns one round"

_Found: TypeAlias = Line | GoalLine | TemplateEntry | Command


@dataclass(frozen=True, slots=True)
class Results:
    """What was found for one text, and what that text asks for."""

    wanted: Filter
    milestones: Sequence[Line]
    goals: Sequence[GoalLine]
    templates: Sequence[TemplateEntry]


def hits(text: str, words: Sequence[str]) -> bool:
    """Whether every word stands in `text`."""
    folded = text.casefold()
    return all(word in folded for word in words)


class Search(Dialog[str]):
    """Dismissed with `milestone:<id>`, `goal:<id>`, `template:<id>` or `action:<where>/<id>`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "move(1)", show=False),
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]
    DEFAULT_CSS = """
    Search > .box { width: 100; height: 80%; }
    Search Lines { margin-top: 1; }
    Search .say { height: 1; }
    """

    DRAFT = "search"

    def __init__(self, rooms: Sequence[str] = ()) -> None:
        """`rooms` are those of the screen in front, for the commands."""
        super().__init__()
        self._rooms = tuple(dict.fromkeys((*rooms, "app")))
        self._asked = 0
        self._shown = ""
        """The text whose results are shown."""
        self._takes_first = False
        """Enter was pressed before they were there: they open with it, and no key comes between."""

    def content(self) -> ComposeResult:
        """The line and what is found."""
        yield LineInput(placeholder="Search milestones, goals, templates and commands", max_length=200, compact=True)
        yield Lines(self._paint, hint=self._hint_of)
        yield Static(literal(HINT), classes="say", markup=False)
        yield self.keys_line(("↑ ↓", "choose"), ("enter", "opens"), ("esc", "leaves"))

    def _paint(self, shown: _Found, cells: int) -> Content:
        if isinstance(shown, Line):
            return milestone_row(shown, cells, self.app_.today)
        if isinstance(shown, GoalLine):
            return goal_row(shown, cells, self.app_.today, opened=False)
        if isinstance(shown, TemplateEntry):
            category = f"  {category_words(shown.category)}"
            return line(fill(shown.title, cells - len(category)), (category, "$muted"))
        return command_row(shown, cells, room=True)

    def _hint_of(self, shown: _Found) -> str:
        if isinstance(shown, Line):
            return milestone_hint(shown, self.app_.today)
        if isinstance(shown, GoalLine):
            return goal_hint(shown, self.app_.today)
        return clean(shown.title) if isinstance(shown, TemplateEntry) else shown.action.help

    def draft(self) -> Draft | None:
        """What is searched for."""
        text = self.query_one(Input).value if self.alive else ""
        return Draft(kind="search", texts={"search": text}) if text.strip() else None

    def take_up(self, texts: Mapping[str, str]) -> None:
        """Search for it again."""
        self.query_one(Input).value = texts.get("search", "")[:200]

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._asked += 1
        asked, text = self._asked, event.value
        if not text.strip():
            self._show(Filter(), None)
            self._shown = text
            return
        self.app_.ask(
            lambda: self._search(asked, text),
            lambda found: self._found(asked, text, found),
            lambda error: self._failed(asked, error),
        )

    def _search(self, asked: int, text: str) -> Results | None:
        if asked != self._asked:
            return None  # typed on meanwhile: the answer would be dropped anyway
        planner = self.app_.planner
        wanted = parse_filter(text, self.app_.today, saved=planner.filters.saved())
        milestones = planner.queries.search(text, MOST)
        if wanted.terms:  # they are about milestones
            return Results(wanted, milestones, (), ())
        goals = planner.queries.goals_where(lambda goal: hits(goal.title, wanted.words), MOST_OTHERS)
        templates = [each for each in planner.templates.list() if hits(f"{each.title} {each.id}", wanted.words)]
        return Results(wanted, milestones, goals, templates[:MOST_OTHERS])

    def _found(self, asked: int, text: str, found: Results | None) -> None:
        if asked == self._asked and self.alive and found is not None:
            self._show(found.wanted, found)
            self._shown = text
            self._take_first()

    def _failed(self, asked: int, error: PlannerError) -> None:
        if asked == self._asked:
            self._let_go()
        self.app_.tell_error(error)

    def _take_first(self) -> None:
        if self._let_go() and self.query_one(Lines).row is not None:
            self.dismiss(self.query_one(Lines).key)

    def _let_go(self) -> bool:
        waited, self._takes_first = self._takes_first, False
        if waited:
            self.app_.let_keys()
        return waited

    def on_unmount(self) -> None:
        """Nothing waits for its results any more."""
        self._let_go()

    def _show(self, wanted: Filter, found: Results | None) -> None:
        sections = self._sections(wanted, found) if found is not None else []
        lines = self.query_one(Lines)
        lines.show(sections)
        lines.action_cursor_first()
        if lines.row is None:
            lines.action_cursor_down()
        self.query_one(".say", Static).update(literal(self._said(wanted, found, anything=bool(sections))))

    def _sections(self, wanted: Filter, found: Results) -> list[Section[_Found]]:
        """Milestones first, but for goals and templates that are called just so."""
        milestones = _section("MILESTONES", [Row(f"milestone:{each.milestone.id}", each) for each in found.milestones])
        goals = _section("GOALS", [Row(f"goal:{each.goal.id}", each) for each in found.goals])
        templates = _section("TEMPLATES", [Row(f"template:{each.id}", each) for each in found.templates])
        actions = _section("COMMANDS", [Row(f"action:{each.name}", each) for each in self._commands(wanted)])
        words = set(wanted.words)
        called = [
            section
            for section, names in (
                (goals, [each.goal.title.casefold().split() for each in found.goals]),
                (templates, [[each.id.casefold()] for each in found.templates]),
            )
            if any(words <= set(name) for name in names)
        ]
        others = [each for each in (milestones, goals, templates, actions) if each not in called]
        return [section for section in (*called, *others) if section.rows]

    def _commands(self, wanted: Filter) -> list[Command]:
        if wanted.terms:
            return []
        here = frozenset(self._rooms)
        known = [Command(each, self.app_.key_of(each), each.where in here) for each in commands(self._rooms)]
        return named(known, " ".join(wanted.words), alike=False)[:MOST_OTHERS]

    @staticmethod
    def _said(wanted: Filter, found: Results | None, *, anything: bool) -> str:
        if found is None:
            return HINT
        if not anything:
            words = f" has “{' '.join(wanted.words)}”" if wanted.words else " is so"
            return " · ".join(part for part in (f"Nothing{words}: type less, or something else", wanted.said) if part)
        number = len(found.milestones)
        many = f"the first {MOST} milestones" if number == MOST else count(number, "milestone")
        return " · ".join(part for part in (many, wanted.said) if part)

    def action_move(self, by: int) -> None:
        """Up and down in what was found, while the line keeps the focus."""
        lines = self.query_one(Lines)
        (lines.action_cursor_down if by > 0 else lines.action_cursor_up)()

    def action_page(self, by: int) -> None:
        """A page up or down."""
        lines = self.query_one(Lines)
        (lines.action_page_down if by > 0 else lines.action_page_up)()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value != self._shown:
            if not self._takes_first:
                self._takes_first = True
                self.app_.hold_keys()
        elif self.query_one(Lines).row is not None:
            self.dismiss(self.query_one(Lines).key)

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """A double click, or enter in the list."""
        event.stop()
        self.dismiss(event.key)


def _section(title: str, rows: list[Row[_Found]]) -> Section[_Found]:
    return Section(key=title, title=title, rows=rows)
