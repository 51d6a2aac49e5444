"""Writing a template of a goal to the file that was chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from planner.domain.errors import NotMet, PlannerError
from planner.ui.modals.dialog import Confirm

if TYPE_CHECKING:
    from planner.ui.app import PlannerApp
    from planner.ui.modals.template_save import Saving


def save_template(app: PlannerApp, saving: Saving, again: Callable[[Saving, str], None]) -> None:
    """Write it; ask before another file is replaced. What cannot be written comes back to `again` with the reason."""

    def write(*, replace: bool) -> None:
        app.ask(lambda: app.planner.templates.write(saving.path, saving.text, replace=replace), written, refused)

    def written(_: None) -> None:
        app.tell(f"Written to {saving.file}\n7 Templates, i brings a file into your library")

    def refused(error: PlannerError) -> None:
        if isinstance(error, NotMet):
            question = Confirm(f"{saving.file} is there already.", "Replace it", no="Choose another name")
            app.push_screen(question, replaced)
        else:
            again(saving, f"{error.message} {error.hint}".strip())

    def replaced(answer: str | None) -> None:
        if answer == "yes":
            write(replace=True)
        else:
            again(saving, "")

    write(replace=False)
