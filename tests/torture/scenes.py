"""The kinds of transactions that are put to the test, and what a folder holds as a person would see it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias

from planner.domain.errors import Unreadable
from planner.domain.plan import Edit, Plan
from planner.store import records
from planner.store.migrations import MIGRATIONS, SCHEMA
from planner.store.records import Migration
from planner.store.tiny import TinyStore
from tests.contracts.material import NOW, FakeClock, goal, milestone

Sight: TypeAlias = tuple[Any, ...]
"""What can be seen of a folder: the plan's tables, its generation and its history, or that it cannot be read."""


FIRST_BACKUP = "2026-11-21T09-30-00Z"
"""Made before the second Change of `filled`, at the time of NOW."""


class RandomIds:
    """Ids as in real life."""

    def new(self) -> str:
        return uuid.uuid4().hex


def _upgraded(table: str, document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "notes": document.get("notes", "") + "+"} if table == "milestones" else document


@dataclass(frozen=True)
class Scene:
    """One transaction: `prepare` makes the folder as it is before, `act` is what is put to the test."""

    name: str
    act: Callable[[TinyStore], object]
    prepare: Callable[[Path], None]
    days: int = 0
    schema: int = SCHEMA
    migrations: Mapping[int, Migration] = field(default_factory=lambda: MIGRATIONS)

    def store(self, folder: Path) -> TinyStore:
        """A store on this folder at the time of the act."""
        clock = FakeClock(NOW + timedelta(days=self.days))
        return TinyStore(folder, clock, RandomIds(), "torture", schema=self.schema, migrations=self.migrations)

    def sight(self, folder: Path) -> Sight:
        """What a person sees of the folder with a planner that was just started."""
        store = self.store(folder)
        try:
            plan = store.load()
        except Unreadable:
            asides = [*folder.glob("plan.unreadable-*"), folder / "plan.json"]
            kept = sorted({hashlib.sha256(path.read_bytes()).hexdigest() for path in asides if path.exists()})
            return "unreadable", tuple(kept)
        return (*seen(plan), tuple((each.name, each.kind, each.generation) for each in store.history()))


def tell(line: str) -> None:
    """Print what was done, in numbers."""
    print(f"\n{line}", end="", flush=True)  # noqa: T201  # a run is read by people


def seen(plan: Plan) -> Sight:
    """A plan as values that can be compared."""
    documents = tuple(
        tuple(sorted((key, repr(records.document(record))) for key, record in table.items()))
        for table in (plan.goals, plan.milestones, plan.templates)
    )
    return documents, repr(plan.profile), plan.generation


def filled(folder: Path) -> None:
    """A small plan with a history of three Changes."""
    store = plain(folder)
    store.commit(lambda _: Edit("Begin", (goal("g"), *(milestone(f"m{n}", goal="g") for n in range(3)))))
    store.commit(lambda _: Edit("Rename", (milestone("m1", "Other"),)))
    store.commit(lambda _: Edit("Add", (milestone("m7"),)))


def plain(folder: Path, days: int = 0) -> TinyStore:
    """A store on this folder with today's schema, `days` after the first."""
    return TinyStore(folder, FakeClock(NOW + timedelta(days=days)), RandomIds(), "torture")


def _nothing(folder: Path) -> None:
    folder.mkdir(exist_ok=True)


def _undone(folder: Path) -> None:
    filled(folder)
    plain(folder).undo()


def _backed_up(folder: Path) -> None:
    filled(folder)
    store = plain(folder)
    store.backup()
    store.commit(lambda _: Edit("After the backup", (milestone("m8"),), (("milestones", "m0"),)))


def _broken(folder: Path) -> None:
    _backed_up(folder)
    path = folder / "plan.json"
    path.write_bytes(path.read_bytes()[:-200])


def _many_days(folder: Path) -> None:
    filled(folder)
    for day in range(1, 34):
        plain(folder, day).commit(lambda _, day=day: Edit("A day", (milestone("m1", f"Day {day}"),)))  # type: ignore[misc]  # the day is bound


def _interrupted(folder: Path) -> None:
    filled(folder)
    before = (folder / "plan.json").read_bytes()
    plain(folder).commit(lambda _: Edit("Never came to its end", (milestone("m9"),)))
    (folder / "plan.json").write_bytes(before)


def _complete(plan: Plan) -> Edit:
    return Edit("Complete", (replace(plan.milestones["m2"], status="done", closed_at=NOW),))


def _add(_: Plan) -> Edit:
    return Edit("Add it", (milestone("n1", "New", notes="x" * 3000),))


SCENES = (
    Scene("first write", lambda store: store.commit(_add), _nothing),
    Scene("add", lambda store: store.commit(_add), filled),
    Scene("edit", lambda store: store.commit(_complete), filled),
    Scene(
        "bulk",
        lambda store: store.commit(lambda _: Edit("Bulk", tuple(milestone(f"b{n:03}") for n in range(120)))),
        filled,
    ),
    Scene(
        "delete",
        lambda store: store.commit(
            lambda plan: Edit("Delete", (), (("goals", "g"), *(("milestones", key) for key in plan.milestones)))
        ),
        filled,
    ),
    Scene("undo", lambda store: store.undo(), filled),
    Scene("redo", lambda store: store.redo(), _undone),
    Scene("backup", lambda store: store.backup(), filled),
    Scene("restore", lambda store: store.restore(FIRST_BACKUP), _backed_up),
    Scene("restore of a broken plan", lambda store: store.restore(FIRST_BACKUP), _broken),
    Scene("first write of a day, backups let go", lambda store: store.commit(_add), _many_days, days=60),
    Scene("write after an interrupted one", lambda store: store.commit(_add), _interrupted),
    Scene("migration", lambda store: store.commit(_add), filled, schema=SCHEMA + 1, migrations={SCHEMA: _upgraded}),
)
