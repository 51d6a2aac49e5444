"""The form of a plan: what a step says of itself can be read whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.ui.modals.build_step import BuildStep
from planner.ui.screens.template_preview import Told
from tests.domain.making import step, template
from tests.ui.driving import NARROW, WIDE
from tests.ui.templates_app import at_templates, open_form, planner_with

WORDS = " ".join(f"word{number}" for number in range(60))
PROOF = f"One page: {WORDS} and the last of it"


@pytest.mark.thorough
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_a_long_proof_is_read_to_its_end(tmp_path: Path, size: tuple[int, int]) -> None:
    planner = planner_with(tmp_path, template(step("page", "start", evidence=PROOF), step("short", "start+P1W")))
    async with at_templates(planner, size) as walk:
        await open_form(walk, "sample")
        await walk.press("f6")
        told = walk.app.screen.query_one(Told)
        if size == WIDE:
            assert "and the last of it" in walk.text
        else:
            seen = [walk.text]
            for y in range(1, told.max_scroll_y + 1):
                told.scroll_to(y=y, animate=False, immediate=True)
                await walk.rest()
                seen.append(walk.text)
            assert "last of it" in " ".join(seen)
        await walk.press("e")
        assert isinstance(walk.app.screen, BuildStep)
        box, seen = walk.app.screen.query_one(".box"), []
        for y in range(box.max_scroll_y + 1):
            box.scroll_to(y=y, animate=False, immediate=True)
            await walk.rest()
            seen.append(walk.text)
        assert "word5 " in seen[0]
        assert "last of it" in " ".join(seen)
        await walk.press("escape", "down")
        assert "A note that says so" in walk.text
        assert told.size.height == 3


async def test_a_proof_longer_than_the_screen_scrolls(tmp_path: Path) -> None:
    planner = planner_with(tmp_path, template(step("page", "start", evidence=PROOF * 8)))
    async with at_templates(planner) as walk:
        await open_form(walk, "sample")
        told = walk.app.screen.query_one(Told)
        assert told.max_scroll_y > 0
        assert walk.build.steps.size.height > 5
