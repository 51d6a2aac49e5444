"""A planner in memory with a clock that is set by hand."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from planner.config import Paths
from planner.domain.build import GoalRequest
from planner.domain.errors import NotFound
from planner.domain.plan import Goal, Milestone, Plan
from planner.domain.template import Template
from planner.ports import Outcome, TemplateEntry
from planner.store.memory import MemoryStore
from planner.wiring import Planner
from tests.background.fakes import Memory

MORNING = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


@dataclass
class SetClock:
    """Saturday 21 November 2026, ten o'clock in Berlin, until it is set."""

    moment: datetime = MORNING
    place: tzinfo = field(default_factory=lambda: ZoneInfo("Europe/Berlin"))

    def now(self) -> datetime:
        return self.moment

    def zone(self) -> tzinfo:
        return self.place

    def pass_days(self, days: int) -> None:
        self.moment += timedelta(days=days)


@dataclass
class HashedIds:
    """The same ids in every run, without an order that a test could lean on."""

    given: int = 0

    def new(self) -> str:
        self.given += 1
        return hashlib.sha256(str(self.given).encode()).hexdigest()[:32]


class QuietDesk:
    """A desktop that shows everything."""

    def notify(self, title: str, body: str, key: str) -> Outcome:  # noqa: ARG002  # the port's names
        return Outcome(ok=True, channel="desktop")

    def check(self) -> Outcome:
        return Outcome(ok=True, channel="desktop")


class OneTemplate:
    """A shelf with the given templates only."""

    def __init__(self, *templates: Template) -> None:
        from planner.library.catalog import Catalog

        self._known = {template.id: template for template in templates}
        self._catalog = Catalog(None)
        self.parse = self._catalog.parse
        self.canonical = self._catalog.canonical
        self.check = self._catalog.check
        self.install = self._catalog.install
        self.problems = self._catalog.problems
        self.versions = self._catalog.versions
        self.incoming = self._catalog.incoming
        self.take_in = self._catalog.take_in

    def list(self) -> list[TemplateEntry]:
        return []

    def get(self, template_id: str, version: str | None = None) -> Template:  # noqa: ARG002  the port has it
        if template_id not in self._known:
            raise NotFound(f"There is no template “{template_id}”.")
        return self._known[template_id]


def a_planner(home: Path, *templates: Template, **ports: Any) -> Planner:
    """A planner in memory; with templates it knows those only, else the shipped ones."""
    clock, ids = SetClock(), HashedIds()
    given: dict[str, Any] = {
        "clock": clock,
        "ids": ids,
        "store": MemoryStore(clock, ids, "test"),
        "notifier": QuietDesk(),
        "schedulers": (Memory(),),
        "templates": OneTemplate(*templates) if templates else None,
    }
    return Planner(Paths(home, home), **{**given, **ports})


def clock_of(planner: Planner) -> SetClock:
    """Its clock, to be set."""
    assert isinstance(planner.clock, SetClock)
    return planner.clock


def plan_of(planner: Planner) -> Plan:
    """The plan as it is."""
    return planner.store.load()


def named(planner: Planner, title: str) -> Milestone:
    """The one milestone with this title."""
    (found,) = [each for each in plan_of(planner).milestones.values() if each.title == title]
    return found


def keyed(planner: Planner, key: str) -> Milestone:
    """The one milestone of this template step."""
    (found,) = [each for each in plan_of(planner).milestones.values() if each.key == key]
    return found


def only_goal(planner: Planner) -> Goal:
    """The one goal."""
    (found,) = plan_of(planner).goals.values()
    return found


def built(planner: Planner, template: str = "sample", **request: Any) -> str:
    """The id of a goal built from a template."""
    return planner.goals.create(GoalRequest(template=template, **request)).ids[0]
