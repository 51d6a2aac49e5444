"""What changed between two versions of a template, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from planner.domain.errors import PlannerError
from planner.domain.template_diff import TemplateDiff
from planner.domain.template_diff_words import difference_words
from planner.ui.actions import bindings
from planner.ui.present import line, literal, wrap
from planner.ui.screens.place import Place
from planner.ui.widgets.detail import DetailPane
from planner.ui.widgets.lines import Row

if TYPE_CHECKING:
    from textual.app import ComposeResult

_HEADS = {
    "template": "THE TEMPLATE", "milestone": "STEPS", "question": "QUESTIONS", "skill": "SKILLS", "source": "SOURCES",
    "credential": "CERTIFICATES",
}  # fmt: skip
_SIGNS = {"added": ("+ ", "$good"), "removed": ("– ", "$danger"), "changed": ("~ ", "$accent")}


class ChangesScreen(Place[TemplateDiff]):
    """Two versions next to each other; `before` and `after` are named as for `planner template diff`."""

    WHERE = ("changes",)
    BINDINGS = bindings("changes")
    AUTO_FOCUS = "#whole"
    DEFAULT_CSS = """
    ChangesScreen {
        #title { height: 1; padding: 0 2; margin: 1 0; text-wrap: nowrap; text-overflow: ellipsis; }
        #whole { height: 1fr; padding: 0 1; }
    }
    ChangesScreen.-narrow { #title { margin: 0; } }
    """

    def __init__(self, place: str, before: str, after: str) -> None:
        """`place` is where it was opened from."""
        super().__init__()
        self.PLACE = place  # type: ignore[misc]  # it belongs to the place it was opened from
        self._before = before
        self._after = after

    def body(self) -> ComposeResult:
        """Title and sentences."""
        yield Static(id="title")
        yield DetailPane(id="whole")

    def fetch(self) -> TemplateDiff:
        """In the store's thread."""
        return self.planner.upgrading.diff(self._before, self._after)

    def show(self, view: TemplateDiff) -> None:
        """Each difference under what it is about."""
        names = f"{view.before.id} {view.before.version} → {view.after.version}"
        self.query_one("#title", Static).update(line((view.after.title, "bold"), (f"  {names}", "$muted")))
        self.query_one(DetailPane).tell(names, lambda cells: list(_rows(view, cells)))

    def failed(self, error: PlannerError) -> None:
        """One of them cannot be read."""
        self.app_.tell_error(error)
        self.action_leave()

    def action_leave(self) -> None:
        """Back."""
        if self.is_current:
            self.app_.pop_screen()


def _rows(view: TemplateDiff, cells: int) -> Iterator[Row[Content]]:
    if not view.differences:
        yield Row("", literal("They say the same.", "$muted"))
    before = ""
    for each in view.differences:
        if each.what != before:
            if before:
                yield Row("", Content(""))
            before = each.what
            yield Row("", line((_HEADS[each.what], "bold")))
        sign = _SIGNS[each.how]
        for text in difference_words(each, view):
            for number, part in enumerate(wrap(literal(text), cells - 2)):
                yield Row("", line(sign if number == 0 else "  ", part))
