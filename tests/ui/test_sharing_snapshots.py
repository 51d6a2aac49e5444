"""What the dialogs look like through which templates come and go, at both sizes that are promised."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from planner.ui.app import PlannerApp
from planner.ui.modals.template_save import SaveTemplate
from tests.ui.driving import NARROW, WIDE, Person, filled, settled
from tests.ui.templates_app import Walk, planner_with
from tests.ui.test_sharing import at_goal, written
from tests.ui.test_templates_snapshots import walking

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
    # what is shipped changes, and is behind the dialogs
    monkeypatch.setattr("planner.library.catalog.shipped_files", list)
    written(downloads / "friend.json", title="Of another friend", author="Another friend")
    written(downloads / "newer.json", id="second", version="2026.2", title="Speak in front of two hundred people")
    written(downloads / "new.json", id="third", title="Ask for a raise")
    (downloads / "broken.json").write_text('{"format": 1, "id": "../x", "milestones": [{"key": "A"}]}')
    for path in downloads.iterdir():
        os.utime(path, (CHANGED, CHANGED))
    return person


def at_gallery(home: Path) -> PlannerApp:
    planner = planner_with(home.parent / "data", stage="mid")
    planner.catalog.install(written(home / "mine.json"))
    planner.catalog.install(written(home / "mine.json", id="second"))
    (home / "mine.json").unlink()
    app = PlannerApp(planner, welcome=False)
    app.animation_level = "none"
    return app


async def files(walk: Walk) -> None:
    await walk.press("i")
    await walk.type("~/Downloads/")


async def refused(walk: Walk) -> None:
    await walk.press("i")
    await walk.type("~/Downloads/broken.json")
    await walk.press("enter")


async def incoming(walk: Walk) -> None:
    (Path.home() / "Downloads" / "broken.json").unlink()
    await files(walk)
    await walk.press("enter")


async def undecided(walk: Walk) -> None:
    await incoming(walk)
    await walk.press("enter")


@SIZES
@pytest.mark.parametrize("steps", [files, refused, incoming, undecided], ids=lambda steps: steps.__name__)
def test_import(
    snap_compare: Compare, home: Path, steps: Callable[[Walk], Awaitable[None]], size: tuple[int, int]
) -> None:
    assert snap_compare(at_gallery(home), run_before=walking(steps), terminal_size=size)


@SIZES
def test_save_as_template(snap_compare: Compare, home: Path, size: tuple[int, int]) -> None:
    app = PlannerApp(filled(home.parent / "data"), welcome=False)
    app.animation_level = "none"

    async def save(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await at_goal(Person(app, pilot), "Earn the certificate")
        assert isinstance(app.screen, SaveTemplate)
        for field in app.screen.query(Input):
            field.cursor_blink = False
        await settled(pilot)

    assert snap_compare(app, run_before=save, terminal_size=size)
