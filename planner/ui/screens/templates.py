"""Place 7, Templates: the gallery. From here a template opens, and from there it becomes a plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from planner.domain.errors import PlannerError
from planner.domain.stages import STAGE_WORDS
from planner.domain.template import Template
from planner.domain.template_words import ways_words
from planner.ports import Decided, Incoming, Taken, TemplateEntry
from planner.ui.actions import Action, bindings
from planner.ui.modals.dialog import Choose, Option
from planner.ui.modals.template_import import ImportTemplate
from planner.ui.modals.template_incoming import IncomingTemplates
from planner.ui.present import count, line, literal, wrap
from planner.ui.screens.place import Place
from planner.ui.screens.template_about import about, rows
from planner.ui.screens.template_build import BuildScreen
from planner.ui.screens.template_combine import CombineScreen
from planner.ui.screens.template_detail import TemplateScreen
from planner.ui.screens.template_gallery import (
    CATEGORIES,
    GalleryRow,
    GalleryView,
    Heads,
    Wanted,
    legend,
    paint_row,
    sections_of,
)
from planner.ui.screens.template_state import Typed
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.line_input import LineInput
from planner.ui.widgets.lines import Lines


class FilterInput(LineInput):
    """The filter line: up and down go to the list without leaving what is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,enter", "screen.to_list", "To the list", show=False),
        Binding("escape", "screen.clear_filter", "Clear", show=False),
    ]


class TemplatesScreen(Place[GalleryView]):
    """The gallery: filters, the templates in columns, and what the chosen one says of itself."""

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
        #legend { height: 1; padding: 0 2; }
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
        self._wanted = Wanted()
        self._marked: list[str] = []

    def body(self) -> ComposeResult:
        """Filter, list, pane."""
        with Horizontal(id="search"):
            yield FilterInput(
                placeholder="f  filter by words, c by category, s by stage", id="filter", select_on_focus=False
            )
            yield Static(id="found")
        with Container(id="both"):
            with Vertical(id="left"):
                yield Heads(id="heads")
                yield Lines(paint_row, id="gallery")
                yield Static(id="none")
                yield Static(id="unread")
                yield Static(id="legend")
            yield DetailPane(id="about")

    @property
    def gallery(self) -> Lines[GalleryRow]:
        """The list."""
        return self.query_one("#gallery", Lines)

    # -- the view

    def fetch(self) -> GalleryView:
        """The templates, the person's stage, and what would be next."""
        return GalleryView(
            entries=tuple(self.planner.templates.list()),
            stage=self.planner.queries.plan().profile.stage,
            problems=tuple(self.planner.templates.problems()),
            settings=tuple(str(each) for each in self.planner.settings.problems),
            suggested=self.planner.suggesting.next(),
            newer=self.planner.templates.outdated(),
        )

    def show(self, view: GalleryView) -> None:
        """List what is looked for."""
        self._known.clear()
        there = {entry.id for entry in view.entries}
        self._marked = [each for each in self._marked if each in there]
        wanted = replace(self._wanted, text=self.query_one("#filter", Input).value)
        sections = sections_of(view, wanted, self._marked)
        rows = [row.data for section in sections for row in section.rows if row.data.entry is not None]
        self.query_one(Heads).tell(tells_origin=any(row.tells_origin for row in rows))
        self.gallery.show(sections, at=self._at)
        self._at = None
        every = count(len(view.entries), "template")
        found = f"{len(rows)} of {every}" if wanted.is_set else every
        self.query_one("#found", Static).update(" · ".join(each for each in (wanted.said, found) if each))
        newer = any(row.newer for row in rows)
        self.query_one("#legend", Static).update(legend(newer=newer, marked=len(self._marked)))
        none = self.query_one("#none", Static)
        none.display = not rows
        none.update(literal(self._nothing(wanted) if view.entries else "No templates here."))
        self._show_unread(view)
        self._show_about()

    @staticmethod
    def _nothing(wanted: Wanted) -> str:
        what = f" has “{wanted.text.strip()}”" if wanted.text.strip() else " is here"
        return f"No template{f' of {wanted.said}' if wanted.said else ''}{what}. esc shows all again."

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
            newer = ""
            if self.view is not None and entry.id in self.view.newer:
                newer = f"{entry.version} is newer than what a goal of yours was made of: U on the goal looks at it."
            reason = self._reason(entry)
            pane.tell(
                entry.id,
                lambda cells: [
                    *rows([*wrap(line(("→ ", "$accent"), literal(reason)), cells), Content("")] if reason else ()),
                    *rows([*wrap(line(("↑ ", "$accent"), literal(newer)), cells), Content("")] if newer else ()),
                    *about(template, cells, hours=ways_words(entry.least, entry.effort), origin=origin),
                ],
            )
        else:
            key = entry.id
            self.app_.ask(lambda: self.planner.templates.get(key), lambda got: self._learned(key, got), self._unlearned)

    def _reason(self, entry: TemplateEntry) -> str:
        """Why it is suggested, if it is."""
        suggested = self.view.suggested if self.view is not None else ()
        return next((each.reason for each in suggested if each.template == entry.id), "")

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
        return row.data.entry if row else None

    # -- the filters

    @on(Input.Changed, "#filter")
    def _filtered(self) -> None:
        if self.view is not None:
            self.show(self.view)
            best = next(iter(self.gallery.keys), "")
            if best and self.query_one("#filter", Input).value.strip():
                self.gallery.go(best)  # whatever was under the cursor before; a head would fold on enter

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

    def action_category(self) -> None:
        """Choose the category to show."""
        if self.view is None:
            return
        here = [entry.category for entry in self.view.entries]
        options = [Option("=", "all of them", count(len(here), "template"))]
        options += [
            Option(f"={key}", name, count(here.count(key), "template"))
            for key, name in CATEGORIES.items()
            if key in here
        ]

        def chosen(key: str | None) -> None:
            if key is not None:
                self._look_for(replace(self._wanted, category=key.removeprefix("=")))

        self.app_.push_screen(Choose("Which category?", options), chosen)

    def action_stage(self) -> None:
        """The next stage, and all of them after the last."""
        order = ["", *STAGE_WORDS]
        self._look_for(replace(self._wanted, stage=order[(order.index(self._wanted.stage) + 1) % len(order)]))

    def _look_for(self, wanted: Wanted) -> None:
        self._wanted = wanted
        if self.view is not None:
            self.show(self.view)

    def action_show_all(self) -> None:
        """Take all filters away; where there are none, the marks."""
        text = self.query_one("#filter", Input)
        if self._wanted == Wanted() and not text.value:
            self._marked.clear()
        text.value = ""
        self._look_for(Wanted())

    def action_mark(self) -> None:
        """Mark the template, or take its mark away, and go to the next one."""
        entry = self._chosen()
        if entry is None or self.view is None:
            self.app_.tell("Choose a template first.")
            return
        if entry.id in self._marked:
            self._marked.remove(entry.id)
        else:
            self._marked.append(entry.id)
        self.show(self.view)
        self.gallery.go_below(entry.id)

    # -- going on

    def offers(self, action: Action) -> bool:
        """What is about a template, where one is chosen."""
        if action.where == "templates" and action.first:
            marked = action.id == "plan_template" and len(self._marked) > 1
            return marked or self._chosen() is not None
        return super().offers(action)

    @on(Lines.Opened, "#gallery")
    def _opened(self) -> None:
        self.action_open_template()

    def action_open_template(self) -> None:
        """Open the chosen template."""
        self._with_chosen(self._open)

    def action_plan_template(self) -> None:
        """Go straight to the form: of the chosen template, or of all that are marked."""
        if len(self._marked) > 1:
            marked = tuple(self._marked)
            self.app_.ask(lambda: [self.planner.templates.get(each) for each in marked], self._plan_together)
        else:
            self._with_chosen(self._plan)

    def _plan_together(self, templates: Sequence[Template]) -> None:
        self.app_.push_screen(CombineScreen(templates, self.drafts, self._marked.clear))

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
        self._wanted = Wanted()
        self.action_clear_filter()
        self.reload()

    def _with_chosen(self, then: Callable[[Template], None]) -> None:
        entry = self._chosen()
        if entry is None:
            self.app_.tell("Choose a template first.")
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
