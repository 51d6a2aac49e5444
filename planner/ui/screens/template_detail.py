"""A template, opened: its milestones with their numbers; for each what proves it, why it is there, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static

from planner.domain import template_words as words
from planner.domain.anchors import is_cyclic
from planner.domain.signs import SOURCED
from planner.domain.template import Step, Template, version_key
from planner.ports import Held
from planner.ui.actions import bindings
from planner.ui.modals.dialog import Choose, Option
from planner.ui.present import fill, line, literal, right
from planner.ui.screens.place import Place
from planner.ui.screens.template_about import about, step_page, summary_line
from planner.ui.screens.template_build import BuildScreen
from planner.ui.screens.template_state import Typed
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.lines import Lines, Row, Section

ABOUT = "about"


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step in the list; no step is the line about the template itself."""

    template: Template
    step: Step | None


def sections_of(template: Template) -> list[Section[StepRow]]:
    """The template itself, its steps that come once, and those that come in every cycle."""
    once = [step for step in template.milestones if not is_cyclic(step.key, template)]
    cyclic = [step for step in template.milestones if is_cyclic(step.key, template)]
    sections = [Section(key=ABOUT, title="", rows=[Row(ABOUT, StepRow(template, None))])]
    for key, title, steps in (("once", "MILESTONES", once), ("cycle", "IN EVERY CYCLE", cyclic)):
        if steps:
            rows = [Row(f"step {step.key}", StepRow(template, step)) for step in steps]
            sections.append(Section(key=key, title=title, rows=rows))
    return sections


def paint_step(row: StepRow, cells: int) -> Content:
    """A line of the list: mark, title, kind, effort, and when in words; § where the sources back a number."""
    step, template = row.step, row.template
    if step is None:
        return line(("¶ ", "$accent"), ("About this template", "bold"))
    when = words.short_words(words.moment_words(template, step.when))
    if step.repeat:
        when = f"↻ {when}"
    mark = "◆ " if step.fixed else "○ "
    kind_cells = 9 if cells >= 70 else 0
    effort_cells = 9
    when_cells = min(34, max(20, (cells - kind_cells - effort_cells) * 2 // 5))
    title_cells = cells - 2 - kind_cells - effort_cells - when_cells - 5
    title = step.title if not step.optional else f"{step.title} (optional)"
    return line(
        (mark, "$accent"),
        fill(title, max(title_cells, 10)),
        " ",
        (fill(step.kind, kind_cells) if kind_cells else "", "$muted"),
        (right(_effort(step), effort_cells - 1), "$muted"),
        (SOURCED if "effort" in step.sourced else " ", "$good"),
        "  ",
        (fill(when, when_cells), "$muted"),
        (SOURCED if "when" in step.sourced or "repeat" in step.sourced else " ", "$good"),
    )


def _effort(step: Step) -> str:
    return words.step_effort(step).removesuffix(" each")


class TemplateScreen(Place[Template]):
    """One template, read from top to bottom before it becomes a plan."""

    PLACE = "templates"
    WHERE = ("template",)
    BINDINGS = bindings("template")
    AUTO_FOCUS = "#steps"
    DEFAULT_CSS = """
    TemplateScreen {
        #title { height: 1; padding: 0 2; margin: 1 0; text-wrap: nowrap; text-overflow: ellipsis; }
        #both { layout: horizontal; height: 1fr; }
        #left { width: 1fr; height: 1fr; }
        #legend { height: 1; padding: 0 2; color: $muted; }
        #page { width: 42; height: 1fr; border-left: solid $rule; padding-left: 1; }
        #page:focus { border-left: solid $accent; }
    }
    TemplateScreen.-narrow {
        #title { margin: 0; }
        #both { layout: vertical; }
        #left { width: 1fr; height: 11fr; }
        #page { width: 1fr; height: 9fr; border-left: none; border-top: solid $rule; padding-left: 0; }
        #page:focus { border-left: none; border-top: solid $accent; }
    }
    """

    def __init__(self, template: Template, drafts: dict[str, Typed]) -> None:
        """`drafts` keeps what is typed in the form, by template id; it belongs to the gallery."""
        super().__init__()
        self.template = template
        self._drafts = drafts

    def body(self) -> ComposeResult:
        """Title, list, pane."""
        yield Static(id="title")
        with Container(id="both"):
            with Vertical(id="left"):
                yield Lines(paint_step, id="steps")
                yield Static(
                    literal(f"{SOURCED} from the sources; every other number is a default of the author"),
                    id="legend",
                )
            yield DetailPane(id="page")

    def fetch(self) -> Template:
        """Nothing is read again: the template is the one that was opened."""
        return self.template

    def show(self, view: Template) -> None:
        """List the steps."""
        title = line((view.title, "bold"), (f"  {summary_line(view)}", "$muted"))
        self.query_one("#title", Static).update(title)
        self.steps.show(sections_of(view))
        self._show_page()

    @property
    def steps(self) -> Lines[StepRow]:
        """The list."""
        return self.query_one("#steps", Lines)

    @on(Lines.Moved, "#steps")
    def _moved(self) -> None:
        self._show_page()

    def _show_page(self) -> None:
        row = self.steps.row
        if row is None:
            return
        step = row.data.step
        self.query_one(DetailPane).tell(
            row.key, lambda cells: step_page(self.template, step, cells) if step else about(self.template, cells)
        )

    @on(Lines.Opened, "#steps")
    def _opened(self) -> None:
        self.action_plan_template()

    def action_plan_template(self) -> None:
        """To the form."""
        self.app_.push_screen(BuildScreen(self.template, self._drafts))

    def action_versions(self) -> None:
        """Compare it with another version that is there."""
        template_id, version = self.template.id, self.template.version

        def ready(held: Sequence[Held]) -> None:
            others = list(dict.fromkeys(each.version for each in held if each.version != version))
            if not others:
                self.app_.tell(f"{version} is the only version that is here.")
                return
            options = [
                Option(each, f"version {each}", "", str(n) if n < 10 else "") for n, each in enumerate(others, 1)
            ]
            self.app_.push_screen(Choose(f"What changed between {version} and", options), chosen)

        def chosen(other: str | None) -> None:
            if other:
                from planner.ui.screens.template_changes import ChangesScreen

                older, newer = sorted((other, version), key=version_key)
                names = (f"{template_id}@{each}" for each in (older, newer))
                self.app_.push_screen(ChangesScreen(self.PLACE, *names))

        self.app_.ask(lambda: self.planner.templates.versions(template_id), ready)

    def action_scroll_page(self) -> None:
        """The pane a page on."""
        self.query_one(DetailPane).action_page_down()

    def action_scroll_page_back(self) -> None:
        """The pane a page back."""
        self.query_one(DetailPane).action_page_up()

    def action_leave(self) -> None:
        """Back to the gallery."""
        self.dismiss()
