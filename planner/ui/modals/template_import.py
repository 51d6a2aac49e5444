"""Take a template file of someone else into the library: it is checked first, and every problem is listed."""

from __future__ import annotations

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from planner.domain.errors import PlannerError, TemplateInvalid
from planner.domain.template import Template
from planner.ui.modals.dialog import Dialog
from planner.ui.present import count, line, literal
from planner.ui.widgets.line_input import LineInput


class ImportTemplate(Dialog[Path]):
    """Dismissed with the path of a file that passed the check and that the person confirmed."""

    AUTO_FOCUS = "#path"
    DEFAULT_CSS = """
    ImportTemplate > .box { width: 92; }
    ImportTemplate #path { padding: 0 1; }
    ImportTemplate VerticalScroll { height: auto; max-height: 14; margin: 1 0 0 0; scrollbar-size-vertical: 1; }
    ImportTemplate #report { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._checked: Path | None = None

    def content(self) -> ComposeResult:
        """The path, and what the check says."""
        yield self.title_line("Import a template")
        yield LineInput(id="path", placeholder="~/Downloads/template.json", compact=True, select_on_focus=False)
        with VerticalScroll(id="result"):
            yield Static(
                literal("The file is checked first; nothing is stored until you confirm.", "$muted"), id="report"
            )
        yield self.keys_line(("enter", "checks it, and then imports it"), ("esc", "leaves"))

    @on(Input.Changed, "#path")
    def _typed(self) -> None:
        self._checked = None
        self.query_one("#report", Static).update("")

    @on(Input.Submitted, "#path")
    def _go(self) -> None:
        if self._checked is not None:
            self.dismiss(self._checked)
            return
        typed = self.query_one("#path", Input).value.strip()
        if not typed:
            return
        planner = self.app_.planner
        path = Path(typed)

        def check() -> tuple[Path, Template]:
            found = path.expanduser()
            return found, planner.templates.check(found)

        self.app_.ask(check, lambda result: self._passed(typed, *result), lambda error: self._failed(typed, error))

    def _still(self, typed: str) -> bool:
        return self.is_attached and self.query_one("#path", Input).value.strip() == typed

    def _passed(self, typed: str, path: Path, template: Template) -> None:
        if not self._still(typed):
            return
        self._checked = path
        by = f", by {template.author}" if template.author else ""
        steps = count(len(template.milestones), "milestone")
        said = f"“{template.title}”, version {template.version}, {steps}{by}."
        self.query_one("#report", Static).update(
            Content("\n").join(
                [
                    line(("✓ ", "bold $good"), literal(said)),
                    line(("enter", "$accent"), " imports it into your library"),
                ]
            )
        )

    def _failed(self, typed: str, error: PlannerError) -> None:
        if not self._still(typed):
            return
        lines = [line(("! ", "bold $danger"), literal(error.message))]
        if isinstance(error, TemplateInvalid):
            lines += [
                line((f"  {problem.place or 'file'}  ", "$accent"), literal(problem.message))
                for problem in error.problems
            ]
            lines.append(literal("Nothing was stored.", "$muted"))
        elif error.hint:
            lines.append(literal(error.hint, "$muted"))
        self.query_one("#report", Static).update(Content("\n").join(lines))
