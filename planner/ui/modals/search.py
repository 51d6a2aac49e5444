"""Search over milestones, goals, templates and commands; what is chosen is opened, or done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from planner.domain.agenda import GoalLine, Line
from planner.domain.draft import Draft
from planner.domain.filters import Filter, parse_filter
from planner.domain.template_words import category_words
from planner.domain.text import clean
from planner.ports import TemplateEntry
from planner.ui.commands import Command, all_commands, command_row, named
from planner.ui.modals.finder import LateFinder
from planner.ui.present import count, fill, line, literal
from planner.ui.rows import goal_hint, goal_row, milestone_hint, milestone_row
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


class Search(LateFinder[str, "Results | None"]):
    """Dismissed with `milestone:<id>`, `goal:<id>`, `template:<id>` or `action:<where>/<id>`."""

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
        if event.value.strip():
            self.look_up(event.value)
        else:
            self.show_at_once(event.value, None)

    def find(self, text: str) -> Results | None:
        """All that holds it; in the store's thread."""
        planner = self.app_.planner
        wanted = parse_filter(text, self.app_.today, saved=planner.filters.saved())
        milestones = planner.queries.search(text, MOST)
        if wanted.terms:  # they are about milestones
            return Results(wanted, milestones, (), ())
        goals = planner.queries.goals_where(lambda goal: hits(goal.title, wanted.words), MOST_OTHERS)
        templates = [each for each in planner.templates.list() if hits(f"{each.title} {each.id}", wanted.words)]
        return Results(wanted, milestones, goals, templates[:MOST_OTHERS])

    def show_found(self, text: str, found: Results | None) -> None:
        """What was found, the cursor on the first; None: nothing is searched for."""
        _ = text
        wanted = found.wanted if found is not None else Filter()
        sections = self._sections(wanted, found) if found is not None else []
        self.query_one(Lines).show(sections)
        self.go_first()
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
        return named(all_commands(self._rooms, self.app_.key_of), " ".join(wanted.words), alike=False)[:MOST_OTHERS]

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

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.enter(event.value)

    def entered(self) -> None:
        """What is under the cursor."""
        self.dismiss_chosen()

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """A double click, or enter in the list."""
        event.stop()
        self.dismiss(event.key)


def _section(title: str, rows: list[Row[_Found]]) -> Section[_Found]:
    return Section(key=title, title=title, rows=rows)
