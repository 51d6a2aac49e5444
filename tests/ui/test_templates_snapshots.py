"""What the gallery, a template and the form look like, at both sizes that are promised."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from planner.domain.plan import Edit
from planner.ui.app import PlannerApp
from planner.ui.screens.templates import TemplatesScreen
from tests.services.people import a_planner
from tests.ui.templates_app import Walk, fixed_shelf

Compare = Callable[..., bool]


def walking(steps: Callable[[Walk], Awaitable[None]]) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def run(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, PlannerApp)
        walk = Walk(pilot, app)
        await walk.rest()
        await walk.press("7")
        await walk.until(lambda: isinstance(app.screen, TemplatesScreen) and app.screen.view is not None)
        await walk.rest()
        await steps(walk)
        for field in app.screen.query(Input):
            field.cursor_blink = False
        await walk.rest()

    return run


def app_in(home: Path) -> PlannerApp:
    planner = a_planner(home, templates=fixed_shelf())
    planner.store.commit(lambda plan: Edit("Say the stage", (replace(plan.profile, stage="mid"),)))
    app = PlannerApp(planner, welcome=False)
    app.animation_level = "none"
    return app


async def gallery(walk: Walk) -> None:
    walk.gallery.gallery.go("pmp")


async def filtered(walk: Walk) -> None:
    await walk.press("f")
    await walk.type("certification")


async def marked(walk: Walk) -> None:
    for template_id in ("pmp", "communication"):
        walk.gallery.gallery.go(template_id)
        await walk.press("x")


async def together(walk: Walk) -> None:
    await marked(walk)
    await walk.press("p")
    await walk.type("22 apr 2027")


async def opened(walk: Walk) -> None:
    await gallery(walk)
    await walk.press("enter", *["down"] * 4)


async def form(walk: Walk) -> None:
    await gallery(walk)
    await walk.press("p")
    await walk.type("22 apr 2027")


async def steps(walk: Walk) -> None:
    await form(walk)
    await walk.press("f6", "down", "space", "down")


async def past(walk: Walk) -> None:
    await form(walk)
    await walk.type("22 feb 2027")


async def infeasible(walk: Walk) -> None:
    await form(walk)
    await walk.date("start", "2027-01-01")


async def changing(walk: Walk) -> None:
    await steps(walk)
    await walk.press("e")


WIDE, NARROW = (120, 40), (80, 24)
SCENES = [
    (gallery, WIDE),
    (gallery, NARROW),
    (filtered, NARROW),
    (marked, WIDE),
    (together, WIDE),
    (together, NARROW),
    (opened, WIDE),
    (opened, NARROW),
    (steps, WIDE),
    (steps, NARROW),
    (past, WIDE),
    (past, NARROW),
    (infeasible, WIDE),
    (changing, NARROW),
]


@pytest.mark.parametrize(
    ("scene", "size"), SCENES, ids=[f"{scene.__name__}-{size[0]}x{size[1]}" for scene, size in SCENES]
)
def test_it_looks_as_it_did(
    snap_compare: Compare, tmp_path: Path, scene: Callable[[Walk], Awaitable[None]], size: tuple[int, int]
) -> None:
    assert snap_compare(app_in(tmp_path), terminal_size=size, run_before=walking(scene))
