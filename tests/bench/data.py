"""Plans of any size, made through the store, and the same as tasks of Taskwarrior and documents of plain TinyDB."""

from __future__ import annotations

import hashlib
import json
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from planner.domain.plan import Edit, Goal, Milestone, Plan, Repeat
from planner.wiring import open_planner

MADE = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
PER_GOAL = 100


def record_id(kind: str, number: int) -> str:
    """An id as random as a real one, the same in every run."""
    return hashlib.sha256(f"{kind} {number}".encode()).hexdigest()[:32]


def milestones(count: int) -> list[Milestone]:
    """Milestones in goals of a hundred, a few late, most ahead, one in ten after another."""
    today = datetime.now(UTC).date()
    return [
        Milestone(
            id=record_id("milestone", number),
            title=f"Step {number}: read the chapter and write down what to try",
            created=MADE,
            dated_at=MADE,
            goal=record_id("goal", number // PER_GOAL),
            due=today + timedelta(days=(number * 7) % 900 - 20),
            effort=30 + number % 240,
            tags=("craft",) if number % 5 == 0 else (),
            notes="What I want from it, in a sentence or two that I can find again.",
            after=(record_id("milestone", number - 1),) if number % 10 == 5 else (),
            order=number % PER_GOAL,
        )
        for number in range(count)
    ]


def reminding(count: int, series: int, days: int) -> Plan:
    """So many milestones, some of them series, all due within `days` from 20 days ago on, in goals of a hundred."""
    today = datetime.now(UTC).date()
    goals = [Goal(id=record_id("goal", n), title=f"Goal {n}", created=MADE) for n in range(count // PER_GOAL)]
    found = [
        replace(
            each,
            due=today + timedelta(days=number % days - (20 if days > 40 else days)),
            leads=("P1D", "PT0M") if number % 3 else None,
            repeat=Repeat(every="P1W") if number % (count // series) == 0 else None,
        )
        for number, each in enumerate(milestones(count))
    ]
    return Plan(goals={goal.id: goal for goal in goals}, milestones={each.id: each for each in found})


def fill(home: Path, count: int) -> Path:
    """A data folder with so many milestones."""
    goals = [
        Goal(id=record_id("goal", number), title=f"Goal {number}", created=MADE, target=date(2028, 1, 1))
        for number in range((count + PER_GOAL - 1) // PER_GOAL)
    ]
    open_planner(home).store.commit(lambda _plan: Edit("Fill", (*goals, *milestones(count))))
    return home


def documents(home: Path) -> dict[str, Any]:
    """The milestones as they stand in the plan file."""
    found: dict[str, Any] = json.loads((home / "plan.json").read_text(encoding="utf-8"))["milestones"]
    return found


def plain_tinydb(path: Path, home: Path) -> TinyDB:
    """The same documents in TinyDB as it comes."""
    database = TinyDB(path, encoding="utf-8")
    database.insert_multiple(documents(home).values())
    return database


def taskwarrior(folder: Path, count: int) -> list[str]:
    """The command `task next` over so many tasks."""
    folder.mkdir(parents=True, exist_ok=True)
    rc = folder / "taskrc"
    rc.write_text(f"data.location={folder}\nconfirmation=off\nverbose=nothing\ngc=on\n", encoding="utf-8")
    tasks = [
        {
            "description": each.title,
            "status": "pending",
            "entry": "20260101T090000Z",
            "due": f"{each.due:%Y%m%d}T230000Z",
            "project": each.goal,
        }
        for each in milestones(count)
    ]
    file = folder / "tasks.json"
    file.write_text(json.dumps(tasks), encoding="utf-8")
    command = ["task", f"rc:{rc}"]
    subprocess.run([*command, "import", str(file)], check=True, capture_output=True)
    return [*command, "next"]
