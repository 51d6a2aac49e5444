"""The templates one can pick, and turning a goal back into one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.services.context import Context, find_goal

if TYPE_CHECKING:
    from planner.domain.errors import Problem, TemplateInvalid
    from planner.domain.template import Template
    from planner.ports import TemplateEntry


class TemplateShelf:
    """Shipped templates and the person's library."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._templates = context.templates

    def list(self) -> Sequence[TemplateEntry]:
        """All that can be picked, by title."""
        return self._templates.list()

    def get(self, template_id: str) -> Template:
        """Raises NotFound (with near names) or TemplateInvalid."""
        return self._templates.get(template_id)

    def check(self, path: Path) -> Template:
        """Check a file; nothing is stored. Raises TemplateInvalid with every problem."""
        return self._templates.check(path)

    def warnings(self, template: Template) -> Sequence[Problem]:
        """What is allowed in a sound template and probably not meant, with its place."""
        from planner.library.checking import warnings_of  # only who checks a file needs it

        return warnings_of(template)

    def install(self, path: Path) -> Template:
        """Check a file and copy it into the library. Raises TemplateInvalid, NotMet."""
        return self._templates.install(path)

    def problems(self) -> Sequence[TemplateInvalid]:
        """Files of the library that cannot be read, with what is wrong in them."""
        return self._templates.problems()

    def export(self, ref: str, *, author: str = "", license_name: str = "") -> tuple[str, Sequence[str]]:
        """A clean template from a goal as it was really done, as JSON; and what leaves and what stays, in words."""
        from planner.library.export import template_from_goal  # only this command needs it

        plan = self._context.store.load()
        goal = find_goal(plan, ref)
        template, told = template_from_goal(
            goal,
            plan.members(goal.id),
            self._context.template_of(plan, goal),
            author=author,
            license=license_name,
        )
        return self._templates.canonical(template), told
