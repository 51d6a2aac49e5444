"""What the dialogs look like through which templates come and go, at both sizes that are promised."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from planner.ports import Incoming
from planner.ui.app import PlannerApp
from planner.ui.modals.template_import import ImportTemplate
from planner.ui.modals.template_incoming import IncomingTemplates
from planner.ui.modals.template_save import SaveTemplate
from planner.wiring import Planner
from tests.services.people import a_planner
from tests.ui.driving import NARROW, WIDE, Person, filled, settled
from tests.ui.test_sharing import written

Compare = Callable[..., bool]
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
CHANGED = datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's home with the same files in every run; the data folder is beside it."""
    person = tmp_path / "person"
    downloads = person / "Downloads"
    (downloads / "team").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(person))
    monkeypatch.setenv("USERPROFILE", str(person))
    written(downloads / "friend.json", title="Of another friend", author="Another friend")
    written(downloads / "newer.json", id="second", version="2026.2", title="Speak in front of two hundred people")
    written(downloads / "new.json", id="third", title="Ask for a raise")
    (downloads / "broken.json").write_text('{"format": 1, "id": "../x", "milestones": [{"key": "A"}]}')
    for path in downloads.iterdir():
        os.utime(path, (CHANGED, CHANGED))
    return person


def an_app(planner: Planner) -> PlannerApp:
    app = PlannerApp(planner, welcome=False)
    app.animation_level = "none"
    return app


def with_library(home: Path) -> Planner:
    planner = a_planner(home.parent / "data")
    planner.catalog.install(written(home / "mine.json"))
    planner.catalog.install(written(home / "mine.json", id="second"))
    (home / "mine.json").unlink()
    return planner


def over_nothing(steps: Callable[[Person], Awaitable[None]]) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Walk the dialogs over an empty screen: what is behind them is no matter of theirs."""

    async def run(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, PlannerApp)
        await settled(pilot)
        app.push_screen(Screen[None]())
        await settled(pilot)
        await steps(Person(app, pilot))
        for field in app.screen.query(Input):
            field.cursor_blink = False
        await settled(pilot)

    return run


async def files(person: Person) -> None:
    def chosen(found: Sequence[Incoming] | None) -> None:
        if found is not None:
            person.app.push_screen(IncomingTemplates(found))

    person.app.push_screen(ImportTemplate(), chosen)
    await person.wait()
    await person.type("~/Downloads/")
    await person.press("end")


async def refused(person: Person) -> None:
    await files(person)
    await person.type("~/Downloads/broken.json")
    await person.press("end", "enter")


async def incoming(person: Person) -> None:
    (Path.home() / "Downloads" / "broken.json").unlink()
    await files(person)
    await person.press("enter")


async def undecided(person: Person) -> None:
    await incoming(person)
    await person.press("enter")


@SIZES
@pytest.mark.parametrize("steps", [files, refused, incoming, undecided], ids=lambda steps: steps.__name__)
def test_import(
    snap_compare: Compare, home: Path, steps: Callable[[Person], Awaitable[None]], size: tuple[int, int]
) -> None:
    assert snap_compare(an_app(with_library(home)), run_before=over_nothing(steps), terminal_size=size)


@SIZES
def test_save_as_template(snap_compare: Compare, home: Path, size: tuple[int, int]) -> None:
    planner = filled(home.parent / "data")

    async def save(person: Person) -> None:
        (goal,) = [each for each in planner.queries.plan().goals.values() if each.title == "Earn the certificate"]
        person.app.push_screen(SaveTemplate(goal.id, goal.title))
        await person.wait()

    assert snap_compare(an_app(planner), run_before=over_nothing(save), terminal_size=size)
