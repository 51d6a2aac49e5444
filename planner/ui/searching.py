"""What comes of a search: a record opens, a template shows, a command runs, in its own place if it has another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.ui.actions import ROOMS, Action, call, every

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


async def run(app: PlannerApp, here: Screen[Any], where: str, name: str) -> None:
    """Run an action of the registry in its room: here, where it is one of `here`, else where its room is.

    What is about one line says there which one to choose, and its key.
    """
    if where == "app":
        await app.run_action(call(name))
    elif where in getattr(here, "WHERE", ()):
        await here.run_action(call(name))
    else:
        action = next(each for each in every() if (each.where, each.id) == (where, name))
        await _go(app, action)
        there = app.screen
        if action.first:
            app.tell(f"{action.first}, then {app.key_of(action)}: {action.help}.")
        elif where in getattr(there, "WHERE", ()):
            there.once_shown(lambda: app.call_later(there.run_action, call(name)))  # type: ignore[attr-defined]  # places


async def _go(app: PlannerApp, action: Action) -> None:
    """To where the room of the action is; what was opened over it is left."""
    opens = ROOMS[action.where].opens
    kind, _, mode = opens.partition(":")
    if kind not in {"place", "face"}:
        await app.run_action(call(opens))
        return
    app.go_to(mode)
