"""What comes of a search: a record opens, a template shows, a command runs where the person was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen

    from planner.domain.template import Template
    from planner.ui.app import PlannerApp


def take(app: PlannerApp, here: Screen[Any], key: str) -> None:
    """Do what the chosen line is about; see `Search` for the keys."""
    kind, _, name = key.partition(":")
    if kind == "template":
        app.ask(lambda: app.planner.templates.get(name), lambda found: _open_template(app, found))
    elif kind == "action":
        where, _, action = name.partition("/")
        app.call_later(run, app, here, where, action)
    else:
        app.open(key)


def _open_template(app: PlannerApp, found: Template) -> None:
    from planner.ui.screens.template_detail import TemplateScreen

    app.push_screen(TemplateScreen(found, {}))


async def run(app: PlannerApp, here: Screen[Any], where: str, action: str) -> None:
    """Run an action of the registry in its room."""
    name, _, argument = action.partition(":")
    target = app if where == "app" else here
    await target.run_action(f"{name}({argument!r})" if argument else name)
