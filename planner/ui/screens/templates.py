"""Place 7, Templates: the gallery. From here a template opens, and from there it becomes a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from planner.domain.errors import PlannerError, TemplateInvalid
from planner.domain.plan import Stage
from planner.domain.template import Template
from planner.ports import Decided, Incoming, Taken, TemplateEntry
from planner.ui.actions import Action, bindings, register
from planner.ui.modals.template_import import ImportTemplate
from planner.ui.modals.template_incoming import IncomingTemplates
from planner.ui.present import count, fill, line, literal, right, wrap
from planner.ui.screens import template_words as words
from planner.ui.screens.place import Place
from planner.ui.screens.template_about import about, rows
from planner.ui.screens.template_build import BuildScreen
from planner.ui.screens.template_detail import TemplateScreen
from planner.ui.screens.template_state import Typed
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.line_input import LineInput
from planner.ui.widgets.lines import Lines, Row, Section

register(
    Action(
        id="open_template",
        keys="enter",
        label="open",
        help="Open the template",
        where="templates",
        footer=1,
        palette=False,
    ),
    Action(
        id="plan_template", keys="p", label="plan it", help="Make a plan from the template", where="templates", footer=2
    ),
    Action(id="filter", keys="f", label="filter", help="Filter the templates", where="templates", footer=3),
    Action(
        id="import_template", keys="i", label="import", help="Import templates from files", where="templates", footer=4
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryView:
    """The templates that can be picked, by title; the person's stage; the files that cannot be read, and what in the
    settings cannot."""

    entries: tuple[TemplateEntry, ...]
    stage: Stage | None
    problems: tuple[TemplateInvalid, ...]
    settings: tuple[str, ...] = ()


def matches(entry: TemplateEntry, text: str) -> bool:
    """Whether every word of `text` stands in title, summary or category."""
    hay = f"{entry.title} {entry.summary} {words.category_words(entry.category)} {entry.category}".casefold()
    return all(word in hay for word in text.casefold().split())


def by_title(entries: Iterable[TemplateEntry], text: str) -> list[TemplateEntry]:
    """Those that have every word of `text` in their title first, else in the order they are in."""
    wanted = text.casefold().split()
    return sorted(entries, key=lambda entry: not all(word in entry.title.casefold() for word in wanted))


def sections_of(view: GalleryView, text: str) -> list[Section[TemplateEntry]]:
    """The templates that match, those that fit the person's stage first."""
    found = by_title([entry for entry in view.entries if matches(entry, text)], text)
    fits = [entry for entry in found if view.stage in entry.stages]
    if view.stage is None or not fits:
        return [_section("all", "", found)]
    rest = [entry for entry in found if entry not in fits]
    return [
        _section("fits", "FITS YOUR STAGE", fits, view.stage),
        *([_section("rest", "OTHERS", rest)] if rest else []),
    ]


def _section(key: str, title: str, entries: list[TemplateEntry], note: str = "") -> Section[TemplateEntry]:
    return Section(key=key, title=title, rows=[Row(entry.id, entry) for entry in entries], note=note)


def _columns(title: str, others: tuple[str, str, str, str, str], cells: int) -> tuple[str, ...]:
    category, stage, hours, span, steps = others
    category_cells = 13 if cells < 84 else 17
    fixed = category_cells + 1 + 11 + 6 + 2 + 5 + 6 + 2
    return (
        fill(title, max(12, cells - fixed)) + "  ",
        fill(category, category_cells) + " ",
        fill(stage, 11),
        right(hours, 6) + "  ",
        fill(span, 5),
        right(steps, 6),
    )


def paint_entry(entry: TemplateEntry, cells: int) -> Content:
    """A line of the gallery."""
    others = (
        words.category_words(entry.category),
        words.stages_words(entry.stages),
        words.hours_words(entry.effort) if entry.effort else "",
        words.short_words(words.duration_words(entry.duration)),
        str(entry.milestones),
    )
    name = f"{entry.title} · {entry.origin}" if entry.origin else entry.title
    title, *rest = _columns(name, others, cells)
    return line(title, *((text, "$muted") for text in rest))


class Heads(Widget):
    """The heads of the columns, over rows that leave room for the list's mark, its margin and its scroll bar."""

    def render(self) -> Content:
        """For the width there is."""
        columns = _columns("Title", ("Category", "Stage", "Hours", "Span", "Steps"), self.size.width - 4)
        return line("  ", *((text, "$muted") for text in columns))


class FilterInput(LineInput):
    """The filter line: up and down go to the list without leaving what is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,enter", "screen.to_list", "To the list", show=False),
        Binding("escape", "screen.clear_filter", "Clear", show=False),
    ]


class TemplatesScreen(Place[GalleryView]):
    """The gallery: a filter, the templates in columns, and what the chosen one says of itself."""

    PLACE = "templates"
    WHERE = ("templates",)
    BINDINGS = bindings("templates")
    AUTO_FOCUS = "#gallery"
    DEFAULT_CSS = """
    TemplatesScreen {
        #filter { height: 1; border: none; padding: 0 1; margin: 0 1; background: $surface; width: 1fr; }
        #filter:focus { background: $cursor; }
        #found { width: auto; padding: 0 2; color: $muted; }
        #search { height: 1; margin: 1 0; }
        #heads { height: 1; }
        #gallery { scrollbar-gutter: stable; }
        #both { layout: horizontal; height: 1fr; }
        #left { width: 1fr; height: 1fr; }
        #about { width: 42; border-left: solid $rule; padding-left: 1; }
        #about:focus { border-left: solid $accent; }
        #none { padding: 1 2; color: $muted; display: none; height: auto; }
        #unread { height: auto; padding: 0 2; color: $danger; display: none; }
    }
    TemplatesScreen.-narrow {
        #search { margin: 0; }
        #both { layout: vertical; }
        #left { height: 1fr; }
        #about { width: 1fr; height: 9; border-left: none; border-top: solid $rule; padding-left: 0; }
        #about:focus { border-left: none; border-top: solid $accent; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.drafts: dict[str, Typed] = {}
        """What was typed on the way to a plan, by template id, until the app is left or the plan is made."""
        self._known: dict[str, Template] = {}
        self._at: str | None = None

    def body(self) -> ComposeResult:
        """Filter, list, pane."""
        with Horizontal(id="search"):
            yield FilterInput(placeholder="f  filter by title, summary or category", id="filter", select_on_focus=False)
            yield Static(id="found")
        with Container(id="both"):
            with Vertical(id="left"):
                yield Heads(id="heads")
                yield Lines(paint_entry, id="gallery")
                yield Static(id="none")
                yield Static(id="unread")
            yield DetailPane(id="about")

    @property
    def gallery(self) -> Lines[TemplateEntry]:
        """The list."""
        return self.query_one("#gallery", Lines)

    # -- the view

    def fetch(self) -> GalleryView:
        """The templates and the person's stage."""
        return GalleryView(
            entries=tuple(self.planner.templates.list()),
            stage=self.planner.queries.plan().profile.stage,
            problems=tuple(self.planner.templates.problems()),
            settings=tuple(str(each) for each in self.planner.settings.problems),
        )

    def show(self, view: GalleryView) -> None:
        """List what matches the filter."""
        self._known.clear()
        text = self.query_one("#filter", Input).value
        sections = sections_of(view, text)
        self.gallery.show(sections, at=self._at)
        self._at = None
        found = sum(len(section.rows) for section in sections)
        every = len(view.entries)
        self.query_one("#found", Static).update(
            f"{found} of {count(every, 'template')}" if text.strip() else count(every, "template")
        )
        none = self.query_one("#none", Static)
        none.display = not found
        none.update(
            literal(f"No template has “{text.strip()}”. esc clears the filter." if every else "No templates here.")
        )
        self._show_unread(view)
        self._show_about()

    def _show_unread(self, view: GalleryView) -> None:
        unread = self.query_one("#unread", Static)
        told = []
        if view.problems:
            first = view.problems[0]
            more = f", and {len(view.problems) - 1} more" if len(view.problems) > 1 else ""
            told.append(f"Left out: {first.message}{more}. “planner template check FILE” names each.")
        told += view.settings[:1]
        unread.display = bool(told)
        unread.update(Content("\n").join([literal(each) for each in told]))

    # -- the pane

    @on(Lines.Moved, "#gallery")
    def _moved(self) -> None:
        self._show_about()

    def _show_about(self) -> None:
        entry, pane = self._chosen(), self.query_one(DetailPane)
        if entry is None:
            pane.clear()
        elif template := self._known.get(entry.id):
            origin = {"library": "yours", "folder": f"from the folder “{entry.origin}”"}.get(entry.source, "shipped")
            pane.tell(entry.id, lambda cells: about(template, cells, minutes=entry.effort, origin=origin))
        else:
            key = entry.id
            self.app_.ask(lambda: self.planner.templates.get(key), lambda got: self._learned(key, got), self._unlearned)

    def _learned(self, key: str, template: Template) -> None:
        self._known[key] = template
        entry = self._chosen()
        if entry is not None and entry.id == key and self.is_attached:
            self._show_about()

    def _unlearned(self, error: PlannerError) -> None:
        if self.is_attached:
            told = f"{error.message} {error.hint}".strip()
            self.query_one(DetailPane).tell("", lambda cells: rows(wrap(literal(told, "$danger"), cells)))

    def _chosen(self) -> TemplateEntry | None:
        row = self.gallery.row
        return row.data if row else None

    # -- the filter

    @on(Input.Changed, "#filter")
    def _filtered(self) -> None:
        if self.view is not None:
            self.show(self.view)

    def action_filter(self) -> None:
        """Go to the filter."""
        # at once: focus() would wait for a later turn, and what is typed right after the key would go astray
        self.set_focus(self.query_one("#filter", Input))

    def action_to_list(self) -> None:
        """From the filter to the list."""
        self.set_focus(self.gallery)

    def action_clear_filter(self) -> None:
        """Empty the filter and go back to the list."""
        self.query_one("#filter", Input).value = ""
        self.set_focus(self.gallery)

    # -- going on

    @on(Lines.Opened, "#gallery")
    def _opened(self) -> None:
        self.action_open_template()

    def action_open_template(self) -> None:
        """Open the chosen template."""
        self._with_chosen(self._open)

    def action_plan_template(self) -> None:
        """Go straight to the form."""
        self._with_chosen(self._plan)

    def action_import_template(self) -> None:
        """Look for files, which are checked and shown, and take them into the library."""
        self.app_.push_screen(ImportTemplate(), self._import)

    def _import(self, found: Sequence[Incoming] | None) -> None:
        if found:
            self.app_.push_screen(IncomingTemplates(found), self._take_in)

    def _take_in(self, decided: Sequence[Decided] | None) -> None:
        if decided:
            self.app_.ask(lambda: self.planner.templates.take_in(decided), self._imported)

    def _imported(self, taken: Sequence[Taken]) -> None:
        came = [each for each in taken if each.action not in {"unchanged", "declined"}]
        first = came[0]
        where = "kept in your library as an older version" if first.action == "kept_older" else "in your library"
        one = f"“{first.incoming.template.title}” is {where}."
        self.app_.tell(one if len(came) == 1 else f"{len(came)} templates came into your library.")
        self._at = came[0].id
        self.action_clear_filter()
        self.reload()

    def _with_chosen(self, then: Callable[[Template], None]) -> None:
        entry = self._chosen()
        if entry is None:
            return
        if template := self._known.get(entry.id):
            then(template)
        else:
            key = entry.id
            self.app_.ask(lambda: self.planner.templates.get(key), then)

    def _open(self, template: Template) -> None:
        self.app_.push_screen(TemplateScreen(template, self.drafts))

    def _plan(self, template: Template) -> None:
        self.app_.push_screen(TemplateScreen(template, self.drafts))
        self.app_.push_screen(BuildScreen(template, self.drafts))
