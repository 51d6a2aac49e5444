"""A shelf that holds several versions of a template, the newest of which is listed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from planner.domain.errors import NotFound
from planner.domain.template import Template, version_key
from planner.domain.template_effort import template_effort, template_efforts
from planner.ports import Held, TemplateEntry
from planner.wiring import Planner
from tests.services.people import OneTemplate, a_planner


class Versions(OneTemplate):
    """The given templates; versions of one id may be several, and more may come."""

    def __init__(self, *templates: Template) -> None:
        super().__init__(*templates)
        self.every = list(templates)
        self.versions = self._versions

    def list(self) -> list[TemplateEntry]:
        newest = {each.id: self.get(each.id) for each in self.every}
        return [
            TemplateEntry(
                id=each.id, title=each.title, summary=each.summary, category=each.category, version=each.version,
                source="library", milestones=len(each.milestones), stages=each.stages, effort=template_effort(each),
                least=template_efforts(each)[0], duration=each.duration, plan_from=each.plan_from,
            )
            for each in newest.values()
        ]  # fmt: skip

    def get(self, template_id: str, version: str | None = None) -> Template:
        found = [each for each in self.every if each.id == template_id and version in {None, each.version}]
        if not found:
            raise NotFound(f"There is no template “{template_id}”.")
        return max(found, key=lambda each: version_key(each.version))

    def _versions(self, template_id: str) -> Sequence[Held]:
        found = [each for each in self.every if each.id == template_id]
        return [
            Held(id=each.id, version=each.version, title=each.title, source="library", origin="", path=Path("x"))
            for each in sorted(found, key=lambda each: version_key(each.version), reverse=True)
        ]


def a_planner_with(home: Path, *templates: Template, **ports: Any) -> Planner:
    """A planner in memory that knows these versions."""
    return a_planner(home, **{"templates": Versions(*templates), **ports})
