"""What should I do next, asked from anywhere: at most three plans to choose from, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.domain.suggestions import Suggestion
    from planner.ui.app import PlannerApp


def open_suggestions(app: PlannerApp) -> None:
    """Ask the services, then the person."""
    app.ask(lambda: (app.planner.suggesting.next(), app.planner.profiles.get().stage), lambda found: _show(app, *found))


def _show(app: PlannerApp, found: Sequence[Suggestion], stage: str | None) -> None:
    if not found:
        app.tell("Nothing to add: what fits you is under way or done. 7 shows all templates.")
        return
    from planner.ui.modals.suggested import Suggested

    app.push_screen(Suggested(found, stage), lambda key: _open(app, key) if key else None)


def _open(app: PlannerApp, template_id: str) -> None:
    from planner.ui.searching import take

    take(app, app.screen, f"template:{template_id}")
